"""Versions of one case: which row counts from which day on, asked of an engine for the few cases that have more than one row.

A corrected or withdrawn record is a further row. Each row is known from its ``known_on``; it is superseded on the day on which the
next one becomes known. So what was true as of a day is a comparison of two days, and no answer of an earlier day changes.
"""

from __future__ import annotations

from typing import Any, Final

from madoguchi.engines import Engine
from madoguchi.mart.tables import OPEN_LISTS, schema

OLD: Final = -1  # the place of a row that is in the mart already


def content() -> list[str]:
    """Returns the columns of a row as it is taken in."""
    return [name for name in schema().names if name != "superseded_on"]


def several(engine: Engine, new: Any, *, old: Any | None) -> Any:
    """Returns the keys of the cases of ``new`` that have more than one row, here or in ``old``: a table of ``case_key``."""
    keys = new.group_by("case_key").having(new.count() > 1).agg(n=new.count()).select("case_key")
    if old is not None:
        there = old.select("case_key").semi_join(new.select("case_key"), "case_key")
        keys = keys.union(there).distinct()
    return engine.kept(keys)


def ranked(engine: Engine, new: Any, *, old: Any | None, keys: Any) -> Any:
    """Returns the rows of the cases of ``keys``, identical ones once: the columns of ``content``, ``place`` and ``nth``.

    Rows are compared without their open lists, of which the longer stays: a file comes again after its words were admitted.
    ``nth`` 0 stands; a further row of the same case and the same day that says something else contradicts it. A row of the mart
    stands before a new one, an earlier line before a later one.
    """
    names = content()
    rows = new.semi_join(keys, "case_key").select(*names, "place")
    if old is not None:
        mine = old.semi_join(keys, "case_key").mutate(place=old.case_key * 0 + OLD)
        rows = rows.union(mine.select(*names, "place"))
    compared = [name for name in names if name not in OPEN_LISTS]
    longest = {name: rows[name].argmax(rows[name].length()) for name in OPEN_LISTS}
    once = rows.group_by(compared).agg(place=rows.place.min(), **longest)
    once = once.mutate(is_revision=once.revised_on.notnull())
    told = once.group_by(["case_key", "known_on", "is_revision"]).order_by("place")
    return engine.kept(told.mutate(nth=lambda those: those.place.rank()))


def standing(found: Any) -> Any:
    """Returns the rows of ``ranked`` that stand, each with the day on which the next one of its case becomes known."""
    rows = found.filter(found.nth == 0)
    next_one = rows.group_by("case_key").order_by(["known_on", "is_revision"])
    return next_one.mutate(superseded_on=rows.known_on.lead()).select(*schema().names)


def as_of(rows: Any, day: Any) -> Any:
    """Returns whether a row is the version of its case that was known on ``day``, and not withdrawn by then (an Ibis expression)."""
    last = rows.superseded_on.isnull() | (rows.superseded_on > day)
    return (rows.known_on <= day) & last & ~rows.withdrawn
