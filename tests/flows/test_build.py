from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.build import build
from flows.layout import files_of
from flows.pipeline import Direct, NoInput, pipeline
from flows.progress import Summary
from flows.settings import Settings
from flows.store import StoreError
from transforms.schema import TABLES, arrow_schema

PAGES = {
    "songthao.example/1.txt": "Hội đàm tại Hà Nội\n\nChiều 7/2/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp Đại sứ Nguyễn Văn Thử. "
    "Chủ tịch nước nhấn mạnh, hai bên cần sớm triển khai các thỏa thuận đã ký và mở rộng hợp tác giữa các địa phương của hai nước.",
    "phuongnam.example/1.txt": "Chủ tịch nước tiếp khách\n\nChiều 7/2, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp Đại sứ Nguyễn Văn Thử. "
    "Chủ tịch nước nhấn mạnh, hai bên cần sớm triển khai các thỏa thuận đã ký và mở rộng hợp tác giữa các địa phương của hai nước.",
    "songthao.example/2.txt": "",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name, text in PAGES.items():
        file = tmp_path / "raw" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf8")
    return Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")


def _tables(summary: Summary) -> dict[str, pl.DataFrame]:
    return {
        name: pl.read_parquet(files_of(summary.snapshot, name)) for name in TABLES if name not in ("runs", "redirects")
    }


def test_a_run_publishes_every_table_with_its_schema(settings: Settings) -> None:
    summary = pipeline(settings, Direct())
    assert summary.counts["articles"] == 2
    assert summary.rejections == {"empty": 1}
    for name in TABLES:
        published = pl.read_parquet_schema(files_of(summary.snapshot, name)[0])
        assert list(published) == arrow_schema(name).names
    reports = pl.read_parquet(summary.snapshot / "reports.parquet")
    assert reports["duplicate_group_id"].n_unique() == 1
    assert reports["event_date"].cast(pl.String).to_list() == ["2017-02-07"] * 2
    assert sorted(reports["event_date_basis"].to_list()) == ["cluster", "stated"]


def test_a_second_run_computes_nothing_and_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline(settings, Direct())

    def never(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("flows.tasks.clean", never)
    monkeypatch.setattr("flows.tasks.resolved", never)
    second = pipeline(settings, Direct())
    assert not first.unchanged
    assert second.unchanged
    assert pl.read_parquet(second.snapshot / "runs.parquet")["run_id"].to_list() == [first.run_id, second.run_id]
    assert pl.read_parquet(second.snapshot / "redirects.parquet").is_empty()


def test_the_result_depends_neither_on_processes_nor_on_what_was_there_before(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = settings.raw / "phuongnam.example" / "1.txt"
    kept = late.read_bytes()
    late.unlink()
    pipeline(settings, Direct())
    late.write_bytes(kept)
    grown = _tables(pipeline(settings, Direct()))
    monkeypatch.setattr("flows.pipeline._WORTH_PROCESSES", 0)
    rebuilt = _tables(
        pipeline(settings.model_copy(update={"processed": tmp_path / "other", "chunk_records": 1}), Direct())
    )
    for name, table in rebuilt.items():
        assert table.equals(grown[name]), name


def test_a_rule_that_fails_costs_one_page_and_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("flows.tasks.split", fail)
    summary = pipeline(settings, Direct())
    assert summary.counts["articles"] == 0
    assert summary.rejections == {"rule_failed": 2, "empty": 1}


def test_no_input_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="no such raw folder"):
        pipeline(Settings(raw=tmp_path / "none", processed=tmp_path / "p"), Direct())
    assert not (tmp_path / "p").exists()
    (tmp_path / "raw").mkdir()
    with pytest.raises(NoInput, match="no raw files"):
        pipeline(Settings(raw=tmp_path / "raw", processed=tmp_path / "p"), Direct())


def test_a_folder_that_cannot_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        pipeline(settings.model_copy(update={"processed": tmp_path / "file" / "x"}), Direct())


def test_an_invalid_dataset_keeps_the_last_snapshot(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pipeline(settings, Direct())
    (settings.raw / "songthao.example" / "3.txt").write_text(
        "Tin mới\n\nNgày 8/2/2017, Quốc hội họp phiên thứ hai tại Hà Nội với nhiều nội dung."
    )
    from transforms.checks import InvalidDataset

    def broken(*_: object) -> Iterator[tuple[str, pl.DataFrame]]:
        yield "events", pl.DataFrame({"event_id": ["e"]})

    monkeypatch.setattr("flows.tasks.resolved", broken)
    with pytest.raises(InvalidDataset, match="events: unable to find column"):
        pipeline(settings, Direct())
    assert (settings.processed / "current").resolve() == first.snapshot.resolve()


@pytest.mark.usefixtures("prefect_api")
def test_the_prefect_flow_publishes_the_same(settings: Settings, tmp_path: Path) -> None:
    plain = _tables(pipeline(settings, Direct()))
    summary = build(settings.model_copy(update={"processed": tmp_path / "flow"}))
    for name, table in _tables(summary).items():
        assert table.equals(plain[name]), name
