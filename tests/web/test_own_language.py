"""Whoever reads another language than Japanese is told on the plan where their own is spoken, whatever they told it in."""

import pytest
from site_under_test import TOLD, Visitor

NUMBER = 'href="tel:0570078377"'


def plan_in(path: str, text: str) -> str:
    following = "Next" if path == "/en/" else "つぎへ"
    told = Visitor(f"{path}walk/who/").press(following, person="family").press(following, text=text)
    walk = next(form.values["walk"] for form in told.page.forms if "walk" in form.values)
    return told.client.post(f"{path}walk/show/", {"walk": walk, "go": "do"}).content.decode()


@pytest.mark.parametrize("path", ["/en/", "/easy/"])
def test_a_story_in_japanese_on_a_page_in_another_language_has_the_desk(path: str) -> None:
    assert plan_in(path, TOLD).count(NUMBER) == 1


def test_a_page_in_japanese_does_without() -> None:
    assert NUMBER not in plan_in("/", TOLD)


def test_it_is_not_said_twice() -> None:
    told = "A pop-up said virus. I called the number and bought gift cards for 50,000 yen."
    assert plan_in("/en/", told).count(NUMBER) == 1
