"""The message that came, as a report may tell it: readable, on safe lines, the person's own data hidden."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from madoguchi.hours import YEARS
from madoguchi.links import places_of_links
from madoguchi.masks import Hidden, Masked, Span, masked
from madoguchi.plain_text import UnreadableText
from madoguchi.telling.layout import clean
from madoguchi.words import Consultation, Medium, Story

MAX_ORIGINAL = 1_000_000  # bytes of a mail that is attached as it came
_MAX_LINKS = 50
_MAX_HEAD = 64_000
_MAX_STAMP = 100
_SHORT = 200  # characters: a longer text that nobody names is taken for a mail
_NOT_AT_THE_END = ".,;:!?)]'．：？"
_BESIDE_A_LINK = re.compile(
    "[（），；！]"
)  # signs of a sentence, although levelled they could stand in an address
_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}")
_HEAD_ENDS = re.compile(r"\r?\n\r?\n|\r\r")
_FOLDED = re.compile(r"\r?\n[ \t]")
_FOR = re.compile(
    r"\bfor[ \t]+<?([A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8})", re.IGNORECASE
)
_OF_THE_PERSON = (
    "to:",
    "cc:",
    "bcc:",
    "delivered-to:",
    "x-original-to:",
    "envelope-to:",
    "x-envelope-to:",
    "x-forwarded-to:",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What stands beside the text: the mail as it came (``raw``), and when it came."""

    raw: bytes | None = None
    received: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message for a report. ``hidden``: how often what was hidden, over all parts.

    ``assumed``: nobody said how it came, and ``medium`` is a guess by the length.
    """

    medium: Medium
    assumed: bool
    text: str
    subject: str
    sender: str
    links: tuple[str, ...]
    header: str
    received: dt.datetime | None
    raw: bytes | None
    hidden: dict[Hidden, int]


def received_of(story: Story, answer: Consultation, *, original: Original) -> Received:
    """Returns the message that ``story`` is. Raises UnreadableText: the mail is too large to be attached."""
    raw = original.raw
    if raw is not None and len(raw) > MAX_ORIGINAL:
        raise UnreadableText(
            f"元のメールが大きすぎます（{len(raw):,} バイト）。{MAX_ORIGINAL:,} バイトまでにしてください。",
            "mail_large",
        )
    own = own_addresses(raw) if raw else frozenset[str]()
    sender = clean(story.sender or "")
    links = _links(story)
    parts = {
        "text": _hide(on_safe_lines(story.text), sender=sender, own=own),
        "subject": _hide(clean(story.subject or ""), sender=sender, own=own),
        "header": _hide_own(_header(raw) if raw else "", own),
    }
    medium = _medium(story, answer, raw=raw)
    return Received(
        medium=medium or ("sms" if len(story.text) <= _SHORT else "email"),
        assumed=medium is None,
        text=parts["text"].text,
        subject=parts["subject"].text,
        sender=sender,
        links=links,
        header=parts["header"].text,
        received=original.received or (_arrived(raw) if raw else None),
        raw=raw,
        hidden=dict(Counter(kind for part in parts.values() for kind in part.hidden)),
    )


def on_safe_lines(text: str) -> str:
    """Returns ``text`` line by line without control, bidirectional and other invisible characters."""
    return "\n".join(
        "".join(char for char in line if char == "\t" or unicodedata.category(char)[0] != "C")
        for line in text.splitlines()
    )


def own_addresses(raw: bytes) -> frozenset[str]:
    """Returns the mail addresses to which the mail ``raw`` came, as its header names them.

    Who got a blind copy stands in no ``To``: only the servers on the way name that address (``for <…>``).
    """
    lines = _FOLDED.sub(" ", _head(raw)).splitlines()
    to_person = (line for line in lines if line.lower().startswith(_OF_THE_PERSON))
    on_the_way = (line for line in lines if line.lower().startswith("received:"))
    named = {found for line in to_person for found in _ADDRESS.findall(line)}
    return frozenset(named.union(found for line in on_the_way for found in _FOR.findall(line)))


def _arrived(raw: bytes) -> dt.datetime | None:
    """When the last server took the mail in: its line stands on top. ``Date`` is only what the sender says."""
    lines = _FOLDED.sub(" ", _head(raw)).splitlines()
    stamp = next((line for line in lines if line.lower().startswith("received:")), "").rpartition(";")[2]
    try:
        moment = parsedate_to_datetime(stamp[:_MAX_STAMP].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo and moment.year in YEARS else None


def _head(raw: bytes) -> str:
    return _HEAD_ENDS.split(raw[:_MAX_HEAD].decode("utf-8", "replace"), maxsplit=1)[0]


def _header(raw: bytes) -> str:
    return on_safe_lines(_head(raw))


def _hide(text: str, *, sender: str, own: frozenset[str]) -> Masked:
    return masked(text, sender=sender, own=own, spared=list(_link_places(text)))


def _link_places(text: str) -> Iterator[Span]:
    for start, end in places_of_links(text):
        yield start, start + len(_BESIDE_A_LINK.split(text[start:end], maxsplit=1)[0])


def _hide_own(header: str, own: frozenset[str]) -> Masked:
    """In a header only the addresses of the person: the others, and the numbers, are what the desk reads it for."""
    chars = list(header)
    mine = {address.lower() for address in own}
    places = [hit.span() for hit in _ADDRESS.finditer(header) if hit[0].lower() in mine]
    for start, end in places:
        chars[start:end] = ["*" if char.isalnum() else char for char in chars[start:end]]
    hidden: list[Hidden] = ["mail" for _ in places]
    return Masked("".join(chars), tuple(hidden))


def _links(story: Story) -> tuple[str, ...]:
    """Where the links lead. What an anchor only shows is no address of the false page: often it is the genuine one's."""
    told = [href for _, href in story.anchors] + list(story.urls)
    shown = {clean(visible) for visible, href in story.anchors if clean(visible) != clean(href)}
    told += [story.text[start:end].rstrip(_NOT_AT_THE_END) for start, end in _link_places(story.text)]
    links = dict.fromkeys(link for one in told if (link := clean(one)) and link not in shown)
    return tuple(links)[:_MAX_LINKS]


def _medium(story: Story, answer: Consultation, *, raw: bytes | None) -> Medium | None:
    """How it came: as told, else as the parts show (only a mail has a subject), else as the words say."""
    if story.medium:
        return story.medium
    if raw is not None or story.subject or "@" in (story.sender or ""):
        return "email"
    return answer.situation.channel if answer.situation.channel in ("sms", "email") else None
