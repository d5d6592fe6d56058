"""Runs the site on this machine: one process, for the limits are counted in its memory; a front takes requests in, threads answer."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from madoguchi.knowledge import KnowledgeError

_FEWEST, _MOST = 8, 32
_BACKLOG = 256  # connections that wait to be taken; who comes beyond that is not answered
_CONNECTIONS = 2_000  # open ones; what they ask is counted by the front
_HEAD = HTTP1Settings(header_read_timeout=15_000, max_buffer_size=64 * 1024)  # milliseconds, bytes
_ERRNO = re.compile(r"\(os error (\d+)\)")
_TROUBLE = {
    errno.EADDRINUSE: "ポート {port} は、もう使われています。--port で、ほかの数（例: {other}）にしてください。",
    errno.EACCES: "ポート {port} を開く許可がありません。--port を 1024 以上の数（例: 8188）にしてください。",
    errno.EADDRNOTAVAIL: "{host} は、この機械のアドレスではありません。--host を確かめてください。",
}


class CannotServe(RuntimeError):
    """The site cannot be opened; says why and how to mend it (Japanese)."""


class NewerData(CannotServe):
    """A later program made the data; nothing was written."""


def prepare(*, before_upgrade: Callable[[], None] | None = None) -> None:
    """Makes the folder and the database ready, and asks the database whether it keeps what we promise. Raises CannotServe.

    ``before_upgrade``: called before an earlier program's records are brought to today's tables; without it they are refused.
    """
    set_up()
    from django.conf import settings
    from django.db import DatabaseError, connections

    try:
        owner = "owner" if "owner" in settings.DATABASES else "default"
        _bring_up(owner, before_upgrade)
        _assert_as_promised()
        _read_knowledge()
        if "desk" in settings.ROOMS:
            import_module(
                "madoguchi.web.urls"
            )  # what the desk needs and is not installed is told now, not to the first person
    except (OSError, DatabaseError) as error:
        raise _no_folder(error) from None
    finally:
        connections.close_all()  # the worker is a child: a connection of its parent must not go on living there


def set_up() -> None:
    """Reads the settings and makes the folder ready; the database stays closed. Raises CannotServe."""
    os.umask(0o077)  # what lies in the folder is for its owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
    import django
    from django.conf import settings

    try:
        django.setup()
        _writable(settings.DATA)
    except OSError as error:
        raise _no_folder(error) from None


def _no_folder(error: Exception) -> CannotServe:
    folder = Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data"))
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return CannotServe(
        f"{folder}: データのフォルダーを使えません（{why}）。"
        "書き込めるフォルダーを --data で渡すか、許可を直してください。"
    )


def _bring_up(using: str, first: Callable[[], None] | None) -> None:
    from madoguchi.web import tables

    try:
        tables.bring_up(using, first=first)
    except tables.NewerTables as error:
        raise NewerData(str(error)) from None
    except tables.OlderTables as error:
        raise CannotServe(str(error)) from None


def _writable(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / ".written"
    mark.write_bytes(b"")
    mark.unlink()


def _read_knowledge() -> None:
    """All languages, before anybody asks: a file of desks with a fault is told at the start."""
    from django.conf import settings

    from madoguchi.web.knowing import known_in
    from madoguchi.web.tongue import TONGUES

    try:
        for tongue in TONGUES:
            known_in(tongue)
    except (KnowledgeError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise CannotServe(
            f"{settings.DESKS}: 窓口のファイルを使えません（{why}）。--desks の場所と中を確かめてください。"
        ) from None


def _assert_as_promised() -> None:
    from django.conf import settings

    from madoguchi.web.database import UnsafeDatabase, assert_safe

    if settings.BEHIND_HTTPS and not settings.TRUSTED_PROXIES:
        raise CannotServe(
            "MADOGUCHI_HTTPS=1 には、HTTPS を受ける手前のプロキシが要ります。"
            "そのアドレスを MADOGUCHI_PROXIES に書いてください（例: MADOGUCHI_PROXIES=127.0.0.1）。"
        )
    try:
        assert_safe()
    except UnsafeDatabase as error:
        raise CannotServe(str(error)) from None


def threads() -> int:
    """Returns how many requests are answered at once: some a core, for reading a file waits for another process."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(_FEWEST, 4 * cores), _MOST)


def first_link() -> str | None:
    """Returns the path of the link for the first account, where nobody has one yet; call it after ``prepare``."""
    from django.conf import settings
    from django.db import connections

    if "desk" not in settings.ROOMS:
        return None
    from madoguchi.web.accounts import links

    try:
        return links.first_link()
    finally:
        connections.close_all()


def close_connections() -> None:
    """Closes what this process has open to the database, before the server makes a process of its own."""
    from django.db import connections

    connections.close_all()


def serve(host: str, port: int, *, opened: Callable[[], None], tls: tuple[Path, Path] | None = None) -> None:
    """Serves until it is stopped; calls ``opened`` once the port is ours. ``tls``: certificate and key. Raises CannotServe."""
    with alone(Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data"))):
        _serve(host, port, opened=opened, tls=tls)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two processes would each count the limits by themselves: the folder belongs to one at a time. Raises CannotServe."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        yield
        return
    with (folder / "in-use").open("wb") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotServe(
                f"{folder}: このフォルダーで、もう開いています。前のものを止めるか、--data で別のフォルダーを使ってください。"
            ) from None
        yield


async def _try(host: str, port: int) -> None:
    """The server would share a port with another one of its kind, and neither would say so: taking it alone first does."""
    server = await asyncio.start_server(lambda *_: None, host, port, reuse_port=False)
    server.close()
    await server.wait_closed()


def _serve(host: str, port: int, *, opened: Callable[[], None], tls: tuple[Path, Path] | None) -> None:
    server = Server(
        "madoguchi.web.front:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # over one connection of the newer protocol 200 requests come at once
        http1_settings=_HEAD,
        workers=1,
        backlog=_BACKLOG,
        backpressure=_CONNECTIONS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        ssl_cert=tls[0] if tls else None,
        ssl_key=tls[1] if tls else None,
    )
    server.on_startup(opened)
    try:
        asyncio.run(_try(host, port))
        server.serve()
    except (RuntimeError, OSError) as error:
        raise CannotServe(_why(error, host, port=port)) from None


def _why(error: Exception, host: str, *, port: int) -> str:
    said = str(error).partition("\n")[0]
    told = _ERRNO.search(said)
    number = error.errno if isinstance(error, OSError) else int(told[1]) if told else None
    known = _TROUBLE.get(number or 0)
    other = port + 1 if port < 65_535 else 8188
    if known:
        return known.format(host=host, port=port, other=other)
    return f"{host} のポート {port} を開けません（{said}）。--host と --port を確かめてください。"
