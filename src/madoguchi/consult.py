"""The pipeline and nothing else: a story goes in, the whole answer comes out. No clock, no network, no files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from madoguchi import money
from madoguchi.answered import answers_in, sold_by
from madoguchi.asked import asked_in, related
from madoguchi.bought_up import way_answered
from madoguchi.command_signs import signs_within, tells_by_length
from madoguchi.commands import commands_in, without
from madoguchi.conditions import applies
from madoguchi.findings import Weighed, findings_of, verdict_of, weigh
from madoguchi.hours import contact_at, shown_on
from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.shapes import Contact
from madoguchi.links import is_link_alone, quoted_from, tricks_in
from madoguchi.named_desks import with_named_desks
from madoguchi.parts import Parts
from madoguchi.phrases import Phrases, quoted, said
from madoguchi.plain_text import MAX_CHARS
from madoguchi.plan import plan_for, questions_for, with_answers
from madoguchi.safety import NO_COMPLAINT, never_left_out, of_minors, safety_in
from madoguchi.signs import read
from madoguchi.situation import handed_over, situation_of
from madoguchi.solicitations import offers_in
from madoguchi.stages import Fact, Supposed
from madoguchi.tale import Tale
from madoguchi.terms import Withdrawal
from madoguchi.three_answers import three_answers
from madoguchi.told import Told
from madoguchi.told_days import last_day_told
from madoguchi.visits import without_visitor
from madoguchi.words import (
    SCHEMA,
    Amount,
    Consultation,
    ContactNow,
    Contract,
    Finding,
    Plan,
    Quoted,
    Redress,
    Revision,
    SchemeId,
    Situation,
    StageWord,
    Story,
    TellsOf,
    Verdict,
)

# Only of who tells it.
_THEIR_OWN = frozenset(
    {
        *("still_on_the_line", "says_swindled", "fears_swindle", "code_not_told", "lost_card", "not_called"),
        *("at_the_atm", "at_the_counter", "sim_swap", "card_used", "cash_told", "dark_job"),
        *("own_debts", "black_lender", "rental_end", "firm_bankrupt", "work_dispute"),
        *("meter_told", "came_unordered", "inspection_date", "flea_goods", "line_contract"),
    }
)
_BY_OTHERS: frozenset[StageWord] = frozenset({"unauthorized_use", "remote_access_given"})
TOKYO = ZoneInfo("Asia/Tokyo")


def consult(
    story: str | Story,
    *,
    at: dt.datetime,
    answers: Mapping[str, str] | None = None,
    knowledge: Knowledge | None = None,
    limit: int = MAX_CHARS,
) -> Consultation:
    """Returns the whole answer to ``story`` at the minute ``at``.

    ``story``: the words themselves, or a Story with medium, subject, sender and links. ``answers``: question id -> choice
    id. Raises ValueError for a naive ``at``, UnreadableText for a text that cannot be read (too long, broken), LookupError
    for an unknown answer. Reads no clock and keeps nothing; safe from many threads and processes.
    """
    if at.tzinfo is None:
        raise ValueError("時刻に時差（例: +09:00）がありません。時差の付いた時刻を渡してください。")
    known = knowledge or load()
    asked = Story(text=story) if isinstance(story, str) else story
    local = at.astimezone(TOKYO)
    tale, weighed, safety, commanded = _heard(asked, Parts.of(asked, limit=limit), known, today=local.date())
    asking = _Asking(local, dict(answers or {}), safety, doubtful=asked.from_picture, person=asked.person)
    answer = _answer(tale, weighed, known, asking)
    notes = (
        *_of_checks(asked, known.phrases),
        *((said(known.phrases, "note_commands"),) if commanded else ()),
        *((said(known.phrases, "note_picture"),) if asked.from_picture else ()),
    )
    return msgspec.structs.replace(answer, notes=(*answer.notes, *notes)) if notes else answer


class _Heard(NamedTuple):
    """A story read, commands to the program left out. ``commanded``: there were some, and it is told."""

    tale: Tale
    weighed: Sequence[Weighed]
    safety: frozenset[str]
    commanded: bool


def _heard(asked: Story, parts: Parts, known: Knowledge, *, today: dt.date) -> _Heard:
    tale, weighed = _read(asked, parts, known, today=today)
    safety = safety_in(tale, known.safety_words)
    spans = _idle(commands_in(parts.plain.text), tale)
    if not spans:
        return _Heard(tale, weighed, safety, commanded=False)
    bare, rest = without(parts, spans, story=asked)
    heard = _read(bare, rest, known, today=today, original=asked)
    # nothing hides in a command: where it alone tells of a scheme, by signs or by its length, it is read like all else
    told_in_it = signs_within(spans, weighed, parts=parts) or tells_by_length(spans, weighed, parts=parts)
    if verdict_of(heard[1]) == "nothing_known" and told_in_it:
        return _Heard(tale, weighed, safety, commanded=False)
    kept = never_left_out(tale, safety)
    return _Heard(*heard, kept | safety_in(heard[0], known.safety_words), commanded=True)


def found_in(
    story: Story, *, on: dt.date, knowledge: Knowledge | None = None
) -> tuple[Verdict, tuple[Finding, ...]]:
    """Returns the verdict and the findings of ``consult``, without anything that is planned from them. Raises UnreadableText."""
    known = knowledge or load()
    heard = _heard(story, Parts.of(story), known, today=on)
    return verdict_of(heard.weighed), findings_of(heard.tale, heard.weighed, knowledge=known)


class Reading(NamedTuple):
    """What the words of a story come to, before anything is planned."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    situation: Situation


