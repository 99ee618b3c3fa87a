import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from flows.cli import main
from flows.layout import files_of
from flows.pipeline import Direct, pipeline
from flows.settings import Settings
from flows.snapshots import Snapshot, UnexpectedChange, expendable, listing, live, rollback, snapshots
from flows.store import Store, StoreError
from transforms.bounds import Bounds

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def _page(raw: Path, n: int, day: int = 7) -> None:
    file = raw / "songthao.example" / f"{n}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"Tiếp khách lần thứ {n}\n\nNgày {day}/{n % 12 + 1}/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp Đại sứ Nguyễn Văn Thử "
        f"và cảm ơn ông về {n} năm làm việc tại Việt Nam, chúc ông nhiều sức khỏe.",
        encoding="utf8",
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    _page(tmp_path / "raw", 1)
    return Settings(raw=tmp_path / "raw", processed=tmp_path / "processed", keep_hours=0)


def _snapshot(minute: int, content: str) -> Snapshot:
    at = NOW + dt.timedelta(minutes=minute)
    return Snapshot(f"{minute:03}", Path(), at, None, {}, 0, 0, content)


@pytest.mark.parametrize(
    ("contents", "keep", "grace", "after", "left"),
    [
        ("abcd", 2, 0, 10, "003 004"),
        ("aabbcc", 2, 0, 10, "004 006"),  # of each dataset the newest
        ("abab", 2, 0, 10, "003 004"),
        ("abcdef", 1, 3, 6, "003 004 005 006"),  # 003 was live until minute 4: within the grace
        ("abcdef", 1, 99, 6, "001 002 003 004 005 006"),
        ("a", 1, 0, 10, "001"),
    ],
)
def test_what_is_wanted_or_may_be_open_is_kept(contents: str, keep: int, grace: int, after: int, left: str) -> None:
    line = [_snapshot(n, c) for n, c in enumerate(contents, 1)]
    gone = expendable(line, keep, dt.timedelta(minutes=grace), NOW + dt.timedelta(minutes=after))
    assert [s.id for s in line if s.id not in gone] == left.split()


def test_a_rollback_is_a_snapshot_whose_redirects_start_from_what_readers_saw(settings: Settings) -> None:
    first = pipeline(settings, Direct())
    _page(settings.raw, 2)
    second = pipeline(settings, Direct())
    pipeline(settings, Direct())  # nothing new: not what one goes back to
    store = Store(settings.processed)
    with store.locked():
        back = rollback(store)
    assert back.restores == first.run_id
    assert live(store) == back
    for name in ("articles", "events", "mentions"):
        there, here = files_of(back.folder, name), files_of(first.snapshot, name)
        assert all(a.samefile(b) for a, b in zip(there, here, strict=True))
    runs = pl.read_parquet(back.folder / "runs.parquet")
    assert runs["run_id"].to_list()[0] == first.run_id
    assert json.loads(runs["parameters"].to_list()[-1]) == {"rollback": first.run_id}
    states = {row["id"]: row["state"] for row in listing(store)}
    assert states[back.id] == f"live, restores {first.run_id}"
    assert [i for i, s in states.items() if s == "rolled back"] == [s.id for s in snapshots(store)[-2:-1]]
    # The next run publishes on top, and the ids of the restored snapshot are followed from there.
    third = pipeline(settings, Direct())
    assert not third.unchanged
    assert third.counts["articles"] == second.counts["articles"] == 2
    with store.locked(), pytest.raises(StoreError, match="no snapshot 5"):
        rollback(store, "5")


def test_redirects_of_a_rollback_lead_back(settings: Settings) -> None:
    pipeline(settings, Direct())
    # A copy from an earlier day takes the event's id over.
    container = settings.raw / "s.jsonl"
    text = (settings.raw / "songthao.example" / "1.txt").read_text(encoding="utf8").partition("\n\n")[2]
    container.write_text(json.dumps({"id": 1, "source": "x.example", "text": text, "published": "2017-02-07"}))
    grown = pipeline(settings, Direct())
    forth = pl.read_parquet(grown.snapshot / "redirects.parquet").filter(kind="event")
    assert forth.height == 1
    store = Store(settings.processed)
    with store.locked():
        back = rollback(store)
    led = pl.read_parquet(back.folder / "redirects.parquet").filter(kind="event")
    assert led.select("old_id", "new_id").rows() == forth.select("new_id", "old_id").rows()
    assert led["since_run_id"].to_list() == [back.id]


