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


def added(page: Visitor, text: str) -> Visitor:
    page = page.press("変わったことを足す").press("つぎへ", added=text)
    while "なぜ聞くか" in page.text:
        page = page.press("つぎへ", choice="unknown")
    return page.press("この内容で 見る").press("いま することを見る")


def marked(page: Visitor, *steps: str) -> Visitor:
    for step in steps:
        values = {**page.page.forms[0].values, "step": f"{step}:done"}
        page = page.shown(page.client.post("/walk/do/", values), "/walk/do/")
    return page


def state_of(page: Visitor, step: str) -> str:
    found_ = re.search(rf'<li id="step-{step}" class="step ?([a-z_]*)"', page.html)
    assert found_
    return found_[1]


def test_who_loses_more_does_once_more_what_stops_it() -> None:
    page = marked(steps(STORY), "emoney_call_issuer", "ask_188")
    page = added(page, "さらに3万円のカードを買って番号を教えてしまいました。")
    assert state_of(page, "emoney_call_issuer") == "" and state_of(page, "ask_188") == "done"
    assert "もう一度 します" in page.text


def test_who_only_asked_somebody_loses_no_mark() -> None:
    page = added(marked(steps(STORY), "emoney_call_issuer"), "188に電話したら、警察にもと言われました。")
    assert state_of(page, "emoney_call_issuer") == "done" and "もう一度 します" not in page.text
