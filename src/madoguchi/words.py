"""The vocabulary: one frozen type per idea, the same names as the JSON of schema 1.

Nothing here behaves, and nothing of ours is imported but terms, which imports nothing: circles cannot start here.
Money is whole yen (int). Offsets count Unicode code points of the original text, end
exclusive, so that ``text[start:end] == quote``. Times are aware datetimes; days are dates.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from madoguchi.terms import Withdrawal

SCHEMA = 1

SchemeId = str  # the id of a file in knowledge/schemes: a new scheme needs no change here
StageWord = Literal[
    "received_only", "clicked_or_called", "remote_access_given", "app_installed", "personal_info_given",
    "credentials_given", "card_given", "paid", "unauthorized_use", "contract_signed",
    "being_threatened", "device_infected",
]  # fmt: skip
PaymentMethod = Literal[
    "prepaid_emoney", "credit_card", "bank_transfer", "cash", "convenience_store", "carrier_billing",
    "qr_payment", "crypto", "cod",
]  # fmt: skip
ChannelWord = Literal["sms", "email", "web_popup", "web_site", "sns", "phone", "postal", "visit", "app", "unknown"]  # fmt: skip
Medium = Literal["sms", "email", "popup", "dm", "voice_script", "ad", "postal"]
ItemWord = Literal[
    "prepaid_code", "card_number", "card_pin", "account_number", "bank_card", "password",
    "one_time_code", "id_document", "personal_details", "remote_control", "app_permission", "money",
    "device",
]  # fmt: skip
AgeBand = Literal["under_20", "20s", "30s", "40s", "50s", "60s", "70s", "80s", "90s_up", "unknown"]
PersonWord = Literal["self", "family", "other", "unknown"]
# How a contract came about, as the centres register it.
SalesWord = Literal[
    "door_to_door", "telemarketing", "mail_order", "shop", "door_purchase", "multilevel",
    "continuous_service", "work_offer",
]  # fmt: skip
# Whom somebody can have turned to by themselves; steps of a plan are said to do the same.
DeskWord = Literal["contact_188", "contact_bank", "contact_card", "contact_issuer", "contact_police"]
# Whom a plan looks at beside the person: a clerk tells of the customer at the till.
TellsOf = Literal["customer"]
AmountRole = Literal["paid", "demanded", "refunded", "lost", "other"]
Verdict = Literal["scheme", "suspicious", "nothing_known"]
Basis = Literal["consent", "reported", "statute"]  # on which what others wrote is read
When = Literal["now", "today", "next_open", "later"]
Urgency = Literal["now", "today", "soon", "when_you_can"]
Phase = Literal["safety", "cut_off", "stop_money", "protect", "evidence", "report", "redress", "prevent"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "hol"]
Part = Literal["subject", "sender", "link", "attachment"]
Unreadable = Literal[  # why a text or a file cannot be read
    "text_long", "text_large", "text_broken", "text_none", "kind", "page_tags", "mail_large", "mail_not",
    "mail_empty", "mail_locked", "mail_head", "mail_body", "mail_deep", "mail_given_up", "picture_large",
    "picture_not", "picture_empty", "picture_broken", "picture_pixels", "picture_moves",
    "picture_crowded", "picture_tools", "picture_given_up",
]  # fmt: skip


class Word(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """The base of the types of an answer: frozen, keyword-only."""


class Quoted(Word, frozen=True, kw_only=True):
    """A piece of the original text. ``part`` is None when it stands in the text itself."""

    quote: str
    start: int
    end: int
    part: Part | None = None


class Story(Word, frozen=True, kw_only=True):
    """What a person told, or the message that they received, with what travels beside it.

    ``attachments``: names of files. ``checks``: what a mail says about its sender (``dmarc=fail``); told, never believed.
    """

    text: str
    medium: Medium | None = None
    subject: str | None = None
    sender: str | None = None
    urls: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    person: TellsOf | None = None  # said by whoever brings the story, beside it
    from_picture: bool = False  # read by a machine: letters and digits may be wrong


class Sign(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """One reason for or against a scheme, with the words it rests on."""

    id: str | None
    counts: Literal["for", "against"]
    why: str = ""


class Finding(Word, frozen=True, kw_only=True):
    """A scheme that the words point to. ``weight`` lies in 0..1 and is no probability."""

    id: SchemeId
    name: str
    weight: float | None
    looks_like_instead: tuple[SchemeId, ...]
    signs: tuple[Sign, ...]


class StageFact(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    stage: StageWord


class Gave(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    item: ItemWord
    state: Literal["given", "typed_not_sent", "refused", "unknown"]


class Payment(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    method: PaymentMethod
    state: Literal["paid", "demanded", "unknown"]


class Amount(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """``yen`` is None where the text does not say how much; ``count`` is how many times it."""

    yen: int | None
    count: int
    role: AmountRole
    certain: bool
    further: bool = False  # told as money on top of what was told before: さらに3万円


class DateSpan(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """``about``: of a contract, its words tell the day only about (11月3日ごろ, たしか11月3日)."""

    from_day: dt.date = msgspec.field(name="from")
    to_day: dt.date = msgspec.field(name="to")
    precision: Literal["minute", "day", "week", "month", "year"]
    about: bool = False
    later: bool = False  # it is today, and what is told of it has yet to come (今夜また来ます)

    def comes_after(self, day: dt.date) -> bool:
        """Returns whether what is told of was still to come on ``day``."""
        return self.later or self.from_day > day


class ContractSum(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """What a contract is for, in whole yen: no instalment, no deposit, nothing that was only asked for."""

    yen: int
    certain: bool


class Sale(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    way: SalesWord


class Contract(Word, frozen=True, kw_only=True):
    """What the words plainly tell of a contract; empty is not told. Several of a kind: the words name several.

    ``days``: when it was made; ``delivery``: when the thing or the work was to come; ``parties``: the other side's name, as told;
    ``papers``: when its papers came; ``no_papers``: that none came; ``papers_undated``: that they came, or are to come, on a day
    that is not told; ``things``: what it was for. ``made``: a contract is told of.
    """

    days: tuple[DateSpan, ...] = ()
    amounts: tuple[ContractSum, ...] = ()
    sales: tuple[Sale, ...] = ()
    parties: tuple[Quoted, ...] = ()
    delivery: tuple[DateSpan, ...] = ()
    papers: tuple[DateSpan, ...] = ()
    no_papers: Quoted | None = None
    papers_undated: Quoted | None = None
    things: tuple[Quoted, ...] = ()
    made: bool = False


class TurnedTo(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    desk: DeskWord


class Situation(Word, frozen=True, kw_only=True):
    person: PersonWord
    age_band: AgeBand | None
    channel: ChannelWord | None
    stage: tuple[StageWord, ...]
    facts: tuple[StageFact, ...]
    gave: tuple[Gave, ...]
    payments: tuple[Payment, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[DateSpan, ...]
    contract: Contract = Contract()
    tells_of: TellsOf | None = None  # whom the plan looks at beside the person
    turned_to: tuple[TurnedTo, ...] = ()  # as told; whether they were reached is not known


class ThreeAnswers(Word, frozen=True, kw_only=True):
    is_it_fraud: str
    will_they_come: str | None
    will_money_return: str


class Choice(Word, frozen=True, kw_only=True):
    id: str
    text: str


class Question(Word, frozen=True, kw_only=True):
    id: str
    text: str
    why: str
    choices: tuple[Choice, ...]


class Step(Word, frozen=True, kw_only=True):
    """One thing to do. ``before`` and ``too_late_after`` are sentences or ISO times."""

    id: str
    when: When
    text: str
    say: tuple[str, ...]
    have_ready: tuple[str, ...]
    before: str | None
    too_late_after: str | None
    contacts: tuple[str, ...]
    sources: tuple[str, ...]


class Plan(Word, frozen=True, kw_only=True):
    urgency: Urgency
    steps: tuple[Step, ...]
    never: tuple[str, ...]
    keep: tuple[str, ...]
    prevent: tuple[str, ...]


class ContactNow(Word, frozen=True, kw_only=True):
    """A desk at the minute asked for. ``open_now`` None: it depends on ``depends_on``. ``opens_next``: when it is surely open;
    ``perhaps_from``: the day before that from which it may answer, as ``depends_on`` says."""

    id: str
    name: str
    phone: str | None
    phone_if_not: str | None
    mail: str | None
    web: str | None
    open_now: bool | None
    opens_next: dt.datetime | None
    perhaps_from: dt.date | None
    closes: dt.datetime | None
    depends_on: str | None
    hours: str
    accepts: str
    does_not: str
    needs: tuple[str, ...]
    note: str
    verified: bool
    checked_on: dt.date | None
    seen: dt.date
    source: str


class Exposure(Word, frozen=True, kw_only=True):
    """Money that went, is asked for, or can still go; ``how`` is the derivation, readable by a person.

    ``state``: ``gone`` (paid or lost: no risk any more), ``asked`` (not known to be paid), ``open`` (can still go).
    """

    what: str
    state: Literal["gone", "asked", "open"]
    yen_low: int | None
    yen_high: int | None
    how: str
    assumes: tuple[str, ...]
    sources: tuple[str, ...]


class Condition(Word, frozen=True, kw_only=True, omit_defaults=True):
    text: str
    state: Literal["met", "not_met", "not_known"]
    quote: str | None = None
    start: int | None = None
    end: int | None = None


class Redress(Word, frozen=True, kw_only=True):
    """A rule that may help, with its conditions. Never a verdict on a person's rights."""

    id: str
    name: str
    rule: str
    conditions: tuple[Condition, ...]
    deadline: str | None
    needs: tuple[str, ...]
    sources: tuple[str, ...]


