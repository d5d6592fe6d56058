"""What may help: rules and packs with their conditions met, not met or not known. Never a verdict on rights.

Lawyers' work is not done here (弁護士法72条): conditions stand as their sources word them, and only facts
that the person told decide a state. Where the facts speak both ways, the state is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from madoguchi.conditions import Test, applies, facts_of, holds, test_of
from madoguchi.knowledge.dated import NotKnownYet, in_force, within
from madoguchi.knowledge.phrase_files import shipped_phrases
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
from madoguchi.money.ceilings import yen_text
from madoguchi.phrases import Phrases, said
from madoguchi.prepared import once_for_each_rule
from madoguchi.told import Told
from madoguchi.words import Condition, Quoted, Redress

State = Literal["met", "not_met", "not_known"]
_HIJACK_BILL = (
    "SMS"  # what a pack's list of exclusions calls the charges of a hijacked line, in every language
)


def redress_for(
    told: Told, law: Sequence[RedressRule], *, on: dt.date, phrases: Phrases | None = None
) -> tuple[Redress, ...]:
    """Returns the rules of ``law`` in force on ``on`` that bear on what was told, in their order.

    A condition carries the words that it rests on, when they stand in the text itself; a fact that came from
    an answer has none. ``phrases``: the sentences of the knowledge, those shipped in Japanese when None.
    """
    end = said(phrases or shipped_phrases(), "sentence_end")
    facts = facts_of(told)
    found = [_read(rule) for rule in in_force(law, on)]
    return tuple([_redress(rule, told, facts=facts, end=end) for rule in found if rule.bears(facts)])


def cover_for(
    told: Told, cover: Sequence[Cover], *, on: dt.date, phrases: Phrases | None = None
) -> tuple[Redress, ...]:
    """Returns the packs of the person's own carrier in force on ``on``: do they cover this kind of loss?

    The carrier is the answer to ``which_carrier``; packs of no carrier are always looked at. Nothing is
    returned before anything was lost. That the person had joined beforehand is not known from a story.
    """
    if not _lost_something(told):
        return ()
    own = [one for one in in_force(cover, on) if one.carrier in (None, told.answers.get("which_carrier"))]
    return tuple(_covered(one, told, phrases or shipped_phrases()) for one in own)


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
    told: Told,
    brokers: BrokersFile,
    *,
    questions: Mapping[str, QuestionRule],
    phrases: Phrases | None = None,
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
    own = phrases or shipped_phrases()
    return tuple(_announced(*each, phrases=own) for each in found if "not_met" not in each[1:])


def _announced(policy: BrokerPolicy, firm: State, day: State, *, phrases: Phrases) -> Redress:
    comma, end = said(phrases, "comma"), said(phrases, "sentence_end")
    excluded = said(phrases, "policy_excluded", what=comma.join(policy.excluded)) if policy.excluded else ""
    firms = comma.join(phrases.get(f"firm {one}", one) for one in policy.firms)
    return Redress(
        id=policy.id,
        name=said(phrases, "policy_name"),
        rule=end.join(part for part in (policy.rule, excluded) if part),
        conditions=(
            Condition(text=said(phrases, "policy_firms", firms=firms), state=firm),
            Condition(text=said(phrases, "policy_days"), state=day),
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


@dataclass(frozen=True, slots=True, eq=False)
class _Asks:
    """A condition; ``plain``: what is told of it by its state, without the words of the person."""

    met: If | None
    not_met: tuple[If, ...]
    plain: Mapping[State, Condition]
    met_first: bool

    def told(self, told: Told, facts: int) -> Condition:
        met = self.met if self.met is not None and holds(self.met, facts) else None
        against = next((one for one in self.not_met if holds(one, facts)), None)
        if met and self.met_first:
            against = None
        if (met is None) == (against is None):
            return self.plain["not_known"]
        plain = self.plain["met" if met else "not_met"]
        words = _words(met or against, told)
        if words is None:
            return plain
        return msgspec.structs.replace(plain, quote=words.quote, start=words.start, end=words.end)


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """A rule as it is asked again and again."""

    rule: RedressRule
    tests: tuple[Test, ...]
    conditions: tuple[_Asks, ...]
    needs: tuple[str, ...]
    sources: tuple[str, ...]

    def bears(self, facts: int) -> bool:
        for test in self.tests:
            if test.holds(facts):
                return True
        return False


@once_for_each_rule
def _read(rule: RedressRule) -> _Rule:
    tests = (test_of(rule.if_), *map(test_of, rule.also))
    return _Rule(rule, tests, tuple(map(_asks, rule.conditions)), tuple(rule.needs), tuple(rule.sources))


def _asks(rule: ConditionRule) -> _Asks:
    states: tuple[State, ...] = ("met", "not_met", "not_known")
    against = tuple(one for one in (rule.not_met, rule.not_met_also) if one is not None)
    return _Asks(
        rule.met, against, {state: Condition(text=rule.text, state=state) for state in states}, rule.met_first
    )


def _redress(read: _Rule, told: Told, *, facts: int, end: str) -> Redress:
    rule = read.rule
    return Redress(
        id=rule.id,
        name=rule.name,
        rule=end.join([part for part in (rule.rule, rule.note) if part]),
        conditions=tuple([one.told(told, facts) for one in read.conditions]),
        deadline=rule.deadline,
        needs=read.needs,
        sources=read.sources,
    )


def _words(rule: If | None, told: Told) -> Quoted | None:
    """The words for the first fact that ``rule`` asks for. Words beside the text have no offsets in it."""
    found = (told.quotes.get(fact) for fact in _facts(rule, told)) if rule else ()
    return next((words for words in found if words and words.part is None), None)


def _facts(rule: If, told: Told) -> Iterable[str]:
    yield from (f"stage:{one}" for one in (*rule.stage, *rule.all_stages) if one in told.stage)
    paid = told.paid | (told.demanded if rule.demanded else frozenset())
    yield from (f"payment:{one}" for one in (*rule.payment, *rule.demanded) if one in paid)
    yield from (f"gave:{one}" for one in rule.gave if one in told.gave)
    yield from (f"sold:{one}" for one in rule.sold if one in told.sold)
    yield from (f"safety:{one}" for one in rule.safety if one in told.safety)


# --- packs --------------------------------------------------------------------------------------------


def _lost_something(told: Told) -> bool:
    hijacked = "sms_hijack" in told.schemes and told.stage != {"received_only"}
    return hijacked or not told.stage.isdisjoint({"paid", "unauthorized_use"})


def _covered(pack: Cover, told: Told, phrases: Phrases) -> Redress:
    return Redress(
        id=pack.id,
        name=pack.name,
        rule=said(phrases, "sentence_end").join(_pack_rule(pack, phrases)),
        conditions=tuple(_pack_conditions(pack, told, phrases)),
        deadline=pack.report_within,
        needs=tuple(pack.proof),
        sources=tuple(pack.sources),
    )


def _pack_rule(pack: Cover, phrases: Phrases) -> Iterable[str]:
    comma = said(phrases, "comma")
    yield said(phrases, "pack_covers", what=comma.join(pack.covers))
    if pack.does_not_cover:
        yield said(phrases, "pack_does_not_cover", what=comma.join(pack.does_not_cover))
    if pack.ceiling_yen is not None:
        yield said(phrases, "pack_ceiling", yen=yen_text(pack.ceiling_yen, phrases))
    yield said(phrases, "pack_decides", who=pack.who_decides)


def _pack_conditions(pack: Cover, told: Told, phrases: Phrases) -> Iterable[Condition]:
    yield Condition(text=said(phrases, "pack_joined", how=pack.joined_beforehand), state="not_known")
    excluded = [text for text in pack.does_not_cover if _HIJACK_BILL in text]
    if "sms_hijack" in told.schemes and excluded:
        state: State = "not_known" if pack.silent_on_sms else "not_met"
        yield Condition(text=said(phrases, "pack_sms", what=excluded[0]), state=state)
    else:
        yield Condition(text=said(phrases, "pack_this_loss"), state="not_known")
