"""What the links, the sender and the attachments of a message give away, read without touching them.

Who owns a host is read in addresses.py; here it is compared with the name that the message gives itself. Nothing is ever
fetched or resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from madoguchi.addresses import ASKED_FOR, Address, address_of
from madoguchi.attachments import tricks_of_names
from madoguchi.knowledge.shapes import Brand, LinkTrick
from madoguchi.look_alikes import is_own
from madoguchi.plain_text import MAX_CHARS_DESK, PlainText, level
from madoguchi.strange_hosts import Clue, clues_of, is_odd_ending
from madoguchi.words import Part, Story

_SIGNS = r"[a-z0-9\-._~%!$&'()*+,;=:@/?#\[\]]"
_URL = re.compile(rf"(?:h(?:tt|xx)ps?(?:://|\[:\]//)|www(?:\.|\[\.\])){_SIGNS}+", re.IGNORECASE)
_ALONE = re.compile(r"(?:h(?:tt|xx)ps?:[/\\]{1,3})?[^\s/\\?#]{4,300}(?:[/?#\\]\S*)?")
_ENDING = re.compile(r"[a-z][a-z0-9\-]{1,62}|[^\x00-\x7f]{2,20}")
# 並んでた。, 払ったのはexample: a sentence runs into the address.
_SAID = re.compile("[ぁ-ん、。][^/?#]{0,80}[。、「」!？]|[ぁ-ん]{3}[a-z0-9]")
# What hides an address from a plain search: full-width letters, signs without width, hxxp and [.].
_DISGUISED = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff．／：Ａ-Ｚａ-ｚ]|hxxp|\\[[.:]\\]", re.IGNORECASE
)
MAX_LINK = 2_000
_REGISTERED = frozenset({"co.jp", "go.jp"})
_HEAD, _FAR = 60, 2000
_UNSEEN = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+")
_DRESSED = frozenset({"foreign_letters", "name_before_at"})  # its host is not what it seems, whosever it is
_SURE = frozenset({"name_in_front", "name_almost"})
MAX_LINKS = 200
KNOWN_NAME = "known_name"
NAMES_NOBODY = "names_nobody"  # says something only beside other signs
_OWN_LINK = "link_of_the_name"
# Newsletters lead to hosts of others, and a sender is no link: these two do not make another link suspect.
EVERYDAY = frozenset({"name_not_in_link", "name_not_in_sender"})
# What only the spelling of a host says; a name that the message calls itself by is spelled as its owner likes.
_BY_SPELLING = frozenset({"name_like", "name_alike", "letters_thrown", "letters_unusual", "digits_mixed"})
_LATIN = re.compile(r"[a-z0-9@.\-]{4,40}")
_NAMING = re.compile(
    r"[0-9【\[《「■★]|銀行|カード|証券|信用金庫|信金|生命|損保|保険|郵便|会社|株式|\(株\)|市役所|区役所|町役場|税務|国税|年金|電力|ガス|水道|携帯|ショップ"
    "|ストア|センター|事務局|サポート|カスタマー|チーム|運営|担当|クリニック|病院|医院|学校|大学|図書館|です。|と申します|より|店"
)


@dataclass(frozen=True, slots=True)
class Trick:
    """A trick by id (brands/link_tricks.yaml) with the words it rests on, in their part of the message.

    ``name``: the famous name that it borrows, for the words that people are told.
    """

    id: str
    quote: str
    start: int
    end: int
    part: Part | None
    name: str | None = None


class _Link(NamedTuple):
    """An address as it was written, with its place in its part of the message."""

    words: str
    part: Part | None
    start: int
    end: int


def is_only_a_link(text: str) -> bool:
    """Returns whether ``text`` is nothing but one address, with a scheme or without."""
    bare = text.strip()
    if not 4 <= len(bare) <= MAX_LINK or len(bare.split(None, 1)) != 1:
        return False
    if not _ALONE.fullmatch(level(bare).replace("[.]", ".").replace("[:]", ":")):
        return False
    address = address_of(bare)
    if _SAID.search(address.host):
        return False
    return address.is_number or bool(_ENDING.fullmatch(address.ending.rpartition(".")[2]))


def is_link_alone(story: Story) -> bool:
    """Returns whether ``story`` is nothing but one address: nobody says anything with it."""
    return not (story.subject or story.sender or story.anchors or story.urls) and is_only_a_link(story.text)


def tricks_in(story: Story, brands: Sequence[Brand], *, rules: Mapping[str, LinkTrick]) -> list[Trick]:
    """Returns the tricks that the links, the sender and the attached files of ``story`` show, each once."""
    alone = is_link_alone(story)
    claimed = [] if alone else _claimed(story, brands)
    found = [
        *_of_anchors(story),
        *_of_name(story, claimed),
        *_of_sender(story, claimed, rules),
        *(
            Trick(id_, name, 0, len(name), "attachment")
            for id_, name in tricks_of_names(story.attachments, story.text, rules=rules)
        ),
    ]
    for link in islice(_links(story, alone=alone), MAX_LINKS):
        clues = list(_of_link(link.words, claimed, brands, rules))
        if not alone and any(clue.id in _BY_SPELLING for clue in clues) and _is_said(link, story):
            clues = [clue for clue in clues if clue.id not in _BY_SPELLING]
        found.extend(_trick(clue, link) for clue in clues)
        if story.medium == "sms":
            found.append(_trick(Clue("link_in_sms"), link))
    if not alone and story.text.strip() and _names_nobody(story, brands):
        words = story.text.strip().splitlines()[0][:_HEAD]
        start = story.text.find(words)
        found.append(Trick(NAMES_NOBODY, words, start, start + len(words), None))
    once: dict[str, Trick] = {}
    for trick in found:
        once.setdefault(trick.id, trick)
    if any(rules[id_].trap and trick.part != "sender" for id_, trick in once.items() if id_ not in EVERYDAY):
        once.pop(_OWN_LINK, None)  # true links beside one trap are part of the trap
    return list(once.values())


def _is_said(link: _Link, story: Story) -> bool:
    """The message calls itself by the name of its link: however odd the name, it is no borrowed or thrown one."""
    label = address_of(link.words).label
    said = level(_URL.sub(" ", f"{story.subject or ''} {story.text[:_FAR]}"))
    return len(label) > 3 and label in _LATIN.findall(said)


def quoted_from(story: Story, trick: Trick) -> Trick:
    """Returns ``trick`` with the words that stand at its place in ``story`` (its offsets are those of both)."""
    if trick.part not in (None, "subject", "sender"):
        return trick
    words = story.text if trick.part is None else getattr(story, trick.part) or ""
    return replace(trick, quote=words[trick.start : trick.end])


def _names_nobody(story: Story, brands: Sequence[Brand]) -> bool:
    """Whether nothing tells who writes: no sender, no famous name, no kind of firm or office, no number or heading."""
    if story.sender:
        return False
    whole = level(f"{story.subject or ''}\n{story.text}"[:MAX_CHARS_DESK])
    return not _NAMING.search(whole) and not any(
        _levelled(one) in whole for brand in brands for one in brand.names
    )


def _claimed(story: Story, brands: Sequence[Brand]) -> list[Brand]:
    """The names that the message gives itself: in the sender's name, the subject, or the first lines."""
    name = (story.sender or "").split("<", 1)[0] if "<" in (story.sender or "") else ""
    first = _UNSEEN.sub("", story.text[:_FAR])[:_HEAD]  # nothing that nobody sees pushes the name away
    head = level(f"{name}\n{story.subject or ''}\n{first}")
    return [brand for brand in brands if any(_levelled(one) in head for one in brand.names)]


