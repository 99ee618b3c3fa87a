from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from transforms.pages.zones import Canvas, trim
from transforms.records import Zone


def test_tiles_cover_the_text_and_white_space_goes_to_the_zone_before() -> None:
    text = "\n Tít \n\n Thân bài. \n"
    canvas = Canvas(text)
    assert canvas.claim(Zone(0, 6, "title", "headline"))
    assert [(text[z.begin : z.end], z.kind) for z in canvas.tiles()] == [
        ("\n Tít \n\n ", "title"),
        ("Thân bài. \n", "body"),
    ]


def test_a_stretch_is_claimed_once() -> None:
    canvas = Canvas("một hai ba")
    assert canvas.claim(Zone(4, 7, "credit", "a"))
    assert not canvas.claim(Zone(0, 7, "caption", "b"))
    assert not canvas.claim(Zone(7, 8, "caption", "blank"))
    canvas.claim_rest(Zone(0, 10, "caption", "c"))
    assert [(z.begin, z.end, z.rule) for z in canvas.zones] == [(0, 3, "c"), (4, 7, "a"), (8, 10, "c")]
    assert canvas.free() == []


def test_an_empty_text_has_no_tiles() -> None:
    assert Canvas("").tiles() == ()
    assert Canvas(" \n ").tiles() == ()
    assert trim("  a ", 0, 4) == (2, 3)


@given(st.text(alphabet="ab \n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_tiles_always_partition(text: str, claims: list[tuple[int, int]]) -> None:
    canvas = Canvas(text)
    for begin, end in claims:
        canvas.claim(Zone(min(begin, len(text)), min(end, len(text)), "caption", "any"))
    tiles = canvas.tiles()
    if text.strip():
        assert tiles[0].begin == 0
        assert tiles[-1].end == len(text)
        assert all(a.end == b.begin for a, b in pairwise(tiles))
        assert all(z.begin < z.end for z in tiles)
    else:
        assert tiles == ()
