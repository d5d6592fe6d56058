"""Papers for people and desks to take away. Nothing is ever sent: a person looks at a paper and hands it on.

Built so far: the reports of a message. The other kinds have their names, so that asking for one gets a clear answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeGuard

from madoguchi.knowledge.shapes.reports import ReportKind
from madoguchi.papers.drafts import draft_of
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
from madoguchi.papers.writing import AlreadyThere, write_papers

__all__ = [
    "KINDS",
    "REPORT_KINDS",
    "AlreadyThere",
    "NoReport",
    "Original",
    "Received",
    "Report",
    "carrier_report_of",
    "draft_of",
    "files_of",
    "is_report",
    "kinds_for",
    "message_in",
    "refused",
    "report_of",
    "sheet_of",
    "write_papers",
]

_LATER = (
    "for-the-person",
    "for-the-counsellor",
    "clerk-card",
    "watcher-sheet",
    "course-of-events",
    "for-a-lawyer",
    "case",
    "deadlines",
)
KINDS: tuple[str, ...] = (*REPORT_KINDS, *_LATER)


def is_report(kind: str) -> TypeGuard[ReportKind]:
    """Returns whether ``kind`` names a report."""
    return kind in REPORT_KINDS


def refused(kinds: Sequence[str]) -> str | None:
    """Returns why the first of ``kinds`` that cannot be written is refused (Japanese); None when all can be."""
    for kind in kinds:
        can = f"いま作れるのは {'、'.join(REPORT_KINDS)} です。"
        if kind in _LATER:
            return f"「{kind}」の紙は、まだ作れません。{can}"
        if kind not in REPORT_KINDS:
            return f"「{kind}」という種類の紙はありません。{can}"
    return None


def files_of(report: Report, *, at: dt.datetime) -> dict[str, bytes]:
    """Returns the files of ``report``, name -> bytes: the text to paste, and the draft where the desk takes mail."""
    draft = draft_of(report)
    sheet = {f"{report.kind}.txt": sheet_of(report, at=at).encode()}
    return sheet if draft is None else {f"{report.kind}.eml": draft, **sheet}
