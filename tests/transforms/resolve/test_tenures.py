import datetime as dt

import polars as pl

from transforms.resolve.tenures import tenures

CLAIMS = pl.Schema(
    {
        "report_id": pl.String, "person_id": pl.String, "office": pl.String, "title": pl.String, "organization_id": pl.String,
        "is_former": pl.Boolean, "is_acting": pl.Boolean,
    }
)  # fmt: skip
ARTICLES = pl.Schema(
    {
        "article_id": pl.String,
        "source": pl.String,
        "collection": pl.String,
        "published_at": pl.Datetime("us", "UTC"),
    }
)
HEAD = "Trưởng Ban Đối ngoại Trung ương"


def spells(*rows: tuple, names: dict[str, str] | None = None) -> list[dict]:
    """Tenures of claims (person, office, day or None, {former, acting, source, precision, latest, published})."""
    claims, reports, articles = [], [], []
    for i, (person, office, day, *more) in enumerate(rows):
        extra = more[0] if more else {}
        claims.append(
            (f"r{i}", person, office, office.split()[0], None, extra.get("former", False), extra.get("acting", False))
        )
        reports.append((f"r{i}", f"a{i}", day, extra.get("precision", "day") if day else None, extra.get("latest")))
        articles.append((f"a{i}", extra.get("source", "x.vn"), "c", extra.get("published")))
    entities = {p: (names or {}).get(p, "Lê Văn An") for p in {c[1] for c in claims}}
    kinds = ["person"] * len(entities)
    dates = {
        "report_id": pl.String,
        "article_id": pl.String,
        "event_date": pl.Date,
        "event_date_precision": pl.String,
        "event_date_latest": pl.Date,
    }
    return tenures(
        pl.DataFrame(claims, CLAIMS, orient="row"),
        pl.DataFrame(reports, dates, orient="row"),
        pl.DataFrame(articles, ARTICLES, orient="row"),
        pl.DataFrame({"entity_id": list(entities), "name": list(entities.values()), "kind": kinds}),
    ).to_dicts()


def day(year: int, month: int = 6, of: int = 1) -> dt.date:
    return dt.date(year, month, of)


def test_sightings_add_up():
    (row,) = spells(("p", HEAD, day(2015)), ("p", HEAD, day(2017), {"source": "y.vn"}), ("p", HEAD, day(2016)))
    assert (row["first_observed"], row["last_observed"]) == (day(2015), day(2017))
    assert (row["n_reports"], row["n_sources"], row["spell"]) == (3, 2, 1)
    assert row["is_single_holder"]
    assert not row["is_contested"]


def test_a_former_office_lengthens_nothing():
    (row,) = spells(("p", HEAD, day(2015)), ("p", HEAD, day(2020), {"former": True}))
    assert row["last_observed"] == day(2015)


def test_a_long_gap_begins_a_new_spell():
    assert [r["spell"] for r in spells(("p", HEAD, day(2005)), ("p", HEAD, day(2012)))] == [1, 2]
    assert [r["spell"] for r in spells(("p", HEAD, day(2005)), ("p", HEAD, day(2009)))] == [1]


def test_another_holder_in_between_begins_a_new_spell():
    rows = [("p", HEAD, day(2015)), ("q", HEAD, day(2016)), ("q", HEAD, day(2016, 9)), ("p", HEAD, day(2018))]
    assert [(r["person_id"], r["spell"]) for r in spells(*rows)] == [("p", 1), ("q", 1), ("p", 2)]


def test_many_may_be_deputies():
    office = "Phó Thủ tướng Chính phủ"
    rows = [("p", office, day(2015)), ("q", office, day(2016)), ("q", office, day(2016, 9)), ("p", office, day(2018))]
    found = spells(*rows)
    assert [(r["person_id"], r["spell"]) for r in found] == [("p", 1), ("q", 1)]
    assert not any(r["is_single_holder"] or r["is_contested"] for r in found)


def test_a_succession_is_no_contradiction_and_turns_are():
    succession = spells(("p", HEAD, day(2015)), ("p", HEAD, day(2016)), ("q", HEAD, day(2017)), ("q", HEAD, day(2018)))
    assert [r["is_contested"] for r in succession] == [False, False]
    turns = spells(
        ("p", HEAD, day(2015, 1)), ("q", HEAD, day(2015, 2)), ("p", HEAD, day(2015, 3)), ("q", HEAD, day(2015, 4))
    )
    assert [r["is_contested"] for r in turns] == [True, True]


def test_one_wrong_claim_contests_nobody_and_is_contested_itself():
    rows = [("p", HEAD, day(2015)), ("q", HEAD, day(2016)), ("p", HEAD, day(2017))]
    assert {(r["person_id"], r["is_contested"]) for r in spells(*rows)} == {("p", False), ("q", True)}


def test_a_handover_read_in_two_orders_is_no_contradiction():
    def over(of: int) -> list[bool]:
        rows = [("p", HEAD, day(2015)), ("p", HEAD, day(2016, 6, of)), ("q", HEAD, day(2016)), ("q", HEAD, day(2017))]
        return [r["is_contested"] for r in spells(*rows)]

    assert over(4) == [False, False]
    assert over(20) == [True, True]


