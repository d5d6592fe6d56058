"""Every Japanese word on an English page is marked as Japanese (WCAG 2.2, 3.1.2)."""

import re
from html.parser import HTMLParser

import pytest
from site_under_test import Visitor, found

from madoguchi.web.public.foreign_words import marked_as_japanese

JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]+")


class _Unmarked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.langs: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "input", "br"):
            self.langs.append((tag, dict(attrs).get("lang") or (self.langs[-1][1] if self.langs else "")))

    def handle_endtag(self, tag: str) -> None:
        while self.langs and self.langs.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang = self.langs[-1] if self.langs else ("", "")
        if lang == "en" and tag not in ("title", "textarea", "option"):
            self.found += JAPANESE.findall(data)


def unmarked(page: Visitor) -> list[str]:
    reader = _Unmarked()
    reader.feed(page.html)
    return reader.found


def test_no_japanese_stands_unmarked_on_the_english_walk() -> None:
    page = found().press("English")
    assert unmarked(page) == [] and 'lang="ja"' in page.html
    for way in ("do", "money", "papers", "add"):
        sent = {"walk": page.page.forms[0].values["walk"], "go": way}
        page = page.shown(page.client.post("/en/walk/show/", sent), "/en/walk/show/")
        assert unmarked(page) == [], way


@pytest.mark.parametrize("at", ["/en/", "/en/about/", "/en/walk/do/", "/en/walk/tell/"])
def test_no_japanese_stands_unmarked_on_the_pages_beside_it(at: str) -> None:
    assert unmarked(Visitor(at)) == []


def test_values_of_attributes_and_fields_stay_as_they_are() -> None:
    page = '<input value="母"><textarea>母</textarea><p>a 母は188に & b</p>'
    assert marked_as_japanese(page) == (
        '<input value="母"><textarea>母</textarea><p>a <span lang="ja">母は188に</span> & b</p>'
    )


def test_english_comes_first_and_names_who_runs_it_in_english() -> None:
    page = Visitor("/en/").html
    assert "the user of this computer" in page and ">Madoguchi<" in page
    assert not re.search(r"</span> \([A-Z]", page)


def test_the_japanese_page_keeps_its_own_name() -> None:
    assert "このパソコンの利用者" in Visitor("/").html and "まどぐち" in Visitor("/").html


def test_english_words_do_not_grow_together_where_a_mark_begins() -> None:
    told = "A warning appeared on my computer. I called the number on the screen and they took control of my mouse."
    page = found(told).press("English")
    bare = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", page.html)
    assert "<mark>" in page.html and told in " ".join(bare.split())
