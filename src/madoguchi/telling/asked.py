"""What other people ask in the same trouble, with its answers: what the person asked comes first."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.phrases import Phrases, said
from madoguchi.telling.layout import titled, wrapped
from madoguchi.telling.reading import told
from madoguchi.words import Consultation

_MOST = 3  # a terminal folds nothing away


def others_ask(answer: Consultation, phrases: Phrases) -> list[str]:
    """Returns the section; nothing where nobody's question fits."""
    return titled(said(phrases, "title_asked"), _lines(answer, phrases))


def _lines(answer: Consultation, phrases: Phrases) -> Iterator[str]:
    own = sum(1 for one in answer.asked if one.quote is not None)
    for one in answer.asked[: max(own, _MOST)]:
        asked = f"（{told(one.quote, phrases)}）" if one.quote else ""
        yield from wrapped(f"{one.question}{asked}", first="  ・")
        yield from wrapped(one.answer, first="    ")
