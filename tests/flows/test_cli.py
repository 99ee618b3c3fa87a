import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.cli import main
from flows.progress import Summary


@pytest.fixture
def processed(sample: Summary) -> str:
    return str(sample.snapshot.parent.parent)


def test_a_query_prints_an_aligned_table(processed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "query",
                "select 'Huế' as place, 12 as n union all select 'Thành phố Hồ Chí Minh', null order by n",
                "--processed",
                processed,
            ]
        )
        == 0
    )
    assert capsys.readouterr().out == (
        "place                   n\n─────────────────────  ──\nHuế                    12\nThành phố Hồ Chí Minh   –\n(2 rows)\n"
    )


def test_a_query_writes_files(processed: str, tmp_path: Path) -> None:
    sql = "select article_id, begin from article_spans order by 1, 2"
    for name in ("a.csv", "a.json", "a.parquet"):
        assert main(["query", sql, "--processed", processed, "--output", str(tmp_path / name)]) == 0
    rows = pl.read_parquet(tmp_path / "a.parquet")
    assert rows.height > 100
    assert pl.read_csv(tmp_path / "a.csv").equals(rows)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf8")) == rows.to_dicts()


def test_lists_go_into_csv_as_json(processed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "select ['a', 'b'] as x", "--processed", processed, "--format", "csv"]) == 0
    assert capsys.readouterr().out == 'x\n"[""a"", ""b""]"\n'


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "the following arguments are required: command"),
        (["walk"], 2, "invalid choice: 'walk'"),
        (["run", "--raw", "/nowhere/at/all"], 2, "no such raw folder or file"),
        (["run", "--raw", ".", "--assume-year", "17"], 2, "assume_year: Input should be greater than or equal to 1945"),
        (["run", "--raw", ".", "--workers", "many"], 2, "invalid int value: 'many'"),
        (["run", "--raw", ".", "--runner", "spark://x:1"], 2, "no runner 'spark://x:1'"),
        (["run", "--raw", ".", "--runner", "processes", "--direct"], 2, "takes no --runner"),
        (["query", "select 1", "--processed", "/nowhere"], 2, "no published tables"),
        (["query", "select 1", "--format", "parquet"], 2, "needs --output"),
        (["query", "select 1", "--output", "x.pdf"], 2, "choose --format"),
        (["query", "selec 1"], 1, "syntax error"),
        (["query", "select * from nothing"], 1, "nothing does not exist"),
        (["query", "select 1", "--output", "/nowhere/x.csv"], 1, "cannot write /nowhere/x.csv"),
        (["explain", "/nowhere.txt"], 1, "no such page"),
    ],
)
def test_mistakes_end_with_one_line_and_a_code(
    arguments: list[str], code: int, message: str, processed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if arguments[:1] == ["query"] and "--processed" not in arguments:
        arguments = [*arguments, "--processed", processed]
    assert main(arguments) == code
    output = capsys.readouterr()
    assert output.err.startswith("sukien: ")
    assert message in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""


def test_a_run_ends_with_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "1.txt"
    page.write_text(
        "Tin\n\nNgày 8/2/2017, tại Hà Nội, Quốc hội họp phiên thứ hai với nhiều nội dung quan trọng.", encoding="utf8"
    )
    arguments = ["run", "--direct", "--raw", str(page), "--processed", str(tmp_path / "p")]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "articles" in out
    assert "published: " in out
    assert main(arguments) == 0
    assert "nothing has changed since the last run" in capsys.readouterr().out


def test_an_empty_folder_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--direct", "--raw", str(tmp_path), "--processed", str(tmp_path / "p")]) == 1
    assert "no raw files in" in capsys.readouterr().err


def test_explain_shows_spans_rules_and_meaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "1.txt"
    page.write_text(
        "Tiếp khách <b>\n\nSáng 8/2/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp đoàn đại biểu và nhấn mạnh, hai nước cần mở rộng hợp tác.",
        encoding="utf8",
    )
    assert main(["explain", str(page), "--html", str(tmp_path / "x.html")]) == 0
    out = capsys.readouterr().out
    assert "Trần Đại Quang" in out
    assert "2017-02-08" in out
    html = (tmp_path / "x.html").read_text(encoding="utf8")
    assert 'class="person"' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_explain_takes_a_record_of_a_container(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"text": "Tin một"}\n{"title": "không"}\n', encoding="utf8")
    assert main(["explain", f"{file}#0"]) == 0
    assert "Tin một" in capsys.readouterr().out
    assert main(["explain", f"{file}#1"]) == 1
    assert "no_text" in capsys.readouterr().err
    assert main(["explain", f"{file}#7"]) == 1


def test_the_catalog_file_holds_commented_views(sample: Summary) -> None:
    with duckdb.connect(str(sample.snapshot / "sukien.duckdb"), read_only=True) as db:
        assert db.execute("select count(*) from articles").fetchall() == [(sample.counts["articles"],)]
        comments = dict(db.execute("select view_name, comment from duckdb_views() where not internal").fetchall())
        assert comments["events"] == "One row per real-world event."
        described = db.execute(
            "select comment from duckdb_columns() where table_name = 'events' and column_name = 'kind'"
        ).fetchall()
        assert described[0][0].startswith("Kind of event.")
        assert (
            db.execute("select count(*) from holders('%Thường trực Ban Bí thư%', date '2024-07-04')").fetchall()[0][0]
            >= 1
        )
