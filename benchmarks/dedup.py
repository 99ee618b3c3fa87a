"""Near-duplicates side by side: one command, one table.

    python benchmarks/dedup.py                   # 100,000 generated articles, all methods
    python benchmarks/dedup.py -n 1000000 --methods sukien

Every method runs alone in a fresh process over the same generated corpus (`generate.py`), from Parquet files to groups, on
all cores that it knows how to use. Peers get lower-cased text in shingles of five words, 128 permutations and a Jaccard
threshold of .5, the customary setting, and form groups as connected components of the pairs they find.

Timed is what a method does from reading the files to the groups in memory, after one run over a few reports that is not timed: it
loads libraries and compiled code, for every method alike. CPU seconds count all threads and processes; on a busy machine
they compare better than those on the wall.

Printed and written to `benchmarks/results/` as JSON and Markdown: articles a second, seconds on the wall and of the CPU, how many times
those of this project they are, peak memory, recall by kind of copy
(the copy is paired with its original), precision of the pairs, and B-cubed precision, recall and F1 of the groups.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent / folder) for folder in (".", "..", "../src")]
# ruff: noqa: E402, I001 — the project is found beside this file, installed or not, and settles Polars' allocator before it is loaded
import flows  # noqa: F401

import numpy as np
import polars as pl
from numpy.typing import NDArray

from generate import COPIES, generate

from flows.scratch import DiskScratch
from transforms import dedup
from transforms.components import components
from transforms.dedup.fingerprints import fingerprints
from transforms.threads import each

RESULTS = Path(__file__).parent / "results"
PORTION = 10_000
"""Reports read at once."""
COLUMNS = ["report_id", "source", "published_at"]
WARM = 2_000
"""Reports of the run that is not timed."""
SHINGLE, PERMUTATIONS, THRESHOLD = 5, 128, 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found: pairs of report ids, and the group of every report."""

    pairs: pl.DataFrame
    groups: pl.DataFrame


def sukien(shards: list[Path], work: Path) -> Found:
    """This project, as its pipeline does it: fingerprints and evidence are stored portion by portion, the rest runs over what is
    stored. What is stored is not compressed here; the pipeline compresses it, because it keeps it."""
    p = dedup.Parameters()
    portions = [(s, i) for s in shards for i in range(0, _height(s), PORTION)]

    def read(number: int) -> pl.DataFrame:
        shard, first = portions[number]
        portion = pl.scan_parquet(shard).select(*COLUMNS, "title", "text").slice(first, PORTION).collect()
        fingerprints(portion, p).write_parquet(work / f"prints-{number}.parquet", compression="uncompressed")
        dedup.evidence(portion, None, p).write_parquet(work / f"evidence-{number}.parquet", compression="uncompressed")
        return portion.select(COLUMNS)

    reports = pl.concat(each(read, range(len(portions))))
    prints = [pl.scan_parquet(work / f"prints-{i}.parquet") for i in range(len(portions))]
    told = pl.scan_parquet([work / f"evidence-{i}.parquet" for i in range(len(portions))])
    found = dedup.deduplicate(reports, told, prints, parameters=p, scratch=DiskScratch(work))
    merged = found.pairs.filter("merged").select("report_a", "report_b")
    return Found(merged, found.reports.select("report_id", group="duplicate_group_id"))


def _height(shard: Path) -> int:
    return int(pl.scan_parquet(shard).select(pl.len()).collect().item())


def datasketch(shards: list[Path], _: Path) -> Found:
    """datasketch as it comes, in one process."""
    ids, texts = _texts(shards)
    return _datasketch_pairs(ids, map(_datasketch_signature, texts))


def datasketch_pool(shards: list[Path], _: Path) -> Found:
    """datasketch, with its signatures computed in as many processes as there are cores, which it leaves to its users."""
    ids, texts = _texts(shards)
    with mp.Pool() as pool:
        signatures = pool.map(_datasketch_signature, texts, chunksize=500)
        pool.close()
        pool.join()  # CPU seconds of a process are counted when it has ended
    return _datasketch_pairs(ids, signatures)


def _datasketch_pairs(ids: pl.Series, signatures: Iterable[object]) -> Found:
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    a, b = [], []
    for i, signature in enumerate(signatures):
        hits = index.query(signature)
        a += [i] * len(hits)
        b += hits
        index.insert(i, signature)
    return _components(ids, np.array(a, np.int64), np.array(b, np.int64))


