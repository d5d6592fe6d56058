"""A Consultation as a page needs it: the person's words with what was marked in them, steps in groups by day, desks with their state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from madoguchi.hours import to_cite
from madoguchi.knowledge.shapes import Source
from madoguchi.phrases import Phrases, said
from madoguchi.ruby import without
from madoguchi.telling.desks import to_confirm
from madoguchi.telling.layout import defanged
from madoguchi.web.knowing import known_in
from madoguchi.web.public.crisis import is_for_a_life
from madoguchi.web.public.days import day_of, moment_of
from madoguchi.web.public.said_as_done import said_of
from madoguchi.web.public.walk import Done
from madoguchi.web.tongue import Tongue, Words
from madoguchi.words import Consultation, ContactNow, Exposure, Finding, Quoted, Redress, Sign, Step

_WORDS = frozenset({"topic_word", "false_word", "genuine_word"})
_AROUND = 60  # how much of the text stands before and behind what is marked
_SHORT = 400
_STRIP = 2
_NEXT = 3  # of some twenty steps: more at once would drown the first


class Piece(NamedTuple):
    """A stretch of the person's text; ``marks`` are the numbers of the reasons that rest on it."""

    text: str
    marks: tuple[int, ...] = ()


class Reason(NamedTuple):
    """A sign, numbered as in the marked text."""

    number: int
    quote: str
    why: str


class Desk(NamedTuple):
    """A desk of a step: ``tel`` is what a telephone dials, ``state`` whether somebody answers now."""

    name: str
    phone: str
    tel: str
    web: str
    state: str
    is_open: bool
    doubt: str
    source: str
    if_not: str


class Row(NamedTuple):
    """A step with what has become of it; the first open steps are ``is_next`` and stand unfolded."""

    step: Step
    desks: tuple[Desk, ...]
    done: Done | None
    number: int = 0
    is_next: bool = False
    again: bool = False  # its mark was taken back: more was lost
    told: str = ""  # the person's words by which they have turned to the desk of this step

    @property
    def calls(self) -> tuple[Desk, ...]:
        """The desks that have a number."""
        return tuple(desk for desk in self.desks if desk.phone)

    @property
    def others(self) -> tuple[Desk, ...]:
        """The desks that have none, or none that is known."""
        return tuple(desk for desk in self.desks if not desk.phone)

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """What can have become of the step, and whether it has (as ``aria-pressed`` says it)."""
        now = self.done or "open"
        return tuple((state, str(state == now).lower()) for state in ("open", "done", "could_not"))


class Urgent(NamedTuple):
    """A step of the strip; ``calls`` are the desks whose numbers stand with it."""

    text: str
    calls: tuple[Desk, ...]


class Other(NamedTuple):
    """What other people ask; ``quote`` is what the person wrote when they ask it too, else empty."""

    question: str
    answer: str
    quote: str
    publishers: tuple[str, ...]


class Group(NamedTuple):
    """Steps for one time, in order."""

    id: str
    title: str
    rows: tuple[Row, ...]


def reasons(finding: Finding) -> list[Reason]:
    """Returns the reasons for ``finding``, numbered, each quote once; single words come as none."""
    kept: dict[tuple[str, str], Sign] = {}
    for sign in finding.signs:
        if sign.counts == "for" and sign.id not in _WORDS:
            kept.setdefault((sign.quote, sign.why), sign)
    return [
        Reason(number, defanged(sign.quote), sign.why) for number, sign in enumerate(kept.values(), start=1)
    ]


def words_too(finding: Finding) -> list[str]:
    """Returns the single words that speak for ``finding``, each once."""
    found = (sign.quote for sign in finding.signs if sign.counts == "for" and sign.id in _WORDS)
    return [defanged(word) for word in dict.fromkeys(found)]


def against(finding: Finding) -> list[Reason]:
    """Returns what speaks against ``finding``."""
    signs = [sign for sign in finding.signs if sign.counts == "against" and sign.id not in _WORDS]
    return [Reason(number, defanged(sign.quote), sign.why) for number, sign in enumerate(signs, start=1)]


def marked(text: str, finding: Finding) -> list[Piece]:
    """Returns ``text`` in pieces, with the numbers of ``reasons(finding)`` on what they rest on; long gaps are shortened."""
    numbers = {(one.quote, one.why): one.number for one in reasons(finding)}
    spans = [
        (sign.start, sign.end, numbers[defanged(sign.quote), sign.why])
        for sign in finding.signs
        if sign.counts == "for" and sign.part is None and (defanged(sign.quote), sign.why) in numbers
    ]
    edges = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    pieces = [
        Piece(text[one:two], tuple(sorted({n for start, end, n in spans if start <= one and two <= end})))
        for one, two in pairwise(edges)
    ]
    return [Piece(_between_marks(piece.text), piece.marks) for piece in _shortened(pieces)]


