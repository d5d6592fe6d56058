"""Which texts of the knowledge people see, each with its place, and the knowledge again with other texts in these places.

A place is ``room/id/field`` and, in a list without ids, the number of the item: ``schemes/phishing/steps/ph_bank/say/2``.
Rules, patterns, numbers, sources and ids are never texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge import shapes as s

_T = TypeVar("_T", bound=msgspec.Struct)
Change = Callable[[str, str], str]  # (place, text) -> the text to show there

# The fields that hold a text or a list of texts. A shape that is not named here shows none.
_TEXTS: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    s.Scheme: ("name", "what", "not_known"),
    s.SignRule: ("why",),
    s.Answers: ("is_it_fraud", "will_they_come", "will_money_return"),
    s.StepRule: ("text", "say", "have_ready", "before", "too_late_after"),
    s.Line: ("text",),
    s.QuestionRule: ("text", "why"),
    s.ChoiceRule: ("text",),
    s.AskedRule: ("question", "answer"),
    s.Preparation: ("text",),
    s.WatcherSheet: ("lead", "ticks", "then"),
    s.Contact: ("name", "accepts", "does_not", "phone_if_not", "needs", "cost", "note"),
    s.Shown: ("note",),
    s.Hours: ("text", "depends_on"),
    s.RedressRule: ("name", "rule", "deadline", "needs", "note"),
    s.ConditionRule: ("text",),
    s.BrokerPolicy: ("rule", "excluded"),
    s.Cover: (
        "name",
        "covers",
        "does_not_cover",
        "joined_beforehand",
        "who_decides",
        "proof",
        "report_within",
    ),
    s.Carrier: ("name", "no_cap_reason"),
    s.Cap: ("reading",),
    s.SafetyRow: ("why",),
    s.LinkTrick: ("why",),
    s.SolicitationRule: ("name", "what", "serious", "in_writing"),
    s.PointRule: ("why", "ask"),
    s.OtherWordsRule: ("why", "ask"),
    s.TradeRule: ("name", "why", "in_writing"),
    s.OfferWordRule: ("ask",),
    s.ReportForm: ("name", "not_known"),
    s.Statement: ("text",),
}
# The fields below which there are texts.
_PARTS: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    s.Scheme: ("signs", "answers", "steps", "never", "keep", "prevent"),
    s.PapersFile: ("preparations", "watcher"),
    s.QuestionRule: ("choices",),
    s.Contact: ("phone", "phone_alt", "hours"),
    s.RedressRule: ("conditions",),
    s.BrokersFile: ("policies",),
    s.CarriersFile: ("carriers",),
    s.Carrier: ("caps",),
    s.SolicitationRule: ("points", "in_other_words"),
    s.OffersFile: ("trades", "words"),
    s.ReportForm: ("steps", "attach", "look"),
}


def texts_of(known: Knowledge) -> dict[str, str]:
    """Returns place -> text for everything of ``known`` that people may be shown, in the order of the files."""
    found: dict[str, str] = {}

    def keep(place: str, text: str) -> str:
        found[place] = text
        return text

    changed(known, keep)
    return found


def changed(known: Knowledge, change: Change) -> Knowledge:
    """Returns ``known`` with every text that people may be shown put through ``change``."""

    def by_id(room: str, parts: Mapping[str, _T]) -> dict[str, _T]:
        return {id_: _part(one, f"{room}/{id_}", change) for id_, one in parts.items()}

    def each(room: str, parts: Iterable[_T]) -> tuple[_T, ...]:
        return tuple(_part(one, f"{room}/{_name(one)}", change) for one in parts)

    return replace(
        known,
        schemes=by_id("schemes", known.schemes),
        steps=each("steps", known.steps),
        questions=by_id("questions", known.questions),
        asked=by_id("asked", known.asked),
        safety=each("safety", known.safety),
        contacts={**known.contacts, **by_id("contacts", dict(_shown(known)))},
        phrases={id_: change(f"phrases/{id_}", text) for id_, text in known.phrases.items()},
        redress=by_id("law", known.redress),
        cover=each("cover", known.cover),
        brokers=_part(known.brokers, "brokers", change),
        carriers=_part(known.carriers, "carriers", change),
        genuine=each("genuine", known.genuine),
        link_tricks=by_id("brands", known.link_tricks),
        solicitations=by_id("solicitations", known.solicitations),
        offers=_part(known.offers, "offers", change),
        reports=by_id("reports", known.reports),
        papers=_part(known.papers, "papers", change),
    )


def _shown(known: Knowledge) -> Iterator[tuple[str, s.Contact]]:
    return ((id_, one) for id_, one in known.contacts.items() if one.status != "retired")


def _part(part: _T, place: str, change: Change) -> _T:
    fields: dict[str, Any] = {}
    for name in _TEXTS.get(type(part), ()):
        value = getattr(part, name)
        if value:
            fields[name] = _text(value, f"{place}/{name}", change)
    for name in _PARTS.get(type(part), ()):
        value = getattr(part, name)
        if value:
            fields[name] = _below(value, f"{place}/{name}", change)
    return msgspec.structs.replace(part, **fields) if fields else part


def _text(value: str | list[str], place: str, change: Change) -> str | list[str]:
    if isinstance(value, str):
        return change(place, value)
    return [change(f"{place}/{at}", text) for at, text in enumerate(value, start=1)]


def _below(value: Any, place: str, change: Change) -> Any:
    if isinstance(value, list):
        return [_part(one, f"{place}/{_name(one) or at}", change) for at, one in enumerate(value, start=1)]
    return _part(value, place, change)


def _name(part: msgspec.Struct) -> str:
    return str(getattr(part, "id", ""))
