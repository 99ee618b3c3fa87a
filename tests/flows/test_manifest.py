from pathlib import Path
from typing import Any

import pytest

from flows.manifest import scan
from flows.settings import Settings

LATER = 4_000_000_000.0  # seconds: every file has settled by then


def _settings(raw: Path, pages: int = 2) -> Settings:
    return Settings(raw=raw, processed=raw / ".out", chunk_records=pages)


def _pages(raw: Path, *names: str) -> None:
    for name in names:
        (raw / f"{name}.txt").write_text(name)


def test_a_new_page_joins_the_open_group_and_moves_no_full_one(tmp_path: Path) -> None:
    _pages(tmp_path, "b", "c", "d")
    before, note = scan(_settings(tmp_path), None, LATER)
    _pages(tmp_path, "a")
    after, note = scan(_settings(tmp_path), note, LATER)
    assert [g.names for g in before] == [("b.txt", "c.txt"), ("d.txt",)]
    assert [g.names for g in after] == [("b.txt", "c.txt"), ("d.txt", "a.txt")]
    assert after[0].key == before[0].key
    assert note["groups"] == [["b.txt", "c.txt"], ["d.txt", "a.txt"]]


def test_a_page_that_is_gone_leaves_its_group(tmp_path: Path) -> None:
    _pages(tmp_path, "a", "b", "c")
    _, note = scan(_settings(tmp_path), None, LATER)
    (tmp_path / "a.txt").unlink()
    assert [g.names for g in scan(_settings(tmp_path), note, LATER)[0]] == [("b.txt",), ("c.txt",)]


def test_a_container_is_a_group_of_its_own_named_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}")
    (one,), _ = scan(_settings(tmp_path), None, LATER)
    (tmp_path / "x.jsonl").write_text("[]")
    (other,), _ = scan(_settings(tmp_path), None, LATER)
    assert one.names == other.names == ("x.jsonl",)
    assert one.key != other.key


def test_a_file_known_by_size_and_times_is_not_read_again(tmp_path: Path) -> None:
    _pages(tmp_path, "a")
    (one,), note = scan(_settings(tmp_path), None, LATER)
    note["files"]["a.txt"][2] = "a hash from the manifest"
    (other,), _ = scan(_settings(tmp_path), note, LATER)
    assert other.key != one.key


def test_a_file_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    _pages(tmp_path, "a")
    now = (tmp_path / "a.txt").stat().st_mtime
    assert scan(_settings(tmp_path), None, now)[1]["files"] == {}


@pytest.mark.parametrize("note", [None, [], {"version": 0}, {"files": {}}])
def test_a_missing_or_strange_manifest_is_made_anew(tmp_path: Path, note: Any) -> None:
    _pages(tmp_path, "a")
    assert [g.names for g in scan(_settings(tmp_path), note, LATER)[0]] == [("a.txt",)]


def test_an_unreadable_file_is_left_to_the_reader(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    _pages(tmp_path, "a")
    assert [n for g in scan(_settings(tmp_path), None, LATER)[0] for n in g.names] == ["a.txt"]
