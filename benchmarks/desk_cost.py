"""What each act at a desk with many cases costs of a core, kind by kind, without anybody waiting: for a machine that is not quiet.

``python benchmarks/desk_cost.py [--postgres] [--cases N] [--waiting N] [--rounds N] [--folder F] [--profile KIND]``. The pages in this
process, one request after another, as ``busy_desk.py`` asks them; seconds of a core of this process and of its readers, and how many
questions the database was asked. ``--profile similar`` prints where that time goes; ``--folder`` keeps the filled desk (SQLite).
What the feeder of the search index works meanwhile stands in a line of its own.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import os
import pstats
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from busy_desk import _MEMOS, _NUMBER, _TOKEN, _TYPED, _VERSION, _made, desk_options
from filled_desk import AT
from site_load import HERE

sys.path.insert(0, str(HERE.parent / "tools"))

from with_postgres import cluster


class Cost(NamedTuple):
    """One request: seconds of a core in this thread, in other threads of this process, in the readers, and questions asked."""

    here: float
    beside: float
    readers: float
    questions: int


class Caller:
    """Asks the pages of this process, and remembers by kind what each answer cost."""

    def __init__(self, pages: Any, cookie: str, profiled: str) -> None:
        self._pages, self._cookie, self._profiled = pages, cookie, profiled
        self.costs: dict[str, list[Cost]] = defaultdict(list)
        self.asked: Counter[str] = Counter()
        self.profile = cProfile.Profile(time.thread_time)

    def ask(self, kind: str, path: str, **form: str) -> tuple[str, str]:
        """Asks for ``path`` (with a form: posts it); returns the page and where it leads."""
        from django.db import connection

        from madoguchi.web.readers import spent_elsewhere

        body = urlencode({"csrfmiddlewaretoken": _TOKEN, **form}).encode() if form else b""
        questions: list[str] = []

        def counted(execute: Any, sql: str, *rest: Any) -> Any:
            questions.append(sql)
            return execute(sql, *rest)

        spent_elsewhere()
        with connection.execute_wrapper(counted) if connection else contextlib.nullcontext():
            before, whole = time.thread_time(), time.process_time()
            if kind == self._profiled:
                self.profile.enable()
            status, heads, page = self._answered(path, body)
            self.profile.disable()
            here, all_ = time.thread_time() - before, time.process_time() - whole
        if status >= 400:
            raise SystemExit(f"{kind} {path}: {status}")
        self.costs[kind].append(Cost(here, all_ - here, spent_elsewhere(), len(questions)))
        if kind == self._profiled:
            self.asked.update(questions)
        return page, heads.get("Location", "")

    def _answered(self, path: str, body: bytes) -> tuple[int, dict[str, str], str]:
        said: list[Any] = []
        meta = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self._cookie,
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
        }
        whole = self._pages(meta, lambda *told: said.append(told))
        page = b"".join(whole).decode()
        whole.close()
        return int(said[-1][0][:3]), dict(said[-1][1]), page


def one_case(caller: Caller, dice: random.Random) -> None:
    """One case from the call to the record, as ``busy_desk.at_work``."""
    today, _ = caller.ask("today", "/desk/")
    _, case = caller.ask("new", "/desk/cases/", key=secrets.token_hex(16), method="phone")
    page, _ = caller.ask("intake", case)
    found = _VERSION.search(page)
    version = int(found[1]) if found else 1
    memo = dice.choice(_MEMOS)
    for most in _TYPED:
        caller.ask("memo", f"{case}memo/", memo=memo[:most], version=str(version), key="")
        version += 1
    caller.ask("similar", f"{case}beside/")
    _, other = caller.ask("number", "/desk/number/", number=dice.choice(_NUMBER.findall(today) or ["2026-1"]))
    caller.ask("other", other)
    caller.ask("form", f"{case}record/")
    texts = {"title": memo[:30], "summary": memo[:200], "handling": "助言した。"}
    caller.ask("record", f"{case}record/", version=str(version), key=secrets.token_hex(8), **texts)


def loop() -> float:
    """Milliseconds of a core that a million additions take: shared with others, a core is slower, and so is everything told here."""
    before, found = time.thread_time(), 0
    for one in range(1_000_000):
        found += one
    return (time.thread_time() - before) * 1_000


def said(caller: Caller) -> None:
    """Prints a line a kind of request: the mean of all rounds."""
    for kind, costs in caller.costs.items():
        here, beside, readers = (statistics.mean(one[at] for one in costs) * 1_000 for at in range(3))
        asked = statistics.mean(one.questions for one in costs)
        print(
            f"{kind:8} {len(costs):4} requests  {here:6.1f} ms of a core  "
            f"+{beside:5.1f} beside +{readers:5.1f} readers  {asked:5.1f} questions"
        )


def _pages() -> Iterator[Any]:
    from madoguchi.web.readers import READERS
    from madoguchi.web.wsgi import application

    for _ in range(600):  # the readers are asked once they are up, as in a site that runs
        if READERS._pool is not None or not READERS._count:
            break
        time.sleep(0.1)
    yield application
    READERS.end()


def main() -> None:
    """Prints the figures."""
    parser = desk_options(__doc__ or "")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--profile", default="")
    wanted = parser.parse_args()
    with contextlib.ExitStack() as held:
        if wanted.postgres:
            os.environ.update(held.enter_context(cluster()))
        folder = wanted.folder or Path(
            held.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-cost-"))
        )
        os.environ["MADOGUCHI_AT"] = AT.isoformat()
        wanted.staff = 1
        cookies = _made(folder, wanted)
        pages = held.enter_context(contextlib.contextmanager(_pages)())
        dice = random.Random(5)
        one_case(Caller(pages, cookies[0], ""), dice)
        caller = Caller(pages, cookies[0], wanted.profile)
        before = time.process_time()
        for _ in range(wanted.rounds):
            one_case(caller, dice)
        print(
            f"load {os.getloadavg()[0]:.1f}, {time.process_time() - before:.1f} s of a core in all, a loop {loop():.0f} ms"
        )
        said(caller)
        if wanted.profile:
            pstats.Stats(caller.profile).sort_stats("cumulative").print_stats(70)
            pstats.Stats(caller.profile).sort_stats("tottime").print_stats(40)
            for sql, times in caller.asked.most_common(60):
                print(times, sql[:230])


if __name__ == "__main__":
    main()
