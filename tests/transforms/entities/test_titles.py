from transforms.entities.titles import TITLES
from transforms.text.normalise import fold


def _titles(text):
    return [(text[b:e], title.name, title.follows) for b, e, title in TITLES.find(fold(text))]


def test_deputies_and_standing_forms():
    assert _titles("PHÓ CHỦ TỊCH THƯỜNG TRỰC") == [("PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Phó Chủ tịch Thường trực", "organ")]
    assert _titles("phó thủ tướng") == [("phó thủ tướng", "Phó Thủ tướng", "state")]
    assert _titles("PGS.TS") == [("PGS.TS", "PGS.TS", "rank")]


def test_honorifics_are_no_offices():
    assert _titles("ông, bà, đồng chí, anh, chị") == []
