"""One story -> several papers: name -> bytes. Nothing is written and nothing is sent; the same bundle gives the same bytes.

Safe from many threads: the pages are set one after another by one compiler.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeGuard

from madoguchi.papers.blocks import Sheet
from madoguchi.papers.clerk_card import clerk_card
from madoguchi.papers.consents import NEEDS, SheetKind
from madoguchi.papers.counsellor_sheet import counsellor_sheet
from madoguchi.papers.course_sheet import course_sheet
from madoguchi.papers.lawyer_sheet import lawyer_sheet
from madoguchi.papers.material import Bundle, Seen, seen_by
from madoguchi.papers.person_sheet import person_sheet
from madoguchi.papers.typesetting import fitting, pdf_of, printable
from madoguchi.papers.watcher_sheet import watcher_sheet
from madoguchi.plain_text import MAX_CHARS, UnreadableText

SHEET_KINDS: Final[tuple[SheetKind, ...]] = tuple(NEEDS)
Ladder = Callable[[Seen, int], Sheet | None]
_ONE_PAGE: Final[dict[SheetKind, Ladder]] = {
    "for-the-person": person_sheet,
    "for-the-counsellor": counsellor_sheet,
    "clerk-card": clerk_card,
    "watcher-sheet": watcher_sheet,
}
_LONG: Final[dict[SheetKind, Callable[[Seen], Sheet]]] = {
    "course-of-events": course_sheet,
    "for-a-lawyer": lawyer_sheet,
}


def is_sheet(kind: str) -> TypeGuard[SheetKind]:
    """Returns whether ``kind`` names one of the papers that are made here."""
    return kind in SHEET_KINDS


def papers_of(bundle: Bundle, kinds: Sequence[SheetKind], *, at: dt.datetime) -> dict[str, bytes]:
    """Returns the papers of ``kinds`` as of ``at`` (aware), file name -> bytes.

    Raises NoConsent where the person did not agree to a paper, CannotSet where the extra ``papers`` is not installed,
    UnreadableText for a story of more than 20,000 characters, ValueError for a naive ``at``.
    """
    if len(bundle.story.text) > MAX_CHARS:
        raise UnreadableText(
            f"相談内容が長すぎます（{len(bundle.story.text):,} 字）。{MAX_CHARS:,} 字までにしてください。"
        )
    return {
        name: content
        for kind in dict.fromkeys(kinds)
        for name, content in _papers(kind, seen_by(kind, bundle, at=at)).items()
    }


def _papers(kind: SheetKind, seen: Seen) -> dict[str, bytes]:
    if kind in _LONG:
        return {f"{kind}.pdf": pdf_of(printable(_LONG[kind](seen)), at=seen.at)}
    ladder = _ONE_PAGE[kind]
    return {f"{kind}.pdf": fitting(lambda shorter: ladder(seen, shorter), at=seen.at)[1]}
