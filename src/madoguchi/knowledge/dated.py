"""Facts hold for a time. A day outside every period is NotKnownYet, never the nearest value.

Both ends of a period belong to it; an end that is None is open. Knowledge that names its period otherwise
(``damage_from`` of brokers' policies) is asked through ``within``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything of knowledge that begins on a day; it may have ``valid_until`` too."""

    @property
    def valid_from(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


class NotKnownYet(LookupError):
    """No value is known for this day. Says for what, for which day, and what to do."""

    def __init__(self, *, what: str, day: dt.date) -> None:
        super().__init__(
            f"{day} の{what}は分かりません。知識にその日を含む期間がありません。"
            "直し方: 別の日を指定するか、その日の資料を見つけて知識に加えてください。"
        )
        self.what, self.day = what, day


def within(day: dt.date, *, begin: dt.date | None, end: dt.date | None) -> bool:
    """Returns whether ``day`` lies from ``begin`` to ``end``, both included; None is an open end."""
    return (begin is None or begin <= day) and (end is None or day <= end)


def in_force(items: Iterable[D], day: dt.date) -> tuple[D, ...]:
    """Returns the items whose period holds ``day``, in their order; there may be none."""
    return tuple(
        one for one in items if within(day, begin=one.valid_from, end=getattr(one, "valid_until", None))
    )


def valid_on(items: Iterable[D], day: dt.date, *, what: str = "値") -> tuple[D, ...]:
    """Returns the items whose period holds ``day``, at least one. Raises NotKnownYet when there is none."""
    found = in_force(items, day)
    if not found:
        raise NotKnownYet(what=what, day=day)
    return found
