"""50 counsellors at one desk with 100,000 cases: how long 95 of 100 wait for today's desk, for a search and for what they save.

``python benchmarks/busy_desk.py [--postgres] [--cases N] [--waiting N] [--staff N] [--seconds N] [--thought A B]``. One centre, so one
chain of the log; the real server; each of the staff signed in, from an address of their own. Everybody asks, waits for the answer, and
thinks for a while between two acts: from ``A`` to ``B`` seconds, one to three if nothing else is said. That is a case in a quarter of a
minute, far more than anybody does; how many requests a second came of it is told, for who is answered late asks less. They look at
today's desk, open a case, type (the memo is saved three times), look for similar cases, open another by its number, save the record.
Beside it the same people on a bare Django page. Server and people share the machine, so what a request costs of a core is told too.
Exit 1 where a request failed or a bar is missed. ``--waiting 2000`` is a centre that ends nothing; ``--folder`` keeps the filled desk
for the next time (SQLite).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from filled_desk import AT, CODE, WAITING, filled, index
from site_load import BIN, HERE, _wait_for, free_port
from texts import sized, texts

sys.path.insert(0, str(HERE.parent / "tools"))

from with_postgres import cluster

_TOKEN = "a" * 32
_THOUGHT = 1.0, 3.0  # seconds between two acts
_TYPED = 150, 450, 900  # characters of the memo at each saving
_WARM = 8.0  # seconds in which the server reads its knowledge
_COMING = (
    20.0  # seconds that are not counted: the staff come one by one, so that not all search at the same time
)
_TICKS = os.sysconf("SC_CLK_TCK")
# Milliseconds within which 95 of 100 are answered.
BARS = {"today": 300, "similar": 300, "number": 300, "memo": 500, "record": 500}
_MEMOS = sized(list(texts(800)), _TYPED[-1])
_VERSION = re.compile(r'name="version" value="(\d+)"')
_NUMBER = re.compile(r">(20\d\d-\d{5,6})<")


class Asked(NamedTuple):
    """One request that was answered: its kind, when (monotonic), how many seconds it took, and whether it failed."""

    kind: str
    at: float
    seconds: float
    failed: bool


class Person:
    """Somebody at work, on a connection of their own from ``address``."""

    def __init__(self, port: int, address: str, cookie: str) -> None:
        self._port, self._address, self._cookie = port, address, cookie
        self._line = self._connected()
        self.asked: list[Asked] = []

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=60, source_address=(self._address, 0)
        )

    def ask(self, kind: str, path: str, **form: str) -> tuple[str, str]:
        """Asks for ``path`` (with a form: posts it); returns the page and where it leads."""
        began = time.monotonic()
        status, told, place = 599, "", ""
        try:
            status, told, place = self._sent(path, form)
        except (OSError, http.client.HTTPException):
            self._line.close()
            self._line = self._connected()
        self.asked.append(Asked(kind, began, time.monotonic() - began, status >= 400))
        return told, place

    def _sent(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        heads = {"Cookie": self._cookie, "Sec-Fetch-Site": "same-origin"}
        body = urlencode({"csrfmiddlewaretoken": _TOKEN, **form}) if form else None
        if body:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request("POST" if body else "GET", path, body, heads)
        answer = self._line.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")


def at_work(person: Person, dice: random.Random) -> Iterator[None]:
    """One case from the call to the record; a thought at every yield."""
    today, _ = person.ask("today", "/desk/")
    yield
    _, case = person.ask("new", "/desk/cases/", key=secrets.token_hex(16), method="phone")
    page, _ = person.ask("intake", case)
    found = _VERSION.search(page)
    version = int(found[1]) if found else 1
    memo = dice.choice(_MEMOS)
    for most in _TYPED:
        yield
        person.ask("memo", f"{case}memo/", memo=memo[:most], version=str(version), key="")
        version += 1
    yield
    person.ask("similar", f"{case}beside/")
    yield
    _, other = person.ask("number", "/desk/number/", number=dice.choice(_NUMBER.findall(today) or ["2026-1"]))
    person.ask("intake", other)
    yield
    person.ask("form", f"{case}record/")
    yield
    texts_ = {"title": memo[:30], "summary": memo[:200], "handling": "助言した。"}
    person.ask("record", f"{case}record/", version=str(version), key=secrets.token_hex(8), **texts_)
    yield


def on_the_bare_page(person: Person, _: random.Random) -> Iterator[None]:
    """The peer: one page that answers everybody with a few words."""
    person.ask("bare page", "/")
    yield


class Pace(NamedTuple):
    """For how many seconds is counted, and how many, at least and at most, somebody thinks between two acts."""

    seconds: float
    thought: tuple[float, float] = _THOUGHT


Work = Callable[[Person, random.Random], Iterator[None]]


def crowd(port: int, cookies: list[str], *, work: Work, pace: Pace) -> tuple[list[Asked], int]:
    """Sends one person a cookie; returns what they asked in the seconds that count, and how many requests there were in all."""
    until = time.monotonic() + _COMING + pace.seconds
    people = [Person(port, f"127.0.1.{number + 1}", cookie) for number, cookie in enumerate(cookies)]
    threads = [
        threading.Thread(target=_day, args=(person, number, until, work, pace.thought))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = [one for person in people for one in person.asked]
    return [one for one in asked if one.at > until - pace.seconds], len(asked)


def _day(person: Person, number: int, until: float, work: Work, thought: tuple[float, float]) -> None:
    dice = random.Random(number)
    time.sleep(dice.uniform(0, _COMING))
    while time.monotonic() < until:
        for _ in work(person, dice):
            time.sleep(dice.uniform(*thought))
            if time.monotonic() > until:
                return


# --- the desk and its server ------------------------------------------------------------------------


def cookies_of(count: int) -> list[str]:
    """Signs ``count`` new staff in, as heads of the centre; returns what their browsers send."""
    from django.conf import settings
    from django.db import connections

    from madoguchi.web.accounts.models import Centre, Membership, Staff
    from madoguchi.web.accounts.session_store import SessionStore

    centre, found, at = Centre.objects.get(code=CODE), [], AT.isoformat()
    for _ in range(count):
        login = secrets.token_hex(6)
        staff = Staff.objects.create(login=login, name=f"試験 {login}")
        Membership.objects.create(staff=staff, centre=centre, role="head", since=dt.date(2026, 4, 1))
        held = SessionStore()
        who = {"staff": staff.pk, "epoch": staff.epoch, "second": True, "centre": centre.pk}
        held.update({**who, "began": at, "seen": at})
        held.create()
        held.save()
        found.append(
            f"{settings.SESSION_COOKIE_NAME}={held.session_key}; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
        )
    connections.close_all()
    return found


@contextlib.contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """Runs a server, in a session of its own, until the block ends; gives the number of its process."""
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            _wait_for(port)
            yield server.pid
        finally:
            server.terminate()


def worked(session: int) -> float:
    """Returns the seconds of a core that the processes of ``session`` took so far (Linux)."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = path.read_text().rpartition(")")[2].split()
            if int(told[3]) == session:
                found += int(told[11]) + int(told[12])
    return found / _TICKS


