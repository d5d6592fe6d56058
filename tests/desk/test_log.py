"""The audit log: every act stands in it, no value does, and whatever is done to it is found."""

import random
import sqlite3
from collections.abc import Callable

import pytest
from desk_under_test import KEYS, MEMO, case_of, memo_of, sent, stored, town
from django.conf import settings
from django.db import connection

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import cases, log
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.log_models import AuditEntry, AuditHead

ON_SQLITE = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="the intruder of this test writes into SQLite's file; on PostgreSQL tests/desk/test_rows.py stands for it",
)
TAMPERINGS = 1_000


def busy(writes: int = 12) -> Member:
    """Somebody who wrote and read."""
    member = town().person("counsellor")
    case_id = case_of(member)
    for number in range(writes):
        cases.write_text(member, sent(), case_id, "memo", f"{MEMO}{number}")
    memo_of(member, case_id)
    return member


def found(centre: Centre) -> list[log.Fault]:
    with within(centre):
        return log.faults(centre)


def test_a_log_that_nobody_touched_is_whole() -> None:
    assert found(busy().centre) == []


def test_every_act_stands_in_it_with_names_and_no_values() -> None:
    member = busy(2)
    entries = stored(member, AuditEntry, centre=member.centre)
    assert [entry.act for entry in entries] == ["open_case", *3 * ["write_text"], "read_case"]
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[1].fields == ["memo"] and not any("娘" in str(vars(entry)) for entry in entries)


def test_an_act_that_failed_is_not_in_it() -> None:
    member = busy(1)
    before = len(stored(member, AuditEntry, centre=member.centre))
    with pytest.raises(ValueError, match="長すぎます"):
        cases.write_text(member, sent(), case_of(member), "title", "あ" * 61)
    assert len(stored(member, AuditEntry, centre=member.centre)) == before + 2


def _changed(chance: random.Random, ask: Callable[..., object], centre: str, last: int) -> None:
    column, value = chance.choice(
        [("actor", "0" * 32), ("act", "close"), ("on_", "1" * 32), ("fields", '["x"]'), ("at", "2020-01-01")]
    )
    ask(
        f"UPDATE audit_entry SET {column}=? WHERE centre_id=? AND seq=?",
        (value, centre, chance.randint(2, last)),
    )


def _left_out(chance: random.Random, ask: Callable[..., object], centre: str, last: int) -> None:
    ask("DELETE FROM audit_entry WHERE centre_id=? AND seq=?", (centre, chance.randint(1, last)))


def _cut_off(chance: random.Random, ask: Callable[..., object], centre: str, last: int) -> None:
    """As a rollback does it: the end is gone and the head says so."""
    end = chance.randint(1, last - 1)
    ask("DELETE FROM audit_entry WHERE centre_id=? AND seq>?", (centre, end))
    mac = "(SELECT mac FROM audit_entry WHERE centre_id=? AND seq=?)"
    ask(f"UPDATE audit_head SET seq=?, mac={mac} WHERE centre_id=?", (end, centre, end, centre))


def _swapped(chance: random.Random, ask: Callable[..., object], centre: str, last: int) -> None:
    one = chance.randint(1, last - 1)
    for before, after in ((one, 10**6), (one + 1, one), (10**6, one + 1)):
        ask("UPDATE audit_entry SET seq=? WHERE centre_id=? AND seq=?", (after, centre, before))


def _forged(chance: random.Random, ask: Callable[..., object], centre: str, last: int) -> None:
    """An entry of the intruder's own at the end, the head moved to it."""
    mac = chance.randbytes(32)
    ask(
        "INSERT INTO audit_entry (centre_id, seq, at, actor, act, on_, fields, mac) "
        "VALUES (?, ?, '2026-11-24 00:00:00', ?, 'close', '', '[]', ?)",
        (centre, last + 1, "0" * 32, mac),
    )
    ask("UPDATE audit_head SET seq=?, mac=? WHERE centre_id=?", (last + 1, mac, centre))


def tampered(chance: random.Random, centre: str, last: int) -> str:
    """Does one thing to the log, asks for its faults, and puts the log back; returns what was done where none was found."""
    tamper = chance.choice((_changed, _left_out, _cut_off, _swapped, _forged))
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as file:
        before = list(file.execute("SELECT * FROM audit_entry WHERE centre_id=?", (centre,)))
        head = file.execute("SELECT seq, mac FROM audit_head WHERE centre_id=?", (centre,)).fetchone()
        tamper(chance, file.execute, centre, last)
        file.commit()
        seen = found(Centre.objects.get(pk=centre))
        _put_back(file, centre, before, head)
    return "" if seen else tamper.__name__


@ON_SQLITE
def test_a_thousand_tamperings_are_all_found() -> None:
    member, chance = busy(), random.Random(1)
    last = AuditHead.objects.get(centre=member.centre).seq
    missed = [done for _ in range(TAMPERINGS) if (done := tampered(chance, member.centre.id, last))]
    print(f"{TAMPERINGS} tamperings, {len(missed)} not found")
    assert missed == [] and found(member.centre) == []


def _put_back(
    file: sqlite3.Connection, centre: str, rows: list[tuple[object, ...]], head: tuple[object, ...]
) -> None:
    file.execute("DELETE FROM audit_entry WHERE centre_id=?", (centre,))
    file.executemany(f"INSERT INTO audit_entry VALUES ({','.join('?' * len(rows[0]))})", rows)
    file.execute("UPDATE audit_head SET seq=?, mac=? WHERE centre_id=?", (*head, centre))


def test_without_its_key_nobody_can_write_an_entry_that_fits() -> None:
    member = busy(1)
    key = next(KEYS.glob("*/audit.key"))
    kept = key.read_bytes()
    key.write_bytes(bytes(48))
    try:
        assert len(found(member.centre)) >= 4
    finally:
        key.write_bytes(kept)
    assert connection.vendor and found(member.centre) == []
