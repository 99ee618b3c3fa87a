import datetime as dt

import polars as pl

from transforms.entities.rows import STAGE
from transforms.resolve.entities import (
    EntityTables,
    entity_tables,
    mention_entities,
    mention_table,
    moved_keys,
    resolve_keys,
    with_entity,
)

A, B = "Phó Chủ tịch Ủy ban nhân dân tỉnh An Giang", "Giám đốc Sở Y tế tỉnh Hà Giang"


def entity(report: str, kind: str, key: str, name: str | None = None, **more: object) -> dict:
    return {"article_id": "a", "report_id": report, "kind": kind, "key": key, "name": name or key.title(), **more}


def mention(report: str, kind: str, key: str, begin: int, surface: str, form: str = "name") -> dict:
    return {
        "article_id": "a", "report_id": report, "kind": kind, "key": key, "begin": begin, "end": begin + len(surface),
        "surface": surface, "form": form, "rule": "t",
    }  # fmt: skip


def claim(report: str, key: str, office: str) -> dict:
    return {
        "article_id": "a",
        "report_id": report,
        "person_key": key,
        "office": office,
        "title": "Chủ tịch",
        "is_former": False,
        "is_acting": False,
    }


def frame(name: str, rows: list[dict]) -> pl.DataFrame:
    return pl.DataFrame(rows, STAGE[name], orient="row")


def resolved(
    entities: list[dict],
    mentions: list[dict] | None = None,
    claims: list[dict] | None = None,
    days: dict[str, dt.date] | None = None,
):
    reports = sorted({e["report_id"] for e in entities})
    dates = pl.DataFrame(
        {"report_id": reports, "event_date": [(days or {}).get(r) for r in reports]},
        schema={"report_id": pl.String, "event_date": pl.Date},
    )
    return resolve_keys(
        frame("report_entities", entities), frame("mentions", mentions or []), frame("claims", claims or []), dates
    )


def ids(entities: list[dict], **more) -> dict[tuple[str, str], str]:
    keys = resolved(entities, **more).keys
    return {(r, k): i for r, k, i in keys.select("report_id", "key", "entity_id").rows()}


def tables(entities: list[dict], mentions: list[dict]) -> EntityTables:
    known = resolved(entities, mentions)
    found = mention_entities(frame("mentions", mentions), known.keys)
    reports = sorted({e["report_id"] for e in entities})
    told = pl.DataFrame(
        {
            "report_id": reports,
            "event_id": ["e"] * len(reports),
            "event_date": [dt.date(2020, 1, i + 1) for i in range(len(reports))],
        }
    )
    return entity_tables(known, frame("report_entities", entities), found, told)


def test_one_key_is_one_entity_in_all_reports_and_kinds_are_apart():
    found = ids([entity("r1", "person", "lê an"), entity("r2", "person", "lê an"), entity("r1", "place", "lê an")])
    assert len(set(found.values())) == 2


def test_spellings_meet():
    found = ids([entity("r1", "person", "d.trump"), entity("r2", "person", "donald trump")])
    assert found["r1", "d.trump"] == found["r2", "donald trump"]


def test_mentions_have_the_entities_of_their_keys_and_of_those_that_moved():
    rows = [entity("r1", "person", "d.trump"), entity("r2", "person", "donald trump"), entity("r1", "place", "huế")]
    mentions = [
        mention("r1", "person", "d.trump", 0, "D.Trump"),
        mention("r2", "person", "donald trump", 0, "Donald Trump"),
        mention("r1", "place", "huế", 20, "Huế"),
        mention("r2", "place", "huế", 30, "Huế"),  # not among the entities of its report
    ]
    keys = resolved(rows, mentions).keys
    moved = moved_keys(keys)
    assert moved.select("report_id", "key").rows() == [("r1", "d.trump")]
    named = mention_entities(frame("mentions", mentions), keys)
    table = mention_table(frame("mentions", mentions[:3]), moved)
    assert table["entity_id"].to_list() == named["entity_id"].to_list()
    assert table["entity_id"][0] == table["entity_id"][1] != table["entity_id"][2]
    assert table.columns[:4] == ["mention_id", "article_id", "report_id", "entity_id"]


def test_renamed_organizations_meet():
    found = ids(
        [entity("r1", "organization", "đảng ủy quân sự trung ương"), entity("r2", "organization", "quân ủy trung ương")]
    )
    assert len(set(found.values())) == 1


def test_an_acronym_is_what_the_corpus_writes_it_out_as():
    entities = [entity("r1", "organization", "hội làm vườn", "Hội Làm vườn"), entity("r2", "organization", "hlv")]
    mentions = [
        mention("r1", "organization", "hội làm vườn", 0, "Hội Làm vườn"),
        mention("r1", "organization", "hội làm vườn", 20, "HLV", "acronym"),
    ]
    found = ids(entities, mentions=mentions)
    assert found["r1", "hội làm vườn"] == found["r2", "hlv"]


