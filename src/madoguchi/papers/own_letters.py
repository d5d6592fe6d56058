"""A letter in the consumer's own name, set like every other paper. Who made the program and whose desk it is does not stand on it.

It says above that it is a draft in the consumer's name and whether they agreed: the person reads it, mends it, dates and signs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from madoguchi.knowledge.shapes.letters import LetterLayout
from madoguchi.papers.blocks import AnyBlock, Blank, Heading, Marked, Para, Row, Rows, Sheet, ours, theirs
from madoguchi.papers.typesetting import pdf_of, printable

_DAY = "書いた日　　　　　年　　　月　　　日"
_FOOT = "本人が読み、ちがうところを直し、日付と名前を書いてから出します。"
_OF_PAPERS = {"fax": 14.0, "label": 18.0, "letter": 12.0}  # points


class LetterWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a letter, as the person may change it. Lines of ``body`` and ``enclosed`` are paragraphs; 〔 〕 is a blank."""

    title: str = ""
    to_name: str = ""
    to_postcode: str = ""
    to_address: str = ""
    to_fax: str = ""
    from_name: str = ""
    from_postcode: str = ""
    from_address: str = ""
    from_phone: str = ""
    body: str = ""
    enclosed: str = ""


class LetterNotes(NamedTuple):
    """What stands above a letter: how far the consumer agreed, and a line of practice, if it is one."""

    agreed: str
    practice: str = ""


def letter_pdf(words: LetterWords, *, layout: LetterLayout, notes: LetterNotes, at: dt.datetime) -> bytes:
    """Returns the letter as a PDF/A-2b made at ``at`` (aware). Raises CannotSet without the extra ``papers``."""
    return pdf_of(printable(letter_sheet(words, layout=layout, notes=notes)), at=at)


def letter_sheet(words: LetterWords, *, layout: LetterLayout, notes: LetterNotes) -> Sheet:
    """Returns the letter before it is set. Nothing that somebody typed is read for anything, and none of it is in the title."""
    blocks = tuple({"letter": _letter, "fax": _fax, "label": _label}[layout](words))
    draft = "　".join(part for part in (notes.practice, "本人の名前で出す書面の下書き") if part)
    return Sheet(
        title="本人の名前で出す書面の下書き",
        header=(ours(draft), theirs(f"本人の同意: {notes.agreed}")),
        footer=(ours(_FOOT),),
        blocks=blocks,
        size=_OF_PAPERS[layout],
        leading=0.7,
        together=_signed(blocks) if layout == "letter" else 0,
    )


def _signed(blocks: tuple[AnyBlock, ...]) -> int:
    """How many blocks of a letter's end stay on one page: from its last heading, and the line before it."""
    last = max(at for at, block in enumerate(blocks) if isinstance(block, Heading))
    return len(blocks) - last + 1


def _letter(words: LetterWords) -> Iterator[AnyBlock]:
    """The addressee stands first, on the left: where the window of an envelope is."""
    yield from _addressee(words)
    yield Para(text=ours(_DAY))
    yield Para(text=theirs(words.title, bold=True), big=True)
    yield from _lines(words.body)
    yield from _enclosed(words)
    yield Heading(text=ours("差出人"))
    yield from _sender(words)
    yield Blank(label=ours("名前（本人が書く）"))


def _fax(words: LetterWords) -> Iterator[AnyBlock]:
    yield Para(text=theirs(words.title, bold=True), big=True)
    rows = (
        ("宛先", words.to_name),
        ("FAX番号", words.to_fax),
        ("差出人", words.from_name),
        ("電話", words.from_phone),
    )
    yield Rows(
        items=tuple(Row(label=ours(label), lines=(theirs(text or "　"),)) for label, text in rows),
        label_width=6.0,
    )
    yield Para(text=ours(_DAY))
    yield Para(text=ours("枚数（この紙も入れて）　　　　　枚"))
    yield from _lines(words.body)
    yield from _enclosed(words)
    yield Blank(label=ours("連絡"), lines=3)
    yield Para(
        text=ours("番号をまちがえて届いたときは、見ないで捨て、上の電話に知らせてください。"), boxed=True
    )


def _label(words: LetterWords) -> Iterator[AnyBlock]:
    yield from _addressee(words)
    yield Heading(text=ours("差出人"))
    yield from _sender(words)


def _addressee(words: LetterWords) -> Iterator[AnyBlock]:
    yield from _lines(_postcode(words.to_postcode))
    yield from _lines(words.to_address)
    yield Para(text=theirs(words.to_name, bold=True))


def _sender(words: LetterWords) -> Iterator[AnyBlock]:
    for text in (_postcode(words.from_postcode), words.from_address, words.from_name):
        yield from _lines(text)
    if words.from_phone:
        yield Para(text=theirs(f"電話　{words.from_phone}"))


def _postcode(code: str) -> str:
    return f"〒{code.lstrip('〒')}" if code else ""


def _enclosed(words: LetterWords) -> Iterator[AnyBlock]:
    lines = tuple(theirs(line) for line in words.enclosed.splitlines() if line.strip())
    if lines:
        yield Heading(text=ours("一緒に送るもの"))
        yield Marked(items=lines)


def _lines(text: str) -> Iterator[AnyBlock]:
    yield from (Para(text=theirs(line)) for line in text.splitlines() if line.strip())
