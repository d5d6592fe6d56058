"""Seventy-six planted values through every door, and then nothing of them anywhere: logs, database, temporary files, other pages."""

import base64
import io
import json
import os
import re
from pathlib import Path

import pytest
import site_under_test  # noqa: F401 (it makes Django ready)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from granian_site import Running, running
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from planted import CARDS, MY_NUMBERS, PINS, PLANTED, TOLD, hits, shapes

from madoguchi.papers.consents import NEEDS, Consent
from madoguchi.web.public.clock import now
from madoguchi.web.public.walk import Added, Walk, written
from madoguchi.words import Story

# Notes every file that the site opens for writing; started with the interpreter of the server.
WATCH = """
import os, sys
def note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(2, f"WRITES {os.fsdecode(args[0])}\\n".encode())
sys.addaudithook(note)
"""
DEEP = bool(os.environ.get("MADOGUCHI_DEEP"))
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def form_of(**fields: str) -> bytes:
    from urllib.parse import urlencode

    return urlencode(fields).encode()


def file_of(name: str, data: bytes) -> tuple[bytes, str]:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def mail_of(value: str) -> bytes:
    return f"From: {value} <a@b.example>\r\nSubject: {value}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{value}".encode()


def picture_of(value: str) -> bytes:
    told, kept = io.BytesIO(), PngInfo()
    kept.add_itxt("Comment", value)
    Image.new("RGB", (60, 30), "white").save(told, "PNG", pnginfo=kept)
    return told.getvalue()


def through_every_door(site: Running, value: str, *, picture: bool) -> None:
    """Every field, file, address and header. What is answered does not matter here."""
    from urllib.parse import quote

    walk = written(
        Walk(
            story=Story(text=value, subject=value, sender=value, urls=(value,)),
            added=(Added(at=value, text=value),),
            once=value,
        )
    )
    for fields in (
        {"text": value, "sender": value, "medium": value, "message": "1"},
        {"walk": walk, "go": "found"},
        {"walk": value},
        {"person": value},
    ):
        site.ask("POST", "/walk/tell/", form_of(**fields), **FORM)
    site.ask("POST", "/walk/add/", form_of(walk=written(Walk(story=Story(text="a"))), added=value), **FORM)
    site.ask("POST", "/walk/do/", form_of(walk=walk, step=value), **FORM)
    site.ask("POST", "/keep/", form_of(walk=walk, once="o" * 20), **FORM)
    through_papers(site, value)
    site.ask("POST", "/again/", form_of(number=value), **FORM)
    site.ask(
        "GET",
        f"/{quote(value)}?q={quote(value)}",
        User_Agent=quote(value),
        Referer=quote(value),
        Cookie=f"a={quote(value)}",
        X_Real_IP=quote(value),
    )
    for body in (json.dumps({"text": value, "id": value}), json.dumps({"text": value, value: 1}), value):
        site.ask("POST", "/api/consultations", body.encode(), Content_Type="application/json")
    files = [(f"{value}.txt", value.encode()), ("a.eml", mail_of(value)), ("a.png", picture_of(value))]
    for name, data in files if picture else files[:2]:
        body, kind = file_of(name, data)
        site.ask("POST", "/walk/tell/", body, Content_Type=kind)


def through_papers(site: Running, value: str) -> None:
    """The papers, with an agreement that names the value too, and a draft that goes again."""
    agreed = Consent(who=value, to="next_desk", fields=NEEDS["case"], purpose=value, how=value, when=now())
    story = Story(text=value, anchors=((value, value),), attachments=(value,), checks=(value,))
    walk = written(Walk(story=story, added=(Added(at=now().isoformat(), text=value),), consents=(agreed,)))
    made = [
        site.ask("POST", f"/paper/{kind}/", form_of(walk=walk), **FORM).status
        for kind in ("case", "for-the-person")
    ]
    assert made == [200, 200]
    site.ask("POST", "/walk/agree/", form_of(walk=walk, kind=value, field=value, agreed=value), **FORM)
    site.ask("POST", "/walk/change/", form_of(walk=walk, change=value), **FORM)
    site.ask("POST", "/forget/", form_of(walk=walk), **FORM)


