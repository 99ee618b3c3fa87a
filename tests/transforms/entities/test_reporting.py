"""The language of reporting."""

import pytest

from transforms.entities import reporting
from transforms.entities.reporting import Cue
from transforms.lexicon import column, table
from transforms.text.normalise import fold


def cues(text: str) -> list[Cue]:
    return list(reporting.cues(text, fold(text)))


def complement(text: str) -> str | None:
    """What the first cue of a sentence takes."""
    begin = reporting.complement(cues(text)[0], text, fold(text), len(text), len(text))
    return None if begin is None else text[begin:]


def test_verbs_in_a_row_are_one_cue() -> None:
    text = "Bà ghi nhận và đánh giá cao nỗ lực"
    (cue,) = cues(text)
    assert text[cue.begin : cue.first_end] == "ghi nhận"
    assert text[slice(*cue.verb)] == "đánh giá cao"
    assert not cue.is_single


def test_thanks_in_a_row_belong_to_the_verb_before() -> None:
    text = "Bà đánh giá cao và cảm ơn đóng góp"
    assert text[slice(*cues(text)[0].verb)] == "đánh giá cao và cảm ơn"


def test_expressed_wish_keeps_the_wish() -> None:
    assert complement("Bà bày tỏ mong muốn sớm trở lại") == "mong muốn sớm trở lại"


@pytest.mark.parametrize(
    "text",
    [
        "những yêu cầu mới",
        "theo đề nghị của bà",
        "nói chung là tốt",
        "yêu cầu của dân",
        "nói chuyện đã lâu",
        "Ban Chỉ đạo họp",
    ],
)
def test_no_cue(text: str) -> None:
    assert cues(text) == []


def test_a_name_is_no_verb() -> None:
    assert cues("Chị [x] và Hứa Thị Ba") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bà cho biết mưa đã tạnh", "mưa đã tạnh"),
        ("Bà cho biết, mưa đã tạnh", "mưa đã tạnh"),
        ("Bà cho biết: mưa đã tạnh", "mưa đã tạnh"),
        ("Bà cho rằng mưa đã tạnh", "mưa đã tạnh"),
        ("Bà khẳng định rằng mưa đã tạnh", "mưa đã tạnh"),
        ("Bà cho biết với báo chí, mưa đã tạnh", "mưa đã tạnh"),
        ("Bà khẳng định tại buổi làm việc, mưa đã tạnh", "mưa đã tạnh"),
        ("Bà nhấn mạnh một điều: “Mưa đã tạnh”", "“Mưa đã tạnh”"),
        ("Bà phát biểu tại lễ khai mạc rằng mưa đã tạnh", "mưa đã tạnh"),
        ("Bà phát biểu tại lễ khai mạc: mưa đã tạnh", "mưa đã tạnh"),
        ("Bà nói, mưa đã tạnh", "mưa đã tạnh"),
        ("Bà yêu cầu báo cáo việc này", "báo cáo việc này"),
        ("Bà cho rằng, đề xuất của làng hợp lý", "đề xuất của làng hợp lý"),
        ("Bà cho rằng về lâu dài mưa sẽ tạnh", "về lâu dài mưa sẽ tạnh"),
        ("Bà nói mưa đã tạnh", "mưa đã tạnh"),
        ("Bà nói với Bao.vn rằng mưa đã tạnh", "mưa đã tạnh"),
        ("Bà tái khẳng định cam kết của làng", "cam kết của làng"),
        ("Bà chia sẻ, mưa đã tạnh", "mưa đã tạnh"),
        ("Bà chia sẻ Việt Nam đã tạnh mưa", "Việt Nam đã tạnh mưa"),
        ("Bà chỉ đạo các xã chống úng", "các xã chống úng"),
        ("Bà gọi cơn mưa này là “trời cho”", "“trời cho”"),
    ],
)
def test_complement(text: str, said: str) -> None:
    assert complement(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Bà thông tin tại hội trường",
        "Bà phát biểu tại lễ khai mạc",
        "Bà chia sẻ với các gia đình",
        "Bà chỉ đạo hội nghị",
        "Bà chỉ đạo rất sát sao",
        "Bà nói với dân đã họp",
        "Bà nói đôi lời",
        "Bà gọi điện thoại về nhà",
        "Bà nhấn mạnh",
    ],
)
def test_no_complement(text: str) -> None:
    assert complement(text) is None


def test_a_colon_behind_another_subject_is_its_own() -> None:
    text = "Bà phát biểu. Ông nói: mưa"
    assert reporting.complement(cues(text)[0], text, fold(text), len(text), 14) is None


@pytest.mark.parametrize(
    ("text", "is_passive"), [("được bà chỉ đạo khắc phục", True), ("được bà đánh giá là “tốt”", False)]
)
def test_passive(text: str, is_passive: bool) -> None:
    assert reporting.is_passive(cues(text)[0], fold(text), text.index("bà")) is is_passive


def test_according() -> None:
    assert reporting.according("theo ông an. tiếp theo là, theo lời bà lan") == {0: 5, 18: 23, 27: 36}


def test_lexicon_of_verbs() -> None:
    takes = {"clause", "said", "order", "marked", "spoken", "naming", "courtesy", "nothing"}
    assert set(column("reporting_verbs", "takes")) == takes
    verbs = [fold(verb) for verb in column("reporting_verbs", "verb")]
    assert len(verbs) == len(set(verbs))
    assert {row["noun"] for row in table("reporting_verbs")} == {"", "yes", "mostly"}


def test_a_matter_raised_goes_on_behind_a_comma() -> None:
    assert complement("nêu vấn đề, hiện trạng còn bất cập") == "hiện trạng còn bất cập"
    assert complement("phát biểu, hiện trạng còn bất cập") is None
