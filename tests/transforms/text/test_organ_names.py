import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.lexicon import column
from transforms.text.organ_names import country_name, is_country, key_of, known, loose, plain


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
        ("Phòng Giáo dục huyện Gia Lâm", "phòng GD&ĐT huyện Gia Lâm"),
        ("Tổ công tác của Thủ tướng Chính phủ", "Tổ công tác Thủ tướng Chính phủ"),
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
        ("Phòng Giáo dục mầm non", "Phòng Giáo dục và Đào tạo"),
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


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Chính phủ"),
        ("Bộ Y tế Việt Nam", "Bộ Y tế"),
        ("Quốc hội Vương quốc Campuchia", "Quốc hội Campuchia"),
        ("Bộ Quốc phòng Mỹ", "Bộ Quốc phòng Hoa Kỳ"),
        ("Ủy ban nhân dân Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai"),
        ("Ủy ban nhân dân Thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
        ("Sở Y tế tỉnh Lào Cai", "Sở Y tế Lào Cai"),
        ("Thành ủy TP.HCM", "Thành ủy Thành phố Hồ Chí Minh"),
        # nothing to leave out
        ("Ủy ban nhân dân thành phố Lào Cai", "Ủy ban nhân dân thành phố Lào Cai"),
        ("Bộ Tư pháp", "Bộ Tư pháp"),
        ("Tập đoàn Việt Úc", "Tập đoàn Việt Úc"),
        ("Hội đồng Liên bang Nga", "Hội đồng Liên bang Nga"),
        ("Học viện Chính trị Quốc gia Hồ Chí Minh", "Học viện Chính trị Quốc gia Hồ Chí Minh"),
    ],
)
def test_one_spelling_of_an_organ_in_offices(name, short):
    assert plain(name) == short
    assert plain(short) == short


def test_style_of_a_state():
    assert key_of("Quốc hội Vương quốc Campuchia") == key_of("Quốc hội Campuchia")
    assert key_of("Nhà nước Việt Nam") == "nhà nước"
    assert is_country("CHDCND Lào")
    assert not is_country("Hà Nội")
