"""Codes that the memo suggests, each with the words that suggest it. A counsellor takes them one by one; none is taken by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from madoguchi.papers.vocabulary import AGES, METHODS, STAGES
from madoguchi.telling.labels import day_text
from madoguchi.web.desk.code_clues import channel_of, contents_of
from madoguchi.web.desk.codes import CONTENT_CATEGORIES, FIELD_NAMES, KINDS, SALES_CHANNELS, SEXES
from madoguchi.web.desk.hearing import Heard, Span, ages_in
from madoguchi.web.desk.product_clues import product_of
from madoguchi.words import AmountRole, Quoted

OF_CONSUMER = ("age_band", "sex")  # these stand with the consumer, all others in the record
_MOST_SECONDARY = 2
_SECONDARY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Proposed:
    """``value`` for the column ``field``, ``shown`` as people say it, because of ``quote`` (``span`` in the memo)."""

    field: str
    value: str
    shown: str
    quote: str
    span: Span

    @property
    def label(self) -> str:
        """What the column is called."""
        return FIELD_NAMES[self.field]


def proposals_of(heard: Heard) -> tuple[Proposed, ...]:
    """Returns what the memo suggests, in the order of the record; each value once. What nothing suggests is not proposed."""
    found: dict[tuple[str, str], Proposed] = {}
    for one in (
        *_schemes(heard),
        *_stages(heard),
        *_methods(heard),
        *_contract_day(heard),
        *_sums(heard),
        *_channel(heard),
        *_contents(heard),
        *_product(heard),
        *_keywords(heard),
        *_kind(heard),
        *_consumer(heard),
    ):
        found.setdefault((one.field, one.value), one)
    return tuple(found.values())


def _of(quoted: Quoted, heard: Heard, *, field: str, value: str, shown: str) -> Proposed:
    return Proposed(field, value, shown, heard.memo[quoted.start : quoted.end], (quoted.start, quoted.end))


def _schemes(heard: Heard) -> Iterator[Proposed]:
    for place, one in enumerate(heard.answer.schemes):
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        if signs and place == 0:
            yield _of(signs[0], heard, field="scheme", value=one.id, shown=one.name)
        elif signs and place <= _MOST_SECONDARY and (one.weight or 0) >= _SECONDARY_FROM:
            yield _of(signs[0], heard, field="secondary_schemes", value=one.id, shown=one.name)


def _stages(heard: Heard) -> Iterator[Proposed]:
    for one in heard.answer.situation.facts:
        if one.part is None:
            yield _of(one, heard, field="stages", value=one.stage, shown=STAGES[one.stage])


def _methods(heard: Heard) -> Iterator[Proposed]:
    for one in heard.answer.situation.payments:
        if one.part is None:
            yield _of(one, heard, field="payment_methods", value=one.method, shown=METHODS[one.method])


def _contract_day(heard: Heard) -> Iterator[Proposed]:
    """The day on which the contract was made, where one is told and to the day: of a week or a month nobody makes a day."""
    told = {
        one.from_day: one
        for one in heard.answer.situation.contract.days
        if one.part is None and one.from_day == one.to_day
    }
    if len(told) == 1:  # of several days a person says which it is
        ((day, one),) = told.items()
        yield _of(one, heard, field="contracted_on", value=day.isoformat(), shown=day_text(day))


def _sums(heard: Heard) -> Iterator[Proposed]:
    """What the contract is for, else what was asked for; and what was paid: two columns, never one for the other."""
    roles: dict[str, tuple[AmountRole, ...]] = {"paid_amount": ("paid", "lost")}
    agreed = [one for one in heard.answer.situation.contract.amounts if one.part is None]
    if len(agreed) == 1:
        shown = f"{agreed[0].yen:,}円"
        yield _of(agreed[0], heard, field="contract_amount", value=str(agreed[0].yen), shown=shown)
    elif not agreed:
        roles["contract_amount"] = ("demanded",)
    for field, wanted in roles.items():
        told = [
            one
            for one in heard.answer.situation.amounts
            if one.role in wanted and one.yen and one.part is None
        ]
        totals = {(one.yen or 0) * one.count for one in told}
        if len(totals) == 1:  # of several sums a person says which it is: nothing is added blindly
            total = totals.pop()
            yield _of(told[0], heard, field=field, value=str(total), shown=f"{total:,}円")


_INQUIRY = re.compile("教えて|知りたい|とは何|方法を|どこに|確認したい|本当か|でしょうか")


def _shown(heard: Heard, *, field: str, value: str, names: Mapping[str, str], span: Span) -> Proposed:
    return Proposed(field, value, names[value], heard.memo[slice(*span)], span)


def _channel(heard: Heard) -> Iterator[Proposed]:
    clue = channel_of(heard)
    if clue:
        yield _shown(heard, field="sales_channel", value=clue.value, names=SALES_CHANNELS, span=clue.span)


def _contents(heard: Heard) -> Iterator[Proposed]:
    for clue in contents_of(heard):
        yield _shown(
            heard, field="content_categories", value=clue.value, names=CONTENT_CATEGORIES, span=clue.span
        )


def _product(heard: Heard) -> Iterator[Proposed]:
    """The large category of goods and services that the memo is about: which thing belongs where is our own reading."""
    named = product_of(heard)
    if named:
        yield Proposed("product_code", named.value, named.value, heard.memo[slice(*named.span)], named.span)


# Names of tricks and ways of selling that were seen as key words in published figures (facts/pionet_items.yaml, keyword); no other is proposed.
_KEYWORDS = {
    "fictitious_billing": "架空請求",
    "support_scam": "サポート詐欺",
    "subscription_trap": "定期購入",
}


def _keywords(heard: Heard) -> Iterator[Proposed]:
    for one in heard.answer.schemes[:1]:
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        if signs and one.id in _KEYWORDS:
            word = _KEYWORDS[one.id]
            yield _of(signs[0], heard, field="keywords", value=word, shown=word)


def _consumer(heard: Heard) -> Iterator[Proposed]:
    """The age band, and the sex where a word says it beside the age; nothing where people of two ages are told of."""
    told = list(ages_in(heard.memo))
    if len({one.band for one in told}) != 1:
        return
    yield _shown(heard, field="age_band", value=told[0].band, names=AGES, span=told[0].span)
    sexes = {one.sex: one.span for one in told if one.sex}
    if len(sexes) == 1:
        ((sex, span),) = sexes.items()
        yield _shown(
            heard, field="sex", value=sex, names={str(code): name for code, name in SEXES.items()}, span=span
        )


_NO_LOSS = (
    "received_only",
    "contract_signed",
)  # a question on cancelling names a contract, but not that one was made


def _kind(heard: Heard) -> Iterator[Proposed]:
    """Trouble that has begun is a complaint; a question alone an inquiry."""
    situation, asked = heard.answer.situation, _INQUIRY.search(heard.memo)
    facts = [one for one in situation.facts if one.part is None and one.stage != "received_only"]
    trouble = situation.payments or any(one.stage not in _NO_LOSS for one in facts)
    if trouble or (not asked and (facts or heard.answer.verdict == "scheme")):
        signs = [sign for one in heard.answer.schemes[:1] for sign in one.signs if sign.part is None]
        for quoted in (*facts[:1], *signs[:1]):
            yield _of(quoted, heard, field="kind", value="complaint", shown=KINDS["complaint"])
            return
    elif asked:
        span = asked.span()
        yield Proposed("kind", "inquiry", KINDS["inquiry"], heard.memo[slice(*span)], span)
