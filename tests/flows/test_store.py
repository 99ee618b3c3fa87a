from pathlib import Path

import pytest

from flows.store import Ref, Store, StoreError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "processed")
    with store.locked():
        pass
    return store


def _write(text: str):
    return lambda folder: (folder / "x.txt").write_text(text)


def test_a_stage_is_built_once(store: Store) -> None:
    store.stage("pages", "k", _write("first"))
    ref = store.stage("pages", "k", _write("second"))
    assert store.file(ref, "x.txt").read_text() == "first"
    assert [f.read_text() for f in store.files([ref, ref], "x.txt")] == ["first", "first"]


def test_a_failed_stage_leaves_nothing(store: Store) -> None:
    def fail(folder: Path) -> None:
        (folder / "half.txt").write_text("half")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        store.stage("pages", "k", fail)
    assert list((store.state / "pages").iterdir()) == []
    assert not store.has(Ref("pages", "k"))


def test_publishing_swaps_whole_snapshots(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "t.parquet"
    file.write_text("one")
    first = store.publish("001", [file], _write("done"))
    assert store.live() == first.resolve()
    file.unlink()
    file.write_text("two")
    store.publish("002", [file], _write("done"))
    assert (store.current / "t.parquet").read_text() == "two"
    assert (first / "t.parquet").read_text() == "one"


def test_a_snapshot_that_cannot_be_finished_stays_unseen(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "t.parquet"
    file.write_text("one")
    first = store.publish("001", [file], _write("done"))

    def fail(_: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.publish("002", [file], fail)
    assert store.live() == first.resolve()


def test_old_snapshots_and_unused_results_go_but_never_the_live_one(store: Store, tmp_path: Path) -> None:
    used = store.stage("pages", "used", _write("a"))
    store.stage("pages", "old", _write("b"))
    file = tmp_path / "t.parquet"
    file.write_text("x")
    for n in ("001", "002", "003"):
        store.publish(n, [file], _write("done"))
    store.retain(1, [used])
    assert [p.name for p in store.snapshots.iterdir()] == ["003"]
    assert [p.name for p in (store.state / "pages").iterdir()] == ["used"]


def test_leftovers_of_a_killed_run_are_swept(store: Store) -> None:
    left = store.snapshots / ".building-1-x"
    left.mkdir()
    with store.locked():
        assert not left.exists()


def test_a_second_run_is_refused_while_the_first_holds_the_folder(store: Store) -> None:
    with store.locked(), pytest.raises(StoreError, match="another run"), Store(store.root).locked():
        pass


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"), Store(tmp_path / "file" / "processed").locked():
        pass
