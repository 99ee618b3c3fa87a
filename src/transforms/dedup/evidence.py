"""What each report says of itself, cheaply: the evidence that tells one event from another told in the same words.

In: reports (`report_id`, `title`, `text`) and, where the extraction stage has run, its facts. Out: one row per report
(`EVIDENCE`) of small sets that pairs are compared by.

- `title`: content syllables of the headline.
- `days`: days of the month named with a month, as month · 32 + day, in order of appearance; `title_days` those of the
  headline; `event_day` the reported event's own, from the extraction stage or else the first one named in the opening.
- `bulletin`: kind of recurring bulletin (weather, prices, lottery, …), whose words repeat while the day changes;
  `bulletin_day` the day it is of: that of the headline or the one called today, else for a forecast the earliest that it
  names, because the days ahead are many and the same in the next one; `bulletin_hour` the hour of that day which a
  weather bulletin is of ("hồi 7 giờ"): a storm is told of several times a day.
- `stages`: stages of an affair that the headline names (arrested, charged, …; lexicon `stages`), as "process stage";
  `known_stages` for such reports all that the text names; `ahead` and `begun`: processes (visit, meeting, …) that headline
  and opening only announce, and those of which they tell another stage; `told_stages` all that headline and opening name.
- `overview`: the headline announces no report but several (a digest, a day's activities, a whole affair; lexicon `overviews`).
- `turns`: to what else a text turns in the midst of it: to what happened before, or on the same day (lexicon `turns`).
- `event_date`: that day with its year, where the text states or implies one, `event_end` its last day;
- `opening_dates`: days and years of the opening, as written;
- `place`, `persons`: keys from the extraction stage; null and empty without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import polars as pl

from transforms import lexicon
from transforms.dedup.digits import around_digits
from transforms.dedup.fingerprints import lists
from transforms.dedup.parameters import Parameters
from transforms.text.matcher import PhraseMatcher
from transforms.text.normalise import fold
from transforms.text.syllables import Syllables, code_of, syllables

_CODES = pl.List(pl.UInt32)
_DAYS = pl.List(pl.Int16)
EVIDENCE = pl.Schema(
    {
        "report_id": pl.String(), "title": _CODES,
        "days": _DAYS, "title_days": _DAYS, "event_day": pl.Int16(), "event_date": pl.Date(), "event_end": pl.Date(), "opening_dates": pl.List(pl.String), "bulletin": pl.String(), "bulletin_day": pl.Int16(), "bulletin_hour": pl.Int8(), "stages": pl.List(pl.String), "known_stages": pl.List(pl.String),
        "ahead": pl.List(pl.String), "begun": pl.List(pl.String), "told_stages": pl.List(pl.String), "overview": pl.Boolean(), "turns": pl.List(pl.String), "place": pl.String(), "persons": pl.List(pl.String),
    }
)  # fmt: skip
FACTS = pl.Schema(
    {
        "report_id": pl.String(),
        "event_month": pl.Int8(),
        "event_day": pl.Int8(),
        "event_date": pl.Date(),
        "event_end_date": pl.Date(),
        "place_key": pl.String(),
        "persons": pl.List(pl.String),
    }
)
"""What the extraction stage may add, one row per report; every column but the first may be missing."""

# A day and month, told from other numbers by the word before: "ngày 7/2", "sáng 7-2", "(7/2", "ngày 7 tháng 2"; also two days
# of one month ("ngày 9 và 10/2", "từ ngày 9-11/2").
_BEFORE = r"(?i)(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|nay|qua|mai|từ|đến|tới|và|rạng|\()[ ,]{0,2}"
_BEFORE_HYPHEN = r"(?i)(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|nay|qua|rạng|\()[ ,]{0,2}"  # "từ 2-4 độ" is no day
_DAY = rf"{_BEFORE}(?:\d{{1,2}} ?(?:[-–,]|và|đến) ?)?\d{{1,2}} ?(?:[/.]|tháng) ?\d{{1,2}}|{_BEFORE_HYPHEN}\d{{1,2}}-\d{{1,2}}"
_TODAY = r"(?i)nay[ ,]{0,2}\(?(?:ngày )?\d{1,2} ?[/.-] ?\d{1,2}"  # "hiện nay (7/2)": the day the text was written

_HOUR = r"(?i)(?:hồi|lúc) (\d{1,2}) ?(?:giờ|h)"

# Edges of ASCII words: those of Unicode are ten times as slow to find, and differ only where a number is glued to a letter.
_EDGE = r"(?-u:\b)"
_DATED = rf"{_EDGE}\d{{1,2}}[/.-]\d{{1,2}}{_EDGE}|{_EDGE}(?:19|20)\d\d{_EDGE}"

_LETTERS = 8
"""Letters that a syllable of an opening takes at most, about."""

_AHEAD = "announced"
"""The stage that every kind of affair may begin with."""

_BULLETIN_REACH = 150
"""Letters of the opening in which a bulletin names itself."""


def evidence(
    reports: pl.DataFrame, facts: pl.DataFrame | None = None, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Rows of `EVIDENCE` in the order of `reports`; `facts` has columns of `FACTS`."""
    p = parameters or Parameters()
    texts = reports["text"].fill_null("")
    titles = reports["title"].fill_null("") if "title" in reports.columns else texts.str.head(0)
    openings = texts.str.head(_LETTERS * p.opening)
    dated = around_digits(openings)
    bulletin = _bulletin(titles + " " + texts.str.head(_BULLETIN_REACH))
    named = _stages(titles)
    first = _stages(titles + " . " + openings)
    found = reports.select("report_id").with_columns(
        title=_sets(syllables(titles)),
        days=_days(around_digits(texts)),
        title_days=_days(titles),
        bulletin=bulletin,
        stages=named,
        known_stages=_stages(_only(texts, named.list.len() > 0)),
        ahead=_processes(first, pl.col("stage") == _AHEAD),
        begun=_processes(first, pl.col("stage") != _AHEAD),
        told_stages=first,
        overview=_overviews(titles),
        turns=_turns(texts),
        opening_dates=_dates(dated),
        opening_day=_days(dated).list.first(),
        today=_days(_only(texts, bulletin.is_not_null()), _TODAY).list.first(),
        bulletin_hour=_only(openings, (bulletin == "weather").fill_null(False)).str.extract(_HOUR).cast(pl.Int8),
    )
    known = _facts(reports.select("report_id"), facts)
    own = pl.coalesce(known["own_day"], found["title_days"].list.first(), found["opening_day"])
    return (
        pl.concat([found, known.drop("report_id")], how="horizontal")
        .with_columns(event_day=own)
        .with_columns(bulletin_day=_BULLETIN_DAY)
        .select(EVIDENCE.names())
        .cast(EVIDENCE)
    )


