"""What a program may ask: the same keys as a line of ``madoguchi check --lines``, with the limits of the public side.

The types are the rules: they refuse what is outside, and the description that is served is made from them.
"""

from __future__ import annotations

import re
from calendar import isleap
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from madoguchi.hours import YEARS
from madoguchi.lines import AS_JSON, MENDS
from madoguchi.plain_text import MAX_CHARS
from madoguchi.web.public.walk import MOST_BESIDE
from madoguchi.words import Medium, Story

MAX_BODY = 1024 * 1024
# Every blank sign by name: what \s means differs between the languages that read this.
SOMETHING = "[^\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"
_SOMETHING = re.compile(SOMETHING)
_KNOWN_YEARS = range(
    YEARS[0] + 1, YEARS[-1]
)  # a zone moves a time by a day: the first and the last year stay out
_LEAP = "|".join(str(year) for year in _KNOWN_YEARS if isleap(year))
_AT = (
    f"^(?:(?:{'|'.join(map(str, _KNOWN_YEARS))})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    f"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:{_LEAP})-02-29)"
    "T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?$"
)
Piece = Annotated[str, Meta(max_length=MOST_BESIDE)]


class Asking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person told, or the message that they received. ``text`` or ``subject`` must say something.

    ``at``: "now", as ISO time; without an offset it is Tokyo's; the clock when it is left out. ``anchors``: pairs of
    visible words and address. ``id`` comes back with the answer.
    """

    text: Annotated[str, Meta(max_length=MAX_CHARS)]
    id: Annotated[str, Meta(max_length=200)] | None = None
    medium: Medium | None = None
    subject: Piece | None = None
    sender: Piece | None = None
    urls: Annotated[tuple[Piece, ...], Meta(max_length=50)] = ()
    anchors: Annotated[tuple[tuple[Piece, Piece], ...], Meta(max_length=50)] = ()
    at: Annotated[str, Meta(pattern=_AT)] | None = None

    @property
    def story(self) -> Story:
        """What is to be read."""
        return Story(
            text=self.text,
            medium=self.medium,
            subject=self.subject,
            sender=self.sender,
            urls=self.urls,
            anchors=self.anchors,
        )


class Refused(Exception):
    """What was asked cannot be answered; ``status`` is that of HTTP. The texts say where, what and how to mend it."""

    def __init__(self, status: int, *, where: str, what: str, mend: str) -> None:
        super().__init__(status)
        self.status, self.where, self.what, self.mend = status, where, what, mend


class _Limit(NamedTuple):
    said: str
    ja: str


_LIMITS = (_Limit("length <=", "長すぎます"), _Limit("matching regex", "形が違います"))
_PATH = re.compile(r" - at `\$\.?([a-z]*)[^`]{0,40}`$")
_NAMED = re.compile(r"(?:missing required|contains unknown) field `(.*)`", re.DOTALL)


def asked_in(body: bytes) -> Asking:
    """Returns what ``body`` (UTF-8 JSON, counted by the caller) asks. Raises Refused: 400 no JSON, 422 not what is asked for."""
    try:
        asked = msgspec.json.decode(body, type=Asking)
    except msgspec.ValidationError as error:
        raise _unfit(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, where="本文", what="JSON として読めません。", mend=AS_JSON) from None
    if not (_SOMETHING.search(asked.text) or _SOMETHING.search(asked.subject or "")):
        raise Refused(422, where="text", what="文章がありません。", mend=f"{MENDS['text']}。")
    return asked


def _unfit(said: str) -> Refused:
    """What msgspec says in English, in Japanese. What the request holds is not repeated, but for a key that nobody knows."""
    named, path = _NAMED.search(said), _PATH.search(said)
    if named and "missing" in said[: named.start() + 8]:
        return Refused(422, where=named[1], what=f'"{named[1]}" がありません。', mend=f"{MENDS['text']}。")
    if named:
        keys = " ".join(MENDS)
        return Refused(
            422, where=named[1][:40], what="知らないキーがあります。", mend=f"使えるキーは {keys} です。"
        )
    key = path[1] if path else ""
    what = next((limit.ja for limit in _LIMITS if limit.said in said), "中身が違います")
    return Refused(
        422, where=key or "本文", what=f"{what}。", mend=f"{MENDS.get(key, AS_JSON).rstrip('。')}。"
    )
