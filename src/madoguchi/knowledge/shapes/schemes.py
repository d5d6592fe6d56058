"""schemes/*.yaml, steps/*.yaml, questions/*.yaml: signs, steps, answers, questions."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from madoguchi.knowledge.shapes.shape import LifeCycle, Shape
from madoguchi.terms import TermWord
from madoguchi.words import (
    ChannelWord,
    ItemWord,
    PaymentMethod,
    Phase,
    SalesWord,
    SchemeId,
    StageWord,
    TellsOf,
    When,
)


class SignRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reason for (or, with ``counts: against``, against) the scheme of the file.

    ``any`` lists patterns. A pattern is a row of pieces with ``~`` between them, and pieces follow
    one another within one sentence, at most 14 code points apart (``~30~`` sets another gap). A piece is
    literal text, or ``{concept}`` of language/concepts.yaml, or ``(a|b|{concept})``. ``where``: a sign of
    ``story`` is looked for in what people tell, of ``message`` in what they received, ``both`` in both.
    Every sample must be caught by this very sign.
    """

    id: str
    why: str
    weight: int
    samples: list[str]
    any: list[str] = []
    counts: Literal["for", "against"] = "for"
    where: Literal["story", "message", "both"] = "both"
    implies: list[StageWord] = []
    may_have_given: list[ItemWord] = []  # what this tells of, whether or not it was given
    status: LifeCycle = "in_use"
    sources: list[str] = []
    acts: list[str] = []  # instead of patterns: one of these acts was done …
    channel: list[ChannelWord] = []  # … and it came this way
    bids: bool = False  # tells the reader to log in, enter, or act through the message itself
    unless_named: bool = (
        False  # counts only while the message borrows no famous name and its links show no trap
    )
    unless_bid: bool = False  # counts only while no sign of the text bids (phishing also warns of phishing)
    warns: bool = False  # a warning: what it tells of others counts only when it asks for something itself
    unless_trapped: bool = False  # counts only while its links and its sender show no trap
    not_before: list[
        str
    ] = []  # counts only where none of these words follows at once (発送しました|が、宛先不明)
    leads: bool = False  # where it stands, the scheme is not put behind those that it comes after
    asks: str = ""  # the counter-question to a trader (solicitation patterns)


