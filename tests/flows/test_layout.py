from pathlib import Path

from flows.layout import file_of, files_of, table_of


def test_a_table_is_a_file_or_a_folder_of_parts(tmp_path: Path) -> None:
    for place in (file_of("events"), file_of("mentions", 10), file_of("mentions", 9)):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    assert [f.name for f in files_of(tmp_path, "events")] == ["events.parquet"]
    assert [f.name for f in files_of(tmp_path, "mentions")] == ["0009.parquet", "0010.parquet"]
    assert files_of(tmp_path, "tenures") == []


def test_files_know_their_table() -> None:
    assert table_of(file_of("mentions", 3)) == "mentions"
    assert table_of("events.parquet") == "events"
    assert table_of("sukien.duckdb") is None
    assert table_of("moved.parquet") is None
