"""Parts over small stores: what is written, and what stays the file that it is."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from flows.layout import files_of
from flows.pipeline import Direct, pipeline
from flows.settings import Settings
from transforms.checks import LATER
from transforms.schema import PARTED, TABLES

PLACES = ("Hà Nội", "Huế", "Cần Thơ", "Đà Nẵng")


def records(first: int, n: int, person: str = "Lê Văn An") -> list[dict[str, str]]:
    return [
        {
            "id": str(i),
            "source": "bao.example",
            "title": f"Hội nghị số {i}",
            "text": f"Ngày {i % 28 + 1}/2/2017, tại {PLACES[i % 4]}, Bộ trưởng Bộ Y tế {person} đã dự hội nghị số {i}.",
        }
        for i in range(first, first + n)
    ]


def drop(raw: Path, name: str, rows: list[dict[str, str]]) -> None:
    raw.mkdir(exist_ok=True)
    (raw / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf8")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("transforms.pages.parts.PAGES", 4)
    monkeypatch.setattr("transforms.pages.parts.TOGETHER", 2)
    drop(tmp_path / "raw", "a.jsonl", records(0, 20))
    return Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", keep_snapshots=5, workers=1)


def rows(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(files_of(folder, name)) for name in TABLES if name not in LATER}


def test_tables_of_pages_stand_in_parts_and_are_whole(settings: Settings) -> None:
    published = pipeline(settings, Direct()).snapshot
    for name in PARTED:
        assert len(files_of(published, name)) > 1, name
    found = rows(published)
    assert found["articles"]["article_id"].n_unique() == 20
    assert found["mentions"]["mention_id"].is_unique().all()
    assert set(found["mentions"]["entity_id"]) <= set(found["entities"]["entity_id"])
    assert set(found["dates"]["article_id"]) == set(found["articles"]["article_id"])


def test_a_new_day_leaves_the_other_parts_alone_and_equals_a_rebuild(settings: Settings, tmp_path: Path) -> None:
    first = pipeline(settings, Direct()).snapshot
    drop(settings.raw, "b.jsonl", records(100, 2))
    second = pipeline(settings, Direct()).snapshot
    for name in PARTED:
        before = {f.stat().st_ino for f in files_of(first, name)}
        kept = [f for f in files_of(second, name) if f.stat().st_ino in before]
        assert len(kept) >= len(files_of(first, name)) - 1, name
    fresh = pipeline(settings.model_copy(update={"processed": tmp_path / "fresh"}), Direct()).snapshot
    for name, table in rows(fresh).items():
        assert table.equals(rows(second)[name]), name


def test_a_key_that_moves_to_another_entity_moves_in_every_part(settings: Settings, tmp_path: Path) -> None:
    # Who is named by initial alone is whoever the corpus writes out in one way: old pages follow what new ones say.
    drop(settings.raw, "b.jsonl", records(100, 4, "D.Trump"))
    first = pipeline(settings, Direct()).snapshot
    drop(settings.raw, "c.jsonl", records(200, 6, "Donald Trump"))
    second = pipeline(settings, Direct()).snapshot

    def named(folder: Path) -> set[str]:
        mentions = rows(folder)["mentions"].filter(pl.col("surface") == "D.Trump")
        return set(mentions["entity_id"])

    assert len(named(first)) == len(named(second)) == 1
    assert named(first) != named(second)
    fresh = pipeline(settings.model_copy(update={"processed": tmp_path / "fresh"}), Direct()).snapshot
    for name, table in rows(fresh).items():
        assert table.equals(rows(second)[name]), name
    moved = pl.read_parquet(second / "redirects.parquet").filter(pl.col("kind") == "entity")
    assert (named(first).pop(), named(second).pop()) in moved.select("old_id", "new_id").rows()


def test_nothing_published_is_one_empty_part(settings: Settings) -> None:
    (settings.raw / "a.jsonl").write_text('{"id": "1", "source": "bao.example", "text": ""}\n')
    published = pipeline(settings, Direct()).snapshot
    assert [f.name for f in files_of(published, "mentions")] == ["0000.parquet"]
    assert rows(published)["articles"].height == 0


def test_a_part_that_is_damaged_is_written_anew(settings: Settings) -> None:
    first = pipeline(settings, Direct()).snapshot
    before = rows(first)
    for stage in ("parts", "mentions"):
        victim = next((settings.processed / "state" / stage).rglob("*.parquet"))
        content = victim.read_bytes()
        victim.unlink()
        victim.write_bytes(content[:-9])
    drop(settings.raw, "b.jsonl", records(100, 1))
    second = pipeline(settings, Direct()).snapshot
    after = rows(second)
    for name in PARTED:
        assert set(before[name].rows()) <= set(after[name].rows()), name
