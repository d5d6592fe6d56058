"""What papers are made of, and what one paper may see of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import msgspec

from madoguchi.hours import TOKYO, contact_at, shown_on
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes.papers import ToldBy
from madoguchi.papers.consents import TO, Consent, FieldName, SheetKind, agreed_for
from madoguchi.papers.counterparty import Counterparty, counterparty_in
from madoguchi.papers.events import Event, events_in
from madoguchi.papers.preparations import Prepared, prepared_in
from madoguchi.papers.received import on_safe_lines
from madoguchi.papers.signing import Signer
from madoguchi.secret_numbers import secrets_hidden
from madoguchi.telling.kin import only_kin_in
from madoguchi.telling.layout import clean
from madoguchi.words import (
    Consultation,
    ContactNow,
    Contract,
    Exposure,
    PersonWord,
    Plan,
    Story,
    ThreeAnswers,
    Word,
)

Done = Literal["done", "could_not"]
_FIELD_OF: dict[ToldBy, FieldName] = {
    "events": "events",
    "channel": "events",
    "counterparty": "counterparty",
    "dates": "dates",
    "amounts": "amounts",
    "words": "words",
}
_FOREIGN = frozenset({"foreign_ask", "foreign_stop"})  # the steps for whoever does not tell it in Japanese
_TOLD_WHOLE: frozenset[SheetKind] = frozenset({"course-of-events", "for-a-lawyer"})
_LETTERS = "ACEFHJKMNPRTWXY3479"  # none is taken for another, on paper or on the phone
NOBODY_NAMED = "このパソコンの利用者"


class Operator(Word, frozen=True, kw_only=True):
    """Who runs this program. Unless ``public``, every paper says that it is no public body."""

    name: str = NOBODY_NAMED
    public: bool = False
    contact: str = ""

    @property
    def is_nobody_named(self) -> bool:
        """Whether nobody gave a name: pages and papers then say so in their own language."""
        return self.name == NOBODY_NAMED


class About(Word, frozen=True, kw_only=True):
    """What the person chose to say about themselves; None was not said. ``other_desks``: where they asked before."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    sex: str | None = None
    age: str | None = None
    occupation: str | None = None
    relation: str | None = None
    other_desks: str | None = None
    wishes: str | None = None


class Added(Word, frozen=True, kw_only=True):
    """What was added later, by whom."""

    at: dt.datetime
    by: str
    text: str


class Translated(NamedTuple):
    """An answer with the knowledge that gave it: both in one language."""

    answer: Consultation
    knowledge: Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A story, the answer to it, and what stands beside it. ``translated``: the answer in the language of whoever takes the paper.

    ``number`` stands on every paper; empty is made from the minute. ``done``: step id -> what became of it.
    """

    story: Story
    answer: Consultation
    knowledge: Knowledge
    answers: Mapping[str, str] = field(default_factory=dict)
    translated: Translated | None = None
    person: PersonWord | None = None
    about: About = field(default_factory=About)
    operator: Operator = field(default_factory=Operator)
    consents: tuple[Consent, ...] = ()
    added: tuple[Added, ...] = ()
    done: Mapping[str, Done] = field(default_factory=dict)
    number: str = ""
    signer: Signer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one paper may see: the fields that were agreed to, the rest empty. ``at`` is Tokyo time.

    ``own``: in the language of whoever takes the paper; ``answer`` and ``knowledge`` are in Japanese.
    ``kin``: which of the family it is about, where the story names one (母).
    ``in_another_language``: it was not told in Japanese, which a desk has to know before it calls back.
    """

    kind: SheetKind
    fields: frozenset[FieldName]
    story: Story
    answer: Consultation
    own: Translated
    counterparty: Counterparty
    events: tuple[Event, ...]
    sums: tuple[Exposure, ...]
    prepared: tuple[Prepared, ...]
    about: About
    added: tuple[Added, ...]
    done: Mapping[str, Done]
    answers: Mapping[str, str]
    consents: tuple[Consent, ...]
    operator: Operator
    knowledge: Knowledge
    number: str
    at: dt.datetime
    in_another_language: bool = False
    kin: str = ""

    def desk(self, id_: str) -> ContactNow | None:
        """Returns the desk of this id as it stands now; None where it is not known or not to be shown."""
        return _desk(id_, self.knowledge, self.at)

    def own_desk(self, id_: str) -> ContactNow | None:
        """Returns the same as ``desk`` in the language of whoever takes the paper."""
        return _desk(id_, self.own.knowledge, self.at)


def _desk(id_: str, known: Knowledge, at: dt.datetime) -> ContactNow | None:
    contact = known.contacts.get(id_)
    if contact is None or not shown_on(contact, at.date()):
        return None
    return contact_at(contact, at, sources=known.sources, phrases=known.phrases)