def reading_of(story: str | Story, *, on: dt.date, knowledge: Knowledge | None = None) -> Reading:
    """Returns what ``story`` tells on the day ``on``: findings and situation, without plan, desks and money.

    Commands to the program are read as words like all others. Raises UnreadableText as ``consult`` does.
    """
    known = knowledge or load()
    asked = Story(text=story) if isinstance(story, str) else story
    return _reading(*_read(asked, Parts.of(asked), known, today=on), known)


def _reading(tale: Tale, weighed: Sequence[Weighed], known: Knowledge) -> Reading:
    verdict = verdict_of(weighed)
    findings = findings_of(tale, weighed, knowledge=known)
    situation = situation_of(tale, _supposed(weighed, known, verdict), clues=known.amount_clues)
    return Reading(verdict, findings, situation)


def _idle(spans: Sequence[tuple[int, int]], tale: Tale) -> list[tuple[int, int]]:
    """The commands in which the person tells of no deed of their own (AIさん、5万円払いました is told to us)."""
    return [
        (start, end)
        for start, end in spans
        if not any(start < act.end and act.start < end for act in tale.done)
    ]


def _read(
    story: Story, parts: Parts, known: Knowledge, *, today: dt.date, original: Story | None = None
) -> tuple[Tale, list[Weighed]]:
    """Reads ``story``; ``original``: the same with what was left blank, for the quotes."""
    alone = "." in parts.plain.text and is_link_alone(story)  # no address without a dot
    tale = read(parts, known, is_message=bool(story.medium) or alone or None, today=today)
    tricks = tricks_in(story, known.brands, rules=known.link_tricks) if tale.holds_a_message else []
    if original is not None:
        tricks = [quoted_from(original, trick) for trick in tricks]
    return tale, weigh(tale, known, tricks=tricks, alone=alone)


class _Asking(NamedTuple):
    """``safety``: the rows that stand anywhere in the text, whoever it speaks to; ``doubtful``: no digit of the text is sure."""

    at: dt.datetime
    answers: dict[str, str]
    safety: frozenset[str]
    doubtful: bool
    person: TellsOf | None


def _answer(tale: Tale, weighed: Sequence[Weighed], known: Knowledge, asking: _Asking) -> Consultation:
    at = asking.at
    verdict, findings, situation = _reading(tale, weighed, known)
    if asking.doubtful:
        doubted = tuple(msgspec.structs.replace(amount, certain=False) for amount in situation.amounts)
        situation = msgspec.structs.replace(situation, amounts=doubted)
    person = asking.person or ("customer" if tale.of_a_customer else None)
    situation = msgspec.structs.replace(situation, tells_of=person)
    schemes = tuple(one.id for one in findings)
    told = _told(tale, situation, schemes, safety=asking.safety | of_minors(tale, schemes))
    heard = answers_in(tale, told, knowledge=known, days=situation.dates)
    told = with_answers(told, {**heard, **asking.answers}, knowledge=known)
    answered = way_answered(sold_by(asking.answers, known), told.sold, text=tale.scan.text)
    told = msgspec.structs.replace(told, sold=told.sold | answered)
    made = situation.contract.made or bool(answered)  # who answers how they agreed to it, agreed to it
    contract = msgspec.structs.replace(situation.contract, made=made)
    terms = _withdrawals(told, contract, known, at.date())
    told = msgspec.structs.replace(told, term=frozenset(one.state for one in terms))
    plan = with_named_desks(plan_for(told, known), tale, known=known)
    plan = money.dated_plan(plan, terms, phrases=known.phrases)
    plan = money.dated_order(plan, situation.dates, on=at.date(), phrases=known.phrases)
    offers = offers_in(tale, known, findings=findings, verdict=verdict)
    return Consultation(
        schema=SCHEMA,
        id=None,
        verdict=verdict,
        schemes=findings,
        situation=situation,
        three_answers=three_answers(told, known, verdict=verdict),
        not_known=_not_known(told, situation, known),
        questions=questions_for(told, known),
        plan=plan,
        contacts=_contacts(plan, known, at),
        exposure=money.exposure_of(told, situation, terms=_terms(known), on=at.date()),
        redress=_redress(told, known, terms, day=at.date()),
        notes=_notes(told, known.phrases),
        knowledge=Revision(revision=known.revision, as_of=known.as_of),
        solicitation=offers.patterns,
        offer=offers.offer,
        asked=related(told, known, said=asked_in(tale)),
        withdrawals=terms,
        unread=told.foreign and verdict == "nothing_known",
    )


