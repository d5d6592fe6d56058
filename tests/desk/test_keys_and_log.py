"""`madoguchi desk keys` and `desk log`: new keys open what the old ones sealed, and a log that was taken back is found."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk_under_test import case_of, memo_of, stored, town
from django.conf import settings
from test_log import ON_SQLITE

from madoguchi.cli import main
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.keyring import keyring_of
from madoguchi.web.desk.log_models import AuditEntry, AuditHead
from madoguchi.web.desk.models import CaseKey, CentreKey


def told(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["desk", *words], input=typed)


def wraps(member: Member) -> list[tuple[int, int]]:
    return [(row.generation, row.outer) for row in stored(member, CentreKey, centre=member.centre)]


def last_act(member: Member) -> str:
    return str(stored(member, AuditEntry, centre=member.centre)[-1].act)


def test_a_rotation_leaves_one_new_key_and_every_case_opens() -> None:
    member = town().person("counsellor")
    case_ids = [case_of(member, f"メモ{n}") for n in range(3)]
    before = {bytes(row.wrapped) for row in stored(member, CaseKey, case__in=case_ids)}
    done = told("keys", "rotate", "--centre", member.centre.code)
    assert done.exit_code == 0 and "3 件" in done.output and "前の鍵は消しました" in done.output
    assert [generation for generation, _ in wraps(member)] == [2] and last_act(member) == "rotate_keys"
    assert not before & {bytes(row.wrapped) for row in stored(member, CaseKey, case__in=case_ids)}
    assert [memo_of(member, case_id) for case_id in case_ids] == ["メモ0", "メモ1", "メモ2"]


def test_a_rotation_that_stopped_goes_on_with_the_key_it_began() -> None:
    member = town().person("counsellor")
    case_ids = [case_of(member, f"メモ{n}") for n in range(3)]
    with within(member.centre):
        case_keys.begin_rotation(member.centre)
        case_keys.rotate_some(member.centre, batch=1)
    done = told("keys", "rotate", "--centre", member.centre.code)
    assert done.exit_code == 0 and "続けます" in done.output and "（2 件）" in done.output
    assert [generation for generation, _ in wraps(member)] == [2]
    assert memo_of(member, case_ids[2]) == "メモ2"


def on_the_disk(*keys: bytes) -> list[bool]:
    """Of each key whether it stands in the database or in its log."""
    whole = b"".join(path.read_bytes() for path in Path(settings.DATA).glob("madoguchi.sqlite3*"))
    return [key in whole for key in keys]


@ON_SQLITE
@pytest.mark.parametrize("words", [("rotate",), ("outer",)])
def test_no_byte_of_the_old_wrappings_is_left_on_the_disk(words: tuple[str, ...]) -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    (ours,) = stored(member, CentreKey, centre=member.centre)
    (case,) = stored(member, CaseKey, case=case_id)
    old = (bytes(ours.wrapped), bytes(case.wrapped))[: 2 if words == ("rotate",) else 1]
    before = on_the_disk(*old)
    assert told("keys", *words).exit_code == 0
    assert all(before) and not any(on_the_disk(*old))


def with_an_old_key() -> tuple[Member, str, int]:
    """Somebody with a case, and the number of the outer key that no centre uses any more."""
    member = town().person("counsellor")
    case_id, ring = case_of(member), keyring_of(settings.DATA)
    told("keys", "outer")  # centres of other tests may be half-way
    old = ring.newest()
    done = told("keys", "outer")
    assert done.exit_code == 0 and f"outer-{old:04}.key" in done.output, done.output
    return member, case_id, old


def test_a_new_outer_key_wraps_every_centre_and_the_old_one_stays_until_told() -> None:
    (member, case_id, old), ring = with_an_old_key(), keyring_of(settings.DATA)
    name = f"outer-{old:04}.key"
    assert wraps(member) == [(1, old + 1)] and last_act(member) == "new_outer_key"
    kept = told("keys", "outer", "--forget-old", typed="n\n")
    assert "何も消していません" in kept.output and (ring.folder / name).is_file()
    assert name in told("keys", "outer", "--forget-old", typed="y\n").output
    assert not (ring.folder / name).exists() and memo_of(member, case_id)
    assert "ありません" in told("keys", "outer", "--forget-old").output and ring.newest() == old + 1


def test_an_outer_key_that_was_made_and_not_used_yet_is_used_and_not_made_again() -> None:
    member = town().person("counsellor")
    case_of(member)
    begun = keyring_of(settings.DATA).add()
    assert told("keys", "outer").exit_code == 0
    assert wraps(member) == [(1, begun)] and keyring_of(settings.DATA).newest() == begun


def test_a_missing_outer_key_is_told() -> None:
    case_of(member := town().person("counsellor"))
    ring = keyring_of(settings.DATA)
    key = ring.folder / f"outer-{ring.newest():04}.key"
    hidden = key.rename(key.with_name("hidden"))
    try:
        done = told("keys", "rotate", "--centre", member.centre.code)
        assert done.exit_code == 2 and "控えから戻して" in done.output
    finally:
        hidden.rename(key)


def test_a_log_as_it_was_written_is_said_to_be_so(tmp_path: Path) -> None:
    member, heads = town().person("counsellor"), tmp_path / "heads.json"
    case_of(member)
    assert (
        told("log", "heads", "--out", str(heads)).exit_code == 0 and member.centre.code in heads.read_text()
    )
    case_of(member)
    done = told("log", "verify", "--heads", str(heads))
    assert done.exit_code == 0 and "控えとも合っています" in done.output
    assert told("log", "heads", "--out", str(heads)).exit_code == 2


def tampered(*statements: tuple[str, tuple[object, ...]]) -> None:
    """What somebody does to the file of the database behind the desk's back."""
    with contextlib.closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as file:
        for statement, values in statements:
            file.execute(statement, values)
        file.commit()


