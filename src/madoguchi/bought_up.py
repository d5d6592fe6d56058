"""Things that somebody came to the house to buy up (訪問購入): told by what was taken and how, seldom by its name.

A thief, a false official and one's own family take things as well, and a shop buys them: those are no buyers at the door.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madoguchi.patterns import Hit
    from madoguchi.words import SalesWord

_TAKEN = re.compile(
    "(?:持|も)って(?:い|行)?(?:かれ|がれ|った|って|かはっ|かし)|持って帰|持ち(?:去|帰)|買い?取られ|買い?取って(?:い|行)|かいとられ|買い?たたかれ|買い?叩かれ"
    "|売って(?:しま|渡|もう|もた)|売っちゃ|売りま|売った|売らされ|手放(?:し|す)"
    "|買い?取り?(?:料|代金?|金)(?:として|に|で|だと)[^。]{0,16}(?:渡され|もら[いっ]|受け取)"
)
_HANDED = re.compile("(?:引き)?渡し(?:まし|てしま|ちゃ|た)")
_DEAL = re.compile(
    "円|えん|買|かい(?:と|取)|引き取|査定|鑑定|業者|代金|安|値|返してほし|返して欲し|取り(?:戻|返)|不用品|不要|見てもら|見せ|出せ|出して|置いて"
)
_NO_BUYER = re.compile(
    "空き巣|あきす|泥棒|どろぼう|盗|強盗|警察|警官|刑事|銀行員|銀行協会|通帳|キャッシュカード|検察|粗大ごみ|引っ?越|修理|クリーニング|宅配|配達"
    "|(?:妹|姉|兄|弟|息子|娘|孫|いとこ|友達|友人|親戚|親せき|彼|元夫|元妻)(?:が|に)[^。]{0,12}(?:来|持って)"
)
_VALUABLES = re.compile(
    "指輪|ゆびわ|ネックレス|貴金属|宝石|金貨|着物|時計|切手|アクセサリー|形見|真珠|ダイヤ|バッグ|カメラ|ブローチ"
)


def bought_up(hits: Sequence[Hit], text: str) -> list[Hit]:
    """Returns those of ``hits`` (in the levelled ``text``) at which a buyer came: none where a thief, an official or the family took it."""
    named = [hit for hit in hits if text.startswith(("訪問購入", "訪問買", "押し買い"), hit.start)]
    dealt = _DEAL.search(text) or _TAKEN.search(text)
    return named if _NO_BUYER.search(text) or not dealt else list(hits)


def taken_at(text: str) -> list[tuple[int, int]]:
    """Returns where things went over to the buyer (levelled)."""
    return [hit.span() for one in (_TAKEN, _HANDED) for hit in one.finditer(text)]


def way_answered(
    ways: frozenset[SalesWord], told: Collection[SalesWord], *, text: str = ""
) -> frozenset[SalesWord]:
    """Returns ``ways`` (how it was sold, as answered) beside those ``told``: who came and took things away bought, and sold nothing.

    ``text``: the story, levelled.
    """
    if "door_to_door" not in ways:
        return ways
    if "door_purchase" in told:
        return ways - {"door_to_door"}
    taken = [hit for hit in _VALUABLES.finditer(text) if _TAKEN.search(text[hit.end() : hit.end() + 40])]
    return ways - {"door_to_door"} | {"door_purchase"} if taken and not _NO_BUYER.search(text) else ways
