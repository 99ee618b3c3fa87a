"""Is the new dataset a plausible successor of the last one, or has a source, a rule or a mount broken?

In: the frames of two datasets (lazy; only ids and a few columns are read) and the records that each was made from. Out:
one sentence per bound that is broken; none means plausible.

Decided: what is compared must be comparable. A corpus grows, and what a new outlet writes about has other rates than the
old ones, so totals say little. Hence four questions, each over rows that a sound run could not have changed much:

- Are articles gone that nothing explains? Repeats, corrections, deletions and files with other content explain it.
- Do the articles that both datasets have still yield as much: findings of each kind, dated reports, events? The texts are
  the same, so only rules, parameters or lost state can change it; a rise is as suspicious as a fall.
- Do new articles yield anything like the known ones? Empty shells of pages parse well and say nothing. A few new reports may all be
  of one sort, so these are asked for findings of any kind, many for each kind.
- Is more of the input rejected?

A difference of fewer rows than `slack` breaks no bound, so that small corpora may change freely. Deleted articles are out
of every comparison, because neither dataset's remainder holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

Frames = Mapping[str, pl.LazyFrame]

# Reasons of rejections that are no loss: the page's content is published otherwise, or was taken back.
EXPLAINED = ("repeated", "superseded", "deleted")
# Tables whose rows are findings in a report.
_FINDINGS = ("dates", "statements", "office_claims", "participant_claims")
# Fewer new reports than that may all be of one sort (a morning's weather names no organization): they must only say anything.
_VARIED = 100
# What depends on the company of other reports says nothing of new ones.
_TOGETHER = ("reports", "events", "groups of copies", "reports of the largest event")


class Bounds(BaseModel):
    """How far a dataset may differ from the last one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lost: float = Field(
        default=0.05, ge=0, le=1, description="Share of the last articles that may be gone without explanation."
    )
    change: float = Field(
        default=0.25, ge=0, description="Relative change, up or down, of what the articles of both datasets yield."
    )
    fresh: float = Field(
        default=0.75,
        ge=0,
        le=1,
        description="Share by which new articles may yield less per report than the known ones.",
    )
    rejected: float = Field(default=0.05, ge=0, le=1, description="Rise of the share of raw records that are rejected.")
    slack: int = Field(default=20, ge=0, description="Differences of at most this many rows are never an error.")


def broken(last: Frames, new: Frames, raw: tuple[int, int], bounds: Bounds) -> list[str]:
    """The broken bounds, a sentence each. `raw`: records seen for the last dataset and for the new one.

    Frames needed: articles, reports, mentions, dates, statements, office_claims, participant_claims, rejections.
    """
    return [
        *_lost(last, new, bounds),
        *_changed(last, new, bounds),
        *_rejected(last["rejections"], new["rejections"], raw, bounds),
    ]


def _lost(last: Frames, new: Frames, bounds: Bounds) -> Iterator[str]:
    before = last["articles"].select("article_id", "raw_file")
    explained = pl.concat(
        [
            new["articles"].select("raw_file"),
            new["rejections"].filter(pl.col("reason").is_in(EXPLAINED)).select("raw_file"),
        ]
    )
    gone = (
        before.join(new["articles"], on="article_id", how="anti")
        .join(new["articles"].select(article_id="supersedes"), on="article_id", how="anti")
        .join(explained, on="raw_file", how="anti")
    )
    lost, all_ = (_count(frame) for frame in (gone, before))
    if lost > max(bounds.slack, bounds.lost * all_):
        yield f"{lost:,} of the last {all_:,} articles ({lost / all_:.0%}) are gone without a correction or a deletion"


def _changed(last: Frames, new: Frames, bounds: Bounds) -> Iterator[str]:
    ids = [frames["articles"].select("article_id").collect() for frames in (last, new)]
    old, now = (
        own.with_columns(known=pl.col("article_id").is_in(other["article_id"].implode()))
        for own, other in (ids, ids[::-1])
    )
    before, _ = _yield(last, old.filter("known"))
    after, added = _yield(new, now)
    for what, n in before.items():
        m = after[what]
        if abs(m - n) > max(bounds.slack, bounds.change * n):
            yield f"{what} of the same articles: {n:,} before, {m:,} now ({_relative(n, m)})"
    compared = {what: (n, added[what]) for what, n in after.items() if what not in _TOGETHER}
    if added["reports"] < _VARIED:
        known_ones, new_ones = zip(*compared.values(), strict=True)
        compared = {"findings of all kinds": (sum(known_ones), sum(new_ones))}
    for what, (n, found) in compared.items():
        expected = n * added["reports"] / max(after["reports"], 1)
        if expected - found > max(bounds.slack, bounds.fresh * expected):
            yield f"{what} of new articles: {found:,}, where known ones would yield {expected:,.0f}"


def _yield(frames: Frames, articles: pl.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """What `articles` (article_id, known) yield, by kind of finding: the known ones, and the others."""
    reports = frames["reports"].join(articles.lazy(), on="article_id")
    counts = reports.group_by("known").agg(
        pl.len().alias("reports"),
        pl.col("event_date").count().alias("dated reports"),
        pl.col("place_id").count().alias("located reports"),
        pl.col("event_id").drop_nulls().n_unique().alias("events"),
        pl.col("duplicate_group_id").n_unique().alias("groups of copies"),
        pl.col("event_id").drop_nulls().unique_counts().max().alias("reports of the largest event"),
    )  # fmt: skip
    inside = reports.select("report_id", "known")
    mentions = frames["mentions"].join(inside, on="report_id").group_by("known", "kind").len()
    findings = [frames[name].join(inside, on="report_id").group_by("known").len() for name in _FINDINGS]
    counted, by_kind, *found = pl.collect_all([counts, mentions, *findings])

    def of(known: bool) -> dict[str, int]:
        totals = counted.filter(pl.col("known") == known).drop("known")
        kinds = {k: n for which, k, n in by_kind.rows() if which == known}
        numbers = [dict(f.rows()).get(known, 0) for f in found]
        return {
            **{name: int(column[0] or 0) if len(column) else 0 for name, column in totals.to_dict().items()},
            **{f"mentions ({k})": kinds.get(k, 0) for k in ("person", "organization", "place", "document")},
            **{name.replace("_", " "): n for name, n in zip(_FINDINGS, numbers, strict=True)},
        }

    return of(True), of(False)


def _rejected(last: pl.LazyFrame, new: pl.LazyFrame, raw: tuple[int, int], bounds: Bounds) -> Iterator[str]:
    before, now = (_count(f.filter(~pl.col("reason").is_in(EXPLAINED))) for f in (last, new))
    expected = (before / max(raw[0], 1)) * raw[1]
    if now - expected > max(bounds.slack, bounds.rejected * raw[1]):
        yield f"{now:,} of {raw[1]:,} raw records are rejected ({now / max(raw[1], 1):.0%}), before {before / max(raw[0], 1):.0%}"


def _count(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


def _relative(before: int, now: int) -> str:
    return f"{(now - before) / before:+.0%}" if before else "none before"
