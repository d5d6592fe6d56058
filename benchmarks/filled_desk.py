"""A desk with many cases, made fast: sealed as the desk seals them, straight into the tables. For dead_pc.py and busy_desk.py.

A memo, a title, a summary, two identities, a call-back a case, something of the other side in every fourth, two entries of the log a
case. The cases are of five fiscal years; the newest few are open, as in a centre, and the rest are registered and closed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from texts import texts

AT = dt.datetime(2026, 11, 24, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=9)))
CODE = "bench"
YEARS = 5
WAITING = 60  # so many cases are open in a centre with twenty counsellors
_BATCH = 2_000
_STORIES = 2_000
_OTHERS = 5_000  # so many telephone numbers there are on the other side
_OPEN = (
    "in_hand",
    "in_hand",
    "in_hand",
    "in_hand",
    "in_hand",
    "in_hand",
    "in_hand",
    "returned",
    "for_approval",
    "approved",
)


class _Place(NamedTuple):
    """Where the cases go: a centre, who works there, and the key that wraps theirs."""

    centre: Any
    staff: Any
    wraps: Any


def filled(folder: Path, count: int, *, waiting: int = WAITING) -> str:
    """Makes a desk with ``count`` cases in ``folder``, in this process; ``waiting`` of them are open. Returns its recovery key."""
    os.environ["MADOGUCHI_DATA"], os.environ["MADOGUCHI_KEYS"] = str(folder / "data"), str(folder / "keys")
    from madoguchi.web import serving

    serving.prepare()
    from madoguchi.web.desk.backup.making import keep_public_half
    from madoguchi.web.desk.backup.recovery_key import new_key, public_of

    key = new_key()
    keep_public_half(public_of(key))
    fill(count, waiting=waiting)
    return key


def fill(count: int, *, waiting: int) -> None:
    """Puts a centre with ``count`` cases into the desk of this process' settings."""
    from madoguchi.web.accounts.models import Centre, Staff
    from madoguchi.web.desk import case_keys
    from madoguchi.web.desk.gates import within

    centre = Centre.objects.create(code=CODE, name="試験町", approves_alone=True)
    staff = Staff.objects.create(login=CODE, name="試験 花子")
    with within(centre):
        place = _Place(centre, staff, case_keys.centre_key(centre))
    stories = itertools.cycle(list(texts(_STORIES, seed=20261122)))
    for first in range(0, count, _BATCH):
        numbers = range(first, min(first + _BATCH, count))
        _batch(place, list(_cases(place, numbers, count=count, waiting=waiting)), stories)
    _log(centre, staff, count=2 * count)


def _cases(place: _Place, numbers: range, *, count: int, waiting: int) -> Iterator[Any]:
    """The oldest first: one a few minutes, over five years."""
    from madoguchi.knowledge import load
    from madoguchi.web.desk.models import Case

    schemes = sorted(load().schemes)
    step = dt.timedelta(days=365 * YEARS) / count
    for number in numbers:
        at = AT - step * (count - number)
        left = count - number - 1
        open_ = left < waiting
        day = at.date()
        yield Case(
            centre=place.centre,
            number=f"{day.year - (day.month < 4)}-{number:06}",
            counsellor=place.staff,
            state=_OPEN[left % len(_OPEN)] if open_ else "closed",
            scheme=schemes[number % len(schemes)],
            received_at=at,
            received_on=day,
            registered_on=None if open_ else day,
            closed_on=None if open_ else day,
        )


def _batch(place: _Place, cases: Sequence[Any], stories: Iterator[str]) -> None:
    from madoguchi.web.desk import models
    from madoguchi.web.desk.case_keys import _bytes_of
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.sealing import new_key, sealed

    rows = [(case, new_key()) for case in cases]
    with within(place.centre):
        outer = _bytes_of(place.wraps)
        models.Case.objects.bulk_create(cases)
        models.CaseKey.objects.bulk_create(
            models.CaseKey(
                case=case, centre_key=place.wraps, wrapped=sealed(key, key=outer, place=f"case_key/{case.pk}")
            )
            for case, key in rows
        )
        models.CaseText.objects.bulk_create(_texts(rows, place.staff, stories))
        models.Party.objects.bulk_create(_parties(rows))
        models.Counterpart.objects.bulk_create(_others(rows[::4]))
        models.Due.objects.bulk_create(
            models.Due(
                case=case, kind="call_back", at=case.received_at, done_at=case.closed_on and case.received_at
            )
            for case, _ in rows
        )


