"""One continue number on two devices: neither wipes what the other said, and what was deleted stays deleted."""

import msgspec
from django.test import Client
from site_under_test import Visitor, found

from madoguchi.web.public import drafts
from madoguchi.web.public.clock import now
from madoguchi.web.public.meeting import joined
from madoguchi.web.public.models import Draft
from madoguchi.web.public.walk import Added, Walk
from madoguchi.words import Story

BEGUN = Walk(
    person="self",
    story=Story(text="話"),
    done={"a": "done"},
    added=(Added(at="2026-11-21T20:40+09:00", text="前"),),
)


def number_on(page: Visitor) -> str:
    return page.html.split('class="number">')[1].split("<")[0]


def two() -> tuple[Visitor, Visitor, str]:
    """Two devices that stand on the same page of one draft."""
    one = found().press("紙にする").press("続ける（番号を出す）")
    number = number_on(one)
    other = Visitor("/again/").press("続きを見る", number=number)
    return one, other, number


def test_what_the_other_device_added_and_ticked_is_kept_and_shown() -> None:
    one, other, number = two()
    other.press("やった").press("変わったことを足す").press("つぎへ", added="銀行に電話した")
    page = one.press("変わったことを足す").press("つぎへ", added="警察にも行った")
    kept = drafts.find(number, now=now())
    assert kept and {each.text for each in kept.added} == {"銀行に電話した", "警察にも行った"} and kept.done
    assert "ほかの電話やパソコンでも" in page.text or "銀行に電話した" in page.html


def test_a_page_that_is_only_looked_at_says_what_the_other_device_wrote() -> None:
    one, other, _ = two()
    other.press("変わったことを足す").press("つぎへ", added="銀行に電話した")
    page = one.press("お金のこと")
    assert "両方を いっしょにしました" in page.text and "銀行に電話した" in page.text


def test_who_is_alone_hears_of_no_other_device() -> None:
    one, _, _ = two()
    page = one.press("変わったことを足す").press("つぎへ", added="警察にも行った")
    assert "いっしょにしました" not in page.text


def test_after_deleting_elsewhere_the_old_tab_says_so_and_brings_nothing_back() -> None:
    one, other, number = two()
    other.press("紙にする").press("ぜんぶ消す")
    page = one.press("変わったことを足す")
    assert "もう残していません" in page.text and number not in page.html
    page.press("つぎへ", added="まだ書く")
    assert drafts.find(number, now=now()) is None


def test_the_form_from_before_the_number_brings_nothing_back_under_it() -> None:
    page = found().press("紙にする")
    form = next(one for one in page.page.forms if one.action == "/keep/#keep")
    kept = page.press("続ける（番号を出す）")
    number = number_on(kept)
    kept.press("ぜんぶ消す")
    again = Client(SERVER_NAME="localhost").post("/keep/", form.values).content.decode()
    assert "もう残していません" in again and number not in again
    assert drafts.find(number, now=now()) is None


def test_of_what_was_deleted_the_bare_mark_is_left() -> None:
    number = number_on(found().press("紙にする").press("続ける（番号を出す）"))
    assert drafts.forget(number, now=now()) and not drafts.forget(number, now=now())
    assert bytes(Draft.objects.get(mark=drafts._derived(number)[0]).sealed) == b""


def test_a_tick_taken_back_here_stays_taken_back_though_the_other_ticked_more() -> None:
    ours = msgspec.structs.replace(BEGUN, done={})
    theirs = msgspec.structs.replace(BEGUN, done={"a": "done", "b": "could_not"})
    assert joined(BEGUN, ours, theirs=theirs, now=now()).done == {"b": "could_not"}


def test_a_story_that_both_wrote_anew_is_kept_twice() -> None:
    ours, theirs = (msgspec.structs.replace(BEGUN, story=Story(text=text), added=()) for text in ("一", "二"))
    both = joined(BEGUN, ours, theirs=theirs, now=now())
    assert both.story and both.story.text == "一" and [one.text for one in both.added] == ["二"]


def test_what_is_too_long_together_comes_back_to_be_made_shorter() -> None:
    one, other, number = two()
    page = one.press("変わったことを足す")
    other.press("変わったことを足す").press("つぎへ", added="銀行に電話で話した。" * 1_880)
    page.press("つぎへ", added="郵便局にも言った。" * 200)
    assert page.response.status_code == 422 and "合わせると長すぎます" in page.text
    kept = drafts.find(number, now=now())
    assert page.html.count("郵便局にも") == 200 and kept and len(kept.added) == 1