_BULLETIN_DAY = pl.when(pl.col("bulletin").is_not_null()).then(
    pl.coalesce(
        pl.col("title_days").list.first(),
        "today",
        pl.when(pl.col("bulletin") == "weather").then(pl.col("days").list.min()),
        "event_day",
    )
)


def _only(texts: pl.Series, where: pl.Series) -> pl.Series:
    """`texts`, empty where nothing is asked of them."""
    return texts.zip_with(where, texts.clear(len(texts)).fill_null(""))


def _bulletin(openings: pl.Series) -> pl.Series:
    """Kind of the first bulletin phrase in each text, null without one."""
    # Most texts are none.
    likely = openings.str.contains("(?i)" + _any_of(lexicon.column("bulletins", "phrase")))
    folded = openings.zip_with(likely, openings.clear(len(openings))).str.to_lowercase()
    kinds: dict[str, list[str]] = {}
    for row in lexicon.table("bulletins"):
        kinds.setdefault(row["kind"], []).append(row["phrase"])
    frame = pl.DataFrame({"text": folded})
    found = [pl.when(pl.col("text").str.contains_any(phrases)).then(pl.lit(kind)) for kind, phrases in kinds.items()]
    return frame.select(bulletin=pl.coalesce(*found))["bulletin"]


def _overviews(titles: pl.Series) -> pl.Series:
    """Headlines that announce an overview: by a phrase that they begin with, or name anywhere."""
    phrases: dict[str, list[str]] = {"begins": [], "anywhere": []}
    for row in lexicon.table("overviews"):
        phrases[row["where"]].append(row["phrase"])
    begins = "^\\W*(?:" + "|".join(phrases["begins"]) + ")"
    folded = titles.str.to_lowercase()
    return folded.str.contains(begins) | folded.str.contains_any(phrases["anywhere"])


def _turns(texts: pl.Series) -> pl.Series:
    """Kinds of turns in each text. Their phrases begin a sentence, which the capital tells."""
    kinds: dict[str, list[str]] = {}
    for row in lexicon.table("turns"):
        kinds.setdefault(row["kind"], []).append(row["phrase"])
    found = [pl.when(pl.col("text").str.contains(_any_of(phrases))).then(pl.lit(k)) for k, phrases in kinds.items()]
    return pl.DataFrame({"text": texts}).select(turns=pl.concat_list(found).list.drop_nulls())["turns"]


