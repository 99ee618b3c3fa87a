"""Events: how time and memory grow with the number of reports, and whether generated events are found again.

    python benchmarks/events.py 35000 350000

Each size runs in a process of its own, so that its peak memory is its own, after a small run that compiles and warms up.
Corpora are generated: syllables and stock phrases with Zipf frequencies, events of 1 to 200 reports (most of them of one) that are
told within three days in words of their own and of all, with actors, a day, and a publication time. The density is constant,
350 reports a day, so ten times the reports span ten times the days. Measured: `link_events`, then the tables `events` and
`tenures`. B³ compares the events with the generated ones. Results go to `benchmarks/results/events.json` and `.md`.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from transforms.resolve.event_table import event_table
from transforms.resolve.events import link_events
from transforms.resolve.kinds import event_kinds
from transforms.resolve.tenures import tenures

RESULTS = Path(__file__).parent / "results"
PER_DAY = 350
SYLLABLES = 7_000  # about as many as Vietnamese has
STOCK = 20_000  # phrases that all reports draw from
ACTORS = 5_000
LONGEST = 200  # reports of an event
_EPOCH = np.datetime64("2015-01-01")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What `link_events` reads, and the event that each report was generated from."""

    reports: pl.DataFrame
    articles: pl.DataFrame
    mentions: pl.DataFrame
    claims: pl.DataFrame
    entities: pl.DataFrame
    truth: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Result:
    """One size: CPU seconds by step, peak memory of its process in GB, and B³ against the generated events."""

    reports: int
    days: int
    events: int
    links: int
    link_events: float
    event_table: float
    tenures: float
    peak_before: float
    peak: float
    precision: float
    recall: float


