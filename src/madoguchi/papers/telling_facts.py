"""What was read out of a story, as the words of a paper: never more than was told, and 「未確認」 where nothing was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.papers.blocks import Row, ours, theirs
from madoguchi.papers.consents import FieldName
from madoguchi.papers.events import day_short, past_days, span_short
from madoguchi.papers.frame import NOT_CHECKED, NOT_TOLD, listed, quoted, shortened
from madoguchi.papers.material import Seen
from madoguchi.papers.vocabulary import (
    AGES,
    DESKS,
    ITEM_STATES,
    ITEMS,
    METHOD_STATES,
    METHODS,
    PERSONS,
    ROLES,
    SALES,
)
from madoguchi.phrases import Phrases, said
from madoguchi.telling.labels import day_text, moment_text, yen
from madoguchi.telling.layout import clean
from madoguchi.terms import Withdrawal
from madoguchi.words import Amount, AmountRole, ContactNow


def row(seen: Seen, field: FieldName, *, label: str, lines: Iterable[str]) -> Row:
    """Returns a labelled row; 「未確認」 where nothing was told, and said so where it was not agreed to."""
    found = [line for line in lines if line] if field in seen.fields else []
    return Row(label=ours(label), lines=tuple(theirs(line) for line in found or [told(seen, field, text="")]))


def told(seen: Seen, field: FieldName, *, text: str) -> str:
    """Returns ``text``; 「未確認」 where nothing was told, and said so where it was not agreed to."""
    return (text or NOT_CHECKED) if field in seen.fields else NOT_TOLD


def whom(seen: Seen) -> str:
    """Returns whom it concerns and of what age, as far as it was said."""
    situation = seen.answer.situation
    who = PERSONS[situation.person] if situation.person != "unknown" else ""
    who += f"（{seen.kin}）" if seen.kin else ""
    relation = f"相談者から見て: {shortened(seen.about.relation, 20)}" if seen.about.relation else ""
    spoken = "話した言葉: 日本語以外" if seen.in_another_language else ""
    return "　".join(part for part in (who, age(seen), relation, spoken) if part)


def age(seen: Seen) -> str:
    """Returns the age band as it was said; nothing where it was not."""
    band = seen.answer.situation.age_band
    return AGES[band] if band else ""


def days(seen: Seen, *, most: int) -> str:
    """Returns the days that were spoken of and have come; which of them is the day of a contract, nobody has checked."""
    return listed((span_short(one) for one in past_days(seen.answer.situation, seen.at.date())), most)


def withdrawals(seen: Seen) -> list[str]:
    """Returns until when a notice may end the contract, in few words: each a condition, in Japanese."""
    return [f"{one.name}なら{_term(one)}" for one in seen.answer.withdrawals]


def _term(one: Withdrawal) -> str:
    if one.first is None or one.last is None:
        none = "（書面を受け取っていないとのこと）" if one.state == "not_begun" else ""
        return f"、書面の日から{one.days}日{none}"
    start = "書面の日" if one.counted == "papers" else "契約の日に書面を受け取った場合、"
    over = "。過ぎている" if one.state == "passed" else ""
    until = f"{day_short(one.first)}から{one.days}日目の{day_short(one.last)}まで"
    if one.first_at_latest and one.last_at_latest:
        until += f"、遅くて{day_short(one.first_at_latest)}から{day_short(one.last_at_latest)}まで"
    return f"、{start}{until}{over}"


def papers_of_contract(seen: Seen) -> list[str]:
    """Returns when the papers of a contract came, or that none came, or that no day is told."""
    told = seen.answer.situation.contract
    none = [f"受け取っていないとのこと{quoted(told.no_papers.quote, 30)}"] if told.no_papers else []
    undated = [f"日は不明{quoted(told.papers_undated.quote, 30)}"] if told.papers_undated else []
    return [*(f"{span_short(one)}{quoted(one.quote, 20)}" for one in told.papers), *none, *undated]


def things(seen: Seen) -> list[str]:
    """Returns what a contract was for, in the words in which it was told."""
    return [quoted(one.quote, 30) for one in seen.answer.situation.contract.things]


def other_side(seen: Seen, *, most: int) -> Iterator[str]:
    """Yields how the other side can be found, as far as it was told; ``most`` characters of each kind."""
    told = seen.counterparty
    if told.names:
        yield f"話に出た名前: {listed((shortened(one, 40) for one in told.names), most)}"
    if told.name:
        yield f"名乗り: {shortened(told.name, 60)}"
    if told.reach:
        yield f"話に出た番号・アドレス: {listed(told.reach, most)}"
    if told.links:
        yield f"リンク: {listed((shortened(one, 60) for one in told.links), most)}"


def contract_days(seen: Seen) -> list[str]:
    """Returns the days on which a contract was made, as told."""
    return [f"{span_short(one)}{quoted(one.quote, 20)}" for one in seen.answer.situation.contract.days]


def contract_sums(seen: Seen) -> list[str]:
    """Returns what contracts are for, as told: no deposit, no instalment."""
    told = seen.answer.situation.contract.amounts
    return [
        f"{yen(one.yen)}{'' if one.certain else '（はっきりしない）'}{quoted(one.quote, 20)}" for one in told
    ]


def sales(seen: Seen) -> list[str]:
    """Returns how the contract came about, as told."""
    return [f"{SALES[one.way]}{quoted(one.quote, 30)}" for one in seen.answer.situation.contract.sales]


def delivery(seen: Seen) -> list[str]:
    """Returns when the thing or the work was to come, as told."""
    return [f"{span_short(one)}{quoted(one.quote, 20)}" for one in seen.answer.situation.contract.delivery]


def sums(seen: Seen, *, how: bool = True) -> Iterator[str]:
    """Yields what was paid or lost in all, ``how``: with the way it was counted; nothing where no amount was told."""
    for one in seen.sums:
        low, high = one.yen_low, one.yen_high
        plain = low == high and low is not None and clean(one.how) in (yen(low), f"{low:,}円")
        counted = f"　{shortened(clean(one.how), 60)}" if how and not plain else ""
        if low is None and high is None:
            yield f"{one.what}: 不明{counted}"
        elif low == high and low is not None:
            yield f"{one.what}: {yen(low)}{counted}"
        else:
            ends = [yen(value) if value is not None else "不明" for value in (low, high)]
            yield f"{one.what}: {'から'.join(ends)}"


def amounts(seen: Seen, roles: Iterable[AmountRole]) -> list[str]:
    """Returns the amounts of these roles, each with the words it was told in."""
    return [amount_text(one) for role in roles for one in seen.answer.situation.amounts if one.role == role]


def amount_text(one: Amount) -> str:
    """Returns an amount as it was told: what it is, how much, how sure, in which words."""
    times = f" × {one.count} = {yen(one.yen * one.count)}" if one.yen is not None and one.count > 1 else ""
    value = "額は不明" if one.yen is None else f"{yen(one.yen)}{times}"
    doubt = "" if one.certain else "（はっきりしない）"
    return f"{ROLES[one.role]} {value}{doubt}{quoted(one.quote, 30)}"


def methods(seen: Seen, *, most: int = 400) -> str:
    """Returns how was paid, or was to be paid."""
    told = (f"{METHODS[one.method]}（{METHOD_STATES[one.state]}）" for one in seen.answer.situation.payments)
    return listed(told, most)


def other_desks(seen: Seen, *, most: int) -> list[str]:
    """Returns whom the person asked before: what they said of it, else what their story tells."""
    if seen.about.other_desks:
        return [shortened(seen.about.other_desks, most)]
    told = listed(
        (
            f"{DESKS[one.desk.removeprefix('contact_')]}{quoted(one.quote, 30)}"
            for one in seen.answer.situation.turned_to
        ),
        most,
    )
    return [told] if told else []


def given(seen: Seen, *, most: int = 400) -> str:
    """Returns what was given away, and what was not."""
    told = (f"{ITEMS[one.item]}: {ITEM_STATES[one.state]}" for one in seen.answer.situation.gave)
    return listed(told, most)


def opening(desk: ContactNow, phrases: Phrases | None = None) -> str:
    """Returns when somebody answers, by the day: a paper is read tomorrow too, and 「いま」 would no longer be true."""
    own = phrases or shipped_phrases()
    not_known = said(own, "hours_not_known")
    if desk.open_now and desk.closes:
        return said(own, "paper_until", moment=moment_text(desk.closes, own))
    if desk.open_now:
        return desk.hours.split("。")[0]
    if desk.opens_next is None:
        return not_known
    sure = said(own, "paper_from", moment=moment_text(desk.opens_next, own))
    if desk.open_now is False and desk.perhaps_from is None:
        return sure
    if desk.open_now is False and desk.perhaps_from and desk.perhaps_from < desk.opens_next.date():
        day, on = day_text(desk.perhaps_from, own), desk.depends_on or not_known
        return said(own, "paper_perhaps_from", day=day, on=on, sure=sure)
    return said(own, "paper_sure_from", sure=sure, on=desk.depends_on or not_known)
