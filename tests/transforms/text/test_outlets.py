import pytest

from transforms.text.outlets import outlet_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tuổi Trẻ", "tuoitre"),
        ("báo Tuổi Trẻ", "tuoitre"),
        ("tuoitre.vn", "tuoitre"),
        ("Báo Nhân Dân", "nhandan"),
        ("nhandan.com.vn", "nhandan"),
        ("baonghean.vn", "nghean"),
        ("TTBM", "ttbm"),
        ("ttbm.example", "ttbm"),
        ("Đất Việt", "datviet"),
        ("báo", "bao"),
        ("—", None),
        (None, None),
    ],
)
def test_names_and_hosts_share_a_key(name: str | None, key: str | None) -> None:
    assert outlet_key(name) == key
