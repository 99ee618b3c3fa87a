"""The store behind an address, over obstore's own store in memory; `tests/cluster` has the same over a real server."""

import json
import pickle
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import remote, seals
from flows.layout import files_of
from flows.objects import Objects
from flows.pipeline import Direct, NoInput, pipeline
from flows.remote import RemoteStore, store_at
from flows.settings import Settings
from flows.snapshots import live, rollback
from flows.store import Ref, Store, StoreError
from transforms.schema import TABLES

memory = pytest.importorskip("obstore.store").MemoryStore

URL = "s3://bucket/out"
PAGE = "Hội đàm tại Hà Nội\n\nChiều {day}/2/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp Đại sứ Nguyễn Văn Thử, bàn về hợp tác."


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One store per address, for all clients of a test."""
    stores: dict[str, Any] = {}
    monkeypatch.setattr("flows.objects._connected", lambda url: stores.setdefault(url, memory()))
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RemoteStore:
    """The same address on a machine that has fetched nothing yet."""
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "other"))
    store = RemoteStore(URL)
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "cache"))
    return store


def _write(text: str) -> Any:
    return lambda folder: (folder / "x.txt").write_text(text)


def _pages(raw: Objects, *days: int) -> None:
    for day in days:
        raw.put(f"songthao.example/{day}.txt", PAGE.format(day=day).encode())


def test_a_place_chooses_its_store(tmp_path: Path) -> None:
    assert type(store_at(tmp_path)) is Store
    assert isinstance(store_at(URL), RemoteStore)


def test_a_result_is_built_once_and_read_elsewhere(elsewhere: RemoteStore) -> None:
    store = RemoteStore(URL)
    with store.locked():
        ref = store.stage("pages", "k", _write("first"))
    assert elsewhere.has(ref)
    assert elsewhere.stage("pages", "k", _write("second")) == ref
    assert elsewhere.file(ref, "x.txt").read_text() == "first"
    assert elsewhere.root != store.root


def test_a_worker_gets_the_address_and_its_own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sent = pickle.dumps(RemoteStore(URL))
    assert len(sent) < 200
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "worker"))
    assert pickle.loads(sent).root.parent == tmp_path / "worker"


def test_a_result_without_manifest_is_none() -> None:
    store = RemoteStore(URL)
    store.objects.put("state/pages/k/x.txt", b"half")
    assert not store.has(Ref("pages", "k"))
    with store.locked():
        ref = store.stage("pages", "k", _write("whole"))
    assert store.objects.get("state/pages/k/x.txt")[0] == b"whole"
    assert store.file(ref, "x.txt").read_text() == "whole"


def test_readers_elsewhere_see_the_published_snapshot(elsewhere: RemoteStore) -> None:
    store = RemoteStore(URL)
    assert elsewhere.live() is None
    with store.locked():
        for n in ("001", "002"):
            ref = store.stage("tables", n, _write(n))
            store.publish(n, {"x.txt": store.file(ref, "x.txt")}, lambda folder: (folder / "runs.txt").write_text("r"))
            seen = elsewhere.live()
            assert seen is not None
            assert ((seen / "x.txt").read_text(), (seen / "runs.txt").read_text()) == (n, "r")
        assert list(elsewhere.manifests()) == ["001", "002"]
        store.drop_snapshots(["001", "002"])
        store.drop_unused([])
    assert list(elsewhere.manifests()) == ["002"]
    assert {o.name.split("/")[0] for o in store.objects.listed()} == {"current.json", "snapshots"}


def test_a_pointer_to_nothing_whole_is_mended() -> None:
    store = RemoteStore(URL)
    with store.locked():
        for n in ("001", "002"):
            ref = store.stage("tables", n, _write(n))
            store.publish(n, {"x.txt": store.file(ref, "x.txt")}, lambda _: None)
    store.objects.delete(["snapshots/002/x.txt"])
    store.objects.put("snapshots/003/x.txt", b"of a killed run")
    with store.locked():
        assert json.loads(store.objects.get("current.json")[0]) == {"snapshot": "001"}
    assert store.objects.folders("snapshots") == ["001", "002"]


def test_what_is_damaged_is_dropped_and_told() -> None:
    store = RemoteStore(URL)
    with store.locked():
        refs = [store.stage("pages", key, _write(key)) for key in ("a", "b", "c")]
        store.objects.delete(["state/pages/a/x.txt"])
        store.file(refs[1], "x.txt").write_text("other")
        dropped = store.drop_damaged()
        assert [line.split(":")[0] for line in dropped] == ["state/pages/a", "state/pages/b in the cache"]
        assert [store.has(r) for r in refs] == [False, True, True]
        assert store.file(refs[1], "x.txt").read_text() == "b"


def test_notes_are_kept(elsewhere: RemoteStore) -> None:
    store = RemoteStore(URL)
    assert store.note("raw") is None
    store.write_note("raw", {"a": 1})
    assert elsewhere.note("raw") == {"a": 1}
    store.objects.put("state/raw.note", b"{half")
    assert store.note("raw") is None


# ---------------------------------------------------------------- lock


def test_a_second_run_is_refused_and_the_lock_is_given_back(elsewhere: RemoteStore) -> None:
    with RemoteStore(URL).locked(), pytest.raises(StoreError, match="another run is at work"), elsewhere.locked():
        pass
    with elsewhere.locked():
        pass


def test_the_lease_of_a_killed_run_ends(elsewhere: RemoteStore) -> None:
    elsewhere.objects.create("lock.json", json.dumps({"owner": "dead", "until": 0}).encode())
    with elsewhere.locked():
        assert json.loads(elsewhere.objects.get("lock.json")[0])["owner"] != "dead"
    elsewhere.objects.create("lock.json", b"no json")
    with elsewhere.locked():
        pass


def test_the_lease_is_renewed_while_the_run_works(elsewhere: RemoteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_RENEWED", 0.02)
    monkeypatch.setattr(remote, "_LEASE", 0.2)
    with RemoteStore(URL).locked(), pytest.raises(StoreError, match="another run"), elsewhere.locked(wait=1.2):
        pass


def test_a_run_that_lost_its_lease_publishes_nothing() -> None:
    store = RemoteStore(URL)
    with store.locked():
        ref = store.stage("tables", "k", _write("late"))
        store.objects.put("lock.json", json.dumps({"owner": "other", "until": 1e12}).encode())
        with pytest.raises(StoreError, match="took over"):
            store.publish("001", {"x.txt": store.file(ref, "x.txt")}, lambda _: None)
    assert store.live() is None
    assert json.loads(store.objects.get("lock.json")[0])["owner"] == "other"


# ---------------------------------------------------------------- whole runs


def test_runs_grow_and_roll_back_as_in_a_folder(tmp_path: Path, elsewhere: RemoteStore) -> None:
    raw = Objects("s3://bucket/raw")
    settings = Settings(raw="s3://bucket/raw", processed=URL, accept_change=True)
    with pytest.raises(NoInput, match="no such raw folder"):
        pipeline(settings, Direct())
    _pages(raw, 7)
    raw.put("README.md", b"no input")
    first = pipeline(settings, Direct())
    _pages(raw, 8)
    second = pipeline(settings, Direct())
    assert (first.counts["articles"], second.counts["articles"]) == (1, 2)
    assert pipeline(settings, Direct()).unchanged

    folder = tmp_path / "raw" / "songthao.example"
    folder.mkdir(parents=True)
    for day in (7, 8):
        (folder / f"{day}.txt").write_text(PAGE.format(day=day), encoding="utf8")
    here = pipeline(Settings(raw=tmp_path / "raw", processed=tmp_path / "out"), Direct())
    fetched = elsewhere.live()
    assert fetched is not None
    for name in set(TABLES) - {"runs", "redirects"}:
        assert pl.read_parquet(files_of(fetched, name)).equals(pl.read_parquet(files_of(here.snapshot, name))), name

    with elsewhere.locked():
        back = rollback(elsewhere)
    assert back.restores == first.run_id
    seen = live(RemoteStore(URL))
    assert seen is not None
    assert seen.rows["articles"] == 1


def test_an_address_may_name_one_object(tmp_path: Path) -> None:
    Objects("s3://bucket/raw").put("dump.jsonl", json.dumps({"text": PAGE.format(day=7)}).encode())
    assert (
        pipeline(Settings(raw="s3://bucket/raw/dump.jsonl", processed=tmp_path / "out"), Direct()).counts["articles"]
        == 1
    )


def test_seals_travel_with_results() -> None:
    store = RemoteStore(URL)
    with store.locked():
        store.stage("pages", "k", _write("x"))
    manifest = seals.parsed(store.objects.get("state/pages/k/manifest.json")[0])
    assert manifest is not None
    assert list(manifest.files) == ["x.txt"]


def test_a_missing_client_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obstore.exceptions", None)
    with pytest.raises(StoreError, match=r"pip install 'sukien\[s3\]'"):
        store_at(URL)