@lru_cache(maxsize=4096)
def _levelled(name: str) -> str:
    return level(name)


def _links(story: Story, *, alone: bool) -> Iterator[_Link]:
    for _, href in story.anchors[:MAX_LINKS]:
        yield _Link(href, "link", 0, len(href))
    for url in story.urls[:MAX_LINKS]:
        yield _Link(url, "link", 0, len(url))
    if alone:
        bare = story.text.strip()
        start = story.text.find(bare)
        yield _Link(bare, None, start, start + len(bare))
    else:
        yield from _in_text(story.text)


def _in_text(text: str) -> Iterator[_Link]:
    for start, end in islice(places_of_links(text), MAX_LINKS):
        yield _Link(text[start:end], None, start, end)


def places_of_links(text: str) -> Iterator[tuple[int, int]]:
    """Yields where the addresses of ``text`` stand; hidden ones are looked for in the levelled text.

    Raises UnreadableText: too long to be levelled, or broken characters.
    """
    if not _DISGUISED.search(text):
        yield from ((hit.start(), hit.start() + _closed(hit[0])) for hit in _URL.finditer(text))
        return
    plain = PlainText.of(text, limit=MAX_CHARS_DESK)
    yield from (plain.span(hit.start(), hit.start() + _closed(hit[0])) for hit in _URL.finditer(plain.text))


