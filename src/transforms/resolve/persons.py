"""One person, one key: spellings, initials and short forms of a name over all reports; namesakes kept apart.

In: the persons that reports name, with their claims of office. Out: for every (report, key) the key that the person has in
the whole dataset. Two spellings are one person where
- a data file says so (transcriptions: `person_variants.csv`), or hyphens and spaces are all that differs,
- one has an initial for the first name ("D. Trump") or is the end of a foreign name, and the corpus knows one person
  (or nearly only one) whose name fits.
Vietnamese given names alone are never linked beyond their report: too many people are called Hùng.

Namesakes are kept apart on strong evidence only: the same Vietnamese name holding offices in the authorities of two
different provinces within `AT_ONCE` days, in two sets of reports that never meet. A report that names no province goes with
the namesake named most. The evidence is returned.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import polars as pl

from transforms import lexicon
from transforms.text.normalise import canonical
from transforms.text.remembered import remembered

DOMINANT = 0.9  # share of the fitting names' reports that one must have for a short form to be linked to it
AT_ONCE = 400  # days within which nobody leads the authorities of two provinces

_INITIAL = re.compile(r"([^\W\d_])\.\s?((?:[^\W\d_]\.\s?)*)([^\W\d_].+)")
# What a Vietnamese syllable can look like, tones aside: a name of other syllables is foreign.
_VIETNAMESE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_SEAT = re.compile(r"(?<!\w)(?:tỉnh ủy|thành ủy|tỉnh|thành phố|tp\.?) (?!ủy)(?P<name>\w+(?: \w+){0,3})$")


def person_keys(persons: pl.DataFrame) -> dict[str, str]:
    """Key → the person's key in the whole dataset, from `persons` (key, n_reports)."""
    known = {canonical(row["variant"]): _plain(canonical(row["name"])) for row in lexicon.table("person_variants")}
    target = {}
    for key in persons["key"].to_list():
        plain = _plain(key)
        target[key] = known.get(key) or known.get(plain) or plain
    reports: Counter[str] = Counter()
    for key, n in persons.select("key", "n_reports").rows():
        reports[target[key]] += n
    by_last: dict[str, list[str]] = defaultdict(list)
    for name in reports:
        if " " in name and "." not in name:
            by_last[name.rsplit(" ", 1)[1]].append(name)
    return {key: _full_name(name, by_last, reports) or name for key, name in target.items()}


def _plain(key: str) -> str:
    return " ".join(key.replace("-", " ").split())


def _full_name(name: str, by_last: dict[str, list[str]], reports: Counter[str]) -> str | None:
    """The full name that a name with initials, or a foreign family name alone, stands for; None where that is open."""
    if "." in name and (m := _INITIAL.fullmatch(name)):
        rest = m[3]
        fits = [f for f in by_last[rest.rsplit(" ", 1)[-1]] if f[0] == m[1] and f.endswith(" " + rest)]
    elif _is_foreign_key(name):  # "Trump", or "Tayyip Erdogan" for Recep Tayyip Erdogan
        fits = [f for f in by_last[name.rsplit(" ", 1)[-1]] if f.endswith(" " + name)]
    else:
        return None
    best = max(fits, key=lambda f: (reports[f], f), default=None)
    return best if best and reports[best] >= DOMINANT * sum(reports[f] for f in fits) else None


@remembered
def _is_vietnamese(syllable: str) -> bool:
    return _VIETNAMESE.fullmatch(syllable) is not None


def is_foreign(name: str) -> bool:
    """Whether a name has a syllable that Vietnamese cannot have. Chinese and Korean names in Vietnamese spelling pass for Vietnamese."""
    return _is_foreign_key(_plain(canonical(name)))


def _is_foreign_key(key: str) -> bool:
    return not all(map(_is_vietnamese, key.strip(".,;:\"'").split()))


def seat(office: str) -> str | None:
    """The province or city that an office is of, as far as its name says: "Chủ tịch UBND tỉnh Bình Dương" → "bình dương"."""
    m = _SEAT.search(canonical(office))
    return m["name"] if m else None


def namesakes(claims: pl.DataFrame) -> pl.DataFrame:
    """(report_id, person, namesake, evidence) for persons that are more than one, from `claims` (report_id, person, office,
    is_former, day); `namesake` is the province that tells them apart.
    """
    schema = pl.Schema({c: pl.String() for c in ("report_id", "person", "namesake", "evidence")})
    present = claims.filter(~pl.col("is_former"))
    offices = present.select(pl.col("office").unique(maintain_order=True))
    seats = offices.with_columns(seat=pl.Series([seat(o) for o in offices["office"].to_list()], dtype=pl.String))
    seated = present.join(seats, on="office").filter(pl.col("seat").is_not_null()).sort("person", "report_id", "office")
    several = seated.filter(pl.col("seat").n_unique().over("person") > 1)
    rows = [row for part in several.partition_by("person", maintain_order=True) for row in _split(part)]
    return pl.DataFrame(rows, schema, orient="row").cast({"report_id": claims.schema["report_id"]})


def _split(part: pl.DataFrame) -> Iterable[tuple[str, str, str, str]]:
    """Namesakes of one name, where reports of different provinces overlap in time and never name both."""
    person = part["person"][0]
    of_report: dict[str, set[str]] = defaultdict(set)
    days: dict[str, list[int]] = defaultdict(list)
    offices: dict[str, str] = {}
    for report, office, place, day in part.select("report_id", "office", "seat", pl.col("day").cast(pl.Int32)).rows():
        of_report[report].add(place)
        offices.setdefault(place, office)
        if day is not None:
            days[place].append(day)
    if any(len(places) > 1 for places in of_report.values()):
        return
    places = sorted(offices)
    clash = {(a, b) for a in places for b in places if a < b and _at_once(days[a], days[b])}
    if len(clash) < len(places) * (len(places) - 1) // 2:
        return  # a career through several provinces explains it
    for report, (place,) in sorted((r, tuple(p)) for r, p in of_report.items()):
        others = "; ".join(offices[p] for p in places if p != place)
        yield report, person, place, f"{offices[place]} | {others}"


def _at_once(a: list[int], b: list[int]) -> bool:
    """Seen in both provinces in turns: a spell in one begins before the spell in the other is over."""
    return bool(a and b) and min(a) < max(b) and min(b) < max(a) and max(*a, *b) - min(*a, *b) <= AT_ONCE


def deaths(entities: pl.DataFrame) -> pl.DataFrame:
    """(entity_id, died) of persons of history among `entities` (entity_id, kind, name)."""
    died = {canonical(row["name"]): int(row["died"]) for row in lexicon.table("historical_persons")}
    persons = entities.filter(pl.col("kind") == "person").select("entity_id", "name")
    # Nothing that spellings differ in touches consonants: what others have needs no look at its key.
    consonants = pl.col("name").str.to_lowercase().str.replace_all("[^b-df-hj-np-tv-xz]", "")
    known = pl.DataFrame({"name": list(died)}, {"name": pl.String}).select(consonants.alias("consonants"))
    persons = persons.filter(consonants.is_in(known["consonants"].implode()))
    keys = pl.Series([died.get(canonical(name)) for name in persons["name"].to_list()], dtype=pl.Int32)
    return persons.select("entity_id", died=keys).drop_nulls("died")
