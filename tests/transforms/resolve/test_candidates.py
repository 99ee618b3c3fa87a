import polars as pl

from transforms.resolve.candidates import MOST, WINDOW, candidate_pairs


def body(*rows: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"node": pl.UInt32, "term": pl.Int64, "weight": pl.Float32}, orient="row")


def times(*days: float | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"node": list(range(len(days))), "scale": ["x"] * len(days), "time": list(days)},
        schema={"node": pl.UInt32, "scale": pl.String, "time": pl.Float64},
    )


def test_a_shared_rare_term_makes_a_candidate_at_any_distance_in_time():
    assert candidate_pairs(body((0, 1, 0.9), (1, 1, 0.9), (2, 2, 0.9)), times(0.0, 500.0, 0.0)).rows() == [(0, 1)]


def test_too_little_in_common_makes_none():
    assert candidate_pairs(body((0, 1, 0.1), (1, 1, 0.1)), times(0.0, 0.0)).is_empty()


def test_a_common_term_is_searched_only_within_the_window():
    n = 2 * MOST
    days = [WINDOW * 3 * i for i in range(n)]
    days[1] = days[0] + 1.0
    found = candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*days))
    assert found.rows() == [(0, 1)]


def test_a_common_term_without_any_time_is_not_searched():
    n = 2 * MOST
    assert candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*([None] * n))).is_empty()


def test_times_of_different_scales_do_not_meet():
    n = 2 * MOST
    placed = times(*(WINDOW * 3 * i for i in range(n))).with_columns(
        time=pl.when(pl.col("node") < 2).then(0.0).otherwise("time"),
        scale=pl.when(pl.col("node") == 0).then(pl.lit("y")).otherwise("scale"),
    )
    assert (0, 1) not in candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), placed).rows()


def test_the_order_of_the_rows_does_not_matter():
    rows = [(n, t, 0.5) for n in range(6) for t in range(n, n + 3)]
    first = candidate_pairs(body(*rows), times(*([0.0] * 6)))
    assert first.equals(candidate_pairs(body(*reversed(rows)), times(*([0.0] * 6))))
