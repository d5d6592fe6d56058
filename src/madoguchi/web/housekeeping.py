"""Clears old drafts, at the start and every hour. A draft whose time is over cannot be opened even before that."""

from __future__ import annotations

import threading

from django.conf import settings
from django.db import DatabaseError, connection

from madoguchi.web.faults import note
from madoguchi.web.public import drafts
from madoguchi.web.public.clock import now

HOUR = 3_600.0


def start(*, seconds: float = HOUR) -> threading.Event:
    """Starts clearing in the background; setting the event that is returned ends it."""
    stop = threading.Event()
    threading.Thread(target=_clear_until, args=(stop, seconds), name="housekeeping", daemon=True).start()
    return stop


def _clear_until(stop: threading.Event, seconds: float) -> None:
    while True:
        clear()
        if stop.wait(seconds):
            return


def clear() -> None:
    """Clears once. A database that is busy is asked again the next time."""
    try:
        drafts.clear_old(now=now())
        if "desk" in settings.ROOMS:
            _clear_the_desk()
    except (DatabaseError, OSError) as error:
        note("not_cleared", error)
    finally:
        connection.close()


def _clear_the_desk() -> None:
    """Sessions, links and known browsers whose time is over; none of them opened anything any more."""
    from madoguchi.web.accounts import devices, links, session_store
    from madoguchi.web.desk import keyring, stored_files
    from madoguchi.web.desk.backup import leftovers
    from madoguchi.web.desk.search import forgetting, outbox

    session_store.SessionStore.clear_expired()
    links.clear_old()
    devices.clear_old()
    stored_files.sweep()
    leftovers.sweep_snapshot(settings.DATA)
    leftovers.sweep_restores(settings.DATA.parent, keyring.folder_above())
    outbox.feed_all()  # what no search has taken into the index meanwhile
    forgetting.forget()
