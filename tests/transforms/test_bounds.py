from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from transforms.bounds import Bounds, broken

TIGHT = Bounds(slack=0)
Rows = dict[str, pl.DataFrame]


def _dataset(
    articles: range, *, mentions: int = 3, organizations: int = 0, dated: bool = True, event: str | None = None
) -> Rows:
    """A dataset of one report per article, with so many mentions of persons and of organizations each."""
    ids = [str(n) for n in articles]
    reports = pl.DataFrame(
        {
            "report_id": ids, "article_id": ids, "event_date": ["2017-01-01" if dated else None] * len(ids), "place_id": ids,
            "event_id": [event or n for n in ids], "duplicate_group_id": ids,
        },
        schema=dict.fromkeys(("report_id", "article_id", "event_date", "place_id", "event_id", "duplicate_group_id"), pl.String),
    )  # fmt: skip
    found = pl.DataFrame(
        {"report_id": [n for n in ids for _ in range(mentions)]}, schema={"report_id": pl.String}
    ).with_columns(kind=pl.lit("person"))
    return {
        "articles": pl.DataFrame(
            {"article_id": ids, "raw_file": [f"{n}.txt" for n in ids], "supersedes": [None] * len(ids)},
            schema=dict.fromkeys(("article_id", "raw_file", "supersedes"), pl.String),
        ),
        "reports": reports,
        "mentions": pl.concat([found, *[reports.select("report_id", kind=pl.lit("organization"))] * organizations]),
        **{name: found.select("report_id") for name in ("dates", "statements", "office_claims", "participant_claims")},
        "rejections": pl.DataFrame(schema={"raw_file": pl.String, "reason": pl.String}),
    }


def _rejections(files: range, reason: str) -> pl.DataFrame:
    return pl.DataFrame({"raw_file": [f"{n}.txt" for n in files], "reason": [reason] * len(files)})


def _broken(last: Rows, new: Rows, bounds: Bounds = TIGHT, raw: tuple[int, int] | None = None) -> list[str]:
    counts = raw or (last["articles"].height, new["articles"].height)
    return broken({k: v.lazy() for k, v in last.items()}, {k: v.lazy() for k, v in new.items()}, counts, bounds)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_same_and_any_growth_at_the_same_rates_are_plausible(n: int, more: int) -> None:
    assert _broken(_dataset(range(n)), _dataset(range(n + more))) == []


def test_lost_articles_are_told_with_their_share() -> None:
    assert _broken(_dataset(range(100)), _dataset(range(90))) == [
        "10 of the last 100 articles (10%) are gone without a correction or a deletion"
    ]
    assert _broken(_dataset(range(100)), _dataset(range(96))) == []


def test_a_small_corpus_may_lose_as_many_as_the_slack() -> None:
    assert _broken(_dataset(range(20)), _dataset(range(1)), Bounds()) == []
    assert _broken(_dataset(range(21)), _dataset(range(0)), Bounds())[0].startswith("21 of the last 21 articles (100%)")


@pytest.mark.parametrize("reason", ["deleted", "superseded", "repeated"])
def test_what_was_deleted_corrected_or_repeated_is_not_lost(reason: str) -> None:
    last, new = _dataset(range(100)), _dataset(range(50))
    assert _broken(last, {**new, "rejections": _rejections(range(50, 100), reason)}) == []
    assert _broken(last, {**new, "rejections": _rejections(range(50, 100), "rule_failed")}, raw=(100, 100))


def test_a_file_with_other_content_and_a_named_predecessor_explain_what_is_gone() -> None:
    last, new = _dataset(range(100)), _dataset(range(100, 200))
    edited = new["articles"].with_columns(raw_file=last["articles"]["raw_file"])
    assert _broken(last, {**new, "articles": edited}) == []
    newer = new["articles"].with_columns(supersedes=last["articles"]["article_id"])
    assert _broken(last, {**new, "articles": newer}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: _dataset(a, mentions=2), "mentions (person) of the same articles: 300 before, 200 now (-33%)"),
        (lambda a: _dataset(a, mentions=4), "statements of the same articles: 300 before, 400 now (+33%)"),
        (lambda a: _dataset(a, dated=False), "dated reports of the same articles: 100 before, 0 now (-100%)"),
        (lambda a: _dataset(a, event="one"), "events of the same articles: 100 before, 1 now (-99%)"),
    ],
)
def test_the_same_articles_must_yield_as_much(change: Callable[[range], Rows], told: str) -> None:
    assert told in _broken(_dataset(range(100)), change(range(100)))
    assert _broken(_dataset(range(100)), change(range(100)), Bounds(change=100)) == []


def test_new_articles_that_say_nothing_are_told_apart_from_those_that_say_less() -> None:
    last = _dataset(range(100))

    def grown(mentions: int) -> Rows:
        added = _dataset(range(100, 200), mentions=mentions)
        return {name: pl.concat([frame, added[name]]) for name, frame in last.items()}

    assert "mentions (person) of new articles: 0, where known ones would yield 300" in _broken(last, grown(0))
    assert _broken(last, grown(1)) == []


def test_a_few_new_articles_may_all_be_of_one_sort_but_must_say_something() -> None:
    last = _dataset(range(100), organizations=3)

    def grown(n: int, mentions: int) -> Rows:
        added = _dataset(range(100, 100 + n), mentions=mentions)
        return {name: pl.concat([frame, added[name]]) for name, frame in last.items()}

    assert _broken(last, grown(30, mentions=3)) == []
    assert _broken(last, grown(100, mentions=3)) == [
        "mentions (organization) of new articles: 0, where known ones would yield 300"
    ]
    assert [what.partition(" of new")[0] for what in _broken(last, grown(30, mentions=0))] == ["findings of all kinds"]


def test_a_rise_of_rejections_is_told() -> None:
    last = {**_dataset(range(100)), "rejections": _rejections(range(200, 205), "undecodable")}
    new = {**_dataset(range(100)), "rejections": _rejections(range(200, 230), "undecodable")}
    assert _broken(last, new, raw=(105, 130)) == ["30 of 130 raw records are rejected (23%), before 5%"]
    assert _broken(last, last, raw=(105, 105)) == []


def test_bounds_are_validated_and_frozen() -> None:
    with pytest.raises(ValidationError):
        Bounds(lost=1.5)
    with pytest.raises(ValidationError):
        Bounds(slcak=1)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Bounds().slack = 3  # type: ignore[misc]
