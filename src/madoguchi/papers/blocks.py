"""What a paper is made of: blocks of runs. Every word that will be printed stands here; the templates hold none.

A run is a piece of text, bold or not, with a reading above it or not. Text that a person wrote becomes a run as it is:
only texts of our own are read for readings (``ours``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

import msgspec

from madoguchi.ruby import runs, without
from madoguchi.telling.layout import phrases


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="is"):
    """The base of all blocks; ``is`` tells the template which one it has before it."""


class Piece(msgspec.Struct, frozen=True):
    """A run: its text, the reading above it, whether it is bold, and whether a line may not begin with it."""

    text: str
    reading: str | None = None
    bold: bool = False
    glued: bool = False


_POINTS = frozenset("、。「」『』（）〈〉【】！？!?・:：　 ")
Line = tuple[Piece, ...]


def ours(text: str, *, bold: bool = False) -> Line:
    """Returns a text of our own as a line; ``{警察|けいさつ}`` carries its reading above."""
    return tuple(Piece(run.text, run.reading, bold) for run in runs(text))


def spoken(text: str, *, bold: bool = False) -> Line:
    """Returns a text of our own in phrases: lines end where a reader would pause, as one reads it out.

    Brackets and points stand between the phrases: what a line does with its ends, the typesetter knows best.
    """
    plain = without(text)
    begins = {0, *accumulate(map(len, phrases(plain)))}
    begins |= {at + step for at, char in enumerate(plain) if char in _POINTS for step in (0, 1)}
    begins -= {at for at in begins if plain[at : at + 1] == "(" and plain[at + 2 : at + 3] == ")"}  # 24日(火)
    begins -= {
        at + 2 for at in range(len(plain)) if plain[at : at + 1] == "(" and plain[at + 2 : at + 3] == ")"
    }
    found: list[Piece] = []
    at = 0
    for run in runs(text):
        inner = (
            [] if run.reading is not None else [one - at for one in begins if at < one < at + len(run.text)]
        )
        for start, end in pairwise([0, *sorted(inner), len(run.text)]):
            found.append(Piece(run.text[start:end], run.reading, bold, at + start not in begins))
        at += len(run.text)
    return tuple(found)


def theirs(text: str, *, bold: bool = False) -> Line:
    """Returns a text that somebody else wrote as a line: nothing in it is read for anything."""
    return (Piece(text, None, bold),) if text else ()


class Heading(Block, frozen=True, kw_only=True, tag="heading"):
    """The title of a part. ``note``: said beside it, smaller in weight."""

    text: Line
    note: Line = ()


class Para(Block, frozen=True, kw_only=True, tag="para"):
    """A paragraph. ``big``: as large as a heading; ``boxed``: with a line around it."""

    text: Line
    big: bool = False
    boxed: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, with what to say and what to have at hand below it."""

    text: Line
    below: tuple[Line, ...] = ()


class Steps(Block, frozen=True, kw_only=True, tag="steps"):
    """Things to do, under big numbers that can be read out over the telephone."""

    items: tuple[Step, ...]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call: the name, the number as it is dialled, and when somebody answers."""

    name: Line
    number: Line
    when: tuple[Line, ...] = ()


class Calls(Block, frozen=True, kw_only=True, tag="calls"):
    """Desks with their numbers in large type."""

    items: tuple[Call, ...]


class Marked(Block, frozen=True, kw_only=True, tag="marked"):
    """Lines behind a mark: a dot, or a box to tick. ``mark`` is printed as it is."""

    items: tuple[Line, ...]
    mark: str = "・"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A label and what stands beside it, in one or more lines."""

    label: Line
    lines: tuple[Line, ...]


class Rows(Block, frozen=True, kw_only=True, tag="rows"):
    """Labels on the left, values on the right, thin lines between."""

    items: tuple[Row, ...]
    label_width: float = 9.0  # in letters


class Table(Block, frozen=True, kw_only=True, tag="table"):
    """A table; ``widths`` are shares of the line. ``tall``: high enough to write in by hand."""

    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    head: tuple[Line, ...] = ()
    tall: bool = False


class Blank(Block, frozen=True, kw_only=True, tag="blank"):
    """Lines to write on by hand, under a label."""

    label: Line
    lines: int = 1


AnyBlock = Heading | Para | Steps | Calls | Marked | Rows | Table | Blank


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper before it is set. ``size`` in points; ``header`` and ``footer`` stand on every page.

    ``language``: of the words that are ours, for what reads a paper aloud. ``together``: how many blocks of its end stay on one
    page: nobody signs a page that holds nothing else.
    """

    title: str
    header: tuple[Line, Line]
    footer: tuple[Line, ...]
    blocks: tuple[AnyBlock, ...]
    size: float = 12.0
    leading: float = 0.7  # of the size, between two lines
    phrases: bool = False  # whether each phrase stays on one line
    language: str = "ja"
    together: int = 0


def pieces_of(sheet: Sheet) -> Iterator[str]:
    """Yields every text of ``sheet`` that is printed, readings and marks included, page numbers left out."""
    yield from _texts(msgspec.to_builtins([sheet.header, sheet.footer]))
    for block in sheet.blocks:
        yield from _of_block(block)


def _of_block(block: AnyBlock) -> Iterator[str]:
    if isinstance(block, Marked):
        yield from (block.mark for _ in block.items)
    if isinstance(block, Steps):
        yield from (str(number) for number in range(1, len(block.items) + 1))
    yield from _texts(msgspec.to_builtins(block))


def _texts(value: Any) -> Iterator[str]:
    """The runs in nested values: a run is a mapping that has a text which is a str."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
            yield from (value["reading"],) if value.get("reading") else ()
        else:
            yield from _texts(list(value.values()))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _texts(inner)
