"""The masked summary of a case: what may be searched, and shown to a centre with which only a summary is shared.

It is made of title, summary and handling, and of the codes in words; never of the memo. Out of it go: everything that is written in
the identity of the caller and the consumer, whole and in parts (names, readings, telephone numbers, addresses by their pieces,
mail addresses), what is kept of the other side, every telephone number, mail address, card number and secret number, days of birth,
every other number of four digits and more that is no amount, day or count, and what the dictionary takes for the name of a person.

**What masking cannot see.** A name that neither the identity nor the dictionary knows (a nickname, a rare name, a misspelling, a name
in Latin letters). A name that is a common word as well, where the dictionary reads the word (はな, みのり). Who somebody is by what is
told of them (the mayor, the only dentist of a village, an accident that was in the papers). The name of a shop or a firm that is not
kept as the other side. A number in words (ゼロキュウゼロ). Hence: a masked summary is still shown only to whom a share or the centre allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from madoguchi.knowledge import load
from madoguchi.masks import Span, levelled, ways_to_reach
from madoguchi.papers.vocabulary import METHODS as PAYMENTS
from madoguchi.papers.vocabulary import STAGES
from madoguchi.secret_numbers import secrets_hidden
from madoguchi.web.desk.cases.record import Identity
from madoguchi.web.desk.codes import OUTCOMES, SALES_CHANNELS, TextField
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.search.words import cut, is_name, sentences_of, whole_letters

HIDDEN = "＊"
_TEXTS: tuple[TextField, ...] = ("title", "summary", "handling")
_BETWEEN = r"[\s\-・()゛゜ﾞﾟ\u3099\u309a]{0,2}"
_STREET = re.compile(r"[0-9\-番地号丁目の]{0,20}")
_AFTER_A_NAME = "(?=さん|様|さま|氏|君|くん|ちゃん|殿)"
_PLACE = re.compile(
    r"[^\s0-9都道府県市区町村郡]{1,12}(?:[都道府県市区町村郡]|丁目)|[^\s0-9都道府県市区町村郡]{2,30}|[0-9]+(?:-[0-9]+)+"
)
_PREFECTURE = re.compile(r"^(?:東京都|北海道|京都府|大阪府|.{2,3}県)$")
_NUMBER = re.compile(r"[0-9](?:[0-9\-]{2,30})[0-9]")
_COUNTED = re.compile(
    r"\s{0,2}(?:万|千|億|円|えん|年|月|日|時|分|秒|件|回|枚|人|個|本|箱|台|名|歳|才|代|点|通|ポイント|kg|g|%|,|，|\.)"
)
_BORN = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[mtshr])?\s?[0-9]{1,4}[年./\-]\s?[0-9]{1,2}[月./\-]\s?[0-9]{1,2}日?)(?=\s?生)"
)
_MOST_PARTS = 200


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


def summary_of(case: Case, texts: Mapping[TextField, str], known: Known) -> str:
    """Returns the masked summary of ``case``, a sentence or a code a line; empty where nothing is written yet."""
    written = [" ".join(texts.get(field, "").split("\n")) for field in _TEXTS]
    return "\n".join(filter(None, (*(hidden(text, known) for text in written), coded(case))))


def coded(case: Case) -> str:
    """Returns the codes of ``case`` in the words that people read; its own keywords are masked by nobody, so they stay out."""
    schemes = load().schemes
    named = [schemes[one].name for one in (case.scheme, *case.secondary_schemes) if one in schemes]
    rows = (
        ("手口", named),
        ("商品・役務", [case.product_code] if case.product_code else []),
        ("販売購入形態", [SALES_CHANNELS.get(case.sales_channel, "")] if case.sales_channel else []),
        ("段階", [STAGES[one] for one in case.stages if one in STAGES]),
        ("支払方法", [PAYMENTS[one] for one in case.payment_methods if one in PAYMENTS]),
        ("処理", [OUTCOMES[one] for one in OUTCOMES if one == case.outcome]),
    )
    return " ".join(f"〔{name}: {'・'.join(words)}〕" for name, words in rows if words)


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
    parts = dict.fromkeys(part for one in known.parties for part in _parts(one))
    parts |= dict.fromkeys(_pattern(value) for _, value in known.counterparts if len(value.strip()) > 1)
    for part in list(parts)[:_MOST_PARTS]:
        yield from (hit.span() for hit in re.finditer(part, plain))
    places = "|".join(map(_pattern, (part for one in known.parties for part in _address_parts(one.address))))
    for hit in re.finditer(places, plain) if places else ():  # what follows of the street goes with its place
        yield hit.end(), (_STREET.match(plain, hit.end()) or hit).end()


def _pattern(value: str) -> str:
    """Finds ``value`` however it is spaced and dashed."""
    chars = [re.escape(char) for char in _flat(value).strip() if not char.isspace() and char not in "-・()"]
    return (
        _BETWEEN.join(chars[:400])
        if len(chars) > 1
        else f"{''.join(chars)}{_AFTER_A_NAME}"
        if chars
        else "(?!)"
    )


def _parts(one: Identity) -> Iterator[str]:
    """Patterns for everything in an identity, the whole before its pieces."""
    for name in (one.name, one.kana):
        yield from map(_pattern, (name, *name.split(), *(word.surface() for word in cut(name[:100]))))
    for number in (one.phone, one.postcode):
        yield from _number_parts(number)
    yield _pattern(one.address)
    yield from map(_pattern, _address_parts(one.address))
    yield from map(_pattern, (one.email, *(part for part in one.email.split("@")[:1] if len(part) > 2)))
    for told in (one.reach, one.why_not_self):
        yield _pattern(told) if len(told) > 7 else "(?!)"
        yield from map(_pattern, ways_to_reach(told))


def _number_parts(number: str) -> Iterator[str]:
    digits = "".join(char for char in levelled(number) if char.isdigit())
    national = f"0{digits[2:]}" if digits.startswith("81") and len(digits) > 10 else digits
    for whole in filter(None, dict.fromkeys((digits, national))):
        pieces = (whole, *(whole[at:] for at in (-8, -4) if len(whole) > 6))
        yield from (f"(?<![0-9,]){_pattern(piece)}(?![0-9])" for piece in pieces if len(piece) > 1)


def _address_parts(address: str) -> Iterator[str]:
    plain = levelled(address)
    for hit in _PLACE.finditer(plain):
        part = hit[0].strip()
        if len(part) > 1 and not _PREFECTURE.match(part):
            yield part
            shorter = (part.rstrip("都道府県市区町村郡"), part.removeprefix("大字"), part.removeprefix("字"))
            yield from (bare for bare in dict.fromkeys(shorter) if 1 < len(bare) < len(part))


def _reaches(text: str) -> Iterator[Span]:
    for way in ways_to_reach(text):
        yield from (hit.span() for hit in re.finditer(re.escape(way), text))


def _numbers(plain: str) -> Iterator[Span]:
    yield from (hit.span() for hit in _BORN.finditer(plain))
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


def personal_values(known: Known) -> Iterable[str]:
    """Returns the values that must not be found in a masked summary, as they were given: for whoever checks."""
    for one in known.parties:
        yield from filter(None, (one.name, one.kana, one.phone, one.postcode, one.address, one.email))
    yield from (value for _, value in known.counterparts)
