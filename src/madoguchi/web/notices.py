"""What the feeds tell: warnings, from whatever knows some. Now these are the schemes; what counts records may add to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Literal
from uuid import UUID, uuid5

import msgspec
from django.conf import settings

from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.shapes import Scheme
from madoguchi.publication.told import Told, seal_of, told

_CHANGED: Final = {"correction": "訂正", "withdrawal": "取り下げ"}
_OURS = UUID("5f0c8e0e-6d5b-5b5a-9a53-8d1f5c7a2b10")


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One warning. ``key`` names it for ever; ``first`` is the day it was told, ``changed`` the last day it changed.

    ``state``: a warning that no longer stands is not taken away but told to be over.
    """

    key: str
    title: str
    text: str
    first: dt.date
    changed: dt.date
    subject: str
    state: Literal["stands", "over"] = "stands"

    @property
    def id(self) -> str:
        """Returns the address-free id: the same in every installation and after every move."""
        return uuid5(_OURS, self.key).urn


Source = Callable[[], Iterable[Notice]]


def of_schemes() -> list[Notice]:
    """Returns a notice for each scheme in use, and for each that was given up."""
    return [
        _of(scheme, load()) for scheme in load().schemes.values() if scheme.status in ("in_use", "retired")
    ]


def _of(scheme: Scheme, known: Knowledge) -> Notice:
    over = scheme.status == "retired"
    never = [line.text for line in scheme.never][:3]
    why = [scheme.retired_because] if over and scheme.retired_because else []
    told = [scheme.what, *(f"しないこと: {line}" for line in never), *why]
    return Notice(
        key=f"scheme:{scheme.id}",
        title=f"（終わり）{scheme.name}" if over else scheme.name,
        text="\n".join(told),
        first=scheme.since,
        changed=scheme.since,
        subject=scheme.id,
        state="over" if over else "stands",
    )


def of_publications() -> list[Notice]:
    """Returns a notice for each publication: one that was corrected or withdrawn since says so, under the same id."""
    folders = [Path(name) for name, _ in seal_of(settings.PUBLICATIONS)]
    return [_of_publication(one) for one in told(folders)]


def _of_publication(one: Told) -> Notice:
    later = [
        f"{day} {_CHANGED[change.kind]}: {change.why}"
        + (f" 誤「{change.old}」、正「{change.new}」" if change.old else "")
        for day, change in one.later
    ]
    marks = {"withdrawn": "（取り下げ）", "corrected": "（訂正）", "stands": ""}
    text = [] if one.state == "withdrawn" else [one.entry.text]
    return Notice(
        key=f"publication:{one.entry.publisher}:{one.entry.number}",
        title=f"{marks[one.state]}{one.entry.title}",
        text="\n".join([*later, *text]),
        first=one.entry.published_on,
        changed=one.changed,
        subject=one.entry.scheme or "publication",
        state="over" if one.state == "withdrawn" else "stands",
    )


SOURCES: list[Source] = [of_schemes, of_publications]


def notices() -> list[Notice]:
    """Returns every warning, the last changed first."""
    found = [notice for source in SOURCES for notice in source()]
    return sorted(found, key=lambda one: (one.changed, one.key), reverse=True)
