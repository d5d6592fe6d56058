"""A desk in a process of its own that is killed again and again, and people who write to it meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from granian_site import EVENING, command, environment, free_port

_TOKEN = "a" * 32
FILE = b"%PDF-" + b"x" * 50_000
_PREPARE = """
import datetime as dt, json, os, sys
from madoguchi.web import serving
serving.prepare()
from django.conf import settings
from madoguchi.web.accounts.models import Centre, Membership, Staff
from madoguchi.web.accounts.session_store import SessionStore
from madoguchi.web.public.clock import now
centre = Centre.objects.create(code="crash", name="試験町", approves_alone=True)
staff = Staff.objects.create(login="crash", name="試験 花子")
Membership.objects.create(staff=staff, centre=centre, role="head", since=dt.date(2026, 4, 1))
held, at = SessionStore(), now().isoformat()
held.update({"staff": staff.pk, "epoch": staff.epoch, "began": at, "seen": at, "second": True, "centre": centre.pk})
held.create(); held.save()
print(json.dumps({"cookie": f"{settings.SESSION_COOKIE_NAME}={held.session_key}", "csrf": settings.CSRF_COOKIE_NAME}))
"""
_LOOK = """
import json, sys
from madoguchi.web import serving
serving.prepare()
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import case_keys, log, stored_files
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.sealing import opened
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Attachment, Case, CaseText, Consent, Done, Due
from madoguchi.web.desk.search import outbox
centre = Centre.objects.get(code="crash")
outbox.feed(centre, most=10**6)
unsearched = outbox.missing(centre)
with within(centre):
    print(json.dumps({
        "cases": list(Case.objects.values_list("pk", flat=True)),
        "numbers": list(Case.objects.values_list("number", flat=True)),
        "memos": list(CaseText.objects.filter(field="memo").values_list("case", flat=True)),
        "consents": list(Consent.objects.values_list("case", flat=True)),
        "dues": list(Due.objects.values_list("case", flat=True)),
        "files": [one.case_id for one in Attachment.objects.select_related("case")
            if opened(stored_files.read(one.pk), key=case_keys.key_of(one.case), place=f"{one.case_id}/file/{one.pk}") == b"%PDF-" + b"x" * 50_000],
        "asked": list(Case.objects.exclude(state="in_hand").values_list("pk", flat=True)),
        "unsearched": unsearched,
        "faults": [fault.what for fault in log.faults(centre)],
        "entries": AuditEntry.objects.filter(centre=centre).exclude(act__startswith="read").exclude(act__startswith="sign").count(),
        "done": Done.objects.filter(staff__login="crash").count(),
    }))
