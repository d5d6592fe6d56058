"""What the sums and the signs of a story say of how far it went: money told as paid or as gone was paid, in whatever words.

Reads what was already made of the amounts; it weighs no word anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from madoguchi.stages import STAGE_ORDER
from madoguchi.tale import Tale
from madoguchi.words import Amount, Gave, ItemWord, Payment, PaymentMethod, Situation, StageFact

_AT_A_BANK = re.compile("ネット銀行|ネットバンク|ネットバンキング|インターネットバンキング|口座|銀行|預金|貯金|残高")
_MOVED = frozenset({"lost", "paid"})

Perhaps = tuple[ItemWord, int, int]


def with_what_is_gone(tale: Tale, situation: Situation) -> Situation:
    """Returns ``situation`` with the stage and the means that its sums tell of.

    A sum that was paid, or lost where nobody else is told to have used card or account, makes the stage ``paid``, by the means that
    alone is named. Where somebody else operated the device and money is lost, it went from the account.
    """
    sums = [one for one in situation.amounts if one.role in _MOVED]
    if not sums or tale.is_message or tale.at_the_till or tale.at_home or _refused(tale):
        return situation
    lost = [one for one in sums if one.role == "lost"]
    paid = [one for one in sums if one.role == "paid"]
    if "paid" not in situation.stage and (paid or "unauthorized_use" not in situation.stage):
        named = situation.payments
        situation = _paid(situation, (paid or lost)[0])
        if len(named) == 1 and named[0].method != "credit_card":
            situation = _by(situation, named[0].method, named)
    if lost and _operated(situation):
        situation = _from_the_account(tale, situation)
    return situation


def with_what_may_be_given(tale: Tale, situation: Situation, items: Iterable[Perhaps]) -> Situation:
    """Returns ``situation`` with ``items`` (each with its levelled span) as perhaps given, where nothing else is told of them."""
    gave = {one.item: one for one in situation.gave}
    for item, start, end in items:
        if item not in gave and not tale.is_message:
            said = tale.quote(start, end)
            gave[item] = Gave(
                item=item, state="unknown", quote=said.quote, start=said.start, end=said.end, part=said.part
            )
    return msgspec.structs.replace(situation, gave=tuple(sorted(gave.values(), key=lambda one: one.start)))


def _refused(tale: Tale) -> bool:
    """Whether the person says that nothing was paid (まだ払っていません), and nowhere that anything was."""
    paying = {act.state for act in tale.acts if act.rule.pays}
    return not paying.isdisjoint({"not_done", "almost"}) and "done" not in paying


def _operated(situation: Situation) -> bool:
    given = any(one.item == "remote_control" and one.state != "refused" for one in situation.gave)
    return given or "remote_access_given" in situation.stage


def _paid(situation: Situation, amount: Amount) -> Situation:
    fact = StageFact(
        stage="paid", quote=amount.quote, start=amount.start, end=amount.end, part=amount.part
    )
    reached = {*situation.stage, "paid"} - {"received_only"}
    facts = [one for one in situation.facts if one.stage != "received_only"]
    facts = sorted([*facts, fact], key=lambda one: (STAGE_ORDER.index(one.stage), one.start))
    stages = tuple(stage for stage in STAGE_ORDER if stage in reached)
    return msgspec.structs.replace(situation, stage=stages, facts=tuple(facts))


def _by(situation: Situation, method: PaymentMethod, named: Sequence[Payment]) -> Situation:
    payments = tuple(
        msgspec.structs.replace(one, state="paid") if one.method == method else one for one in named
    )
    return msgspec.structs.replace(situation, payments=payments)


def _from_the_account(tale: Tale, situation: Situation) -> Situation:
    named = situation.payments
    bank = _AT_A_BANK.search(tale.scan.text)
    if bank and all(one.method != "bank_transfer" for one in named):
        said = tale.quote(bank.start(), bank.end())
        way = Payment(
            method="bank_transfer",
            state="paid",
            quote=said.quote,
            start=said.start,
            end=said.end,
            part=said.part,
        )
        named = tuple(sorted((*named, way), key=lambda one: one.start))
    return _by(situation, "bank_transfer", named)
