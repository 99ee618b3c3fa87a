import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.lexicon import column
from transforms.text.abbreviations import expand


@pytest.mark.parametrize(
    ("printed", "long"),
    [
        ("Ban Đối ngoại T.Ư", "Ban Đối ngoại Trung ương"),
        ("Ban Tổ chức TW", "Ban Tổ chức Trung ương"),
        ("UBTƯ MTTQ Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("Sở GD-ĐT Hà Nội", "Sở Giáo dục và Đào tạo Hà Nội"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Bộ TN & MT", "Bộ Tài nguyên và Môi trường"),
        ("Bộ LĐTBXH", "Bộ Lao động, Thương binh và Xã hội"),
        ("Bộ LĐ-TB&XH", "Bộ Lao động, Thương binh và Xã hội"),
        ("UBND TPHCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("LĐLĐ TP Huế", "Liên đoàn Lao động Thành phố Huế"),
        ("TP. Đà Nẵng", "Thành phố Đà Nẵng"),
        ("HĐND-UBND huyện", "Hội đồng nhân dân-Ủy ban nhân dân huyện"),
        ("Nghị quyết TW 4", "Nghị quyết Trung ương 4"),
    ],
)
def test_expands(printed, long):
    assert expand(printed) == long


@pytest.mark.parametrize(
    "name",
    [
        "34-NQ/TW",
        "122-CTr/ĐUB",
        "02-CTr/BDVTW-BCSĐBNG",
        "12/2017/QĐ-UBND",
        "QĐ-UBND",
        "BỘ KẾ HOẠCH VÀ ĐẦU TƯ",
        "VỤ TƯ PHÁP",
        "ubnd",
        "TWO",
        "Bộ Công Thương",
        "",
    ],
)
def test_leaves(name):
    assert expand(name) == name


@given(
    st.lists(
        st.sampled_from([*column("abbreviations", "abbreviation"), "Bộ", "tỉnh", "12-QĐ/TW", "-", "Huế"]), max_size=6
    )
)
def test_idempotent(words):
    once = expand(" ".join(words))
    assert expand(once) == once
