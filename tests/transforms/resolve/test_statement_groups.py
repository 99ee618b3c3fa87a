import polars as pl

from transforms.resolve.statement_groups import statement_groups


def _groups(*rows: tuple[str, str, str | None, str], one_report: bool = False) -> list[str]:
    frame = pl.DataFrame(
        rows,
        {"statement_id": pl.String, "speaker_id": pl.String, "event_id": pl.String, "text": pl.String},
        orient="row",
    )
    told = frame.with_columns(report_id=pl.lit("r") if one_report else pl.col("statement_id"))
    return statement_groups(told).to_list()


WORDS = "cần tiếp tục nâng cao chất lượng công tác tham mưu chiến lược trong thời gian tới"


def test_an_edited_statement_is_the_same_statement() -> None:
    a, b, c = _groups(
        ("1", "p", "e", WORDS),
        ("2", "p", "e", WORDS.upper().replace("CẦN TIẾP TỤC", "PHẢI TIẾP TỤC") + " và lâu dài"),
        ("3", "p", "e", "mong hai bên sớm ký kết hiệp định thương mại"),
    )
    assert a == b
    assert c != a


def test_the_same_words_of_another_person_or_event_are_another_statement() -> None:
    a, b, c, d = _groups(
        ("1", "p", "e", WORDS), ("2", "q", "e", WORDS), ("3", "p", "f", WORDS), ("4", "p", None, WORDS)
    )
    assert len({a, b, c, d}) == 4


def test_what_one_report_alone_tells_twice_is_not_compared() -> None:
    a, b = _groups(("1", "p", "e", WORDS), ("2", "p", "e", WORDS), one_report=True)
    assert (a, b) == ("1", "2")


def test_very_short_statements_are_compared_whole() -> None:
    a, b, c = _groups(("1", "p", "e", "rất tốt"), ("2", "p", "e", "Rất tốt."), ("3", "p", "e", "rất tệ"))
    assert a == b
    assert c != a


def test_the_id_does_not_depend_on_the_order() -> None:
    rows = [("1", "p", "e", WORDS), ("2", "p", "e", WORDS)]
    assert _groups(*rows) == _groups(*reversed(rows))


def test_no_statements() -> None:
    assert _groups() == []


def test_words_repeated_within_a_statement_count_once() -> None:
    more = "và làm tốt việc này, làm tốt việc này, làm tốt việc này, làm tốt việc này"
    a, b, c = _groups(("1", "p", "e", WORDS), ("2", "p", "e", f"{WORDS} {more}"), ("3", "p", "e", more))
    assert a == b
    assert c == a  # most of it stands in the second, though most of the second does not stand in it
    d, e = _groups(
        ("1", "p", "e", "làm tốt việc này, làm tốt việc này, xin hứa"), ("2", "p", "e", "làm tốt việc khác thôi")
    )
    assert d != e
