import polars as pl

from transforms.resolve import clock

SCHEMA = {"collection": pl.String, "number": pl.Int64, "month": pl.Int8, "day": pl.Int8}


def pages(n: int, step: int = 100) -> list[tuple[str, int, int | None, int | None]]:
    """Pages of a collection that grows by four a day from 1 March."""
    return [("c", 10_000 + step * i, 3 + i // 112, 1 + (i // 4) % 28) for i in range(n)]


def days(rows: list[tuple[str | None, int | None, int | None, int | None]]) -> list[float | None]:
    return clock.days(pl.DataFrame(rows, SCHEMA, orient="row")).to_list()


def test_pages_without_a_date_stand_between_their_neighbours():
    rows = pages(200)
    undated = ("c", rows[80][1] + 1, None, None)
    found = days([*rows, undated])
    assert abs(found[-1] - (3 * 31 + 21)) < 2.5


def test_a_page_that_tells_of_old_days_keeps_its_place():
    rows = pages(200)
    rows[80] = ("c", rows[80][1], 12, 20)
    found = days(rows)
    assert abs(found[80] - found[79]) < 1


def test_the_clock_never_runs_backwards():
    found = days(pages(200))
    assert found == sorted(found)


def test_numbers_that_do_not_follow_the_days_are_no_clock():
    rows = pages(200)
    shuffled = [(c, n, *rows[(i * 77) % 200][2:]) for i, (c, n, *_) in enumerate(rows)]
    assert days(shuffled) == [None] * 200


def test_few_dates_make_no_clock():
    assert days(pages(20)) == [None] * 20


def test_collections_have_clocks_of_their_own():
    other = [("d", n, None, None) for _, n, *_ in pages(100)]
    found = days([*pages(200), *other, (None, 10_500, None, None)])
    assert found[0] is not None
    assert found[200:] == [None] * 101


def test_the_number_of_a_page_is_the_last_long_one():
    frame = pl.DataFrame(
        {
            "i": ["news_21470383", None, "a"],
            "u": [None, "https://example.vn/2017/ban-tin-123456.html", "https://example.vn/12.html"],
        }
    )
    assert frame.select(clock.number_of(pl.col("i"), pl.col("u"))).to_series().to_list() == [21470383, 123456, None]
