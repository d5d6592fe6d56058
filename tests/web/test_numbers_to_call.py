"""The three numbers that everybody may need can be pressed, on the first page and at the foot of each."""

import pytest
from site_under_test import Visitor, told

FIRST = ("tel:110", "tel:119", "tel:188")


@pytest.mark.parametrize("at", ["/", "/easy/", "/en/"])
def test_the_first_page_and_its_foot_have_the_three_numbers_as_links(at: str) -> None:
    main, foot = Visitor(at).html.split("<footer")
    assert all(f'href="{number}"' in part for number in FIRST for part in (main, foot))


def test_the_foot_of_the_walk_and_of_a_trouble_has_them_too() -> None:
    for page in (told(), Visitor("/walk/do/"), Visitor("/about/")):
        assert all(f'href="{number}"' in page.html.split("<footer")[1] for number in FIRST)
