"""Seventy-six values that nobody but these tests has written, and every way in which a file could hold one of them."""

from __future__ import annotations

import base64
import random
from pathlib import Path
from urllib.parse import quote

_DICE = random.Random(20261121)
_KANJI = "蓮萩椿楓樫榎柊梢棕檜櫂槐"


def _digits(count: int) -> str:
    return "".join(str(_DICE.randrange(10)) for _ in range(count))


def card() -> str:
    """Sixteen digits with the check digit of cards."""
    body = [int(digit) for digit in "4" + _digits(14)]
    doubled = [sum(divmod(2 * digit, 10)) if at % 2 == 0 else digit for at, digit in enumerate(body)]
    return "".join(map(str, body)) + str(-sum(doubled) % 10)


def my_number() -> str:
    """Twelve digits with the check digit of individual numbers."""
    body = _digits(11)
    rest = sum(int(digit) * (at + 2 if at < 6 else at - 4) for at, digit in enumerate(reversed(body))) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def _name() -> str:
    return "".join(_DICE.sample(_KANJI, 4))


def gift_code() -> str:
    """Sixteen letters and digits by turns."""
    return "".join(_DICE.choice("CDHKLMPQRTVWX") + str(_DICE.randrange(2, 10)) for _ in range(8))


CARDS = [card() for _ in range(8)]
MY_NUMBERS = [my_number() for _ in range(6)]
PINS = [f"暗証番号は{_digits(6)}です" for _ in range(6)]
# The sentence, and what of it nobody should have told.
TOLD = {
    **{f"ギフトカードの番号は{code}です": code for code in (gift_code() for _ in range(6))},
    **{f"IDは{name}、パスワードはSora77です": name for name in (f"hanako{_digits(5)}" for _ in range(4))},
    **{f"クレジットカードの有効期限は{day}です": day for day in ("11/2043", "08/2047", "12/2039")},
    **{f"SMSで届いた{code}を教えました": code for code in (_digits(6) for _ in range(3))},
}
OTHERS = [
    *(_name() for _ in range(8)),
    *(f"090-{_digits(4)}-{_digits(4)}" for _ in range(8)),
    *(f"{_digits(7)}@{_digits(5)}.example" for _ in range(8)),
    *(f"{_name()}町{_digits(3)}番地の{_digits(2)}" for _ in range(8)),
    *(f"{_name()}という{_name()}が来た" for _ in range(8)),
]
PLANTED = [*CARDS, *MY_NUMBERS, *PINS, *TOLD, *OTHERS]


def shapes(value: str) -> list[bytes]:
    """Returns ``value`` as a file could hold it: three alphabets, and what programs make of bytes."""
    raw = value.encode()
    plain = [raw, value.encode("utf-16-le"), value.encode("utf-16-be")]
    inner = [base64.b64encode(raw[at:])[2:-4] for at in range(3)]  # wherever it stands in a longer one
    escaped = value.encode("unicode_escape")
    found = [
        *plain,
        *inner,
        quote(value).encode(),
        quote(value).lower().encode(),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        escaped,
    ]
    return [one for one in dict.fromkeys(found) if len(one) >= 8]


def hits(folder: Path) -> list[str]:
    """Returns where in the files of ``folder`` a planted value stands."""
    wanted = [(value, shape) for value in PLANTED for shape in shapes(value)]
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        found += [f"{path.name}: {value}" for value, shape in wanted if shape in data]
    return found
