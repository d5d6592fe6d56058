"""Desks in a few lines: whom to call, on which number, and whether somebody answers at this minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.phrases import Phrases, said
from madoguchi.ruby import beside
from madoguchi.telling.labels import day_near, moment_text
from madoguchi.telling.layout import COLUMNS, clean, labelled, width, wrapped
from madoguchi.words import ContactNow

_GAP = "  "


def state_of(desk: ContactNow, day: dt.date, *, phrases: Phrases | None = None) -> str:
    """``いま受付中（17:00まで）``, ``時間外: 次は 11月24日(火) 10:00``, or on what it depends."""
    own = phrases or shipped_phrases()
    if desk.open_now:
        until = _until(desk.closes, day, own) if desk.closes else ""
        return said(own, "open_until", until=until) if until else said(own, "open_now")
    next_ = moment_text(desk.opens_next, own) if desk.opens_next else ""
    if desk.open_now is False and desk.perhaps_from and next_:
        return said(
            own, "closed_perhaps", day=day_near(desk.perhaps_from, own), on=desk.depends_on, next=next_
        )
    if desk.open_now is False:
        return said(own, "closed_next", next=next_) if next_ else said(own, "closed_unknown")
    sure = said(own, "next_sure", next=next_) if next_ else ""
    if desk.depends_on in (None, said(own, "hours_not_known")):
        return f"{said(own, 'hours_not_known')}{sure}"
    return said(own, "depends", on=desk.depends_on, sure=sure)


def _until(closes: dt.datetime, day: dt.date, phrases: Phrases) -> str:
    return f"{closes:%H:%M}" if closes.date() == day else moment_text(closes, phrases)


def number_of(desk: ContactNow, phrases: Phrases | None = None) -> str:
    """The number with what is unsure about it, else where else to turn; empty when nothing is known."""
    if desk.phone is None:
        return desk.web or desk.mail or ""
    own = phrases or shipped_phrases()
    doubts = to_confirm(desk, own)
    doubts += [] if desk.verified else [said(own, "doubt_stale")]
    doubt = said(own, "phone_doubt", doubts=said(own, "comma").join(doubts)) if doubts else ""
    return said(own, "phone", phone=desk.phone) + doubt


def to_confirm(desk: ContactNow, phrases: Phrases) -> list[str]:
    """Returns what hours.py wrote in brackets behind the word for the number: that it is of a document and its date, or nothing."""
    note = desk.note
    label, mark = said(phrases, "value_phone"), said(phrases, "to_confirm_mark")
    for begins in (f"{label}({mark}", f"{label} ({mark}"):
        _, found, rest = note.partition(begins)
        if found:
            return [mark + rest.partition(")")[0]]
    return []


def desk_lines(
    desks: Iterable[ContactNow], day: dt.date, *, indent: int, phrases: Phrases | None = None
) -> list[str]:
    """Returns name, number and state of every desk; on one line where they fit."""
    own = phrases or shipped_phrases()
    return [line for desk in desks for line in _desk(desk, day, own, indent=indent)]


def _desk(desk: ContactNow, day: dt.date, phrases: Phrases, *, indent: int) -> list[str]:
    first, later = " " * indent + "・", " " * (indent + 4)
    lines = wrapped(clean(desk.name), first=first)
    state = state_of(desk, day, phrases=phrases)
    # no number: unknown hours help nobody
    callable_or_sure = desk.phone or state != said(phrases, "hours_not_known")
    for part in map(beside, filter(None, (number_of(desk, phrases), state if callable_or_sure else ""))):
        if width(lines[-1] + _GAP + part) <= COLUMNS:
            lines[-1] += _GAP + part
        else:
            lines += wrapped(part, first=later)
    return lines


def details(desk: ContactNow, phrases: Phrases | None = None) -> list[str]:
    """Returns what else to know before calling; nothing where there is neither number nor remark."""
    own = phrases or shipped_phrases()
    facts = {
        "desk_accepts": desk.accepts if desk.phone else "",
        "desk_does_not": desk.does_not,
        "desk_hours": desk.hours if desk.hours != said(own, "hours_not_known") else "",
        "desk_if_not": desk.phone_if_not or "",
        "desk_web": (desk.web or "") if desk.phone else "",
        "desk_mail": desk.mail or "",
        "desk_note": desk.note,
    }
    told = {said(own, name): clean(text) for name, text in facts.items()}
    rows = [line for label, text in told.items() for line in labelled(label, text, indent=4)]
    return [*wrapped(clean(desk.name), first="  ・"), *rows] if rows else []