def test_there_may_be_nothing_to_go_back_to(settings: Settings) -> None:
    store = Store(settings.processed)
    with store.locked(), pytest.raises(StoreError, match="no published snapshot"):
        rollback(store)
    pipeline(settings, Direct())
    with store.locked(), pytest.raises(StoreError, match="no earlier snapshot"):
        rollback(store)


def test_a_damaged_snapshot_is_not_restored(settings: Settings) -> None:
    first = pipeline(settings, Direct())
    _page(settings.raw, 2)
    pipeline(settings, Direct())
    (first.snapshot / "events.parquet").write_bytes(b"nothing")
    store = Store(settings.processed)
    with store.locked(), pytest.raises(StoreError, match=r"cannot be restored: events\.parquet"):
        rollback(store)


def test_an_implausible_dataset_is_not_published_unless_accepted(settings: Settings) -> None:
    for n in range(2, 6):
        _page(settings.raw, n)
    strict = settings.model_copy(update={"bounds": Bounds(slack=0)})
    first = pipeline(strict, Direct())
    for n in range(1, 4):
        (settings.raw / "songthao.example" / f"{n}.txt").unlink()
    with pytest.raises(UnexpectedChange, match=r"3 of the last 5 articles \(60%\) are gone"):
        pipeline(strict, Direct())
    assert (settings.processed / "current").resolve() == first.snapshot.resolve()
    accepted = pipeline(strict.model_copy(update={"accept_change": True}), Direct())
    assert accepted.counts["articles"] == 2


def _command(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    return code, *capsys.readouterr()


def test_the_commands(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--processed", settings.processed)
    for command in ("snapshots", "rollback", "check"):
        code, out, err = _command(capsys, command, *at)
        assert (code, out, err) == (1, "", f"sukien: no published snapshot in {settings.processed}\n")
    first = pipeline(settings, Direct())
    _page(settings.raw, 2)
    second = pipeline(settings, Direct())
    assert _command(capsys, "snapshots", "--path", *at)[1] == f"{second.snapshot}\n"
    code, out, _ = _command(capsys, "snapshots", *at)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:4]] == [second.run_id, first.run_id]
    assert f"readers see {first.run_id} again" in _command(capsys, "rollback", *at)[1]
    assert _command(capsys, "check", *at)[:2] == (0, "everything is as it was written\n")
    (second.snapshot / "events.parquet").write_bytes(b"nothing")
    code, out, err = _command(capsys, "check", *at)
    assert code == 1
    assert f"dropped snapshots/{second.run_id}: events.parquet has 7 bytes" in out
    assert err.count("\n") == 1
    with Store(settings.processed).locked():
        assert "another run is at work" in _command(capsys, "rollback", *at)[2]


READER = """
import sys, time
from pathlib import Path
import duckdb
from flows.catalog import connect
current = Path(sys.argv[1])
with connect(current) as db, duckdb.connect(str(current.resolve() / "sukien.duckdb"), read_only=True) as catalog:
    print("open", flush=True)
    while sys.stdin.readline():
        for session in (db, catalog):
            n = session.sql("select count(*) from articles").fetchall()[0][0]
            m = session.sql("select count(distinct article_id) from mentions").fetchall()[0][0]
            lost = session.sql("select count(*) from mentions anti join reports using (report_id)").fetchall()[0][0]
            print(n, m, lost, flush=True)
"""


def test_a_reader_s_session_stays_with_its_snapshot_while_others_are_published(settings: Settings) -> None:
    patient = settings.model_copy(update={"keep_snapshots": 1, "keep_hours": 1})
    pipeline(patient, Direct())
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(settings.processed / "current")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as reader:  # fmt: skip
        assert reader.stdin
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        for n in (2, 3):
            _page(settings.raw, n)
            pipeline(patient, Direct())
            reader.stdin.write("\n")
            assert [reader.stdout.readline() for _ in range(2)] == ["1 1 0\n"] * 2
        reader.stdin.close()
    with duckdb.connect(str(settings.processed / "current" / "sukien.duckdb"), read_only=True) as db:
        assert db.sql("select count(*) from articles").fetchall() == [(3,)]
    # Without grace only the live one is left.
    pipeline(settings.model_copy(update={"keep_snapshots": 1}), Direct())
    assert len(snapshots(Store(settings.processed))) == 1
