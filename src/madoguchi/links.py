"""What the links, the sender and the attachments of a message give away, read without touching them.

Who owns a host is read in addresses.py; here it is compared with the name that the message gives itself. Nothing is ever
fetched or resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from madoguchi.addresses import ASKED_FOR, Address, address_of
from madoguchi.attachments import tricks_of_names
from madoguchi.knowledge.shapes import Brand, LinkTrick
from madoguchi.look_alikes import almost
from madoguchi.plain_text import PlainText, level
from madoguchi.words import Part, Story

_URL = re.compile(r"(?:https?://|www\.)[a-z0-9\-._~%!$&'()*+,;=:@/?#\[\]]+", re.IGNORECASE)
_BORROWED = ("co-jp", "-com", "-jp", "co.jp", "ne-jp", "or-jp", ".com.", ".co.", ".jp.")
_REGISTERED = frozenset({"co.jp", "go.jp"})
_HEAD, _FAR = 60, 2000
_UNSEEN = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+")
MAX_LINKS = 200


@dataclass(frozen=True, slots=True)
class Trick:
    """A trick by id (brands/link_tricks.yaml) with the words it rests on, in their part of the message."""

    id: str
    quote: str
    start: int
    end: int
    part: Part | None


def tricks_in(story: Story, brands: Sequence[Brand], *, rules: Mapping[str, LinkTrick]) -> list[Trick]:
    """Returns the tricks that the links, the sender and the attached files of ``story`` show, each once."""
    claimed = _claimed(story, brands)
    found = [
        *_of_anchors(story),
        *_of_name(story, claimed),
        *_of_sender(story, claimed, rules),
        *(
            _trick(id_, name, story, "attachment")
            for id_, name in tricks_of_names(story.attachments, story.text, rules=rules)
        ),
    ]
    for link, part in islice(_links(story), MAX_LINKS):
        ids = _of_link(address_of(link), claimed, brands, rules)
        found.extend(_trick(id_, link, story, part) for id_ in ids)
        if story.medium == "sms":
            found.append(_trick("link_in_sms", link, story, part))
    once: dict[str, Trick] = {}
    for trick in found:
        once.setdefault(trick.id, trick)
    return list(once.values())


def _claimed(story: Story, brands: Sequence[Brand]) -> list[Brand]:
    """The names that the message gives itself: in the sender's name, the subject, or the first lines."""
    name = (story.sender or "").split("<", 1)[0] if "<" in (story.sender or "") else ""
    first = _UNSEEN.sub("", story.text[:_FAR])[:_HEAD]  # nothing that nobody sees pushes the name away
    head = level(f"{name}\n{story.subject or ''}\n{first}")
    return [brand for brand in brands if any(_levelled(one) in head for one in brand.names)]


@lru_cache(maxsize=4096)
def _levelled(name: str) -> str:
    return level(name)


def _links(story: Story) -> Iterable[tuple[str, Part | None]]:
    for _, href in story.anchors[:MAX_LINKS]:
        yield href, "link"
    for url in story.urls[:MAX_LINKS]:
        yield url, "link"
    for hit in islice(_URL.finditer(story.text), MAX_LINKS):
        yield story.text[hit.start() : hit.end()], None


def _trick(id_: str, words: str, story: Story, part: Part | None) -> Trick:
    start = story.text.find(words) if part is None else 0
    return Trick(id_, words, max(start, 0), max(start, 0) + len(words), part)


def _of_anchors(story: Story) -> Iterator[Trick]:
    for visible, href in story.anchors[:MAX_LINKS]:
        shown = address_of(visible) if visible.lower().startswith(("http", "www.", "ｈｔｔｐ")) else None
        if shown and shown.host and shown.owner != address_of(href).owner:
            yield _trick("shown_differs", href, story, "link")


def _of_name(story: Story, claimed: Sequence[Brand]) -> Iterator[Trick]:
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
        elif claimed and (hidden := _hidden(words, names)):
            yield Trick("known_name", *hidden, part)


def _hidden(words: str, names: Sequence[str]) -> tuple[str, int, int] | None:
    """A name that is only there once the words are levelled (half-width, other letters), as it is written."""
    plain = PlainText.of(words)
    places = [(start, _levelled(name)) for name in names if (start := plain.text.find(_levelled(name))) >= 0]
    return plain.quote(min(places)[0], min(places)[0] + len(min(places)[1])) if places else None


def _of_sender(story: Story, claimed: Sequence[Brand], rules: Mapping[str, LinkTrick]) -> Iterator[Trick]:
    before, at, after = (story.sender or "").rpartition("@")
    address = address_of(after) if at and claimed else None
    if address is None or not before or not address.host:
        return
    if not _fits(address, claimed):
        yield _trick("name_not_in_sender", story.sender or "", story, "sender")
    if _is_odd(address, rules):
        yield _trick("odd_ending", story.sender or "", story, "sender")


def _of_link(
    address: Address, claimed: Sequence[Brand], brands: Sequence[Brand], rules: Mapping[str, LinkTrick]
) -> Iterator[str]:
    if not address.host:
        return
    if address.is_number:
        yield "bare_number_host"
    if any(mark in f".{address.front}." for mark in _BORROWED):
        yield "borrowed_front"
    if address.owner in rules["short_link"].hosts or address.host in rules["short_link"].hosts:
        yield "short_link"
    if any(host in (address.owner, address.ending) for host in rules["changing_host"].hosts):
        yield "changing_host"
    if _is_odd(address, rules):
        yield "odd_ending"
    yield from _of_names(address, claimed, brands)


def _of_names(address: Address, claimed: Sequence[Brand], brands: Sequence[Brand]) -> Iterator[str]:
    """What the host says about the names that are claimed, and about famous names at all."""
    if any(_is_own(address, brand) for brand in claimed):
        yield "link_of_the_name"
    elif any(address.owner in brand.hosts for brand in brands):
        return  # the host of another known name: a newsletter of one shop that leads to another
    elif almost(address, brands):
        yield "name_almost"
    elif claimed and not _fits(address, claimed):
        yield "name_not_in_link"
    elif claimed and address.ending not in ASKED_FOR and any(brand.hosts for brand in claimed):
        yield "name_on_strange_host"


def _is_own(address: Address, brand: Brand) -> bool:
    """A host that was seen to be the name's own; without such a list, the name alone under co.jp or go.jp."""
    alone = not brand.hosts and address.label in brand.tokens and address.ending in _REGISTERED
    return address.owner in brand.hosts or alone


def _fits(address: Address, brands: Iterable[Brand]) -> bool:
    """The name stands in the part of the host that its owner chose."""
    label = address.label
    return any(
        address.owner in brand.hosts
        or any(
            token in label if len(token) > 3 else token in re.split(r"[.\-]", label) for token in brand.tokens
        )
        for brand in brands
    )


def _is_odd(address: Address, rules: Mapping[str, LinkTrick]) -> bool:
    return address.ending.rpartition(".")[2] in rules["odd_ending"].endings
