"""What a person writes of as done stands beside the step that says the same; whether it is done, they say themselves."""

import re

from site_under_test import Visitor, found

STORY = "母が画面の番号に電話して遠隔操作され、コンビニで3万5千円のカードを2枚買って番号を伝えました。"
LINE = re.compile(r'<p class="told">(.*?)</p>')


def steps(text: str) -> Visitor:
    return found(text).press("いま することを見る")


def test_nothing_stands_there_unless_it_was_told() -> None:
    assert not LINE.search(steps(STORY).html)


def test_what_was_added_later_stands_beside_its_step() -> None:
    page = steps(STORY).press("変わったことを足す")
    page = page.press("つぎへ", added="きのう188に電話しました。")
    while "なぜ聞くか" in page.text:
        page = page.press("つぎへ", choice="unknown")
    page = page.press("この内容で 見る").press("いま することを見る")
    assert "「188に電話しました」と書いてあります" in page.text


def test_a_step_that_is_marked_needs_no_hint() -> None:
    page = steps(f"{STORY}きのう188に電話しました。")
    assert LINE.search(page.html)
    marked = {**page.page.forms[0].values, "step": "ask_188:done"}
    assert not LINE.search(page.client.post("/walk/do/", marked).content.decode())
