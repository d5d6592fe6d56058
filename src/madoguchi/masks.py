"""Hides a person's own numbers and addresses in a text that is to leave the house.

Card numbers go always. Telephone numbers and mail addresses go unless they are the sender's: what a message tells people
to call or to write to is what a desk needs, what it says about the person is not. In doubt a number is hidden: the
person can write it back, but cannot take it back. Every text keeps its length, so that places in it do not move.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from madoguchi.addresses import NOWHERE, address_of

Hidden = Literal["card", "phone", "mail"]
Span = tuple[int, int]

# Full-width signs and the dashes that people type between digits, one code point each.
_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord(dash): ord("-") for dash in "‐‑‒–—―−ー"
}
_PLAIN[0x3000] = _PLAIN[0xA0] = ord(" ")
_RUN = re.compile(r"[0-9](?:[ \-./\n]{0,3}[0-9])+", re.ASCII)  # the check digit says which of them are cards
_GROUP = re.compile(r"[0-9]+", re.ASCII)
_PHONE = re.compile(
    r"(?:\+81[ \-]?(?:\(0\)|0)?|\(?0)[0-9]{1,4}[ \-()]{0,2}[0-9]{1,4}[ \-()]{0,2}[0-9]{3,4}", re.ASCII
)
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}", re.ASCII)
_SENTENCE_END = re.compile("[。\n!?]")
_NEAR = 16
_FEWEST_DIGITS, _MOST_DIGITS = 13, 19
_MOST_GROUPS = 6  # 19 digits in groups of 3 and more
_OF_THE_PERSON = (
    "お客様の お客さまの ご登録の 登録済み 登録された ご契約の ご利用の あなたの 貴方の 会員様の ご本人 受信者 "
    "私の 自分の 様の"
).split()
_OF_THE_SENDER = (
    "電話 tel phone call 連絡 問い合わせ 問合せ 問い合せ お問合 窓口 センター サポート ダイヤル フリー コール "
    "返信 返送 宛 メール mail 送信元 発信元 差出人 ☎"
).split()
_CALLED = ("まで", "へ", "に電話", "に連絡", "にお電話", "にご連絡", "に返信", "宛")


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` is as long as the original; ``hidden`` names what was hidden, place by place."""

    text: str
    hidden: tuple[Hidden, ...]


def masked(
    text: str,
    *,
    sender: str = "",
    own: Collection[str] = (),
    spared: Sequence[Span] = (),
    stays: Collection[Hidden] = (),
) -> Masked:
    """Returns ``text`` with the person's own numbers and addresses as asterisks.

    ``sender``: a number, an address or a name with either; it stays. ``own``: mail addresses known to be the person's;
    they go wherever they stand. ``spared``: places that stay as they are (links: without them a report is worth nothing).
    ``stays``: kinds that are not hidden (a counsellor needs the number that called).
    """
    plain = levelled(text)
    taken = bytearray(len(text))
    for start, end in spared:
        taken[start:end] = b"\1" * (end - start)
    found: list[tuple[Span, Hidden]] = []
    for (start, end), kind in _places(plain, sender=sender.translate(_PLAIN), own=own):
        if kind not in stays and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(((start, end), kind))
    chars = list(text)
    for (start, end), _ in found:
        for at in range(start, end):
            chars[at] = "*" if plain[at].isalnum() else chars[at]  # what parts the digits stays
    return Masked("".join(chars), tuple(kind for _, kind in sorted(found)))


def levelled(text: str) -> str:
    """Returns ``text`` with full-width signs and the dashes between digits made plain, sign for sign."""
    return text.translate(_PLAIN)


def card_spans(plain: str) -> Iterator[Span]:
    """Yields where card numbers stand in ``plain`` (a ``levelled`` text)."""
    yield from (span for run in _RUN.finditer(plain) for span in _cards(plain, run))


