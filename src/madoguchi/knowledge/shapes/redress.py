"""law/*.yaml, cover/*.yaml, brokers/*.yaml: who may get money back, and under which conditions."""

from __future__ import annotations

import datetime as dt

import msgspec

from madoguchi.knowledge.shapes.schemes import If
from madoguchi.knowledge.shapes.shape import Shape


class ConditionRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition as the source words it; ``met`` and ``not_met`` decide from facts, else it is not known.

    ``not_met_also``: another case in which it is not met. ``met_first``: what is met stays so, whatever else happened: who paid
    by a transfer and by an app too paid by a transfer.
    """

    text: str
    met: If | None = None
    not_met: If | None = None
    not_met_also: If | None = None
    met_first: bool = False


class PeriodRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In how many ``days``, the day of the papers counted, a notice ends the contract, where ``if`` holds."""

    days: int
    if_: If = msgspec.field(name="if", default_factory=If)


class RedressRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    rule: str
    conditions: list[ConditionRule]
    sources: list[str]
    if_: If = msgspec.field(name="if", default_factory=If)
    also: list[If] = []
    deadline: str | None = None
    periods: list[PeriodRule] = []
    needs: list[str] = []
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    note: str = ""


class LawFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    redress: list[RedressRule]


class Statement(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sourced statement on duties, of the broker or of the holder."""

    text: str
    sources: list[str]


class BrokerPolicy(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Compensation as announced, by the day of damage; a day outside every period is NotKnownYet."""

    id: str
    firms: list[str]
    damage_from: dt.date
    rule: str
    sources: list[str]
    damage_until: dt.date | None = None
    announced: dt.date | None = None
    excluded: list[str] = []


class BrokersFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``if``: the cases in which people are shown the policies."""

    asked_for: If = msgspec.field(name="if", default_factory=If)
    policies: list[BrokerPolicy] = []
    broker_duties: list[Statement] = []
    holder_duties: list[Statement] = []


class Cover(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pack or insurance: does it cover THIS kind of loss.

    ``silent_on_sms``: what ``does_not_cover`` says of the charges of SMS is that no word on them was found, which is not the
    same as being excluded.
    """

    id: str
    name: str
    carrier: str | None
    covers: list[str]
    does_not_cover: list[str]
    joined_beforehand: str
    ceiling_yen: int | None
    who_decides: str
    proof: list[str]
    sources: list[str]
    report_within: str | None = None
    price_note: str = ""
    silent_on_sms: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class CoverFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cover: list[Cover]
