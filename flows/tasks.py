"""The stages of a run: load → pure transforms → save. Plain functions; `pipeline` calls them, `build` as Prefect tasks.

Each stage writes one folder of the store, named by a hash of what it depends on: the bytes it reads, the code and data
files of `transforms` (and of this corridor), and the parameters that change results. A stage whose folder exists is not
run again. Stages hand over references to results, never frames nor paths: a worker on another machine finds the files
through its store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from flows import snapshots
from flows.kept import Kept, gathered, numbered, save, typed
from flows.layout import file_of
from flows.manifest import Group
from flows.parquet import write_table
from flows.parts import MOVED, Part, published_files
from flows.progress import Summary
from flows.raw import readable
from flows.readers import batches, read
from flows.scratch import DiskScratch
from flows.settings import Settings
from flows.snapshots import Run, live
from flows.store import Ref, Store
from transforms import dedup
from transforms.checks import LATER, InvalidDataset, check_references, conformed, sound_pages
from transforms.dedup.evidence import evidence
from transforms.dedup.fingerprints import fingerprints
from transforms.entities.extract import extract
from transforms.entities.page_dates import page_dates
from transforms.entities.rows import STAGE, frames
from transforms.ids import content_id
from transforms.pages.article import article_row, moment, outlet
from transforms.pages.clean import PARSER, Unusable, clean
from transforms.pages.versions import current_versions
from transforms.records import Extraction, RawRecord, Rejection
from transforms.reports.split import split
from transforms.resolve.kinds import event_kinds
from transforms.resolve.tables import Extracted, resolved
from transforms.schema import PARTED, TABLES, polars_schema
from transforms.text.doc import SYLLABLE, Doc
from transforms.text.outlets import outlet_key

_RECORD = pl.Schema(
    {name: pl.Boolean if name.startswith("is_") else pl.String for name in RawRecord.__dataclass_fields__}
)
_REJECTION = polars_schema(TABLES["rejections"])
_ARTICLE = polars_schema(TABLES["articles"])
_SPAN = polars_schema(TABLES["article_spans"])
# Columns of `articles` that are resolved with.
_OF_ARTICLES = ("article_id", "record_id", "source", "collection", "url", "published_at", "page_date")
# Stage tables of which resolving needs all columns.
_WHOLE = tuple(name for name in STAGE if name not in ("mentions", "dates"))
_TOMBSTONE = pl.Schema(
    {c: _ARTICLE[c] for c in ("raw_file", "source", "collection", "record_id", "url", "collected_at")}
)
# Columns of `reports` that are known from the page alone.
_REPORT = pl.Schema(
    {c: t for c, t in polars_schema(TABLES["reports"]).items() if c in ("report_id", "article_id", "position", "title", "text", "begin", "end",
     "context_begin", "context_end", "is_teaser", "n_syllables")}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shard:
    """Records of bounded number and size: one Parquet file of a result of stage `read`, and the hash of its content."""

    read: Ref
    name: str
    n_bytes: int
    digest: str


_CORRIDOR = ("readers.py", "tasks.py", "kept.py", "parts.py", "parquet.py")


@cache
def code_key() -> str:
    """Hash of what makes results: `transforms`, code and data files, and the modules here that read and save."""
    h = sha256()
    corridor = [(f"flows/{name}", files("flows").joinpath(name).read_bytes()) for name in _CORRIDOR]
    for name, data in sorted([*_contents(files("transforms")), *corridor]):
        h.update(name.encode() + b"\x00" + data)
    return h.hexdigest()[:20]


def _contents(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _contents(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".csv", ".csv.gz")):
            yield f"{prefix}{item.name}", item.read_bytes()


# ---------------------------------------------------------------- read


def read_group(group: Group, store: Store, settings: Settings) -> Ref:
    """Stage `read`: raw files → `records-*.parquet` of bounded size, `rejections.parquet` and an index of them."""
    key = content_id(group.key, code_key(), settings.max_record_bytes, settings.chunk_records, settings.chunk_bytes)

    def build(folder: Path) -> None:
        rejected: list[Rejection] = []

        def items() -> Iterator[RawRecord]:
            with readable(settings.raw, group.names) as raw:
                for name in group.names:
                    for item in read(raw / name, name, settings.max_record_bytes):
                        if isinstance(item, Rejection):
                            rejected.append(item)
                        else:
                            yield item

        found = batches(items(), settings.chunk_records, settings.chunk_bytes)
        # Without any record there is still one, empty, shard: later stages need no case of their own for it.
        shards = {}
        for n, batch in enumerate(chain([next(found, [])], found)):
            name = f"records-{n:05}"
            _save(folder, name, [asdict(r) for r in batch], _RECORD)
            shards[name] = {
                "n": len(batch),
                "bytes": (folder / f"{name}.parquet").stat().st_size,
                "digest": content_id(*(x for r in batch for x in (r.raw_file, r.raw_sha256))),
            }
        _save(folder, "rejections", [asdict(r) for r in rejected], _REJECTION)
        (folder / "index.json").write_text(json.dumps({"shards": shards, "n_rejected": len(rejected)}))

    return store.stage("read", key, build)


def shards(read: Iterable[Ref], store: Store) -> tuple[list[Shard], int]:
    """The shards that stage `read` made, and the number of raw records it saw, kept or rejected."""
    found: list[Shard] = []
    n_raw = 0
    refs = list(read)
    for ref, file in zip(refs, store.files(refs, "index.json"), strict=True):
        index = json.loads(file.read_text())
        found += [Shard(ref, name, shard["bytes"], shard["digest"]) for name, shard in sorted(index["shards"].items())]
        n_raw += index["n_rejected"] + sum(shard["n"] for shard in index["shards"].values())
    return found, n_raw


# ---------------------------------------------------------------- what depends on one page alone


def pages_of(shard: Shard, settings: Settings) -> Ref:
    """Where the result of stage `pages` lies. The key follows from the records: of a container that grew, earlier shards are done."""
    return Ref("pages", content_id(shard.digest, code_key(), json.dumps(settings.analysis(), sort_keys=True)))


def process_shard(shard: Shard, store: Store, settings: Settings) -> Ref:
    """Stage `pages`: records → articles, spans, reports, extracted rows, fingerprints, evidence and rejections of one shard."""
    ref = pages_of(shard, settings)

    def build(folder: Path) -> None:
        articles, spans, reports, extracted, rejected, deleted = [], [], [], [], [], []
        known: set[str] = set()
        records = pl.read_parquet(store.file(shard.read, f"{shard.name}.parquet"))
        for row in records.iter_rows(named=True):
            record = RawRecord(**row)
            if record.is_deleted:
                deleted.append(_tombstone(record))
                continue
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
                if article["article_id"] not in known:  # a repeat says nothing new
                    known.add(article["article_id"])
                    spans += article_spans
                    reports += article_reports
                    extracted += found
                articles.append(article)
        said = frames(extracted)
        told = pl.DataFrame(reports, _REPORT, orient="row")
        made = {
            "articles": pl.DataFrame(articles, _ARTICLE, orient="row"),
            "article_spans": pl.DataFrame(spans, _SPAN, orient="row"),
            "reports": told.with_columns(event_kinds(told)),
            "rejections": pl.DataFrame([asdict(r) for r in rejected], _REJECTION, orient="row"),
            "tombstones": pl.DataFrame(deleted, _TOMBSTONE, orient="row"),
            "fingerprints": fingerprints(told),
            "evidence": evidence(told, _facts(said)),
            **said,
        }
        sound_pages({**made, "articles": made["articles"].unique("article_id")})
        for name, frame in made.items():
            frame.write_parquet(folder / f"{name}.parquet")

    return store.stage(ref.stage, ref.key, build)


def _article(
    record: RawRecord,
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[tuple[str, str, str, Extraction]]]:
    """Rows of one page: its article, spans, reports, and what each report says."""
    page = clean(record)
    article = article_row(record, page, PARSER)
    article_id = article["article_id"]
    spans = [{"article_id": article_id, **asdict(z)} for z in page.zones]
    reports: list[dict[str, Any]] = []
    said: list[Extraction] = []
    for report in split(page):
        context = report.context or (None, None)
        reports.append(
            {
                "report_id": content_id("report", article_id, report.begin, report.end), "article_id": article_id,
                "position": report.position, "title": report.title, "text": report.text, "begin": report.begin, "end": report.end,
                "context_begin": context[0], "context_end": context[1], "is_teaser": report.is_teaser,
                "n_syllables": len(SYLLABLE.findall(report.text)),
            }
        )  # fmt: skip
        title = report.title or (None if report.position else article["title"])
        said.append(extract(Doc(page.text, report.zones, title)))
    dated = [
        replace(x, event_date=when) for x, when in zip(said, page_dates([x.event_date for x in said]), strict=True)
    ]
    extracted = [(article_id, row["report_id"], page.text, x) for row, x in zip(reports, dated, strict=True)]
    return article, spans, reports, extracted


def _tombstone(record: RawRecord) -> dict[str, Any]:
    source, collection = outlet(record)
    return {
        "raw_file": record.raw_file, "source": source, "collection": collection, "record_id": record.record_id, "url": record.url,
        "collected_at": moment(record.collected)[0],
    }  # fmt: skip


def _facts(said: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What near-duplicates are told apart by, besides their words: event dates, places and persons of each report."""
    persons = (
        said["mentions"]
        .filter(pl.col("kind") == "person")
        .group_by("report_id")
        .agg(persons=pl.col("key").unique().sort())
    )
    day = pl.when(pl.col("event_date_precision") == "day").then("event_date").alias("event_date")
    return (
        said["event_dates"]
        .select("report_id", "event_month", "event_day", day, "event_end_date", "place_key")
        .join(persons, on="report_id", how="left")
    )


