"""rspamd and SpamAssassin as processes of our own on loopback, with every rule that asks the network off."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

LOOPBACK = "127.0.0.1"
START_SECONDS = 60.0
IDLE_CPU_SECONDS = 0.02  # in two seconds
NETWORK_MODULES = (
    *("antivirus", "arc", "asn", "aws_s3", "bimi", "clickhouse", "dcc", "dkim", "dkim_signing", "dmarc"),
    *("elastic", "external_services", "fuzzy_check", "greylist", "history_redis", "metadata_exporter"),
    *("metric_exporter", "mx_check", "neural", "p0f", "ratelimit", "rbl", "replies", "reputation"),
    *("rspamd_update", "spf", "surbl", "url_redirector", "whitelist", "hfilter", "phishing"),
)
RSPAMD_CONF = """
.include "$CONFDIR/common.conf"
options {{
    .include "$CONFDIR/options.inc"
    pidfile = "{folder}/rspamd.pid";
    control_socket = "{folder}/rspamd.sock";
    dns {{ nameserver = ["127.0.0.1:{closed}"]; timeout = 0.01s; retransmits = 1; }}
}}
logging {{ type = "file"; filename = "{folder}/rspamd.log"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; mime = true; }}
"""


@dataclass(frozen=True)
class Peer:
    """A running filter: ``ask`` sends one mail and returns its verdict line."""

    name: str
    session: int
    ask: Callable[[bytes], str]

    def cpu_seconds(self) -> float:
        """Returns the CPU time of all processes of this filter so far, dead children included."""
        return sum(
            _cpu_of(stat) for stat in Path("/proc").glob("[0-9]*/stat") if _session(stat) == self.session
        )

    def settle(self) -> None:
        """Waits until the filter is idle: rspamd goes on compiling its patterns after it began to listen."""
        until, before = time.monotonic() + START_SECONDS, -1.0
        while time.monotonic() < until and self.cpu_seconds() - before > IDLE_CPU_SECONDS:
            before = self.cpu_seconds()
            time.sleep(2)


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:  # the process ended meanwhile
        return []


def _session(stat: Path) -> int:
    fields = _fields(stat)
    return int(fields[3]) if fields else -1


def _cpu_of(stat: Path) -> float:
    return sum(map(int, _fields(stat)[11:15])) / os.sysconf("SC_CLK_TCK")


def as_mail(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "sender@example.jp"
    mail["To"] = "recipient@example.jp"
    mail["Subject"] = "お知らせ"
    mail["Date"] = "Sat, 21 Nov 2026 20:40:00 +0900"
    mail["Message-ID"] = "<1@example.jp>"
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail.as_bytes()


@contextlib.contextmanager
def rspamd() -> Iterator[Peer]:
    """Starts rspamd with one worker; no DNS, no maps from outside, no fuzzy or RBL rule."""
    port, closed = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "local.d").mkdir()
        for module in NETWORK_MODULES:
            (folder / "local.d" / f"{module}.conf").write_text("enabled = false;\n", encoding="utf-8")
        conf = RSPAMD_CONF.format(folder=folder, closed=closed, port=port)
        (folder / "rspamd.conf").write_text(conf, encoding="utf-8")
        places = [f"--var={key}={folder}" for key in ("LOCAL_CONFDIR", "DBDIR", "RUNDIR", "LOGDIR")]
        command = [_found("rspamd"), "-f", "-i", *places, "-c", str(folder / "rspamd.conf")]
        with _running(command, port, folder) as session:
            yield Peer("rspamd", session, lambda mail: _ask_rspamd(port, mail))


def _ask_rspamd(port: int, mail: bytes) -> str:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    connection.request("POST", "/checkv2", mail)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    if answer.status != 200 or '"action"' not in body:
        raise RuntimeError(f"rspamd answered {answer.status}: {body[:200]}")
    return body


@contextlib.contextmanager
def spamassassin() -> Iterator[Peer]:
    """Starts spamd with one child, local tests only (-L)."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        where = [
            f"--port={port}",
            f"--listen={LOOPBACK}",
            f"--allowed-ips={LOOPBACK}",
            f"--pidfile={folder}/pid",
        ]
        few = ["--max-children=1", "--min-children=1", "--max-conn-per-child=100000"]
        command = [_found("spamd"), "-L", "-x", *where, *few, f"--syslog={folder}/spamd.log"]
        with _running(command, port, folder) as session:
            yield Peer("SpamAssassin", session, lambda mail: _ask_spamd(port, mail))


def _ask_spamd(port: int, mail: bytes) -> str:
    with socket.create_connection((LOOPBACK, port), timeout=60) as line:
        line.sendall(b"SYMBOLS SPAMC/1.5\r\nContent-length: %d\r\n\r\n" % len(mail) + mail)
        line.shutdown(socket.SHUT_WR)
        body = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    if "Spam:" not in body:
        raise RuntimeError(f"spamd answered: {body[:200]}")
    return body


def _found(name: str) -> str:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        raise FileNotFoundError(
            f"{name} is not installed; `make bench` installs it, or leave it out with --without"
        )
    return path


def _free_port() -> int:
    with socket.socket() as s:
        s.bind((LOOPBACK, 0))
        return int(s.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[int]:
    """Runs ``command`` in a session of its own until the block ends; yields the session's number."""
    with (folder / "out.log").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait_for(port, process, folder)
        yield process.pid
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
            return
        time.sleep(0.1)
    told = "\n".join(p.read_text(encoding="utf-8", errors="replace")[-800:] for p in folder.glob("*.log"))
    raise RuntimeError(f"{process.args!r} did not listen on port {port}:\n{told}")
