"""Whatever arrives, in whatever order and pieces: the dataset equals the one that a full rebuild gives, row for row.

`SUKIEN_SEQUENCES=200 make test-long` tries as many random sequences; the ordinary tests a few.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from flows.layout import files_of
from flows.pipeline import Direct, NoInput, pipeline
from flows.progress import Summary
from flows.settings import Settings
from transforms.schema import TABLES

SEQUENCES = int(os.environ.get("SUKIEN_SEQUENCES", "4"))
# Every page of this outlet ends like this: from the 21st page on it is learnt as template, and old pairs change with it.
FURNITURE = "Bạn đọc có thể gửi ý kiến và tin ảnh về hộp thư của toà soạn theo địa chỉ ghi ở cuối trang, mọi thông tin đều được giữ kín."
RECORDS = 30
# Shrinking a failure takes minutes: it is for the long mode.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SEQUENCES > 20 else [])]


@dataclass(frozen=True)
class Batch:
    """What one delivery brings: `add` and `correct` are numbers of records, `drop` of those deleted; `form` is how it is written."""

    add: tuple[int, ...]
    correct: tuple[int, ...] = ()
    drop: tuple[int, ...] = ()
    timed: bool = True
    form: str = "jsonl"
    late: bool = False
    run: bool = True


_numbers = st.lists(st.integers(0, RECORDS - 1), max_size=4).map(tuple)
_batches = st.builds(
    Batch,
    add=st.lists(st.integers(0, RECORDS - 1), max_size=14).map(tuple),
    correct=_numbers,
    drop=st.lists(st.integers(0, RECORDS - 1), max_size=2).map(tuple),
    timed=st.booleans(),
    form=st.sampled_from(["jsonl", "gz", "parquet", "pages", "append", "replace", "remove"]),
    late=st.booleans(),
    run=st.booleans(),
)


class Texts(list[tuple[str, str]]):
    """Headlines and texts, too long to be printed with a failure."""

    def __repr__(self) -> str:
        return f"{len(self)} texts"


@dataclass
class Feed:
    """Writes batches into a raw folder as sources would."""

    raw: Path
    texts: Texts
    n: int = 0
    written: list[Path] = field(default_factory=list)

    def deliver(self, batch: Batch) -> None:
        self.n += 1
        # Names decide the order of files; a late delivery sorts before what is there.
        name = f"{'a' if batch.late else 'm'}{self.n:03}"
        rows = [self._row(i, 0, batch) for i in batch.add] + [self._row(i, self.n, batch) for i in batch.correct]
        rows += [{"id": f"r{i}", "source": self._source(i), "deleted": True, **self._time(batch)} for i in batch.drop]
        if batch.form == "remove" and self.written:
            self.written.pop(0).unlink()
        elif batch.form == "pages":
            for i in (*batch.add, *batch.correct):
                page = self.raw / f"{self._source(i)}" / f"{name}-{i}.txt"
                page.parent.mkdir(exist_ok=True)
                page.write_text("\n".join(self._text(i, self.n if i in batch.correct else 0)), "utf-8")
        elif batch.form == "parquet":
            frame = pl.DataFrame(
                rows,
                schema=dict.fromkeys(("id", "title", "text", "source", "collected"), pl.String)
                | {"deleted": pl.Boolean},
            )
            self._keep(self.raw / f"{name}.parquet", None)
            frame.write_parquet(self.raw / f"{name}.parquet")
        elif batch.form == "gz":
            with gzip.open(self._keep(self.raw / f"{name}.jsonl.gz", None), "wt", encoding="utf-8") as f:
                f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        elif batch.form in ("append", "replace") and (self.raw / "log.jsonl").exists():
            with (self.raw / "log.jsonl").open("a" if batch.form == "append" else "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        else:
            lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
            (
                self.raw / "log.jsonl" if batch.form == "append" else self._keep(self.raw / f"{name}.jsonl", None)
            ).write_text(lines, "utf-8")

    def _keep(self, file: Path, _: None) -> Path:
        self.written.append(file)
        return file

    def _source(self, i: int) -> str:
        return "tinphuongnam.example" if i % 5 else "songthao.example"

    def _time(self, batch: Batch) -> dict[str, str]:
        return {"collected": f"2026-01-{self.n:02}T08:00:00"} if batch.timed else {}

    def _text(self, i: int, version: int) -> tuple[str, str]:
        title, text = self.texts[i % len(self.texts)]
        cut = text if i < len(self.texts) else text[: 2 * len(text) // 3]
        corrected = f" Bản này được sửa lần thứ {version}." if version else ""
        return title, f"{cut}{corrected}\n{FURNITURE if i % 5 else ''}"

    def _row(self, i: int, version: int, batch: Batch) -> dict[str, Any]:
        title, text = self._text(i, version)
        return {"id": f"r{i}", "source": self._source(i), "title": title, "text": text, **self._time(batch)}


def tables(snapshot: Path) -> dict[str, pl.DataFrame]:
    return {n: pl.read_parquet(files_of(snapshot, n)) for n in TABLES if n not in ("runs", "redirects")}


def same(one: Path, other: Path) -> None:
    for name, frame in tables(one).items():
        assert_frame_equal(frame, pl.read_parquet(files_of(other, name)), check_exact=True)


def run(raw: Path, processed: Path) -> Summary | None:
    try:
        # Deliveries made up at random are no plausible successors of each other.
        settings = Settings(raw=raw, processed=processed, chunk_records=9, workers=1, accept_change=True)
        return pipeline(settings, Direct())
    except NoInput:
        return None


@pytest.fixture(scope="module", autouse=True)
def small_parts() -> Iterator[None]:
    """A few pages are parts of their own, so that tables grow from one part to several and back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transforms.pages.parts.PAGES", 5)
        patch.setattr("transforms.pages.parts.TOGETHER", 3)
        yield


@pytest.fixture(scope="module")
def texts(sample: Summary) -> Texts:
    """Headlines and texts of the shortest pages of the sample: enough of them are copies of one another."""
    pages = pl.read_parquet(files_of(sample.snapshot, "articles"), columns=["article_id", "title", "text"])
    short = pages.filter(pl.col("title").is_not_null()).sort(pl.col("text").str.len_chars(), "article_id").head(22)
    return Texts(short.select("title", "text").rows())


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(batches=st.lists(_batches, min_size=2, max_size=6))
def test_any_sequence_of_deliveries_gives_what_a_full_rebuild_gives(texts: Texts, batches: list[Batch]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        raw = folder / "raw"
        raw.mkdir()
        feed = Feed(raw, texts)
        for batch in batches:
            feed.deliver(batch)
            if batch.run:
                run(raw, folder / "grown")
        grown, rebuilt = run(raw, folder / "grown"), run(raw, folder / "rebuilt")
        assert (grown is None) == (rebuilt is None)
        if grown and rebuilt:
            same(rebuilt.snapshot, grown.snapshot)
    finally:
        shutil.rmtree(folder)
