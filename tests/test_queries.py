"""Every query of the cookbook is a question, runs on the sample, and has an answer there."""

from pathlib import Path

import pytest

from flows.catalog import connect
from flows.progress import Summary

QUERIES = sorted((Path(__file__).parent.parent / "queries").glob("*.sql"))


@pytest.mark.parametrize("file", QUERIES, ids=lambda f: f.stem)
def test_the_cookbook_answers(file: Path, sample: Summary) -> None:
    sql = file.read_text(encoding="utf8")
    assert sql.startswith("-- ")
    assert "?" in sql.splitlines()[0]
    with connect(sample.snapshot) as db:
        rows = db.sql(sql).fetchall()
    assert rows or file.stem == "contested_offices"
