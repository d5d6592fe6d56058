"""What may help: rules and packs with their conditions met, not met or not known. Never a verdict on rights.

Lawyers' work is not done here (弁護士法72条): conditions stand as their sources word them, and only facts
that the person told decide a state. Where the facts speak both ways, the state is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from madoguchi.conditions import any_holds, applies, facts_of, holds
from madoguchi.knowledge.dated import NotKnownYet, in_force, within
from madoguchi.knowledge.shapes import (
    BrokerPolicy,
    BrokersFile,
    ConditionRule,
    Cover,
    Days,
    If,
    QuestionRule,
    RedressRule,
)
from madoguchi.words import Condition, Quoted, Redress, Told

State = Literal["met", "not_met", "not_known"]
_HIJACK_BILL = "SMS"  # what a pack's list of exclusions calls the charges of a hijacked line
_NO_WORD_FOUND = ("見つからない", "記載がない")  # the documents are silent: not the same as excluded


def redress_for(told: Told, law: Sequence[RedressRule], *, on: dt.date) -> tuple[Redress, ...]:
    """Returns the rules of ``law`` in force on ``on`` that bear on what was told, in their order.

    A condition carries the words that it rests on, when they stand in the text itself; a fact that came from
    an answer has none.
    """
    facts = facts_of(told)
    bearing = [rule for rule in in_force(law, on) if any_holds((rule.if_, *rule.also), facts)]
    return tuple(_redress(rule, told, facts=facts) for rule in bearing)


def cover_for(told: Told, cover: Sequence[Cover], *, on: dt.date) -> tuple[Redress, ...]:
    """Returns the packs of the person's own carrier in force on ``on``: do they cover this kind of loss?

    The carrier is the answer to ``which_carrier``; packs of no carrier are always looked at. Nothing is
    returned before anything was lost. That the person had joined beforehand is not known from a story.
    """
    if not _lost_something(told):
        return ()
    own = [one for one in in_force(cover, on) if one.carrier in (None, told.answers.get("which_carrier"))]
    return tuple(_covered(one, told) for one in own)


def policies_on(
    policies: Sequence[BrokerPolicy], day: dt.date, *, firm: str | None = None
) -> tuple[BrokerPolicy, ...]:
    """Returns the brokers' announcements on compensation that hold for damage done on ``day``.

    ``firm``: only those of this broker. Raises NotKnownYet when no announcement holds for that day.
    """
    asked = [one for one in policies if firm is None or firm in one.firms]
    found = tuple(one for one in asked if within(day, begin=one.damage_from, end=one.damage_until))
    if not found:
        raise NotKnownYet(what=f"証券口座の補償の方針({firm or 'どの会社も'})", day=day)
    return found


def compensation_for(
    told: Told, brokers: BrokersFile, *, questions: Mapping[str, QuestionRule]
) -> tuple[Redress, ...]:
    """Returns the brokers' announcements that may hold for the account: by the firm and the day of damage.

    Firm and day are answers to questions; without an answer that condition is not known. An announcement that is
    known not to hold for the firm or the day is left out.
    """
    if not applies(brokers.asked_for, told):
        return ()
    chosen = [c for q in questions.values() for c in q.choices if told.answers.get(q.id) == c.id]
    firms = frozenset(firm for choice in chosen for firm in choice.firms)
    days = next((choice.days for choice in chosen if choice.days), None)
    found = [(one, _firm_state(one, firms), _day_state(one, days)) for one in brokers.policies]
    return tuple(_announced(*each) for each in found if "not_met" not in each[1:])


def _announced(policy: BrokerPolicy, firm: State, day: State) -> Redress:
    excluded = f"対象外: {'、'.join(policy.excluded)}" if policy.excluded else ""
    return Redress(
        id=policy.id,
        name="証券会社が発表した補償の方針",
        rule="。".join(part for part in (policy.rule, excluded) if part),
        conditions=(
            Condition(text=f"口座が次の会社にある: {'、'.join(policy.firms)}", state=firm),
            Condition(text="被害の日が、発表の期間に入る", state=day),
        ),
        deadline=None,
        needs=(),
        sources=tuple(policy.sources),
    )


def _firm_state(policy: BrokerPolicy, firms: frozenset[str]) -> State:
    if not firms:
        return "not_known"
    if firms.isdisjoint(policy.firms):
        return "not_met"
    return "met" if firms <= set(policy.firms) else "not_known"


def _day_state(policy: BrokerPolicy, days: Days | None) -> State:
    if days is None:
        return "not_known"
    first, last = days.first or dt.date.min, days.last or dt.date.max
    begin, end = policy.damage_from, policy.damage_until or dt.date.max
    if last < begin or first > end:
        return "not_met"
    return "met" if begin <= first and last <= end else "not_known"


# --- conditions ---------------------------------------------------------------------------------------


def _redress(rule: RedressRule, told: Told, *, facts: int) -> Redress:
    return Redress(
        id=rule.id,
        name=rule.name,
        rule="。".join(part for part in (rule.rule, rule.note) if part),
        conditions=tuple(_condition(one, told, facts=facts) for one in rule.conditions),
        deadline=rule.deadline,
        needs=tuple(rule.needs),
        sources=tuple(rule.sources),
    )


def _condition(rule: ConditionRule, told: Told, *, facts: int) -> Condition:
    met = rule.met is not None and holds(rule.met, facts)
    not_met = rule.not_met is not None and holds(rule.not_met, facts)
    if met == not_met:
        return Condition(text=rule.text, state="not_known")
    state: State = "met" if met else "not_met"
    words = _words(rule.met if met else rule.not_met, told)
    if words is None:
        return Condition(text=rule.text, state=state)
    return Condition(text=rule.text, state=state, quote=words.quote, start=words.start, end=words.end)


def _words(rule: If | None, told: Told) -> Quoted | None:
    """The words for the first fact that ``rule`` asks for. Words beside the text have no offsets in it."""
    found = (told.quotes.get(fact) for fact in _facts(rule, told)) if rule else ()
    return next((words for words in found if words and words.part is None), None)


def _facts(rule: If, told: Told) -> Iterable[str]:
    yield from (f"stage:{one}" for one in (*rule.stage, *rule.all_stages) if one in told.stage)
    paid = told.paid | (told.demanded if rule.demanded else frozenset())
    yield from (f"payment:{one}" for one in (*rule.payment, *rule.demanded) if one in paid)
    yield from (f"gave:{one}" for one in rule.gave if one in told.gave)
    yield from (f"safety:{one}" for one in rule.safety if one in told.safety)


# --- packs --------------------------------------------------------------------------------------------


def _lost_something(told: Told) -> bool:
    hijacked = "sms_hijack" in told.schemes and told.stage != {"received_only"}
    return hijacked or not told.stage.isdisjoint({"paid", "unauthorized_use"})


def _covered(pack: Cover, told: Told) -> Redress:
    return Redress(
        id=pack.id,
        name=pack.name,
        rule="。".join(_pack_rule(pack)),
        conditions=tuple(_pack_conditions(pack, told)),
        deadline=pack.report_within,
        needs=tuple(pack.proof),
        sources=tuple(pack.sources),
    )


def _pack_rule(pack: Cover) -> Iterable[str]:
    yield f"対象: {'、'.join(pack.covers)}"
    if pack.does_not_cover:
        yield f"対象外: {'、'.join(pack.does_not_cover)}"
    if pack.ceiling_yen is not None:
        yield f"上限: {pack.ceiling_yen:,}円"
    yield f"判断するところ: {pack.who_decides}"


def _pack_conditions(pack: Cover, told: Told) -> Iterable[Condition]:
    yield Condition(text=f"前もって入っていた({pack.joined_beforehand})", state="not_known")
    excluded = [text for text in pack.does_not_cover if _HIJACK_BILL in text]
    if "sms_hijack" in told.schemes and excluded:
        yield Condition(text=f"SMSの通信料が対象に入る({excluded[0]})", state=_excluded_state(excluded[0]))
    else:
        yield Condition(text="この損害が対象に入る", state="not_known")


def _excluded_state(text: str) -> State:
    return "not_known" if any(word in text for word in _NO_WORD_FOUND) else "not_met"
