import datetime as dt

import polars as pl

from transforms.resolve.documents import document_keys

SCHEMA = {
    "report_id": pl.String, "key": pl.String, "doc_type": pl.String, "number": pl.String, "issuers": pl.List(pl.String),
    "term": pl.String, "issued_on": pl.Date, "name": pl.String,
}  # fmt: skip


def keys(*documents: dict) -> list[str]:
    rows = [{"report_id": f"r{i}", "key": f"k{i}", "doc_type": "Nghị quyết", **d} for i, d in enumerate(documents)]
    return document_keys(pl.DataFrame(rows, SCHEMA, orient="row"))["document"].to_list()


def wholes(*documents: dict) -> list[str | None]:
    rows = [{"report_id": f"r{i}", "key": f"k{i}", "doc_type": "Nghị quyết", **d} for i, d in enumerate(documents)]
    return document_keys(pl.DataFrame(rows, SCHEMA, orient="row"))["whole"].to_list()


def test_a_bare_number_is_linked_to_the_one_that_begins_so():
    cited = ({"number": "34-NQ/TW"}, {"number": "34"})
    full, bare = keys(*cited)
    assert full != bare
    assert wholes(*cited) == [None, full]


def test_a_bare_number_stays_alone_where_two_begin_so():
    assert wholes({"number": "34-NQ/TW"}, {"number": "34/NQ-CP"}, {"number": "34"}) == [None] * 3


def test_another_type_of_document_does_not_count():
    assert wholes({"number": "34-CT/TW", "doc_type": "Chỉ thị"}, {"number": "34"}) == [None, None]


def test_the_same_number_of_two_congresses_is_two_documents():
    old, new, open_ = keys(
        {"number": "36-NQ/TW", "issued_on": dt.date(2004, 3, 26)},
        {"number": "36-NQ/TW", "issued_on": dt.date(2018, 10, 22)},
        {"number": "36-NQ/TW"},
    )
    assert len({old, new, open_}) == 3


def test_an_undated_citation_is_the_one_dated_document():
    dated, undated = keys({"number": "36-NQ/TW", "issued_on": dt.date(2018, 10, 22)}, {"number": "36-NQ/TW"})
    assert dated == undated


def test_a_number_with_its_year_needs_no_date():
    dated, undated = keys({"number": "86/2015/NĐ-CP", "issued_on": dt.date(2015, 10, 2)}, {"number": "86/2015/NĐ-CP"})
    assert dated == undated


def test_a_document_without_a_number_keeps_its_key():
    assert keys({"doc_type": "Luật", "name": "Luật Đất đai"}) == ["k0"]


def test_a_bare_number_of_another_congress_is_linked_to_none():
    assert wholes({"number": "34-CT/TW"}, {"number": "34", "term": "khóa XI"}) == [None, None]
    cited = ({"number": "34-CT/TW", "term": "khóa XI"}, {"number": "34", "term": "khóa XI"})
    assert wholes(*cited)[1] == keys(*cited)[0]
