"""What the gold of the sample says, held against the tables: a share of checks that hold, by kind.

`floors.json` keeps the least share of each kind that the tests accept; `python -m tests.quality` runs the sample, prints the
checks that fail and raises the floors to what was reached. It never lowers one.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

from flows.catalog import connect
from flows.pipeline import Direct, pipeline
from flows.settings import Settings
from transforms.text.abbreviations import expand
from transforms.text.normalise import canonical

GOLD = Path(__file__).parent / "gold" / "sample.json"
FLOORS = Path(__file__).parent / "gold" / "floors.json"
ALIKE = 0.75  # share of syllables that two spellings of an office have in common


@dataclass(frozen=True)
class Check:
    """One assertion of the gold."""

    kind: str
    holds: bool
    what: str


def key(text: str | None) -> str:
    """Comparison key of a name: abbreviations written out, case, spacing and punctuation folded."""
    return re.sub(r"[,;:()\"']", " ", canonical(expand(text or ""))).replace("  ", " ").strip()


def alike(a: str, b: str, least: float = ALIKE) -> bool:
    """The two keys share most of their syllables."""
    x, y = set(a.split()), set(b.split())
    return bool(x and y) and len(x & y) / len(x | y) >= least


def same_office(a: str, b: str) -> bool:
    """Alike, with the same marks of deputy and acting office."""
    marks = {"phó", "thứ", "quyền", "trợ"}
    return alike(a, b) and set(a.split()) & marks == set(b.split()) & marks


class Tables:
    """Rows of the published tables by file of the sample."""

    def __init__(self, db: duckdb.DuckDBPyConnection):
        self.db = db

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query as dicts, `file` being the file's name."""
        result = self.db.sql(sql)
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.fetchall()]
        for row in rows:
            if "raw_file" in row:
                row["file"] = Path(row["raw_file"]).name
        return rows

    def by_file(self, sql: str) -> dict[str, list[dict[str, Any]]]:
        """Rows of a query in groups."""
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows(sql):
            groups[row["file"]].append(row)
        return groups


def checks(tables: Path, gold: dict[str, Any]) -> Iterator[Check]:
    """Every assertion of `gold` on a folder of published tables."""
    with connect(tables) as db:
        t = Tables(db)
        yield from _reports(t, gold)
        yield from _persons(t, gold)
        yield from _documents(t, gold)
        yield from _tenures(t, gold)
        yield from _statements(t, gold)
        for names in gold["same_organization"]:
            wanted = {key(n) for n in names}
            ids = {
                r["entity_id"]
                for r in t.rows("select surface, entity_id from mentions where kind = 'organization'")
                if key(r["surface"]) in wanted
            }
            yield Check("organizations", len(ids) == 1, f"one organization: {names}")


def _reports(t: Tables, gold: dict[str, Any]) -> Iterator[Check]:
    found = t.by_file(
        """select a.raw_file, r.*, e.name as place from reports r join articles a using (article_id)
           left join entities e on e.entity_id = r.place_id order by a.raw_file, r.position"""
    )
    seen: dict[str, int] = defaultdict(int)
    of: dict[str, dict[str, Any]] = {}
    for want in gold["reports"]:
        file = want["file"]
        name, seen[file] = f"{file}#{seen[file]}", seen[file] + 1
        start = canonical(want["begins"].lstrip("* "))[:40]
        hits = [r for r in found[file] if start in canonical(r["text"])]
        yield Check("split", len(hits) == 1, f"{name} is one report")
        if not hits:
            continue
        r = of[name] = hits[0]
        yield Check("split", r["is_teaser"] == bool(want.get("teaser")), f"{name}: teaser")
        got = str(r["event_date"]) if r["event_date"] else None
        yield Check(
            "date",
            got == want["date"] or (bool(want.get("teaser")) and got is None),
            f"{name}: {want['date']} (got {got})",
        )
        if want["place"]:
            yield Check(
                "place", key(r["place"]) == key(want["place"]), f"{name}: in {want['place']} (got {r['place']})"
            )
    for file, n in list(seen.items()):
        yield Check("split", len(found[file]) == n, f"{file} has {n} reports (got {len(found[file])})")
    for a, b in gold["merged"]:
        x, y = of.get(a), of.get(b)
        together = (
            bool(x and y) and x["duplicate_group_id"] == y["duplicate_group_id"] and x["event_id"] == y["event_id"]
        )  # type: ignore[index]
        yield Check("merged", together, f"{a} = {b}")
    told: dict[str, list[str]] = defaultdict(list)
    seen.clear()
    for want in gold["reports"]:
        name, seen[want["file"]] = f"{want['file']}#{seen[want['file']]}", seen[want["file"]] + 1
        if name in of and want["event"] and not want.get("teaser"):
            told[want["event"]].append(name)
    for names in told.values():
        for a, b in combinations(names, 2):
            yield Check("one_event", of[a]["event_id"] == of[b]["event_id"], f"{a} and {b} tell of one event")
    for item in gold["kept_apart"]:
        a, b = item["pair"]
        x, y = of.get(a), of.get(b)
        apart = bool(x and y) and x["duplicate_group_id"] != y["duplicate_group_id"] and x["event_id"] != y["event_id"]  # type: ignore[index]
        yield Check("apart", apart, f"{a} ≠ {b}: {item['why']}")
    lines = {file: {line.strip() for r in rows for line in r["text"].splitlines()} for file, rows in found.items()}
    for furniture in gold["boilerplate"]:
        for line in furniture["lines"]:
            yield Check(
                "furniture",
                line not in lines.get(furniture["file"], set()),
                f"{furniture['file']}: '{line}' is no part of a report",
            )


