"""Freezes a small desk as this program keeps it: ``python tools/freeze_database.py NAME`` (see tests/desk/upgrades/README.md).

Fills a desk with invented cases, in a temporary folder and, where ``DATABASE_URL`` names a PostgreSQL with nothing in it, there; notes what
the program itself reads in it; and packs data, keys and note into ``tests/desk/upgrades/NAME.tar.xz`` (``NAME-postgresql.tar.xz``).
Later programs must bring it to their own tables and read the same. With PYTHONPATH an earlier program can be frozen, too.
"""

from __future__ import annotations

import datetime as dt
import json
import lzma
import os
import secrets
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from with_postgres import programs  # type: ignore[import-not-found,unused-ignore]

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests" / "desk" / "upgrades"
NOTE, DUMP = "seen.json", "postgresql.sql"
MEMOS = (
    "娘から。母78歳、画面に警告、電話した。アップルカード3万5千円を2枚。",
    "宅配の不在通知のSMS。リンクを開いて番号を入れた。",
    "屋根が浮いていると言われて契約した。5日前。",
)
_AT = dt.datetime(2026, 11, 24, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def filled() -> None:
    """Somebody works at a new desk: cases in hand, shared with consent, and registered."""
    from madoguchi.web.accounts.models import Centre, Membership, Staff

    here = Centre.objects.create(code="mori", name="森町消費生活センター", approves_alone=True, kept_years=5)
    Centre.objects.create(code="kawa", name="川町消費生活センター", kept_years=5)
    staff = Staff.objects.create(login="hanako", name="試験 花子")
    Membership.objects.create(staff=staff, centre=here, role="head", since=dt.date(2026, 4, 1))
    for memo in MEMOS:
        newest = worked(memo)
    _ended(_member(), newest)


def worked(memo: str) -> str:
    """Somebody at the desk takes in a case; returns its id."""
    from madoguchi.web.desk import cases

    member = _member()
    case_id = cases.open_case(member, _sent())
    cases.write_text(member, _sent(), case_id, "memo", memo)
    _worked_on(member, case_id)
    return case_id


def _member() -> Any:
    from madoguchi.web.accounts.models import Centre, Staff
    from madoguchi.web.desk.gates import member_of

    return member_of(Staff.objects.get(login="hanako"), Centre.objects.get(code="mori"), today=_AT.date())


def _sent() -> Any:
    from madoguchi.web.desk.cases import Sending

    return Sending(secrets.token_hex(16), _AT)


def _worked_on(member: Any, case_id: str) -> None:
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk import cases
    from madoguchi.web.desk.cases.consents import Agreed
    from madoguchi.web.desk.cases.record import Identity, PartyCodes

    cases.write_text(
        member, _sent(), case_id, "summary", "端末に警告が表示され、プリペイド型電子マネーを購入した。"
    )
    cases.set_party(
        member, _sent(), case_id, "consumer", PartyCodes(age_band="70s"), Identity(name="試験 ウメ")
    )
    cases.add_counterpart(member, _sent(), case_id, "phone", "050-1111-2222")
    cases.add_due(member, _sent(), case_id, "call_back", _AT, "夕方に")
    agreed = Agreed("consumer", "kawa", ("case",), "引き継ぐため", "oral", "読み上げた文")
    consent = cases.record_consent(member, _sent(), case_id, agreed)
    cases.share(member, _sent(), case_id, Centre.objects.get(code="kawa"), consent, "case")
    if hasattr(cases, "attach"):  # the first programs kept no files
        cases.attach(member, _sent(), case_id, "keii.txt", "経緯".encode())


def _ended(member: Any, case_id: str) -> None:
    from madoguchi.web.desk import cases

    cases.ask_approval(member, _sent(), case_id)
    cases.decide(member, _sent(), case_id, "approved")
    cases.register(member, _sent(), case_id)
    cases.close(member, _sent(), case_id)


def seen() -> dict[str, Any]:
    """What whoever works there reads in every case, and whether the log is whole."""
    from madoguchi.web.desk import log, readings
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.log_models import AuditEntry
    from madoguchi.web.desk.models import Case, CaseKey

    member = _member()
    with within(member.centre):
        ids = list(Case.objects.order_by("number").values_list("pk", flat=True))
        noted = (
            AuditEntry.objects.filter(centre=member.centre).order_by("seq").values_list("seq", "act", "on")
        )
        entries = [list(one) for one in noted]
        faults, keys = [fault.what for fault in log.faults(member.centre)], CaseKey.objects.count()
    told = [_told(readings.read_case(member, one, at=_AT)) for one in ids]
    return {"cases": json.loads(json.dumps(told)), "keys": keys, "faults": faults, "entries": entries}


def _told(whole: Any) -> list[Any]:
    names = {part: who.name for part, (_, who) in whole.parties.items()}
    return [whole.case.number, whole.case.state, dict(whole.texts), names, whole.counterparts]


def dumped() -> bytes:
    """The PostgreSQL that ``DATABASE_URL`` names, as SQL. Its own user reads it: row-level security binds the owner, too."""
    url = urlsplit(os.environ["DATABASE_URL"])
    whole = f"postgresql://postgres@{url.hostname}:{url.port}{url.path}"
    words = [str(programs() / "pg_dump"), "--inserts", "--no-comments", f"--dbname={whole}"]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def packed(folder: Path, more: dict[str, bytes]) -> bytes:
    """Everything below ``folder``, and ``more`` files by name."""
    whole = BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        for path in sorted(one for one in folder.rglob("*") if one.is_file() and "search" not in one.parts):
            tar.add(path, str(path.relative_to(folder)))
        for name, content in more.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    return lzma.compress(whole.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def frozen(folder: Path) -> bytes:
    """Fills a desk in ``folder`` and packs it. Call it once in a process: the program reads its settings once."""
    os.environ |= {"MADOGUCHI_DATA": str(folder / "data"), "MADOGUCHI_KEYS": str(folder / "keys")}
    from django.db import connections

    from madoguchi.web import serving

    serving.prepare()
    filled()
    more = {NOTE: json.dumps(seen(), ensure_ascii=False).encode()}
    connections.close_all()
    if "DATABASE_URL" in os.environ:
        more[DUMP] = dumped()
    return packed(folder, more)


def main() -> None:
    """Freezes one desk: in PostgreSQL where ``DATABASE_URL`` stands, otherwise in SQLite."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    kind = "-postgresql" if "DATABASE_URL" in os.environ else ""
    with tempfile.TemporaryDirectory() as folder:
        data = frozen(Path(folder))
    FROZEN.mkdir(exist_ok=True)
    to = FROZEN / f"{sys.argv[1]}{kind}.tar.xz"
    to.write_bytes(data)
    print(f"{to.relative_to(ROOT)}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