def generate(n: int, seed: int = 1) -> Corpus:
    """A corpus of `n` reports."""
    rng = np.random.default_rng(seed)
    days = max(n // PER_DAY, 1)
    sizes = np.minimum(rng.zipf(2.2, n), LONGEST)
    event = np.repeat(np.arange(n), sizes)[:n]
    m = int(event[-1]) + 1
    begins = rng.integers(0, days, m)
    published = begins[event] + np.minimum(rng.exponential(0.7, n), 3.0)
    onset = [*"bcdđghklmnpqrstvx", "ch", "ng", "nh"]
    rime = [
        a + b + c
        for a in "aăâeêioôơuưy"
        for b in ("", "a", "o")
        for c in ("", "c", "m", "n", "ng", "nh", "p", "t", "i", "u")
    ]
    words = np.array([o + r for o in onset for r in rime])[:SYLLABLES]
    rank = np.arange(1, len(words) + 1)
    p = 1 / rank
    stock = [" ".join(w) for w in words[rng.choice(len(words), (STOCK, 6), p=p / p.sum())]]
    own = words[rng.integers(0, len(words), (m, 14, 4))]
    actors = rng.zipf(1.6, (m, 3)) % ACTORS
    common = rng.zipf(1.3, (n, 24)) % STOCK
    told = rng.random((n, 14)) < 0.6
    titles, texts = [], []
    for i in range(n):
        phrases = [" ".join(w) for w, t in zip(own[event[i]], told[i], strict=True) if t] or [
            " ".join(own[event[i]][0])
        ]
        titles.append(" ".join(phrases[:2]))
        rest = [stock[c] for c in common[i]]
        texts.append(". ".join([*phrases[:4], *rest[:12], *phrases[4:], *rest[12:]]))
    ids = pl.Series([f"{i:020x}" for i in rng.permutation(n)])
    date = pl.Series(_EPOCH + begins[event].astype("timedelta64[D]")).cast(pl.Date)
    time_ = pl.Series(_EPOCH.astype("datetime64[us]") + (published * 86_400e6).astype("timedelta64[us]"))
    reports = pl.DataFrame(
        {
            "report_id": ids, "article_id": ids, "title": titles, "text": texts, "duplicate_group_id": ids,
            "is_representative": True, "is_teaser": False, "event_date": date, "event_date_precision": "day",
            "event_date_basis": "stated", "event_end_date": None, "event_date_latest": None, "place_id": None,
            "n_syllables": 200, "begin": 0, "end": 1,
        },
        schema_overrides={"event_end_date": pl.Date, "event_date_latest": pl.Date, "place_id": pl.String},
    ).with_columns(event_month=pl.col("event_date").dt.month(), event_day=pl.col("event_date").dt.day())  # fmt: skip
    articles = pl.DataFrame(
        {"article_id": ids, "record_id": None, "url": None, "collection": "generated", "source": "x.vn", "published_at": time_},
        schema_overrides={"record_id": pl.String, "url": pl.String},
    ).with_columns(pl.col("published_at").dt.replace_time_zone("UTC"))  # fmt: skip
    named = pl.DataFrame({"report_id": ids, "actor": pl.Series(actors[event].tolist())}).explode("actor").unique()
    mentions = named.select("report_id", kind=pl.lit("person"), entity_id=pl.format("p{}", "actor"))
    claims = mentions.select(
        "report_id", person_id="entity_id", office=pl.format("Giám đốc Sở {}", pl.col("entity_id").str.slice(0, 4)),
        title=pl.lit("Giám đốc"), organization_id=pl.lit(None, pl.String), is_former=pl.lit(False), is_acting=pl.lit(False),
    )  # fmt: skip
    entities = mentions.select(pl.col("entity_id").unique(), kind=pl.lit("person"), name=pl.lit("Lê Văn An"))
    reports = reports.with_columns(event_kinds(reports))
    return Corpus(reports, articles, mentions, claims, entities, pl.DataFrame({"report_id": ids, "truth": event}))


def b_cubed(events: pl.DataFrame, truth: pl.DataFrame) -> tuple[float, float]:
    """Precision and recall, over reports, of the events against the generated ones."""
    both = events.join(truth, on="report_id").with_columns(shared=pl.len().over("event_id", "truth"))
    figures = both.select(
        (pl.col("shared") / pl.len().over("event_id")).mean().alias("p"),
        (pl.col("shared") / pl.len().over("truth")).mean().alias("r"),
    )
    return figures.row(0)


def measure(n: int) -> Result:
    """One size, in this process."""
    run(generate(1_000))
    corpus = generate(n)
    return run(corpus)


def run(corpus: Corpus) -> Result:
    """All steps over a corpus."""
    before = _peak()
    pairs = pl.DataFrame(
        schema={"report_a": pl.String, "report_b": pl.String, "score": pl.Float64, "reason": pl.String}
    )
    times = [time.process_time()]
    linked = link_events(corpus.reports, pairs, corpus.articles, corpus.mentions)
    times.append(time.process_time())
    peak = _peak()
    reports = corpus.reports.join(linked.events, on="report_id")
    events = event_table(reports, corpus.articles)
    times.append(time.process_time())
    tenures(corpus.claims, reports, corpus.articles, corpus.entities)
    times.append(time.process_time())
    precision, recall = b_cubed(linked.events, corpus.truth)
    steps = [round(b - a, 2) for a, b in pairwise(times)]
    days = max(corpus.reports.height // PER_DAY, 1)
    return Result(
        corpus.reports.height, days, events.height, linked.links.height, *steps, before, peak, round(precision, 3), round(recall, 3)
    )  # fmt: skip


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)


def main(sizes: list[int]) -> None:
    """Measure and write the results."""
    found = []
    for n in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found.append(asdict(pool.apply(measure, (n,))))
        print(json.dumps(found[-1]), flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "events.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")
    names = list(found[0])
    rows = ["| " + " | ".join(str(r[c]) for c in names) + " |" for r in found]
    head = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    ratio = [f"\nCPU seconds of `link_events` per report, largest to smallest size: {_growth(found):.2f}."]
    (RESULTS / "events.md").write_text("\n".join([*head, *rows, *ratio]) + "\n", encoding="utf8")


def _growth(found: list[dict[str, float]]) -> float:
    first, last = found[0], found[-1]
    return (last["link_events"] / last["reports"]) / (first["link_events"] / first["reports"])


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [35_000, 350_000])