class Solicitation(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """A known pattern of solicitation (``id``) in the words of a trader, and what to ask the trader about them.

    ``point``: which way of the pattern. ``weak``: honest traders may say it too, or the text itself gives an answer
    (``answered``). It is a pattern of words, never a verdict on the trader.
    """

    id: str
    name: str
    point: str
    why: str
    ask: tuple[str, ...]
    serious: str
    in_writing: tuple[str, ...]
    sources: tuple[str, ...]
    weak: bool = False
    answered: Quoted | None = None


class OfferWord(Quoted, frozen=True, kw_only=True, omit_defaults=True):
    """A word of an offer that accuses nobody and is worth a question."""

    id: str
    ask: tuple[str, ...]
    sources: tuple[str, ...]


class Offer(Word, frozen=True, kw_only=True):
    """A trader's offer: the trade (``id``), how it is to be read (``says``, of a document ``seen`` that day), what is on paper."""

    id: str
    name: str
    said_by: Literal["trader", "person"]
    says: str
    seen: dt.date
    words: tuple[OfferWord, ...]
    in_writing: tuple[str, ...]
    sources: tuple[str, ...]


class Asked(Word, frozen=True, kw_only=True, omit_defaults=True):
    """What other people ask in the same trouble; with ``quote`` where the person's own words ask it."""

    id: str
    question: str
    answer: str
    sources: tuple[str, ...]
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    part: Part | None = None


class Revision(Word, frozen=True, kw_only=True):
    revision: str
    as_of: dt.date


class Consultation(Word, frozen=True, kw_only=True):
    """The whole answer (JSON of ``madoguchi check --json``). ``unread``: nothing was found, in a language that is read in part at most."""

    schema: int
    id: str | None
    verdict: Verdict
    schemes: tuple[Finding, ...]
    situation: Situation
    three_answers: ThreeAnswers
    not_known: tuple[str, ...]
    questions: tuple[Question, ...]
    plan: Plan
    contacts: tuple[ContactNow, ...]
    exposure: tuple[Exposure, ...]
    redress: tuple[Redress, ...]
    notes: tuple[str, ...]
    knowledge: Revision
    solicitation: tuple[Solicitation, ...] = ()
    offer: Offer | None = None
    asked: tuple[Asked, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    unread: bool = False
