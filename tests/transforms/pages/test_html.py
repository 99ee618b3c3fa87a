from transforms.pages.html import read

PAGE = """<!doctype html><html><head><title>Họp bàn chống hạn - Báo Mẫu</title>
<meta property="og:title" content="Họp bàn &quot;chống hạn&quot;"><meta property="article:published_time" content="2030-05-04T08:30:00+07:00">
<style>p{}</style></head><body><nav><a>Trang chủ</a></nav><h1>Họp bàn
chống hạn</h1><p>Tỉnh&nbsp;họp <b>sáng</b> nay.<br>Dân chờ.</p><script>var x = "lạ";</script><div style="display:none">ẩn</div>
<figure><img alt="x"><figcaption>Hồ cạn</figcaption></figure><h2>Việc cần làm</h2><p hidden>ẩn</p>
<div class="articleAuthor">An Bình</div><div class="tin-lien-quan"><ul><li>Chuyện khác</li></ul></div></body></html>"""


def test_every_visible_block_is_a_line() -> None:
    document = read(PAGE)
    assert document.text.splitlines() == [
        "Trang chủ", "Họp bàn chống hạn", "Tỉnh họp sáng nay.", "Dân chờ.", "Hồ cạn", "Việc cần làm", "An Bình", "Chuyện khác",
    ]  # fmt: skip


def test_markup_and_classes_say_what_lines_are() -> None:
    document = read(PAGE)
    assert [(document.text[z.begin : z.end], z.kind) for z in document.zones] == [
        ("Trang chủ", "furniture"),
        ("Họp bàn chống hạn", "title"),
        ("Hồ cạn", "caption"),
        ("Việc cần làm", "heading"),
        ("An Bình", "byline"),
        ("Chuyện khác", "furniture"),
    ]


def test_the_head_gives_title_and_time() -> None:
    document = read(PAGE)
    assert (document.title, document.published) == ('Họp bàn "chống hạn"', "2030-05-04T08:30:00+07:00")
    assert read("<title>Tít</title><p>Chữ</p>").title == "Tít"
    assert read("<title>Tít - Báo</title><h1>Tít</h1>").title == "Tít"
    assert read("<p>Chữ").title is None


def test_a_class_over_most_of_the_page_says_nothing() -> None:
    document = read('<div class="main has-sidebar"><p>Cả trang nằm ở đây.</p></div>')
    assert document.zones == ()


def test_deep_nesting_and_empty_pages_are_survived() -> None:
    assert read("<div>" * 3000 + "Chữ" + "</div>" * 3000).text == "Chữ"
    assert read("").text == ""
    assert read("<script>x</script>").text == ""
