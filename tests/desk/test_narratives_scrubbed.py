"""What masking leaves of 2,000 invented summaries with 6,000 planted values, by kind; and how much of what it hides had to go."""

from collections import Counter

import pytest
from invented_narratives import NUMBERS, narratives

from madoguchi.web.desk.hiding import HIDDEN, hidden
from madoguchi.web.desk.search.words import HAS_DICTIONARY

LEAST_RECALL, LEAST_PRECISION = 0.995, 0.90
LABELS = frozenset("口座番号普通記住所は様氏さん ()-（）－")  # words around a value, which may stay


@pytest.fixture(scope="module")
def found() -> Counter[str]:
    """Of each kind: planted, left over; and letters hidden, letters hidden that had to go."""
    if not HAS_DICTIONARY:
        pytest.skip("the dictionary of names is not installed: pip install 'madoguchi[search]'")
    counted: Counter[str] = Counter()
    for one in narratives(2_000, seed=18):
        shown = hidden(one.text, one.known)
        inside = {at for _, start, end in one.planted for at in range(start, end)}
        gone = {at for at, letter in enumerate(shown) if letter == HIDDEN}
        counted.update({"gone": len(gone), "rightly": len(gone & inside)})
        for kind, start, end in one.planted:
            rest = [letter for letter in shown[start:end] if letter not in LABELS and letter != HIDDEN]
            counted.update({f"{kind} planted": 1, f"{kind} left": bool(rest)})
    return counted


def test_no_number_and_no_address_of_mail_is_left(found: Counter[str]) -> None:
    assert {kind: found[f"{kind} left"] for kind in NUMBERS} == dict.fromkeys(NUMBERS, 0)


def test_hardly_anything_that_was_planted_is_left(found: Counter[str]) -> None:
    planted = sum(n for name, n in found.items() if name.endswith(" planted"))
    left = sum(n for name, n in found.items() if name.endswith(" left"))
    assert planted == 6_000 and 1 - left / planted >= LEAST_RECALL, found


def test_what_is_hidden_had_to_go(found: Counter[str]) -> None:
    assert found["rightly"] / found["gone"] >= LEAST_PRECISION