def _persons(t: Tables, gold: dict[str, Any]) -> Iterator[Check]:
    offices: dict[tuple[str, str], set[str]] = defaultdict(set)
    for r in t.rows(
        "select a.raw_file, e.name from mentions m join articles a using (article_id) join entities e using (entity_id) where m.kind = 'person'"
    ):
        offices[r["file"], key(r["name"])] |= set()
    for r in t.rows(
        "select a.raw_file, e.name, c.office, c.surface from office_claims c join articles a using (article_id) join entities e on e.entity_id = c.person_id"
    ):
        offices[r["file"], key(r["name"])] |= {key(r["office"]), key(r["surface"])}
    wanted = set()
    for p in gold["persons"]:
        who = (p["file"], key(p["name"]))
        wanted.add(who)
        yield Check("persons", who in offices, f"{p['file']}: {p['name']}")
        for office in p["offices"]:
            yield Check(
                "offices",
                any(same_office(key(office), o) for o in offices.get(who, ())),
                f"{p['file']}: {p['name']} is {office}",
            )
    for file, name in sorted(set(offices) - wanted):
        yield Check("persons", False, f"{file}: '{name}' is nobody")


def _documents(t: Tables, gold: dict[str, Any]) -> Iterator[Check]:
    found = t.by_file(
        """select distinct a.raw_file, d.* from mentions m join documents d on d.document_id = m.entity_id join articles a using (article_id)"""
    )
    for want in gold["documents"]:
        what = f"{want['file']}: {want['type']} {want['number'] or want.get('name')}"
        hit = next((d for d in found[want["file"]] if _same_document(want, d)), None)
        yield Check("documents", hit is not None, what)
        if hit and want["date"]:
            yield Check(
                "documents", str(hit["issued_on"]) == want["date"], f"{what} of {want['date']} (got {hit['issued_on']})"
            )
        if hit and want["issuer"]:
            yield Check(
                "documents",
                any(alike(key(want["issuer"]), key(i), 0.5) for i in hit["issuers"]),
                f"{what} by {want['issuer']}",
            )


def _same_document(want: dict[str, Any], found: dict[str, Any]) -> bool:
    if want["number"] or found["number"]:
        return canonical(want["number"] or "") == canonical(found["number"] or "") and alike(
            key(want["type"]), key(found["doc_type"]), 0.5
        )
    return alike(key(want["name"]), key(found["name"]), 0.6)


def _tenures(t: Tables, gold: dict[str, Any]) -> Iterator[Check]:
    spells = t.rows(
        "select e.name, t.office, t.first_observed, t.last_observed from tenures t join entities e on e.entity_id = t.person_id where first_observed is not null"
    )
    for office, holders in gold["office_over_time"].items():
        for day, name in holders:
            held = any(
                key(s["name"]) == key(name)
                and same_office(key(s["office"]), key(office))
                and str(s["first_observed"]) <= day <= str(s["last_observed"])
                for s in spells
            )
            yield Check("tenures", held, f"{name} is {office} on {day}")


def _statements(t: Tables, gold: dict[str, Any]) -> Iterator[Check]:
    speakers = t.by_file(
        "select a.raw_file, e.name from statements s join articles a using (article_id) join entities e on e.entity_id = s.speaker_id"
    )
    for file, names in gold["statements_by"].items():
        for name in names:
            yield Check(
                "statements", key(name) in {key(r["name"]) for r in speakers[file]}, f"{file}: a statement by {name}"
            )


def shares(found: list[Check]) -> dict[str, float]:
    """Share of checks that hold, by kind."""
    held: dict[str, list[bool]] = defaultdict(list)
    for c in found:
        held[c.kind].append(c.holds)
    return {kind: round(sum(h) / len(h), 4) for kind, h in sorted(held.items())}


def main() -> int:
    """Run the sample, print what fails, raise the floors."""
    root = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        summary = pipeline(Settings(raw=root / "data" / "raw", processed=Path(folder)), Direct())
        found = list(checks(summary.snapshot, json.loads(GOLD.read_text(encoding="utf8"))))
    for c in found:
        if not c.holds:
            print(f"{c.kind:<14} {c.what}")
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    reached = shares(found)
    FLOORS.write_text(
        json.dumps({kind: max(share, floors.get(kind, 0.0)) for kind, share in reached.items()}, indent=1) + "\n",
        encoding="utf8",
    )
    print({kind: (share, floors.get(kind)) for kind, share in reached.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