def taken_back(member: Member, seq: int) -> tuple[list[AuditEntry], AuditHead]:
    """Database and note beside the keys as they were at ``seq``; returns what was there."""
    rows = [row for row in stored(member, AuditEntry, centre=member.centre) if row.seq > seq]
    (head,) = stored(member, AuditHead, centre=member.centre)
    (last,) = stored(member, AuditEntry, centre=member.centre, seq=seq)
    note = keyring_of(settings.DATA).folder / "heads" / member.centre.pk
    note.write_text(f"{seq} {bytes(last.mac).hex()}\n")
    tampered(
        ("DELETE FROM audit_entry WHERE centre_id=? AND seq>?", (member.centre.pk, seq)),
        ("UPDATE audit_head SET seq=?, mac=? WHERE centre_id=?", (seq, last.mac, member.centre.pk)),
    )
    return rows, head


def given_back(rows: list[AuditEntry], head: AuditHead) -> None:
    """Undoes ``taken_back``: other tests look at the whole log."""
    AuditEntry.objects.bulk_create(rows)
    head.save()


def verified(member: Member, *more: str) -> Result:
    """What the command says of the log of one centre."""
    return told("log", "verify", "--centre", member.centre.code, *more)


@ON_SQLITE
def test_a_machine_that_was_taken_back_is_found_by_the_heads_kept_elsewhere(tmp_path: Path) -> None:
    case_of(member := town().person("counsellor"))
    told("log", "heads", "--out", str(heads := tmp_path / "heads.json"))
    rows, head = taken_back(member, 1)
    try:
        assert verified(member).exit_code == 0
        done = verified(member, "--heads", str(heads))
        assert done.exit_code == 1 and "2 番: 記録がありません" in done.output
    finally:
        given_back(rows, head)


@ON_SQLITE
def test_an_entry_that_was_changed_is_named_and_no_heads_are_written(tmp_path: Path) -> None:
    case_of(member := town().person("counsellor"))
    change = "UPDATE audit_entry SET actor=? WHERE centre_id=? AND seq=1"
    tampered((change, ("0" * 32, member.centre.pk)))
    done = told("log", "verify", "--centre", member.centre.code)
    assert done.exit_code == 1 and "1 番: 書いたときの内容ではありません" in done.output
    refused = told("log", "heads", "--out", str(tmp_path / "heads.json"))
    assert refused.exit_code == 1 and not (tmp_path / "heads.json").exists()
    tampered((change, (member.staff.pk, member.centre.pk)))
    assert told("log", "verify", "--centre", member.centre.code).exit_code == 0


@pytest.mark.parametrize("content", ["", "[]", '{"made": "x", "heads": [{"centre": 1}]}', "[" * 100_000])
def test_a_file_that_is_no_heads_is_told(content: str, tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    file.write_text(content)
    done = told("log", "verify", "--heads", str(file))
    assert done.exit_code == 2 and "desk log heads --out" in done.output
