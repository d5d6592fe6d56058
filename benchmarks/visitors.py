"""The people of the load on the site: each from an address of their own, one second of thought between two pages.

Run by locust (benchmarks/site_load.py). Nobody tells more than 20 stories a minute; the rest are page views.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from typing import Any

from locust import HttpUser, constant, events, task
from requests.adapters import HTTPAdapter

from texts import texts

CHARACTERS = 2_000
A_MINUTE = 20
_NUMBERS = itertools.count(2)
_PING = float(os.environ.get("MADOGUCHI_PINGS", "0.1"))


def _long_stories(count: int) -> list[str]:
    told = list(texts(count * 20))
    whole: list[str] = []
    while told and len(whole) < count:
        story = ""
        while told and len(story) < CHARACTERS:
            story += told.pop()
        whole.append(story[:CHARACTERS])
    return whole


STORIES = _long_stories(60)


class _From(HTTPAdapter):
    """Sends from an address of its own: 127.0.0.2, 127.0.0.3, …"""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)


def sent_from(address: str) -> HTTPAdapter:
    """Returns what sends a session's requests from ``address``, one of loopback's."""
    return _From(address)


class Visitor(HttpUser):
    """Somebody at a telephone."""

    wait_time = constant(1)

    def on_start(self) -> None:
        """Takes an address and opens the first page."""
        number = next(_NUMBERS)
        self.client.mount("http://", sent_from(f"127.0.{number // 250}.{number % 250 + 1}"))
        self._told: list[float] = []
        self._chance = random.Random(number)

    @task
    def next_page(self) -> None:
        """Tells a story, while fewer than 20 were told in this minute; else looks at a page."""
        now = time.monotonic()
        self._told = [at for at in self._told if now - at < 60]
        if self._chance.random() < _PING:
            self.client.get("/ping/", name="ping")
        elif len(self._told) < A_MINUTE and self._chance.random() < 0.37:
            self._told.append(now)
            self._ask("/walk/tell/", {"text": self._chance.choice(STORIES)}, "consultation")
        else:
            self.client.get(self._chance.choice(("/", "/walk/who/", "/walk/tell/", "/about/")), name="page")

    def _ask(self, where: str, form: dict[str, str], name: str) -> None:
        with self.client.post(where, data=form, name=name, catch_response=True) as response:
            if response.status_code != 200:
                response.failure(f"{response.status_code}")


@events.test_stop.add_listener
def _say(environment: Any, **_: object) -> None:
    """One line a kind of request, for site_load.py to read."""
    for entry in environment.stats.entries.values():
        p95 = entry.get_response_time_percentile(0.95) or 0
        print(f"LOAD {entry.name} {entry.num_requests} {entry.num_failures} {p95:.1f}")
