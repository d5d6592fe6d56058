"""Warnings as feeds: valid, with ids that stay, and no way to anywhere else."""

import json
import re
import xml.etree.ElementTree as ET
from uuid import UUID

import pytest
from django.test import Client, override_settings

from madoguchi.knowledge import load
from madoguchi.web import notices
from madoguchi.web.operators import Operator

CLIENT = Client(SERVER_NAME="localhost")
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00")


def atom() -> ET.Element:
    return ET.fromstring(CLIENT.get("/feed.atom").content)  # noqa: S314 (our own words)


def faults_of(feed: ET.Element) -> list[str]:
    """What RFC 4287 asks of a feed and each of its entries: exactly one id, title and updated; an author; self; content."""
    found = [f"{one.tag}: {name}" for one in (feed, *feed.iter(f"{ATOM}entry")) for name in ("id", "title", "updated")
             if len(one.findall(ATOM + name)) != 1]  # fmt: skip
    found += [] if feed.find(f"{ATOM}author/{ATOM}name") is not None else ["author"]
    found += [] if feed.find(f"{ATOM}link[@rel='self']") is not None else ["self"]
    found += [
        e.findtext(f"{ATOM}id", "") for e in feed.iter(f"{ATOM}entry") if not e.findtext(f"{ATOM}content")
    ]
    found += [
        t.text or ""
        for name in ("updated", "published")
        for t in feed.iter(ATOM + name)
        if not MOMENT.fullmatch(t.text or "")
    ]
    return found


def test_the_atom_feed_is_one() -> None:
    assert faults_of(atom()) == []
    assert CLIENT.get("/feed.atom").headers["Content-Type"].startswith("application/atom+xml")


@pytest.mark.parametrize("part", ["id", "title", "updated", "author", "entry"])
def test_the_check_notices_what_is_missing(part: str) -> None:
    feed = atom()
    one = feed.find(ATOM + part)
    assert one is not None
    if part == "entry":
        one.remove(one.find(f"{ATOM}content"))
    else:
        feed.remove(one)
    assert faults_of(feed) != []


def json_feed() -> dict[str, object]:
    return json.loads(CLIENT.get("/feed.json").content)


def test_the_json_feed_is_one() -> None:
    feed = json_feed()
    assert (
        feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["authors"][0]["name"]
    )
    assert all(
        one["id"] and one["content_text"] and MOMENT.fullmatch(one["date_modified"]) for one in feed["items"]
    )
    assert CLIENT.get("/feed.json").headers["Content-Type"] == "application/feed+json"


def test_both_tell_the_same() -> None:
    entries = [
        (e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title"), e.findtext(f"{ATOM}content"))
        for e in atom().iter(f"{ATOM}entry")
    ]
    assert entries == [(one["id"], one["title"], one["content_text"]) for one in json_feed()["items"]]


def test_every_scheme_in_use_is_told_with_an_id_that_stays() -> None:
    ids = [one["id"] for one in json_feed()["items"]]
    assert len(set(ids)) == len(ids) == sum(one.status == "in_use" for one in load().schemes.values())
    assert all(UUID(one) for one in ids) and ids == [one["id"] for one in json_feed()["items"]]
    support = next(one for one in notices.of_schemes() if one.subject == "support_scam")
    assert support.id == "urn:uuid:c9c58cdd-31b6-5e41-98ba-8f24fd553125"


def test_a_licence_stands_in_both() -> None:
    assert "CC BY 4.0" in atom().findtext(f"{ATOM}rights", "") and "CC BY 4.0" in str(
        json_feed()["description"]
    )


def test_no_address_but_our_own_stands_in_them() -> None:
    said = CLIENT.get("/feed.atom").content.decode() + CLIENT.get("/feed.json").content.decode()
    hosts = set(re.findall(r"https?://([^/\"<]+)", said))
    assert hosts == {"localhost", "www.w3.org", "jsonfeed.org"}  # the last two name the formats


def test_what_counts_records_can_add_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    day = notices.of_schemes()[0].changed.replace(year=2027)
    more = notices.Notice(
        key="warning:1", title="急な増え方 <b>&", text="a\x00b", first=day, changed=day, subject="x"
    )
    monkeypatch.setattr(notices, "SOURCES", [*notices.SOURCES, lambda: [more]])
    assert json_feed()["items"][0]["title"] == "急な増え方 <b>&" and faults_of(atom()) == []


def test_a_name_with_signs_of_markup_breaks_nothing() -> None:
    with override_settings(OPERATOR=Operator(name='<x> & "y"', site="まち&窓")):
        assert atom().findtext(f"{ATOM}author/{ATOM}name") == '<x> & "y"'


def test_the_pages_name_the_feeds() -> None:
    page = CLIENT.get("/").content.decode()
    assert 'type="application/atom+xml"' in page and 'href="/feed.json"' in page


def test_feeds_have_a_limit_of_their_own() -> None:
    assert [CLIENT.get("/feed.atom").status_code for _ in range(62)][-1] == 429
