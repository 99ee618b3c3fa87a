from transforms.ids import content_id, content_ids


def test_ids_are_fixed_for_ever() -> None:
    assert content_id("article", None, 1) == "00b24b4292a49c215ac2"


def test_parts_do_not_run_together() -> None:
    assert content_id("ab", "c") != content_id("a", "bc")
    assert content_id("a", None) != content_id("a", "")
    assert content_id("a") != content_id("a", None)


def test_ids_of_many_names_are_those_of_each() -> None:
    assert content_ids("group", ["a", "", "ă"]) == [content_id("group", name) for name in ("a", "", "ă")]
