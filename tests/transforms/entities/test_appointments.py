import pytest

from transforms.entities.appointments import Reference, cue_before, reference_before


def _cue(before):
    cue = cue_before(before, 0, len(before))
    return None if cue is None else (before[cue.begin :].strip(), cue.is_former)


@pytest.mark.parametrize(
    ("before", "cue"),
    [
        ("bầu ông An giữ chức ", ("giữ chức", False)),
        ("bổ nhiệm ông An làm ", ("làm", False)),
        ("cử ông An vào cương vị ", ("vào cương vị", False)),
        ("Phó Chủ tịch nước giữ ", ("giữ", False)),
        ("bà An trở lại với nhiệm vụ ", ("trở lại với nhiệm vụ", False)),
        ("ông An được bổ nhiệm giữ các chức vụ: ", ("bổ nhiệm giữ các chức vụ:", False)),
        # given up
        ("cho ông An thôi giữ chức ", ("thôi giữ chức", True)),
        ("miễn nhiệm chức danh ", ("miễn nhiệm chức danh", True)),
        ("ông An rời cương vị ", ("rời cương vị", True)),
        # held before
        ("ông An từng là ", ("là", True)),
        ("Trước khi được bầu, ông là ", ("là", True)),
        ("Từ năm 2001 đến năm 2005, ông An làm ", ("làm", True)),
        ("ông An từng là cán bộ, nay là ", ("là", False)),
        ("ông An thôi giữ chức Vụ trưởng, giữ chức ", ("giữ chức", False)),
        # appointed then, and held since
        ("Trước đó, Bộ Chính trị phân công ông An giữ chức ", ("giữ chức", False)),
        ("Trước khi giữ chức ", ("giữ chức", False)),
    ],
)
def test_cues(before, cue):
    assert _cue(before) == cue


@pytest.mark.parametrize(
    "before", ["ông An gặp ", "ông An được đề nghị làm ", "ông An từ chối làm ", "ông An chưa bao giờ là ", "việc bầu "]
)
def test_no_cue(before):
    assert _cue(before) is None


@pytest.mark.parametrize(
    ("clause", "reference"),
    [
        ("Trước khi được bầu, ông ", Reference("ông", None)),
        ("Bà Mai từng ", Reference("bà", "Mai")),
        ("Đồng chí đã ", Reference("đồng chí", None)),
        ("Từ năm 2001, ", Reference("", None)),
        ("Từng ", Reference("", None)),
    ],
)
def test_references(clause, reference):
    assert reference_before(clause + "làm ", 0, len(clause)) == reference


def test_posts():
    assert cue_before("giữ vai trò ", 0, 12).is_post
    assert not cue_before("ông là ", 0, 7).is_post


@pytest.mark.parametrize(
    "clause", ["Ông cho biết người anh ", "Ông An đã kể: “Cha tôi ", "Quốc hội ", "Hôm nay cả nước "]
)
def test_no_reference(clause):
    assert reference_before(clause + "làm ", 0, len(clause)) is None
