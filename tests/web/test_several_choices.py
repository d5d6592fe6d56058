"""What was handed over may be several things; what was asked once is not asked again; what was added is shown."""

from django.http import QueryDict
from site_under_test import Visitor, found, told

from madoguchi import Story, consult
from madoguchi.web.public.clock import now

CALLED = "銀行を名乗る電話がきて、言われるままに教えてしまいました。相手の番号は控えていません。"


def asked_what() -> Visitor:
    page = told(CALLED, person="self")
    while "渡したもの、教えたものはどれ" not in page.text:
        page.press("つぎへ", choice="unknown")
    return page


def test_several_things_that_were_handed_over_are_all_taken() -> None:
    page = asked_what().press("つぎへ", choice=["one_time_code", "account_pin", "unknown"])
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    assert "口座の番号や暗証番号、届いた認証コード" in page.text
    assert "わからない" not in page.text.split("渡したもの、教えたもの")[1]


def test_the_plan_does_what_each_of_several_things_needs() -> None:
    def steps(chosen: str) -> set[str]:
        answer = consult(Story(text=CALLED), at=now(), answers={"what_was_given": chosen})
        return {step.id for step in answer.plan.steps}

    one, other, both = map(steps, ("card_number", "remote_control", "card_number+remote_control"))
    assert both & (one - other) and both & (other - one)


def test_one_choice_only_where_one_is_asked_for() -> None:
    page = told()
    walk = page.page.forms[1].values
    sent = QueryDict(mutable=True)
    sent.update({**walk, "question": "still_on_the_phone"})
    sent.setlist("choice", ["yes", "no"])
    assert page.client.post("/walk/ask/", dict(sent.lists())).status_code == 422


def test_what_was_asked_is_not_asked_again_after_something_was_added() -> None:
    page = found(CALLED)
    assert "what_was_given" in page.page.forms[0].values["walk"]
    page.press("変わったことを足す").press("つぎへ", added="きょうは雨でした")
    assert "なぜ聞くか" not in page.text


def test_what_was_added_is_shown_with_what_was_understood() -> None:
    page = found(CALLED).press("変わったことを足す").press("つぎへ", added="きょうは雨でした")
    assert "足したこと" in page.text and "きょうは雨でした" in page.text
