"""What an address gives away by itself, whatever is written around it: borrowed names, thrown letters, endings for anybody.

Each clue has an id of brands/link_tricks.yaml, where its weight and its words for people stand. A path and an ending never speak
alone: a path is listened to only when the host has spoken, and an ending weighs less than a suspicion needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from madoguchi.addresses import Address, address_of
from madoguchi.knowledge.shapes import Brand, LinkTrick
from madoguchi.look_alikes import ASKING, likeness
from madoguchi.plain_text import level
from madoguchi.spelling import is_mixed, oddness

_BORROWED = ("co-jp", "-com", "-jp", "co.jp", "ne-jp", "or-jp", ".com.", ".co.", ".jp.")
_LIKENESS = {
    "front": "name_in_front",
    "almost": "name_almost",
    "added": "name_and_more",
    "elsewhere": "name_elsewhere",
    "like": "name_like",
}
# Tenths (spelling.py), chosen so that of 10,000 further own honest names as many are called odd as stands behind.
_THROWN = -62  # 2
_THROWN_AT_ANYONES = -35  # 88: such an ending is needed beside it
_UNUSUAL = -35
_UNUSUAL_AT_ANYONES = -15
_INITIALS = 5  # up to here letters without a word are the initials of many an honest name
_ODD_FRONT = -25
_THROWN_FRONT = -50
_EVERYDAY = frozenset("www www1 www2 www3 m sp s3 web mail".split())
_MAX_TAIL = 600
_AUTHORITY = re.compile(r"^[a-z][a-z0-9+.\-]{0,20}:[/\\]{2,4}([^/\\?#]*)", re.IGNORECASE)
_PORT = re.compile(r":([0-9]{2,5})$")
_WEB_PORTS = frozenset({"80", "443"})
_LED_ON = re.compile(r"[?&=/](https?:/{1,2}[^\s&]{4,300})", re.IGNORECASE)
_PIECE = re.compile(r"[a-z0-9]+")
_FOREIGN = re.compile("[Ͱ-ϿЀ-ӿԀ-ԯ]")
_LEAST_IN_TAIL = 4


class Clue(NamedTuple):
    """A clue by its id; ``name``: the famous name that it is about."""

    id: str
    name: str | None = None


def clues_of(link: str, brands: Sequence[Brand], *, rules: Mapping[str, LinkTrick]) -> list[Clue]:
    """Returns what ``link`` gives away by itself; nothing for a host that was seen to be a known name's own."""
    address = address_of(link)
    found = [*_of_writing(link), *_of_address(address, link, brands, rules)]
    inner = _led_on_to(link)
    if inner and inner.owner != address.owner:
        found += [clue for clue in _of_address(inner, "", brands, rules) if clue not in found]
    return found


def _of_address(
    address: Address, link: str, brands: Sequence[Brand], rules: Mapping[str, LinkTrick]
) -> list[Clue]:
    if not address.host or any(address.owner in brand.hosts for brand in brands):
        return []
    if address.is_number:
        return [Clue("bare_number_host")]
    spoken = [*_of_name(address, brands), *_of_letters(address, rules)]
    return [*spoken, *_of_ending(address, link, rules), *(_of_tail(link, brands) if spoken else ())]


def _of_writing(link: str) -> Iterator[Clue]:
    """How the address is dressed up before anybody looks at the host."""
    found = _AUTHORITY.match(link)
    authority = found[1] if found else ""
    if "@" in authority and "." in authority.partition("@")[0]:
        yield Clue("name_before_at")
    port = _PORT.search(authority)
    if port and port[1] not in _WEB_PORTS:
        yield Clue("odd_port")
    if _FOREIGN.search(authority) or (authority and _FOREIGN.search(_from_punycode(authority))):
        yield Clue("foreign_letters")


