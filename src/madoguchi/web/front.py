"""The front of the site, before any thread is taken: who may come in, and what they bring, read while nobody waits for it.

A body that comes slowly, never or in millions costs some memory here and not one of the few threads that answer. What would be
refused anyway is refused before it is read (gate.py). Everything below runs on one loop, so counting needs no locks.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import thread_time
from typing import Any, NamedTuple

from django.http import HttpResponse

from madoguchi.web import faults, troubles
from madoguchi.web.addresses import address_in
from madoguchi.web.gate import refusal
from madoguchi.web.public import limits
from madoguchi.web.readers import spent_elsewhere
from madoguchi.web.serving import threads
from madoguchi.web.shield import MAX_BODY, MAX_WORDS
from madoguchi.web.wsgi import application as pages

Wsgi = Callable[[dict[str, Any], Any], Any]
_GAP, _GRACE, _SLOWEST = (
    10.0,
    20.0,
    32 * 1024,
)  # seconds between two pieces, seconds in all, and bytes for each more
_AGAIN = 5  # seconds after which who found no room may try again


class Room(NamedTuple):
    """How much is taken in at once: requests of all and of one address, requests that wait for a thread, bytes of bodies."""

    in_all: int = 1_000
    each: int = 24
    waiting: int = 256
    size: int = 64 * 1024 * 1024


class Refused(Exception):
    """There is no room, or what came is too slow or too large. ``what`` names the words that say so."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(what)
        self.what, self.status = what, status


class _Gone(Exception):
    """Who asked has left in the middle of it."""


class _Place:
    """What one address has under way. It never holds more than a quarter of the threads, so that others come to theirs."""

    def __init__(self, turns: int) -> None:
        self.count = 0
        self.turns = asyncio.Semaphore(turns)


class Front:
    """Takes requests in (RSGI) and has ``wsgi`` answer them in ``crew`` threads."""

    def __init__(self, wsgi: Wsgi, *, room: Room, crew: int, gap: float = _GAP) -> None:
        self._wsgi, self._room, self._crew, self._gap = wsgi, room, crew, gap
        self._pool = ThreadPoolExecutor(crew, thread_name_prefix="answering")
        self._places: dict[str, _Place] = {}
        self._count = self._waiting = self._bytes = 0

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        if scope.proto != "http":
            return
        meta = meta_of(scope)
        address = address_in(meta)
        refused = refusal(scope.method, scope.path, address=address, has_key="HTTP_AUTHORIZATION" in meta)
        if refused is None:
            try:
                with self._place(address) as place:
                    await self._answer(meta, proto, place)
                return
            except Refused as why:
                refused = troubles.early(scope.path, why.what, status=why.status, seconds=_AGAIN)
            except _Gone:
                return
        _send(proto, refused.status_code, list(refused.items()), refused.content)

    @contextmanager
    def _place(self, address: str) -> Iterator[_Place]:
        place = self._places.get(address)
        if place and place.count >= self._room.each:
            raise Refused("too_often", 429)
        if self._count >= self._room.in_all:
            raise Refused("busy", 503)
        place = self._places.setdefault(address, place or _Place(max(1, self._crew // 4)))
        place.count += 1
        self._count += 1
        try:
            yield place
        finally:
            place.count -= 1
            self._count -= 1
            if not place.count:
                self._places.pop(address, None)

    async def _answer(self, meta: dict[str, Any], proto: Any, place: _Place) -> None:
        body = bytearray()
        size = 0
        try:
            try:
                await self._take(meta, proto, body)
            finally:
                size = len(body)
            meta["CONTENT_LENGTH"] = meta["CONTENT_LENGTH"] or str(size)
            whole = bytes(body)
            body.clear()  # held once, not twice, while it waits for a thread
            answered = await self._answered(meta, whole, place)
        finally:
            self._bytes -= size
        limits.WORK.spend(address_in(meta), answered.seconds)
        _send(proto, answered.status, answered.headers, answered.content)

    async def _answered(self, meta: dict[str, Any], body: bytes, place: _Place) -> Answered:
        """Waits for a thread, and has the pages answer in it."""
        if self._waiting >= self._room.waiting:
            raise Refused("busy", 503)
        self._waiting += 1
        try:
            async with place.turns:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._pool, _answered, self._wsgi, meta, body)
        finally:
            self._waiting -= 1

    async def _take(self, meta: Mapping[str, Any], proto: Any, body: bytearray) -> None:
        """Reads what is brought into ``body``. What declares itself too large is not read: the pages say so."""
        declared = int(meta["CONTENT_LENGTH"] or 0)
        most = MAX_BODY if meta["CONTENT_TYPE"].startswith("multipart/") else MAX_WORDS
        if declared > most or not (declared or meta.get("HTTP_TRANSFER_ENCODING")):
            return
        loop = asyncio.get_running_loop()
        latest = loop.time() + _GRACE
        try:
            async with asyncio.timeout(self._gap) as limit:
                async for piece in proto:
                    body += piece
                    self._bytes += len(piece)
                    self._weigh(body, most)
                    limit.reschedule(min(loop.time() + self._gap, latest + len(body) / _SLOWEST))
        except TimeoutError:
            raise Refused("too_slow", 408) from None
        if len(body) < declared:
            raise _Gone

    def _weigh(self, body: bytearray, most: int) -> None:
        if len(body) > most:
            raise Refused("too_large", 413)
        if self._bytes > self._room.size:
            raise Refused("busy", 503)


def meta_of(scope: Any) -> dict[str, Any]:
    """Returns what WSGI calls the environment, without a body. A header with ``_`` could pass for another one: it is left out."""
    peer, server = scope.client.rpartition(":"), scope.server.rpartition(":")
    meta: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": peer[0].strip("[]"),
        "SERVER_NAME": server[0].strip("[]"),
        "SERVER_PORT": server[2],
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_TYPE": "",
        "CONTENT_LENGTH": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        meta[key] = f"{meta[key]},{value}" if key in meta and key[:5] == "HTTP_" else value
    if not meta["CONTENT_LENGTH"].isascii() or not meta["CONTENT_LENGTH"].isdigit():
        meta["CONTENT_LENGTH"] = ""
    return meta


class Answered(NamedTuple):
    """An answer of the pages, and how long a processor worked on it."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    seconds: float


def _answered(wsgi: Wsgi, meta: dict[str, Any], body: bytes) -> Answered:
    """Has the pages answer, in a thread."""
    said: list[Any] = []
    spent_elsewhere()
    before = thread_time()
    try:
        whole = wsgi({**meta, "wsgi.input": io.BytesIO(body)}, lambda *told: said.append(told))
        try:
            content = b"".join(whole)
        finally:
            getattr(whole, "close", lambda: None)()
    except Exception as error:  # the pages answer for their own faults: this is the last net
        number = faults.new_number()
        faults.note("fault", error, number=number)
        fallen: HttpResponse = troubles.early(meta["PATH_INFO"], "fault", status=500, number=number)
        return Answered(500, list(fallen.items()), fallen.content, _spent(before))
    return Answered(int(said[-1][0][:3]), said[-1][1], content, _spent(before))


def _spent(before: float) -> float:
    """The seconds of a processor that this request cost, here and in the readers."""
    return thread_time() - before + spent_elsewhere()


def _send(proto: Any, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
    proto.response_bytes(status, [(name.lower(), value) for name, value in headers], content)


application = Front(pages, room=Room(), crew=threads())
