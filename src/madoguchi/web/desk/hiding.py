"""Hides who somebody is in the summary of a case, before it is searched or shown to another centre.

Out of it go: everything that is written in the identity of the caller and the consumer, whole and in parts (names, readings, telephone
numbers, addresses by their pieces, mail addresses), what is kept of the other side, every telephone number, mail address, card
number and secret number, days of birth, every other number of four digits and more that is no amount, day or count, and what the
dictionary takes for the name of a person.

**What masking cannot see.** A name that neither the identity nor the dictionary knows (a nickname, a rare name, a misspelling, a name
in Latin letters). A name that is a common word as well, where the dictionary reads the word (はな, みのり). Who somebody is by what is
told of them (the mayor, the only dentist of a village, an accident that was in the papers). The name of a shop or a firm that is not
kept as the other side. A number in words (ゼロキュウゼロ). Without the extra ``search`` there is no dictionary: every name that the case
itself does not know. Hence: a masked summary is still shown only to whom a share or the centre allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from madoguchi.masks import Span, levelled, ways_to_reach
from madoguchi.secret_numbers import secrets_hidden
from madoguchi.web.desk.search.words import cut, is_name, sentences_of, whole_letters

if TYPE_CHECKING:
    from madoguchi.web.desk.cases.record import Identity

HIDDEN = "＊"
_STREET = re.compile(r"[0-9\-番地号丁目の]{0,20}")
_AFTER_A_NAME = ("さん", "様", "さま", "氏", "君", "くん", "ちゃん", "殿")
_PLACE = re.compile(
    r"[^\s0-9都道府県市区町村郡]{1,12}(?:[都道府県市区町村郡]|丁目)|[^\s0-9都道府県市区町村郡]{2,30}|[0-9]{1,6}(?:-[0-9]{1,6}){1,4}"
)
_PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|.{2,3}県)$")
_NUMBER = re.compile(r"[0-9](?:[0-9\-]{2,30})[0-9]")
_COUNTED = re.compile(
    r"\s{0,2}(?:万|千|億|円|えん|年|月|日|時|分|秒|件|回|枚|人|個|本|箱|台|名|歳|才|代|点|通|ポイント|kg|g|%|,|，|\.)"
)
_BORN = re.compile(
    r"((?:明治|大正|昭和|平成|令和|[mtshr])?\s?[0-9]{1,4}[年./\-]\s?[0-9]{1,2}[月./\-]\s?[0-9]{1,2}日?)\s?生"
)
_DASHES = frozenset("-・()゛゜ﾞﾟ\u3099\u309a")
_MOST_PARTS, _MOST_LETTERS = 200, 400
_SHORT = 7  # 入院中 tells nothing of anybody; a whole sentence might


def _one_kana(code: int) -> str:
    """か, ガ and the half-width ｶﾞ are one: of either kind and width, voiced or not; its mark counts as nothing."""
    base = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", chr(code)))[0]
    return chr(ord(base) - 0x60) if "ァ" <= base <= "ヶ" else base


_KANA = (*range(0x3041, 0x3097), *range(0x30A1, 0x30F7), *range(0xFF66, 0xFF70), *range(0xFF71, 0xFF9E))
_ONE_KANA = {code: _one_kana(code) for code in _KANA}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known to be personal in a case: who its parties are, and what is kept of the other side (kind, value)."""

    parties: Sequence[Identity] = ()
    counterparts: Sequence[tuple[str, str]] = ()


def hidden(text: str, known: Known) -> str:
    """Returns ``text`` with everything personal as ``＊``; it keeps its length, so that places in it do not move."""
    text = whole_letters(text)
    plain = _flat(text)
    spans = [*_kept(plain, known), *_reaches(text), *_numbers(plain), *_secrets(text), *_names(text)]
    chars = list(text)
    for start, end in spans:
        for at in range(start, end):
            chars[at] = HIDDEN if not chars[at].isspace() else chars[at]
    return "".join(chars)


def _flat(text: str) -> str:
    """Widths, dashes, case and kana made one, sign for sign."""
    plain = levelled(text)
    small = plain.lower()
    return (small if len(small) == len(plain) else plain).translate(_ONE_KANA)


