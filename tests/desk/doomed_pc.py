"""A PC with a desk on it, in folders of its own, worked on by the command as a person types it; and what somebody at it sees."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from granian_site import EVENING, environment

COMMAND = "from madoguchi.cli import main; main()"
PASSWORD = "みかんと踏切のむこうの灯台まで"  # noqa: S105 (nobody has it)
_FILL = """
import datetime as dt, itertools, json, secrets, sys
from madoguchi.web import serving
serving.prepare()
from django.conf import settings
from madoguchi.consult import TOKYO
from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.accounts import factors, passwords
from madoguchi.web.accounts.models import Centre, Membership, Staff
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.consents import Agreed
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import member_of
AT = dt.datetime(2026, 11, 21, 10, 20, tzinfo=TOKYO)
given = json.loads(sys.stdin.read())
values = itertools.cycle(given["values"])
centre = Centre.objects.create(code="doomed", name="試験町消費生活センター", approves_alone=True, kept_years=5)
staff = Staff.objects.create(login="doomed", name="試験 花子")
Membership.objects.create(staff=staff, centre=centre, role="head", since=dt.date(2026, 4, 1))
passwords.set_password(staff, given["password"])
secret = factors.new_totp()
factors.add(staff, "totp", data=secret.encode(), name="app")
member = member_of(staff, centre, today=AT.date())
sent = lambda: cases.Sending(secrets.token_hex(16), AT)
for number in range(given["cases"]):
    one = cases.open_case(member, sent())
    cases.write_text(member, sent(), one, "memo", "警告画面に電話した " + " ".join(next(values) for _ in range(5)))
    cases.write_text(member, sent(), one, "summary", "端末に警告が表示され、プリペイド型電子マネーを購入した。")
    for part in ("caller", "consumer"):
        cases.set_party(member, sent(), one, part, PartyCodes(), Identity(next(values), phone=next(values)))
    cases.add_counterpart(member, sent(), one, "phone", next(values))
    cases.add_due(member, sent(), one, "call_back", AT, next(values))
    agreed = Agreed("consumer", "lawyer", ("case",), "引継ぎ", "oral", next(values))
    cases.record_consent(member, sent(), one, agreed)
    cases.attach(member, sent(), one, "keii.txt", next(values).encode())
    cases.draft_letter(member, sent(), one, "cooling_off", LetterWords(to_name=next(values), body=next(values)))
    cases.ask_approval(member, sent(), one)
folder = settings.DATA / "files" / "ab"
folder.mkdir(parents=True)
(folder / "sealed-file").write_bytes(secrets.token_bytes(3_000_000))
print(json.dumps(secret))
"""
_LOOK = """
import datetime as dt, hashlib, json, sys
from madoguchi.web import serving
serving.prepare()
from django.conf import settings
from django.test import Client
import pyotp
from madoguchi.consult import TOKYO
from madoguchi.web.accounts import views
from madoguchi.web.accounts.models import Centre, SecondFactor, Staff
from madoguchi.web.desk import log, readings
from madoguchi.web.desk.gates import member_of, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.similar import similar
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
given = json.loads(sys.stdin.read())
centre = Centre.objects.get(code="doomed")
member = member_of(Staff.objects.get(login="doomed"), centre, today=AT.date())
found = []
with within(centre):
    ids = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    entries = list(AuditEntry.objects.order_by("seq").values_list("seq", "act", "on"))
for one in ids:
    whole = readings.read_case(member, one, at=AT)
    with within(centre):
        found.append([
            whole.case.number, whole.case.state, dict(whole.texts),
            {part: [who.name, who.phone] for part, (_, who) in whole.parties.items()}, whole.counterparts,
            [note for _, note in readings.dues_of(whole)], [said.text for _, said in readings.consents_of(whole)],
            len(readings.approvals_of(whole)),
        ])
outbox.feed(centre, most=10**6)
hits = sorted(hit.number for hit in similar(member, "アップルカードを買った", at=AT).hits)
client = Client(SERVER_NAME="localhost")
first = client.post("/desk/sign-in/", {"login": "doomed", "password": given["password"]})
SecondFactor.objects.update(used=0)
second = client.post(first.headers.get("Location", "/"), {"code": pyotp.TOTP(given["secret"]).now()})
with within(centre):
    faults = [fault.what for fault in log.faults(centre)]
files = {
    path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (settings.DATA / "files").rglob("*") if path.is_file()
}
print(json.dumps({
    "cases": found, "hits": hits, "faults": faults, "files": files, "today": client.get("/desk/", follow=True).content.decode().count("試験 花子"),
    "door": [first.status_code, second.status_code], "entries": entries, "missing": outbox.missing(centre),
}))
"""


@dataclass(frozen=True)
class Pc:
    """A PC whose disk is ``folder``; ``more``: what else stands in its environment."""

    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        places = {"MADOGUCHI_DATA": self.folder / "data", "MADOGUCHI_KEYS": self.folder / "keys"}
        return environment(
            MADOGUCHI_AT=EVENING, **{name: str(path) for name, path in places.items()}, **self.more
        )

    def _run(self, *words: str, typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", *words],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=self.env,
        )

    def types(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """The command `madoguchi desk …`, with what is typed in when it asks."""
        return self.runs("desk", *words, typed=typed)

    def runs(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """The command `madoguchi …`."""
        return self._run(COMMAND, *words, typed=typed)

    def makes_a_key(self, *options: str) -> str:
        """Makes the recovery key, copies it from the screen, types it in again, and returns what stands on the paper."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        words = [sys.executable, "-c", COMMAND, "desk", "recovery-key", *options]
        with subprocess.Popen(words, cwd=self.folder, env=self.env, **pipes) as process:
            shown = self._shown(process)
            process.stdin.write(f"{shown}\n")
            process.stdin.close()
            said = process.stdout.read()
        assert process.returncode == 0, said
        return shown

    @staticmethod
    def _shown(process: subprocess.Popen[str]) -> str:
        groups: list[str] = []
        while len(groups) < 7 and (line := process.stdout.readline()):
            groups += re.findall(r"^ +\d\. +([0-9A-Z]{5})$", line)
        return " ".join(groups)

    def filled(self, values: list[str], *, cases: int) -> str:
        """Somebody works here; returns the secret of their app."""
        return str(self.told(_FILL, {"values": values, "cases": cases, "password": PASSWORD}))

    def seen(self, secret: str) -> dict[str, Any]:
        """Everything that somebody sees who signs in here and reads every case."""
        found: dict[str, Any] = self.told(_LOOK, {"secret": secret, "password": PASSWORD})
        return found

    def told(self, script: str, given: dict[str, object]) -> Any:
        """What a script prints here that is told ``given``, as JSON both."""
        done = self._run(script, typed=json.dumps(given))
        assert done.returncode == 0, done.stderr[-2_000:]
        return json.loads(done.stdout)

    def files(self) -> dict[str, bytes]:
        """Every file on the disk."""
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def dies(self) -> None:
        """The disk is gone."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
