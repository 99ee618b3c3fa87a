"""The stages of a run: load → pure transforms → save. Plain functions; `build` wraps them as Prefect tasks.

Each stage writes one folder of the store, named by a hash of what it depends on: the bytes it reads, the code and data
files of `transforms`, and the parameters that change results. A stage whose folder exists is not run again. Stages hand
over folders, never frames.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import file_digest, sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import polars as pl

from flows.readers import batches, raw_files, read
from flows.settings import Settings
from flows.store import Store
from transforms.dedup.fingerprints import fingerprints
from transforms.entities.dates import inherit_same_day
from transforms.entities.extract import extract
from transforms.entities.rows import frames
from transforms.ids import content_id
from transforms.pages.article import article_row
from transforms.pages.clean import PARSER, Unusable, clean
from transforms.pages.language import language
from transforms.pages.versions import current_versions
from transforms.records import Extraction, RawRecord, Rejection
from transforms.reports.split import split
from transforms.schema import TABLES, polars_schema
from transforms.text.doc import SYLLABLE, Doc

_RECORD = pl.Schema({name: pl.Boolean if name == "is_html" else pl.String for name in RawRecord.__dataclass_fields__})
_REJECTION = polars_schema(TABLES["rejections"])
_ARTICLE = polars_schema(TABLES["articles"])
_SPAN = polars_schema(TABLES["article_spans"])
# Columns of `reports` that are known from the page alone.
_REPORT = pl.Schema(
    {c: t for c, t in polars_schema(TABLES["reports"]).items() if c in ("report_id", "article_id", "position", "title", "text", "begin", "end",
     "context_begin", "context_end", "is_teaser", "n_syllables")}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Raw files that are read together, with the key of their content."""

    names: tuple[str, ...]
    key: str


@cache
def code_key() -> str:
    """Hash of everything in `transforms`, code and data files: a changed rule makes its results anew."""
    h = sha256()
    for name, data in sorted(_contents(files("transforms"))):
        h.update(name.encode() + b"\x00" + data)
    return h.hexdigest()[:20]


def _contents(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _contents(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".csv", ".csv.gz")):
            yield f"{prefix}{item.name}", item.read_bytes()


# ---------------------------------------------------------------- scan and read


def scan(settings: Settings) -> list[Group]:
    """Raw files in groups: a container alone, page files in buckets of their names' hash, so that a new page moves few."""
    pages: list[tuple[str, str, int]] = []
    groups: list[Group] = []
    for path in raw_files(settings.raw):
        name = path.relative_to(settings.raw).as_posix()
        size = path.stat().st_size
        digest = _digest(path)
        if path.suffix.lower() in (".txt", ".html", ".htm"):
            pages.append((name, digest, size))
        else:
            groups.append(Group((name,), content_id("read", name, digest)))
    digits = 0
    while pages and (
        len(pages) / 16**digits > settings.chunk_records
        or sum(s for *_, s in pages) / 16**digits > settings.chunk_bytes
    ):
        digits += 1
    buckets: dict[str, list[tuple[str, str]]] = {}
    for name, digest, _ in pages:
        buckets.setdefault(sha256(name.encode()).hexdigest()[:digits], []).append((name, digest))
    groups += [
        Group(tuple(n for n, _ in b), content_id("read", *(x for pair in b for x in pair)))
        for _, b in sorted(buckets.items())
    ]
    return groups


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as f:
            return file_digest(f, "sha256").hexdigest()
    except OSError as e:  # the reader will say so in a rejection
        return f"unreadable {e.errno}"


def read_group(group: Group, store: Store, settings: Settings) -> Path:
    """Stage `read`: raw files → `records-*.parquet` of bounded size and `rejections.parquet`."""
    key = content_id(group.key, code_key(), settings.max_record_bytes, settings.chunk_records, settings.chunk_bytes)

    def build(folder: Path) -> None:
        rejected: list[Rejection] = []

        def items() -> Iterator[RawRecord]:
            for name in group.names:
                for item in read(settings.raw / name, name, settings.max_record_bytes):
                    if isinstance(item, Rejection):
                        rejected.append(item)
                    else:
                        yield item

        for n, batch in enumerate(batches(items(), settings.chunk_records, settings.chunk_bytes)):
            _save(folder, f"records-{n:05}", [asdict(r) for r in batch], _RECORD)
        _save(folder, "rejections", [asdict(r) for r in rejected], _REJECTION)

    return store.stage("read", key, build)


# ---------------------------------------------------------------- what depends on one page alone