def _measured(
    command: list[str], port: int, cookies: list[str], work: Work, pace: Pace
) -> tuple[list[Asked], float]:
    """What was asked, and the seconds of a core a request."""
    with running(
        command, port, PYTHONPATH=os.pathsep.join((str(HERE), os.environ.get("PYTHONPATH", "")))
    ) as pid:
        time.sleep(_WARM)
        before = worked(pid)
        asked, in_all = crowd(port, cookies, work=work, pace=pace)
        return asked, (worked(pid) - before) / max(1, in_all)


def desk(folder: Path, cookies: list[str], *, pace: Pace) -> tuple[list[Asked], float]:
    """The desk under load."""
    port = free_port()
    program = [sys.executable, "-c", "from madoguchi.cli import main; main()"]
    options = ["serve", "--port", str(port), "--data", str(folder / "data"), "--at", AT.isoformat()]
    return _measured([*program, *options], port, cookies, at_work, pace)


def bare(cookies: list[str], *, pace: Pace) -> tuple[list[Asked], float]:
    """The bare page under the same people."""
    port = free_port()
    command = [str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    return _measured([*command, "bare_page:application"], port, cookies, on_the_bare_page, pace)


# --- what is said -----------------------------------------------------------------------------------


def said(asked: list[Asked], cost: float) -> dict[str, float]:
    """Prints a line a kind of request; returns within how many ms 95 of 100 were answered, by kind."""
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        kinds[one.kind].append(one)
    found = {}
    for kind, all_ in kinds.items():
        waited = sorted(one.seconds * 1_000 for one in all_)
        middle, found[kind] = waited[len(waited) // 2], waited[min(len(waited) - 1, len(waited) * 95 // 100)]
        failed = sum(one.failed for one in all_)
        bar = f"  (bar {BARS[kind]} ms)" if kind in BARS else ""
        print(
            f"{kind:10} {len(all_):5} requests {failed:4} failed  p50 {middle:7.1f}  p95 {found[kind]:7.1f} ms{bar}"
        )
    print(f"{'':10} {cost * 1_000:.1f} ms of a core a request", flush=True)
    return found


def desk_options(told: str) -> argparse.ArgumentParser:
    """Returns what a benchmark of a filled desk is told: where it lies, and how much is in it."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=WAITING)
    parser.add_argument("--folder", type=Path)
    return parser


def _options() -> argparse.Namespace:
    parser = desk_options(__doc__ or "")
    parser.add_argument("--staff", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--thought", type=float, nargs=2, default=_THOUGHT)
    return parser.parse_args()


def _made(folder: Path, wanted: argparse.Namespace) -> list[str]:
    """Fills the desk in ``folder``, if it is not filled yet, and signs the staff in."""
    if (folder / "data").exists():
        os.environ["MADOGUCHI_DATA"], os.environ["MADOGUCHI_KEYS"] = (
            str(folder / "data"),
            str(folder / "keys"),
        )
        from madoguchi.web import serving

        serving.prepare()
        return cookies_of(wanted.staff)
    began = time.perf_counter()
    filled(folder, wanted.cases, waiting=wanted.waiting)
    from madoguchi.web.accounts.models import Centre

    index(Centre.objects.get(code=CODE))
    print(
        f"{wanted.cases:,} cases, {wanted.waiting:,} open, made in {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    return cookies_of(wanted.staff)


def main() -> None:
    """Prints the figures; exit 1 where a request failed or a bar is missed."""
    wanted = _options()
    with contextlib.ExitStack() as held:
        if wanted.postgres:
            os.environ.update(held.enter_context(cluster()))
        else:
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("DATABASE_OWNER_URL", None)
        folder = wanted.folder or Path(
            held.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-busy-"))
        )
        cookies = _made(folder, wanted)
        thought = wanted.thought[0], wanted.thought[1]
        asked, cost = desk(folder, cookies, pace=Pace(wanted.seconds, thought))
        print(
            f"{'PostgreSQL' if wanted.postgres else 'SQLite'}, {wanted.staff} staff, {thought[0]:g} to {thought[1]:g} s of thought, "
            f"{len(asked) / wanted.seconds:.1f} requests a second, load {os.getloadavg()[0]:.1f}"
        )
        waited = said(asked, cost)
        peer = said(*bare(cookies, pace=Pace(wanted.seconds / 3)))
    print(f"p95(today) / p95(bare page) = {waited.get('today', 0) / max(peer['bare page'], 0.1):.2f}")
    missed = [kind for kind, bar in BARS.items() if waited.get(kind, bar + 1) > bar]
    raise SystemExit(f"missed: {', '.join(missed)}" if missed else any(one.failed for one in asked))


if __name__ == "__main__":
    main()
