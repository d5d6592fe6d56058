"""The check list: what is red cannot be published. Each line says what is wrong, where, and how to mend it (Japanese)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from madoguchi.mart.tables import AGES, SEXES
from madoguchi.publication.draft import Case, Draft
from madoguchi.publication.likeness import SHARED, reaches_somebody, shared_words
from madoguchi.publication.live import Value, fields_of, filled, seal_of_values, sentences, typed_numbers

_MOST: Final = {"title": 40, "short": 400, "line": 120}
_MARKS_OF_A_PART: Final = ("まで", "時点", "途中")
_READERS: Final = 2
_MONTHS: Final = frozenset(f"{month:02}" for month in range(1, 13))
LEAST_CROWD: Final = 10


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """``check``: which line of the list; ``where``: in which field of the draft."""

    check: str
    where: str
    why: str


class Beside(NamedTuple):
    """What is known of the retold cases, in their order: the words of each one's file, None where it is missing, and how many records
    there are of its band, sex and month.
    """

    originals: Sequence[str | None]
    crowds: Sequence[int]


def faults_of(draft: Draft, values: Mapping[str, Value], *, beside: Beside, today: dt.date) -> list[Fault]:
    """Returns what forbids the publication."""
    found = [*_days(draft, today), *_said_of(draft), *_readers(draft), *_lengths(draft, values)]
    for where, text in draft.texts().items():
        found += _numbers(where, text, draft=draft, values=values)
    for at, text in enumerate(draft.advice, start=1):
        found += _typed(f"advice[{at}]", text)
    for name, seen in draft.numbers.items():
        found += _changed(name, seen, values)
    found += [*_read_before(draft, values), *_empty(draft, values)]
    told = zip(draft.cases, beside.originals, beside.crowds, strict=True)
    for at, (case, original, crowd) in enumerate(told, start=1):
        found += [*_case(f"cases[{at}]", case, original), *_crowd(f"cases[{at}]", crowd)]
    return found


def is_time(received: str) -> bool:
    """Returns whether ``received`` is a month (2021-10) or a year."""
    year, dash, month = received.partition("-")
    return len(year) == 4 and year.isascii() and year.isdigit() and (month in _MONTHS if dash else True)


def _crowd(where: str, crowd: int) -> Iterator[Fault]:
    if crowd < LEAST_CROWD:
        why = (
            f"同じ手口・年代・性別・受付の月の相談が{LEAST_CROWD}件に足りません。一人に近づくので、"
            "received を年だけ（2021）にするか、この事例を外します。"
        )
        yield Fault(check="cases", where=where, why=why)


def _days(draft: Draft, today: dt.date) -> Iterator[Fault]:
    if draft.as_of > draft.published_on:
        yield Fault(
            check="as_of", where="as_of", why="登録の時点が、公表の日より後です。どちらかを直します。"
        )
    if draft.published_on > today:
        why = f"まだ来ていない日です（今日は {today}）。その日になってから公表します。"
        yield Fault(check="as_of", where="published_on", why=why)
    if draft.as_of > today:
        yield Fault(check="as_of", where="as_of", why=f"まだ来ていない日です（今日は {today}）。")


def _said_of(draft: Draft) -> Iterator[Fault]:
    for name in ("source", "publisher", "contact", "lead", "short", "line"):
        if not getattr(draft, name).strip():
            yield Fault(check="source", where=name, why="空です。だれが、何をもとに言うのかを書きます。")
    if not draft.advice or "188" not in "".join(draft.advice):
        yield Fault(
            check="advice", where="advice", why="消費者ホットライン188がありません。助言の最後に入れます。"
        )
    if "yearly" not in draft.tables:
        yield Fault(
            check="source", where="tables", why="yearly がありません。件数の全体と時点を示すためにいります。"
        )
    for at, change in enumerate(draft.changes, start=1):
        if change.number >= draft.number:
            yield Fault(check="changes", where=f"changes[{at}]", why="前の号だけを訂正・取り下げできます。")
        if change.kind == "correction" and not (change.old and change.new):
            yield Fault(
                check="changes",
                where=f"changes[{at}]",
                why="訂正には、前（old）と後（new）の両方を書きます。",
            )


def _readers(draft: Draft) -> Iterator[Fault]:
    who = {one.who.strip() for one in draft.checked_by if one.who.strip()}
    if len(who) < _READERS:
        yield Fault(
            check="readers", where="checked_by", why=f"{_READERS}人の確認がいります（今は{len(who)}人）。"
        )
    for name, label in (("names_of_traders", "事業者の名前"), ("easy_to_read", "読みやすさ")):
        if not any(getattr(one, name) for one in draft.checked_by):
            yield Fault(check="readers", where=name, why=f"{label}を、だれも確認していません。")


def _lengths(draft: Draft, values: Mapping[str, Value]) -> Iterator[Fault]:
    for name, most in _MOST.items():
        length = len(filled(getattr(draft, name), values))
        if length > most:
            yield Fault(check="length", where=name, why=f"{length}字あります。{most}字までにします。")


def _numbers(where: str, text: str, *, draft: Draft, values: Mapping[str, Value]) -> Iterator[Fault]:
    yield from _typed(where, text)
    for name in fields_of(text):
        if name not in values:
            yield Fault(check="live", where=where, why=f"{{{name}}} という欄は、出す表にありません。")
        elif values[name].count is None:
            yield Fault(check="small", where=where, why=f"{{{name}}} は秘匿する数です。文に使えません。")
        elif name not in draft.numbers:
            yield Fault(
                check="changed", where=where, why=f"{{{name}}} を書いたときの数が numbers にありません。"
            )
    for sentence in sentences(text):
        parts = [name for name in fields_of(sentence) if name in values and values[name].partial]
        if parts and not any(mark in sentence for mark in _MARKS_OF_A_PART):
            why = f"{{{parts[0]}}} は年度の途中の数です。同じ文に「…月…日まで」と書きます。"
            yield Fault(check="partial", where=where, why=why)


def _typed(where: str, text: str) -> Iterator[Fault]:
    for typed in typed_numbers(text):
        why = f"「{typed}」は表につながっていません。{{yearly.2021.count}} のように、表の欄で書きます。"
        yield Fault(check="live", where=where, why=why)
    if reaches_somebody(text):
        why = (
            "電話番号・メールアドレス・カード番号のようなものがあります。問い合わせ先は contact に書きます。"
        )
        yield Fault(check="person", where=where, why=why)


def _read_before(draft: Draft, values: Mapping[str, Value]) -> Iterator[Fault]:
    now = seal_of_values(values)
    for one in draft.checked_by:
        if one.tables and one.tables != now:
            why = f"{one.who}が読んだ後に、表の数が変わりました。もう一度読んで、名前を残します。"
            yield Fault(check="readers", where="checked_by", why=why)


def _empty(draft: Draft, values: Mapping[str, Value]) -> Iterator[Fault]:
    for table in dict.fromkeys(draft.tables):
        if not any(name.startswith(f"{table}.") for name in values):
            why = f"{table} の表に行がありません。表から外すか、手口と日付を見直します。"
            yield Fault(check="source", where="tables", why=why)


def _changed(name: str, seen: int, values: Mapping[str, Value]) -> Iterator[Fault]:
    now = values.get(name)
    if now is not None and now.count is not None and now.count != seen:
        why = f"{name} は {seen:,} から {now.count:,} に変わりました。文が今も正しいかを読み、numbers を直します。"
        yield Fault(check="changed", where="numbers", why=why)


def _case(where: str, case: Case, original: str | None) -> Iterator[Fault]:
    if not case.agreed:
        yield Fault(check="cases", where=where, why="本人が同意していません。この事例は使えません。")
    if not case.second_reader.strip() or case.second_reader.strip() == case.rewritten_by.strip():
        yield Fault(check="cases", where=where, why="書きかえた人とは別の人が読んで、名前を入れます。")
    if case.age_band not in AGES or case.sex not in SEXES:
        yield Fault(check="cases", where=where, why="age_band と sex は、表で使う区分だけにします。")
    if not is_time(case.received):
        yield Fault(
            check="cases",
            where=where,
            why="received は 2021-12 のように月までか、2021 のように年だけにします。",
        )
    if reaches_somebody(case.text + case.headline):
        yield Fault(
            check="cases", where=where, why="電話番号・メールアドレス・カード番号のようなものがあります。"
        )
    if original is None:
        yield Fault(check="cases", where=where, why=f"元の記録 {case.original} がないので、比べられません。")
    elif shared := shared_words(case.headline + "。" + case.text, original):
        why = f"元の記録と同じ{SHARED}字以上の並びがあります（{len(shared)}か所。はじめは「{shared[0]}」）。言いかえます。"
        yield Fault(check="cases", where=where, why=why)
