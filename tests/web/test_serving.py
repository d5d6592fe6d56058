"""Starting: what is wrong is said in Japanese with how to mend it, and a database that cannot keep the promise stops it."""

import gc
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from granian_site import Running, command, environment, free_port, running

from madoguchi.web import housekeeping, warming
from madoguchi.web.database import UnsafeDatabase, assert_safe
from madoguchi.web.knowing import known_in
from madoguchi.web.public import drafts
from madoguchi.web.public.clock import now
from madoguchi.web.public.models import Draft
from madoguchi.web.public.numbers import encoded
from madoguchi.web.public.walk import Walk


def started(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*options), env=environment(**more), capture_output=True, text=True, timeout=60, check=False
    )


def test_a_port_that_is_taken_is_named_with_another(tmp_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        done = started("--port", str(one.getsockname()[1]), "--data", str(tmp_path))
    assert done.returncode == 2 and "もう使われています" in done.stderr and "Traceback" not in done.stderr


def test_a_folder_serves_one_process(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        again = started("--port", str(free_port()), "--data", str(site.folder / "data"))
        same = started("--port", str(site.port), "--data", str(tmp_path / "other"))
    assert again.returncode == 2 and "もう開いています" in again.stderr
    assert same.returncode == 2 and "もう使われています" in same.stderr


@pytest.mark.parametrize("more", [{}, {"MADOGUCHI_SECRET": "x" * 50}])
def test_a_folder_that_is_none_is_said(tmp_path: Path, more: dict[str, str]) -> None:
    (tmp_path / "file").write_text("a")
    done = started("--data", str(tmp_path / "file"), **more)
    assert (
        done.returncode == 2
        and "データのフォルダーを使えません" in done.stderr
        and "Traceback" not in done.stderr
    )


def test_a_broken_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "madoguchi.sqlite3").write_bytes(b"no database" * 500)
    done = started("--data", str(tmp_path))
    assert done.returncode == 2 and "使えません" in done.stderr and "Traceback" not in done.stderr


def test_https_without_a_proxy_is_refused(tmp_path: Path) -> None:
    done = started("--data", str(tmp_path), MADOGUCHI_HTTPS="1")
    assert done.returncode == 2 and "MADOGUCHI_PROXIES" in done.stderr


@pytest.mark.parametrize("options", [("--host", "192.0.2.1"), ("--at", "yesterday"), ("--port", "0")])
def test_wrong_options_are_told(options: tuple[str, ...]) -> None:
    assert started(*options).returncode == 2


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "granian").mkdir()
    (tmp_path / "granian" / "__init__.py").write_text("raise ModuleNotFoundError('x', name='granian')")
    more = {"PYTHONPATH": f"{tmp_path}:{environment()['PYTHONPATH']}"}
    done = subprocess.run(
        command(), env={**environment(), **more}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 and "madoguchi[web]" in done.stderr


@pytest.mark.parametrize(
    "pragma", ["synchronous=NORMAL", "secure_delete=OFF", "trusted_schema=ON", "foreign_keys=OFF"]
)
def test_a_database_that_keeps_less_than_promised_is_noticed(pragma: str) -> None:
    assert_safe()
    try:
        with connection.cursor() as cursor:
            connection.connection.set_authorizer(None)  # the desk's lock refuses most of them before
            cursor.execute(f"PRAGMA {pragma}")
        with pytest.raises(UnsafeDatabase, match=pragma.partition("=")[0]):
            assert_safe()
    finally:
        connection.close()


def test_the_server_says_little_about_itself_and_the_log_nothing_about_people(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        answer = site.ask("GET", "/nothing/?q=himitsu")
        told = site.said.decode()
    assert answer.getheader("Server", "") in ("", "granian") and "himitsu" not in told
    assert (
        told.count("\n") == 4 and f":{site.port}/" in told
    )  # two of them are the link for the first account


def test_trace_is_refused_by_the_running_server(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        answer = site.ask("TRACE", "/", Cookie="himitsu=1")
    assert answer.status == 405 and b"himitsu" not in answer.body


def test_the_deployment_check_of_the_framework_is_clean(tmp_path: Path) -> None:
    ask = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    more = {"MADOGUCHI_DATA": str(tmp_path), "MADOGUCHI_HTTPS": "1"}
    env = environment(DJANGO_SETTINGS_MODULE="madoguchi.web.settings", **more)
    done = subprocess.run(ask, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_behind_https_a_plain_request_is_sent_over(tmp_path: Path) -> None:
    with running_https(tmp_path) as site:
        plain = site.ask("GET", "/about/")
        safe = site.ask("GET", "/about/", X_Forwarded_Proto="https")
    assert (plain.status, safe.status) == (301, 200)
    assert "max-age=31536000" in safe.getheader("Strict-Transport-Security", "")


def running_https(folder: Path) -> object:
    return running(folder, MADOGUCHI_HTTPS="1", MADOGUCHI_PROXIES="127.0.0.1")


def past_due(*, seconds: float) -> int:
    """How many drafts whose time is over are left, after waiting for none."""
    until = time.monotonic() + seconds
    while Draft.objects.filter(expires__lt=now()).exists() and time.monotonic() < until:
        time.sleep(0.05)
    return Draft.objects.filter(expires__lt=now()).count()


def test_old_drafts_are_cleared_at_the_start_and_then_again() -> None:
    drafts.keep(Walk(), encoded(bytes(10)), now=now().replace(year=2025))
    left = [past_due(seconds=0)]
    stop = housekeeping.start(seconds=0.2)
    left.append(past_due(seconds=60))
    drafts.keep(Walk(), encoded(bytes(10)), now=now().replace(year=2025))
    left.append(past_due(seconds=60))
    stop.set()
    assert left[0] >= 1 and left[1:] == [0, 0]


def honest(site: Running, *, times: int) -> list[float]:
    """Seconds that each page took for one who asks politely."""
    took = []
    for _ in range(times):
        before = time.perf_counter()
        assert site.ask("GET", "/about/", X_Forwarded_For="192.0.2.1").status == 200
        took.append(time.perf_counter() - before)
        time.sleep(0.3)
    return sorted(took)


FORM = {"X_Forwarded_For": "198.51.100.9", "Content_Type": "application/x-www-form-urlencoded"}


def flood(site: Running, stop: threading.Event, statuses: list[int]) -> None:
    while not stop.is_set():
        statuses.append(site.ask("POST", "/walk/tell/", b"walk=&text=a", **FORM).status)
        time.sleep(0.005)


def flooded(site: Running) -> tuple[list[float], list[int]]:
    """How long pages take for somebody else while four hands flood, and what the flood is told."""
    statuses: list[int] = []
    stop = threading.Event()
    crew = [threading.Thread(target=flood, args=(site, stop, statuses)) for _ in range(4)]
    for one in crew:
        one.start()
    busy = honest(site, times=20)
    stop.set()
    for one in crew:
        one.join()
    return busy, statuses


def test_a_flood_from_one_address_is_turned_away_and_others_are_served(tmp_path: Path) -> None:
    with running(tmp_path, MADOGUCHI_PROXIES="127.0.0.1") as site:
        quiet = honest(site, times=20)
        busy, statuses = flooded(site)
    passed = len(statuses) - statuses.count(429)
    print(f"flood {len(statuses)}, passed {passed}, p95 {quiet[18]:.4f} -> {busy[18]:.4f} s")
    assert passed <= 30 and passed < len(statuses) / 2 and busy[18] < max(4 * quiet[18], 0.25)


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (site.folder / "data").iterdir()}
    assert set(modes.values()) == {"0o600"} and os.stat(tmp_path / "data").st_mode & 0o777 == 0o700


def test_every_language_is_read_soon_after_the_start() -> None:
    warming.begin().join(30)
    before = time.perf_counter()
    for tongue in ("easy", "en"):
        assert known_in(tongue).phrases
    assert time.perf_counter() - before < 0.1 and gc.get_freeze_count() > 10_000
    gc.unfreeze()