def _texts(rows: Sequence[tuple[Any, bytes]], staff: Any, stories: Iterator[str]) -> Iterator[Any]:
    from madoguchi.web.desk.models import CaseText
    from madoguchi.web.desk.sealing import sealed

    for case, key in rows:
        memo = next(stories)
        for field, text in (("memo", memo), ("title", memo[:30]), ("summary", memo[:120])):
            data = sealed(text.encode(), key=key, place=f"{case.pk}/{field}/1")
            yield CaseText(case=case, field=field, revision=1, sealed=data, by=staff, at=case.received_at)


def _parties(rows: Sequence[tuple[Any, bytes]]) -> Iterator[Any]:
    import msgspec

    from madoguchi.web.desk.cases.record import Identity
    from madoguchi.web.desk.models import Party
    from madoguchi.web.desk.sealing import sealed

    who = msgspec.json.encode(Identity("試験 太郎", phone="03-0000-0000"))
    for (case, key), part in itertools.product(rows, ("caller", "consumer")):
        yield Party(case=case, part=part, sealed=sealed(who, key=key, place=f"{case.pk}/party/{part}"))


def _others(rows: Sequence[tuple[Any, bytes]]) -> Iterator[Any]:
    from django.conf import settings

    from madoguchi.web.desk.keyring import keyring_of
    from madoguchi.web.desk.models import Counterpart
    from madoguchi.web.desk.sealing import mark_of, sealed

    marks = keyring_of(settings.DATA).marks
    for number, (case, key) in enumerate(rows):
        value = f"050-0000-{number % _OTHERS:04}"
        mark = mark_of("phone", value, key=marks)
        place = f"{case.pk}/counterpart/phone/{mark.hex()}"
        yield Counterpart(
            case=case, kind="phone", mark=mark, sealed=sealed(value.encode(), key=key, place=place)
        )


def _log(centre: Any, staff: Any, *, count: int) -> None:
    """The chain of the log, as ``log.note`` writes it one by one."""
    from django.conf import settings

    from madoguchi.web.desk import log
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.keyring import keyring_of
    from madoguchi.web.desk.log_models import AuditEntry, AuditHead

    key, before, rows = keyring_of(settings.DATA).audit, b"", []
    for seq in range(1, count + 1):
        said = {"at": AT, "actor": staff.pk, "act": "write_text", "on": "0" * 32, "fields": ["memo"]}
        entry = AuditEntry(centre=centre, seq=seq, **said)
        before = entry.mac = log._mac(entry, before, key)
        rows.append(entry)
        if len(rows) == _BATCH or seq == count:
            with within(centre):
                AuditEntry.objects.bulk_create(rows)
            rows.clear()
    with within(centre):
        AuditHead.objects.create(centre=centre, seq=count, mac=before)


def index(centre: Any) -> int:
    """Builds the search index of ``centre`` from the titles and summaries that ``fill`` wrote; returns how many cases are in it.

    The sentences come again and again, so the words of each are cut once: ``outbox.rebuild`` would open every case.
    """
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.models import Case
    from madoguchi.web.desk.search import outbox
    from madoguchi.web.desk.search.index import Entry
    from madoguchi.web.desk.summaries import coded

    stories = list(texts(_STORIES, seed=20261122))
    told = lru_cache(maxsize=None)(lambda text: tuple(outbox.codes_of(text)))
    with within(centre):
        cases = list(Case.objects.filter(centre=centre).order_by("number"))

    def entries() -> Iterator[Entry]:
        for number, case in enumerate(cases):
            summary, codes = stories[number % _STORIES][:120], coded(case)
            shown = outbox.Shown(f"{summary}\n{codes}", case.version)
            yield Entry(case.pk, (*told(summary), *told(codes)), outbox.shown_sealed(case.pk, shown))

    return outbox.index_of(centre).write(entries(), anew=True)
