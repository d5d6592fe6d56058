"""Hosts that borrow a famous name: the name before a stranger's host, with something added, a letter or two off, under another ending.

Whose host it is must be known from elsewhere: nothing here is said of a host that was seen to be the name's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from madoguchi.addresses import Address, look_of
from madoguchi.knowledge.shapes import Brand
from madoguchi.spelling import is_made_of_words, is_word, oddness

How = Literal["front", "almost", "added", "elsewhere", "like", "alike"]
_STRENGTH: Mapping[How, int] = {"front": 5, "almost": 4, "added": 3, "elsewhere": 2, "like": 1, "alike": 0}

_LEAST = 6  # shorter names have too many honest neighbours
_LEAST_LIKE = 5
_LEAST_INSIDE = 5
_LEAST_CERTAIN = 4  # shorter names are pieces of many honest hosts
_LONG = 8  # from here on two letters may differ
_LONGEST = 24
_LONGEST_WORD = 60
_MOST_WORDS = 40
_MOST_PIECES = 10
_MOST_LABELS = 6
_HONEST_REST = 10  # tenths (spelling.py): spelled like a name of its own
_ODD = -5  # a word spelled like a name of its own is no twisted one
_TWISTED = 60  # one that is spelled better than this is looked at for one letter only
_TOO_COMMON = frozenset({"office", "live", "post", "digital", "metro", "dash", "boy", "bk", "other"})
_SPLIT = re.compile(r"[-_]")
_WORLD = frozenset({"com", "net", "org"})
_COUNTRY = re.compile(r"(?:(?:co|com|net|org)\.)?[a-z]{2}")
# Words beside a name that speak of what phishing wants; an honest firm's own word (robotics, music) is another matter.
ASKING = frozenset(
    """
    account accounts acount auth authorize bank billing card cards center check cojp com confirm customer help id index info jp login
    logon mail member members my net nejp notice online pass passcode password pay payment safe secure security servic service services
    signin sms sso support uid update user users verification verify web webmail www
    """.split()
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A famous name, shown as ``name``, and how the ``piece`` of the host has it; ``token``: how the name is spelled."""

    name: str
    token: str
    how: How
    piece: str


def likeness(address: Address, brands: Sequence[Brand], *, asked: bool) -> Likeness | None:
    """Returns the name that ``address`` borrows, the surest first; None when there is none or the host is its own.

    A piece is what stands between dots and hyphens. ``asked``: the registry of the ending asks who one is (co.jp, go.jp, …), so that
    what the owner chose is not looked at.
    """
    names = _names(brands)
    if address.owner in names.hosts:
        return None
    found = list(_in_front(address, names, asked=asked))
    if not asked:
        found += _in_label(address, names)
    return max(found, key=lambda one: (_STRENGTH[one.how], len(one.token)), default=None)


def is_own(address: Address, brands: Sequence[Brand]) -> bool:
    """Returns whether the host was seen to be a known name's own."""
    return address.owner in _names(brands).hosts


def owner_name(address: Address, brands: Sequence[Brand]) -> str | None:
    """Returns the name whose own host it is (as it is read), None when it is nobody's known one."""
    return next((brand.names[0] for brand in brands if address.owner in brand.hosts), None)


def name_in(words: Sequence[str], brands: Sequence[Brand]) -> str | None:
    """Returns the famous name (as it is shown) that is one of ``words`` or, when it is long enough, stands within one."""
    names = _names(brands)
    for word in words[:_MOST_WORDS]:
        if word in names.tokens:
            return names.shown.get(look_of(word))
        found = next(names.inside(look_of(word[:_LONGEST_WORD]), word), None)
        if found:
            return found.name
    return None


def is_a_name(label: str, brands: Sequence[Brand]) -> bool:
    """Returns whether ``label`` is a famous name as it is spelled."""
    return label in _names(brands).tokens


def almost(address: Address, brands: Sequence[Brand]) -> str | None:
    """Returns the spelling of the name that ``address`` surely borrows (whatever its registry asks); None when there is none."""
    found = likeness(address, brands, asked=False)
    return found.token if found and found.how in {"front", "almost"} else None


def _in_front(address: Address, names: _Names, *, asked: bool) -> Iterator[Likeness]:
    for label in address.front.split(".")[-_MOST_LABELS:]:
        pieces = _pieces(label)
        for piece in pieces:
            seen = look_of(piece)
            if seen in names.shown:
                if seen in address.label:
                    continue  # mail.example.com of example.com
                twisted = (
                    piece not in names.tokens and piece.replace("-", "") != seen
                )  # yamat0: no honest word
                plain = not is_word(seen) and not (asked and _is_topic(pieces, names))
                sure = len(seen) >= _LEAST_CERTAIN and (twisted or plain)
                yield names.as_likeness(seen, "front" if sure else "like", piece=piece)
            else:
                yield from names.resembling(seen, piece)
                yield from names.inside(seen, piece)


def _is_topic(pieces: Sequence[str], names: _Names) -> bool:
    """Whether a name stands beside honest words alone: amazon-books, office365-lesson."""
    rest = [piece for piece in pieces[1:] if look_of(piece) not in names.shown]
    return bool(rest) and all(is_made_of_words(one) and one not in ASKING for one in rest)


def _in_label(address: Address, names: _Names) -> Iterator[Likeness]:
    pieces = _pieces(address.label)
    if pieces and look_of(pieces[0]) in names.shown and pieces[0] in names.tokens:
        yield from _elsewhere(address, names, look_of(pieces[0]))
        return
    topic = _is_topic(pieces, names)
    for piece in pieces:
        seen = look_of(piece)
        if seen not in names.shown:
            yield from names.resembling(seen, piece)
            yield from names.inside(seen, piece)
        elif piece not in names.tokens and len(seen) >= _LEAST:
            yield names.as_likeness(seen, "almost", piece=piece)  # amaz0n
        elif piece != address.label:
            sure = not topic and len(seen) >= _LEAST_CERTAIN and not is_word(seen)
            yield names.as_likeness(seen, "added" if sure else "like", piece=piece)


