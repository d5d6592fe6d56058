"""New keys for whoever sits at the machine: centre by centre, a thousand case keys at a time. Stopped anywhere, it goes on there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from madoguchi.web.accounts.models import Centre
from madoguchi.web.accounts.noting import CONSOLE, note_in
from madoguchi.web.database import empty_log
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.backup.leftovers import one_at_a_time
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.keyring import keyring_of
from madoguchi.web.desk.log import Said
from madoguchi.web.desk.models import CentreKey

_TRIES = 5


class NotRotated(RuntimeError):
    """The old key of a centre is still needed; says what to do (Japanese)."""


def under_way(centre: Centre) -> bool:
    """Returns whether an older key of ``centre`` is still there: a rotation began and did not end."""
    with within(centre):
        return CentreKey.objects.filter(centre=centre).count() > 1


def rotated(centre: Centre, *, at: dt.datetime, batch: int = 1_000) -> Iterator[int]:
    """Gives ``centre`` a new key (or goes on with the one that was begun) and yields how many case keys follow it so far.

    Every ``batch`` is committed by itself (SQLite lets nobody write meanwhile); after the last one the old key is gone and the log says
    so. Raises KeyMissing, CannotOpen, NotRotated.
    """
    if not under_way(centre):
        with within(centre):
            case_keys.begin_rotation(centre)
    done = 0
    for _ in range(_TRIES):
        while moved := _some(centre, batch):
            done += moved
            yield done
        if _old_key_gone(centre):
            empty_log()  # the old wrappings stand there too
            note_in(centre, Said("rotate_keys", CONSOLE), at=at)
            return
    raise NotRotated(
        f"{centre.name}: いま書かれている事案があり、前の鍵をまだ消せません。新しい鍵は使われています。"
        "少し待って、同じ命令をもう一度動かしてください。"
    )


def _some(centre: Centre, batch: int) -> int:
    with within(centre):
        return case_keys.rotate_some(centre, batch=batch)


def _old_key_gone(centre: Centre) -> bool:
    """A case that was opened meanwhile may have been wrapped by the old key: it follows in the next round."""
    try:
        with within(centre):
            case_keys.forget_old(centre)
    except IntegrityError:
        return False
    return True


# --- the key outside the data folder ----------------------------------------------------------------


def wrapped_outside_anew(*, at: dt.datetime) -> tuple[int, int]:
    """Makes a new outer key (or goes on with one that was begun) and wraps the centres' keys by it; returns its number and how many.

    The older ones stay in their folder. Raises KeyMissing, CannotOpen, OSError.
    """
    ring = keyring_of(settings.DATA)
    if used() <= {ring.newest()}:
        ring.add()
    count = 0
    for centre in Centre.objects.order_by("pk"):
        with within(centre):
            count += case_keys.wrap_centres_anew([centre])
        note_in(centre, Said("new_outer_key", CONSOLE), at=at)
    empty_log()
    return ring.newest(), count


def used() -> set[int]:
    """Returns the generations of the outer key that wrap a key of some centre."""
    found: set[int] = set()
    for centre in Centre.objects.order_by("pk"):
        with within(centre):
            found.update(CentreKey.objects.filter(centre=centre).values_list("outer", flat=True))
    return found


def old_outer_keys() -> list[str]:
    """Returns the names of the outer keys in the folder that wrap nothing here any more; the newest is never among them."""
    ring = keyring_of(settings.DATA)
    return ring.all_but({*used(), ring.newest()})


def forget_outer_keys(*, at: dt.datetime) -> list[str]:
    """Removes the outer keys that wrap nothing here any more; returns their names. Copies of the data that they opened stay shut.

    Never while a backup is made: its database may be older than the last wrapping. Raises CannotBackUp then.
    """
    with one_at_a_time(Path(settings.DATA)):
        ring, names = keyring_of(settings.DATA), old_outer_keys()
        for name in names:
            ring.forget(name)
    for centre in Centre.objects.order_by("pk"):
        note_in(centre, Said("forget_outer_key", CONSOLE), at=at)
    return names
