"""language/*.yaml, genuine/*.yaml, safety/*.yaml: how people and messages speak."""

from __future__ import annotations

from typing import Literal

import msgspec

from madoguchi.knowledge.shapes.schemes import SignRule
from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import (
    AgeBand,
    AmountRole,
    ChannelWord,
    DeskWord,
    ItemWord,
    PaymentMethod,
    SalesWord,
    StageWord,
)


class ConceptsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """concepts: name -> surface forms (levelled spelling) or verbs (``<入れる1>``), used as ``{name}`` in patterns."""

    concepts: dict[str, list[str]]


class ReadingsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """readings: word -> other spellings (kana, mixed), tried wherever a pattern holds the word."""

    readings: dict[str, list[str]]


class ActRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something the person does. ``any`` are patterns whose LAST piece is a verb stem or noun of action;

    the words after it decide done / not done / almost / demanded. ``done`` patterns are done as they stand.
    """

    id: str
    any: list[str] = []
    done: list[str] = []
    stage: list[StageWord] = []
    gave: list[ItemWord] = []
    payment: list[PaymentMethod] = []
    turned_to: DeskWord | None = None
    pays: bool = False
    only_with: list[str] = []  # counts only where one of these acts was done too
    unless_used: bool = False  # counts only where nobody else is told of who used the card or the account
    hands: bool = (
        False  # handed over or sent as a thing: money, and nothing else, must be told of around the verb
    )
    puts: bool = False  # money or the place where it went must stand right before the verb (putting.py)


class ActsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    acts: list[ActRule]


class GenuineFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """genuine/*.yaml: what speaks against every scheme in a message (a warning that quotes scam words)."""

    signs: list[SignRule]


class VoiceFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a message speaks and how a person tells: patterns that decide which of the two a text is.

    ``threats`` and ``unauthorized`` are facts of the situation that are not the person's acts. ``under_18``: somebody is not yet 18. ``complied``:
    words that make a demand before them a deed (言われるまま). ``hearsay``: words that make a sentence
    somebody else's story. ``helping``: one's own people at work on the machine from afar. ``unsaid_*``: verbs whose thing is left unsaid.
    ``of_others``: the same, where it is asked for oneself (``for_oneself``: うちは大丈夫).
    ``watches``: somebody looks after the one it happened to, by their work or their office; ``friends``: it happened to a friend or neighbour.
    ``trouble``: words by which anybody says that something is wrong. ``everyday``: what everybody pays for (家賃, 割り勘); ``odd``: what
    makes even that strange.
    """

    message: list[str]
    story: list[str]
    threats: list[str]
    unauthorized: list[str]
    under_18: list[str]
    complied: list[str]
    helping: list[str]
    unsaid_hand: list[str]
    unsaid_send: list[str]
    unsaid_tell: list[str]
    unsaid_put: list[str]
    hearsay: list[str]
    of_others: list[str]
    for_oneself: list[str]
    own_side: list[str]
    not_sent: list[str]
    harm: list[str]
    trouble: list[str]
    everyday: list[str] = []
    odd: list[str] = []
    self_: list[str] = msgspec.field(name="self")
    watches: list[str] = []
    friends: list[str] = []
    other: list[str]
    family_after: list[str]


class MeansFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Means of payment, channels, persons, ages, ways in which contracts come about: word -> surface forms or patterns."""

    payments: dict[PaymentMethod, list[str]]
    channels: dict[ChannelWord, list[str]]
    family: list[str]
    others: list[str]
    ages: dict[AgeBand, list[str]]
    roles: dict[AmountRole, list[str]]
    sales: dict[SalesWord, list[str]] = {}


class SafetyRow(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row that comes before every scheme; ``any`` as in SignRule."""

    id: Literal[
        "court_paper",
        "threat",
        "threat_of_harm",
        "visit",
        "still_on_the_line",
        "self_harm",
        "minor_images",
        "minor_spending",
        "at_the_till",
        "unasked_notice",
        "account_notice",
        "says_swindled",
        "fears_swindle",
        "screen_told",
        "code_not_told",
        "lost_card",
        "not_called",
        "at_the_atm",
        "at_the_counter",
        "about_to_buy",
        "sim_swap",
        "card_used",
        "cash_told",
        "dark_job",
        "payment_order",
        "own_debts",
        "black_lender",
        "rental_end",
        "firm_bankrupt",
        "work_dispute",
        "meter_told",
        "came_unordered",
        "inspection_date",
        "flea_goods",
        "line_contract",
        "others_account",
        "asks_only",
        "kept_there",
        "money_mule",
        "known_matter",
        "other_language",
    ]
    why: str
    any: list[str]
    samples: list[str]
    innocent: list[str] = []
    stage: list[StageWord] = []


class SafetyFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rows: list[SafetyRow]