def _withdrawals(told: Told, contract: Contract, known: Knowledge, day: dt.date) -> tuple[Withdrawal, ...]:
    law = tuple(known.redress.values())
    return money.withdrawals_for(told, contract, law=law, on=day, phrases=known.phrases)


def _supposed(weighed: Sequence[Weighed], known: Knowledge, verdict: Verdict) -> Supposed:
    """What follows from the first scheme itself or from one of its signs, with the words that it rests on."""
    if verdict == "nothing_known":
        return Supposed()
    scheme, signs = known.schemes[weighed[0].scheme], [pair for pair in weighed[0].signs if pair[0].scheme]
    facts: list[Fact] = [(stage, hit.start, hit.end) for stage in scheme.implied for _, hit in signs[:1]]
    facts += [(stage, hit.start, hit.end) for owner, hit in signs for stage in owner.rule.implies]
    perhaps = [(item, hit.start, hit.end) for owner, hit in signs for item in owner.rule.may_have_given]
    return Supposed(
        scheme=scheme.id,
        implied=tuple(facts),
        excluded=frozenset(scheme.pretends),
        answered=not scheme.paid_unanswered,
        app_infects=scheme.app_infects,
        calls_own_side=scheme.calls_own_side,
        perhaps=tuple(perhaps),
    )


def _told(tale: Tale, situation: Situation, schemes: tuple[SchemeId, ...], *, safety: frozenset[str]) -> Told:
    quotes: dict[str, Quoted] = {}
    for fact in situation.facts:
        quotes.setdefault(f"stage:{fact.stage}", fact)
    for payment in situation.payments:
        quotes.setdefault(f"payment:{payment.method}", payment)
    for gave in situation.gave:
        quotes.setdefault(f"gave:{gave.item}", gave)
    for sale in situation.contract.sales:
        quotes.setdefault(f"sold:{sale.way}", sale)
    # an everyday payment that nobody complains of (割り勘を送りました) is no case: nothing is to be stopped
    case = bool(schemes or safety - NO_COMPLAINT) or tale.is_message or tale.troubled or tale.foreign
    case = case or tale.asked_in_chat or not _BY_OTHERS.isdisjoint(situation.stage)
    case = case or ("paid" in situation.stage and not tale.everyday)
    payments = situation.payments if case else ()
    sold = frozenset(sale.way for sale in situation.contract.sales)
    stage = frozenset(situation.stage if case else ())
    if situation.contract.made:
        stage = stage - {"received_only"} | {"contract_signed"}
    told = (
        safety - _THEIR_OWN
        if tale.is_message
        else without_visitor(safety, tale.scan.text, situation=situation, today=tale.today)
    )
    return Told(
        schemes=schemes,
        stage=stage,
        paid=frozenset(p.method for p in payments if p.state == "paid"),
        demanded=frozenset(p.method for p in payments),
        gave=frozenset(g.item for g in situation.gave if g.state == "given"),
        may_have_given=frozenset(g.item for g in situation.gave if g.state == "unknown"),
        channel=situation.channel or "unknown",
        safety=told,
        quotes=quotes,
        foreign=tale.foreign,
        handed_over=handed_over(situation),
        long_ago=last_day_told(situation, tale.today) < tale.today - dt.timedelta(days=1),
        person=situation.tells_of,
        sold=sold,
    )


