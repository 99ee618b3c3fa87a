"""Extraction side by side with the tagger that works offline: articles a second on one core, over the same texts.

    python benchmarks/extraction.py CORPUS [--articles 1552] [--peer-articles 20]

CORPUS is any raw file or folder that `sukien run` reads. Cleaning and splitting are done first and not counted: the clock
runs over persons, offices, organizations, places, documents, dates, statements and coreference of every report. The peer
(`underthesea`, of the bench group) finds named entities only, and is timed on fewer articles, because it is slow. Both run in
one process in turn, by its CPU time, after a warm-up; the best of three passes counts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from flows.readers import raw_files, read
from transforms.entities.extract import extract
from transforms.pages.clean import Unusable, clean
from transforms.records import RawRecord
from transforms.reports.split import split
from transforms.text.doc import Doc

RESULTS = Path(__file__).parent / "results"
Page = list[Callable[[], Doc]]


def pages(corpus: Path, limit: int) -> tuple[list[Page], list[str]]:
    """Makers of the documents of each page's reports, and the pages' texts."""
    records = (
        item for path, name in raw_files(corpus) for item in read(path, name, 5_000_000) if isinstance(item, RawRecord)
    )
    found: list[Page] = []
    texts = []
    for record in islice(records, limit):
        try:
            page = clean(record)
        except Unusable:
            continue
        found.append([lambda t=page.text, r=r: Doc(t, r.zones, r.title) for r in split(page)])  # type: ignore[misc]
        texts.append(page.text)
    return found, texts


def rate(work: Callable[[], None], articles: int, passes: int = 3) -> float:
    """Articles a CPU second of the best pass, after a warm-up."""
    work()
    best = float("inf")
    for _ in range(passes):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return articles / best


def ours(found: Sequence[Page]) -> None:
    """Extract every report."""
    for page in found:
        for doc in page:
            extract(doc())


def peer() -> Callable[[str], object] | None:
    """The peer's tagger, where it is installed."""
    try:
        from underthesea import ner
    except ImportError:
        return None
    return ner  # type: ignore[no-any-return]


def main() -> None:
    """Measure, print, and write `results/extraction.json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=1552)
    parser.add_argument("--peer-articles", type=int, default=20)
    options = parser.parse_args()
    found, texts = pages(options.corpus, options.articles)
    speed = rate(lambda: ours(found), len(found))
    rows = {"sukien": round(speed, 1)}
    if tag := peer():
        few = texts[: options.peer_articles]
        rows["underthesea ner"] = round(rate(lambda: [tag(t) for t in few] and None, len(few), passes=1), 2)
    for name, value in rows.items():
        print(
            f"{name:<16} {value:>8} articles/s a core"
            + ("" if name == "sukien" else f"   sukien is {speed / value:,.0f} times as fast")
        )
    RESULTS.mkdir(exist_ok=True)
    result = {"corpus": options.corpus.name, "articles": len(found), "articles_per_cpu_second": rows}
    (RESULTS / "extraction.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
