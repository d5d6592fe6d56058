"""What is known of a case, as sets. Nothing here behaves."""

from __future__ import annotations

import msgspec

from madoguchi.terms import TermWord
from madoguchi.words import (
    ChannelWord,
    ItemWord,
    PaymentMethod,
    Quoted,
    SalesWord,
    SchemeId,
    StageWord,
    TellsOf,
    Word,
)


class Told(Word, frozen=True, kw_only=True, dict=True):
    """What is known of a case, as sets: the one thing that plan, money and questions decide on.

    ``paid`` are the means by which money moved, ``demanded`` those that were asked for or only named. ``quotes`` maps a fact ("stage:paid",
    "payment:bank_transfer", "gave:card_number", "safety:threat") to the words it rests on; a fact that came from an answer has no quote.
    ``person``: told of a customer by a clerk; ``foreign``: not told in Japanese; ``long_ago``: every day that is named lies before
    yesterday; ``may_have_given``: what a sign tells of, and nobody that it was given; ``handed_over``: money, a card, a secret, the device
    or control of it; ``sold``: how the contract came about (quoted as "sold:door_to_door"); ``term``: how the periods of withdrawal stand.
    """

    schemes: tuple[SchemeId, ...] = ()
    stage: frozenset[StageWord] = frozenset()
    paid: frozenset[PaymentMethod] = frozenset()
    demanded: frozenset[PaymentMethod] = frozenset()
    gave: frozenset[ItemWord] = frozenset()
    may_have_given: frozenset[ItemWord] = frozenset()
    channel: ChannelWord | None = None
    safety: frozenset[str] = frozenset()
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    quotes: dict[str, Quoted] = msgspec.field(default_factory=dict)
    person: TellsOf | None = None
    foreign: bool = False
    long_ago: bool = False
    sold: frozenset[SalesWord] = frozenset()
    term: frozenset[TermWord] = frozenset()
    handed_over: bool = False
