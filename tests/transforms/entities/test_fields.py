import pytest

from transforms.entities.fields import field_after, field_at, fields_after, more_fields
from transforms.text.normalise import fold


def _fields(text, **how):
    end = fields_after(" " + text, fold(" " + text), 0, **how)
    return None if end is None else text[: end - 1]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Công Thương đã", "Công Thương"),
        ("Giáo dục và Đào tạo Hà Giang", "Giáo dục và Đào tạo"),
        ("Văn hóa, Thể thao và Du lịch", "Văn hóa, Thể thao và Du lịch"),
        ("Y tế, Công Thương báo cáo", "Y tế"),
        ("Tài nguyên và Bảo vệ môi trường", "Tài nguyên và Bảo vệ môi trường"),
        ("LĐ-TB&XH", "LĐ-TB&XH"),
        ("GD ĐT", "GD ĐT"),
        ("Quốc phòng đầu tư", "Quốc phòng"),
    ],
)
def test_enumerations(text, fields):
    assert _fields(text) == fields


def test_lower_case_only_where_asked():
    assert _fields("kinh tế Đức") is None
    assert _fields("kinh tế Đức", lower=True) == "kinh tế"
    assert _fields("bàn ghế", lower=True) is None


def test_single_fields():
    assert field_after(" kiểm tra", 0) == (9, True)
    assert field_after(" y tế", 0) == (5, False)
    assert field_at("y tế", 0) == (4, False)
    assert field_after(" bàn", 0) is None
    assert more_fields(" và công nghệ", 0) is not None
    assert more_fields(" của", 0) is None
