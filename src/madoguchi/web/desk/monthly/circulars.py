"""Drafts for the neighbourhood's circular and the town's paper: what the tricks of a month are, what to do beforehand, whom to ask.

Everything stands in the knowledge, with its sources; nothing of any case goes in, and no number of them. 400 characters at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from madoguchi.knowledge import load
from madoguchi.knowledge.shapes.schemes import If, Line, Scheme
from madoguchi.web.desk.monthly.counting import Report

MOST_CHARS: Final = 400
_MOST: Final = 3
_HOTLINE: Final = "hotline_188"
_NOT_YET: Final = ("draft", "retired")


class Circular(NamedTuple):
    """A draft about the scheme ``name``."""

    name: str
    text: str


def circulars_of(report: Report) -> list[Circular]:
    """Returns drafts about the schemes of the month, the most frequent first; of trouble that is no trick none."""
    table = next(one for one in report.tables if one.heading.key == "scheme")
    known = load().schemes
    told = sorted(
        (line for line in table.lines if line.now and line.code in known), key=lambda one: -len(one.now)
    )
    schemes = [known[line.code] for line in told]
    fit = [one for one in schemes if not one.may_be_no_fraud and one.status not in _NOT_YET]
    return [Circular(one.name, circular(one, centre=report.centre)) for one in fit[:_MOST]]


def circular(scheme: Scheme, *, centre: str) -> str:
    """Returns the draft about ``scheme``: as many whole lines as there is room for, and always whom to ask."""
    end = [
        "おかしいと思ったら、お金を払う前に、一人で決めずにご相談ください。相談は無料です（188 は通話料がかかります）。",
        f"相談先: {centre}、消費者ホットライン {load().contacts[_HOTLINE].phone}",
    ]
    lines = [f"「{scheme.name}」にご注意ください", scheme.what]
    for line in (*_always(scheme.prevent), *_always(scheme.never)):
        if len("\n".join((*lines, f"・{line}", *end))) <= MOST_CHARS:
            lines.append(f"・{line}")
    return "\n".join((*lines, *end))


def _always(lines: Sequence[Line]) -> Iterator[str]:
    """Those that hold for everybody, whatever happened."""
    return (one.text for one in lines if one.if_ == If())
