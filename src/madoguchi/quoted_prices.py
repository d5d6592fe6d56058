"""Sums that are only named: a price range, the usual price beside the offer, a discount, what was said before the work began.

They are no demand, whatever the words near by say.
"""

from __future__ import annotations

import re
from itertools import pairwise

from madoguchi.surroundings import Money

_RANGE = re.compile(r"(?:くらい|程度)?(?:から|~|-|、最高で|、多くて)")
_OFFER = re.compile(r"今なら|今だけ|今日|本日|特別|キャンペーン|モニター|のところ|期間限定|割引で|半額で")
_IF = re.compile("(?:[^今日中内ちぐん嫌いや理めの]|ふつう|普通)なら(?:約|だいたい)?$")
_DISCOUNT = re.compile("(?:だけ|しか|ほど|も)?(?:引い|引か[なず]|引きに|値引|割引|まけ|安く(?:す|な))")
_SAID_FIRST = re.compile(r"[^。、]{0,8}と(?:言われ|いわれ|言って|言った|聞[いか]|説明|思[いっ]|のこと|案内)")
_WORTH = re.compile(
    "(?:時価|評価額|市価|敷金|礼金|残高|貯金|預金|限度額?|年収|家賃)(?:は|が|で)?(?:計|合計|合わせて|約|およそ)*$"
)
_DRAWN = re.compile("(?:ほど|くらい)?を?(?:おろし|下ろし|引き出し)[た、]")
_OFFER_REACH = 24
_CALLED_OUT = frozenset({"rescue_other", "rescue_data_recovery"})
_RISEN = 1.5  # a bill that is at least so many times the price that was named


def only_named(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` is named and not asked for."""
    yen, text = money.yens[at], money.text
    if _WORTH.search(text, max(0, yen.start - 14), yen.start) or _DRAWN.match(text, yen.end):
        return True
    return _in_a_range(money, at) or _said_before_the_work(money, at) or beside_the_offer(money, at)


def beside_the_offer(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` was neither asked for nor paid: another price, or what was taken off it."""
    yen, text = money.yens[at], money.text
    if _IF.search(text, max(0, yen.start - 8), yen.start) or _DISCOUNT.match(text, yen.end):
        return True
    return _before_an_offer(money, at)


def _in_a_range(money: Money, at: int) -> bool:
    """5万円から50万円: neither end is a bill."""
    near = money.yens[max(0, at - 1) : at + 2]
    return any(
        first.end <= then.start and _RANGE.fullmatch(money.text, first.end, then.start)
        for first, then in pairwise(near)
    )


def _before_an_offer(money: Money, at: int) -> bool:
    """45万円のところ今なら30万円: the first is what it is said to be worth."""
    if at + 1 == len(money.yens) or not money.sums[at] > money.sums[at + 1] > 0:
        return False
    between = money.text[money.yens[at].end : money.yens[at + 1].start]
    return len(between) <= _OFFER_REACH and "。" not in between and bool(_OFFER.search(between))


def _said_before_the_work(money: Money, at: int) -> bool:
    """電話では1万円くらいと言われたのに…10万円: traders who are called out name one price and write another."""
    if money.scheme not in _CALLED_OUT or not _SAID_FIRST.match(money.text, money.yens[at].end):
        return False
    return any(later >= _RISEN * money.sums[at] > 0 for later in money.sums[at + 1 :])
