"""Addresses of links and senders taken apart without touching them: whose name is it, and how is it dressed up.

Nothing is ever fetched or resolved. Who owns a host is read from the public suffix list inside the package
``publicsuffixlist``; a name below a suffix of its private part (a free host, a dynamic DNS) is one that anybody can take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

from madoguchi.plain_text import level

# Endings of registries that ask who one is and where; the others give any name to anybody.
ASKED_FOR = frozenset("co.jp ne.jp or.jp go.jp lg.jp ac.jp ad.jp ed.jp gr.jp jp".split())
_ASKED = frozenset("jp gov edu mil int ac go gob gouv museum".split())
_MAX_ADDRESS = 2_000
_LONGEST_HOST = 253
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.\-]{0,20}:)?//+")
_HOST_ENDS = re.compile(r"[/?#]")
_HOST = re.compile(r"[^\s/?#%<>\"']+")
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_DEFANGED = (("hxxp", "http"), ("[.]", "."), ("(.)", "."), ("[:]", ":"))
_LOOKS = str.maketrans("015", "ols")
_PAIRS = (("rn", "m"), ("vv", "w"))


@dataclass(frozen=True, slots=True)
class Address:
    """``host`` = ``front`` + ``owner``; ``owner`` = ``label`` + "." + ``ending``.

    An ending may belong to a service under which anybody takes a name (github.io, duckdns.org).
    """

    host: str
    front: str
    owner: str
    label: str
    ending: str

    @property
    def is_number(self) -> bool:
        """Whether the host is a bare number (IPv4) instead of a name."""
        return bool(_NUMBER.fullmatch(self.host))

    @property
    def is_shared(self) -> bool:
        """Whether the ending belongs to a service under which anybody takes a name."""
        services = _services()
        return self.ending in services or f"*.{self.ending.partition('.')[2]}" in services

    @property
    def is_asked_for(self) -> bool:
        """Whether the registry of the ending asks who one is (Japan, and the schools and offices of other countries)."""
        if self.is_shared:
            return False
        return self.ending.endswith((".jp", ".gov", ".edu")) or self.ending.partition(".")[0] in _ASKED


NOWHERE = Address("", "", "", "", "")


@lru_cache(maxsize=512)
def address_of(words: str) -> Address:
    """Returns the parts of a URL, a bare host or the part of a sender after @; NOWHERE when there is no host."""
    text = level(words[:_MAX_ADDRESS]).strip().strip("<>\"'")
    for odd, plain in _DEFANGED:
        text = text.replace(odd, plain)
    text = _SCHEME.sub("", text.replace("\\", "/"), count=1)
    host = _HOST_ENDS.split(text, maxsplit=1)[0].rpartition("@")[
        2
    ]  # what stands before an @ is a name to log in with
    host = _readable(host.split(":", 1)[0].strip(".")).lower()
    named = "." in host and ".." not in host and len(host) <= _LONGEST_HOST
    if not named or not _HOST.fullmatch(host):
        return NOWHERE
    if _NUMBER.fullmatch(host):
        return Address(host, "", host, host, "")
    owner, ending = _owner(host)
    return Address(
        host=host,
        front=host[: -len(owner)].rstrip("."),
        owner=owner,
        label=owner[: -len(ending) - 1],
        ending=ending,
    )


def _readable(host: str) -> str:
    """Punycode (xn--…) as the letters that it stands for, levelled; as it is when it stands for none."""
    if "xn--" not in host:
        return host
    return ".".join(_letters(label) for label in host.split("."))


def _letters(label: str) -> str:
    if label[:4] != "xn--":
        return label
    try:
        letters = level(label[4:].encode("ascii").decode("punycode"))
    except (UnicodeError, ValueError):
        return label
    return (
        letters if _HOST.fullmatch(letters) and "." not in letters else label
    )  # letters that are none, or end a label


def _owner(host: str) -> tuple[str, str]:
    owner = _endings().privatesuffix(host)
    if owner is None:  # the host is an ending itself: nobody stands before it
        return host, host.partition(".")[2]
    return owner, owner.partition(".")[2]


@lru_cache(maxsize=1)
def _endings() -> PublicSuffixList:
    """The registries' endings and those of services under which anybody takes a name."""
    return PublicSuffixList()


@lru_cache(maxsize=1)
def _services() -> frozenset[str]:
    """The endings of services alone (the private part of the list), as the list writes them."""
    text = Path(PSLFILE).read_text(encoding="utf-8")
    lines = text.partition("===BEGIN PRIVATE DOMAINS===")[2].splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("//"))


def look_of(label: str) -> str:
    """Returns a label as a hasty eye reads it: 0 as o, 1 as l, rn as m; without hyphens."""
    for two, one in _PAIRS:
        label = label.replace(two, one)
    return label.translate(_LOOKS).replace("-", "")
