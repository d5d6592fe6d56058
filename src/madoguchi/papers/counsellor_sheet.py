"""The paper for a counsellor: one A4 page, in the order in which a consumer centre asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import AnyBlock, Heading, Line, Para, Row, Rows, Sheet, Table, ours, theirs
from madoguchi.papers.consents import FieldName
from madoguchi.papers.events import Event, day_of
from madoguchi.papers.frame import (
    IN_THE_CASE,
    NOT_CHECKED,
    NOT_TOLD,
    Style,
    framed,
    listed,
    quoted,
    shortened,
)
from madoguchi.papers.material import Done, Seen, lines_of
from madoguchi.papers.vocabulary import METHODS, whose_words
from madoguchi.telling.layout import clean, defanged

NAME = "相談員に渡す紙"
_SIZE, _LEADING = 12.0, 0.42
_WHY = "任意です。住所は窓口を決め、名前と電話は折り返し、ほかは助言に使います。"
_WORDS = frozenset({"topic_word", "false_word"})  # single words: too little to be a reason on a paper
_SHORT_WORDS = 240  # letters: so little is told whole, and the list above gives way to it
_STATES: dict[Done, str] = {"done": "した", "could_not": "できなかった"}


class _Most(NamedTuple):
    """How much goes on the page: events, letters of an event, of the person's words, of a row, reasons, things of a kind."""

    events: int
    event: int
    words: int
    row: int
    reasons: int
    each: int


_LADDER = (
    _Most(8, 60, 400, 120, 5, 4),
    _Most(8, 54, 280, 110, 4, 4),
    _Most(7, 50, 240, 100, 4, 4),
    _Most(6, 46, 200, 90, 4, 3),
    _Most(6, 40, 160, 80, 3, 3),
    _Most(5, 36, 130, 64, 3, 2),
    _Most(4, 30, 100, 60, 2, 2),
    _Most(4, 26, 70, 32, 2, 2),
    _Most(3, 20, 60, 32, 2, 1),
    _Most(2, 16, 40, 30, 1, 1),
    _Most(1, 12, 20, 28, 1, 1),
)