def seen_by(kind: SheetKind, bundle: Bundle, *, at: dt.datetime) -> Seen:
    """Returns what a paper of ``kind`` may see of ``bundle``. Raises NoConsent, ValueError for a naive ``at``."""
    if at.tzinfo is None:
        raise ValueError("時刻に時差（例: +09:00）がありません。時差の付いた時刻を渡してください。")
    fields = frozenset(agreed_for(kind, bundle.consents))
    local = at.astimezone(TOKYO)
    safe = without_secrets(bundle)
    own = safe.translated or Translated(safe.answer, bundle.knowledge)
    answer, read = (_for_whom(one, bundle.person) for one in (safe.answer, own.answer))
    read = _still_to_do(read, safe.done) if kind == "for-the-person" else read
    return Seen(
        kind=kind,
        fields=fields,
        story=safe.story if "words" in fields else Story(text=""),
        answer=_only(answer, fields),
        own=Translated(_only(read, fields), own.knowledge),
        counterparty=counterparty_in(safe.story, answer.situation.contract)
        if "counterparty" in fields
        else Counterparty(),
        events=_events(
            fields, events_in(safe.story, answer.situation, on=local.date(), whole=kind in _TOLD_WHOLE)
        ),
        sums=tuple(one for one in answer.exposure if one.state == "gone") if "amounts" in fields else (),
        prepared=_prepared(
            prepared_in(safe.story, answer, knowledge=bundle.knowledge, on=local.date()), fields
        ),
        about=_about(safe.about, fields),
        added=safe.added if "done" in fields else (),
        done=safe.done if "done" in fields else {},
        answers=bundle.answers if "events" in fields else {},
        consents=tuple(one for one in bundle.consents if one.to == TO[kind]),
        operator=bundle.operator,
        knowledge=bundle.knowledge,
        number=bundle.number or f"{local:%Y%m%d-%H%M}-{_mark(bundle.story)}",
        at=local,
        kin=only_kin_in(safe.story.text)
        if "person" in fields and answer.situation.person == "family"
        else "",
        in_another_language="person" in fields and any(step.id in _FOREIGN for step in answer.plan.steps),
    )


def _still_to_do(answer: Consultation, done: Mapping[str, Done]) -> Consultation:
    """``answer`` without the steps that were done: whoever reads the paper out goes on with the next. All of them, where none is left."""
    left = tuple(step for step in answer.plan.steps if done.get(step.id) != "done")
    plan = msgspec.structs.replace(answer.plan, steps=left or answer.plan.steps)
    return msgspec.structs.replace(answer, plan=plan)


