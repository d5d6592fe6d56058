"""Files of a case: told by their bytes, sealed on the disk before they are acknowledged, handed out and never shown."""

import os
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from desk_under_test import case_of, sent, stored, town
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from doors_under_test import at_work
from test_gates import shared
from test_pages import hidden, text

from madoguchi.web.desk import case_keys, cases, stored_files
from madoguchi.web.desk.file_kinds import MOST_BYTES, MOST_FILES, NotAFile, kind_of, name_of
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.keyring import KeyMissing
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Attachment, Case

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MAIL = b"From: a@example.top\r\nDate: Sat, 21 Nov 2026 20:40:00 +0900\r\n\r\nhttps://example.top\r\n"


def page_of() -> tuple[Member, Client, str]:
    member = town(alone=True).person("counsellor")
    return member, at_work(member), f"/desk/cases/{case_of(member)}/files/"


def add(client: Client, place: str, name: str = "画面.png", data: bytes = PNG) -> HttpResponse:
    page = hidden(text(client.get(place)))
    return client.post(place, {**page, "file": SimpleUploadedFile(name, data)})


def rows(member: Member, place: str) -> list[Attachment]:
    return stored(member, Attachment, case=place.split("/")[3])


def test_a_file_is_kept_sealed_and_comes_back_as_it_was() -> None:
    member, client, place = page_of()
    assert add(client, place).status_code == 302
    row = rows(member, place)[0]
    on_disk = stored_files.path_of(row.pk).read_bytes()
    assert PNG[:8] not in on_disk and "画面".encode() not in bytes(row.sealed_name) + on_disk
    assert client.get(f"{place}{row.pk}/").content == PNG


def test_a_file_is_handed_out_and_never_shown() -> None:
    member, client, place = page_of()
    add(client, place, '"<img src=x>\u202egnp.png')
    answer = client.get(f"{place}{rows(member, place)[0].pk}/")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=\"file.png\"; filename*=UTF-8''") and said.isascii()
    assert unquote(said.partition("''")[2]) == '"<img src=x>gnp.png'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("a.eml", MAIL, "message/rfc822"),
        ("a.txt", "文です。".encode("cp932"), "text/plain"),
    ],
)
def test_what_is_on_the_list_is_told_by_its_bytes(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ\x90"),
        ("a.png", b"MZ\x90"),
        ("a.pdf.exe", b"%PDF-1.7"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a.txt", b"\x00\x01\x02"),
        ("a.eml", b"<html>From: x"),
        ("a.zip", b"PK\x03\x04"),
        ("a.png", b""),
        ("a.pdf", b"%PDF-" + b"x" * MOST_BYTES),
        ("pdf", b"%PDF-1.7"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(NotAFile, match="。"):
        kind_of(name, data)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\a\\b.png", "b.png"),
        ("あ" * 300 + ".pdf", "あ" * 200 + ".pdf"),
    ],
)
def test_a_name_is_its_last_part_alone(told: str, name: str) -> None:
    assert name_of(told) == name


def test_what_is_refused_is_told_on_the_page() -> None:
    member, client, place = page_of()
    answer = add(client, place, "a.exe", b"MZ")
    assert answer.status_code == 422 and "だけを添えられます" in text(answer) and rows(member, place) == []


def test_a_file_beyond_every_limit_is_told_in_words() -> None:
    member, client, place = page_of()
    answer = add(client, place, "a.pdf", b"%PDF-" + b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 413 and "10 MB まで" in text(answer) and rows(member, place) == []


def test_a_file_that_is_removed_is_gone_from_the_disk() -> None:
    member, client, place = page_of()
    add(client, place)
    row = rows(member, place)[0]
    client.post(place, {**hidden(text(client.get(place))), "remove": row.pk})
    assert rows(member, place) == [] and not stored_files.path_of(row.pk).exists()
    assert client.get(f"{place}{row.pk}/").status_code == 404


def test_two_files_of_one_page_are_two_and_one_sent_twice_is_one() -> None:
    member, client, place = page_of()
    page = hidden(text(client.get(place)))
    for data in (PNG, PNG + b"x", PNG):
        client.post(place, {**page, "file": SimpleUploadedFile("a.png", data)})
    assert sorted(row.size for row in rows(member, place)) == [len(PNG), len(PNG) + 1]


def test_a_case_takes_so_many_files_and_no_more() -> None:
    member, client, place = page_of()
    for at in range(MOST_FILES):
        cases.attach(member, sent(), place.split("/")[3], f"{at}.png", PNG)
    assert add(client, place).status_code == 422 and len(rows(member, place)) == MOST_FILES


def test_the_bytes_are_on_the_disk_before_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    member, _client, place = page_of()
    order: list[str] = []
    real, sync = stored_files.write, os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("fsync"), sync(number))[1])
    monkeypatch.setattr(stored_files, "write", lambda *a: (real(*a), order.append("written"))[0])
    monkeypatch.setattr(Attachment, "save", lambda *_a, **_k: (order.append("row"), _fail())[1])
    with pytest.raises(DatabaseError):
        cases.attach(member, sent(), place.split("/")[3], "a.png", PNG)
    assert order[0] == "fsync" and order[-2:] == ["written", "row"] and order.count("fsync") >= 2


