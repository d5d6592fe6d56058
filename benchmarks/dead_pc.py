"""A desk with 100,000 cases dies: how long the backup takes, the restore with all its checks, and a rotation of every case key.

``python benchmarks/dead_pc.py [--cases N]``. The cases are generated (a memo, a title, a summary, two identities, a call-back each, two
entries of the log a case) and sealed as the desk seals them, straight into the tables. Backup and restore are the commands that a
person types, in processes of their own, from their start to their end, with the program's own start in them. The rotation is stopped
half way and goes on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from texts import texts

_BATCH = 2_000
_COMMAND = (sys.executable, "-c", "from madoguchi.cli import main; main()", "desk")
_AT = dt.datetime(2026, 11, 24, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def fill(count: int) -> None:
    """Puts a centre with ``count`` cases into the desk of this process' settings."""
    from madoguchi.web.accounts.models import Centre, Staff
    from madoguchi.web.desk import case_keys
    from madoguchi.web.desk.models import CentreKey

    centre = Centre.objects.create(code="bench", name="試験町", approves_alone=True)
    staff = Staff.objects.create(login="bench", name="試験 花子")
    wraps: CentreKey = case_keys.centre_key(centre)
    stories = itertools.cycle(list(texts(2_000, seed=20261122)))
    for first in range(0, count, _BATCH):
        _batch(centre, staff, wraps, numbers=range(first, min(first + _BATCH, count)), stories=stories)
    _log(centre, staff, count=2 * count)


def _batch(centre: Any, staff: Any, wraps: Any, *, numbers: range, stories: Iterator[str]) -> None:
    from django.db import transaction

    from madoguchi.web.desk import models
    from madoguchi.web.desk.case_keys import _bytes_of
    from madoguchi.web.desk.sealing import new_key, sealed

    outer, rows = _bytes_of(wraps), []
    with transaction.atomic():
        for number in numbers:
            case = models.Case(
                centre=centre,
                number=f"2026-{number:06}",
                counsellor=staff,
                received_at=_AT,
                received_on=_AT.date(),
            )
            rows.append((case, new_key()))
        models.Case.objects.bulk_create(case for case, _ in rows)
        models.CaseKey.objects.bulk_create(
            models.CaseKey(
                case=case, centre_key=wraps, wrapped=sealed(key, key=outer, place=f"case_key/{case.pk}")
            )
            for case, key in rows
        )
        models.CaseText.objects.bulk_create(_texts(rows, staff, stories))
        models.Party.objects.bulk_create(_parties(rows))
        models.Due.objects.bulk_create(
            models.Due(case=case, kind="call_back", at=_AT, sealed_note=b"") for case, _ in rows
        )


def _texts(rows: list[tuple[Any, bytes]], staff: Any, stories: Iterator[str]) -> Iterator[Any]:
    from madoguchi.web.desk.models import CaseText
    from madoguchi.web.desk.sealing import sealed

    for case, key in rows:
        memo = next(stories)
        for field, text in (("memo", memo), ("title", memo[:30]), ("summary", memo[:120])):
            data = sealed(text.encode(), key=key, place=f"{case.pk}/{field}/1")
            yield CaseText(case=case, field=field, revision=1, sealed=data, by=staff, at=_AT)


def _parties(rows: list[tuple[Any, bytes]]) -> Iterator[Any]:
    import msgspec

    from madoguchi.web.desk.cases.record import Identity
    from madoguchi.web.desk.models import Party
    from madoguchi.web.desk.sealing import sealed

    who = msgspec.json.encode(Identity("試験 太郎", phone="03-0000-0000"))
    for (case, key), part in itertools.product(rows, ("caller", "consumer")):
        yield Party(case=case, part=part, sealed=sealed(who, key=key, place=f"{case.pk}/party/{part}"))


