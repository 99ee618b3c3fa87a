"""Statements: who said what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.entities.told import told

BINH, LAN = "Lê Văn Bình", "Vũ Thị Lan"


@pytest.mark.parametrize(
    ("marked", "verb", "said"),
    [
        ("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn.", "cho biết", "mưa đã tạnh hẳn"),
        ("Hôm qua, ông [Lê Văn Bình] cũng đã khẳng định mưa đã tạnh hẳn.", "khẳng định", "mưa đã tạnh hẳn"),
        ("Ông [Lê Văn Bình], <Giám đốc Đài Khí tượng>, cho hay mưa đã tạnh hẳn.", "cho hay", "mưa đã tạnh hẳn"),
        ("Ông [Lê Văn Bình], <Giám đốc Đài Khí tượng> cho hay mưa đã tạnh hẳn.", "cho hay", "mưa đã tạnh hẳn"),
        ("Ông [Lê Văn Bình] (xã Hòa Bình) đề nghị sớm đắp lại đê.", "đề nghị", "sớm đắp lại đê"),
        ("Ông [Lê Văn Bình], người xã Hòa, Hà Nội đề nghị sớm đắp lại đê.", "đề nghị", "sớm đắp lại đê"),
        ("Ông [Lê Văn Bình] tại cuộc họp chiều nay yêu cầu sớm đắp lại đê.", "yêu cầu", "sớm đắp lại đê"),
        ("Ông [Lê Văn Bình] nghẹn ngào kể lại đêm nước lên.", "kể lại", "đêm nước lên"),
        ("Ông [Lê Văn Bình] ghi nhận, biểu dương nỗ lực của dân làng.", "biểu dương", "nỗ lực của dân làng"),
    ],
)
def test_indirect_by_name(marked: str, verb: str, said: str) -> None:
    assert told(marked).said() == [(BINH, verb, said)]


@pytest.mark.parametrize(
    "marked",
    [
        "Cuộc họp với ông [Lê Văn Bình] khẳng định mưa đã tạnh hẳn.",  # companion
        "Dân làng mong ông [Lê Văn Bình] khẳng định mưa đã tạnh hẳn.",  # a wish
        "Ông [Lê Văn Bình] sẽ phát biểu tại hội nghị.",  # nothing said
        "Ông [Lê Văn Bình] cảm ơn dân làng đã giúp đỡ.",  # courtesy
        "Đê được ông [Lê Văn Bình] chỉ đạo đắp lại ngay.",  # passive
        "Dân làng gặp ông [Lê Văn Bình], xã đề nghị sớm đắp lại đê.",  # another subject
        "Dân làng cho biết mưa đã tạnh hẳn. Ông [Lê Văn Bình] về.",  # nobody named
    ],
)
def test_no_statement(marked: str) -> None:
    assert told(marked).said() == []


@pytest.mark.parametrize("kind", ["caption", "heading", "title", "furniture"])
def test_only_running_text_speaks(kind: str) -> None:
    assert told("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn.", kind=kind).said() == []


def test_without_persons() -> None:
    assert told("Ông nói: “Mưa đã tạnh”.").said() == []


@pytest.mark.parametrize(
    ("marked", "verb"),
    [
        ("Ông [Lê Văn Bình] nói: “Mưa tạnh. Mai nắng”.", "nói"),
        ("Ông [Lê Văn Bình] nhấn mạnh một điều: “Mưa tạnh. Mai nắng”.", "nhấn mạnh"),
        ("“Mưa tạnh. Mai nắng”, ông [Lê Văn Bình] nói.", "nói"),
        ("“Mưa tạnh. Mai nắng” - ông [Lê Văn Bình] nói tại buổi họp.", "nói"),
        ("“Mưa tạnh. Mai nắng”. Ông [Lê Văn Bình] nhấn mạnh.", "nhấn mạnh"),
        ("“Mưa tạnh. Mai nắng”, chuyên gia khí tượng [Lê Văn Bình] nói.", "nói"),
        ("Theo ông [Lê Văn Bình], “Mưa tạnh. Mai nắng”.", "theo"),
    ],
)
def test_direct(marked: str, verb: str) -> None:
    report = told(marked)
    assert report.said() == [(BINH, verb, "Mưa tạnh. Mai nắng")]
    assert [s.mode for s in report.statements] == ["direct"]


def test_said_to_somebody() -> None:
    report = told("Ông [Lê Văn Bình] chia sẻ với bà [Vũ Thị Lan] rằng mưa đã tạnh hẳn.")
    assert report.said() == [(BINH, "chia sẻ", "mưa đã tạnh hẳn")]


def test_interrupted_quotation_is_one_statement() -> None:
    report = told("“Mưa tạnh rồi”, ông [Lê Văn Bình] nói, “mai trời nắng”.")
    assert report.said() == [(BINH, "nói", "Mưa tạnh rồi … mai trời nắng")]


def test_paragraphs_of_a_quotation_are_one_statement() -> None:
    report = told("“Mưa tạnh rồi.\n“Mai trời nắng”, ông [Lê Văn Bình] nói.")
    assert report.said() == [(BINH, "nói", "Mưa tạnh rồi. … Mai trời nắng")]


def test_quotation_without_a_cue_goes_on() -> None:
    report = told("“Mưa tạnh rồi”, ông [Lê Văn Bình] nói. “Mai trời sẽ nắng to.”")
    assert report.said() == [(BINH, "nói", "Mưa tạnh rồi"), (BINH, "nói", "Mai trời sẽ nắng to.")]


def test_quotation_belongs_to_one_cue() -> None:
    report = told("Ông [Lê Văn Bình] nói: “Mưa tạnh rồi”. Bà [Vũ Thị Lan] cho biết gió đã lặng hẳn.")
    assert report.said() == [(BINH, "nói", "Mưa tạnh rồi"), (LAN, "cho biết", "gió đã lặng hẳn")]


def test_words_in_quotation_marks_are_no_statement() -> None:
    report = told("Ông [Lê Văn Bình] cho biết cơn “mưa vàng” đã tạnh hẳn.")
    assert report.said() == [(BINH, "cho biết", "cơn “mưa vàng” đã tạnh hẳn")]


def test_quotation_inside_the_sentence_of_another_complement() -> None:
    report = told("Nhắc câu “tấc đất tấc vàng”, ông [Lê Văn Bình] đề nghị giữ đất lúa.")
    assert report.said() == [(BINH, "đề nghị", "giữ đất lúa")]


def test_direct_and_then_indirect() -> None:
    report = told("“Mưa tạnh rồi”, ông [Lê Văn Bình] nói và cho biết gió đã lặng hẳn.")
    assert report.said() == [(BINH, "nói", "Mưa tạnh rồi"), (BINH, "cho biết", "gió đã lặng hẳn")]


def test_verbs_of_one_sentence_go_on() -> None:
    report = told("Ông [Lê Văn Bình] khẳng định mưa đã tạnh hẳn, đồng thời đề nghị đắp lại đê.")
    assert report.said() == [(BINH, "khẳng định", "mưa đã tạnh hẳn, đồng thời đề nghị đắp lại đê")]


def test_shared_subject_after_what_is_no_statement() -> None:
    report = told("Ông [Lê Văn Bình] chúc mừng dân làng; tin tưởng vụ mùa sẽ bội thu.")
    assert report.said() == [(BINH, "tin tưởng", "vụ mùa sẽ bội thu")]


def test_shared_subject_of_the_unnamed() -> None:
    report = told("Ông [Lê Văn Bình] đến, đại biểu khẳng định mưa tạnh, đề nghị đắp lại đê.")
    assert report.said() == []


def test_two_speakers_of_one_statement() -> None:
    report = told("Ông [Lê Văn Bình] và bà [Vũ Thị Lan] cho rằng mưa đã tạnh hẳn.")
    assert sorted(report.said()) == [(BINH, "cho rằng", "mưa đã tạnh hẳn"), (LAN, "cho rằng", "mưa đã tạnh hẳn")]


def test_office_speaks() -> None:
    report = told("<Thủ tướng> [Lê Văn Bình] đến. <!Thủ tướng> yêu cầu sớm đắp lại đê.")
    assert report.said() == [(BINH, "yêu cầu", "sớm đắp lại đê")]


@pytest.mark.parametrize("pronoun", ["Ông", "Đồng chí", "Ngài", "Ông này"])
def test_pronoun_goes_on_with_the_last_speaker(pronoun: str) -> None:
    report = told(f"Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. {pronoun} đề nghị sớm đắp lại đê.")
    assert report.said()[1] == (BINH, "đề nghị", "sớm đắp lại đê")


def test_pronoun_agrees_in_gender() -> None:
    report = told("Bà [Vũ Thị Lan] đến. Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. Bà đề nghị sớm đắp lại đê.")
    assert report.said()[1][0] == LAN


def test_foreigner_is_no_comrade() -> None:
    report = told("Ông [Lê Văn Bình] đón. Ngài [Mario Rossi] cho biết mưa tạnh hẳn. Đồng chí đề nghị sớm đắp lại đê.")
    assert [s[0] for s in report.said()] == ["Mario Rossi", BINH]


@pytest.mark.parametrize("start", ["Các ông", "Gia đình ông", "Tú Anh"])
def test_no_pronoun(start: str) -> None:
    report = told(f"Ông [Lê Văn Bình] đến từ sáng. {start} đề nghị sớm đắp lại đê.")
    assert report.said() == []


def test_pronoun_in_what_he_said_is_the_same_statement() -> None:
    report = told("Ông [Lê Văn Bình] cho biết, ông đánh giá cao nỗ lực của dân làng.")
    assert report.said() == [(BINH, "cho biết", "ông đánh giá cao nỗ lực của dân làng")]


def test_subject_left_out() -> None:
    report = told("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. Đồng thời đề nghị sớm đắp lại đê.")
    assert report.said()[1:] == [(BINH, "đề nghị", "sớm đắp lại đê")]


def test_a_noun_that_opens_a_sentence_has_no_subject() -> None:
    report = told("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. Thông tin ban đầu cho thấy đê đã vỡ.")
    assert len(report.said()) == 1


def test_subject_left_out_needs_a_speaker_right_before() -> None:
    report = told("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. Trời hửng. Đồng thời đề nghị sớm đắp lại đê.")
    assert len(report.said()) == 1


def test_fronted_clause() -> None:
    report = told("Nhấn mạnh đê này là lá chắn của làng, ông [Lê Văn Bình] đề nghị sớm gia cố.")
    assert report.said() == [(BINH, "nhấn mạnh", "đê này là lá chắn của làng"), (BINH, "đề nghị", "sớm gia cố")]


def test_a_report_that_says_something_is_not_fronted() -> None:
    report = told("Thông tin cho biết mưa đã tạnh hẳn, ông [Lê Văn Bình] đã về làng.")
    assert report.said() == []


def test_fronted_noun_phrase_says_nothing_beside_a_statement() -> None:
    report = told("Ghi nhận những ý kiến của làng, ông [Lê Văn Bình] đề nghị sớm gia cố.")
    assert report.said() == [(BINH, "đề nghị", "sớm gia cố")]


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("Theo ông [Lê Văn Bình], mưa đã tạnh hẳn.", "mưa đã tạnh hẳn"),
        ("Cũng theo ông [Lê Văn Bình], <Giám đốc Đài>, mưa đã tạnh hẳn.", "mưa đã tạnh hẳn"),
        ("Tuy nhiên, theo ông [Lê Văn Bình] (xã Hòa Bình), mưa đã tạnh hẳn.", "mưa đã tạnh hẳn"),
        ("Theo ông [Lê Văn Bình]: mưa đã tạnh hẳn.", "mưa đã tạnh hẳn"),
    ],
)
def test_according_to(marked: str, said: str) -> None:
    assert told(marked).said() == [(BINH, "theo", said)]


def test_according_to_a_pronoun() -> None:
    report = told("Ông [Lê Văn Bình] vừa về. Theo ông, mưa đã tạnh hẳn.")
    assert report.said() == [(BINH, "theo", "mưa đã tạnh hẳn")]


def test_following_somebody_is_no_statement() -> None:
    assert told("Dân làng đi theo ông [Lê Văn Bình] lên đê.").said() == []


def test_clause_before_the_cue() -> None:
    report = told("Mưa đã tạnh hẳn từ nửa đêm, ông [Lê Văn Bình] cho hay.")
    assert report.said() == [(BINH, "cho hay", "Mưa đã tạnh hẳn từ nửa đêm")]


def test_passive_with_a_quotation() -> None:
    report = told("Con đê được ông [Lê Văn Bình] đánh giá là “bức tường của làng”.")
    assert report.said() == [(BINH, "đánh giá", "bức tường của làng")]


def test_a_voice_speaks_for_its_owner() -> None:
    report = told("“Chúc mừng năm mới cả làng”, tài khoản mạng xã hội của ông [Lê Văn Bình] viết.")
    assert report.said() == [(BINH, "viết", "Chúc mừng năm mới cả làng")]


def test_serial_verbs() -> None:
    report = told("Ông [Lê Văn Bình] viết trên mạng xã hội khẳng định mưa đã tạnh hẳn.")
    assert report.said() == [(BINH, "khẳng định", "mưa đã tạnh hẳn")]


def test_rules_and_order() -> None:
    report = told("Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. “Mai trời nắng”, bà [Vũ Thị Lan] nói.")
    assert [s.rule for s in report.statements] == ["named+clause", "named+quote_before"]
    assert [s.mode for s in report.statements] == ["indirect", "direct"]


PIECES = ["Ông [Lê Văn Bình]", "bà [Vũ Thị Lan]", "Ông", "theo", "Theo", "và", "cho biết", "nói", "đề nghị", "rằng", "là",
          "mưa đã tạnh hẳn", "“", "”", '"', ",", ".", "?", ":", "- ", "PV:", "\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_order_of_words_gives_sound_statements(pieces: list[str]) -> None:
    report = told(" ".join(pieces))
    size = len(report.doc.text)
    for s in report.statements:
        assert s.speaker_key in {BINH, LAN}
        assert s.spans == tuple(sorted(s.spans))
        assert all(0 <= begin < end <= size for begin, end in s.spans)
        assert s.verb


def test_a_question_to_the_interviewee_is_no_statement() -> None:
    report = told("<Giám đốc> [Trần An] đến. Theo ông, ngành có nhiều dư địa để giảm giá?")
    assert report.said() == []


def test_the_last_answer_ends_where_the_report_goes_on_with_another() -> None:
    report = told(
        "PV: Ông thấy sao? <Bộ trưởng> [Trần An]: Tôi thấy tốt lắm. PV: Có khó không? <Bộ trưởng> [Trần An]: Không khó đâu. "
        "<Thiếu tướng> [Lê Văn Đại] cho hay hai bên đã bàn. “Việc này không liên quan đến sân”, ông Đại nói."
    )
    assert [(key, said) for key, _, said in report.said()][-2:] == [
        ("Lê Văn Đại", "hai bên đã bàn"),
        ("Lê Văn Đại", "Việc này không liên quan đến sân"),
    ]


def test_a_verb_inside_an_office_reports_nothing() -> None:
    report = told("[Vũ Công Lực], <Giám đốc Sở Thông tin và Truyền thông Hà Nam|Giám đốc> cho rằng loa rất tốt.")
    assert [said for *_, said in report.said()] == ["loa rất tốt"]


def test_a_pronoun_means_whom_the_sentence_before_opens_with() -> None:
    """Somebody else spoke last, but before that sentence."""
    report = told(
        "<Tổng Bí thư> [Lê An] nhấn mạnh hai bên cần hợp tác. Ông [Trần Long] đã đến gặp [Lê An] sau đó. Ông khẳng định quân đội coi trọng quan hệ."
    )
    assert report.said()[-1][0] == "Trần Long"


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (
            "Ông [Lê Văn Bình] khẳng định đê còn vững, và cho biết xã sẽ đắp thêm.",
            [("khẳng định", "đê còn vững"), ("cho biết", "xã sẽ đắp thêm")],
        ),
        (
            "Ông [Lê Văn Bình] đánh giá cao dân làng ven đê; nhấn mạnh đê còn vững.",
            [("đánh giá cao", "dân làng ven đê"), ("nhấn mạnh", "đê còn vững")],
        ),
        # the second verb goes on with the same statement
        (
            "Ông [Lê Văn Bình] khẳng định đê còn vững, đồng thời đề nghị đắp thêm.",
            [("khẳng định", "đê còn vững, đồng thời đề nghị đắp thêm")],
        ),
    ],
)
def test_told_anew_in_one_sentence(marked: str, said: list[tuple[str, str]]) -> None:
    assert told(marked).said() == [(BINH, *s) for s in said]


def test_what_is_expressed_begins_behind_the_conjunction() -> None:
    report = told("Ông [Lê Văn Bình] bày tỏ tin tưởng chắc chắn rằng đê sẽ vững qua mùa lũ.")
    assert report.said() == [(BINH, "bày tỏ", "đê sẽ vững qua mùa lũ")]
    report = told("Ông [Lê Văn Bình] bày tỏ lo lắng về con đê cũ của làng.")
    assert report.said() == [(BINH, "bày tỏ", "lo lắng về con đê cũ của làng")]


def test_an_outlet_cites_whom_it_quotes() -> None:
    report = told("“Đê sẽ vững qua mùa lũ”, Reuters dẫn lời ông [Lê Văn Bình] hôm qua.")
    assert report.said() == [(BINH, "dẫn", "Đê sẽ vững qua mùa lũ")]
    assert told("Trong bài “Đê sẽ vững qua mùa lũ”, báo Làng dẫn lời ông [Lê Văn Bình].").said() == []


def test_a_quotation_goes_on_behind_one_that_followed_its_verb() -> None:
    report = told("Ông [Lê Văn Bình] giải thích: “Đê đã cũ lắm rồi”. “Vì thế phải đắp lại trước mùa lũ”.")
    assert [said for *_, said in report.said()] == ["Đê đã cũ lắm rồi", "Vì thế phải đắp lại trước mùa lũ"]


def test_a_speech_speaks_for_its_owner() -> None:
    report = told("Diễn văn khai mạc của ông [Lê Văn Bình] nêu rõ: Đê làng xây năm ngoái.")
    assert report.said() == [(BINH, "nêu rõ", "Đê làng xây năm ngoái")]


def test_frankness_reports_quotations_only() -> None:
    assert told("“Đê đã cũ lắm rồi”, ông [Lê Văn Bình] thẳng thắn.").said() == [
        (BINH, "thẳng thắn", "Đê đã cũ lắm rồi")
    ]
    assert told("Ông [Lê Văn Bình] thẳng thắn với dân làng ven đê.").said() == []


def test_assessment_as_a_task_says_nothing() -> None:
    assert told("Ông [Lê Văn Bình] giao xã theo dõi và đánh giá con đê hằng năm.").said() == []


def test_a_pronoun_means_the_subject_behind_a_time_or_place() -> None:
    report = told("Tại buổi họp chiều nay, ông [Lê Văn Bình] đáp lời dân [Trần Long]. Ông cho biết đê còn vững.")
    assert report.said() == [(BINH, "cho biết", "đê còn vững")]
    report = told("Sau khi ông [Trần Long] về, ông [Lê Văn Bình] ở lại. Ông cho biết đê còn vững.")
    assert report.said() == [(BINH, "cho biết", "đê còn vững")]


def test_an_office_that_somebody_is_in_says_nothing() -> None:
    report = told(
        "<Thủ tướng> [Mario Rossi] hoan nghênh <Chủ tịch nước> [Lê Văn Bình] trên cương vị <!Chủ tịch nước>, khẳng định đê còn vững."
    )
    assert report.said() == [("Mario Rossi", "khẳng định", "đê còn vững")]


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        # behind a colon, whatever the subject does
        (
            "Ông [Lê Văn Bình] mừng rỡ khi về lại làng: “Đê đã cao hơn trước và mùa này không ai phải lo nữa”.",
            [(BINH, ":", "Đê đã cao hơn trước và mùa này không ai phải lo nữa")],
        ),
        # a slogan, another person before the colon, too few words
        ("Ông [Lê Văn Bình] mở hội với khẩu hiệu: “Đê cao hơn trước và mùa này không ai phải lo nữa”.", []),
        ("Ông [Lê Văn Bình] đến nhà bà [Vũ Thị Lan]: “Đê cao hơn trước và mùa này không ai phải lo nữa”.", []),
        ("Ông [Lê Văn Bình] mừng rỡ về làng: “Đê đã cao”.", []),
        # a quotation of its own before one with a cue
        (
            "Trời đã tạnh. “Đê phải đắp ngay trong tuần”. “Dân làng sẽ góp công”, ông [Lê Văn Bình] nói.",
            [(BINH, "nói", "Đê phải đắp ngay trong tuần"), (BINH, "nói", "Dân làng sẽ góp công")],
        ),
        # a fragment inside another's sentence
        (
            "Dân làng bảo là “đê phải đắp ngay”. “Chúng tôi sẽ góp công”, ông [Lê Văn Bình] nói.",
            [(BINH, "nói", "Chúng tôi sẽ góp công")],
        ),
        ("Ông [Lê Văn Bình] thắc mắc: Tại sao đê chưa đắp.", [(BINH, "thắc mắc", "Tại sao đê chưa đắp")]),
        ("Ông [Lê Văn Bình] đã giải đáp những thắc mắc của dân làng về con đê.", []),
        (
            "Ông [Lê Văn Bình] yêu cầu bằng văn bản là xã sớm đắp đê.",
            [(BINH, "yêu cầu", "xã sớm đắp đê")],
        ),
        ("Ông [Lê Văn Bình] nhấn mạnh thông tin trên tại hội nghị sáng nay.", []),
        (
            "Ông [Lê Văn Bình] khẳng định điều này sẽ giúp dân làng.",
            [(BINH, "khẳng định", "điều này sẽ giúp dân làng")],
        ),
    ],
)
def test_questions_colons_and_quotations_in_a_row(marked: str, said: list[tuple[str, str, str]]) -> None:
    assert told(marked).said() == said


@pytest.mark.parametrize(
    ("second", "speaker"),
    [
        ("“Đê phải đắp ngay trong tuần này”, đại biểu nói.", BINH),
        ("Chuyên gia này cho rằng đê phải đắp ngay.", BINH),
        ("Có chuyên gia cho rằng đê phải đắp ngay.", None),
        ("Các đại biểu này cho rằng đê phải đắp ngay.", None),
    ],
)
def test_a_calling_points_back_to_the_last_speaker(second: str, speaker: str | None) -> None:
    said = told(f"Ông [Lê Văn Bình] cho biết mưa đã tạnh hẳn. {second}").said()
    assert [s[0] for s in said[1:]] == ([speaker] if speaker else [])
