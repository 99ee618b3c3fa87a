import polars as pl

from transforms.resolve.redirects import MEMBERS, carried, members, redirects


def holds(**ids: str) -> pl.DataFrame:
    return pl.DataFrame([("event", i, m) for i, text in ids.items() for m in text], MEMBERS, orient="row")


def pairs(frame: pl.DataFrame) -> list[tuple[str, str]]:
    return frame.select("old_id", "new_id").rows()


def test_a_merged_id_leads_to_where_its_members_are():
    assert pairs(redirects(holds(x="ab", y="cd"), holds(x="abcd"), "run")) == [("y", "x")]


def test_a_split_id_leads_to_each_new_part():
    assert pairs(redirects(holds(x="abcd"), holds(x="ab", z="cd"), "run")) == [("x", "z")]


def test_a_renamed_id_moves_and_new_members_say_nothing():
    assert pairs(redirects(holds(x="ab"), holds(y="abc", z="d"), "run")) == [("x", "y")]


def test_nothing_moves_where_nothing_changed():
    assert redirects(holds(x="ab"), holds(x="ab"), "run").is_empty()


def test_kinds_are_kept_apart_and_events_may_be_missing():
    reports = pl.DataFrame({"report_id": ["a", "b"], "event_id": ["e", None], "duplicate_group_id": ["g", "h"]})
    found = members(reports, pl.DataFrame({"mention_id": ["m"], "entity_id": ["p"]}))
    assert found.rows() == [("event", "e", "a"), ("group", "g", "a"), ("group", "h", "b"), ("entity", "p", "m")]


def test_earlier_redirects_follow_on():
    earlier = redirects(holds(x="ab"), holds(y="ab"), "one")
    fresh = redirects(holds(y="ab"), holds(z="ab"), "two")
    living = pl.DataFrame({"kind": ["event"], "id": ["z"]})
    assert sorted(pairs(carried(earlier, fresh, living))) == [("x", "z"), ("y", "z")]


def test_redirects_to_what_is_gone_are_dropped():
    earlier = redirects(holds(x="ab"), holds(y="ab"), "one")
    nothing = earlier.clear()
    assert carried(earlier, nothing, pl.DataFrame({"kind": ["event"], "id": ["q"]})).is_empty()
