"""reports/*.yaml: in which form a desk takes a report of a message."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from madoguchi.knowledge.shapes.redress import Statement
from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import Medium

ReportKind = Literal["report-spam-centre", "report-anti-phishing", "report-carrier"]
# mail: a draft to the desk's address. phone: forwarded on the very phone it came to. app: told in an app.
# not_known: nothing was found about how the desk takes reports.
Way = Literal["mail", "phone", "app", "not_known"]
FieldOf = Literal["received", "sender", "subject", "text", "links", "header", "summary", "did", "own"]


class FieldRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field as the desk names it. ``of``: what of the message stands there; ``own``: for the person to fill.

    ``most_chars``: the desk takes no more in one field; a longer text is cut into several.
    """

    of: FieldOf
    label: str
    most_chars: int | None = None


class ReportForm(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one desk takes reports of messages of these ``media``.

    ``contact``: id of the register; addresses stand there only. ``carrier`` None in a carrier's form: the form for those
    who do not say which company is theirs. ``needs_links``: without an address in the message there is nothing to report.
    ``attach``: what the person adds. ``look``: what to look at before sending. ``seen``: the day on which all of it was
    seen; it is looked at again after 180 days.
    """

    id: str
    name: str
    kind: ReportKind
    contact: str
    media: list[Medium]
    way: Way
    fields: list[FieldRule]
    sources: list[str]
    seen: dt.date
    subject: str = ""
    carrier: str | None = None
    needs_links: bool = False
    steps: list[Statement] = []
    attach: list[Statement] = []
    look: list[Statement] = []
    not_known: list[str] = []
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class ReportsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reports: list[ReportForm]
