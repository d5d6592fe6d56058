"""One story -> several papers: name -> bytes. Nothing is written and nothing is sent; the same bundle gives the same bytes.

Safe from many threads: nobody waits for somebody else's paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeGuard

from madoguchi.papers.blocks import Sheet
from madoguchi.papers.case_file import case_json, case_of, hand_over_code
from madoguchi.papers.case_sheet import case_pdf, case_text
from madoguchi.papers.clerk_card import clerk_card
from madoguchi.papers.consents import NEEDS, SheetKind
from madoguchi.papers.counsellor_sheet import counsellor_sheet
from madoguchi.papers.course_sheet import course_sheet
from madoguchi.papers.deadlines import deadlines_ics
from madoguchi.papers.hand_over import qr_of
from madoguchi.papers.lawyer_sheet import lawyer_sheet
from madoguchi.papers.material import Bundle, Seen, seen_by
from madoguchi.papers.person_sheet import person_sheet
from madoguchi.papers.signing import Signer
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
            f"相談内容が長すぎます（{len(bundle.story.text):,} 字）。{MAX_CHARS:,} 字までにしてください。",
            "text_long",
        )
    return {
        name: content
        for kind in dict.fromkeys(kinds)
        for name, content in _papers(seen_by(kind, bundle, at=at), bundle.signer).items()
    }


def _papers(seen: Seen, signer: Signer | None) -> dict[str, bytes]:
    kind = seen.kind
    if kind == "case":
        return _case(seen, signer)
    if kind == "deadlines":
        return {"deadlines.ics": deadlines_ics(seen)}
    return {f"{kind}.pdf": sheet_for(seen)[1]}


def sheet_for(seen: Seen) -> tuple[Sheet, bytes]:
    """Returns the sheet of the kind that ``seen`` is for, as it is printed, and its PDF. Raises CannotSet."""
    if seen.kind in _LONG:
        sheet = printable(_LONG[seen.kind](seen))
        return sheet, pdf_of(sheet, at=seen.at)
    ladder = _ONE_PAGE[seen.kind]
    return fitting(lambda shorter: ladder(seen, shorter), at=seen.at)


def _case(seen: Seen, signer: Signer | None) -> dict[str, bytes]:
    """The file, the same as text and as pictures, with the code on its last page and beside it when somebody signs."""
    case = case_of(seen, signer)
    code = qr_of(hand_over_code(case, signer)) if signer else None
    files = {
        "case.json": case_json(case),
        "case.txt": case_text(seen, case).encode(),
        "case.pdf": case_pdf(seen, case, code=code),
    }
    return files if code is None else {**files, "case-qr.png": code}
