"""The advice of a case: what is proposed to read out, what was said (who, when), and what a counsellor would rather not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from madoguchi.web.desk.at_hand import lines_of
from madoguchi.web.desk.cases.advising import FIELD, line_of
from madoguchi.web.desk.conclusions import conclusions_in
from madoguchi.web.desk.hearing import Heard
from madoguchi.web.desk.models import CaseText, Proposal
from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.sealing import opened

Stand = Literal["open", "said", "left_out"]


@dataclass(frozen=True, slots=True)
class Said:
    """A line that was said, by whom it was noted and when. ``own``: no proposal; ``hints``: words that conclude on the law."""

    text: str
    by: str
    at: dt.datetime
    own: bool = True
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposed step to read out, and what became of it."""

    id: str
    text: str
    sources: Sequence[str]
    stand: Stand


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything that the page shows of the advice."""

    offered: Sequence[Offered] = ()
    said: Sequence[Said] = field(default_factory=tuple)


def advice_of(whole: WholeCase, heard: Heard) -> Advice:
    """Returns what is proposed after the memo and what was said. Call it within ``gates.looking``."""
    found = said_in(whole)
    left = set(Proposal.objects.filter(case=whole.case, field=FIELD).values_list("value", flat=True))
    offered = [
        Offered(one.id, one.text, one.sources, _stand(one.id, line_of(one.text), found, left))
        for one in lines_of(heard)
    ]
    proposed = {line_of(one.text) for one in heard.answer.plan.steps}
    said = [
        Said(line, who, at) if line not in proposed else Said(line, who, at, own=False)
        for line, (who, at) in found.items()
    ]
    return Advice(offered, [_hinted(one) for one in said])


def _hinted(one: Said) -> Said:
    """Of a line of our own nothing is said: it has its sources."""
    return Said(one.text, one.by, one.at, one.own, conclusions_in(one.text)) if one.own else one


def _stand(step: str, line: str, said: dict[str, tuple[str, dt.datetime]], left: set[str]) -> Stand:
    return "said" if line in said else "left_out" if step in left else "open"


def said_in(whole: WholeCase) -> dict[str, tuple[str, dt.datetime]]:
    """Returns the lines that were said, in their order, each with who noted it and when. Call it within ``gates.looking``."""
    now: dict[str, tuple[str, dt.datetime]] = {}
    rows = CaseText.objects.filter(case=whole.case, field=FIELD).select_related("by").order_by("revision")
    for row in rows:
        text = opened(bytes(row.sealed), key=whole.key, place=f"{whole.case.pk}/{FIELD}/{row.revision}")
        lines = filter(str.strip, text.decode("utf-8", "surrogatepass").split("\n"))
        now = {line: now.get(line) or (row.by.name, row.at) for line in lines}
    return now