def ways_to_reach(text: str) -> tuple[str, ...]:
    """Returns the telephone numbers and mail addresses in ``text`` as they are written, in order, each once; whose, nobody knows."""
    plain = levelled(text)
    phones = (
        hit.span() for hit in _PHONE.finditer(plain) if _stands_alone(plain, hit.span()) and _is_phone(hit[0])
    )
    places = sorted([*phones, *(hit.span() for hit in _MAIL.finditer(plain))])
    return tuple(dict.fromkeys(text[start:end].strip() for start, end in places))


def _places(plain: str, *, sender: str, own: Collection[str]) -> Iterator[tuple[Span, Hidden]]:
    yield from ((span, "card") for span in card_spans(plain))
    mine = {address.lower() for address in own}
    for hit in _MAIL.finditer(plain):
        if hit[0].lower() in mine or not _is_senders_mail(plain, hit, sender):
            yield hit.span(), "mail"
    for hit in _PHONE.finditer(plain):
        if (
            _stands_alone(plain, hit.span())
            and _is_phone(hit[0])
            and not _is_senders_phone(plain, hit, sender)
        ):
            yield hit.span(), "phone"


def _digits(text: str) -> str:
    """The digits of a number as it is dialled inside the country: +81 90 … is 090 …."""
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    return f"0{digits[2:].lstrip('0')}" if text.lstrip().startswith("+81") else digits


def _stands_alone(plain: str, span: Span) -> bool:
    """Whether no digit goes on before or after: a piece of a longer number is no number."""
    start, end = span
    before = plain[max(start - 2, 0) : start].rstrip("- ")[-1:]
    return not before.isdigit() and not plain[end : end + 1].isdigit()


def _cards(plain: str, run: re.Match[str]) -> Iterator[Span]:
    """The card numbers in a run of digits: a day or another number may stand beside one, parted by a space."""
    if run.end() - run.start() < _FEWEST_DIGITS:
        return
    groups = [hit.span() for hit in _GROUP.finditer(plain, run.start(), run.end())]
    at = 0
    while at < len(groups):
        ends = range(at + 1, min(at + _MOST_GROUPS, len(groups)) + 1)
        end = next((one for one in ends if _is_card(plain, groups[at:one])), None)
        if end:
            yield groups[at][0], groups[end - 1][1]
        at = end or at + 1


def _is_card(plain: str, groups: Sequence[Span]) -> bool:
    """The length, the usual grouping, and the check digit of card numbers (Luhn, ISO/IEC 7812-1 annex B)."""
    sizes = [end - start for start, end in groups]
    grouped = sizes[0] == 4 and all(3 <= size <= 6 for size in sizes)
    if not _FEWEST_DIGITS <= sum(sizes) <= _MOST_DIGITS or not (len(sizes) == 1 or grouped):
        return False
    numbers = [int(char) for start, end in reversed(groups) for char in reversed(plain[start:end])]
    doubled = [sum(divmod(2 * number, 10)) for number in numbers[1::2]]
    return len(set(numbers)) > 1 and (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def _is_phone(words: str) -> bool:
    return len(_digits(words)) in (10, 11)


def _is_senders_phone(plain: str, hit: re.Match[str], sender: str) -> bool:
    known = {_digits(number[0]) for number in _PHONE.finditer(sender)}
    return _digits(hit[0]) in known or _is_given_by_the_sender(plain, hit.span())


def _is_senders_mail(plain: str, hit: re.Match[str], sender: str) -> bool:
    owner = address_of(hit[0].rpartition("@")[2]).owner
    owners = {address_of(one[0].rpartition("@")[2]).owner for one in _MAIL.finditer(sender)} - {NOWHERE.owner}
    return owner in owners or _is_given_by_the_sender(plain, hit.span())


def _is_given_by_the_sender(plain: str, span: Span) -> bool:
    """Whether the words around say: this is where to call or to write; words that name the person win over them."""
    start, end = span
    before = _SENTENCE_END.split(plain[max(start - _NEAR, 0) : start])[-1].lower()
    if any(word in before for word in _OF_THE_PERSON):
        return False
    after = plain[end : end + _NEAR].lstrip(" )」』")
    return any(word in before for word in _OF_THE_SENDER) or after.startswith(_CALLED)
