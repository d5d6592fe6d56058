"""How far a person has come: everything they said, carried from page to page in the form itself. The server keeps nothing.

It comes back as a stranger's text and is read as strictly as one: unknown keys, long texts and made-up answers are refused.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Literal

import msgspec
from django.conf import settings

from madoguchi.papers.consents import Consent, Recipient
from madoguchi.plain_text import MAX_CHARS
from madoguchi.words import Story

Person = Literal["self", "family", "watched", "customer"]
Done = Literal["done", "could_not"]
MAX_BYTES = 100_000
_MOST_ANSWERS, _MOST_STEPS, _MOST_ADDED, _MOST_CONSENTS = 40, 200, 50, 10
_MOST_ID, _MOST_CHOSEN = 80, 400
MOST_BESIDE, MOST_PIECES = 2_000, 1_000  # characters of a subject, sender or link; how many of them


class Lost(ValueError):
    """What came back is no walk of ours, or is larger than a walk can be."""


class Added(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person told later. ``at``: ISO time with offset."""

    at: str
    text: str


class Walk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """``answers``: question -> choice; ``asked``: the questions that were put, answered or not; ``done``: step -> what came of it.

    ``again_to_do``: steps whose mark was taken back when more was lost.
    ``put``: how many questions had been put when something was added last: three more may follow.
    ``number``: the continue number, while a draft is kept; ``version`` counts its changes, so that two devices notice each other.
    ``again``: whom a paper may not be shown to before the person is asked anew. ``seal`` shows that the text was counted when it
    came in, and that the number is one that was given out here.
    """

    person: Person | None = None
    message: bool = False
    story: Story | None = None
    answers: dict[str, str] = {}
    asked: tuple[str, ...] = ()
    put: int = 0
    done: dict[str, Done] = {}
    again_to_do: tuple[str, ...] = ()
    added: tuple[Added, ...] = ()
    consents: tuple[Consent, ...] = ()
    again: tuple[Recipient, ...] = ()
    started: str = ""
    number: str = ""
    version: int = 0
    once: str = ""
    seal: str = ""

    @property
    def whole(self) -> Story | None:
        """The story with what was added later, as one text to read, and with whom it happens to where that changes the plan."""
        if self.story is None:
            return None
        text = "\n\n".join([self.story.text, *(one.text for one in self.added)])
        return msgspec.structs.replace(
            self.story, text=text, person="customer" if self.person == "customer" else None
        )


def written(walk: Walk) -> str:
    """Returns ``walk`` as the text that a form carries."""
    return msgspec.json.encode(walk).decode()


def read(text: str) -> Walk:
    """Returns the walk that a form carried; nothing at all is the beginning. Raises Lost.

    A number without our seal is a guess, by which somebody else's draft could be changed or deleted: it is refused.
    """
    walk = opened(text) if text else Walk()
    if walk.number and not is_sealed(walk):
        raise Lost
    return walk


def opened(text: str) -> Walk:
    """Returns the walk in ``text``, whatever its seal says. Raises Lost."""
    if len(text) > 4 * MAX_BYTES:
        raise Lost
    try:
        walk = msgspec.json.decode(text.encode(), type=Walk)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise Lost from None
    if not is_possible(walk):
        raise Lost
    return walk


def is_possible(walk: Walk) -> bool:
    """Returns whether ``walk`` is no larger than a walk can be."""
    names = [*walk.answers, *walk.asked, *walk.done, *walk.again_to_do]
    beside = [*_beside(walk.story)] if walk.story else []
    return (
        0 <= walk.version < 2**53
        and 0 <= walk.put <= _MOST_ANSWERS
        and all(len(chosen) <= _MOST_CHOSEN for chosen in walk.answers.values())
        and len(walk.answers) <= _MOST_ANSWERS
        and len(walk.asked) <= _MOST_ANSWERS
        and len(walk.done) <= _MOST_STEPS
        and len(walk.again_to_do) <= _MOST_STEPS
        and len(walk.added) <= _MOST_ADDED
        and len(walk.consents) <= _MOST_CONSENTS
        and len(walk.again) <= _MOST_CONSENTS
        and all(len(text) <= MOST_BESIDE for one in walk.consents for text in (one.who, one.purpose, one.how))
        and all(len(name) <= _MOST_ID for name in (*names, walk.number, walk.once, walk.seal, walk.started))
        and all(len(text) <= MOST_BESIDE for text in beside)
        and len(beside) <= MOST_PIECES
        and fits(walk.whole.text if walk.whole else "")
    )


def _beside(story: Story) -> list[str]:
    pairs = [text for pair in story.anchors for text in pair]
    return [story.subject or "", story.sender or "", *story.urls, *pairs, *story.attachments, *story.checks]


def fits(text: str) -> bool:
    """Returns whether ``text`` is within what the public side reads: characters and bytes."""
    return len(text) <= MAX_CHARS and len(text.encode("utf-8", "surrogatepass")) <= MAX_BYTES


def sealed(walk: Walk) -> Walk:
    """Returns ``walk`` with the mark that its text was counted."""
    return msgspec.structs.replace(walk, seal=_seal(walk))


def is_sealed(walk: Walk) -> bool:
    """Returns whether the text of ``walk`` is one that was counted here."""
    return hmac.compare_digest(walk.seal.encode(), _seal(walk).encode())


def _seal(walk: Walk) -> str:
    told = msgspec.json.encode((walk.story, walk.added, walk.number))
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:32]


def new_once() -> str:
    """Returns a token by which a form that is sent twice is known again."""
    return secrets.token_urlsafe(16)