def _mark(story: Story) -> str:
    """Three letters that tell two stories of one minute apart: easy to read out, and of the words they say nothing."""
    seed = int.from_bytes(hashlib.sha256(story.text.encode()).digest()[:4], "big")
    return "".join(_LETTERS[seed // len(_LETTERS) ** place % len(_LETTERS)] for place in range(3))


# --- what nobody needs: card numbers and the like -----------------------------------------------------------


def without_secrets(bundle: Bundle) -> Bundle:
    """Returns ``bundle`` with card numbers and the like as asterisks everywhere; every text keeps its length."""
    text = secrets_hidden(bundle.story.text)
    told: dict[str, Any] = msgspec.to_builtins(bundle.story)
    story = msgspec.convert({**_all_hidden(told), "text": text}, Story)
    return replace(
        bundle,
        story=story,
        answer=_requoted(bundle.answer, text),
        translated=bundle.translated
        and bundle.translated._replace(answer=_requoted(bundle.translated.answer, text)),
        about=msgspec.convert(_all_hidden(msgspec.to_builtins(bundle.about)), About),
        added=tuple(msgspec.structs.replace(one, text=secrets_hidden(one.text)) for one in bundle.added),
    )


def _all_hidden(value: Any) -> Any:
    if isinstance(value, str):
        return secrets_hidden(value)
    if isinstance(value, dict):
        return {key: _all_hidden(inner) for key, inner in value.items()}
    return [_all_hidden(inner) for inner in value] if isinstance(value, list | tuple) else value


def _requoted(answer: Consultation, text: str) -> Consultation:
    """The quotes again, out of the masked text: half a card number in a quote would not be known for one."""
    return msgspec.convert(_quotes(msgspec.to_builtins(answer), text), Consultation)


def _quotes(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        if isinstance(value.get("quote"), str) and value.get("start") is not None and not value.get("part"):
            value = {**value, "quote": text[value["start"] : value["end"]]}
        return {key: _quotes(inner, text) for key, inner in value.items()}
    return [_quotes(inner, text) for inner in value] if isinstance(value, list | tuple) else value


# --- what this paper may see --------------------------------------------------------------------------------


def _for_whom(answer: Consultation, person: PersonWord | None) -> Consultation:
    """What the person said about whom it concerns counts more than what was read from the words."""
    if person is None:
        return answer
    situation = msgspec.structs.replace(answer.situation, person=person)
    return msgspec.structs.replace(answer, situation=situation)


def _events(fields: frozenset[FieldName], told: tuple[Event, ...]) -> tuple[Event, ...]:
    kept = (
        msgspec.structs.replace(
            one,
            when=one.when if "dates" in fields else "",
            sure=one.sure if "dates" in fields else "",
            what=one.what if "events" in fields else "",
            words=one.words if "words" in fields else "",
        )
        for one in told
    )
    return tuple(one for one in kept if one.when or one.what or one.words)


def _prepared(found: tuple[Prepared, ...], fields: frozenset[FieldName]) -> tuple[Prepared, ...]:
    """What is spoken of, where its own field was agreed to: else neither its words nor that it was told."""
    return tuple(
        one
        if {"words", _FIELD_OF[one.told_by]} <= fields
        else msgspec.structs.replace(one, told=False, named=False, quote="")
        for one in found
    )


def _about(about: About, fields: frozenset[FieldName]) -> About:
    kept: dict[str, str | None] = {}
    if "identity" in fields:
        names = ("name", "address", "phone", "sex", "age", "occupation")
        kept |= {name: getattr(about, name) for name in names}
    if "person" in fields:
        kept["relation"] = about.relation
    if "done" in fields:
        kept["other_desks"] = about.other_desks
    if "wishes" in fields:
        kept["wishes"] = about.wishes
    return About(**{name: clean(text) or None for name, text in kept.items() if text})


def _only(answer: Consultation, fields: frozenset[FieldName]) -> Consultation:
    """``answer`` without what was not agreed to."""
    empty: dict[str, Any] = {"notes": (), "questions": (), "not_known": ()}
    if "scheme" not in fields:
        empty |= {"verdict": "nothing_known", "schemes": (), "solicitation": (), "offer": None}
        empty["three_answers"] = ThreeAnswers(is_it_fraud="", will_they_come=None, will_money_return="")
    if "plan" not in fields:
        empty |= {
            "plan": Plan(urgency="when_you_can", steps=(), never=(), keep=(), prevent=()),
            "contacts": (),
        }
    if "money" not in fields:
        empty["redress"] = ()
    if not {"money", "plan"} & fields and not {"dates", "events"} <= fields:
        empty["withdrawals"] = ()
    if not {"money", "amounts"} <= fields:
        empty["exposure"] = ()
    situation: dict[str, Any] = {}
    if "person" not in fields:
        situation |= {"person": "unknown", "age_band": None}
    if "events" not in fields:
        situation |= {"stage": (), "facts": (), "channel": None}
    situation["contract"] = _contract(answer.situation.contract, fields)
    for name in ("dates", "gave", "payments", "amounts"):
        if name not in fields:
            situation[name] = ()
    if "done" not in fields:
        situation["turned_to"] = ()
    kept = msgspec.structs.replace(answer, **empty)
    kept = msgspec.structs.replace(kept, situation=msgspec.structs.replace(kept.situation, **situation))
    return kept if "words" in fields else msgspec.convert(_unquoted(msgspec.to_builtins(kept)), Consultation)


def _contract(told: Contract, fields: frozenset[FieldName]) -> Contract:
    """``told`` as far as it was agreed to: each part goes with what it is."""
    dated, summed = "dates" in fields, "amounts" in fields
    return Contract(
        days=told.days if dated else (),
        delivery=told.delivery if dated else (),
        amounts=told.amounts if summed else (),
        sales=told.sales if "events" in fields else (),
        parties=told.parties if "counterparty" in fields else (),
        papers=told.papers if dated else (),
        no_papers=told.no_papers if dated else None,
        papers_undated=told.papers_undated if dated else None,
        things=told.things if summed else (),
        made=told.made and "events" in fields,
    )


def _unquoted(value: Any) -> Any:
    if isinstance(value, dict):
        bare = {"quote": ""} if isinstance(value.get("quote"), str) else {}
        return {key: _unquoted(inner) for key, inner in {**value, **bare}.items()}
    return [_unquoted(inner) for inner in value] if isinstance(value, list | tuple) else value


def lines_of(text: str, *, most: int = 20_000) -> str:
    """Returns a text of the person as it can be printed: its lines, nothing invisible, at most ``most`` characters."""
    safe = "\n".join(line.strip() for line in on_safe_lines(text).split("\n") if line.strip())
    return safe if len(safe) <= most else f"{safe[: most - 1]}…"