def _not_known(told: Told, situation: Situation, known: Knowledge) -> tuple[str, ...]:
    lines = [line for scheme in told.schemes[:1] for line in known.schemes[scheme].not_known]
    asks = {question for scheme in told.schemes[:1] for question in known.schemes[scheme].questions}
    asks -= {"contract_place"} if "minor_spending" in told.safety else set()
    if "contract_place" in asks and not told.sold and not _way_is_answered(told):
        lines.append(said(known.phrases, "not_known_how_sold"))
    if "contract_place" in asks and not (situation.contract.papers or situation.contract.no_papers):
        lines.append(said(known.phrases, "not_known_papers_day"))
    if "paid" in told.stage and not told.paid:
        lines.append(said(known.phrases, "not_known_how_paid"))
    if any(not amount.certain for amount in situation.amounts):
        quotes = said(known.phrases, "comma").join(_uncertain(situation.amounts, known.phrases))
        lines.append(said(known.phrases, "not_known_amounts", quotes=quotes))
    if applies(known.brokers.asked_for, told) and not _compensation(told, known):
        lines.append(said(known.phrases, "not_known_compensation"))
    if not told.schemes:
        lines.append(said(known.phrases, "not_known_who"))
    return tuple(dict.fromkeys(lines))


def _way_is_answered(told: Told) -> bool:
    return told.answers.get("contract_place", "unknown") != "unknown"


def _uncertain(amounts: Sequence[Amount], phrases: Phrases) -> list[str]:
    return [said(phrases, "quote", quote=quoted(one.quote)) for one in amounts if not one.certain]


def _compensation(told: Told, known: Knowledge) -> tuple[Redress, ...]:
    return money.compensation_for(told, known.brokers, questions=known.questions, phrases=known.phrases)


def _contacts(plan: Plan, known: Knowledge, at: dt.datetime) -> tuple[ContactNow, ...]:
    desks = _desks_at(_Minute(known, at))
    ids = dict.fromkeys([contact for step in plan.steps for contact in step.contacts])
    for one in ids:
        if one not in desks:
            desks[one] = _desk_at(known.contacts[one], known, at)
    return tuple([desk for one in ids if (desk := desks[one])])


class _Minute:
    """A minute as a cache key: many are answered at one and the same."""

    def __init__(self, known: Knowledge, at: dt.datetime) -> None:
        self.known, self.at = known, at

    def __hash__(self) -> int:
        return hash(self.at)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Minute):
            return NotImplemented
        return other.known is self.known and other.at == self.at


@lru_cache(maxsize=64)
def _desks_at(minute: _Minute) -> dict[str, ContactNow | None]:
    """The desks at that minute as far as they were asked for (None: not shown that day); it is filled as it is used."""
    return {}


def _desk_at(contact: Contact, known: Knowledge, at: dt.datetime) -> ContactNow | None:
    shown = shown_on(contact, at.date())
    return contact_at(contact, at, sources=known.sources, phrases=known.phrases) if shown else None


def _terms(known: Knowledge) -> money.Terms:
    carriers, tariffs = tuple(known.carriers.carriers), tuple(known.carriers.tariffs)
    return money.Terms(carriers=carriers, tariffs=tariffs, phrases=known.phrases)


def _redress(
    told: Told, known: Knowledge, terms: Sequence[Withdrawal], *, day: dt.date
) -> tuple[Redress, ...]:
    wanted = {rule for scheme in told.schemes[:1] for rule in known.schemes[scheme].redress}
    wanted |= {one.rule for one in terms}
    law = [rule for rule in known.redress.values() if rule.id in wanted or not told.schemes]
    rules = money.redress_for(told, law, on=day, phrases=known.phrases)
    return (
        *money.dated_rules(rules, terms, phrases=known.phrases),
        *_compensation(told, known),
        *money.cover_for(told, known.cover, on=day, phrases=known.phrases),
    )


def _notes(told: Told, phrases: Phrases) -> tuple[str, ...]:
    lost = "paid" in told.stage or "unauthorized_use" in told.stage
    return tuple(said(phrases, one) for one in ("note_free", *(("note_second_loss",) if lost else ())))


def _of_checks(asked: Story, phrases: Phrases) -> tuple[str, ...]:
    """What a mail says about checks of its sender is told; it moves no weight, for anybody can write it."""
    if not asked.checks:
        return ()
    return (said(phrases, "note_checks", checks=quoted(" ".join(asked.checks))),)
