"""A Consultation as calm text: what to do now comes first, where it is known from comes last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.hours import TOKYO, is_official, to_cite
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Source
from madoguchi.phrases import Phrases, said
from madoguchi.telling import reading
from madoguchi.telling.asked import others_ask
from madoguchi.telling.desks import desk_lines, details
from madoguchi.telling.filled import with_blanks_filled
from madoguchi.telling.labels import day_text, time_text, yen
from madoguchi.telling.layout import bulleted, defanged, headed, labelled, titled, wrapped
from madoguchi.telling.offers import offers
from madoguchi.words import Condition, Consultation, Exposure, Redress, Step, When

_LATER: tuple[When, ...] = ("today", "next_open", "later")


def consultation(answer: Consultation, knowledge: Knowledge, *, at: dt.datetime) -> str:
    """Returns ``answer`` for a terminal, as at the minute ``at`` (aware); ``knowledge`` names the sources and gives
    the language. Readings above kanji stand in brackets behind their words."""
    local, own = at.astimezone(TOKYO), knowledge.phrases
    answer = with_blanks_filled(answer, own)
    page = _Page(answer, local.date(), own)
    lines = [
        *wrapped(said(own, "answer_of", day=day_text(local.date(), own), clock=f"{local:%H:%M}")),
        *_steps(page, "now"),
        *reading.looks_like(answer, knowledge),
        *offers(answer, own),
        *reading.not_known(answer, own),
        *reading.what_happened(answer.situation, own, on=local.date()),
        *reading.questions(answer.questions, own),
        *(line for when in _LATER for line in _steps(page, when)),
        *titled(said(own, "title_never"), bulleted(answer.plan.never)),
        *titled(said(own, "title_keep"), bulleted(answer.plan.keep)),
        *titled(said(own, "title_prevent"), bulleted(answer.plan.prevent)),
        *others_ask(answer, own),
        *titled(said(own, "title_money"), _money(answer.exposure, own)),
        *titled(said(own, "title_redress"), _redress(answer, own)),
        *titled(said(own, "title_notes"), bulleted(answer.notes)),
        *titled(said(own, "title_desks"), (line for desk in answer.contacts for line in details(desk, own))),
        *titled(said(own, "title_sources"), _sources(answer, knowledge)),
    ]
    return "\n".join(lines)


class _Page(NamedTuple):
    """An answer, the day on which it is read, and the sentences around it."""

    answer: Consultation
    day: dt.date
    phrases: Phrases


# --- steps ------------------------------------------------------------------------------------------


def _steps(page: _Page, when: When) -> list[str]:
    """Numbers run on from group to group, so that a step can be named on the phone."""
    numbered = [(at, step) for at, step in enumerate(page.answer.plan.steps, start=1) if step.when == when]
    lines = (line for at, step in numbered for line in _step(at, step, page))
    return titled(said(page.phrases, f"when_{when}"), lines)


def _step(number: int, step: Step, page: _Page) -> Iterator[str]:
    own = page.phrases
    yield from wrapped(step.text, first=f"{number:>3}. ")
    yield from labelled(said(own, "label_until"), time_text(step.before or "", own), indent=5)
    yield from labelled(said(own, "label_hurry"), time_text(step.too_late_after or "", own), indent=5)
    if step.say:
        yield from headed(said(own, "label_say"), indent=5)
        yield from (line for say in step.say for line in wrapped(f"「{say}」", first="       "))
    yield from labelled(said(own, "label_ready"), said(own, "comma").join(step.have_ready), indent=5)
    desks = {desk.id: desk for desk in page.answer.contacts}
    shown = [desks[one] for one in step.contacts if one in desks]
    if shown:
        yield from headed(said(own, "label_desks"), indent=5)
        yield from desk_lines(shown, page.day, indent=7, phrases=own)


# --- money ------------------------------------------------------------------------------------------


def _money(exposures: Sequence[Exposure], phrases: Phrases) -> Iterator[str]:
    for one in exposures:
        yield from wrapped(f"{one.what}{_range(one, phrases)}", first="  ・")
        label = said(phrases, "label_sum" if one.yen_low is not None else "label_why")
        yield from labelled(label, defanged(one.how), indent=4)
        yield from bulleted([defanged(line) for line in one.assumes], indent=6)


def _range(one: Exposure, phrases: Phrases) -> str:
    if one.yen_low is None or one.yen_high is None:
        known = one.yen_low if one.yen_high is None else one.yen_high
        return "" if known is None else said(phrases, "range_half", yen=yen(known, phrases))
    low, high = yen(one.yen_low, phrases), yen(one.yen_high, phrases)
    return (
        said(phrases, "range_exact", yen=low)
        if low == high
        else said(phrases, "range_both", low=low, high=high)
    )


def _redress(answer: Consultation, phrases: Phrases) -> Iterator[str]:
    for one in answer.redress:
        yield from _rule(one, phrases)
    if not answer.redress and answer.schemes:
        yield from wrapped(said(phrases, "no_redress"), first="  ")


def _rule(one: Redress, phrases: Phrases) -> Iterator[str]:
    yield from wrapped(one.name, first="  ・")
    yield from wrapped(one.rule, first="    ")
    if one.conditions:
        yield from headed(said(phrases, "label_conditions"), indent=4)
        yield from bulleted([_condition(condition, phrases) for condition in one.conditions], indent=6)
    yield from labelled(said(phrases, "label_deadline"), one.deadline or "", indent=4)
    yield from labelled(said(phrases, "label_needs"), said(phrases, "comma").join(one.needs), indent=4)


def _condition(condition: Condition, phrases: Phrases) -> str:
    words = reading.told(condition.quote, phrases) if condition.quote else ""
    quote = said(phrases, "in_brackets", words=words) if words else ""
    return f"[{said(phrases, f'state_{condition.state}')}] {condition.text}{quote}"


# --- sources ----------------------------------------------------------------------------------------


def _sources(answer: Consultation, knowledge: Knowledge) -> list[str]:
    """Publishers with the date of what was seen; addresses are shown by ``madoguchi knowledge show ID``."""
    cited = dict.fromkeys(
        one for ids in _source_ids(answer, knowledge) for one in to_cite(ids, knowledge.sources)
    )
    others = [one for one in cited if one.kind == "secondary"]
    found = [one for one in cited if one.kind != "secondary"]
    own = knowledge.phrases
    day = day_text(answer.knowledge.as_of, own)
    revision = said(own, "revision", revision=answer.knowledge.revision, day=day)
    seen = dict.fromkeys(one.seen for one in found if not one.doc_date)
    return [
        *_publishers(said(own, "label_dated"), [one for one in found if one.doc_date], own),
        *(
            line
            for day in seen
            for line in _publishers(
                said(own, "label_seen", day=day),
                [one for one in found if not one.doc_date and one.seen == day],
                own,
            )
        ),
        *_publishers(said(own, "label_not_official"), others, own),
        *labelled(said(own, "label_revision"), revision),
    ]


def _publishers(label: str, sources: Sequence[Source], phrases: Phrases) -> list[str]:
    """Each once; a document that is dated with its date, so that an old one is seen to be old."""
    names = (f"{one.publisher}（{one.doc_date}）" if one.doc_date else one.publisher for one in sources)
    return labelled(label, said(phrases, "comma").join(dict.fromkeys(names)))


def _source_ids(answer: Consultation, knowledge: Knowledge) -> Iterator[Sequence[str]]:
    """What each piece of the answer rests on."""
    yield from (step.sources for step in answer.plan.steps)
    for desk in answer.contacts:
        ids = knowledge.contacts[desk.id].sources  # all but one bear single values: `knowledge show`
        yield next(([one] for one in ids if is_official(knowledge.sources[one])), ids[:1])
    yield from (money.sources for money in answer.exposure)
    yield from (rule.sources for rule in answer.redress)
    yield from (pattern.sources for pattern in answer.solicitation)
    yield from (one.sources for one in answer.asked)
    if answer.offer:
        yield answer.offer.sources
        yield from (word.sources for word in answer.offer.words)
