import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.pages.clean import Unusable, clean
from transforms.records import Page, RawRecord
from transforms.schema import ZONE_KINDS
from transforms.text.normalise import normalise

BODY = "Tỉnh Mẫu họp bàn việc chống hạn cho các xã vùng cao trong mùa khô năm nay."


def page(content: str, *, is_html: bool = False, title: str | None = None, byline: str | None = None) -> Page:
    return clean(RawRecord("f", "x", content, is_html=is_html, title=title, byline=byline))


def kinds(cleaned: Page) -> list[tuple[str, str]]:
    return [(z.kind, cleaned.text[z.begin : z.end].strip()) for z in cleaned.zones]


@pytest.mark.parametrize(
    ("content", "is_html", "reason"),
    [(" \n ", False, "no_text"), ("1 - 2", False, "no_letters"), ("<script>x</script>", True, "no_text")],
)
def test_pages_without_anything_to_read_are_refused(content: str, is_html: bool, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        page(content, is_html=is_html)
    assert refused.value.reason == reason


def test_a_flattened_text_gets_the_same_zones_as_a_page() -> None:
    flat = f"TCCS - {BODY} Bí thư Tỉnh ủy thăm hồ Mẫu. Ảnh: Lê Hà/TTXVN Tại đây, ông hỏi chuyện dân./. An Bình"
    assert kinds(page(flat)) == [
        ("credit", "TCCS -"),
        ("body", BODY),
        ("caption", "Bí thư Tỉnh ủy thăm hồ Mẫu."),
        ("credit", "Ảnh: Lê Hà/TTXVN"),
        ("body", "Tại đây, ông hỏi chuyện dân./."),
        ("byline", "An Bình"),
    ]


def test_metadata_come_from_the_record_then_from_the_page() -> None:
    text = f"Thứ Năm, 25/7/2024\nTỉnh Mẫu họp bàn chống hạn\n\n{BODY}\n\nTheo Nhandan\n\nAn Bình"
    cleaned = page(text)
    assert (cleaned.title, cleaned.byline, cleaned.credit) == ("Tỉnh Mẫu họp bàn chống hạn", "An Bình", "Nhân Dân")
    assert (cleaned.page_date, cleaned.language) == (dt.date(2024, 7, 25), "vi")
    assert page(text, title="Tít khác", byline="Lê Hà").title == "Tít khác"
    assert page(text, title="Tít khác", byline="Lê Hà").byline == "Lê Hà"


@pytest.mark.parametrize(
    ("content", "credit"),
    [
        (f"(TTXM) - {BODY}", "TTXM"),
        (f"TCCS - {BODY} Theo TTXM", "TTXM"),
        (f"{BODY}\n\nNguồn: TTXM", "TTXM"),
        (f"{BODY} Lê Hà (TTXVN)", "TTXVN"),
        (f"{BODY} Hồ Mẫu cạn. (Nguồn: AFP) {BODY}", None),
        (f"{BODY} An Bình", None),
    ],
)
def test_whom_a_text_is_credited_to(content: str, credit: str | None) -> None:
    assert page(content).credit == credit


def test_links_behind_the_text_are_furniture() -> None:
    cleaned = page(f"{BODY} {BODY} An Bình Tin liên quan Mưa lớn ở miền Thử Hạn kéo dài ở miền Mẫu")
    assert kinds(cleaned)[-1] == ("furniture", "Tin liên quan Mưa lớn ở miền Thử Hạn kéo dài ở miền Mẫu")
    assert ("byline", "An Bình") in kinds(cleaned)


def test_a_player_in_the_text_is_furniture() -> None:
    assert ("furniture", "Video đang HOT") in kinds(page(f"{BODY} Video đang HOT {BODY}"))


def test_every_story_of_a_page_may_be_signed() -> None:
    cleaned = page(f"{BODY} (AN BÌNH) * Cùng ngày, tại Huế, {BODY} LÊ HÀ")
    assert [k for k in kinds(cleaned) if k[0] in ("byline", "furniture")] == [
        ("byline", "(AN BÌNH)"),
        ("furniture", "*"),
        ("byline", "LÊ HÀ"),
    ]


def test_a_page_of_a_signature_alone_has_no_body() -> None:
    assert kinds(page("Theo VTV", title="Mưa lớn ở miền Mẫu")) == [("credit", "Theo VTV")]


def test_html_is_read_as_a_page() -> None:
    cleaned = page(
        f"<h1>Họp bàn chống hạn</h1><p>{BODY}</p><figcaption>Hồ cạn. Ảnh: Lê Hà</figcaption><p>{BODY}</p><p>An Bình</p>",
        is_html=True,
    )
    assert [k for k, _ in kinds(cleaned)] == ["title", "body", "caption", "credit", "body", "byline"]
    assert cleaned.title == "Họp bàn chống hạn"


PIECES = st.sampled_from(
    ["Sáng 5/7, tại Huế, ", "tỉnh họp. ", "Ảnh: An Bình", "(Ảnh: Lê Hà)", "\n", "\n\n", "* ", "Cùng ngày, ", "An Bình", "Theo TTXVN", "...", "Các tin khác",
     "Quang cảnh hội nghị", " ", "_", "TTXVN - ", "“Lo cho dân”, ", "ông nói. ", "Tin liên quan ", "1.", "/. ", "(", ")"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=25).map("".join), st.booleans())
def test_zones_always_partition_the_normalised_page(content: str, is_html: bool) -> None:
    try:
        cleaned = page(content, is_html=is_html)
    except Unusable:
        return
    if not is_html:
        assert cleaned.text == normalise(content)
    assert cleaned.zones[0].begin == 0
    assert cleaned.zones[-1].end == len(cleaned.text)
    assert all(a.end == b.begin for a, b in pairwise(cleaned.zones))
    assert {z.kind for z in cleaned.zones} <= set(ZONE_KINDS)
    assert all(z.rule for z in cleaned.zones)
