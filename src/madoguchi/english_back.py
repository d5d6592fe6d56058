"""What an English story gives by pointing back: it asked for my password, and I typed it in; the card number I gave on the phone.

The thing is named where it was asked for, and given in the next words or the next sentence. Of several things that were asked for in one
sentence all are given. Whether it was done is told by the words before the verb, as of every act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from madoguchi.acts import ActOwner
from madoguchi.patterns import Hit

_REACH = 200
_MOST = 60
# gave it, typed both in, told him everything, filled in all
_GAVE = re.compile(
    r"\b(?:typed|type|entered|enter|gave|give|put|filled|fill|sent|send|told|tell|read|wrote|write|submitted|submit|provided|"
    r"shared|inputted|input|did|handed)(?: (?:him|her|them|the man|the woman|the caller|that person))?(?: in| out| over| down| back)?"
    r" (?:it all|it|that|both|them|those|everything|all|this|these|so|one)\b(?: of (?:it|them|these|those))?"
    r"|\b(?:filled|filling) (?:it |them |everything )?(?:in|out)\b"
)
# The thing itself in front: my card number … I gave on the phone.
_IN_FRONT = re.compile(
    r"(?: [0-9][0-9x*\-]{2,22})?(?: (?:that|which))? (?:i|we|she|he) (?:gave|told|sent|typed|entered|read)\b"
)
_ASKS = re.compile(
    r"\b(?:ask|asks|asked|asking|want|wants|wanted|need|needs|needed|request|requests|requested|require|requires|required|demand|demands|"
    r"demanded|told me|said|says|enter|put|fill|type|came|come|comes|sent|got|received|receive)\b"
)
_THINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("give_password", re.compile(r"\b(?:password|passcode|apple id|login|log-in|user id|userid)\b")),
    ("give_pin", re.compile(r"\bpin\b")),
    (
        "give_onetime",
        re.compile(
            r"\b(?:(?:[468]|four|six|eight)[- ]?digits?(?: number| code)?|verification (?:code|number)|sms code|one[- ]time (?:code|password)|"
            r"otp|security code by (?:sms|text)|authentication code|code (?:that )?(?:came|they sent|he sent|she sent|from the sms|by sms|"
            r"in the sms|from sms|by text|i got|i received))\b"
        ),
    ),
    (
        "give_card",
        re.compile(r"\b(?:card number|credit card|card details|card info|card information|cvv|cvc)\b"),
    ),
    ("give_bank_card", re.compile(r"\b(?:cash card|bank card|bankbook|passbook)\b")),
    ("give_account", re.compile(r"\b(?:account number|bank details)\b")),
    (
        "give_id",
        re.compile(
            r"\b(?:passport|residence card|zairyu card|photo of my id|my number card|(?:driver|driving|driver'?s) licen[cs]e)\b"
        ),
    ),
    (
        "give_personal",
        re.compile(
            r"\b(?:my name|full name|address|date of birth|birthday|phone number|personal information)\b"
        ),
    ),
)
_DID = re.compile(r"\b(?:i|we|she) (?:also |then |just )?(did|paid|sent|transferred) (?:it|that|so|this)\b")
_TO_PAY = re.compile(
    r"\b(?:pay|send|transfer|charge|put in|deposit|ask(?:ed|s)? (?:me |us |her |him )?for|want(?:ed|s)?)\b[^。]{0,30}[0-9]"
)
_NOT_A_THING = re.compile(r"\b(?:email|e-mail|web|ip) $")


def given_back(text: str, owners: Mapping[str, ActOwner]) -> dict[object, list[Hit]]:
    """Returns, for the acts (``owners`` by their ids) that an English levelled ``text`` tells by pointing back, where the giving stands."""
    found: dict[object, list[Hit]] = {}
    for at, (start, end, act) in enumerate(_told(text)):
        if at == _MOST:
            break
        if act in owners:
            found.setdefault(owners[act], []).append(Hit(start, end, start))
    return found


def _told(text: str) -> Iterator[tuple[int, int, str]]:
    for gave in _GAVE.finditer(text):
        yield from ((gave.start(), gave.end(), act) for act in _asked_before(text, gave.start()))
    for did in _DID.finditer(text):  # he said to pay 20,000. I did it
        if _TO_PAY.search(text, max(did.start() - _REACH, 0), did.start()):
            yield did.start(1), did.end(), "pay"
    for act, thing in _THINGS:
        for named in thing.finditer(text):
            if front := _IN_FRONT.match(text, named.end()):
                yield front.start() + 1, front.end(), act


def _asked_before(text: str, at: int) -> list[str]:
    """The acts of what was asked for in the nearest sentence before ``at`` that names such things; its own beginning is one."""
    start = max(at - _REACH, 0)
    for sentence in reversed(text[start:at].split("。")[-3:]):
        things = [
            act
            for act, thing in _THINGS
            if any(not _NOT_A_THING.search(sentence, 0, named.start()) for named in thing.finditer(sentence))
        ]
        if things and _ASKS.search(sentence):
            return things
    return []