"""


@dataclass
class Acknowledged:
    """What the desk said that it had kept."""

    cases: dict[str, str] = field(default_factory=dict)  # the key that came with it -> the case
    memos: list[str] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    dues: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)  # keys of new cases that got no answer

    @property
    def count(self) -> int:
        """How many writes were acknowledged."""
        return sum(map(len, (self.cases, self.memos, self.consents, self.dues, self.files, self.asked)))


class Desk:
    """A desk in ``folder``."""

    def __init__(self, folder: Path, *around: str, **more: str) -> None:
        self.folder, self.port, self.around = folder, free_port(), around
        self.env = environment(
            MADOGUCHI_DATA=str(folder / "data"),
            MADOGUCHI_KEYS=str(folder / "keys"),
            MADOGUCHI_AT=EVENING,
            **{
                name: os.environ[name]
                for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
                if name in os.environ
            },
            **more,
        )
        told = json.loads(self._script(_PREPARE))
        self.cookie, self.csrf = told["cookie"], told["csrf"]

    def _script(self, script: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        return done.stdout

    def kept(self) -> dict[str, list[str]]:
        """What is in the database, looked at from another process."""
        found: dict[str, list[str]] = json.loads(self._script(_LOOK))
        return found

    def refused(self) -> list[str]:
        """What the server itself noted as a fault, over all its lives."""
        said = (self.folder / "said.log").read_text().splitlines()
        return [line for line in said if line.startswith("madoguchi ")]

    def post(self, path: str, **fields: str) -> http.client.HTTPResponse:
        """Sends a form. Raises OSError where nobody answers."""
        told = urlencode({"csrfmiddlewaretoken": _TOKEN, **fields}).encode()
        return self._sent(path, told, "application/x-www-form-urlencoded")

    def post_file(self, path: str, **fields: str) -> http.client.HTTPResponse:
        """Sends a form with a file (``FILE``). Raises OSError where nobody answers."""
        parts = [
            f'name="{name}"\r\n\r\n{text}' for name, text in {"csrfmiddlewaretoken": _TOKEN, **fields}.items()
        ]
        whole = "".join(f"--cut\r\nContent-Disposition: form-data; {part}\r\n" for part in parts).encode()
        head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        return self._sent(path, whole + head + FILE + b"\r\n--cut--\r\n", "multipart/form-data; boundary=cut")

    def _sent(self, path: str, body: bytes, kind: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        heads = {
            "Cookie": f"{self.cookie}; {self.csrf}={_TOKEN}",
            "Content-Type": kind,
            "Sec-Fetch-Site": "same-origin",
        }
        try:
            line.request("POST", path, body, heads)
            answer = line.getresponse()
            answer.read()
            return answer
        except http.client.HTTPException as error:
            raise OSError(str(error)) from None
        finally:
            line.close()

    @contextlib.contextmanager
    def running(self) -> Iterator[float]:
        """Runs the server and gives the seconds that it took to come up; at the end it is killed in the middle of whatever it does."""
        options = ("--port", str(self.port), "--data", str(self.folder / "data"), "--at", EVENING)
        began = time.monotonic()
        with (self.folder / "said.log").open("ab") as log:
            process = subprocess.Popen(
                [*self.around, *command(*options)],
                stdout=log,
                stderr=log,
                env=self.env,
                start_new_session=True,
            )
        try:
            self._wait(process)
            yield time.monotonic() - began
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(OSError):
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                with contextlib.closing(line):
                    line.request("GET", "/ping/")
                    if line.getresponse().status == 200:
                        return
            time.sleep(0.05)
        raise AssertionError((self.folder / "said.log").read_text()[-2_000:])


def write_until(stop: threading.Event, desk: Desk, kept: Acknowledged) -> None:
    """Writes one case after the other, with a memo, a consent, a call-back, a file and a request for approval, until nobody answers."""
    while not stop.is_set():
        key = secrets.token_hex(16)
        try:
            answer = desk.post("/desk/cases/", key=key)
        except OSError:
            kept.unsure.append(key)
            return
        assert answer.status == 302, answer.status
        case_id = _case_in(answer)
        kept.cases[key] = case_id
        try:
            _write_on(desk, kept, case_id)
        except OSError:
            return


def _case_in(answer: http.client.HTTPResponse) -> str:
    return re.findall("/desk/cases/([0-9a-f]{32})/", answer.headers["Location"])[0]


def _write_on(desk: Desk, kept: Acknowledged, case_id: str) -> None:
    place, day = f"/desk/cases/{case_id}/", "2026-11-24"
    agreed = {"who": "consumer", "to": "x", "purpose": "x", "how": "oral", "fields": "case"}
    for acknowledged, path, form, status in (
        (kept.memos, "memo/", {"memo": "警告画面に電話した", "version": "2"}, 200),
        (kept.consents, "consents/", agreed, 302),
        (kept.dues, "due/", {"kind": "call_back", "day": day}, 302),
        (kept.files, "files/", {}, 302),
        (kept.asked, "approval/", {"decision": "ask"}, 302),
    ):
        send = desk.post_file if path == "files/" else desk.post
        answer = send(place + path, key=secrets.token_hex(16), **form)
        assert answer.status == status, (path, answer.status)
        acknowledged.append(case_id)