def _kept(plain: str, known: Known) -> Iterator[Span]:
    values = (
        *(part for one in known.parties for part in _parts(one)),
        *(value for _, value in known.counterparts),
    )
    at = [place for place, char in enumerate(plain) if not char.isspace() and char not in _DASHES]
    close = "".join(plain[place] for place in at)
    for letters in list(dict.fromkeys(filter(None, map(_letters, values))))[:_MOST_PARTS]:
        yield from ((at[start], at[end - 1] + 1) for start, end in _places(close, letters))
    for place in (part for one in known.parties for part in _address_parts(one.address)):
        for _, end in _places(close, _letters(place)):  # what follows of the street goes with its place
            street = _STREET.match(plain, at[end - 1] + 1)
            yield street.span() if street else (0, 0)


def _letters(value: str) -> str:
    """What of ``value`` is compared: nothing of how it is spaced and dashed."""
    return "".join(
        char for char in _flat(value)[:_MOST_LETTERS] if not char.isspace() and char not in _DASHES
    )


def _places(close: str, letters: str) -> Iterator[Span]:
    """Where ``letters`` stand in ``close``; a single one only as a name, digits not within a longer number."""
    start = close.find(letters) if letters else -1
    while start >= 0:
        end = start + len(letters)
        if len(letters) == 1:
            fits = close.startswith(_AFTER_A_NAME, end)
        else:
            fits = not letters.isdigit() or not _goes_on(close[start - 1 : start], close[end : end + 1])
        if fits:
            yield start, end
        start = close.find(letters, start + 1)


def _goes_on(before: str, after: str) -> bool:
    return before.isdigit() or before == "," or after.isdigit()


def _parts(one: Identity) -> Iterator[str]:
    """Everything in an identity, whole and in pieces."""
    for name in (one.name, one.kana):
        yield from (name, *name.split(), *(word.surface() for word in cut(name[:100])))
    for number in (one.phone, one.postcode):
        yield from _number_parts(number)
    yield from (one.address, *_address_parts(one.address))
    yield from (one.email, *(part for part in one.email.split("@")[:1] if len(part) > 2))
    for told in (one.reach, one.why_not_self):
        yield from (told if len(told) > _SHORT else "", *ways_to_reach(told))


def _number_parts(number: str) -> Iterator[str]:
    digits = "".join(char for char in levelled(number) if char.isdigit())
    national = f"0{digits[2:]}" if digits.startswith("81") and len(digits) > 10 else digits
    for whole in (digits, national):
        yield from (whole, *(whole[at:] for at in (-8, -4) if len(whole) > 6))


def _address_parts(address: str) -> Iterator[str]:
    plain = levelled(address)
    for hit in _PLACE.finditer(plain):
        part = hit[0].strip()
        if len(part) > 1 and not _PREFECTURE.match(part):
            yield part
            shorter = (part.rstrip("都道府県市区町村郡"), part.removeprefix("大字"), part.removeprefix("字"))
            yield from (bare for bare in dict.fromkeys(shorter) if 1 < len(bare) < len(part))


def _reaches(text: str) -> Iterator[Span]:
    return (span for way in ways_to_reach(text) for span in _places(text, way))


def _numbers(plain: str) -> Iterator[Span]:
    yield from (hit.span(1) for hit in _BORN.finditer(plain))
    for hit in _NUMBER.finditer(plain):
        digits = sum(char.isdigit() for char in hit[0])
        if (
            digits > 3
            and not _COUNTED.match(plain[hit.end() : hit.end() + 6])
            and plain[hit.start() - 1 : hit.start()] not in (",", "¥")
        ):
            yield hit.span()


def _secrets(text: str) -> Iterator[Span]:
    after = secrets_hidden(text)
    yield from ((at, at + 1) for at, char in enumerate(after) if char == "*" != text[at])


def _names(text: str) -> Iterator[Span]:
    for start, end in sentences_of(text):
        for word in cut(text[start:end]):
            if is_name(word):
                yield start + word.begin(), start + word.end()
