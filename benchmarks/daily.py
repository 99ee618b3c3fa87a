"""The cost of one more day: a run that adds a few articles to many, beside a full rebuild of all, and whether both agree.

    python benchmarks/daily.py [CORPUS] [--old 100000] [--new 1000]

CORPUS is any raw file that `sukien run` reads; where it has fewer articles than asked for, it is told again in other words:
in each round, every syllable of the body that is not among the commonest is exchanged for another of its kind, always the
same one, so that names, offices and formulas stay what they are and the rounds are no copies of each other. Without CORPUS
the articles are made by `generate.py`. Every run is a process of its own, without the orchestrator; wall and CPU seconds are
those of the process with its children.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl
from generate import generate

from flows.layout import files_of
from flows.readers import raw_files, read
from transforms.records import RawRecord
from transforms.schema import TABLES

RESULTS = Path(__file__).parent / "results"
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = 300  # syllables that every round keeps: grammar, offices and verbs of speech are among them
SCHEMA = pl.Schema(dict.fromkeys(("id", "url", "title", "text", "source", "published"), pl.String))


def rounds(path: Path) -> Iterator[dict[str, str | None]]:
    """Records of a corpus, again and again, each round in other words."""
    records = [r for file, name in raw_files(path) for r in read(file, name, 5_000_000) if isinstance(r, RawRecord)]
    counts = Counter(w for r in records for w in _WORD.findall(r.content) if w.islower())
    rare = sorted(w for w, _ in counts.most_common()[_COMMON:])
    n = 0
    while True:
        order = np.random.default_rng(n).permutation(len(rare)) if n else np.arange(len(rare))
        other = {w: rare[i] for w, i in zip(rare, order, strict=True)}
        for r in records:
            yield {
                "id": f"{n}{r.record_id}" if r.record_id and n else r.record_id,
                "url": f"{r.url}?{n}" if r.url and n else r.url,
                "title": _told(r.title, other), "text": _told(r.content, other), "source": r.source, "published": r.published,
            }  # fmt: skip
        n += 1


def _told(text: str | None, other: dict[str, str]) -> str | None:
    return _WORD.sub(lambda m: other.get(m[0], m[0]), text) if text else text


def made(n: int) -> Iterator[dict[str, str | None]]:
    """Records of the generated corpus."""
    for shard in generate(n):
        published = pl.col("published_at").dt.strftime("%Y-%m-%dT%H:%M:%S%z")
        yield from shard.select(
            "title", "text", "source", id="report_id", url=pl.lit(None, pl.String), published=published
        ).iter_rows(named=True)


def run(raw: Path, processed: Path) -> dict[str, float]:
    """One run: seconds by the clock and of CPU, and peak memory of its largest process in MB."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--raw", str(raw), "--processed", str(processed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall_s": time.perf_counter() - begin,
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    }


def differing(one: Path, other: Path) -> list[str]:
    """Tables that are not equal row for row."""
    names = [n for n in TABLES if n not in ("runs", "redirects")]
    return [n for n in names if not pl.read_parquet(files_of(one, n)).equals(pl.read_parquet(files_of(other, n)))]


def main() -> None:
    """Measure, print, and write `results/daily.json` and `.md`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--old", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=1_000)
    options = parser.parse_args()
    total = options.old + options.new
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        records = rounds(options.corpus) if options.corpus else made(total)
        for file, n in (("a_old", options.old), ("b_new", options.new)):
            rows = pl.DataFrame(list(islice(records, n)), SCHEMA)
            if file == "b_new":
                run(folder / "raw", folder / "grown")
            rows.write_parquet(folder / "raw" / f"{file}.parquet", row_group_size=5_000)
            del rows
        daily = run(folder / "raw", folder / "grown")
        full = run(folder / "raw", folder / "rebuilt")
        wrong = differing(folder / "grown" / "current", folder / "rebuilt" / "current")
        stages = {
            kind: dict(pl.read_parquet(folder / kind / "current" / "runs.parquet")["seconds_by_stage"].to_list()[-1])
            for kind in ("grown", "rebuilt")
        }
    result = {
        "old": options.old, "new": options.new, "corpus": options.corpus.name if options.corpus else "generated",
        "daily": daily, "full": full, "stages": stages, "differing_tables": wrong,
    }  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "daily.json").write_text(json.dumps(result, indent=1) + "\n")
    table = [
        f"| {options.new:,} articles onto {options.old:,} | wall s | CPU s |",
        "|---|---|---|",
        *(
            f"| {kind} | {m['wall_s']:.1f} | {m['cpu_s']:.1f} |"
            for kind, m in (("daily run", daily), ("full rebuild", full))
        ),
        f"| ratio | {daily['wall_s'] / full['wall_s']:.3f} | {daily['cpu_s'] / full['cpu_s']:.3f} |",
    ]
    text = "\n".join(table) + f"\n\nTables that differ: {', '.join(wrong) or 'none'}.\n"
    (RESULTS / "daily.md").write_text(text)
    print(text)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