def test_an_acronym_of_two_organizations_stays_open():
    entities = [
        entity("r1", "organization", "hội làm vườn"),
        entity("r2", "organization", "huấn luyện viên"),
        entity("r3", "organization", "hlv"),
    ]
    mentions = [
        mention("r1", "organization", "hội làm vườn", 20, "HLV", "acronym"),
        mention("r2", "organization", "huấn luyện viên", 20, "HLV", "acronym"),
    ]
    assert len(set(ids(entities, mentions=mentions).values())) == 3


def test_namesakes_are_kept_apart_with_the_evidence_and_silent_reports_go_with_the_usual_one():
    reports = ["r1", "r2", "r3", "r4", "r5", "r6"]
    offices = [A, B, A, B, A]
    entities = [entity(r, "person", "lê văn an") for r in reports]
    claims = [claim(r, "lê văn an", office) for r, office in zip(reports, offices, strict=False)]
    days = {r: dt.date(2020, 1, 1) + dt.timedelta(days=20 * i) for i, r in enumerate(reports)}
    keys = resolved(entities, claims=claims, days=days)
    of = dict(keys.keys.select("report_id", "entity_id").rows())
    assert of["r1"] == of["r3"] == of["r5"] == of["r6"]
    assert of["r2"] == of["r4"] != of["r1"]
    assert set(keys.splits["evidence"]) == {f"{A} | {B}", f"{B} | {A}"}


def test_names_aliases_and_counts():
    entities = [entity("r1", "person", "lê văn an", "Lê Văn An"), entity("r2", "person", "lê văn an", "Lê Văn An")]
    mentions = [
        mention("r1", "person", "lê văn an", 0, "Lê Văn An"), mention("r1", "person", "lê văn an", 20, "ông An", "short_name"),
        mention("r2", "person", "lê văn an", 0, "LÊ VĂN AN"), mention("r2", "person", "lê văn an", 30, "Chủ tịch xã", "title"),
    ]  # fmt: skip
    (row,) = tables(entities, mentions).entities.to_dicts()
    assert (row["name"], row["aliases"]) == ("Lê Văn An", ["LÊ VĂN AN", "ông An"])
    assert (row["n_mentions"], row["n_reports"], row["n_events"]) == (4, 2, 1)
    assert (row["first_seen"], row["last_seen"]) == (dt.date(2020, 1, 1), dt.date(2020, 1, 2))


def test_details_of_places_and_organizations_lead_to_what_the_corpus_has():
    entities = [
        entity("r1", "place", "gia lai", level="province", unit_code="64", era="both"),
        entity("r1", "place", "chư sê", level="district", parent_key="gia lai"),
        entity("r1", "place", "đâu đó", parent_key="không có"),
        entity("r1", "organization", "tỉnh ủy gia lai", branch="party", level="province"),
    ]
    found = tables(entities, [])
    by_id = {r["entity_id"]: r["name"] for r in found.entities.to_dicts()}
    parents = {by_id[p["place_id"]]: by_id.get(p["parent_id"]) for p in found.places.to_dicts()}
    assert parents == {"Gia Lai": None, "Chư Sê": "Gia Lai", "Đâu Đó": None}
    assert {by_id[p["place_id"]]: p["level"] for p in found.places.to_dicts()}["Đâu Đó"] == "other"
    assert found.organizations.select("branch", "level", "parent_id").rows() == [("party", "province", None)]


def test_a_bare_number_is_a_document_of_its_own_that_names_the_whole_one():
    entities = [
        entity("r1", "document", "k1", "Nghị quyết 34", doc_type="Nghị quyết", number="34"),
        entity(
            "r2",
            "document",
            "k2",
            "Nghị quyết số 34-NQ/TW",
            doc_type="Nghị quyết",
            number="34-NQ/TW",
            issuers=["Bộ Chính trị"],
        ),
    ]
    found = tables(
        entities,
        [
            mention("r1", "document", "k1", 0, "Nghị quyết 34"),
            mention("r2", "document", "k2", 0, "Nghị quyết số 34-NQ/TW"),
        ],
    ).documents.to_dicts()
    bare, whole = sorted(found, key=lambda d: len(d["number"]))
    assert (bare["number"], bare["same_as_id"], bare["n_citations"]) == ("34", whole["document_id"], 1)
    assert (whole["number"], whole["issuers"], whole["same_as_id"]) == ("34-NQ/TW", ["Bộ Chính trị"], None)


def test_ids_do_not_depend_on_the_order_of_the_rows():
    entities = [
        entity("r1", "person", "lê an"),
        entity("r2", "organization", "hội lúa"),
        entity("r3", "person", "d.trump"),
        entity("r4", "person", "donald trump"),
    ]
    assert ids(entities) == ids(entities[::-1])


def test_keys_are_replaced_by_ids_and_null_stays_null():
    keys = resolved([entity("r1", "place", "gia lai")]).keys
    told = pl.DataFrame({"report_id": ["r1", "r2"], "place_key": ["gia lai", None]})
    found = with_entity(told, keys, "place", "place_key", "place_id")
    assert found["place_id"].to_list() == [keys["entity_id"][0], None]