def _number(raw_file: str) -> int | None:
    _, _, number = raw_file.rpartition("#")
    return int(number) if number.isdigit() else None


def _save(folder: Path, name: str, rows: Sequence[dict[str, Any]], schema: pl.Schema) -> None:
    pl.DataFrame(rows, schema, orient="row").write_parquet(folder / f"{name}.parquet")


# ---------------------------------------------------------------- what depends on all pages


def keep(results: Sequence[Ref], store: Store, pages: Sequence[Ref]) -> Ref:
    """Stage `keep`: which articles are published, and every rejection so far."""

    def build(folder: Path) -> None:
        columns = ("article_id", "raw_file", "source", "collection", "record_id", "url", "collected_at", "published_at")
        read = numbered(store, pages, "articles", columns)
        chosen, rejected = current_versions(read, gathered(store, pages, "tombstones").collect())
        save(read, chosen, folder)
        earlier = gathered(store, results, "rejections").collect()
        pl.concat([earlier, rejected.match_to_schema(_REJECTION)]).sort("raw_file", "reason").write_parquet(
            folder / "rejections.parquet"
        )

    return store.stage("keep", content_id(*(r.key for r in results)), build)


def deduplicate(kept: Ref, store: Store, pages: Sequence[Ref], earlier: Ref | None = None) -> Ref:
    """Stage `copies`: reports → duplicate pairs and groups. Teasers are pointers, not copies: they stay alone.

    `earlier`: the result of an earlier run, whose verified pairs need no second look.
    """

    def build(folder: Path) -> None:
        tables = Kept.load(store, kept, pages)
        times = tables.articles("article_id", "source", "credit", "published_at", "published_precision")
        everything = (
            tables.rows("reports")
            .select("report_id", "article_id", "is_teaser")
            .join(times, on="article_id", maintain_order="left")
            .collect()
        )
        # Credits are printed names, sources mostly hosts: who is meant is decided by a key of both.
        everything = everything.with_columns(_outlet_keys(everything[c]) for c in ("source", "credit"))
        with TemporaryDirectory(dir=folder) as waiting:
            found = dedup.deduplicate(
                everything.filter(~pl.col("is_teaser")),
                tables.unordered("evidence"),
                tables.shards("fingerprints"),
                _known(store, earlier),
                scratch=DiskScratch(Path(waiting)),
            )
        alone = everything.filter("is_teaser").select(
            "report_id", pl.Series("duplicate_group_id", [content_id("group", r) for r in everything.filter("is_teaser")["report_id"]], dtype=pl.String),
            is_representative=pl.lit(True),
        )  # fmt: skip
        pl.concat([found.reports.drop("n_syllables"), alone], how="diagonal").write_parquet(folder / "groups.parquet")
        found.pairs.write_parquet(folder / "pairs.parquet")
        found.stops.write_parquet(folder / "templates.parquet")  # what the corpus repeats too often to be evidence
        found.figures.write_parquet(folder / "figures.parquet", metadata={"code": code_key()})

    return store.stage("copies", content_id(kept.key), build)


