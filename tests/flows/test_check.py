from pathlib import Path

import polars as pl
import pytest

from flows.check import COMPARED, CheckFailed, check, compare, verdict
from flows.pipeline import Direct, pipeline
from flows.progress import Summary
from flows.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "1.txt").write_text(
        "Tin\n\nSáng 8/2/2017, tại Hà Nội, Quốc hội họp phiên thứ hai với nhiều nội dung quan trọng."
    )
    return Settings(raw=raw, processed=tmp_path / "processed")


def _run(settings: Settings) -> Summary:
    return pipeline(settings, Direct())


def test_live_tables_that_equal_a_rebuild_pass_and_nothing_is_left(settings: Settings, tmp_path: Path) -> None:
    tables = check(settings, _run, tmp_path / "scratch")
    assert verdict(tables) == ""
    assert [t.table for t in tables] == list(COMPARED)
    assert {t.table: (t.live, t.rebuilt) for t in tables}["articles"] == (1, 1)
    assert not (tmp_path / "scratch").exists()


def test_a_live_table_that_differs_is_named_with_its_rows(settings: Settings, tmp_path: Path) -> None:
    def tampered(given: Settings) -> Summary:
        summary = _run(given)
        if given.processed == settings.processed:
            file = summary.snapshot / "reports.parquet"
            changed = pl.read_parquet(file).with_columns(title=pl.lit("Khác"))
            file.unlink()
            changed.write_parquet(file)
        return summary

    tables = check(settings, tampered, tmp_path / "scratch")
    assert verdict(tables) == "reports: 1 rows only in the live snapshot, 1 only in the rebuild"


def test_rows_count_as_often_as_they_occur_in_any_order(tmp_path: Path) -> None:
    sides = {"live": [1, 2, 2], "same": [2, 1, 2], "other": [1, 1, 2]}
    for side, values in sides.items():
        (tmp_path / side).mkdir()
        for name in COMPARED:
            pl.DataFrame({"x": values, "of": [[name]] * 3}).write_parquet(tmp_path / side / f"{name}.parquet")
    assert verdict(compare(tmp_path / "live", tmp_path / "same")) == ""
    assert {(t.only_live, t.only_rebuilt) for t in compare(tmp_path / "live", tmp_path / "other")} == {(1, 1)}


def test_pages_that_arrive_meanwhile_make_it_start_again(settings: Settings, tmp_path: Path) -> None:
    arrived: list[Path] = []

    def busy(given: Settings, often: int) -> Summary:
        summary = _run(given)
        if len(arrived) < often:
            arrived.append(settings.raw / f"late-{len(arrived)}.txt")
            arrived[-1].write_text("Tin\n\nNgày 9/2/2017, Chính phủ họp phiên thường kỳ tại Hà Nội, bàn nhiều việc.")
        return summary

    assert verdict(check(settings, lambda s: busy(s, 1), tmp_path / "scratch")) == ""
    with pytest.raises(CheckFailed, match="check when the raw folder is quiet"):
        check(settings, lambda s: busy(s, 99), tmp_path / "scratch")
