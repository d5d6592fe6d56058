"""Who agreed to a paper agreed to what had been told by then: another story, or more of it, is asked anew."""

import msgspec
import pytest
from site_under_test import Visitor, found

from madoguchi.papers.consents import Consent
from madoguchi.web.public.agreements import asked_anew
from madoguchi.web.public.clock import now
from madoguchi.web.public.walk import Walk
from madoguchi.words import Story

OTHER = "スマホに「荷物を持ち帰りました」というSMSが来ました。リンクは押していません。"


def agreed() -> Visitor:
    """Somebody who lets a lawyer read two fields, and has ticked a step."""
    page = found().press("すること").press("やった").press("紙にする")
    page.press("見せることを 選ぶ: 法律の相談")
    return page.press("これでよい", agreed="asked", field=["words", "amounts"])


def carried(page: Visitor) -> str:
    return page.page.forms[0].values["walk"]


def test_another_story_takes_no_consent_and_no_tick_along() -> None:
    page = agreed().press("分かったこと").press("話を書き直す").press("つぎへ", text=OTHER)
    assert '"consents"' not in carried(page) and '"done"' not in carried(page)


def test_after_more_was_told_the_paper_is_not_made_before_it_is_asked_again() -> None:
    page = agreed()
    assert page.client.post("/paper/for-a-lawyer/", {"walk": carried(page)}).status_code == 200
    page.press("変わったことを足す").press("つぎへ", added="きのうまた10万円を振り込んだ")
    assert page.client.post("/paper/for-a-lawyer/", {"walk": carried(page)}).status_code == 400


def test_what_was_left_out_is_still_left_out_when_it_is_asked_again() -> None:
    page = agreed().press("変わったことを足す").press("つぎへ", added="また電話があった")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    page.press("この内容で").press("紙にする")
    assert "もう一度 聞きます" in page.text and "作る: 法律の相談" not in page.text
    page.press("見せることを 選ぶ: 法律の相談")
    assert page.html.count(" checked") == 2
    assert "作る: 法律の相談" in page.press("これでよい", agreed="asked", field=["words"]).text


AGREED = Consent(who="本人", to="lawyer", fields=("words",), purpose="", how="", when=now())
WALK = Walk(story=Story(text="話"), person="self", consents=(AGREED,))


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"person": "family"}, ("lawyer",)),
        ({"answers": {"paid_how": "cash"}}, ("lawyer",)),
        ({"answers": {"paid_how": "unknown"}}, ()),
        ({"done": {"hang_up": "done"}}, ()),
    ],
)
def test_what_the_paper_tells_decides_whether_it_is_asked_anew(
    change: dict[str, object], again: tuple[str, ...]
) -> None:
    assert asked_anew(WALK, msgspec.structs.replace(WALK, **change)).again == again