def counsellor_sheet(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the paper, the shorter the larger ``shorter`` is; None when it cannot be made any shorter."""
    if shorter >= len(_LADDER):
        return None
    most = _LADDER[shorter]
    blocks: list[AnyBlock] = [
        Heading(text=ours("相談する人")),
        _identity(seen),
        Para(text=ours(_WHY)),
        Heading(text=ours("相談の中身")),
        Rows(items=tuple(_rows(seen, most))),
        Heading(text=ours("経過（話した順。まん中は、日の確かさ）")),
        _course(seen, most),
        Heading(text=ours(whose_words(seen.answer.situation.person))),
        Para(text=_words(seen, most)),
    ]
    return framed(seen, blocks, name=NAME, style=Style(_SIZE, _LEADING))


def _identity(seen: Seen) -> Table:
    about = seen.about
    pairs = (
        ("名前", about.name, "電話", about.phone),
        ("住所", about.address, "職業", about.occupation),
        ("性別", about.sex, "年齢", about.age),
    )
    none = NOT_CHECKED if "identity" in seen.fields else NOT_TOLD
    rows = tuple(
        (ours(one), theirs(shortened(value or none, 40)), ours(two), theirs(shortened(other or none, 24)))
        for one, value, two, other in pairs
    )
    return Table(rows=rows, widths=(1, 4, 1, 3))


def _rows(seen: Seen, most: _Most) -> Iterator[Row]:
    for label, field, lines in _told(seen, most):
        yield facts.row(seen, field, label=label, lines=lines)


def _told(seen: Seen, most: _Most) -> Iterator[tuple[str, FieldName, list[str]]]:
    """The rows in the order in which a centre asks; an empty one has not been told."""
    spoken, asked = facts.days(seen, most=most.row), facts.amounts(seen, ("demanded", "other"))
    paid = [*facts.sums(seen, how=most.each > 2)] or [listed(facts.amounts(seen, ("paid", "lost")), most.row)]
    yield "契約当事者・年齢", "person", [facts.whom(seen)]
    made = listed(facts.contract_days(seen), most.row)
    yield "契約日", "dates", [made or f"{NOT_CHECKED}　話に出た日: {spoken}"] if made or spoken else []
    if came := facts.papers_of_contract(seen):
        yield "書面の受領", "dates", [listed(came, most.row)]
    yield "相手の名称など", "counterparty", [*facts.other_side(seen, most=most.row)]
    yield "何をいくつ", "amounts", [*_things(seen, most)]
    told = listed(facts.contract_sums(seen), most.row)
    yield (
        "契約購入金額",
        "amounts",
        [told or f"{NOT_CHECKED}　{listed(asked, most.row)}"] if told or asked else [],
    )
    yield "既支払額", "amounts", paid
    yield "支払方法", "payments", [facts.methods(seen, most=most.row)]
    yield "引渡時期", "dates", [listed(facts.delivery(seen), most.row)]
    if term := facts.withdrawals(seen):
        yield "通知の日数", "dates", term[: most.each]
    yield "販売購入形態", "events", [listed(facts.sales(seen), most.row)]
    yield "渡したもの", "gave", [facts.given(seen, most=most.row)]
    yield "ほかの窓口", "done", facts.other_desks(seen, most=most.row)
    yield "もうしたこと", "done", _done(seen, most)
    yield "手口とわけ", "scheme", [*_scheme(seen, most)]


def _things(seen: Seen, most: _Most) -> Iterator[str]:
    """What a contract was for, in the person's words; where the means of payment is itself the thing, cards of a value."""
    if told := facts.things(seen):
        yield listed(told, most.row)
    bought = any(one.method == "prepaid_emoney" for one in seen.answer.situation.payments)
    many = [one for one in seen.answer.situation.amounts if one.role == "paid" and one.yen and one.count > 1]
    for one in many[: max(1, most.each // 2)] if bought else []:
        yield f"{METHODS['prepaid_emoney']} {one.yen:,}円 × {one.count}"


def _scheme(seen: Seen, most: _Most) -> Iterator[str]:
    """What it looks like, and the words that say so: read by a program, decided by nobody."""
    answer = seen.answer
    if answer.verdict == "nothing_known" or not answer.schemes:
        yield "知られた手口の特徴は見つかりませんでした（問題がないという意味ではありません）"
        return
    first = answer.schemes[0]
    yield f"「{first.name}」に似ています（機械の読み取り）"
    reasons = {
        sign.why: sign.quote
        for sign in first.signs
        if sign.counts == "for" and sign.why and sign.id not in _WORDS
    }
    for why, quote in list(reasons.items())[: most.reasons]:
        yield f"・{why}{quoted(quote, 24)}"
    if (more := answer.schemes[1:]) and most.reasons > 1:
        yield f"ほかに: {listed([f'「{one.name}」' for one in more], most.row)}"


def _done(seen: Seen, most: _Most) -> list[str]:
    steps = {step.id: step.text for scheme in seen.knowledge.schemes.values() for step in scheme.steps}
    steps |= {step.id: step.text for step in seen.knowledge.steps}
    steps |= {step.id: step.text for step in seen.own.answer.plan.steps}
    order = {id_: at for at, id_ in enumerate(steps)}
    marked = sorted((order[id_], id_, state) for id_, state in seen.done.items() if id_ in steps)
    became: dict[Done, list[str]] = {"could_not": [], "done": []}  # first where help is needed
    for _, id_, state in marked:
        became[state].append(shortened(steps[id_].split("。")[0], 24))
    done = [f"{_STATES[state]}: {listed(which, most.row)}" for state, which in became.items() if which]
    added = [f"追記 {one.at:%m/%d} {shortened(clean(one.text), 40)}" for one in reversed(seen.added)]
    return [
        *done,
        *added[: most.each],
        *([f"追記 ほか {left} 件"] if (left := len(added) - most.each) > 0 else []),
    ]


def _weightiest(events: Sequence[Event], most: int) -> list[Event]:
    """As many of ``events`` as ``most``, in their order: deeds and days before the rest, how it began and what came last."""
    ends = (0, len(events) - 1)

    def weight(at: int) -> tuple[int, bool]:
        one = events[at]
        return 2 * bool(one.what) + bool(one.when) + (at in ends), at in ends

    kept = sorted(range(len(events)), key=weight, reverse=True)[:most]
    return [events[at] for at in sorted(kept)]


def _course(seen: Seen, most: _Most) -> Table:
    shown = _weightiest(seen.events, most.events)
    rows: list[tuple[Line, ...]] = [
        (
            theirs(day_of(one)),
            theirs(one.sure),
            theirs("　".join(part for part in (one.what, quoted(one.words, most.event)) if part)),
        )
        for one in shown
    ]
    left = len(seen.events) - len(shown)
    if left > 0:
        rows.append((ours(""), ours(""), ours(f"ほか {left} 件。{IN_THE_CASE}")))
    return Table(rows=tuple(rows or [(ours(NOT_CHECKED), ours(""), ours(""))]), widths=(10, 4, 27))


def _words(seen: Seen, most: _Most) -> Line:
    if "words" not in seen.fields:
        return ours(NOT_TOLD)
    whole = defanged(lines_of(seen.story.text))
    shown = max(most.words, len(whole)) if len(whole) <= _SHORT_WORDS else most.words
    more = f"　（{len(whole):,} 字のはじめ。{IN_THE_CASE}）" if len(whole) > shown else ""
    return (*theirs(quoted(seen.story.text, shown) or NOT_CHECKED), *ours(more))
