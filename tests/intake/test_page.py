"""A page as a person sees it: what is hidden is not what it says, and no trick hides what is shown."""

import time

import pytest

from madoguchi.intake.page import seen_in, story_of_page
from madoguchi.intake.styles import sheet_of
from madoguchi.plain_text import UnreadableText

HIDDEN = [
    '<div style="display:none">かくれ</div>',
    '<div style="DISPLAY : NONE !important">かくれ</div>',
    "<div hidden>かくれ</div>",
    '<span style="visibility:hidden">かくれ</span>',
    '<span style="font-size:0">かくれ</span>',
    '<span style="font-size:1px">かくれ</span>',
    '<span style="font:0/0 a">かくれ</span>',
    '<span style="font-size:0.0em">かくれ</span>',
    '<span style="font-size:.5px">かくれ</span>',
    '<span style="font-size:0.1rem">かくれ</span>',
    '<div style="font-size:0"><b style="font-size:1em">かくれ</b></div>',
    '<span style="opacity:0">かくれ</span>',
    '<span style="opacity:0.01">かくれ</span>',
    '<span style="color:rgba(255, 255, 255, 1.0)">かくれ</span>',
    '<p style="background:rgba(0,0,0,0)"><b style="color:#fff">かくれ</b></p>',
    '<span style="color:#ffffff">かくれ</span>',
    '<font color="white">かくれ</font>',
    '<p style="background:#102030;color:rgb(16,32,50)">かくれ</p>',
    '<p style="text-indent:-9999px">かくれ</p>',
    '<div style="max-height:0;overflow:hidden">かくれ</div>',
    "<style>.x{display:none}</style><p class=x>かくれ</p>",
    "<style>/* a */ p.y, .z { display:none }</style><p class=y>かくれ</p>",
    "<!-- かくれ -->",
    "<script>かくれ</script>",
    "<title>かくれ</title>",
    "<template>かくれ</template>",
    "<iframe>かくれ</iframe>",
    '<p style="display:none"><b>かく<i>れ</i></b></p>',
]


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_is_hidden_is_not_said(markup):
    assert seen_in(f"<p>まえ</p>{markup}<p>あと</p>").text == "まえ\nあと"


SHOWN = [
    '<p style="display:none">a<p>みえる',
    "<!--> みえる -->",
    "<!-- a --!>みえる",
    '<td style="font-size:0"><div style="font-size:14px">みえる</div></td>',
    '<p style="font-size:0.875em">みえる</p>',
    '<p style="font-size:.9rem">みえる</p>',
    '<p style="font:0.9em/1.6 sans-serif">みえる</p>',
    '<p style="font-size:1.5px">みえる</p>',
    '<p style="opacity:0.9">みえる</p>',
    '<p style="opacity:">みえる</p>',
    '<p style="background-color:rgba(0, 0, 0, 0)">みえる</p>',
    '<p style="background:rgba(0,0,0,.05)">みえる</p>',
    '<p style="background:#00000008">みえる</p>',
    '<p style="background:#0001">みえる</p>',
    '<td bgcolor="#d00000"><font color="white">みえる</font></td>',
    '<a class="button" style="color:#fff">みえる</a>',
    '<div style="color:#fff;background:url(x.png)">みえる</div>',
    "<style>@media (max-width:9px){.m{display:none}}</style><p class=m>みえる</p>",
    "<head><body>みえる",
    "<p title='>'>みえる</p>",
    "<a href=x>みえる",
    "<input type=submit value=みえる>",
    "<input placeholder=みえる>",
    "<textarea>みえる</textarea>",
    "<noscript>みえる</noscript>",
    "<script></script>みえる",
    "&#12415;&#x3048;る",
]


@pytest.mark.parametrize("markup", SHOWN)
def test_what_is_shown_is_said(markup):
    assert "みえる" in seen_in(markup).text


def test_a_mail_in_everyday_styles_keeps_its_words_and_links():
    link = '<a href="https://evil.example/" style="font-size:0.9em">確認する</a>'
    mail = f'<div style="font-size:0.9em;opacity:0.95;background-color:rgba(0,0,0,0)">口座を停止しました。{link}</div>'
    seen = seen_in(f"<body>{mail}</body>")
    assert seen.text == "口座を停止しました。確認する"
    assert seen.anchors == (("確認する", "https://evil.example/"),)


def test_line_ends_of_the_source_end_no_sentence():
    assert seen_in("<p>口座を\n停止</p><p>次</p>").text == "口座を 停止\n次"


def test_a_link_that_is_a_picture_says_what_stands_for_the_picture():
    assert seen_in('<a href="https://evil.example/"><img alt="公式サイト"></a>').anchors[0][0] == "公式サイト"


@pytest.mark.parametrize("href", ["mailto:a@b.example", "tel:0120", "#top", "javascript:x()", "cid:1"])
def test_what_leads_to_no_page_is_no_link(href):
    assert seen_in(f'<a href="{href}">a</a>').anchors == ()


def test_a_link_nobody_sees_is_no_link():
    assert seen_in('<div style="display:none"><a href="https://mihon.example/">a</a></div>').anchors == ()


def test_a_form_says_where_it_sends():
    assert story_of_page('<form action="https://evil.example/send">').urls == ("https://evil.example/send",)


PUMPS = [
    "<!--",
    "<a ",
    "<a x='",
    "</a ",
    "<?",
    "<![CDATA[",
    "<![x]>",
    "&#" + "9" * 5000,
    "&",
    "<p style='",
    "<svg/onload=",
]


@pytest.mark.parametrize("pump", PUMPS)
def test_a_page_of_one_broken_piece_is_read_or_refused(pump):
    try:
        assert isinstance(seen_in(pump * (1_000_000 // len(pump))).text, str)
    except UnreadableText as error:
        assert "多すぎて" in str(error)


def seconds_for(size: int) -> float:
    """The least of three: a page of ``size`` declarations for one name, and ``size`` tags of this name."""
    rules = "".join(f".a{{p{one}:x}}" for one in range(size))
    page = f"<style>{rules}</style>" + "<b class=a>" * size
    taken = []
    for _ in range(3):
        begin = time.process_time()
        seen_in(page)
        taken.append(time.process_time() - begin)
    return min(taken)


def test_twice_the_declarations_and_tags_cost_about_twice():
    assert seconds_for(8_000) < 3 * seconds_for(4_000)


def test_of_a_rule_only_what_is_read_is_kept():
    rules = "".join(f".a{{p{one}:x;display:none;font:{'1 ' * 900}a}}" for one in range(500))
    kept = sheet_of(rules)[".a"]
    assert set(kept) == {"display", "font"} and len(kept["font"]) <= 400
