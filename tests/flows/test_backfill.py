import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import tasks
from flows.backfill import Range, backfill, day_of_path
from flows.check import compare, verdict
from flows.cli import main
from flows.layout import files_of
from flows.pipeline import Direct, NoInput, pipeline
from flows.settings import Settings

MAY = Range(dt.date(2017, 5, 1), dt.date(2017, 6, 30))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    for name, published in {"a": "2017-05-02", "b": "2017-05-31T20:00:00Z", "c": "2017-06-15", "d": "2018-01-01", "e": None}.items():  # fmt: skip
        text = f"Tin {name}\n\nSáng 8/2/2017, tại Hà Nội, Quốc hội họp phiên thứ hai, đại biểu thứ {name} phát biểu về nhiều việc quan trọng."
        (raw / "feed").mkdir(parents=True, exist_ok=True)
        (raw / "feed" / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": text, "published": published}))
    for day in ("2017/05/09", "2019/05/09"):
        (raw / day).mkdir(parents=True)
        (raw / day / "x.jsonl").write_text(
            json.dumps({"id": day, "text": f"Tin ngày {day}\n\nQuốc hội họp tại Hà Nội."})
        )
    return Settings(raw=raw, processed=tmp_path / "processed")


class _Watched(Direct):
    """Notes what was worked on; fails where told."""

    def __init__(self, fails: str | None = None) -> None:
        self.seen: dict[str, int] = {}
        self.fails = fails

    def map(self, stage: str, function: Callable[..., Any], items: Sequence[Any], *fixed: Any, workers: int = 1) -> list[Any]:  # fmt: skip
        self.seen[stage] = len(items)
        if stage == self.fails:
            raise ConnectionError("the mount\nis gone")
        return super().map(stage, function, items, *fixed, workers=workers)


def test_slices_hold_the_shards_of_their_days_and_no_others(settings: Settings) -> None:
    executor = _Watched()
    slices = backfill(settings, executor, MAY)
    # The evening of 31 May in UTC is 1 June in Việt Nam; a path names the day of a record that has none.
    assert [(s.label, s.shards, s.records, s.error) for s in slices] == [
        ("2017-05", 2, 2, None),
        ("2017-06", 2, 2, None),
    ]
    assert executor.seen == {"read": 6, "pages 2017-05": 2, "pages 2017-06": 2}
    assert not (settings.processed / "current").exists()


def test_a_backfill_and_its_run_give_what_one_full_run_gives_and_compute_nothing_twice(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = pipeline(settings.model_copy(update={"processed": tmp_path / "full"}), Direct())
    backfill(settings, Direct(), Range(dt.date(2017, 1, 1), dt.date(2017, 12, 31), "year"))
    computed: list[str] = []
    clean = tasks.clean
    monkeypatch.setattr("flows.tasks.clean", lambda record: (computed.append(record.record_id), clean(record))[1])
    summary = pipeline(settings, Direct())
    assert sorted(computed) == ["2019/05/09", "d", "e"]  # outside the range, and without a day
    assert verdict(compare(full.snapshot, summary.snapshot)) == ""
    computed.clear()
    backfill(settings, Direct(), MAY)
    assert computed == []


def test_a_slice_that_fails_is_told_and_the_others_are_done(settings: Settings) -> None:
    slices = backfill(settings, _Watched(fails="pages 2017-05"), MAY)
    assert [s.error for s in slices] == ["ConnectionError: the mount is gone", None]
    assert [s.error for s in backfill(settings, Direct(), MAY)] == [None, None]


def test_no_input_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="no such raw folder"):
        backfill(Settings(raw=tmp_path / "none", processed=tmp_path / "p"), Direct(), MAY)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2017/05/31/x.txt", dt.date(2017, 5, 31)), ("dump-20170531.jsonl.gz", dt.date(2017, 5, 31)),
        ("a/2017-05-31_b.parquet", dt.date(2017, 5, 31)), ("2017/05/x.txt", None), ("120170531.txt", None),
        ("2017-02-30.txt", None), ("songthao.example/1.txt", None),
    ],
)  # fmt: skip
def test_days_in_paths(path: str, day: dt.date | None) -> None:
    assert day_of_path(path) == day


def test_the_command_publishes_and_refuses_wrong_days(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["backfill", "--direct", "--raw", str(settings.raw), "--processed", str(settings.processed)]
    assert main([*call, "--from", "2017-05-01", "--to", "2017-06-30", "--by", "day"]) == 0
    assert pl.read_parquet(files_of(settings.processed / "current", "articles")).height == 7
    capsys.readouterr()
    for days, why in (
        (["--from", "2017-06-01", "--to", "2017-05-01"], "--from is after --to"),
        (["--from", "May", "--to", "2017-05-01"], "'May' is no day like 2017-05-31"),
    ):
        assert main([*call, *days]) == 2
        assert why in capsys.readouterr().err


@pytest.mark.usefixtures("prefect_api")
def test_as_a_flow_it_ends_with_an_ordinary_run(settings: Settings) -> None:
    from flows.deployments import fill

    assert fill(settings, MAY.first, MAY.last).counts["articles"] == 7
