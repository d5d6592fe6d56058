"""Feeds the index right after a change, beside the requests: no search writes what somebody else saved before it.

What waits stands in the outbox, in the same transaction as the change: whatever ends this thread loses nothing, and the next start
feeds first. Where no such thread runs, or where it does not keep up, the searches feed as they did before.
"""

from __future__ import annotations

import threading
import time

from django.db import connection

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.waking import WAKING, Waking
from madoguchi.web.faults import note

_GATHERED = 0.5  # seconds: what others save at the same time goes into the index with it
_LATE = 5.0  # seconds after which a search does not wait for this thread any more
_AGAIN = 2.0  # seconds between two tries of what did not go


class Feeder:
    """A thread that feeds what ``waking`` tells. Not begun, it keeps up with nothing."""

    def __init__(self, waking: Waking) -> None:
        self._waking = waking
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Starts the thread, once in a process."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="feeding", daemon=True)
            self._thread.start()

    def keeps_up(self, centre: Centre) -> bool:
        """Returns whether nothing of ``centre`` has waited for long, so that a search need not feed by itself."""
        alive = self._thread is not None and self._thread.is_alive()
        return alive and self._waking.oldest(centre.pk) < _LATE

    def _run(self) -> None:
        while True:
            self._waking.wait()
            time.sleep(_GATHERED)
            if not all([self._went(*one) for one in self._waking.waiting().items()]):  # each is tried
                time.sleep(_AGAIN)

    def _went(self, centre_id: str, since: float) -> bool:
        if done := self._fed(centre_id):
            self._waking.fed(centre_id, since=since)
        return done

    def _fed(self, centre_id: str) -> bool:
        """Feeds one centre; whether nothing is left."""
        try:
            centre = Centre.objects.filter(pk=centre_id).first()
            return centre is None or outbox.fed_all_urgent(centre)
        except Exception as error:  # whatever it is: the outbox still has it, and the thread goes on
            note("not_fed", error)
            return False
        finally:
            connection.close()


FEEDER = Feeder(WAKING)
