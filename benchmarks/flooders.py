"""Twenty hands without a second of thought, all from one address: forms, forms that are large, continue numbers, a program's questions.

Run by locust (benchmarks/site_flood.py), beside the people of visitors.py.
"""

from __future__ import annotations

import itertools
from typing import Any

from locust import HttpUser, constant, events, task

from visitors import STORIES, sent_from

ADDRESS = "127.0.250.1"
_LARGE = "あ" * 300_000  # with its signs written as %E3%81%82 some 2.7 MB: what is refused shall not be read
_NUMBERS = itertools.count()
# Hung up on: the answer stood before the body was sent, or the flood ended in the middle of it.
_TOLD = {"turned away": 0, "without a wait": 0, "served": 0, "hung up on": 0, "broken": 0}


class Flooder(HttpUser):
    """One hand of the flood."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Takes the address that all of them have."""
        self.client.mount("http://", sent_from(ADDRESS))

    @task(8)
    def tells(self) -> None:
        """A story in a form, each time another one."""
        number = next(_NUMBERS)
        self._send("/walk/tell/", data={"text": f"{number} {STORIES[number % len(STORIES)]}", "message": "1"})

    @task(4)
    def asks(self) -> None:
        """A program's question."""
        self._send("/api/consultations", json={"text": f"{next(_NUMBERS)} 警告画面が出て電話した"})

    @task(2)
    def guesses(self) -> None:
        """A continue number."""
        self._send("/again/", data={"number": f"{next(_NUMBERS):016d}"})

    @task(1)
    def fills(self) -> None:
        """Far more than a form may hold."""
        self._send("/walk/tell/", data={"text": _LARGE})

    def _send(self, where: str, **what: Any) -> None:
        with self.client.post(where, name="flood", catch_response=True, **what) as response:
            _TOLD[_kind(response)] += 1
            response.success()


def _kind(response: Any) -> str:
    if response.status_code == 429:
        return "turned away" if int(response.headers.get("Retry-After", "0")) >= 1 else "without a wait"
    if response.status_code == 0:
        return "hung up on"
    return "served" if 200 <= response.status_code < 500 else "broken"


@events.test_stop.add_listener
def _say(environment: Any, **_: object) -> None:
    """One line for site_flood.py to read."""
    print("FLOOD", *_TOLD.values())
