"""Whom a change that is searched wakes: it is said after the commit, to whoever feeds the index in this process, if somebody does."""

from __future__ import annotations

import threading
from time import monotonic

from django.db import transaction


class Waking:
    """The centres in whose outbox something was put, each since when. Safe from many threads."""

    def __init__(self) -> None:
        self._rings = threading.Condition()
        self._since: dict[str, float] = {}

    def after_commit(self, centre_id: str) -> None:
        """Tells that the transaction that is open puts something into the outbox of ``centre_id``; heard only if it is committed."""
        transaction.on_commit(lambda: self.put(centre_id))

    def put(self, centre_id: str) -> None:
        """Tells that something waits in the outbox of ``centre_id``."""
        with self._rings:
            self._since.setdefault(centre_id, monotonic())
            self._rings.notify_all()

    def wait(self) -> None:
        """Returns when something waits."""
        with self._rings:
            while not self._since:
                self._rings.wait()

    def waiting(self) -> dict[str, float]:
        """Returns the centres in which something waits, each since when (``monotonic``)."""
        with self._rings:
            return dict(self._since)

    def fed(self, centre_id: str, *, since: float) -> None:
        """Forgets what waited ``since`` then; what came later still waits."""
        with self._rings:
            if self._since.get(centre_id) == since:
                del self._since[centre_id]

    def oldest(self, centre_id: str) -> float:
        """Returns for how many seconds something has waited in ``centre_id``; 0.0 where nothing does."""
        with self._rings:
            since = self._since.get(centre_id)
        return 0.0 if since is None else monotonic() - since


WAKING = Waking()