def process_chunk(records: Path, store: Store, settings: Settings) -> Path:
    """Stage `pages`: records → articles, spans, reports, extracted rows, fingerprints and rejections of one shard."""
    key = content_id(records.parent.name, records.stem, json.dumps(settings.analysis(), sort_keys=True))

    def build(folder: Path) -> None:
        articles, spans, reports, extracted, rejected = [], [], [], [], []
        for row in pl.read_parquet(records).iter_rows(named=True):
            record = RawRecord(**row)
            try:
                article, article_spans, article_reports, found = _article(record)
            except Unusable as e:
                rejected.append(Rejection(record.raw_file, _number(record.raw_file), "clean", e.reason, str(e)))
            except Exception as e:  # a rule that fails on one page must not cost the others
                rejected.append(
                    Rejection(
                        record.raw_file, _number(record.raw_file), "split", "rule_failed", f"{type(e).__name__}: {e}"
                    )
                )
            else:
                articles.append(article)
                spans += article_spans
                reports += article_reports
                extracted += found
        _save(folder, "articles", articles, _ARTICLE)
        _save(folder, "article_spans", spans, _SPAN)
        _save(folder, "reports", reports, _REPORT)
        _save(folder, "rejections", [asdict(r) for r in rejected], _REJECTION)
        for name, frame in frames(extracted).items():
            frame.write_parquet(folder / f"{name}.parquet")
        texts = pl.DataFrame(reports, _REPORT, orient="row").select("report_id", "article_id", "title", "text")
        outlets = pl.DataFrame(articles, _ARTICLE, orient="row").select(
            "article_id", pl.coalesce("source", "collection").alias("source")
        )
        fingerprints(texts.join(outlets, on="article_id", how="left")).write_parquet(folder / "fingerprints.parquet")

    return store.stage("pages", key, build)


def _article(
    record: RawRecord,
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[tuple[str, str, str, Extraction]]]:
    """Rows of one page: its article, spans, reports, and what each report says."""
    page = clean(record)
    article = article_row(record, page, language(page.text), PARSER)
    article_id = article["article_id"]
    spans = [{"article_id": article_id, **asdict(z)} for z in page.zones]
    reports: list[dict[str, Any]] = []
    extracted: list[tuple[str, str, str, Extraction]] = []
    found: Extraction | None = None
    for report in split(page):
        report_id = content_id("report", article_id, report.begin, report.end)
        context = report.context or (None, None)
        reports.append(
            {
                "report_id": report_id, "article_id": article_id, "position": report.position, "title": report.title, "text": report.text,
                "begin": report.begin, "end": report.end, "context_begin": context[0], "context_end": context[1],
                "is_teaser": report.is_teaser, "n_syllables": sum(1 for _ in SYLLABLE.finditer(report.text)),
            }
        )  # fmt: skip
        previous, found = found, extract(Doc(page.text, report.zones, report.title or article["title"]))
        if previous is not None:
            found = _follow(previous, found)
        extracted.append((article_id, report_id, page.text, found))
    return article, spans, reports, extracted


def _follow(previous: Extraction, own: Extraction) -> Extraction:
    """A story that says "cùng ngày" happened on the day of the story above it."""
    import dataclasses

    return dataclasses.replace(own, event_date=inherit_same_day(previous.event_date, own.event_date))


def _number(raw_file: str) -> int | None:
    _, _, number = raw_file.rpartition("#")
    return int(number) if number.isdigit() else None


def _save(folder: Path, name: str, rows: Sequence[dict[str, Any]], schema: pl.Schema) -> None:
    pl.DataFrame(rows, schema, orient="row").write_parquet(folder / f"{name}.parquet")


def gathered(folders: Iterable[Path], name: str) -> pl.LazyFrame:
    """One table over the folders of many shards."""
    return pl.scan_parquet([f / f"{name}.parquet" for f in folders])


# ---------------------------------------------------------------- what depends on all pages


def keep(folders: Sequence[Path], store: Store, pages: Sequence[Path]) -> Path:
    """Stage `keep`: which articles are published, and every rejection so far."""
    key = content_id(*(f.name for f in folders))

    def build(folder: Path) -> None:
        kept, rejected = current_versions(
            gathered(pages, "articles")
            .select(
                "article_id", "raw_file", "source", "collection", "record_id", "url", "collected_at", "published_at"
            )
            .collect()
            if pages
            else pl.DataFrame(schema=_ARTICLE)
        )
        kept.write_parquet(folder / "kept.parquet")
        pl.concat([gathered(folders, "rejections").collect(), rejected.cast(dict(_REJECTION))]).sort(
            "raw_file", "reason"
        ).write_parquet(folder / "rejections.parquet")

    return store.stage("keep", key, build)
