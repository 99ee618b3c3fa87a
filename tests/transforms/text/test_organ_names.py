import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.lexicon import column
from transforms.text.organ_names import country_name, key_of, known, loose


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ban Đối ngoại Trung ương", "Ban Đối ngoại T.Ư", "ban Đối ngoại", "Ban đối ngoại TW"),
        ("Bộ Lao động, Thương binh và Xã hội", "Bộ LĐ-TB&XH", "Bộ Lao động-Thương binh và Xã hội", "Bộ Lao động"),
        ("Bộ Thông tin và Truyền thông", "Bộ Thông tin Truyền thông", "Bộ TT&TT"),
        ("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai", "Uỷ ban Nhân dân Lào Cai"),
        ("Chính phủ", "Chính phủ Việt Nam"),
        ("Bộ Ngoại giao Mỹ", "Bộ Ngoại giao Hoa Kỳ"),
        ("Tập đoàn Điện lực Việt Nam", "EVN", "Tập đoàn EVN"),
        ("Tổng Liên đoàn Lao động Việt Nam", "Tổng LĐLĐ Việt Nam", "Tổng Liên đoàn lao động (LĐLĐ) Việt Nam"),
        ("Trường Đại học Trà Vinh", "Đại học Trà Vinh", "ĐH Trà Vinh"),
        ("Ban Chấp hành Trung ương Đảng", "Trung ương Đảng", "BCH Trung ương"),
    ],
)
def test_spellings_of_one_organ_share_a_key(spellings):
    assert len({key_of(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bộ Ngoại giao", "Bộ Ngoại giao Nga"),
        ("UBND tỉnh Lào Cai", "UBND thành phố Lào Cai"),
        ("Ban Tổ chức Trung ương", "Ban Tổ chức Tỉnh ủy"),
        ("Đảng Cộng sản Việt Nam", "Đảng Cộng sản Cuba"),
        ("Sở Y tế Hà Nội", "Sở Y tế Hà Nam"),
    ],
)
def test_other_organs_have_other_keys(one, other):
    assert key_of(one) != key_of(other)


def test_lexicon_row_by_key():
    row = known(key_of("Ban Đối ngoại T.Ư"))
    assert row is not None
    assert (row["name"], row["branch"], row["level"]) == ("Ban Đối ngoại Trung ương", "party", "central")
    assert known(key_of("Công ty Không Có")) is None


def test_country_names():
    assert country_name("Mỹ") == "Hoa Kỳ"
    assert country_name("Atlantis") == "Atlantis"


@given(st.sampled_from([*column("organs", "name"), *column("acronyms", "name")]))
def test_keys_are_stable(name):
    assert loose(key_of(name)) == key_of(name)
    assert key_of(key_of(name)) == key_of(name)