def _fail() -> None:
    raise DatabaseError("the disk is full")


def lying(days: float) -> Path:
    """A file that no row knows, so many days old."""
    path = stored_files.path_of(f"{int(days * 10):032x}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


def test_what_a_crash_left_is_swept_when_it_is_a_day_old() -> None:
    member, client, place = page_of()
    add(client, place)
    kept = stored_files.path_of(rows(member, place)[0].pk)
    os.utime(kept, (0, 0))
    old, young = lying(1.5), lying(0.5)
    assert stored_files.sweep() >= 1
    assert kept.exists() and young.exists() and not old.exists()


def test_a_file_of_another_case_is_not_there() -> None:
    member, client, place = page_of()
    add(client, place)
    row = rows(member, place)[0]
    other = f"/desk/cases/{case_of(member)}/files/"
    assert client.get(f"{other}{row.pk}/").status_code == 404
    assert at_work(town().person("head")).get(f"{place}{row.pk}/").status_code == 404
    assert client.post(other, {**hidden(text(client.get(other))), "remove": row.pk}).status_code == 422
    assert stored_files.path_of(row.pk).exists()


def test_a_shared_file_is_read_and_noted_and_never_removed() -> None:
    owner, there = town().person("counsellor"), town()
    case_id, _ = shared(owner, there)
    file_id = cases.attach(owner, sent(), case_id, "a.png", PNG)
    reader = there.person("counsellor")
    client, place = at_work(reader), f"/desk/cases/{case_id}/files/"
    assert client.get(f"{place}{file_id}/").content == PNG
    assert "read_file" in [one.act for one in stored(reader, AuditEntry, centre=reader.centre)]
    assert client.post(place, {"remove": file_id, "key": "x", "version": "1"}).status_code == 404


def _bent(data: bytes) -> bytes:
    return bytes((*data[:-1], data[-1] ^ 1))


@pytest.mark.parametrize("trouble", ["missing", "changed", "moved"])
def test_a_file_that_is_not_as_it_was_is_told(trouble: str) -> None:
    member, client, place = page_of()
    for data in (PNG, PNG + b"2"):
        add(client, place, data=data)
    one, other = (stored_files.path_of(row.pk) for row in rows(member, place))
    one.write_bytes(_bent(one.read_bytes()) if trouble == "changed" else other.read_bytes())
    if trouble == "missing":
        one.unlink()
    answer = client.get(f"{place}{one.name}/")
    assert answer.status_code == 422 and "開けま" in text(answer) and PNG not in answer.content


def test_without_its_key_a_file_is_noise() -> None:
    member, client, place = page_of()
    add(client, place)
    row = rows(member, place)[0]
    with within(member.centre):
        case_keys.shred(Case.objects.get(pk=row.case_id))
    assert PNG not in stored_files.path_of(row.pk).read_bytes()
    with pytest.raises(KeyMissing):
        client.get(f"{place}{row.pk}/")
