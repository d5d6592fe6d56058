"""Codes of gift cards, what stands beside a card, what one logs in with: it goes. Sums, days and other people's numbers stay."""

import re
from pathlib import Path

import pytest
import yaml

from madoguchi.secret_numbers import secrets_hidden

OWN = yaml.safe_load(Path(__file__).with_name("secret_codes.yaml").read_text(encoding="utf-8"))
PARTS = " 、,・\n　－-"


def told(marked: str) -> tuple[str, str]:
    """The sentence as it was told, and as it is shown."""
    shown = re.sub("⟦(.*?)⟧", lambda one: re.sub(f"[^{PARTS}]", "*", one[1]), marked, flags=re.DOTALL)
    return re.sub("[⟦⟧]", "", marked), shown


@pytest.mark.parametrize("marked", OWN["hidden"])
def test_what_nobody_should_have_told_goes_and_the_rest_stays(marked: str) -> None:
    text, shown = told(marked)
    assert secrets_hidden(text) == shown


@pytest.mark.parametrize("text", OWN["stays"])
def test_what_anybody_may_know_stays(text: str) -> None:
    assert secrets_hidden(text) == text


def test_there_are_a_hundred_of_each() -> None:
    assert min(len(OWN["hidden"]), len(OWN["stays"])) >= 100
