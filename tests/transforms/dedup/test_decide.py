import datetime as dt

import polars as pl

from tests.transforms.dedup.builders import reports, words
from transforms.dedup.decide import PAIRS, decide
from transforms.dedup.evidence import evidence
from transforms.dedup.verify import verify

PAIR = pl.DataFrame({"report_a": ["r00"], "report_b": ["r01"]})


def decision(a: str, b: str, titles: tuple[str, str] = ("", "")) -> dict[str, object]:
    both = reports([a, b], list(titles))
    found = decide(verify(PAIR, both), evidence(both))
    assert found.schema == PAIRS
    return found.row(0, named=True) if found.height else {}


def test_an_edited_copy_is_merged():
    text = f"Sáng 4/3, {words(1, 200)}"
    x = decision(text, text.replace(" cao ", " cáo "), ("Đoàn thăm chợ quê", "Đoàn đến chợ quê"))
    assert (x["merged"], x["reason"]) == (True, "same_report")


def test_a_pair_that_shares_too_little_is_not_published():
    assert decision(words(1, 300) + " " + words(2, 20), words(3, 300) + " " + words(2, 20)) == {}


def test_a_short_report_inside_a_long_report_of_the_event_is_merged():
    short = f"Sáng 4/3, đoàn thăm chợ. {words(4, 150)}"
    x = decision(short, short + " " + words(5, 200), ("Đoàn thăm chợ quê", "Đoàn thăm chợ quê và vườn tre"))
    assert (x["merged"], x["part_of"]) == (True, None)


def test_background_at_the_end_of_another_story_is_kept_apart():
    shared = words(6, 150)
    x = decision(
        f"Ngày 2/6, {words(7, 120)} {shared}",
        f"Ngày 11/6, {words(8, 120)} {shared}",
        ("Đoàn thăm chợ", "Lửa cháy ngoài rừng"),
    )
    assert (x["merged"], x["reason"], x["part_of"]) == (False, "date_conflict", None)
    y = decision(f"{words(7, 120)} {shared}", f"{words(8, 120)} {shared}", ("Đoàn thăm chợ", "Lửa cháy ngoài rừng"))
    assert (y["merged"], y["reason"]) == (False, "background")


def test_a_bulletin_of_another_day_is_kept_apart():
    line = "Giá vàng sáng nay {} triệu đồng một lượng, " + words(9, 40) + " {} đồng, " + words(10, 40) + " {} đồng."
    x = decision(line.format(36, 120, 7), line.format(37, 90, 5), ("Giá vàng hôm nay 18.6", "Giá vàng hôm nay 19.6"))
    assert (x["merged"], x["reason"]) == (False, "date_conflict")


def test_a_bulletin_whose_numbers_changed_is_kept_apart():
    line = (
        "Giá vàng trong nước {} triệu đồng một lượng, "
        + words(9, 40)
        + " {} đồng, "
        + words(10, 40)
        + " {} đồng "
        + words(11, 20)
    )
    x = decision(line.format(36, 120, 7), line.format(37, 90, 5), ("Giá vàng tăng", "Giá vàng giảm"))
    assert (x["merged"], x["reason"]) == (False, "bulletin")


def test_a_later_stage_is_kept_apart():
    shared = words(12, 250)
    x = decision(
        f"Công an cho biết. {shared}", f"Tòa án cho biết. {shared}", ("Bắt tạm giam giám đốc", "Tuyên án giám đốc")
    )
    assert (x["merged"], x["reason"]) == (False, "later_stage")


def test_an_item_of_another_text_is_told_with_its_direction():
    item = words(13, 100)
    x = decision(item, f"{words(14, 300)} {item} {words(15, 300)}", ("Đoàn thăm chợ", "Tin trong tuần"))
    assert x["item"] == "a_in_b"


def yearly(one: str, other: str, dates: tuple[dt.date | None, dt.date | None]) -> dict[str, object]:
    both = reports([one, other], ["Tổng kết năm", "Tổng kết năm"])
    facts = pl.DataFrame(
        [
            {"report_id": i, "event_month": d and d.month, "event_day": d and d.day, "event_date": d}
            for i, d in zip(both["report_id"], dates, strict=True)
        ],
        {"report_id": pl.String, "event_month": pl.Int8, "event_day": pl.Int8, "event_date": pl.Date},
        orient="row",
    )
    return decide(verify(PAIR, both), evidence(both, facts)).row(0, named=True)