class If(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a step, a never, a question or a condition applies. All that is given must hold.

    ``stage``: one of these words is among the facts. ``not_stage``: none of these. ``payment``: one of these
    means was paid (``demanded``: or demanded). ``gave``: one of these items was given. ``answered``: question
    id -> one of these choice ids was chosen. ``channel``: it came that way. ``safety``: one of these safety
    rows (ids of safety/*.yaml) is in the text. ``nothing_known``: no known scheme was found. ``person``: who it happens to
    (``customer``: somebody at a till tells of the one before them). ``foreign``: the story is not told in Japanese.
    ``long_ago``: every day that is named lies before yesterday. ``sold``: the contract came about in one of these ways, as the story tells it.
    ``term``: a period of withdrawal (cooling-off) stands so. ``first``: the scheme that fits best is one of these. ``may_have_given``: a sign
    tells of the item, and nobody that it was given. ``not_handed_over``: no money, card, secret, device or control of it went to somebody.
    """

    scheme: list[SchemeId] = []
    not_scheme: list[SchemeId] = []
    first: list[SchemeId] = []
    stage: list[StageWord] = []
    all_stages: list[StageWord] = []
    not_stage: list[StageWord] = []
    payment: list[PaymentMethod] = []
    demanded: list[PaymentMethod] = []
    gave: list[ItemWord] = []
    not_gave: list[ItemWord] = []
    may_have_given: list[ItemWord] = []
    answered: dict[str, list[str]] = {}
    channel: list[ChannelWord] = []
    safety: list[str] = []
    not_safety: list[str] = []
    nothing_known: bool = False
    person: list[TellsOf] = []
    not_person: list[TellsOf] = []
    long_ago: bool = False
    sold: list[SalesWord] = []
    not_sold: list[SalesWord] = []
    not_handed_over: bool = False
    term: list[TermWord] = []
    foreign: bool = False


class StepRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do. ``order``: smaller comes first within the phase (minutes in which it still helps).

    ``also`` is an alternative to ``if``: the step applies when either holds. ``does`` names acts from the
    list in check.py, so that a step can be checked against the never-lists. ``replaces``: ids of steps that
    this one makes superfluous.
    """

    id: str
    phase: Phase
    order: int
    when: When
    text: str
    sources: list[str]
    if_: If = msgspec.field(name="if", default_factory=If)
    also: list[If] = []
    say: list[str] = []
    have_ready: list[str] = []
    before: str | None = None
    too_late_after: str | None = None
    contacts: list[str] = []
    does: list[str] = []
    replaces: list[str] = []


class StepsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """steps/*.yaml: steps that do not belong to one scheme (money, cards, safety, desks)."""

    steps: list[StepRule]


class Line(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of a never, keep or prevent list. ``forbids``: acts that no step may tell to do meanwhile."""

    text: str
    sources: list[str]
    forbids: list[str] = []
    if_: If = msgspec.field(name="if", default_factory=If)


class Answers(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The three answers of a scheme. ``will_they_come`` None: nothing sourced can be said.

    ``money_by_means``: once it is known how somebody paid, they read of that instead of ``will_money_return``.
    """

    is_it_fraud: str
    will_money_return: str
    will_they_come: str | None = None
    money_by_means: bool = False
    sources: list[str] = []


class Scheme(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """schemes/ID.yaml: everything of one scheme."""

    id: SchemeId
    name: str
    status: LifeCycle
    since: dt.date
    what: str
    sources: list[str]
    look_alikes: list[SchemeId]
    signs: list[SignRule]
    answers: Answers
    steps: list[StepRule]
    never: list[Line]
    keep: list[Line]
    prevent: list[Line]
    implied: dict[StageWord, str] = {}  # stage -> why it follows from the scheme itself
    may_be_no_fraud: bool = False  # the words do not tell that anybody deceives: nobody is called a deceiver
    paid_unanswered: bool = False  # people also pay who never opened, called or answered anything
    app_infects: bool = False  # the app that it makes people install is malware
    calls_own_side: bool = (
        False  # whoever calls somebody here calls the bank or the operator, not the swindler
    )
    pretends: list[StageWord] = []  # stages that this scheme only pretends, never facts
    after: list[
        SchemeId
    ] = []  # found beside one of these, it is what came after: it stands behind it, and is always named
    not_known: list[str] = []
    names: list[
        str
    ] = []  # as people call it (patterns, like a sign's): a weak sign in a story (told_names.py)
    alone_with: list[
        str
    ] = []  # single words name it, without any sign, only in a story in which one of these stands
    alone_with_en: list[str] = []  # the same of a story in English
    only_with: list[str] = []  # a story in Japanese in which none of these words stands is not about it
    questions: list[str] = []
    redress: list[str] = []
    retired_because: str | None = None
    successor: str | None = None


class Days(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First and last day, both included; None is open."""

    first: dt.date | None = None
    last: dt.date | None = None


class ChoiceRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer. What it ``adds`` is treated as told by the person (stage facts, payments, items)."""

    id: str
    text: str
    stage: list[StageWord] = []
    payment: list[PaymentMethod] = []
    gave: list[ItemWord] = []
    safety: list[str] = []
    sold: list[SalesWord] = []  # how somebody came to sell, where the person answers it themselves
    firms: list[str] = []  # the brokers that the answer names
    days: Days | None = None  # the days that the answer means
    told: list[str] = []  # patterns: where one stands in a story, the story itself gives this answer
    told_untouched: list[str] = []  # the same, where nothing but what came in is told: まだ払っていません


class QuestionRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``unless``: the text has already answered it. ``several``: more than one choice may hold. Every question can be answered ``unknown``."""

    id: str
    text: str
    why: str
    choices: list[ChoiceRule]
    several: bool = False
    if_: If = msgspec.field(name="if", default_factory=If)
    unless: list[If] = []


class QuestionsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    questions: list[QuestionRule]
