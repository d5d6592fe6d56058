"""In the easy language every reading stands above its word: no mark of ours is ever seen."""

import re

import pytest
from site_under_test import TOLD, Visitor

STORIES = [
    TOLD,
    "母のスマホに不在通知のSMSが来て、昨日アプリを入れました。3万5千円を2枚買いました。",
    "証券口座の株が先月勝手に売られました。200万円減っています。",
]


@pytest.mark.parametrize("text", STORIES, ids=["call", "sms", "securities"])
def test_no_mark_of_a_reading_is_seen(text: str) -> None:
    page = Visitor("/easy/walk/who/").press("つぎへ", person="family")
    pages = [page.press("つぎへ", text=text).html]
    while 'name="choice"' in page.html:
        pages.append(page.press("つぎへ", choice="unknown").html)
    for value in ("found", "do", "money", "papers"):
        pages.append(_at(page, value))
    seen = [re.sub(r'value="[^"]*"|<[^>]+>', "", one) for one in pages]
    assert [one for one in seen if re.search(r"[{}]|\|[ぁ-ん]", one)] == []


def _at(page: Visitor, value: str) -> str:
    walk = next(form.values["walk"] for form in page.page.forms if "walk" in form.values)
    return page.client.post("/easy/walk/show/", {"walk": walk, "go": value}).content.decode()


@pytest.mark.parametrize(
    "path", ["", "walk/who/", "about/", "again/", "privacy/", "accessibility/", "sms-bill/?carrier=au"]
)
def test_no_reading_stands_inside_a_mark(path: str) -> None:
    assert re.findall(r'="[^"<>]*<[^"]*"', Visitor(f"/easy/{path}").html) == []