def _datasketch_signature(text: str) -> object:
    import xxhash
    from datasketch import MinHash

    signature = MinHash(num_perm=PERMUTATIONS, hashfunc=xxhash.xxh32_intdigest)
    signature.update_batch([s.encode() for s in _shingles(text)])
    return signature


def rensa(shards: list[Path], _: Path) -> Found:
    """rensa, in bulk; candidates of the index are kept where the signatures agree on the threshold."""
    from rensa import RMinHash, RMinHashLSH

    ids, texts = _texts(shards)
    signatures = []
    for i in range(0, len(texts), 5_000):
        signatures += RMinHash.from_token_sets([_shingles(t) for t in texts[i : i + 5_000]], PERMUTATIONS, 42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    index.insert_many(signatures)
    a, b = [], []
    for i, hits in enumerate(index.query_all(signatures)):
        near = [j for j in hits if j < i and signatures[i].jaccard(signatures[j]) >= THRESHOLD]
        a += [i] * len(near)
        b += near
    return _components(ids, np.array(a, np.int64), np.array(b, np.int64))


def gaoya(shards: list[Path], _: Path) -> Found:
    """gaoya, in bulk; it cuts the shingles itself."""
    from gaoya.minhash import MinHashStringIndex

    ids, texts = _texts(shards)
    index = MinHashStringIndex(32, THRESHOLD, 32, 4, None, "word", True, (SHINGLE, SHINGLE))
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    a, b = [], []
    for i, hits in enumerate(index.par_bulk_query(texts)):
        near = [j for j in hits if j < i]
        a += [i] * len(near)
        b += near
    return _components(ids, np.array(a, np.int64), np.array(b, np.int64))


METHODS: dict[str, Callable[[list[Path], Path], Found]] = {
    "sukien": sukien,
    "datasketch": datasketch,
    "datasketch-pool": datasketch_pool,
    "rensa": rensa,
    "gaoya": gaoya,
}

LABELS = {"datasketch-pool": f"datasketch, {mp.cpu_count()} processes"}
"""How a method is called in the table, where not by its name."""


def _texts(shards: list[Path]) -> tuple[pl.Series, list[str]]:
    frame = pl.concat([pl.read_parquet(s, columns=["report_id", "text"]) for s in shards])
    return frame["report_id"], frame["text"].str.to_lowercase().to_list()


def _shingles(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def _components(ids: pl.Series, a: NDArray[np.int64], b: NDArray[np.int64]) -> Found:
    pairs = pl.DataFrame({"report_a": ids.gather(np.minimum(a, b)), "report_b": ids.gather(np.maximum(a, b))})
    return Found(pairs, pl.DataFrame({"report_id": ids, "group": ids.gather(components(a, b, len(ids)))}))


def _run(method: str, shards: list[Path], work: Path, answer: mp.connection.Connection) -> None:
    warm = work / "warm"
    warm.mkdir()
    pl.read_parquet(shards[0], n_rows=WARM).write_parquet(warm / "reports.parquet")
    METHODS[method]([warm / "reports.parquet"], warm)
    begin, before = time.perf_counter(), _cpu()
    found = METHODS[method](shards, work)
    seconds, cpu = time.perf_counter() - begin, _cpu() - before
    found.pairs.write_parquet(work / "pairs.parquet")
    found.groups.write_parquet(work / "groups.parquet")
    # Unlike ru_maxrss, VmHWM begins anew in a process and does not inherit the peak of the one that started it.
    peak = int(Path("/proc/self/status").read_text(encoding="utf8").split("VmHWM:")[1].split()[0])
    answer.send((seconds, cpu, peak / 1024))


def _cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the table."""

    method: str
    articles: int
    seconds: float
    cpu_seconds: float
    articles_per_second: float
    peak_mb: float
    recall: dict[str, float]
    pair_precision: float
    pairs: int
    b3_precision: float
    b3_recall: float
    b3_f1: float


def measure(method: str, shards: list[Path]) -> Score:
    """Run a method in a process of its own and hold what it found against the truth."""
    truth = pl.concat([pl.read_parquet(s, columns=["report_id", "event", "kind", "original"]) for s in shards])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        receive, send = mp.get_context("spawn").Pipe(duplex=False)
        process = mp.get_context("spawn").Process(target=_run, args=(method, shards, work, send))
        process.start()
        send.close()
        seconds, cpu, peak = receive.recv()
        process.join()
        pairs, groups = pl.read_parquet(work / "pairs.parquet"), pl.read_parquet(work / "groups.parquet")
    precision, recall, f1 = b_cubed(groups.join(truth.select("report_id", "event"), on="report_id"))
    return Score(
        LABELS.get(method, method), truth.height, seconds, cpu, truth.height / seconds, peak, _recall(pairs, truth), _pair_precision(pairs, truth), pairs.height,
        precision, recall, f1,
    )  # fmt: skip


def _recall(pairs: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    found = pl.concat([pairs.select("report_a", "report_b"), pairs.select(report_a="report_b", report_b="report_a")])
    copies = truth.drop_nulls("original").join(
        found.with_columns(hit=1), left_on=["report_id", "original"], right_on=["report_a", "report_b"], how="left"
    )
    by_kind = dict(copies.group_by(pl.col("kind").cast(pl.String)).agg(pl.col("hit").is_not_null().mean()).iter_rows())
    return {kind: by_kind.get(kind, float("nan")) for kind in COPIES}


def _pair_precision(pairs: pl.DataFrame, truth: pl.DataFrame) -> float:
    event = truth.select("report_id", "event")
    both = pairs.join(event, left_on="report_a", right_on="report_id").join(
        event, left_on="report_b", right_on="report_id", suffix="_b"
    )
    return float((both["event"] == both["event_b"]).mean() or 0.0)  # type: ignore[arg-type]


def b_cubed(labelled: pl.DataFrame) -> tuple[float, float, float]:
    """Precision, recall and F1 of `group` against `event`, averaged over reports."""
    both = labelled.with_columns(
        both=pl.len().over("group", "event"), in_group=pl.len().over("group"), in_event=pl.len().over("event")
    ).select(p=(pl.col("both") / pl.col("in_group")).mean(), r=(pl.col("both") / pl.col("in_event")).mean())  # fmt: skip
    p, r = both.row(0)
    return p, r, 2 * p * r / (p + r)


def markdown(scores: list[Score]) -> str:
    """The table; `× ours` are times the seconds of the first method."""
    ours = scores[0]
    head = [
        "method",
        "articles/s",
        "wall s",
        "CPU s",
        "× ours, wall",
        "× ours, CPU",
        "peak MB",
        *(f"recall {k}" for k in COPIES),
        "pair precision",
        "B³ P",
        "B³ R",
        "B³ F1",
    ]
    rows = [
        [s.method, f"{s.articles_per_second:,.0f}", f"{s.seconds:,.1f}", f"{s.cpu_seconds:,.1f}", f"{s.seconds / ours.seconds:.1f}", f"{s.cpu_seconds / ours.cpu_seconds:.1f}", f"{s.peak_mb:,.0f}", *(f"{s.recall[k]:.3f}" for k in COPIES),
         f"{s.pair_precision:.3f}", f"{s.b3_precision:.3f}", f"{s.b3_recall:.3f}", f"{s.b3_f1:.3f}"]
        for s in scores
    ]  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--methods", default=",".join(METHODS), help="comma-separated")
    parser.add_argument("--corpus", type=Path, help="a folder of shards made by generate.py; else one is made")
    parser.add_argument("--results", type=Path, default=RESULTS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = args.corpus or Path(folder)
        if not args.corpus:
            for i, frame in enumerate(generate(args.n, args.seed)):
                frame.write_parquet(corpus / f"reports-{i:03d}.parquet")
        shards = sorted(corpus.glob("reports-*.parquet"))
        scores = []
        for method in args.methods.split(","):
            scores.append(measure(method, shards))
            print(markdown(scores[-1:]).splitlines()[-1], flush=True)
    n = scores[0].articles
    table = (
        f"{n:,} generated articles, Python {platform.python_version()}, {mp.cpu_count()} cores\n\n{markdown(scores)}\n"
    )
    args.results.mkdir(parents=True, exist_ok=True)
    (args.results / f"dedup-{n}.json").write_text(
        json.dumps([asdict(s) for s in scores], indent=1) + "\n", encoding="utf8"
    )
    (args.results / f"dedup-{n}.md").write_text(table, encoding="utf8")
    print("\n" + table)


if __name__ == "__main__":
    main()
