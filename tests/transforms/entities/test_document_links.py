"""One document under several spellings of one report, and what must stay apart."""

from __future__ import annotations

import pytest

from transforms.entities import documents
from transforms.records import Found, Zone
from transforms.text.doc import Doc


def find(text: str) -> Found:
    return documents.find(Doc(text, (Zone(0, len(text), "body", "test"),)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Quy hoạch Hồ Núi Cốc đúng luật. Việc lập Quy hoạch tổng thể phát triển khu du lịch Hồ Núi Cốc đã xong. "
            "Nay Quy hoạch phát triển khu du lịch Hồ Núi Cốc được bàn lại.",
            "Quy hoạch tổng thể phát triển khu du lịch Hồ Núi Cốc",
        ),
        (
            "Hai bên soạn Hiệp định dẫn độ tội phạm. Dự thảo Hiệp định về dẫn độ tội phạm được gửi đi.",
            "Hiệp định về dẫn độ tội phạm",
        ),
        (
            "thảo luận Luật Đất đai (sửa đổi). Ông cho rằng Luật Đất đai cần rõ ràng.",
            "Luật Đất đai (sửa đổi)",
        ),
        (
            "hội nghị ra hai nghị quyết: “Phát triển kinh tế biển xanh trở thành động lực”; “Đổi mới trường học ở vùng cao”. "
            "Nghị quyết về phát triển kinh tế biển xanh được ủng hộ.",
            "Nghị quyết Phát triển kinh tế biển xanh trở thành động lực",
        ),
    ],
)
def test_a_short_name_is_the_fuller_one_of_the_report(text: str, name: str) -> None:
    found = find(text)
    assert found.entities[0].name == name
    assert {m.key for m in found.mentions} >= {found.entities[0].key}
    assert len(found.entities) == len({m.key for m in found.mentions}) == (2 if "hai nghị quyết" in text else 1)


@pytest.mark.parametrize(
    "text",
    [
        # two fuller names, neither within the other
        "Quy hoạch Hồ Tây; Quy hoạch giao thông Hồ Tây và Quy hoạch đô thị Hồ Tây; ba việc",
        # another head
        "ký Hiệp định Thương mại biên giới Việt Nam - Lào, thay Hiệp định Mua bán hàng hóa thương mại biên giới Việt Nam - Lào.",
        # an amendment
        "ký Nghị định thư về lắp ráp xe tải; Nghị định thư sửa đổi Nghị định thư về lắp ráp xe tải ở miền Trung; rồi về",
        # the law of a year and the bill
        "Luật Đất đai năm 2013 cần sửa. Quốc hội bàn Luật Đất đai (sửa đổi).",
        # years of one programme
        "Nghị quyết về chương trình giám sát năm 2018; Nghị quyết về chương trình giám sát năm 2019; hết",
    ],
)
def test_what_could_be_two_stays_apart(text: str) -> None:
    assert len(find(text).entities) > 1


def test_a_subject_told_of_a_number_is_that_number() -> None:
    f = find(
        "Triển khai Nghị quyết 35 về phát triển doanh nghiệp nhỏ, hội nghị đã họp. Báo cáo việc thực hiện Nghị quyết của Chính "
        "phủ về hỗ trợ và phát triển doanh nghiệp nhỏ, ông nói."
    )
    assert [e.name for e in f.entities] == ["Nghị quyết 35"]
    assert len(f.mentions) == 2


def test_a_subject_of_another_number_is_none_of_it() -> None:
    f = find(
        "Nghị quyết 35 về phát triển doanh nghiệp nhỏ, rồi Nghị quyết của Chính phủ về trồng rừng ven biển, đã ra."
    )
    assert len(f.entities) == 2
