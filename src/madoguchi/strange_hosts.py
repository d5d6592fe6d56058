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
from madoguchi.look_alikes import is_a_name, is_own, likeness, name_in, owner_name
from madoguchi.plain_text import level
from madoguchi.spelling import is_initials_and_word, is_mixed, oddness

_BORROWED = ("co-jp", "-com", "-jp", "co.jp", "ne-jp", "or-jp", ".com.", ".co.", ".jp.")
_LIKENESS = {
    "front": "name_in_front",
    "almost": "name_almost",
    "added": "name_and_more",
    "elsewhere": "name_elsewhere",
    "like": "name_like",
    "alike": "name_alike",
}
# Tenths (spelling.py), chosen so that of 10,000 further own honest names as many are called odd as stands behind.
_THROWN = -50  # 14
_THROWN_AT_ANYONES = -35  # 94: such an ending is needed beside it
_UNUSUAL = -35
_UNUSUAL_AT_ANYONES = -12
_INITIALS = 5  # up to here letters without a word are the initials of many an honest name
_THROWN_INITIALS = -85
_LEAST = 5
_ODD_FRONT = -25
_THROWN_FRONT = -50
_EVERYDAY = frozenset("www www1 www2 www3 m sp s3 web mail".split())
_MAX_TAIL = 600
_AUTHORITY = re.compile(r"^[a-z][a-z0-9+.\-]{0,20}:[/\\]{2,4}([^/\\?#]*)", re.IGNORECASE)
_PORT = re.compile(r":([0-9]{2,5})$")
_WEB_PORTS = frozenset({"80", "443"})
_LED_ON = re.compile(r"[?&=/](https?:/{1,2}[^\s&]{4,300})", re.IGNORECASE)
_SPLIT = re.compile("[-_]")
_PIECE = re.compile(r"[a-z0-9]+")
_FOREIGN = re.compile("[Ͱ-ϿЀ-ӿԀ-ԯ]")
_LEAST_IN_TAIL = 4
_DEEPEST = 4
# Words by which a host itself speaks of what phishing wants.
_ASKED = frozenset(
    """
    account accounts acount auth billing card cards confirm customer login logon member members pay payment safe secure security service
    services signin support update user users verification verify
    """.split()
)
# Words of a path that speak of what phishing wants.
_ASKED_IN_TAIL = frozenset(
    """
    account accounts auth authenticate authorize bank billing card confirm identity login logins logon member members
    mypage openid password pay payment secure security sign signin signon sso update verification verify webmail
    """.split()
)


class Clue(NamedTuple):
    """A clue by its id; ``name``: the famous name that it is about."""

    id: str
    name: str | None = None


def clues_of(link: str, brands: Sequence[Brand], *, rules: Mapping[str, LinkTrick]) -> list[Clue]:
    """Returns what ``link`` gives away by itself; nothing for a host that was seen to be a known name's own."""
    address = address_of(link)
    found = [*_of_writing(link), *_of_address(address, link, brands, rules)]
    if Clue("foreign_letters") in found and is_own(address, brands):
        found.append(Clue("name_almost", owner_name(address, brands)))
    inner = _led_on_to(link)
    if inner and inner.owner != address.owner:
        found += [clue for clue in _of_address(inner, "", brands, rules) if clue not in found]
    return found


def _of_address(
    address: Address, link: str, brands: Sequence[Brand], rules: Mapping[str, LinkTrick]
) -> list[Clue]:
    if not address.host or is_own(address, brands):
        return []
    if address.is_number:
        return [Clue("bare_number_host")]
    spoken = [*_of_name(address, brands)]
    if not is_a_name(address.label, brands):
        spoken += _of_letters(address, rules)
    heard = any(clue.id != "name_alike" for clue in spoken)
    return [*spoken, *_of_ending(address, link, rules), *(_of_tail(link, brands) if heard else ())]


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
    if address.is_asked_for or _is_under(address, rules["letters_thrown"]):
        return
    anyones = _is_anyones(address, rules)
    fronts = [label for label in address.front.split(".") if label and label not in _EVERYDAY]
    yield from _of_own_letters(
        address.label, anyones=anyones, whole=oddness(" ".join([*fronts, address.label])) if fronts else 0.0
    )
    oddest = min((oddness(label) for label in fronts), default=0.0)
    if oddest <= _THROWN_FRONT:
        yield Clue("front_thrown")
    elif oddest <= _ODD_FRONT or any(is_mixed(label) for label in fronts):
        yield Clue("front_unusual")
    pieces = [piece for piece in _SPLIT.split(address.label) if piece]
    asking = [piece for piece in pieces if piece in _ASKED]
    if len(pieces) > 1 and asking:
        yield Clue("asks_only" if len(asking) == len(pieces) else "asks_in_name")


def _of_own_letters(label: str, *, anyones: bool, whole: float) -> Iterator[Clue]:
    """How the owner's name is spelled; ``whole``: the same of the host without its ending, which tells more."""
    named = not anyones and (len(label) < _LEAST or is_initials_and_word(label))
    odd = min(0.0 if named else oddness(label), whole)
    if anyones:
        thrown, unusual = _THROWN_AT_ANYONES, _UNUSUAL_AT_ANYONES
    else:
        thrown, unusual = (_THROWN_INITIALS if len(label) <= _INITIALS else _THROWN), _UNUSUAL
    if odd <= thrown:
        yield Clue("letters_thrown")
    elif odd <= unusual:
        yield Clue("letters_unusual")
    if is_mixed(label):
        yield Clue("digits_mixed")


def _is_under(address: Address, rule: LinkTrick) -> bool:
    """Whether the host or something that it ends with is one of the rule's."""
    hosts, labels = _hosts_of(rule), address.host.split(".")
    return any(
        ".".join(labels[at:]) in hosts for at in range(max(0, len(labels) - _DEEPEST), len(labels) - 1)
    )


_MOST_KEPT = 1_000
_KEPT: dict[int, tuple[LinkTrick, frozenset[str]]] = {}


def _hosts_of(rule: LinkTrick) -> frozenset[str]:
    """The rule's hosts as a set, made once for each rule of the knowledge at hand."""
    kept = _KEPT.get(id(rule))
    if kept is None or kept[0] is not rule:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(rule)] = (rule, frozenset(rule.hosts))
    return kept[1]


def _is_anyones(address: Address, rules: Mapping[str, LinkTrick]) -> bool:
    return (
        address.is_shared or is_odd_ending(address, rules) or address.ending in rules["easy_ending"].endings
    )


def _of_ending(address: Address, link: str, rules: Mapping[str, LinkTrick]) -> Iterator[Clue]:
    if _is_under(address, rules["short_link"]) and _tail(link).strip("/"):
        yield Clue("short_link")
    if _is_under(address, rules["changing_host"]):
        yield Clue("changing_host")
    elif address.is_shared:
        if not _is_under(address, rules["letters_thrown"]):
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
    name = name_in(pieces, brands)
    if name:
        yield Clue("name_in_tail", name)
        return
    if not _ASKED_IN_TAIL.isdisjoint(pieces):
        yield Clue("asks_in_tail")


def _tail(link: str) -> str:
    rest = link.partition("//")[2] if "//" in link else link
    return level(unquote(rest.partition("/")[2][:_MAX_TAIL])).lower()


def _led_on_to(link: str) -> Address | None:
    """The address that an address carries in its question, to lead on to it."""
    found = _LED_ON.search(unquote(link[:2_000]), 8)
    return address_of(found[1]) if found else None
