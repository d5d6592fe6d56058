"""Reports of a message that came: which desks take it, and the texts and drafts to send there. Nothing is sent from here."""

from __future__ import annotations

import datetime as dt

from madoguchi.knowledge.shapes.reports import ReportKind
from madoguchi.papers import NoReport, Original, Received, files_of, kinds_for, message_in, report_of
from madoguchi.web.knowing import known_in
from madoguchi.web.public.answers import answer_to
from madoguchi.web.public.walk import Lost, Walk


def reports_for(walk: Walk, *, at: dt.datetime) -> tuple[ReportKind, ...]:
    """Returns the reports that take the message of ``walk``; none for a story of what happened."""
    try:
        return kinds_for(_message(walk, at), known_in("ja"), at=at)
    except NoReport:
        return ()


def report_files(walk: Walk, kind: ReportKind, *, at: dt.datetime) -> dict[str, bytes]:
    """Returns the files of one report, name -> bytes. Raises NoReport, and Lost for a walk without a story."""
    answer = answer_to(walk, "ja", at=at)
    report = report_of(kind, _message(walk, at), answer=answer, knowledge=known_in("ja"), at=at)
    return files_of(report, at=at)


def _message(walk: Walk, at: dt.datetime) -> Received:
    """The mail itself is not carried from page to page: it is named among what the person adds."""
    if walk.story is None:
        raise Lost
    answer = answer_to(walk, "ja", at=at)
    return message_in(walk.story, answer, original=Original(), knowledge=known_in("ja"))
