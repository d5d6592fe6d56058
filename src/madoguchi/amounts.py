"""Yen amounts in a text, as people write them, with what is uncertain marked so.

35000, 35,000円, 3万5千円, 3.5万, 三万五千円, 50まんえん, 約20万, 5万×3枚, ゼロを三つ. Candidates are found by runs of one character
class, so the work is linear.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import msgspec

from madoguchi.english import is_english
from madoguchi.english_amounts import yen_in_english
from madoguchi.kana_numbers import kana_sums
from madoguchi.typed_sums import typed_sums

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "二": 2,
    "弐": 2,
    "壱": 1,
    "参": 3,
}
_SMALL_UNIT = {"十": 10, "百": 100, "千": 1000}
_BIG_UNIT = {"万": 10**4, "億": 10**8, "兆": 10**12}
_IN_RUN = (
    "[0-9〇一二三四五六七八九十百千万億兆零,.]"  # a pattern that begins with a set is found many times faster
)
_RUN = re.compile(rf"{_IN_RUN}{_IN_RUN}*(?:(?:まん|せん|おく)[0-9]{{0,4}})*")
_MOST_FIGURES = 18
_KANA_UNIT = {"まん": "万", "せん": "千", "おく": "億"}
_YEN = re.compile(r"\s?(?:円|圓|yen|えん)")
_NOT_YEN = re.compile(
    r"\s?(?:人|件|台|回|歩|ドル|ユーロ|元(?:[^はのもが]|$)|ウォン|ポンド|キロ|km|kb|mb|gb|点|ポイント|再生|本|個|名|社|世帯|倍|度|m|枚|冊|字|文字|時間|ヶ月|か月|年|月|日|歳|才|番|%|通|ペソ|バーツ|マイル|口|株|語|票|種|フォロワー|市|町|村|川|組|行)"
)
_MAY_BE_YEN = frozenset("円圓yえ数何")  # with these begins what _YEN and _SOME_MORE find
_SOME_MORE = re.compile(r"[数何][十百千]{0,2}万?円")
_ABOUT = ("約", "およそ", "だいたい", "たぶん", "およそ、", "大体", "計約", "総額約")
_ABOUT_AFTER = re.compile(
    r"円?(?:分)?(?:くらい|ぐらい|ほど|程度|近く|前後|あまり|余り|以上|超|弱|強|とか|そこそこ|を超え)"
)
_COUNT = re.compile(
    r"(?:円)?(?:分)?(?:の|を|ずつ|分|全部で|合計|合わせて|計|カード|ギフト|電子マネー|アップル|プリペイド|グーグルプレイ|[ァ-ヶー]{0,10}|[ 、]){0,4}"
    r"(?:[×xX*✕]\s?([0-9]{1,3}|[一二三四五六七八九十]{1,2})(?:枚|回|口|本|件|通)?|([0-9]{1,3}|[一二三四五六七八九十]{1,2})(?:枚|まい)|(?:が|を|ずつ)?([0-9]{1,2}|[二三四五六七八九十])回)"
    # 48,000円の利用が2件
    r"|円?の(?:カード)?(?:利用|請求|決済|買い物|引き落とし|引落し?|送金|振り?込み?|出金|取引|購入|支払い?|課金|チャージ|注文)(?:が|を|は|も|で|、)?"
    r"([0-9]{1,2}|[二三四五六七八九十])(?:件|回|度)"
)
_TIMES_BEFORE = re.compile(
    r"([0-9]{1,2}|[二三四五六七八九十])(?:回|枚|度|口)(?:、|にわたり|に渡り|にわたって|も|で|、それぞれ|それぞれ)*$"
)
_SO_MUCH_EACH = re.compile("(?:円)?(?:分)?ずつ")
_SHARED_OUT = re.compile(
    "に分け|に分割|払い|に渡って|にわたって"
)  # 計50万円を5回に分けて: the sum, in five parts
_TOTAL_BEFORE = re.compile("計|総額|合わせて|あわせて|全部で|合計")
_ZEROS = re.compile(r"(?:ゼロ|0|零|桁)(?:を|が|は)?(?:あと)?([0-9]|[一二三四五六七八])(?:つ|個|桁|っつ)")
_WITH_ZEROS = re.compile(
    r"([1-9][0-9]{0,2}|[一二三四五六七八九])(?:に|の(?:後ろ|うしろ|後|あと)に|と)、?$"
)  # 5にゼロを六つ
_CORRECTED = re.compile(
    r"[、。,]?\s?(?:いや|じゃなくて|ではなくて|ではなく|訂正|じゃない|違う|ちがう|間違え)|[、。,]\s?い?いえ[^の]"
)
# 50万、いや、いま通帳を見ますと45万円: further away while nothing is said to be done.
_AT_ONCE, _LATER = 12, 26
_DEED = re.compile("[。言払振送渡求請買契]")
_MAX_YEN = 10**13


class Yen(msgspec.Struct, frozen=True, gc=False):
    """An amount at [start, end) of the levelled text. ``yen`` None: said to be money, how much is not clear.

    ``first``: where a wrong amount stood that this one puts right (5万円払いました。いや、3万円); what was told there holds for it.
    """

    yen: int | None
    count: int
    certain: bool
    start: int
    end: int
    first: tuple[int, int] | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Returns where it is told what the amount is."""
        return self.first or (self.start, self.end)


