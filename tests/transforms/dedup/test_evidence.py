import datetime as dt

import polars as pl

from tests.transforms.dedup.builders import reports
from transforms.dedup.evidence import EVIDENCE, evidence


def of(text: str, title: str = "", **facts: object) -> dict[str, object]:
    known = pl.DataFrame({"report_id": ["r00"], **{k: [v] for k, v in facts.items()}}) if facts else None
    found = evidence(reports([text], [title]), known)
    assert found.schema == EVIDENCE
    return found.row(0, named=True)


def day(d: int, m: int) -> int:
    return m * 32 + d


def test_days_are_read_in_every_writing_and_other_numbers_are_not():
    text = "Sáng 28-1, họp. Ngày 05/02/2017 và ngày 7 tháng 3, (9.4), tỷ số 2-1, 16/18 phiếu, từ ngày 9-11/5."
    assert of(text)["days"] == [day(28, 1), day(5, 2), day(7, 3), day(9, 4), day(9, 5), day(11, 5)]


def test_impossible_days_are_left_out():
    assert of("ngày 32/1, ngày 3/13")["days"] == []


def test_own_day_comes_from_the_facts_then_the_headline_then_the_opening():
    text = "Chiều 4/3, đoàn đến."
    assert of(text)["event_day"] == day(4, 3)
    assert of(text, "Giá gạo ngày 5.3")["event_day"] == day(5, 3)
    assert of(text, "Giá gạo ngày 5.3", event_month=3, event_day=6)["event_day"] == day(6, 3)
    assert of("Đoàn đến.")["event_day"] is None


def test_title_keeps_content_words_only():
    assert len(of("", "Tin về một chuyến đi của đoàn")["title"]) == 4
    assert of("", "của và là")["title"] == []


def test_bulletins_and_stages_are_named():
    assert of("Trời mát.", "Thời tiết hôm nay: trời mát")["bulletin"] == "weather"
    assert of("Đoàn đi thăm trường.", "Đoàn đi thăm")["bulletin"] is None
    assert of("", "Khởi tố, bắt tạm giam giám đốc")["stages"] == ["case arrested", "case charged"]


def test_facts_of_other_reports_and_missing_columns_do_no_harm():
    found = evidence(reports(["một", "hai"]), pl.DataFrame({"report_id": ["r01"], "place_key": ["huế"]}))
    assert found["place"].to_list() == [None, "huế"]
    assert found["persons"].to_list() == [[], []]


def test_a_span_of_degrees_is_no_day():
    assert of("Nhiệt độ tăng từ 2-4 độ, từ 3/5 trời mát.")["days"] == [day(3, 5)]


def test_a_forecast_is_of_the_day_it_calls_today_or_else_of_the_earliest():
    assert of("Ngày 10/2 trời rét. Hiện nay (7/2), gió nhẹ.", "Thời tiết miền Bắc")["bulletin_day"] == day(7, 2)
    assert of("Ngày 10/2 trời rét, từ đêm 8/2 có mưa.", "Thời tiết miền Bắc")["bulletin_day"] == day(8, 2)
    assert of("Ngày 10/2 vàng tăng, ngày 8/2 giảm.", "Giá vàng tăng")["bulletin_day"] == day(10, 2)
    assert of("Ngày 10/2 họp.", "Đoàn họp")["bulletin_day"] is None


def test_stages_of_the_text_are_known_where_the_headline_names_one():
    assert of("Công an khởi tố vụ án.", "Bắt giám đốc")["known_stages"] == ["case charged"]
    assert of("Công an khởi tố vụ án.", "Chuyện ở xã")["known_stages"] == []


def test_what_an_opening_only_announces_is_told_from_what_has_begun():
    x = of("Tuần tới đoàn sẽ thăm thành phố.", "Tình bạn hai nước")
    assert (x["ahead"], x["begun"]) == (["visit"], [])
    x = of("Sáng nay đoàn lên đường.", "Tình bạn hai nước")
    assert (x["ahead"], x["begun"]) == ([], ["visit"])


def test_the_last_day_of_an_event_comes_from_the_facts():
    first, last = dt.date(2017, 5, 9), dt.date(2017, 5, 21)
    assert of("Hội nghị.", event_date=first, event_end_date=last)["event_end"] == last
    assert of("Hội nghị.", event_date=first)["event_end"] == first


def test_a_phrase_without_a_stage_hides_the_one_in_it():
    assert of("", "Xem xét xử lý vụ hàng giả")["stages"] == []
    assert of("", "Bắt đầu bắt chuột")["stages"] == ["case arrested"]


def test_stages_told_are_those_of_headline_and_opening():
    x = of(f"Đoàn lên đường. {'là ' * 300} Đoàn về nước.", "Tình bạn hai nước")
    assert (x["told_stages"], x["stages"]) == (["visit left"], [])


def test_headlines_of_overviews_are_known_by_where_the_phrase_stands():
    assert of("", "Toàn cảnh chuyến thăm của đoàn")["overview"]
    assert of("", "“Bản tin 20H: mưa ở vùng núi")["overview"]
    assert not of("", "Người dẫn bản tin về hưu")["overview"]
    assert not of("Toàn cảnh lễ hội.", "Đoàn thăm lễ hội")["overview"]


def test_turns_begin_a_sentence():
    assert of("Đoàn họp. Trước đó, đoàn thăm chợ. Chiều cùng ngày, đoàn về.")["turns"] == ["before", "same_day"]
    assert of("Đoàn họp, trước đó thăm chợ; cùng ngày thì về.")["turns"] == []


def test_the_hour_is_of_weather_bulletins_only():
    assert of("Hồi 7 giờ ngày 12/6, tâm bão ở gần bờ.", "Tin bão số 9")["bulletin_hour"] == 7
    assert of("Lúc 13h ngày 12/6, áp thấp nhiệt đới ở ngoài khơi.")["bulletin_hour"] == 13
    assert of("Hồi 7 giờ ngày 12/6, đoàn họp.", "Đoàn họp ở xã")["bulletin_hour"] is None