def _between_marks(text: str) -> str:
    """Returns ``text`` with links taken apart; a blank at its edge stays, for words of English would grow together."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{defanged(text)}{after}"


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Long stretches in which nothing is marked keep their ends only."""
    for at, piece in enumerate(pieces):
        if (
            piece.marks
            or len(piece.text) <= 2 * _AROUND + 20
            or sum(len(one.text) for one in pieces) <= _SHORT
        ):
            yield piece
            continue
        head = piece.text[:_AROUND] if at else ""
        tail = piece.text[-_AROUND:] if at < len(pieces) - 1 else ""
        yield Piece(f"{head}…{tail}" if head or tail else f"{piece.text[: 2 * _AROUND]}…")


def others_ask(answer: Consultation, sources: Mapping[str, Source]) -> list[Other]:
    """Returns what other people ask, with the publishers of what the answers rest on, each once."""
    return [
        Other(
            one.question,
            one.answer,
            defanged(one.quote or ""),
            tuple(dict.fromkeys(source.publisher for source in to_cite(one.sources, sources))),
        )
        for one in answer.asked
    ]


def groups(
    answer: Consultation, words: Words, *, done: dict[str, Done], at: dt.datetime, again: Sequence[str] = ()
) -> list[Group]:
    """Returns the steps by when they can be done: at once, today, each day on which a desk opens, later."""
    desks = {contact.id: contact for contact in answer.contacts}
    titled: dict[str, tuple[str, list[Row]]] = {}
    for step in answer.plan.steps:
        theirs = [desks[one] for one in step.contacts if one in desks]
        name, title = _group(step, theirs, words, at)
        row = Row(
            step,
            tuple(desk_of(one, words, at=at) for one in theirs),
            done.get(step.id),
            again=step.id in again,
            told=said_of(step, answer.situation, tongue=words.tongue),
        )
        titled.setdefault(name, (title, []))[1].append(row)
    order = sorted(titled, key=lambda name: (_ORDER.index(name[:1]), name))
    return _numbered([Group(name, titled[name][0], tuple(titled[name][1])) for name in order])


def _numbered(found: Sequence[Group]) -> list[Group]:
    """The steps count through all groups; the first that are still open are next."""
    rows = [row for group in found for row in group.rows]
    following = {row.step.id for row in [row for row in rows if row.done is None][:_NEXT]}
    numbers = {row.step.id: number for number, row in enumerate(rows, start=1)}
    return [
        group._replace(
            rows=tuple(
                row._replace(number=numbers[row.step.id], is_next=row.step.id in following)
                for row in group.rows
            )
        )
        for group in found
    ]


_ORDER = "0123"


def _group(step: Step, desks: Sequence[ContactNow], words: Words, at: dt.datetime) -> tuple[str, str]:
    if step.when == "now":
        return "0", words("do.now")
    if step.when == "later":
        return "3", words("do.later")
    # whoever has nothing to say there (delete the app, do not answer) need not wait until a desk opens, nor may what has a term
    opens = None if step.when == "today" and (not step.say or step.before) else _opens(desks, at)
    if opens is None:
        today = step.when == "today" or any(desk.open_now for desk in desks)
        return (
            ("1", words("do.tonight" if at.hour >= 17 else "do.today"))
            if today
            else ("29", words("do.next_open"))
        )
    return f"2{opens.isoformat()}", day_of(opens, words, today=at.date())


def _opens(desks: Sequence[ContactNow], at: dt.datetime) -> dt.date | None:
    """The day on which the first of ``desks`` opens, when none can be reached today."""
    if not desks or any(desk.open_now for desk in desks):
        return None
    days = [day for desk in desks if (day := _may_answer_from(desk))]
    return min(days) if days and min(days) > at.date() else None


def _may_answer_from(desk: ContactNow) -> dt.date | None:
    return desk.perhaps_from or (desk.opens_next.date() if desk.opens_next else None)


def desk_of(contact: ContactNow, words: Words, *, at: dt.datetime) -> Desk:
    """Returns ``contact`` as a row needs it."""
    phone = contact.phone or ""
    return Desk(
        name=contact.name,
        phone=phone,
        tel="".join(char for char in phone if char.isdigit() or char in "#*+"),
        web=contact.web or "",
        state=_state(contact, words, at),
        is_open=bool(contact.open_now),
        doubt=words("comma").join(_doubts(contact, words)) if phone else "",
        source=contact.source,
        if_not=words("desk.if_not", text=contact.phone_if_not) if contact.phone_if_not else "",
    )


