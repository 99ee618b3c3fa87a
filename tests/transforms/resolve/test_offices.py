import polars as pl
import pytest

from transforms.resolve.offices import is_abroad, single_holder


def test_an_office_that_names_another_country_shows_where_a_person_serves():
    claims = pl.DataFrame(
        {"person_id": ["p", "p", "q"], "office": ["Thủ tướng", "Thủ tướng Trung Quốc", "Thủ tướng Chính phủ"]}
    )
    entities = pl.DataFrame({"entity_id": ["p", "q"], "name": ["Lý Văn Bá", "Trần Văn Tư"]})
    assert dict(is_abroad(claims, entities).rows()) == {"p": True, "q": False}


@pytest.mark.parametrize(
    ("office", "single"),
    [
        ("Tổng Bí thư", True),
        ("Thường trực Ban Bí thư", True),
        ("Trưởng Ban Dân vận Trung ương", True),
        ("Trưởng ban Dân vận T.Ư", False),  # canonical names come written out
        ("Phó Trưởng Ban Dân vận Trung ương", False),
        ("Bộ trưởng Bộ Y tế", True),
        ("Thứ trưởng Bộ Y tế", False),
        ("Ủy viên Bộ Chính trị", False),
        ("Chủ tịch Ủy ban nhân dân tỉnh Gia Lai", True),
        ("Phó Chủ tịch nước", False),
    ],
)
def test_single_holder_offices(office, single):
    assert single_holder(pl.Series([office])).to_list() == [single]
