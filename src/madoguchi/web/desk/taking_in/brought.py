"""What somebody brought, as lines that may be taken into a record one by one. Nothing of it is believed: it only proposes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, Literal

import msgspec

from madoguchi.hours import TOKYO
from madoguchi.papers.own_letters import LetterWords
from madoguchi.papers.received import on_safe_lines
from madoguchi.secret_numbers import secrets_hidden

Way = Literal["file", "text", "code", "number", "attached", "desk"]
Checked = Literal["known", "stranger", "unsigned", "own"]
Source = Literal["person", "program"]

MOST_BYTES: Final = 1_000_000  # of a case file, before anything of it is parsed
MOST_SAID: Final = 64  # lines of one thing that was brought: a form carries eighty fields
WAYS: Final[dict[Way, str]] = {
    "file": "引きつぎのファイル",
    "text": "引きつぎの文（.txt）",
    "code": "引きつぎの符号（QR）",
    "number": "相談メモの番号",
    "attached": "添えたファイル",
    "desk": "ほかの机の記録",
}


class NotBrought(ValueError):
    """What was brought cannot be read; says what is wrong and how to mend it (Japanese)."""


class LetterOver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter in the consumer's name as it goes from desk to desk. ``sent_on`` (ISO) and ``sent_way`` empty: a draft."""

    form: str
    words: LetterWords
    sent_on: str = ""
    sent_way: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One line. ``field``: where it would go (caller.name, scheme, counterpart.phone, memo.words); ``quote``: the words behind it.

    ``source``: the person said it themselves, or a program read it out of their words. ``role``: whose a number or a name of the other side
    is, where somebody knew it; ``letter``: what a line that tells of a letter is about.
    """

    field: str
    value: str
    source: Source = "person"
    quote: str = ""
    role: str = ""
    letter: LetterOver | None = None


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """``number``, ``made_at``, ``by``: as it says itself. ``checked``: whether a known key signed it; then ``signer`` is our name for it
    (``own``: it was kept on the public pages of this very installation).

    ``digest``: of the whole, to know it again. ``agreed``: what the person agreed to, to read.
    """

    way: Way
    number: str
    made_at: str
    by: str
    checked: Checked
    signer: str
    digest: str
    said: tuple[Said, ...]
    agreed: tuple[str, ...] = ()


def safe(text: str | None, *, most: int = 20_000) -> str:
    """Returns ``text`` as it may be shown and kept: nothing invisible, secret numbers as asterisks, at most ``most`` characters."""
    lines = on_safe_lines((text or "").replace("\r\n", "\n")).strip()
    return secrets_hidden(lines)[:most]


def digest_of(data: bytes) -> str:
    """Returns the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def within_the_most(said: Iterator[Said]) -> tuple[Said, ...]:
    """Returns the lines that say something, each once, the first of them."""
    return tuple(dict.fromkeys(one for one in said if one.value))[:MOST_SAID]


def head_of(way: str) -> str:
    """Returns where words come from, as it stands over them in the memo."""
    return {"attached": "添えたファイルから", "desk": "ほかの机の記録から"}.get(way, "本人の申出の控えから")


def moment(at: dt.datetime) -> str:
    """Returns ``at`` in Japan with its year: a record is read for years."""
    with suppress(OverflowError):
        at = at.astimezone(TOKYO) if at.tzinfo else at
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def moment_in(iso: str) -> str:
    """Returns the moment of an ISO time; nothing for what is none."""
    try:
        return moment(dt.datetime.fromisoformat(iso))
    except ValueError:
        return ""