def _from_punycode(host: str) -> str:
    labels = []
    for label in host.lower().split("."):
        if label.startswith("xn--") and len(label) <= _MAX_TAIL:
            try:
                labels.append(label[4:].encode("ascii").decode("punycode"))
            except (UnicodeError, ValueError):
                continue
    return ".".join(label for label in labels if any(char.isascii() and char.isalpha() for char in label))


def _of_name(address: Address, brands: Sequence[Brand]) -> Iterator[Clue]:
    if any(mark in f".{address.front}." for mark in _BORROWED):
        yield Clue("borrowed_front")
    found = likeness(address, brands, asked=address.is_asked_for)
    if found:
        yield Clue(_LIKENESS[found.how], found.name)


def _of_letters(address: Address, rules: Mapping[str, LinkTrick]) -> Iterator[Clue]:
    if address.is_asked_for or any(host in (address.owner, address.ending) for host in rules["letters_thrown"].hosts):
        return
    anyones = _is_anyones(address, rules)
    odd = oddness(address.label)
    short = not anyones and len(address.label) <= _INITIALS
    if odd <= (_THROWN_AT_ANYONES if anyones else _THROWN) and not short:
        yield Clue("letters_thrown")
    elif odd <= (_UNUSUAL_AT_ANYONES if anyones else _UNUSUAL):
        yield Clue("letters_unusual")
    if is_mixed(address.label):
        yield Clue("digits_mixed")
    fronts = [label for label in address.front.split(".") if label and label not in _EVERYDAY]
    oddest = min((oddness(label) for label in fronts), default=0.0)
    if oddest <= _THROWN_FRONT:
        yield Clue("front_thrown")
    elif oddest <= _ODD_FRONT or any(is_mixed(label) for label in fronts):
        yield Clue("front_unusual")
    asking = [piece for piece in re.split("[-_]", address.label) if piece in ASKING]
    if asking and ("-" in address.label or "_" in address.label):
        yield Clue("asks_in_name")


def _is_anyones(address: Address, rules: Mapping[str, LinkTrick]) -> bool:
    return address.is_shared or is_odd_ending(address, rules) or address.ending in rules["easy_ending"].endings


def _of_ending(address: Address, link: str, rules: Mapping[str, LinkTrick]) -> Iterator[Clue]:
    places = (address.owner, address.ending, address.host)
    if any(place in rules["short_link"].hosts for place in places) and _tail(link).strip("/"):
        yield Clue("short_link")
    if any(host in places for host in rules["changing_host"].hosts):
        yield Clue("changing_host")
    elif address.is_shared:
        if not any(place in rules["letters_thrown"].hosts for place in places):
            yield Clue("anyones_host")
    elif is_odd_ending(address, rules):
        yield Clue("odd_ending")
    elif address.ending in rules["easy_ending"].endings:
        yield Clue("easy_ending")


def is_odd_ending(address: Address, rules: Mapping[str, LinkTrick]) -> bool:
    """Returns whether the ending is one that much phishing uses and few firms in Japan."""
    return address.ending.rpartition(".")[2] in rules["odd_ending"].endings


def _of_tail(link: str, brands: Sequence[Brand]) -> Iterator[Clue]:
    """What the path says, heard only when the host has spoken."""
    tail = _tail(link)
    if not tail:
        return
    pieces = _PIECE.findall(tail)
    for brand in brands:
        for token in brand.tokens:
            if token in pieces or (len(token) > _LEAST_IN_TAIL and token in tail):
                yield Clue("name_in_tail", brand.names[0])
                return
    if not ASKING.isdisjoint(pieces):
        yield Clue("asks_in_tail")


def _tail(link: str) -> str:
    rest = link.partition("//")[2] if "//" in link else link
    return level(unquote(rest.partition("/")[2][:_MAX_TAIL])).lower()


def _led_on_to(link: str) -> Address | None:
    """The address that an address carries in its question, to lead on to it."""
    found = _LED_ON.search(unquote(link[:2_000]), 8)
    return address_of(found[1]) if found else None
