"""Links and sender addresses, read without touching them: who owns the host, and does it fit the name that is claimed.

Nothing is ever fetched or resolved. The owner of a host is taken to be its last two labels, three under the usual
second-level names (co.jp, ne.jp, …).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from madoguchi.knowledge.shapes import Brand
from madoguchi.plain_text import level
from madoguchi.words import Part, Story

_URL = re.compile(r"(?:https?://|www\.)[a-z0-9\-._~%!$&'()*+,;=:@/?#\[\]]+", re.IGNORECASE)
_IP = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
_SECOND_LEVEL = frozenset(
    {"co", "ne", "or", "go", "ac", "ad", "ed", "gr", "lg", "com", "net", "org", "edu", "gov"}
)
_SHORT = frozenset(
    {"bit.ly", "t.co", "tinyurl.com", "is.gd", "s.yam.com", "cutt.ly", "t.ly", "x.gd", "ow.ly"}
)
_BORROWED = ("co-jp", "-com", "-jp", "co.jp", "ne-jp", "or-jp", ".com.", ".co.", ".jp.")
_FREE_NAMES = frozenset(
    "duckdns.org ddns.net no-ip.org hopto.org zapto.org dynv6.net dyndns.org mydns.jp myftp.org serveo.net".split()
)
_ODD_ENDINGS = frozenset(
    "top xyz icu cn cyou cfd sbs buzz vip tk ml ga cf gq club win bid loan work rest fun monster ink ru su pw cc".split()
)
_OWN_ENDINGS = frozenset("jp co.jp ne.jp or.jp go.jp com net".split())
_HEAD = 60
MAX_LINKS = 200


@dataclass(frozen=True, slots=True)
class Trick:
    """A trick by id (brands/link_tricks.yaml) with the words it rests on, in their part of the message."""

    id: str
    quote: str
    start: int
    end: int
    part: Part | None


def host_of(address: str) -> str:
    """Returns the host of a URL or bare address, levelled; empty when there is none."""
    text = level(address[:2_000]).strip()
    text = text.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return text.rsplit("@", 1)[-1].split(":", 1)[0].strip(".")


def owner_of(host: str) -> str:
    """Returns the registrable part of a host: shop.example.co.jp -> example.co.jp."""
    labels = host.split(".")
    if len(labels) >= 3 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def tricks_in(story: Story, brands: Sequence[Brand]) -> list[Trick]:
    """Returns the tricks that the links and the sender of ``story`` show, each once."""
    claimed = _claimed(story, brands)
    found = [*_of_anchors(story), *_of_name(story, claimed), *_of_sender(story, claimed)]
    for link, part in _links(story):
        if story.medium == "sms":
            found.append(_trick("link_in_sms", link, story, part))
        found.extend(_of_link(link, part, story, claimed))
    once: dict[str, Trick] = {}
    for trick in found:
        once.setdefault(trick.id, trick)
    return list(once.values())


def _claimed(story: Story, brands: Sequence[Brand]) -> list[Brand]:
    """The names that the message gives itself: in the sender's name, the subject, or the first lines."""
    name = (story.sender or "").split("<", 1)[0] if "<" in (story.sender or "") else ""
    head = level(f"{name}\n{story.subject or ''}\n{story.text[:_HEAD]}")
    return [brand for brand in brands if any(level(one) in head for one in brand.names)]


def _links(story: Story) -> Iterable[tuple[str, Part | None]]:
    for _, href in story.anchors[:MAX_LINKS]:
        yield href, "link"
    for url in story.urls[:MAX_LINKS]:
        yield url, "link"
    for hit in list(_URL.finditer(story.text))[:MAX_LINKS]:
        yield story.text[hit.start() : hit.end()], None


def _fits(host: str, brands: Iterable[Brand]) -> bool:
    owner = owner_of(host).rsplit(".", 1)[0]
    return any(
        token in owner if len(token) > 3 else token in re.split(r"[.\-]", owner)
        for b in brands
        for token in b.tokens
    )


def _trick(id_: str, words: str, story: Story, part: Part | None) -> Trick:
    start = story.text.find(words) if part is None else 0
    return Trick(id_, words, max(start, 0), max(start, 0) + len(words), part)


def _of_anchors(story: Story) -> Iterable[Trick]:
    for visible, href in story.anchors[:MAX_LINKS]:
        if not visible.lower().startswith(("http", "www.", "ｈｔｔｐ")) or "." not in host_of(visible):
            continue
        if owner_of(host_of(visible)) != owner_of(host_of(href)):
            yield _trick("shown_differs", href, story, "link")


def _of_name(story: Story, claimed: Sequence[Brand]) -> Iterable[Trick]:
    names = [name for brand in claimed for name in brand.names]
    parts: tuple[tuple[Part | None, str], ...] = (
        (None, story.text),
        ("subject", story.subject or ""),
        ("sender", story.sender or ""),
    )
    for part, words in parts:
        start, name = min(((words.find(name), name) for name in names if name in words), default=(-1, ""))
        if start >= 0:
            yield Trick("known_name", name, start, start + len(name), part)


def _of_sender(story: Story, claimed: Sequence[Brand]) -> Iterable[Trick]:
    address = (story.sender or "").rsplit("@", 1)
    if len(address) < 2 or not claimed:
        return
    host = host_of(address[1].strip("<> \"'"))
    if "." in host and not _fits(host, claimed):
        yield _trick("name_not_in_sender", story.sender or "", story, "sender")
    if _odd(host):
        yield _trick("odd_ending", story.sender or "", story, "sender")


def _of_link(link: str, part: Part | None, story: Story, claimed: Sequence[Brand]) -> Iterable[Trick]:
    host = host_of(link)
    if "." not in host:
        return
    owner = owner_of(host)
    if _IP.fullmatch(host):
        yield _trick("bare_number_host", link, story, part)
    front = host[: -len(owner)].rstrip(".")
    if any(mark in f".{front}." for mark in _BORROWED):
        yield _trick("borrowed_front", link, story, part)
    if owner in _SHORT or host in _SHORT:
        yield _trick("short_link", link, story, part)
    if owner in _FREE_NAMES:
        yield _trick("changing_host", link, story, part)
    if _odd(host):
        yield _trick("odd_ending", link, story, part)
    if claimed and not _fits(host, claimed):
        yield _trick("name_not_in_link", link, story, part)
    elif any(_owns(owner, token) for brand in claimed for token in brand.tokens):
        yield _trick("link_of_the_name", link, story, part)


def _odd(host: str) -> bool:
    return "." in host and host.rsplit(".", 1)[-1] in _ODD_ENDINGS


def _owns(owner: str, token: str) -> bool:
    """The name alone before an ordinary ending: amazon.co.jp, and not amazon-login.com."""
    label, _, ending = owner.partition(".")
    return label == token and ending in _OWN_ENDINGS