def prepared(folder: Path) -> dict[str, str]:
    """The environment of a server that tells what it opens for writing and has a temporary folder of its own."""
    watch, temporary = folder / "watch", folder / "site" / "tmp"
    for one in (watch, temporary):
        one.mkdir(parents=True)
    (watch / "sitecustomize.py").write_text(WATCH)
    paths = f"{watch}:{Path(__file__).parents[2] / 'src'}"
    return {
        "TMPDIR": str(temporary),
        "PYTHONPATH": paths,
        "MADOGUCHI_PROXIES": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def enter_all(site: Running) -> None:
    """Every value, each from an address of its own (or the limits would shut the doors), and then other people's pages."""
    for number, value in enumerate(PLANTED):
        site.address = f"203.0.113.{number}"
        if DEEP or number % 4 == 0:
            through_every_door(site, value, picture=number % 12 == 0)
        else:
            through_some(site, value)
    for path in ("/nothing/", "/feed.atom", "/feed.json", "/api/", "/walk/do/"):
        (site.folder / f"answer-{path.replace('/', '')}").write_bytes(site.ask("GET", path).body)


def test_all_values_through_every_door_are_nowhere(tmp_path: Path) -> None:
    with running(tmp_path / "site", **prepared(tmp_path)) as site:
        enter_all(site)
        found, said = hits(tmp_path / "site"), site.said.decode()
    opened = {line.split(" ", 1)[1] for line in said.splitlines() if line.startswith("WRITES ")}
    names = sorted({Path(one).name for one in opened})
    print(f"{len(set(PLANTED))} values, {len(found)} hits, written to: {names}")
    assert len(set(PLANTED)) == 76 and found == [] and "fault" not in said and opened
    assert elsewhere(opened, tmp_path / "site") == set()


def elsewhere(opened: set[str], folder: Path) -> set[str]:
    """What was opened for writing outside the data. tempfile may try with four bytes of its own whether it could write."""
    own = re.compile(f"/dev/|{re.escape(str(folder))}/(?:data/|tmp/[a-z0-9_]{{8}}$)")
    return {one for one in opened if not own.match(one)}


def through_some(site: Running, value: str) -> None:
    """The doors that most people take: for the runs that must not take minutes."""
    site.ask("POST", "/walk/tell/", form_of(text=value, sender=value), **FORM)
    site.ask(
        "POST", "/api/consultations", json.dumps({"text": value}).encode(), Content_Type="application/json"
    )
    site.ask("POST", "/again/", form_of(number=value), **FORM)


@pytest.mark.parametrize("at", range(len(shapes(PLANTED[-1]))))
def test_the_search_finds_every_shape(tmp_path: Path, at: int) -> None:
    (tmp_path / "log").write_bytes(b"2026-11-21 body=" + shapes(PLANTED[-1])[at] + b" end")
    assert hits(tmp_path) != []


def test_the_search_finds_a_value_inside_a_longer_code(tmp_path: Path) -> None:
    for before in ("", "a", "ab"):
        (tmp_path / "log").write_bytes(base64.b64encode(f"{before}{PLANTED[0]} and more".encode()))
        assert hits(tmp_path) != []


def forged(value: str) -> str:
    """A walk that holds ``value`` in every field, though it never came in by a form."""
    story = Story(text=value, subject=value, sender=value, urls=(value,))
    return written(Walk(story=story, added=(Added(at="", text=value),)))


def shown_by_every_door(client: Client, value: str) -> list[HttpResponse]:
    """The pages after a form, a mail, and a walk that holds ``value``."""
    told = [client.post("/walk/tell/", {"text": f"前に {value} と書いた", "sender": value, "message": "1"})]
    told += [client.post("/walk/tell/", {"file": SimpleUploadedFile("a.eml", mail_of(value))})]
    pages = ("tell", "review", "found", "add")
    return told + [client.post("/walk/show/", {"walk": forged(value), "go": one}) for one in pages]


@pytest.mark.parametrize("value", [*CARDS, *MY_NUMBERS, *PINS, *TOLD])
def test_secret_numbers_are_on_no_page_by_any_door(value: str) -> None:
    secret = TOLD.get(value, value.removeprefix("暗証番号は").removesuffix("です"))
    told = shown_by_every_door(Client(SERVER_NAME="localhost"), value)
    assert {answer.status_code for answer in told} == {200}
    assert [secret for answer in told if secret in answer.content.decode()] == []


def test_no_page_sets_a_cookie_and_deleting_clears_what_the_browser_holds() -> None:
    client = Client(SERVER_NAME="localhost")
    answers = [
        client.post("/walk/tell/", {"text": "a"}),
        client.post("/forget/", {"walk": ""}),
        client.get("/again/"),
    ]
    assert not [one for one in answers if one.cookies]
    assert answers[1].headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