def _stages(texts: pl.Series) -> pl.Series:
    """Stages named in each text, each once."""
    # Most name none.
    likely = texts.str.contains("(?i)" + _any_of(r["phrase"] for r in lexicon.table("stages") if r["process"]))
    found = [sorted({stage for _, _, stage in _matcher().find(fold(text)) if stage}) for text in texts.filter(likely)]
    rows = pl.DataFrame({"row": likely.arg_true(), "stages": pl.Series(found, dtype=pl.List(pl.String))})
    every = pl.DataFrame({"row": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    return every.join(rows, on="row", how="left", maintain_order="left")["stages"].fill_null([])


def _processes(stages: pl.Series, wanted: pl.Expr) -> pl.Series:
    """Processes of those stages of each text that are wanted."""
    rows = pl.DataFrame({"named": stages}).with_row_index("row").explode("named", empty_as_null=False)
    parts = pl.col("named").str.split(" ")
    told = rows.select("row", process=parts.list.first(), stage=parts.list.last()).filter(wanted)
    found = told.group_by("row").agg(pl.col("process").unique().sort())
    every = pl.DataFrame({"row": pl.int_range(len(stages), dtype=pl.UInt32, eager=True)})
    return every.join(found, on="row", how="left", maintain_order="left")["process"].fill_null([])


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern of the phrases. A search for it in any case is several times as fast as lowering the case of all texts first."""
    return "|".join(re.escape(phrase) for phrase in phrases)


@cache
def _matcher() -> PhraseMatcher[str]:
    return PhraseMatcher((r["phrase"], f"{r['process']} {r['stage']}".strip()) for r in lexicon.table("stages"))


def _facts(ids: pl.DataFrame, facts: pl.DataFrame | None) -> pl.DataFrame:
    """Facts of the reports, nulls where nothing is known."""
    known = (
        FACTS.to_frame()
        if facts is None
        else facts.with_columns(pl.lit(None, dtype).alias(c) for c, dtype in FACTS.items() if c not in facts.columns)
    )
    return ids.join(known.select(FACTS.names()), on="report_id", how="left", maintain_order="left").select(
        "report_id",
        own_day=pl.col("event_month").cast(pl.Int16) * 32 + pl.col("event_day").cast(pl.Int16),
        event_date="event_date",
        event_end=pl.coalesce("event_end_date", "event_date"),
        place=pl.col("place_key"),
        persons=pl.col("persons").fill_null([]),
    )


def _sets(s: Syllables) -> pl.Series:
    """Distinct content syllables of each text."""
    keep = ~np.isin(s.codes, np.array([code_of(w) for w in lexicon.column("function_words", "word")], np.uint32))
    return lists(s.codes[keep], np.diff(np.concatenate([[0], np.cumsum(keep)])[s.offsets])).list.unique()


def _dates(openings: pl.Series) -> pl.Series:
    """Days and years in each text as written, each once, sorted. Few texts name more than one: lists are made of those that name any."""
    found = pl.DataFrame({"dates": openings.str.extract_all(_DATED)}).with_row_index("row")
    some = found.explode("dates", empty_as_null=False).unique().sort("row", "dates").group_by("row").agg("dates")
    return found.select("row").join(some, on="row", how="left", maintain_order="left")["dates"].fill_null([])


def _days(texts: pl.Series, pattern: str = _DAY) -> pl.Series:
    """Days with months named in each text, as month · 32 + day, each once, in order of appearance."""
    rows = (
        pl.DataFrame({"found": texts.str.extract_all(pattern)})
        .with_row_index("row")
        .explode("found", empty_as_null=False)
    )
    numbers = rows.select("row", n=pl.col("found").str.extract_all(r"\d{1,2}").cast(pl.List(pl.Int16)))
    days = numbers.select("row", month=pl.col("n").list.last(), day=pl.col("n").list.head(pl.col("n").list.len() - 1))
    valid = days.explode("day", empty_as_null=False).filter(
        pl.col("day").is_between(1, 31), pl.col("month").is_between(1, 12)
    )
    found = valid.group_by("row").agg((pl.col("month") * 32 + pl.col("day")).unique(maintain_order=True).alias("days"))
    every = pl.DataFrame({"row": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)})
    return every.join(found, on="row", how="left", maintain_order="left")["days"].fill_null([])