def _doubts(contact: ContactNow, words: Words) -> Iterator[str]:
    yield from to_confirm(contact, known_in(words.tongue).phrases)
    if not contact.verified:
        yield words("desk.unverified")


def _state(contact: ContactNow, words: Words, at: dt.datetime) -> str:
    """Whether somebody answers; nothing of a form or a name without a number, of which no hours are known."""
    if not contact.phone and contact.open_now is None and contact.opens_next is None:
        return ""
    if contact.open_now:
        until = moment_of(contact.closes, words, today=at.date()) if contact.closes else ""
        return words("desk.open_until", until=until) if until else words("desk.open")
    opens = moment_of(contact.opens_next, words, today=at.date()) if contact.opens_next else ""
    if contact.open_now is False and contact.perhaps_from and opens:
        day = day_of(contact.perhaps_from, words, today=at.date())
        return words("desk.closed_perhaps", day=day, on=contact.depends_on or contact.hours, opens=opens)
    if contact.open_now is False:
        return words("desk.closed_until", opens=opens) if opens else words("desk.closed")
    what = contact.depends_on or contact.hours
    return words("desk.depends_sure", on=what, opens=opens) if opens else words("desk.depends", on=what)


def cited(sources: Iterable[str], tongue: Tongue) -> list[str]:
    """Returns who says it, where, its date, when it was seen, and whether it is no official page; official ones only, where there are any."""
    known = known_in(tongue)
    return [" ".join(filter(None, _citing(one, known.phrases))) for one in to_cite(sources, known.sources)]


def _citing(source: Source, phrases: Phrases) -> Iterator[str]:
    """Names have no readings, nor has what stands beside them."""
    yield from (source.publisher, source.title, source.url or "")
    if source.doc_date:
        yield without(said(phrases, "source_dated", date=source.doc_date))
    yield source.seen.isoformat()
    if source.kind == "secondary":
        yield f"（{without(said(phrases, 'not_official'))}）"


def urgent(answer: Consultation, words: Words, *, done: Mapping[str, Done], at: dt.datetime) -> list[Urgent]:
    """Returns the first steps that cannot wait, for the strip on top of the pages, with whom they tell to call.

    For a life, every desk of the step stands there, whoever answers now first; else those that answer now.
    """
    if answer.plan.urgency != "now":
        return []
    desks = {contact.id: contact for contact in answer.contacts}
    open_ = [step for step in answer.plan.steps if done.get(step.id) != "done" or is_for_a_life(step)]
    first = [step for step in open_ if step.when == "now"][:_STRIP]
    return [
        Urgent(step.text, tuple(desk_of(one, words, at=at) for one in _callable(step, desks)))
        for step in first
    ]


def _callable(step: Step, desks: Mapping[str, ContactNow]) -> list[ContactNow]:
    named = [desks[one] for one in step.contacts if one in desks]
    if not is_for_a_life(step):  # who is to be called first has no number here: the next one's is not theirs
        named = list(takewhile(lambda one: one.phone, named))
    known = [one for one in named if one.phone]
    shown = [one for one in known if one.open_now or is_for_a_life(step)]
    return sorted(shown, key=lambda one: one.open_now is not True)


def redress(answer: Consultation) -> list[tuple[str, Redress]]:
    """Returns the rules with their titles: those of which something is met first; of one name, each with the firms it is for."""
    names = Counter(one.name for one in answer.redress)
    ordered = sorted(answer.redress, key=lambda one: all(it.state != "met" for it in one.conditions))
    return [(_title(one, again=names[one.name] > 1), one) for one in ordered]


def _title(rule: Redress, *, again: bool) -> str:
    """``証券会社が発表した補償の方針（SBI証券、楽天証券）``: what its first condition lists."""
    firms = rule.conditions[0].text.partition(": ")[2] if again and rule.conditions else ""
    return f"{rule.name}（{firms}）" if firms else rule.name


def derived(one: Exposure) -> bool:
    """Returns whether the derivation of ``one`` says more than its sum."""
    return one.yen_high is None or any(sign in one.how for sign in "×+(（")


def quotes(items: Iterable[Quoted]) -> list[str]:
    """Returns the words of ``items``, each once, with no link that works."""
    return [defanged(quote) for quote in dict.fromkeys(item.quote for item in items)]