def _closed(words: str) -> int:
    """How much of ``words`` is the address: a bracket that was opened before it (…（https://example.jp）) ends it."""
    opened = 0
    for at, sign in enumerate(words):
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            return at
    return len(words)


def _trick(clue: Clue, link: _Link) -> Trick:
    """The trick with the host as its quote, where the host stands as it is read; else the whole address."""
    host = address_of(link.words).host if link.part is None else ""
    at = link.words.lower().find(host) if host else -1
    if at < 0 or len(link.words.lower()) != len(link.words):
        return Trick(clue.id, link.words, link.start, link.end, link.part, clue.name)
    start = link.start + at
    quote = link.words[at : at + len(host)]
    return Trick(clue.id, quote, start, start + len(host), None, clue.name)


def _of_anchors(story: Story) -> Iterator[Trick]:
    for visible, href in story.anchors[:MAX_LINKS]:
        shown = address_of(visible) if visible.lower().startswith(("http", "www.", "ｈｔｔｐ")) else None
        if shown and shown.host and shown.owner != address_of(href).owner:
            yield _trick(Clue("shown_differs"), _Link(href, "link", 0, len(href)))


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
            yield Trick(KNOWN_NAME, name, start, start + len(name), part)
        elif claimed and (hidden := _hidden(words, names)):
            yield Trick(KNOWN_NAME, *hidden, part)


def _hidden(words: str, names: Sequence[str]) -> tuple[str, int, int] | None:
    """A name that is only there once the words are levelled (half-width, other letters), as it is written."""
    plain = PlainText.of(words[:_FAR])
    places = [(start, _levelled(name)) for name in names if (start := plain.text.find(_levelled(name))) >= 0]
    return plain.quote(min(places)[0], min(places)[0] + len(min(places)[1])) if places else None


def _of_sender(story: Story, claimed: Sequence[Brand], rules: Mapping[str, LinkTrick]) -> Iterator[Trick]:
    before, at, after = (story.sender or "").rpartition("@")
    address = address_of(after) if at and claimed else None
    if address is None or not before or not address.host:
        return
    sender = story.sender or ""
    place = _Link(sender, "sender", 0, len(sender))
    if not _fits(address, claimed):
        yield _trick(Clue("name_not_in_sender"), place)
    if is_odd_ending(address, rules):
        yield _trick(Clue("odd_ending"), place)


def _of_link(
    link: str, claimed: Sequence[Brand], brands: Sequence[Brand], rules: Mapping[str, LinkTrick]
) -> Iterator[Clue]:
    address = address_of(link)
    if not address.host:
        return
    clues = clues_of(link, brands, rules=rules)
    own = any(_is_own(address, brand) for brand in claimed) and not any(clue.id in _DRESSED for clue in clues)
    yield from () if own else clues
    if own:
        yield Clue(_OWN_LINK)
    elif is_own(address, brands):
        return  # the host of another known name: a newsletter of one shop that leads to another
    elif any(clue.id in _SURE for clue in clues):
        return  # said already, and more clearly
    elif claimed and not _fits(address, claimed):
        yield Clue("name_not_in_link")
    elif claimed and address.ending not in ASKED_FOR and any(brand.hosts for brand in claimed):
        yield Clue("name_on_strange_host")


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
