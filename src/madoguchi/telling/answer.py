"""A Consultation as calm text: what to do now comes first, where it is known from comes last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from madoguchi.hours import TOKYO
from madoguchi.knowledge import Knowledge
from madoguchi.telling import reading
from madoguchi.telling.asked import others_ask
from madoguchi.telling.desks import desk_lines, details
from madoguchi.telling.labels import CONDITION_STATES, WHENS, day_text, time_text, yen
from madoguchi.telling.layout import bulleted, defanged, labelled, titled, wrapped
from madoguchi.telling.offers import offers
from madoguchi.words import Condition, Consultation, ContactNow, Exposure, Redress, Step, When

_LATER: tuple[When, ...] = ("today", "next_open", "later")
_NO_REDRESS = "使えるしくみは、見つかりませんでした。窓口で聞くと、ほかの方法が見つかることがあります。"


def consultation(answer: Consultation, knowledge: Knowledge, *, at: dt.datetime) -> str:
    """Returns ``answer`` for a terminal, as at the minute ``at`` (aware); ``knowledge`` names the sources."""
    local = at.astimezone(TOKYO)
    lines = [
        f"{day_text(local.date())} {local:%H:%M} の答え",
        *_steps(answer, "now", day=local.date()),
        *reading.looks_like(answer, knowledge),
        *offers(answer),
        *reading.not_known(answer),
        *reading.what_happened(answer.situation),
        *reading.questions(answer.questions),
        *(line for when in _LATER for line in _steps(answer, when, day=local.date())),
        *titled("しないこと", bulleted(answer.plan.never)),
        *titled("残しておくもの", bulleted(answer.plan.keep)),
        *titled("これからのために", bulleted(answer.plan.prevent)),
        *others_ask(answer),
        *titled("お金のこと", _money(answer.exposure)),
        *titled("使えるかもしれない しくみ", _redress(answer)),
        *titled("知っておくこと", bulleted(answer.notes)),
        *titled("窓口のくわしいこと", (line for desk in answer.contacts for line in details(desk))),
        *titled("出典", _sources(answer, knowledge)),
    ]
    return "\n".join(lines)


# --- steps ------------------------------------------------------------------------------------------


def _steps(answer: Consultation, when: When, *, day: dt.date) -> list[str]:
    """Numbers run on from group to group, so that a step can be named on the phone."""
    desks = {desk.id: desk for desk in answer.contacts}
    numbered = [(at, step) for at, step in enumerate(answer.plan.steps, start=1) if step.when == when]
    return titled(
        WHENS[when], (line for at, step in numbered for line in _step(at, step, desks=desks, day=day))
    )


def _step(number: int, step: Step, *, desks: dict[str, ContactNow], day: dt.date) -> Iterator[str]:
    yield from wrapped(step.text, first=f"{number:>3}. ")
    yield from labelled("いつまで", time_text(step.before or ""), indent=5)
    yield from labelled("急ぐわけ", time_text(step.too_late_after or ""), indent=5)
    if step.say:
        yield from [
            "     言うこと:",
            *(line for say in step.say for line in wrapped(f"「{say}」", first="       ")),
        ]
    yield from labelled("手元に", "、".join(step.have_ready), indent=5)
    shown = [desks[one] for one in step.contacts if one in desks]
    if shown:
        yield from ["     窓口:", *desk_lines(shown, day, indent=7)]


# --- money ------------------------------------------------------------------------------------------


def _money(exposures: Sequence[Exposure]) -> Iterator[str]:
    for one in exposures:
        yield from wrapped(f"{one.what}{_range(one)}", first="  ・")
        yield from labelled("計算" if one.yen_low is not None else "わけ", defanged(one.how), indent=4)
        yield from bulleted([defanged(line) for line in one.assumes], indent=6)


def _range(one: Exposure) -> str:
    if one.yen_low is None or one.yen_high is None:
        known = one.yen_low if one.yen_high is None else one.yen_high
        return f": {yen(known)}（もう一方は分かりません）" if known is not None else ""
    low, high = yen(one.yen_low), yen(one.yen_high)
    return f": {low}" if low == high else f": {low} から {high} まで"


def _redress(answer: Consultation) -> Iterator[str]:
    for one in answer.redress:
        yield from _rule(one)
    if not answer.redress and answer.schemes:
        yield from wrapped(_NO_REDRESS, first="  ")


def _rule(one: Redress) -> Iterator[str]:
    yield from wrapped(one.name, first="  ・")
    yield from wrapped(one.rule, first="    ")
    if one.conditions:
        yield from ["    条件:", *bulleted([_condition(condition) for condition in one.conditions], indent=6)]
    yield from labelled("期限", one.deadline or "", indent=4)
    yield from labelled("要るもの", "、".join(one.needs), indent=4)


def _condition(condition: Condition) -> str:
    words = f"（{reading.told(condition.quote)}）" if condition.quote else ""
    return f"[{CONDITION_STATES[condition.state]}] {condition.text}{words}"


# --- sources ----------------------------------------------------------------------------------------


def _sources(answer: Consultation, knowledge: Knowledge) -> list[str]:
    """Publishers with the date of what was seen; addresses are shown by ``madoguchi knowledge show ID``."""
    found = [knowledge.sources[one] for one in _source_ids(answer, knowledge) if one in knowledge.sources]
    dated = dict.fromkeys(f"{one.publisher}（{one.doc_date}）" for one in found if one.doc_date)
    seen: dict[dt.date, dict[str, None]] = {}
    for one in found:
        if not one.doc_date:
            seen.setdefault(one.seen, {})[one.publisher] = None
    revision = f"{answer.knowledge.revision}（{day_text(answer.knowledge.as_of)}の時点）"
    return [
        *labelled("日付のある資料", "、".join(dated)),
        *(line for day, names in seen.items() for line in labelled(f"{day} に見た資料", "、".join(names))),
        *labelled("知識の版", revision),
    ]


def _source_ids(answer: Consultation, knowledge: Knowledge) -> Iterator[str]:
    for step in answer.plan.steps:
        yield from step.sources
    for desk in answer.contacts:
        yield from knowledge.contacts[desk.id].sources[:1]  # the others bear single values: `knowledge show`
    for money in answer.exposure:
        yield from money.sources
    for rule in answer.redress:
        yield from rule.sources
    for pattern in answer.solicitation:
        yield from pattern.sources
    for one in answer.asked:
        yield from one.sources
    for cited in (answer.offer, *(answer.offer.words if answer.offer else ())):
        yield from cited.sources if cited else ()