def test_the_yearly_conference_in_the_same_words_is_another_event() -> None:
    one = f"Ngày 28/12/2017, hội nghị tổng kết năm 2017 khai mạc. {words(12, 200)}"
    x = yearly(one, one.replace("2017", "2018"), (dt.date(2017, 12, 28), dt.date(2018, 12, 28)))
    assert (x["merged"], x["reason"]) == (False, "date_conflict")


def test_the_same_words_with_the_same_numbers_have_the_same_date_however_it_was_read() -> None:
    one = f"Ngày 28/12/2017, hội nghị tổng kết năm 2017 khai mạc. {words(12, 200)}"
    assert yearly(one, one + " Hết.", (dt.date(2017, 12, 28), dt.date(2017, 3, 1)))["merged"]


def test_an_evening_abroad_is_the_next_day_at_home() -> None:
    one = f"Hai bên hội đàm. {words(13, 200)}"
    assert yearly(one, one + f" {words(14, 30)}", (dt.date(2017, 5, 30), dt.date(2017, 5, 31)))["merged"]


def test_a_stage_that_the_other_text_knows_is_no_later_one():
    body = f"Cơ quan công an khởi tố và truy nã hai người. {words(12, 250)}"
    x = decision(body, "Tin mới. " + body, ("Truy nã hai người", "Khởi tố hai người"))
    assert (x["merged"], x["reason"]) == (True, "same_report")


def test_a_visit_announced_is_not_the_visit_begun():
    shared = words(21, 50)
    ahead = f"Tuần tới, đoàn sẽ thăm thành phố. {shared} {words(22, 80)}"
    begun = f"Hôm nay, đoàn lên đường. {shared} {words(23, 80)}"
    assert not decision(ahead, begun, ("Tình bạn hai nước", "Tình bạn hai nước"))["merged"]
    same = ahead.replace("sẽ thăm", "lên đường đi")
    assert decision(same, begun, ("Tình bạn hai nước", "Tình bạn hai nước"))["merged"]


def dated(a: str, b: str, days: list[dt.date], ends: list[dt.date | None] | None = None) -> bool:
    both = reports([a, b], ["Hội nghị làng", "Hội nghị làng"])
    facts = pl.DataFrame(
        {
            "report_id": ["r00", "r01"],
            "event_date": days,
            "event_end_date": ends or [None, None],
            "event_month": [d.month for d in days],
            "event_day": [d.day for d in days],
        },
        schema_overrides={"event_end_date": pl.Date},
    )
    return bool(decide(verify(PAIR, both), evidence(both, facts))["merged"][0])


def test_a_date_replaced_in_the_same_words_is_another_edition():
    text = f"Ngày {{}}, dân bầu trưởng làng theo lệ. {words(31, 120)}"
    days = [dt.date(2024, 5, 20), dt.date(2024, 10, 21)]
    assert not dated(text.format("20/5"), text.format("21/10"), days)


def test_a_day_within_the_event_is_the_event():
    text = f"Hội nghị của làng. {words(32, 120)} {{}} {words(33, 40)}"
    days, ends = [dt.date(2017, 5, 9), dt.date(2017, 5, 13)], [dt.date(2017, 5, 21), None]
    assert dated(text.format("từ ngày 9/5 đến 21/5"), text.format("chiều 13/5"), days, ends)


def named(a: str, b: str, persons: tuple[list[str], list[str]]) -> dict[str, object]:
    both = reports([a, b], ["Họp ở làng", "Họp ở làng"])
    facts = pl.DataFrame({"report_id": ["r00", "r01"], "persons": list(persons)})
    return decide(verify(PAIR, both), evidence(both, facts)).row(0, named=True)


def score(x: dict[str, object]) -> float:
    return float(str(x["score"]))


def test_people_whom_the_other_text_does_not_name_speak_against_one_report():
    shared = words(41, 140)
    a, b = f"{words(42, 80)} {shared} {words(43, 60)}", f"{words(44, 80)} {shared} {words(45, 60)}"
    same = named(a, b, (["x", "y", "z"], ["x", "y", "z"]))
    other = named(a, b, (["x", "y", "z"], ["u", "v", "w"]))
    assert score(named(a, b, ([], ["u", "v", "w"]))) == score(same) > 0
    assert (other["merged"], other["reason"]) == (False, "other_persons")


