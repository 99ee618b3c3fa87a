import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.text.tries import trie


def test_longest_phrase_wins():
    pattern = re.compile(trie(["hà", "hà nội", "hà nam"]))
    assert pattern.match("hà nội mới")[0] == "hà nội"
    assert pattern.match("hà đông")[0] == "hà"
    assert pattern.match("nội") is None


def test_signs_are_literal():
    assert re.fullmatch(trie(["tp.hcm", "a-b"]), "tpxhcm") is None
    assert re.fullmatch(trie(["tp.hcm", "a-b"]), "tp.hcm")


@given(st.lists(st.text("abc đ.", min_size=1, max_size=5), min_size=1, max_size=8))
def test_matches_its_phrases_and_prefers_the_longest(phrases):
    pattern = re.compile(trie(phrases))
    for phrase in phrases:
        found = pattern.match(phrase)
        assert found is not None
        assert found[0] == max((p for p in phrases if phrase.startswith(p)), key=len)