def _elsewhere(address: Address, names: _Names, token: str) -> Iterator[Likeness]:
    """The name itself under an ending that was not seen. A firm may be at home in many countries: nothing is said of theirs."""
    endings = names.endings[token]
    known = not endings or address.ending in endings or _COUNTRY.fullmatch(address.ending)
    if known or is_word(token) or len(token) < _LEAST_CERTAIN:
        return
    at_home = (
        token in names.labels
    )  # else only another spelling of the name: the firm may well have that host too
    yield names.as_likeness(
        token, "elsewhere" if at_home or address.ending not in _WORLD else "like", piece=address.label
    )


def _pieces(label: str) -> list[str]:
    """The label and what stands between its hyphens, digits at their ends put aside."""
    pieces = dict.fromkeys([label, *_SPLIT.split(label)])
    return [piece for piece in pieces if piece][:_MOST_PIECES]


class _Names:
    """Famous names, found again by what is left of them when one or two letters are taken out."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self.hosts = frozenset(host for brand in brands for host in brand.hosts)
        self.shown: dict[str, str] = {}
        self.endings: dict[str, set[str]] = {}
        tokens: set[str] = set()
        for brand in brands:
            hosts = [host.partition(".")[::2] for host in brand.hosts]
            labels = [label for label, _ in hosts if len(label) >= _LEAST_LIKE]
            for token in (one for one in (*brand.tokens, *labels) if one not in _TOO_COMMON):
                own = {ending for label, ending in hosts if label == token}
                self.shown.setdefault(look_of(token), brand.names[0])
                self.endings.setdefault(look_of(token), own or {ending for _, ending in hosts})
                tokens.add(token)
        self.tokens = frozenset(tokens)
        self.labels = frozenset(look_of(host.partition(".")[0]) for host in self.hosts)
        self.hyphened = frozenset(look_of(token) for token in self.tokens if "-" in token)
        self.left: dict[str, set[str]] = {}
        self.heads: dict[str, list[str]] = {}
        for name in (name for name in self.shown if len(name) >= _LEAST_LIKE):
            for rest in _without(name, 2):
                self.left.setdefault(rest, set()).add(name)
            self.heads.setdefault(name[:_LEAST_INSIDE], []).append(name)

    def as_likeness(self, token: str, how: How, *, piece: str) -> Likeness:
        return Likeness(self.shown[token], token, how, piece)

    def resembling(self, seen: str, piece: str) -> Iterator[Likeness]:
        """The names that ``seen`` is but for a letter or two: surely for long names, else only alike."""
        bare = seen.strip("0123456789")
        if not _LEAST_LIKE <= len(bare) <= _LONGEST or bare in self.shown or is_word(bare):
            return
        honest = oddness(bare)
        words = len(bare) < _LONG and is_made_of_words(bare)
        left = self.left
        near = {
            name
            for rest in _without(bare, 2 if honest < _TWISTED else 1)
            if rest in left
            for name in left[rest]
        }
        # Of names that are alike in every other way the nearest is told: the order of a set would be another in every process.
        for far, name in sorted((distance(bare, name), name) for name in near):
            if words or far > 2 or len(bare) < len(name) - 1:
                continue
            sure = far <= (2 if len(name) >= _LONG else 1) and len(name) >= _LEAST and not is_word(name)
            yield self.as_likeness(
                name, "almost" if sure else "like" if honest < _ODD else "alike", piece=piece
            )

    def inside(self, seen: str, piece: str) -> Iterator[Likeness]:
        """The names that stand within ``seen``: surely borrowed where what is added is no honest word."""
        joined = (
            "-" in piece
        )  # its parts are looked at one by one: only names that have a hyphen themselves may stand across
        for at in range(len(seen) - _LEAST_INSIDE + 1):
            for name in self.heads.get(seen[at : at + _LEAST_INSIDE], ()):
                if joined and name not in self.hyphened:
                    continue
                if seen.startswith(name, at) and len(seen) > len(name) and not is_word(seen):
                    rests = [rest for rest in (seen[:at], seen[at + len(name) :]) if rest]
                    honest = all(_is_honest_rest(rest) for rest in rests)
                    sure = not honest and len(name) >= _LEAST and not is_word(name)
                    yield self.as_likeness(name, "added" if sure else "like", piece=piece)


def _is_honest_rest(rest: str) -> bool:
    if rest in ASKING:
        return False
    return is_made_of_words(rest) or (len(rest) >= _LEAST_LIKE and oddness(rest) >= _HONEST_REST)


_LAST: list[tuple[Sequence[Brand], _Names]] = []


def _names(brands: Sequence[Brand]) -> _Names:
    """The names of the knowledge at hand, made once: the same list is handed in again and again."""
    last = _LAST[0] if _LAST else None
    if last is None or last[0] is not brands:
        last = brands, _Names(brands)
        _LAST[:] = [last]
    return last[1]


def _without(word: str, times: int) -> frozenset[str]:
    found = {word}
    for _ in range(times):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return frozenset(found)


def distance(one: str, other: str) -> int:
    """Returns how many letters were put in, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        following = [at]
        for place, wanted in enumerate(other, start=1):
            least = min(row[place] + 1, following[-1] + 1, row[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                least = min(least, before[place - 2] + 1)
            following.append(least)
        before, row = row, following
    return row[-1]
