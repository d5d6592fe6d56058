"""Drafts of title, summary and outcome, out of the memo. Every sentence says from which words; what nobody said is asked, never invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from madoguchi.papers.deeds_told import names_of
from madoguchi.papers.events import day_of, events_in, span_short
from madoguchi.papers.vocabulary import (
    AGES,
    ITEM_STATES,
    ITEMS,
    METHOD_STATES,
    METHODS,
    PERSONS,
    ROLES,
    SALES,
)
from madoguchi.telling.labels import yen
from madoguchi.web.desk.codes import TextField
from madoguchi.web.desk.goods_named import goods_in
from madoguchi.web.desk.hearing import Heard, Span
from madoguchi.words import Quoted, Story

TITLE_CHARS = 30
NOT_CONFIRMED = "〔未確認〕"
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft. ``spans``: the words of the memo behind it; ``sources``: of advice, where it is written."""

    text: str
    spans: tuple[Span, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a counsellor may take as it is, change, or throw away. ``open``: what nobody has said yet; silence is no fact."""

    title: Sentence
    summary: tuple[Sentence, ...]
    handling: tuple[Sentence, ...]
    open: tuple[str, ...]
    goods: Sentence | None = None


def draft_of(heard: Heard) -> Draft:
    """Returns the drafts of ``heard``."""
    open_ = tuple(one.label for one in heard.asked if not one.ticked)
    named = goods_in(heard)
    goods = Sentence(named[0], (named[1],)) if named else None
    return Draft(_title(heard), tuple(_summary(heard)), tuple(_handling(heard)), open_, goods)


def texts_drafted(draft: Draft, said: Sequence[str]) -> dict[TextField, str]:
    """Returns the texts of a record as they stand before anybody wrote one. ``said``: what was really said takes the place of the plan."""
    summary = [one.text for one in draft.summary]
    if draft.open:
        summary.append(f"{NOT_CONFIRMED}{'、'.join(draft.open)}")
    handling = [f"助言した: {line}" for line in said] or [one.text for one in draft.handling]
    return {
        "title": draft.title.text,
        "goods": draft.goods.text if draft.goods else "",
        "summary": "\n".join(summary),
        "handling": "\n".join(handling),
    }


def _place(one: Quoted) -> tuple[Span, ...]:
    return ((one.start, one.end),)


def _title(heard: Heard) -> Sentence:
    """What it looks like and how far it has gone, in thirty characters; the first words of the memo where nothing is known."""
    found, now = heard.answer.schemes, heard.answer.situation
    signs = [sign for one in found[:1] for sign in one.signs if sign.counts == "for" and sign.part is None]
    if heard.answer.verdict == "nothing_known" or not signs:
        first = heard.memo.strip().split("\n")[0][:TITLE_CHARS]
        at = heard.memo.find(first)
        return Sentence(first or NOT_CONFIRMED, ((at, at + len(first)),) if first else ())
    facts = [one for one in now.facts if one.part is None]
    told = f"（{named}）" if (named := names_of(facts[-1:])) else ""
    text = f"{found[0].name}{told}"
    spans = (*_place(signs[0]), *(span for one in facts[-1:] for span in _place(one)))
    return Sentence(text if len(text) <= TITLE_CHARS else found[0].name[:TITLE_CHARS], spans)


def _summary(heard: Heard) -> Iterator[Sentence]:
    now = heard.answer.situation
    for ticked in (one for one in heard.asked if one.id == "age" and one.ticked and now.age_band):
        who = PERSONS[now.person] if now.person != "unknown" else "契約当事者"
        yield Sentence(
            f"契約当事者は{AGES[now.age_band or '20s']}（{who}のこととして話されている）。", ticked.spans
        )
    for event in events_in(Story(text=heard.memo), now, on=heard.at.date()):
        words = " ".join(event.words.split())[:_MOST_WORDS]
        when = f"{day_of(event)}、" if event.when else ""
        what = f"{event.what}: " if event.what else ""
        yield Sentence(f"{when}{what}「{words}」。", ((event.start, event.end),))
    for one in now.gave:
        if one.part is None:
            yield Sentence(
                f"{ITEMS[one.item]}: {ITEM_STATES[one.state]}（「{_words(heard, one)}」）。", _place(one)
            )
    yield from _contract(heard)
    yield from _money(heard)


def _contract(heard: Heard) -> Iterator[Sentence]:
    told = heard.answer.situation.contract
    lines: list[tuple[str, Quoted]] = [
        *((f"契約日は{span_short(one)}", one) for one in told.days),
        *(
            (f"契約購入金額は{yen(one.yen)}{'' if one.certain else NOT_CONFIRMED}", one)
            for one in told.amounts
        ),
        *((f"販売購入形態は{SALES[one.way]}", one) for one in told.sales),
        *((f"引渡時期は{span_short(one)}", one) for one in told.delivery),
        *((f"契約の書面を受け取ったのは{span_short(one)}", one) for one in told.papers),
    ]
    for text, one in lines:
        if one.part is None:
            yield Sentence(f"{text}（「{_words(heard, one)}」）。", _place(one))
    for party in told.parties:
        yield Sentence(f"相手の名前: 「{_words(heard, party)}」。", _place(party))


def _money(heard: Heard) -> Iterator[Sentence]:
    now = heard.answer.situation
    for paid in now.payments:
        if paid.part is None:
            text = f"支払方法は{METHODS[paid.method]}（{METHOD_STATES[paid.state]}、「{_words(heard, paid)}」）。"
            yield Sentence(text, _place(paid))
    for one in now.amounts:
        if one.part is None and one.yen is not None:
            times = f" × {one.count}" if one.count > 1 else ""
            doubt = "" if one.certain else NOT_CONFIRMED
            yield Sentence(
                f"{ROLES[one.role]}: {yen(one.yen)}{times}{doubt}（「{_words(heard, one)}」）。", _place(one)
            )


def _words(heard: Heard, one: Quoted) -> str:
    return " ".join(heard.memo[one.start : one.end].split())[:_MOST_WORDS]


def _handling(heard: Heard) -> Iterator[Sentence]:
    """The first steps of the plan, because of what was told. What was really said to the person is the counsellor's to write."""
    facts = [one for one in heard.answer.situation.facts if one.part is None]
    spans = tuple(dict.fromkeys(span for one in facts[:3] for span in _place(one)))
    for step in heard.answer.plan.steps[:4] if spans else ():
        yield Sentence(f"{NOT_CONFIRMED} {step.text}", spans, step.sources)