def test_an_overview_is_no_report_of_what_it_lists():
    item, long = words(46, 120), f"{words(46, 120)} {words(47, 350)}"
    both = ("Đoàn thăm chợ quê", "Đoàn thăm chợ quê và họp")
    told = decision(item, long, both)
    assert told["merged"]
    assert score(decision(item, long, (both[0], "Toàn cảnh " + both[1]))) < score(told) - 4
    assert score(decision(item, long, ("Toàn cảnh " + both[0], both[1]))) > score(told) - 1  # the shorter one is none
    x = decision(f"{words(48, 60)} {item}", f"{words(49, 60)} {long}", (both[0], "Toàn cảnh " + both[1]))
    assert (x["merged"], x["reason"]) == (False, "round_up")


def test_the_end_of_a_visit_is_not_the_meeting_that_is_retold():
    met, titles = words(48, 150), ("Chủ tịch gặp thị trưởng", "Chủ tịch kết thúc chuyến thăm")
    x = decision(f"{words(63, 60)} {met}", f"{words(49, 60)} {met} {words(64, 60)}", titles)
    assert (x["merged"], x["reason"]) == (False, "later_stage")
    told = f"{words(63, 30)}, kết thúc chuyến thăm, {words(65, 25)} {met}"
    assert decision(told, f"{words(49, 60)} {met} {words(64, 60)}", titles)["merged"]


def test_a_text_that_turns_to_what_was_before_may_retell_another():
    shared = words(50, 90)
    a, b = f"{words(51, 60)} {shared} {words(52, 40)}", f"{words(53, 60)} {{}} {shared} {words(54, 40)}"
    plain = decision(a, b.format("Khi ấy,"), ("Đoàn thăm chợ", "Đoàn họp ở chợ"))
    turned = decision(a, b.format("Trước đó,"), ("Đoàn thăm chợ", "Đoàn họp ở chợ"))
    assert score(turned) < score(plain) - 0.8


def test_a_standing_introduction_does_not_make_two_films_one():
    intro = words(55, 80)
    a, b = f"{intro} {words(56, 200)}", f"{intro} {words(57, 180)}"
    x = decision(a, b, ("Rồng thiêng xuống núi", "Mèo hoang qua sông"))
    assert (x["merged"], x["reason"]) == (False, "template")
    assert decision(a, b, ("Rồng thiêng xuống núi", "Rồng thiêng xuống biển"))["merged"]


def test_bodies_that_say_nothing_are_told_apart_by_their_headlines():
    body = "Dưới đây là những hình ảnh mà phóng viên của đài ghi lại được ở hiện trường vụ việc."
    assert not decision(body, body, ("Cháy chợ trong đêm", "Lũ về bản xa"))["merged"]
    assert decision(body, body, ("Cháy chợ trong đêm", "Chợ cháy trong đêm"))["merged"]
    assert decision(body, body)["merged"]


def test_a_storm_told_at_another_hour_is_another_bulletin():
    text = f"Hồi {{}} giờ ngày 12/6, tâm bão ở gần bờ. {words(58, 120)}"
    titles = ("Tin bão số 9", "Tin bão số 9")
    assert decision(text.format(7), text.format(7) + " Hết.", titles)["merged"]
    x = decision(text.format(7), text.format(13), titles)
    assert (x["merged"], x["reason"]) == (False, "bulletin")


def test_other_numbers_on_another_day_are_another_issue():
    line = "Ngày {}/6, chợ có {} gian, " + words(59, 40) + " {} sọt, " + words(60, 40) + " {} gánh, " + words(61, 40)
    x = decision(line.format(2, 70, 500, 30), line.format(9, 85, 620, 41), ("Phiên chợ quê", "Phiên chợ quê"))
    assert (x["merged"], x["reason"]) == (False, "date_conflict")


def test_a_stage_of_another_affair_is_no_later_stage():
    body = f"Công an khởi tố vụ án. {words(62, 200)}"
    titles = ("Vụ phát hiện thi thể ở suối: khởi tố vụ án", "Khởi tố vụ án ở suối")
    assert decision(body, body + " Hết.", titles)["merged"]
