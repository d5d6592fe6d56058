"""Readings above kanji, written into a text as ``{警察|けいさつ}``, and the three things one does with them.

Only our own texts carry this: what a person wrote is never read for it, so a brace of theirs stays a brace.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKED = re.compile(r"\{([^{}|]{1,20})\|([ぁ-んァ-ヴー]{1,30})\}")


class Run(NamedTuple):
    """A piece of a text; ``reading`` is None where none stands above it."""

    text: str
    reading: str | None = None


def runs(text: str) -> list[Run]:
    """Returns ``text`` cut at its readings, in order; the pieces' texts together are ``without(text)``."""
    found: list[Run] = []
    at = 0
    for hit in _MARKED.finditer(text):
        if hit.start() > at:
            found.append(Run(text[at : hit.start()]))
        found.append(Run(hit[1], hit[2]))
        at = hit.end()
    return [*found, Run(text[at:])] if at < len(text) else found


def without(text: str) -> str:
    """Returns ``text`` with its kanji and no readings."""
    return _MARKED.sub(r"\1", text)


def beside(text: str) -> str:
    """Returns ``text`` with each reading in brackets behind its word, for where nothing can stand above: 警察（けいさつ）."""
    return _MARKED.sub(r"\1（\2）", text)
