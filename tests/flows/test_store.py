import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

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
    first = store.publish("001", {file.name: file}, _write("done"))
    assert store.live() == first.resolve()
    file.unlink()
    file.write_text("two")
    store.publish("002", {file.name: file}, _write("done"))
    assert (store.current / "t.parquet").read_text() == "two"
    assert (first / "t.parquet").read_text() == "one"


def test_a_snapshot_that_cannot_be_finished_stays_unseen(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "t.parquet"
    file.write_text("one")
    first = store.publish("001", {file.name: file}, _write("done"))

    def fail(_: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.publish("002", {file.name: file}, fail)
    assert store.live() == first.resolve()


def test_the_system_s_word_is_told_where_a_library_hides_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> OSError:
        return OSError(errno.ENOSPC, "No space left on device")

    def fail(_: Path) -> None:
        raise ValueError("invalid thrift")

    with pytest.raises(ValueError, match="thrift"):
        store.stage("pages", "k", fail)
    monkeypatch.setattr("flows.store._refusal", full)
    with pytest.raises(OSError, match="No space left"):
        store.stage("pages", "k", fail)


def test_unused_results_go_and_snapshots_but_never_the_live_one(store: Store, tmp_path: Path) -> None:
    used = store.stage("pages", "used", _write("a"))
    store.stage("pages", "old", _write("b"))
    file = tmp_path / "t.parquet"
    file.write_text("x")
    for n in ("001", "002", "003"):
        store.publish(n, {file.name: file}, _write("done"))
    store.drop_unused([used])
    store.drop_snapshots(["001", "003"])
    assert list(store.manifests()) == ["002", "003"]
    assert [p.name for p in (store.state / "pages").iterdir()] == ["used"]


def test_leftovers_of_a_killed_run_are_swept(store: Store) -> None:
    left = [store.snapshots / ".building-1-x", store.snapshots / "20260101T000000000000"]
    for folder in left:
        folder.mkdir()
        (folder / "t.parquet").write_text("half")
    (store.root / ".building-link").symlink_to("nowhere")
    with store.locked():
        assert not any(folder.exists() for folder in left)
    assert not (store.root / ".building-link").is_symlink()


def test_a_folder_of_an_earlier_version_is_left_to_its_readers(store: Store) -> None:
    old = store.snapshots / "20260101T000000000000"
    old.mkdir()
    (old / "t.parquet").write_text("whole, without a manifest")
    store.current.symlink_to(old)
    with store.locked():
        assert old.exists()
    assert store.live() is None


@pytest.mark.parametrize(
    "harm",
    [
        lambda f: (f / "x.txt").write_text("fir"),
        lambda f: (f / "x.txt").write_text("worst"),
        lambda f: (f / "x.txt").unlink(),
        lambda f: (f / "manifest.json").write_text('{"facts": {}, "fil'),
        lambda f: (f / "manifest.json").write_text("[]"),
        lambda f: (f / "manifest.json").unlink(),
    ],
    ids=["truncated", "overwritten", "deleted", "manifest-half", "manifest-odd", "manifest-gone"],
)
def test_a_damaged_result_is_computed_again(store: Store, harm: Callable[[Path], object]) -> None:
    folder = store.file(store.stage("pages", "k", _write("first")), "x.txt").parent
    harm(folder)
    assert not store.has(Ref("pages", "k"))
    store.stage("pages", "k", _write("first"))
    assert store.has(Ref("pages", "k"))
    assert (folder / "x.txt").read_text() == "first"


def test_a_copied_result_is_still_good(store: Store) -> None:
    ref = store.stage("pages", "k", _write("first"))
    os.utime(store.file(ref, "x.txt"), (1, 1))
    assert store.has(ref)


def test_what_a_disk_lost_silently_is_found_by_its_hash(store: Store) -> None:
    file = store.file(store.stage("pages", "k", _write("first")), "x.txt")
    times = file.stat()
    file.write_text("FIRST")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert store.has(Ref("pages", "k"))
    assert store.drop_damaged() == ["state/pages/k: x.txt has other content than was written"]
    assert not file.exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda s: s.current.unlink(),
        lambda s: (s.current.unlink(), s.current.symlink_to("snapshots/none")),
        lambda s: (s.snapshots / "002" / "t.parquet").unlink(),
        lambda s: (s.snapshots / "002" / "t.parquet").write_text(""),
        lambda s: (s.snapshots / "002" / "manifest.json").write_text("{"),
        lambda s: shutil.rmtree(s.snapshots / "002"),
    ],
    ids=["gone", "dangling", "file-gone", "file-empty", "manifest-half", "snapshot-gone"],
)
def test_readers_are_led_to_the_newest_whole_snapshot(
    store: Store, tmp_path: Path, harm: Callable[[Store], object]
) -> None:
    for n in ("001", "002"):
        file = tmp_path / n / "t.parquet"
        file.parent.mkdir()
        file.write_text(n)
        store.publish(n, {file.name: file}, _write("done"))
    harm(store)
    with store.locked():
        live = store.live()
    assert live is not None
    assert (live / "t.parquet").read_text() == live.name
    assert live.name == max(s for s in store.manifests() if not store.damage(s))


def test_a_link_to_nothing_is_dropped_where_no_snapshot_is_whole(store: Store) -> None:
    store.current.symlink_to("snapshots/none")
    with store.locked():
        assert not store.current.is_symlink()


def test_something_else_in_the_place_of_current_is_told(store: Store) -> None:
    store.current.mkdir()
    with pytest.raises(StoreError, match="no symbolic link: move it away"), store.locked():
        pass


def test_two_processes_with_the_same_result_do_not_harm_each_other(store: Store) -> None:
    def overtaken(folder: Path) -> None:
        _write("same")(folder)
        store.stage("pages", "k", _write("same"))

    ref = store.stage("pages", "k", overtaken)
    assert store.file(ref, "x.txt").read_text() == "same"
    assert [p.name for p in (store.state / "pages").iterdir()] == ["k"]


def test_a_run_may_wait_for_another(store: Store) -> None:
    held, free = Event(), Event()

    def hold() -> None:
        with store.locked():
            held.set()
            free.wait(10)

    other = Thread(target=hold)
    other.start()
    held.wait(10)
    with pytest.raises(StoreError, match="another run"), store.locked(0.3):
        pass
    free.set()
    with store.locked(10):
        pass
    other.join()


def test_a_lock_dies_with_its_holder(store: Store) -> None:
    code = f"from pathlib import Path; from flows.store import Store; import time\nwith Store(Path({str(store.root)!r})).locked(): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another run"), store.locked():
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
    with store.locked():
        pass


def test_a_second_run_is_refused_while_the_first_holds_the_folder(store: Store) -> None:
    with store.locked(), pytest.raises(StoreError, match="another run"), Store(store.root).locked():
        pass


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"), Store(tmp_path / "file" / "processed").locked():
        pass
