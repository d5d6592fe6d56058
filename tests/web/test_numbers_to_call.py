"""The three numbers that everybody may need can be pressed, on the first page and at the foot of each."""

import re

import pytest
from site_under_test import Visitor, found, told

FIRST = ("tel:110", "tel:119", "tel:188")


@pytest.mark.parametrize("at", ["/", "/easy/", "/en/"])
def test_the_first_page_and_its_foot_have_the_three_numbers_as_links(at: str) -> None:
    main, foot = Visitor(at).html.split("<footer")
    assert all(f'href="{number}"' in part for number in FIRST for part in (main, foot))


def test_the_foot_of_the_walk_and_of_a_trouble_has_them_too() -> None:
    for page in (told(), Visitor("/walk/do/"), Visitor("/about/")):
        assert all(f'href="{number}"' in page.html.split("<footer")[1] for number in FIRST)


def test_a_number_of_a_document_says_that_it_is_to_be_confirmed() -> None:
    page = found("警告の画面が消えません。画面の番号に電話しました。").press("いま することを見る")
    stands = page.html.split("03-5978-7509", 1)[1].split("</li>", 1)[0]
    assert "要確認: 資料日付 2022-02-24" in re.sub("<[^>]+>", "", stands)
