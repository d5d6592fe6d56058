"""The decision table: what the plan says first for each scheme, stage and payment, and contradictions in it.

The table is committed as tests/tables/plan.csv, so that a change of the knowledge shows as a diff that a
lawyer or a counsellor can read. Nothing here decides anything: it asks the plan.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement
from typing import NamedTuple, get_args

from msgspec import structs

from madoguchi.conditions import applies
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Line, Scheme, StepRule
from madoguchi.plan import steps_for
from madoguchi.told import Told
from madoguchi.words import ChannelWord, ItemWord, PaymentMethod, SchemeId, StageWord

HEADER = ("scheme", "stage", "payment", "first_step", "first_step_text", "contacts")
STAGES: tuple[StageWord, ...] = get_args(StageWord)
PAYMENTS: tuple[PaymentMethod, ...] = get_args(PaymentMethod)
ITEMS: tuple[ItemWord, ...] = get_args(ItemWord)
CHANNELS: tuple[ChannelWord, ...] = get_args(ChannelWord)


class Case(NamedTuple):
    """A row before it is answered."""

    scheme: SchemeId
    stage: StageWord
    payment: PaymentMethod | None
    told: Told


def decision_table(known: Knowledge) -> str:
    """Returns the table as CSV (``HEADER``; lines end in LF), one row a case that makes sense.

    ``payment`` is empty where nothing was paid or the means is not known; ``contacts`` are those of all
    steps, in the order of the plan.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_row(case, known) for case in cases(known))
    return out.getvalue()


def cases(known: Knowledge) -> Iterator[Case]:
    """Yields scheme x stage x payment: no stage that the scheme only pretends, payments with ``paid``."""
    for scheme in _in_use(known):
        for stage in _stages(scheme):
            payments = (None, *PAYMENTS) if stage == "paid" else (None,)
            yield from (_case(scheme, stage, payment=payment) for payment in payments)


def contradictions_of(known: Knowledge) -> list[str]:
    """Returns each step that does what a never-line forbids for the same case, one Japanese line each.

    Walks every scheme with each pair of stages, and beside them each payment, item, channel and safety row.
    """
    walked = (told for scheme in _in_use(known) for told in _walked(scheme, known))
    return sorted({line for told in walked for line in _against(told, known)})


def _row(case: Case, known: Knowledge) -> tuple[str, ...]:
    steps = steps_for(case.told, known)
    first = (steps[0].id, steps[0].text) if steps else ("", "")
    contacts = dict.fromkeys(contact for step in steps for contact in step.contacts)
    return (case.scheme, case.stage, case.payment or "", *first, "|".join(contacts))


def _in_use(known: Knowledge) -> list[Scheme]:
    return [scheme for scheme in known.schemes.values() if scheme.status in ("on_trial", "in_use")]


def _stages(scheme: Scheme) -> list[StageWord]:
    return [stage for stage in STAGES if stage not in scheme.pretends]


def _case(scheme: Scheme, stage: StageWord, *, payment: PaymentMethod | None) -> Case:
    return Case(scheme.id, stage, payment, _told(scheme, (stage,), payment=payment))


def _told(scheme: Scheme, stages: Iterable[StageWord], *, payment: PaymentMethod | None = None) -> Told:
    told = frozenset(stages)
    paid = frozenset([payment] if payment else [])
    return Told(
        schemes=(scheme.id,),
        stage=told if told == {"received_only"} else told | frozenset(scheme.implied),
        paid=paid,
        demanded=paid,
        channel="unknown",
    )


# --- steps against the never-lists ------------------------------------------------------------------


def _walked(scheme: Scheme, known: Knowledge) -> Iterator[Told]:
    if not _may_contradict(scheme, known):
        return
    for pair in combinations_with_replacement(_stages(scheme), 2):
        payments = (None, *PAYMENTS) if "paid" in pair else (None,)
        for payment in payments:
            yield from _beside(_told(scheme, pair, payment=payment), known)


def _may_contradict(scheme: Scheme, known: Knowledge) -> bool:
    """Most schemes need no walk: none of their steps, ever, does what one of their lines forbids."""
    forbidden = {act for line in scheme.never for act in line.forbids}
    return any(forbidden & {*step.does} for step in (*known.steps, *scheme.steps))


def _beside(told: Told, known: Knowledge) -> Iterator[Told]:
    yield told
    yield from (structs.replace(told, gave=frozenset([item])) for item in ITEMS)
    yield from (structs.replace(told, channel=channel) for channel in CHANNELS)
    yield from (structs.replace(told, safety=frozenset([row.id])) for row in known.safety)


def _against(told: Told, known: Knowledge) -> Iterator[str]:
    scheme = known.schemes[told.schemes[0]]
    never = [line for line in scheme.never if line.forbids and applies(line.if_, told)]
    for step in steps_for(told, known) if never else ():
        for line in never:
            for act in sorted({*step.does} & {*line.forbids}):
                yield _said(scheme, step, line=line, act=act)


def _said(scheme: Scheme, step: StepRule, *, line: Line, act: str) -> str:
    return (
        f"schemes/{scheme.id}: 対処「{step.id}」がすること（{act}）を、never「{line.text}」が止めています。"
        " 直し方: どちらかに if を足して、同じ場面に出ないようにしてください。"
    )
