"""Summaries of cases as counsellors write them, invented, each with three planted values that say who somebody is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from madoguchi.web.desk.cases.record import Identity
from madoguchi.web.desk.hiding import Known

FAMILY = "日下部 五百旗頭 佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 清水".split()
GIVEN = (
    "花子 太郎 一郎 恵子 洋子 健一 美咲 大輔 和子 正男 由美 直樹 節子 隆 幸子 誠 裕子 浩二 真由美 茂".split()
)
TOWNS = "架空県夢見市桃色町 架空県星降郡泉沢町 架空県夢見市緑区若葉台 架空県月見市本町".split()
NUMBERS = ("phone", "mail", "card", "account", "my_number")  # of these nothing may be left
TOLD = (
    "パソコンに警告画面が出て、{0}。",
    "相談者は{0}と言っている。",
    "電話の相手に{0}と伝えてしまった。",
    "3万5千円の電子マネーを2枚買い、{0}。",
    "2026年11月20日の20時40分ごろ、{0}。",
    "78歳の母が、{0}。",
)
PLAIN = (
    "サポート料として35,000円を請求された。",
    "定期購入の2回目が4,980円で届き、解約の電話がつながらない。",
    "警察相談専用電話#9110と消費者ホットライン188を案内した。",
    "クーリング・オフは8日間と説明し、書面を受け取った日を11月19日と確かめた。",
    "遠隔操作のソフトを入れられ、3回に分けて15万円を振り込んだ。",
    "相談者は70歳代で、一人で暮らしている。",
)


class Narrative(NamedTuple):
    """``planted``: kind, value and place of each; ``known``: what the case itself knows of its people."""

    text: str
    planted: tuple[tuple[str, int, int], ...]
    known: Known


def narratives(number: int, *, seed: int) -> Iterator[Narrative]:
    """Yields ``number`` of them, the same for one ``seed``."""
    chance = random.Random(seed)
    for _ in range(number):
        family, given, town = chance.choice(FAMILY), chance.choice(GIVEN), chance.choice(TOWNS)
        lives = f"{town}{chance.randint(1, 9)}-{chance.randint(1, 30)}-{chance.randint(1, 30)}"
        person = Identity(f"{family} {given}", "", _phone(chance), "", lives, "")
        of_the_case = {
            "name": (f"{family}さん", f"{family}{given}", f"{given}様"),
            "address": (lives, f"住所は{lives}"),
        }
        kinds = chance.sample([*NUMBERS, "name", "address", "other_name"], 3)
        yield _told(chance, [(kind, _value(kind, chance, of_the_case)) for kind in kinds], Known((person,)))


def _told(chance: random.Random, values: list[tuple[str, str]], known: Known) -> Narrative:
    text, planted = "", []
    for kind, value in values:
        before, after = chance.choice(TOLD).split("{0}")
        text += before
        planted.append((kind, len(text), len(text) + len(value)))
        text += value + after + chance.choice(PLAIN)
    return Narrative(text, tuple(planted), known)


def _value(kind: str, chance: random.Random, of_the_case: dict[str, tuple[str, ...]]) -> str:
    if kind in of_the_case:
        return chance.choice(of_the_case[kind])
    if kind == "other_name":
        return f"{chance.choice(FAMILY)}{chance.choice(('さん', '氏', '様'))}"
    made = {
        "phone": _phone,
        "mail": _mail,
        "card": _card,
        "account": _account,
        "my_number": lambda one: _cut(one, 12, 4),
    }
    value = made[kind](chance)
    wide = chance.random() < 0.2 and kind != "mail"
    return value.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}) if wide else value


def _digits(chance: random.Random, number: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(number))


def _cut(chance: random.Random, number: int, each: int) -> str:
    digits = _digits(chance, number)
    between = chance.choice(("", " ", "-"))
    return between.join(digits[at : at + each] for at in range(0, number, each))


def _phone(chance: random.Random) -> str:
    begin = chance.choice(("090", "080", "070", "050", "03", "06", "0120"))
    digits = _digits(chance, 10 - len(begin) if len(begin) in (2, 4) else 8)
    half = len(digits) // 2
    parts = (begin, digits[:half], digits[half:])
    ways = ("-".join(parts), "".join(parts), f"{parts[0]}({parts[1]}){parts[2]}", " ".join(parts))
    return chance.choice(ways)


def _mail(chance: random.Random) -> str:
    return f"{chance.choice(('keiko', 'taro', 'm.sato', 'yume_05'))}{_digits(chance, 2)}@example.{chance.choice(('jp', 'com', 'org'))}"


def _card(chance: random.Random) -> str:
    digits = "4" + _digits(chance, 14)
    digits += next(last for last in "0123456789" if _luhn(digits + last))
    between = chance.choice(("", " ", "-"))
    return between.join(digits[at : at + 4] for at in range(0, 16, 4))


def _luhn(digits: str) -> bool:
    turned = [int(one) for one in reversed(digits)]
    return sum(one if at % 2 == 0 else sum(divmod(2 * one, 10)) for at, one in enumerate(turned)) % 10 == 0


def _account(chance: random.Random) -> str:
    ways = (
        f"普通{_digits(chance, 7)}",
        f"口座番号 {_digits(chance, 7)}",
        f"記号1{_digits(chance, 4)} 番号{_digits(chance, 8)}",
    )
    return chance.choice(ways)