def test_an_event_long_before_publication_dates_no_office():
    late = {"published": dt.datetime(2017, 6, 2, tzinfo=dt.UTC)}
    (row,) = spells(("p", HEAD, day(2017), late), ("p", HEAD, day(2014), late))
    assert (row["first_observed"], row["n_reports"]) == (day(2017), 2)


def test_a_day_far_from_many_others_is_a_stray():
    often = [("p", HEAD, day(2017, 5, of)) for of in range(1, 26)]
    (row,) = spells(("p", HEAD, day(2013)), *often, ("p", HEAD, day(2020)))
    assert (row["first_observed"], row["last_observed"]) == (day(2017, 5, 1), day(2017, 5, 25))
    assert row["n_reports"] == 27
    (row,) = spells(("p", HEAD, day(2013)), *often[:5])
    assert row["first_observed"] == day(2013)


def test_a_month_dates_no_office():
    (row,) = spells(("p", HEAD, day(2017, 5), {"precision": "month"}), ("p", HEAD, day(2017)))
    assert row["first_observed"] == day(2017)


def test_reports_without_a_day_count_but_date_nothing():
    (row,) = spells(("p", HEAD, day(2015)), ("p", HEAD, None), ("p", HEAD, day(2019), {"precision": "year"}))
    assert (row["n_reports"], row["last_observed"]) == (3, day(2015))
    (row,) = spells(("p", HEAD, None))
    assert (row["n_reports"], row["first_observed"]) == (1, None)


def test_a_day_after_publication_is_no_sighting():
    (row,) = spells(("p", HEAD, day(2017)), ("p", HEAD, day(2018), {"latest": day(2017, 7)}))
    assert row["last_observed"] == day(2017)


def test_acting_only_where_all_say_so():
    assert spells(("p", HEAD, day(2017), {"acting": True}))[0]["is_acting"]
    assert not spells(("p", HEAD, day(2017), {"acting": True}), ("p", HEAD, day(2018)))[0]["is_acting"]


def test_one_office_in_two_spellings():
    rows = spells(
        ("p", "Chủ tịch Ủy ban nhân dân Thành phố Huế", day(2017)),
        ("p", "Chủ tịch Ủy ban nhân dân Thành phố Huế", day(2018)),
        ("p", "Chủ tịch Uỷ ban nhân dân thành phố Huế", day(2019)),
    )
    assert [(r["office"], r["n_reports"]) for r in rows] == [("Chủ tịch Ủy ban nhân dân Thành phố Huế", 3)]


def test_a_head_of_another_government_contests_nothing():
    rows = [("p", "Thủ tướng", day(2017, 5)), ("q", "Thủ tướng", day(2017, 6)), ("p", "Thủ tướng", day(2017, 7))]
    found = {r["person_id"]: r for r in spells(*rows, names={"p": "Nguyễn Văn Bê", "q": "Ingrid Sandberg"})}
    assert found["p"]["is_single_holder"]
    assert not found["p"]["is_contested"]
    assert not found["q"]["is_single_holder"]


def test_whoever_is_called_a_former_holder_is_seen_in_the_office_no_more():
    now = [("p", HEAD, day(2017, 5, of)) for of in range(1, 6)]
    after = [("p", HEAD, day(2017, 6, of), {"former": True}) for of in (1, 4, 7)]
    (row,) = spells(*now, *after, ("p", HEAD, day(2017, 6, 5)))
    assert row["last_observed"] == day(2017, 5, 5)
    (row,) = spells(*now, *after, ("p", HEAD, day(2017, 6, 1)))
    assert row["last_observed"] == day(2017, 6, 1)
    (row,) = spells(*now, after[0], ("p", HEAD, day(2017, 6, 5)))
    assert row["last_observed"] == day(2017, 6, 5)


def test_nobody_is_seen_in_an_office_after_dying():
    (row,) = spells(("p", HEAD, day(2017)), names={"p": "Võ Văn Kiệt"})
    assert row["first_observed"] is None


def test_days_that_a_collection_does_not_cover_date_nothing():
    often = [(f"q{i % 40}", "Ủy viên", day(2017, 5, i % 28 + 1)) for i in range(1200)]
    found = spells(*often, ("p", HEAD, day(2016)), ("p", HEAD, day(2017, 5, 9)))
    (row,) = [r for r in found if r["person_id"] == "p"]
    assert (row["first_observed"], row["n_reports"]) == (day(2017, 5, 9), 2)
    (row,) = [r for r in spells(*often[:200], ("p", HEAD, day(2016))) if r["person_id"] == "p"]
    assert row["first_observed"] == day(2016)


def test_few_wrong_claims_contest_nobody():
    often = [("p", HEAD, day(2017, month, of)) for month in (5, 6) for of in range(1, 29)]
    found = spells(*often, ("q", HEAD, day(2017, 5, 9)), ("q", HEAD, day(2017, 5, 20)))
    assert {(r["person_id"], r["is_contested"]) for r in found} == {("p", False), ("q", True)}
