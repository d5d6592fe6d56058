"""Desks in a few lines: whom to call, on which number, and whether somebody answers at this minute."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from madoguchi.hours import HOURS_NOT_KNOWN
from madoguchi.telling.labels import moment_text
from madoguchi.telling.layout import COLUMNS, clean, labelled, width, wrapped
from madoguchi.words import ContactNow

_TO_CONFIRM = re.compile(r"電話番号\((要確認[^)]*)\)")
_GAP = "  "


def state_of(desk: ContactNow, day: dt.date) -> str:
    """``いま受付中（17:00まで）``, ``時間外: 次は 11月24日(火) 10:00``, or on what it depends."""
    if desk.open_now:
        return f"いま受付中（{_until(desk.closes, day)}まで）" if desk.closes else "いま受付中"
    if desk.open_now is False:
        return (
            f"時間外: 次は {moment_text(desk.opens_next)}"
            if desk.opens_next
            else "時間外: 次の受付はわかりません"
        )
    sure = f"（次に確かなのは {moment_text(desk.opens_next)}）" if desk.opens_next else ""
    if desk.depends_on in (None, HOURS_NOT_KNOWN):
        return f"{HOURS_NOT_KNOWN}{sure}"
    return f"受付は、{desk.depends_on}による{sure}"


def _until(closes: dt.datetime, day: dt.date) -> str:
    return f"{closes:%H:%M}" if closes.date() == day else moment_text(closes)


def number_of(desk: ContactNow) -> str:
    """The number with what is unsure about it, else where else to turn; empty when nothing is known."""
    if desk.phone is None:
        return desk.web or desk.mail or ""
    to_confirm = _TO_CONFIRM.search(desk.note)
    doubts = [to_confirm[1]] if to_confirm else []
    doubts += [] if desk.verified else ["再確認待ち"]
    return f"電話 {desk.phone}" + (f"（{'、'.join(doubts)}）" if doubts else "")


def desk_lines(desks: Iterable[ContactNow], day: dt.date, *, indent: int) -> list[str]:
    """Returns name, number and state of every desk; on one line where they fit."""
    return [line for desk in desks for line in _desk(desk, day, indent=indent)]


def _desk(desk: ContactNow, day: dt.date, *, indent: int) -> list[str]:
    first, later = " " * indent + "・", " " * (indent + 4)
    lines = wrapped(clean(desk.name), first=first)
    state = state_of(desk, day)
    callable_or_sure = desk.phone or state != HOURS_NOT_KNOWN  # no number: unknown hours help nobody
    for part in filter(None, (number_of(desk), state if callable_or_sure else "")):
        if width(lines[-1] + _GAP + part) <= COLUMNS:
            lines[-1] += _GAP + part
        else:
            lines += wrapped(part, first=later)
    return lines


def details(desk: ContactNow) -> list[str]:
    """Returns what else to know before calling; nothing where there is neither number nor remark."""
    facts = {
        "受けること": desk.accepts if desk.phone else "",
        "できないこと": desk.does_not,
        "受付": desk.hours if desk.hours != HOURS_NOT_KNOWN else "",
        "つながらないとき": desk.phone_if_not or "",
        "サイト": (desk.web or "") if desk.phone else "",
        "メール": desk.mail or "",
        "注": desk.note,
    }
    rows = [line for label, text in facts.items() for line in labelled(label, clean(text), indent=4)]
    return [*wrapped(clean(desk.name), first="  ・"), *rows] if rows else []
