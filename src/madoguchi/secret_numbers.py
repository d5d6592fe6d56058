"""Hides what nobody should have written down: card numbers, My Numbers, PINs, passwords, one-time codes. Every text keeps its length.

In doubt a number goes: the person knows it, and no desk needs it. What ``masks`` hides when a paper leaves the house
(telephone numbers, addresses) stays here, for the reading needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.masks import Span, card_spans, levelled

_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9]){11,22}", re.ASCII)
_LIKE_A_CARD = range(14, 17)  # typed with a slip, it fails the check digit and is a card number all the same
_MY_NUMBER = 12
# `levelled` makes every dash between digits a hyphen, the long vowel of パスワード too: so do the words.
_NAMES = (
    "暗証番号|あんしょうばんごう|パスワード|パスコード|password|passcode|pin|ピン番号|認証コード|確認コード|認証番号|"
    "セキュリティコード|セキュリティーコード|cvv|cvc|4けたの番号|4桁の番号|マイナンバー|個人番号"
).replace("ー", "-")
_SIGN = r"[0-9a-z!-/:-@\[-`{-~]"
_SAID = re.compile(rf"(?:{_NAMES})[^0-9a-z\n。]{{0,8}}({_SIGN}(?:[ ]?{_SIGN}){{2,40}})", re.ASCII)
_LEAST = 3
_NO_SECRET = frozenset(
    {"sms", "web", "url", "http", "https", "www", "pin", "password", "pass", "no", "id", "pc", "line", "app"}
)


def secrets_hidden(text: str) -> str:
    """Returns ``text`` with its secret numbers as asterisks, as long as before; what parts the digits stays."""
    plain = levelled(text).lower()
    if len(plain) != len(
        text
    ):  # lower-casing can lengthen a few letters (İ): then only the digits are looked for
        plain = levelled(text)
    chars = list(text)
    for start, end in (*_numbers(plain), *_said(plain)):
        for at in range(start, end):
            chars[at] = "*" if not plain[at].isspace() and plain[at] != "-" else chars[at]
    return "".join(chars)


def _numbers(plain: str) -> Iterator[Span]:
    yield from card_spans(plain)
    for run in _RUN.finditer(plain):
        digits = [int(char) for char in run[0] if char.isdigit()]
        if not _stands_alone(plain, run.span()):
            continue
        if len(digits) in _LIKE_A_CARD or (len(digits) == _MY_NUMBER and _is_my_number(digits)):
            yield run.span()


def _said(plain: str) -> Iterator[Span]:
    """What follows a word for it: 暗証番号は1234, password: abc123. A word alone (パスワードをSMSで) is none."""
    for said in _SAID.finditer(plain):
        value = said[1]
        if (
            value.split(" ")[0] not in _NO_SECRET
            and any(char.isdigit() for char in value)
            and len(value) >= _LEAST
        ):
            yield said.span(1)


def _stands_alone(plain: str, span: Span) -> bool:
    start, end = span
    return not plain[start - 1 : start].isdigit() and not plain[end : end + 1].isdigit()


def _is_my_number(digits: list[int]) -> bool:
    """The check digit of an individual number (order of the Ministry of Internal Affairs of 2014, no. 85, article 5)."""
    body = list(reversed(digits[:-1]))
    total = sum(digit * (at + 2 if at < 6 else at - 4) for at, digit in enumerate(body))
    rest = total % 11
    return digits[-1] == (0 if rest <= 1 else 11 - rest)