def _log(centre: Any, staff: Any, *, count: int) -> None:
    """The chain of the log, as ``log.note`` writes it one by one."""
    from django.conf import settings

    from madoguchi.web.desk import log
    from madoguchi.web.desk.keyring import keyring_of
    from madoguchi.web.desk.models import AuditEntry, AuditHead

    key, before, rows = keyring_of(settings.DATA).audit, b"", []
    for seq in range(1, count + 1):
        said = {"at": _AT, "actor": staff.pk, "act": "write_text", "on": "0" * 32, "fields": ["memo"]}
        entry = AuditEntry(centre=centre, seq=seq, **said)
        before = entry.mac = log._mac(entry, before, key)
        rows.append(entry)
        if len(rows) == _BATCH or seq == count:
            AuditEntry.objects.bulk_create(rows)
            rows.clear()
    AuditHead.objects.create(centre=centre, seq=count, mac=before)


def rotate() -> tuple[int, float]:
    """Gives every case key another wrapping, stopped half way; returns how many and the seconds of the whole."""
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk import case_keys
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.models import CaseKey

    centre = Centre.objects.get(code="bench")
    half = CaseKey.objects.count() // 2
    began = time.perf_counter()
    with within(centre):
        newest = case_keys.begin_rotation(centre)
    key, moved = case_keys._bytes_of(newest), 0
    while moved < half:
        moved += case_keys._rotate_some(centre, newest, key, case_keys._BATCH)
    moved += case_keys.rotate(centre)
    return moved, time.perf_counter() - began


def typed(folder: Path, *words: str, answer: str = "") -> tuple[str, str]:
    """Runs the command as a person types it; returns how long it took and what it said."""
    environment = {
        **os.environ,
        "MADOGUCHI_DATA": str(folder / "data"),
        "MADOGUCHI_KEYS": str(folder / "keys"),
    }
    began, worked = time.perf_counter(), _worked()
    done = subprocess.run(
        [*_COMMAND, *words],
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds = time.perf_counter() - began
    return f"{seconds:6.1f} s ({_worked() - worked:.1f} s of a core)", done.stdout


def _worked() -> float:
    """The seconds of a core that commands took so far; beside other work on the machine the clock says more."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def filled(folder: Path, count: int) -> str:
    """Makes the desk in ``folder``, in this process; returns its recovery key."""
    os.environ["MADOGUCHI_DATA"], os.environ["MADOGUCHI_KEYS"] = str(folder / "data"), str(folder / "keys")
    from madoguchi.web import serving

    serving.prepare()
    from madoguchi.web.desk.backup.making import keep_public_half
    from madoguchi.web.desk.backup.recovery_key import new_key, public_of

    key = new_key()
    keep_public_half(public_of(key))
    fill(count)
    return key


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=100_000)
    count = arguments.parse_args().cases
    with tempfile.TemporaryDirectory(prefix="madoguchi-dead-pc-") as name:
        old, new = Path(name) / "old", Path(name) / "new"
        old.mkdir()
        new.mkdir()
        began = time.perf_counter()
        key = filled(old, count)
        size = (old / "data" / "madoguchi.sqlite3").stat().st_size / 2**20
        print(f"{count:,} cases made in {time.perf_counter() - began:.0f} s, {size:,.0f} MiB", flush=True)
        took, _ = typed(old, "backup", str(old / "x.backup"))
        size = (old / "x.backup").stat().st_size / 2**20
        print(f"backup, read back     {took}, {size:,.0f} MiB", flush=True)
        took, said = typed(new, "restore", str(old / "x.backup"), answer=f"{key}\n")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"restore, all checked  {took}, at most {memory:,.0f} MiB of memory")
        print("".join(f"    {line}\n" for line in said.splitlines() if "件" in line), end="", flush=True)
        worked = time.process_time()
        moved, seconds = rotate()
        worked = time.process_time() - worked
        print(
            f"rotation of {moved:,} case keys, stopped half way: {seconds:.1f} s ({worked:.1f} s of a core)"
        )


if __name__ == "__main__":
    main()