def _is_figures(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= _MOST_FIGURES


def number_of(text: str) -> Decimal | int | None:
    """Returns the number that a run like 3万5千, 35,000, 三万五千 or 1億2000万 says, None if it says none."""
    if _is_figures(text):
        return int(text)
    for kana, unit in _KANA_UNIT.items():
        if kana in text:
            text = text.replace(kana, unit)
    total: Decimal | int = 0
    section: Decimal | int = 0
    current = ""
    for char in text.replace(",", ""):
        if char in _SMALL_UNIT:
            section += (_plain_number(current) or 1) * _SMALL_UNIT[char]
            current = ""
        elif char in _BIG_UNIT:
            section += _plain_number(current) or 0
            if not section:
                return None
            total += section * _BIG_UNIT[char]
            section, current = 0, ""
        else:
            current += char
    last = _plain_number(current)
    if current and last is None:
        return None
    return total + section + (last or 0)


def _plain_number(text: str) -> Decimal | int | None:
    if not text:
        return None
    if _is_figures(text):
        return int(text)
    digits = "".join(str(_DIGIT[c]) if c in _DIGIT else c for c in text)
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def yen_in(text: str, *, english: bool | None = None) -> list[Yen]:
    """Returns the yen amounts of a levelled text in order; corrected ones (5万、いや3万5千円) leave only the last.

    In an English text they are read as English says them; ``english``: whether it is one, where that is known.
    """
    if is_english(text) if english is None else english:
        return [Yen(*said) for said in yen_in_english(text)]
    found: list[Yen] = []
    for run in _RUN.finditer(text):
        amount = _yen_of(text, run.start(), run.end())
        if amount is None:
            continue
        if found and _puts_right(text, found[-1].end, amount.start):
            wrong = [old for old in found if old.yen == found[-1].yen]
            found = [old for old in found if old.yen != found[-1].yen]
            amount = msgspec.structs.replace(amount, first=(wrong[0].start, wrong[0].end))
        found.append(amount)
    found = _with_kana(text, found)
    if "つ" not in text and "個" not in text and "桁" not in text:
        return found
    told = {amount.yen for amount in found}
    zeros = [amount for amount in _zeros(text, found) if amount.yen is None or amount.yen not in told]
    return sorted(found + zeros, key=lambda amount: amount.start)


def _with_kana(text: str, found: list[Yen]) -> list[Yen]:
    """Adds the sums that are written in kana alone (さんまんえん), and those that were typed as codes."""
    places = [(one.start, one.end) for one in found]
    said = [
        amount
        for words, start, end in kana_sums(text)
        if all(end <= first or last <= start for first, last in places)
        and (value := number_of(words))
        and (amount := _counted(text, int(value), start, end))
    ]
    told = {one.yen for one in found}
    said += [Yen(yen, 1, False, start, end) for yen, start, end in typed_sums(text) if yen not in told]
    return sorted([*found, *said], key=lambda amount: amount.start) if said else found


def _puts_right(text: str, end: int, start: int) -> bool:
    """Whether what stands between the amount before and this one takes that one back: 5万、いや3万5千円."""
    if start - end > _LATER or not _CORRECTED.match(text, end):
        return False
    return start - end <= _AT_ONCE or not _DEED.search(text, end, start)


def _yen_of(text: str, start: int, end: int) -> Yen | None:
    raw = text[start:end]
    stripped = raw.rstrip(",.")
    end = start + len(stripped)
    stripped = stripped.lstrip(",.")
    start = end - len(stripped)
    if not stripped or (stripped in {"万", "億", "兆"}):
        return None
    marked = start > 0 and text[start - 1] in "¥\\"
    behind = text[end : end + 1]
    if not (marked or behind in _MAY_BE_YEN or behind.isspace() or _has_unit(stripped)):
        return None  # most numbers are days and the like
    unit = _YEN.match(text, end) or _SOME_MORE.match(text, end)
    if not (unit or marked) and not _is_bare_yen(text, stripped, start, end):
        return None
    value = number_of(stripped)
    if more := _SOME_MORE.match(text, end):  # 1万数千円: how much is not told
        return Yen(None, 1, False, start, more.end())
    if stripped in {"一", "1"} and text.startswith(("円も", "銭も"), end):
        return None  # 一円も: not a yen but no yen at all
    if value is None or value <= 0 or value > _MAX_YEN or value != int(value):
        return None
    stop = unit.end() if unit else end
    return _counted(text, int(value), start - (1 if marked else 0), stop)


def _has_unit(run: str) -> bool:
    return "万" in run or "億" in run or "まん" in run


def _is_bare_yen(text: str, run: str, start: int, end: int) -> bool:
    """3.5万 or 300万 without 円 is money unless another unit follows; 万が一 and phone numbers are not."""
    if not _has_unit(run) or run[0] in "万億":
        return False
    before = text[start - 1] if start else ""
    if _NOT_YEN.match(text, end) or (run == "一万" and text.startswith("が", end)):
        return False
    return not (before and before in "数何第")


def _counted(text: str, yen: int, start: int, end: int) -> Yen | None:
    if start and text[start - 1] in "数何":
        return None
    about = text.endswith(_ABOUT, 0, start) or bool(_ABOUT_AFTER.match(text, end))
    count, stop = 1, end
    times = _COUNT.match(text, end)
    if times and not (
        _SHARED_OUT.match(text, times.end()) or _TOTAL_BEFORE.search(text, max(0, start - 6), start)
    ):
        number = number_of(next(group for group in times.groups() if group))
        if number and 1 < number <= 999:
            count, stop = int(number), times.end()
    if (
        count == 1
        and _SO_MUCH_EACH.match(text, end)
        and (many := _TIMES_BEFORE.search(text, max(0, start - 12), start))
    ):
        number = number_of(many[1])
        count = int(number) if number else 1
    return Yen(yen, count, not about, start, stop)


def _zeros(text: str, amounts: list[Yen]) -> list[Yen]:
    """ゼロを三つ: the amount before it times 1,000, marked uncertain; without one, unknown."""
    found = []
    for hit in _ZEROS.finditer(text):
        many = number_of(hit[1]) or 0
        if led := _WITH_ZEROS.search(text, max(0, hit.start() - 10), hit.start()):
            first = number_of(led[1]) or 0
            found.append(Yen(int(first * 10 ** int(many)), 1, True, led.start(), hit.end()))
            continue
        before = [a for a in amounts if a.yen and 0 <= hit.start() - a.end <= 40]
        yen = before[-1].yen * 10 ** int(many) if before and before[-1].yen else None
        found.append(Yen(yen if yen and yen <= _MAX_YEN else None, 1, False, hit.start(), hit.end()))
    return found
