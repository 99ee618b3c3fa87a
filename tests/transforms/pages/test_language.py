from transforms.pages.language import language


def test_vietnamese_is_known_by_its_letters() -> None:
    assert language("Tỉnh họp bàn việc chống hạn cho vùng cao.") == "vi"


def test_other_languages_are_undetermined() -> None:
    assert language("The province met to discuss the drought.") == "und"
    assert language("Le préfet a reçu les élus à l'hôtel de ville; ça a été très animé.") == "und"
    assert language("1, 2, 3") == "und"
