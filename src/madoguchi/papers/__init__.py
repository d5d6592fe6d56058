"""Papers for people and desks to take away. Nothing is ever sent: a person looks at a paper and hands it on.

Reports tell a desk about a message (``report_of``); the other papers are made of a story and its answer (``papers_of``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeGuard

from madoguchi.knowledge.shapes.reports import ReportKind
from madoguchi.papers.consents import THEIR_OWN, Consent, NoConsent, SheetKind, asked_for, language_of
from madoguchi.papers.drafts import draft_of
from madoguchi.papers.making import SHEET_KINDS, is_sheet, papers_of
from madoguchi.papers.material import About, Added, Bundle, Operator, Translated
from madoguchi.papers.parts_needed import CannotSet
from madoguchi.papers.received import Original, Received
from madoguchi.papers.reports import (
    REPORT_KINDS,
    NoReport,
    Report,
    carrier_report_of,
    kinds_for,
    message_in,
    report_of,
)
from madoguchi.papers.sheets import sheet_of
from madoguchi.papers.signing import Signer
from madoguchi.papers.writing import AlreadyThere, write_papers

__all__ = [
    "KINDS",
    "REPORT_KINDS",
    "SHEET_KINDS",
    "THEIR_OWN",
    "About",
    "Added",
    "AlreadyThere",
    "Bundle",
    "CannotSet",
    "Consent",
    "NoConsent",
    "NoReport",
    "Operator",
    "Original",
    "Received",
    "Report",
    "SheetKind",
    "Signer",
    "Translated",
    "asked_for",
    "carrier_report_of",
    "draft_of",
    "files_of",
    "is_report",
    "is_sheet",
    "kinds_for",
    "language_of",
    "message_in",
    "papers_of",
    "refused",
    "report_of",
    "sheet_of",
    "write_papers",
]

KINDS: tuple[str, ...] = (*SHEET_KINDS, *REPORT_KINDS)


def is_report(kind: str) -> TypeGuard[ReportKind]:
    """Returns whether ``kind`` names a report."""
    return kind in REPORT_KINDS


def refused(kinds: Sequence[str]) -> str | None:
    """Returns why the first of ``kinds`` that does not exist is refused (Japanese); None when all exist."""
    for kind in kinds:
        if kind not in KINDS:
            return f"「{kind}」という種類の紙はありません。作れるのは {'、'.join(KINDS)} です。"
    return None


def files_of(report: Report, *, at: dt.datetime) -> dict[str, bytes]:
    """Returns the files of ``report``, name -> bytes: the text to paste, and the draft where the desk takes mail."""
    draft = draft_of(report)
    sheet = {f"{report.kind}.txt": sheet_of(report, at=at).encode()}
    return sheet if draft is None else {f"{report.kind}.eml": draft, **sheet}
