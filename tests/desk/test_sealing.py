"""What is sealed is noise to whoever takes the file, opens in its own place alone, and is gone with its key."""

import secrets
from pathlib import Path

import pytest
from desk_under_test import KEYS, MORNING, case_of, case_row, memo_of, sent, stored, town
from django.conf import settings
from django.db import connection

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import case_keys, cases, readings
from madoguchi.web.desk.cases.consents import Agreed
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.keyring import KeyMissing, Keyring, keyring_of
from madoguchi.web.desk.models import Case, CaseKey, CentreKey
from madoguchi.web.desk.rotation import rotated
from madoguchi.web.desk.sealing import CannotOpen, mark_of, new_key, opened, sealed

KEY = new_key()


@pytest.mark.parametrize("change", ["key", "place", "byte", "short"])
def test_sealed_bytes_open_with_their_key_in_their_place_alone(change: str) -> None:
    data = sealed("母78".encode(), key=KEY, place="here")
    assert opened(data, key=KEY, place="here").decode() == "母78"
    wrong = {"byte": data[:-1] + bytes([data[-1] ^ 1]), "short": data[:5]}.get(change, data)
    with pytest.raises(CannotOpen):
        opened(
            wrong, key=new_key() if change == "key" else KEY, place="there" if change == "place" else "here"
        )


def test_the_same_number_has_the_same_mark_and_another_key_another() -> None:
    assert mark_of("phone", "0312345678", key=KEY) == mark_of("phone", "0312345678", key=KEY)
    assert mark_of("phone", "0312345678", key=KEY) != mark_of("phone", "0312345678", key=new_key())


def planted(member: Member) -> list[str]:
    """Sixty values that nobody may find anywhere, written through every field that takes a text."""
    values = [f"秘{secrets.token_hex(6)}" for _ in range(60)]
    rest = iter(values)
    case_id = case_of(member, " ".join(next(rest) for _ in range(10)))
    for field in ("title", "summary", "course", "handling", "advice"):
        cases.write_text(member, sent(), case_id, field, " ".join(next(rest) for _ in range(4)))
    for part in ("caller", "consumer"):
        who = Identity(*(next(rest) for _ in range(8)))
        cases.set_party(member, sent(), case_id, part, PartyCodes(), who)
    for kind in ("name", "phone", "url", "account", "email"):
        cases.add_counterpart(member, sent(), case_id, kind, next(rest))
    cases.add_due(member, sent(), case_id, "call_back", MORNING, next(rest))
    agreed = Agreed("consumer", "x", ("case",), "引継ぎ", "oral", " ".join(rest))
    cases.record_consent(member, sent(), case_id, agreed)
    cases.ask_approval(member, sent(), case_id)
    return values


def test_sixty_planted_values_are_nowhere_in_the_files() -> None:
    member = town().person("counsellor")
    values = planted(member)
    files = [path for path in (*Path(settings.DATA).rglob("*"), *KEYS.rglob("*")) if path.is_file()]
    whole = b"".join(path.read_bytes() for path in files) + _rows()
    hits = [value for value in values if value.encode() in whole or value[1:].encode() in whole]
    print(f"{len(values)} planted, {len(hits)} found in {len(files)} files, {len(whole):,} bytes")
    assert hits == [] and b"audit_entry" in whole


def _rows() -> bytes:
    """What PostgreSQL would write into a dump; of SQLite the file itself is read."""
    if connection.vendor == "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
    found = ["audit_entry"]
    for centre in Centre.objects.all():
        with within(centre), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found).encode()


def test_a_case_without_its_key_is_read_by_nobody() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    with within(member.centre):
        case_keys.shred(Case.objects.get(pk=case_id))
    with pytest.raises(KeyMissing, match="廃棄"):
        memo_of(member, case_id)


def test_rotation_wraps_every_case_anew_and_goes_on_where_it_stopped() -> None:
    member = town().person("counsellor")
    ids = [case_of(member) for _ in range(7)]
    with within(member.centre):
        newest = case_keys.begin_rotation(member.centre)
        assert case_keys.rotate_some(member.centre, batch=3) == 3  # and here it stops
    assert list(rotated(member.centre, at=MORNING, batch=2)) == [2, 4]
    assert {row.centre_key_id for row in stored(member, CaseKey, case__in=ids)} == {newest.pk}
    assert {memo_of(member, case_id) for case_id in ids} == {memo_of(member, ids[0])}


def test_the_key_before_is_gone_after_rotation() -> None:
    member = town().person("counsellor")
    case_of(member)
    assert list(rotated(member.centre, at=MORNING)) == [1]
    assert [row.generation for row in stored(member, CentreKey, centre=member.centre)] == [2]


def test_a_new_outer_key_wraps_the_centres_and_the_old_one_may_go() -> None:
    member = town().person("counsellor")
    case_id, ring = case_of(member), keyring_of(settings.DATA)
    with within(member.centre):
        ring.add()
        assert case_keys.wrap_centres_anew([member.centre]) == 1
        assert case_keys.centre_key(member.centre).outer == ring.newest()
    assert readings.read_case(member, case_id, at=MORNING).case.id == case_row(member, case_id).id


def test_a_key_that_is_gone_is_asked_for_and_never_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"outer-0007\.key"):
        Keyring(tmp_path).outer(7)
    assert list(tmp_path.iterdir()) == []


def test_keys_inside_the_data_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="MADOGUCHI_KEYS"):
        keyring_of(tmp_path, {"MADOGUCHI_KEYS": str(tmp_path / "keys")})


def test_keys_are_for_their_owner_alone() -> None:
    case_of(town().person("counsellor"))
    assert {oct(path.stat().st_mode & 0o777) for path in KEYS.rglob("*.key")} == {"0o600"}