def _known(store: Store, earlier: Ref | None) -> pl.DataFrame | None:
    """Figures that an earlier run of the same code verified."""
    if earlier is None or not store.has(earlier):
        return None
    file = store.file(earlier, "figures.parquet")
    return pl.read_parquet(file) if pl.read_parquet_metadata(file).get("code") == code_key() else None


def _outlet_keys(names: pl.Series) -> pl.Series:
    keys = {name: outlet_key(name) for name in names.unique().to_list()}
    return names.replace_strict(keys, return_dtype=pl.String)


def resolve(copies: Ref, store: Store, settings: Settings, kept: Ref, pages: Sequence[Ref]) -> Ref:
    """Stage `tables`: everything extracted, with its groups → the published tables, validated."""

    def build(folder: Path) -> None:
        tables = Kept.load(store, kept, pages)
        ids = tables.ids()
        groups, pairs = (pl.scan_parquet(store.file(copies, f"{name}.parquet")) for name in ("groups", "pairs"))
        rows = {
            "articles": typed(tables.articles(*_OF_ARTICLES), ids),
            "reports": tables.rows("reports", ids).join(
                typed(groups, ids), on="report_id", how="left", maintain_order="left"
            ),
            "pairs": pairs.with_columns(pl.col("report_a", "report_b").cast(ids["report_id"])),
            "mentions": tables.rows("mentions", ids).select("report_id", "kind", "key", "surface", "form"),
            **{name: tables.rows(name, ids) for name in _WHOLE},
        }
        codes = typed(tables.unordered("fingerprints").select("report_id", "codes"), ids)
        extracted = Extracted(**dict(zip(rows, pl.collect_all(rows.values()), strict=True)), codes=codes)
        rejections = pl.read_parquet(store.file(kept, "rejections.parquet"))

        def written(name: str, frame: pl.DataFrame) -> pl.DataFrame:
            table = conformed(name, frame)
            write_table(name, table, folder / file_of(name))
            return table

        # Checking and compression do not hold the interpreter's lock: a table is written while the next is resolved.
        with ThreadPoolExecutor(pl.thread_pool_size()) as behind:
            waiting = {"rejections": behind.submit(written, "rejections", rejections)}
            for name, frame in resolved(extracted, settings.assume_year):
                if name == "moved_keys":
                    frame.cast(dict.fromkeys(frame.columns, pl.String)).write_parquet(folder / MOVED)
                else:
                    waiting[name] = behind.submit(written, name, frame)
        if problems := [str(e) for x in waiting.values() if isinstance(e := x.exception(), InvalidDataset)]:
            raise InvalidDataset("; ".join(problems))
        found = {name: table.result() for name, table in waiting.items()}
        if missing := [name for name in TABLES if name not in (*LATER, *PARTED, *found)]:
            raise InvalidDataset(f"missing: {', '.join(missing)}")
        check_references(found, {("articles", "article_id"): tables.published["article_id"]})

    return store.stage("tables", content_id(copies.key, json.dumps(settings.analysis(), sort_keys=True)), build)


# ---------------------------------------------------------------- publish


def publish(run: Run, store: Store, settings: Settings, tables: Ref, parts: Sequence[Part]) -> Summary:
    """The tables as a snapshot. Raises `UnexpectedChange` where they are no plausible successor of the live one."""
    last = live(store)
    whole = [file_of(name) for name in TABLES if name not in (*LATER, *PARTED)]
    files = {file: store.file(tables, file) for file in whole} | published_files(store, parts)
    snapshot = snapshots.publish(run, store, files, None if settings.accept_change else settings.bounds)
    rejections = pl.read_parquet(files[file_of("rejections")])
    reasons = rejections["reason"].value_counts().sort("count", "reason", descending=[True, False])
    unchanged = last is not None and last.content == snapshot.content
    return Summary(snapshot.id, snapshot.folder, unchanged, dict(snapshot.rows), dict(reasons.rows()))
