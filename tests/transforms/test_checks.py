import polars as pl
import pytest

from transforms.checks import LATER, InvalidDataset, sound_pages, validated
from transforms.schema import TABLES, polars_schema


def _frames(**rows: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    return {
        name: pl.DataFrame(rows.get(name, []), polars_schema(schema), orient="row")
        for name, schema in TABLES.items()
        if name not in LATER
    }


ARTICLE = {
    "article_id": "a",
    "language": "vi",
    "text": "Huế đẹp",
    "raw_file": "x.txt",
    "raw_sha256": "0",
    "parser": "p",
}
DATE = {
    "article_id": "a", "report_id": "r", "begin": 0, "end": 3, "surface": "Huế", "basis": "stated", "is_event_date": False, "rule": "t",
}  # fmt: skip
REPORT = {
    "report_id": "r", "article_id": "a", "position": 0, "text": "Huế đẹp", "begin": 0, "end": 7, "is_teaser": False,
    "duplicate_group_id": "g", "is_representative": True, "n_syllables": 2,
}  # fmt: skip


NAMES = [name for name in TABLES if name not in LATER]


def test_a_sound_dataset_comes_back_in_its_published_order_and_types() -> None:
    frames = _frames(articles=[ARTICLE], reports=[REPORT], dates=[DATE])
    frames["articles"] = frames["articles"].select(sorted(frames["articles"].columns)).with_columns(extra=pl.lit(1))
    tables = validated(frames, NAMES)
    assert set(tables) == set(TABLES) - set(LATER)
    assert tables["articles"].schema == polars_schema(TABLES["articles"])
    assert tables["articles"]["text"].to_list() == ["Huế đẹp"]


def test_every_broken_rule_is_named_with_its_count() -> None:
    frames = _frames(articles=[ARTICLE, ARTICLE], reports=[REPORT | {"begin": 7}])
    with pytest.raises(InvalidDataset, match=r"articles: primary_key.*2 rows.*reports: begins_before_it_ends.*1 rows"):
        validated(frames, NAMES)


def test_a_missing_table_or_column_is_named() -> None:
    frames = _frames()
    del frames["events"]
    frames["reports"] = frames["reports"].drop("title")
    with pytest.raises(InvalidDataset, match=r"title.*events") as e:
        validated(frames, NAMES)
    assert "reports: " in str(e.value)


def test_references_lead_somewhere() -> None:
    with pytest.raises(InvalidDataset, match=r"reports.article_id: 1 values are not in articles.article_id"):
        validated(_frames(reports=[REPORT]), NAMES)


def test_references_may_lead_to_what_stands_elsewhere() -> None:
    frames = {"reports": _frames(reports=[REPORT])["reports"]}
    here, elsewhere = pl.Series(["a", "b"]), pl.Series(["b"])
    assert validated(frames, ["reports"], {("articles", "article_id"): here})["reports"].height == 1
    assert validated(frames, ["reports"])["reports"].height == 1  # nothing is known of articles
    with pytest.raises(InvalidDataset, match=r"reports.article_id: 1 values are not in articles.article_id"):
        validated(frames, ["reports"], {("articles", "article_id"): elsewhere})


def _pages(**rows: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """The frames of some pages; claims have the columns of `office_claims`."""
    claims = rows.pop("claims", [])
    frames = _frames(**rows)
    return frames | {"claims": pl.DataFrame(claims, polars_schema(TABLES["office_claims"]), orient="row")}


def test_offsets_give_the_surface_back() -> None:
    with pytest.raises(InvalidDataset, match="dates: 1 offsets do not give their surface"):
        sound_pages(_pages(articles=[ARTICLE], reports=[REPORT], dates=[DATE | {"begin": 1}]))


STATEMENT = {
    "statement_id": "s", "article_id": "a", "report_id": "r", "speaker_id": "e", "mode": "direct", "text": "Huế … đẹp",
    "spans": [{"begin": 0, "end": 3}, {"begin": 4, "end": 7}], "statement_group_id": "g", "rule": "t",
}  # fmt: skip
CLAIM = {
    "claim_id": "c", "article_id": "a", "report_id": "r", "person_id": "p", "office": "Huế", "title": "Huế", "surface": "Huế",
    "begin": 0, "end": 3, "spans": [{"begin": 0, "end": 3}], "is_former": False, "is_acting": False, "rule": "t",
}  # fmt: skip


def test_claims_are_what_stands_at_their_spans() -> None:
    sound = {"articles": [ARTICLE], "reports": [REPORT]}
    sound_pages(_pages(**sound, claims=[CLAIM]))
    with pytest.raises(InvalidDataset, match="claims: 1 spans do not give their surface"):
        sound_pages(_pages(**sound, claims=[CLAIM | {"surface": "đẹp"}]))


SPAN = {"article_id": "a", "begin": 0, "end": 7, "kind": "body", "rule": "t"}


def test_pieces_joined_give_what_was_said() -> None:
    sound = {"articles": [ARTICLE], "reports": [REPORT]}
    sound_pages(_pages(**sound, statements=[STATEMENT]))
    for wrong in ({"text": "Huế đẹp"}, {"spans": [{"begin": 0, "end": 3}]}, {"spans": []}):
        with pytest.raises(InvalidDataset, match="statements: 1 spans do not give their text"):
            sound_pages(_pages(**sound, statements=[STATEMENT | wrong]))


@pytest.mark.parametrize("spans", [[(0, 3)], [(1, 7)], [(0, 3), (4, 7)], [(0, 4), (3, 7)], [(0, 8)]])
def test_spans_cover_an_article_once_and_whole(spans: list[tuple[int, int]]) -> None:
    sound_pages(_pages(articles=[ARTICLE], article_spans=[SPAN]))
    with pytest.raises(InvalidDataset, match="article_spans: 1 articles are not covered once and whole"):
        sound_pages(_pages(articles=[ARTICLE], article_spans=[SPAN | {"begin": b, "end": e} for b, e in spans]))


def test_no_report_reaches_beyond_its_article() -> None:
    with pytest.raises(InvalidDataset, match="reports: 1 end beyond their article"):
        sound_pages(_pages(articles=[ARTICLE], reports=[REPORT | {"end": 8}]))
