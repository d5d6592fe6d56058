"""The front: slow, endless and forbidden bodies hold no thread, and who is over a limit is told so before anything is read."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterable, Iterator

import pytest
from django.test import Client
from granian_site import Running, running
from test_every_address import PAGES, ROWS, assert_shielded

from madoguchi.web.buckets import Buckets
from madoguchi.web.gate import refusal
from madoguchi.web.public import limits


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("front"), MADOGUCHI_PROXIES="127.0.0.1") as one:
        yield one


def begun(site: Running, address: str, path: str = "/walk/tell/", *more: str) -> socket.socket:
    """A request whose head has come, and whose body may follow some day."""
    form = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"X-Forwarded-For: {address}",
        f"Content-Type: {form}",
        *more,
    ]
    line = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    line.sendall("\r\n".join([*head, "", ""]).encode())
    return line


LONG = "Content-Length: 1000000"


def answer_of(line: socket.socket) -> str:
    """All that comes back until the other side has nothing more to say."""
    told = b""
    line.settimeout(20)
    with contextlib.suppress(TimeoutError), line:
        while b"\r\n\r\n" not in told or len(told) < told.index(b"\r\n\r\n") + length_of(told):
            piece = line.recv(65_536)
            if not piece:
                break
            told += piece
    return told.decode()


def length_of(told: bytes) -> int:
    return 4 + int(told.lower().split(b"content-length:")[1].split(b"\r\n")[0])


def stuck(site: Running, addresses: Iterable[str]) -> list[socket.socket]:
    """Requests whose bodies begin and never end."""
    lines = [begun(site, address, "/walk/tell/", LONG) for address in addresses]
    for line in lines:
        line.sendall(b"text=")
    return lines


def test_bodies_that_never_come_keep_nobody_waiting(site: Running) -> None:
    slow = stuck(site, (f"10.7.0.{number}" for number in range(1, 101)))
    before = time.perf_counter()
    assert site.ask("POST", "/walk/tell/", b"text=a", X_Forwarded_For="192.0.2.50", **FORM).status == 200
    assert time.perf_counter() - before < 5
    told = answer_of(slow[0])
    assert told.startswith("HTTP/1.1 408") and "切ってだいじょうぶです" in told
    for line in slow:
        line.close()


FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def test_one_address_has_only_so_much_under_way(site: Running) -> None:
    slow = [begun(site, "10.8.0.1", "/walk/tell/", LONG) for _ in range(30)]
    time.sleep(0.5)
    told = [answer_of(line) for line in slow[24:]]
    assert {one.split(" ")[1] for one in told} == {"429"} and "retry-after: " in told[0]
    assert site.ask("GET", "/walk/who/", X_Forwarded_For="10.8.0.2").status == 200
    for line in slow:
        line.close()


def asked(site: Running, address: str, number: int, **more: str) -> int:
    body = json.dumps({"text": f"警告画面が出て電話した {number}"}).encode()
    kind = {"Content_Type": "application/json"}
    return site.ask("POST", "/api/consultations", body, X_Forwarded_For=address, **kind, **more).status


def turned_away(site: Running, address: str) -> str:
    """What a program is told over the limit, before its body has come. Tokens grow again: at the second a token is there it asks anew."""
    for number in range(200):
        if asked(site, address, number) == 429:
            told = answer_of(begun(site, address, "/api/consultations", LONG))
            if "HTTP/1.1 429" in told:
                return told
    raise AssertionError("never turned away")


def test_who_is_over_the_limit_is_told_before_the_body_comes(site: Running) -> None:
    told = turned_away(site, "10.9.0.1")
    assert "retry-after: " in told and json.loads(told.split("\r\n\r\n", 1)[1])["plan"]["steps"]


def test_the_page_that_turns_away_is_in_the_language_asked(site: Running) -> None:
    while site.ask("GET", "/en/walk/who/", X_Forwarded_For="10.9.0.2").status == 200:
        pass
    refused = answer_of(begun(site, "10.9.0.2", "/en/walk/tell/", LONG))
    assert (
        refused.startswith("HTTP/1.1 429")
        and "Please wait a little" in refused
        and "content-security-policy: " in refused
    )
    assert site.ask("GET", "/en/", X_Forwarded_For="10.9.0.2").status == 200


def test_to_be_refused_counts_nothing(site: Running) -> None:
    for number in range(60):
        asked(site, "10.9.0.3", number)
    told = turned_away(site, "10.9.0.3")
    assert "retry-after: 2\r" in told or "retry-after: 1\r" in told


HEAD = "POST /api/consultations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 12\r\n"


def test_a_header_that_only_looks_like_the_proxys_is_not_heard(site: Running) -> None:
    told = []
    for number in range(14):
        line = socket.create_connection(("127.0.0.1", site.port))
        spoofed = f"X_Forwarded_For: 10.3.3.{number}\r\nX-Forwarded-For: 10.9.0.4\r\n\r\n"
        line.sendall(f'{HEAD}{spoofed}{{"text":"a"}}'.encode())
        told.append(answer_of(line).split(" ")[1])
    assert told.count("429") >= 2


def in_pieces(site: Running, address: str, *pieces: bytes) -> str:
    line = begun(site, address, "/walk/tell/", "Transfer-Encoding: chunked")
    with contextlib.suppress(OSError):  # it may have answered and hung up before all has come
        for piece in pieces:
            line.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        line.sendall(b"0\r\n\r\n")
    return answer_of(line)


def test_a_body_in_pieces_is_read_and_counted(site: Running) -> None:
    told = in_pieces(site, "10.9.0.5", b"message=1&te", "text=警告画面".encode()[2:])
    assert told.startswith("HTTP/1.1 200") and "警告画面" in told
    assert in_pieces(site, "10.9.0.6", *[b"text=" + b"a" * 1_000_000] * 13).startswith("HTTP/1.1 413")


def empty(*wanted: Buckets) -> None:
    for bucket in wanted:
        bucket.spend("127.0.0.1", 2_000)


COUNTED = [
    (name, method) for name, (_, methods) in ROWS.items() for method in ("GET", "POST") if method in methods
]


@pytest.mark.parametrize(("name", "method"), COUNTED)
def test_the_gate_refuses_exactly_whom_the_page_would_refuse(name: str, method: str) -> None:
    path, client = ROWS[name][0], Client(SERVER_NAME="localhost")
    assert refusal(method, path, address="127.0.0.1") is None
    empty(*(one for one in vars(limits).values() if isinstance(one, Buckets)))
    early, answer = refusal(method, path, address="127.0.0.1"), client.generic(method, path)
    assert (early is not None) == (answer.status_code == 429)
    if early:
        assert_shielded(early)
        assert early.content == answer.content
        assert int(early.headers["Retry-After"]) >= int(answer.headers["Retry-After"])


def test_every_page_of_the_walk_is_behind_the_gate() -> None:
    empty(limits.PAGES, limits.PAPERS)
    open_to_all = {
        name for name in PAGES if not refusal("POST", f"/easy/{PAGES[name][0]}", address="127.0.0.1")
    }
    assert open_to_all == {"start", "about", "accessibility", "privacy", "sms-bill", "statistics"}


def test_who_had_the_processor_long_enough_waits_for_it() -> None:
    limits.WORK.spend("127.0.0.1", 25.0)
    early = refusal("POST", "/walk/show/", address="127.0.0.1")
    assert early and early.status_code == 429 and int(early.headers["Retry-After"]) >= 15
    assert (
        refusal("GET", "/", address="127.0.0.1") is None
        and refusal("POST", "/walk/show/", address="127.0.0.2") is None
    )
