"""Sums that stand for themselves: a total of what was put in, gone from where it lay, or behind its payment."""

from __future__ import annotations

import re

from madoguchi.amounts import Yen
from madoguchi.tale import Tale
from madoguchi.words import AmountRole, SchemeId

_PUT_IN_BIT_BY_BIT = frozenset({"investment_scam", "side_job"})
_BEFORE_A_TOTAL = 30
_TOTAL = re.compile("(?:合計|全部で|総額|トータル|合わせて|累計|通算)(?:で|は|、)*(?:約|およそ)?$")
_ENDS_A_TOTAL = re.compile(
    "(?:くらい|ぐらい|ほど|以上|近く|余り)?(?:です|でした|だ。|だっ|に(?:な|の)|、|。| |$)"
)
_VANISHED = re.compile(
    "(?:ほど|くらい)?(?:が|も)?(?:無くな[っり]|なくな[っり]|消え[てたと]|減[っと]|飛ん[でど])"
)
_BECAME = re.compile("に(?:なって|なっと|なった|なりま|化け)")
_TYPED = re.compile("円(?:の(?:つもり|はず)|[^。]{0,14}(?:打|入力|入れ|押))")
_STANDS_ALONE = re.compile("(?:くらい|ぐらい|ほど)?(?:です|でした|だった|だ。|や。|じゃ。|。|$)")
_JUST_BEHIND = re.compile(
    "[^。0-9]{0,12}。 ?(?:現金で?|お金は|中身は|額は|金額は|全部で|合計|合わせて|約|およそ)*"
)
_ASKED_BEFORE = re.compile("税|手数料|保証金|請求|必要|払え|求め|言われ|用意|かかる|費用|利益|残高|儲|増え")
_NEAR = 30
# Between the word and the sum stands no other sum, no total and no end of a sentence.
_FURTHER = re.compile(
    "(?:さらに|更に|追加で|加えて|別に|ほかに|他に|もう(?:一|1)(?:度|回|枚|件)|また|another|additional|a further)([^。\n0-9]{0,20})$"
)
_IN_ALL = re.compile("合計|全部|総額|計|合わせて|total|in all|^は")
_NAMED: frozenset[AmountRole] = frozenset({"demanded", "other"})


def summed_up(tale: Tale, yen: Yen, *, role: AmountRole, scheme: SchemeId | None) -> AmountRole:
    """The role of a sum that stands for itself: a total of what was put in, gone from where it lay, or behind its payment."""
    if scheme in _PUT_IN_BIT_BY_BIT and role in _NAMED and _is_total(tale, yen):
        return "paid"
    if role != "demanded":
        return role
    return "lost" if _is_gone(tale, yen) else "paid" if _is_behind_its_payment(tale, yen) else role


def is_further(tale: Tale, yen: Yen) -> bool:
    """Returns whether the sum is told as money on top of what was told before (さらに3万円, another 100,000 yen), and as no total."""
    found = _FURTHER.search(tale.scan.text, max(0, yen.start - _NEAR), yen.start)
    return bool(found and not _IN_ALL.search(found[1]))


def _is_gone(tale: Tale, yen: Yen) -> bool:
    text = tale.scan.text  # 150万円が無くなってた; 100円と打ったら100万円になっていた
    grown = _BECAME.match(text, yen.end) and _TYPED.search(
        text, max(0, yen.start - 2 * _BEFORE_A_TOTAL), yen.start
    )
    return bool(grown or _VANISHED.match(text, yen.end)) and not tale.others_say(yen.start)


def _is_behind_its_payment(tale: Tale, yen: Yen) -> bool:
    """人に渡してしまいました。500万円です: nothing but the sum, in the sentence behind a payment."""
    if not _STANDS_ALONE.match(tale.scan.text, yen.end) or tale.others_say(yen.start):
        return False
    ends = [act.end for act in tale.done if act.rule.pays and act.end <= yen.start]
    between = tale.scan.text[max(ends) : yen.start] if ends else ""
    return bool(_JUST_BEHIND.fullmatch(between))


def _is_total(tale: Tale, yen: Yen) -> bool:
    """暗号資産で合計800万円。: what was put in over time, where nobody asks for it in the words before."""
    text, start = tale.scan.text, max(0, yen.start - _BEFORE_A_TOTAL)
    return bool(
        _TOTAL.search(text, max(0, yen.start - 10), yen.start)
        and _ENDS_A_TOTAL.match(text, yen.end)
        and not _ASKED_BEFORE.search(text, start, yen.start)
    )
