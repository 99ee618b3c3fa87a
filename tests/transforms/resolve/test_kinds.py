import polars as pl
import pytest

from transforms.lexicon import table
from transforms.resolve.kinds import event_kind, event_kinds, plover_type
from transforms.schema import EVENT_KINDS


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Thủ tướng hội đàm với Tổng thống nước bạn", "Sáng nay hai bên trao đổi về thương mại.", "meeting"),
        ("Chủ tịch nước lên đường thăm Lào", "Chuyến thăm kéo dài ba ngày.", "visit"),
        ("Khánh thành cầu vượt sông Bé", "Cây cầu dài 300 mét.", "ceremony"),
        ("Hai xe khách va chạm, năm người tử vong", "Vụ tai nạn xảy ra lúc rạng sáng.", "accident"),
        ("Nguyên giám đốc hầu tòa", "Hội đồng xét xử mở phiên tòa sơ thẩm.", "trial"),
        ("Bắt tạm giam hai đối tượng", "Cơ quan điều tra khởi tố vụ án.", "investigation"),
        ("Bổ nhiệm Thứ trưởng", "Thủ tướng trao quyết định.", "appointment"),
        ("Đại biểu chất vấn về nước sạch", "Phiên chất vấn kéo dài cả buổi.", "questioning"),
        ("Mùa hoa cải", "Cánh đồng vàng rực ven sông.", "other"),
        (None, "", "other"),
    ],
)
def test_kinds(title, text, kind):
    assert event_kind(title, text) == kind


def test_the_headline_counts_more_than_the_opening():
    assert event_kind("Ký kết hợp tác", "Tại hội nghị, các bên trao đổi.") == "signing"


def test_a_repeated_word_counts_once():
    assert event_kind("", "hội thảo " + "thăm " * 30) == "conference"


def test_every_cue_and_mapping_names_a_kind():
    assert {row["kind"] for row in table("event_kinds")} <= set(EVENT_KINDS)
    assert {row["kind"] for row in table("plover_types")} == set(EVENT_KINDS)


def test_plover_types_only_where_a_kind_has_a_counterpart():
    frame = pl.DataFrame({"kind": ["meeting", "signing", "ceremony"]})
    assert frame.select(plover_type(pl.col("kind"))).to_series().to_list() == ["CONSULT", "AGREE", None]


def test_a_frame_keeps_its_order():
    frame = pl.DataFrame({"title": ["Điện đàm cấp cao", "Mùa hoa cải"], "text": ["", ""]})
    assert event_kinds(frame).to_list() == ["phone_call", "other"]
