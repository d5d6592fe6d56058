"""Visits that are over: who came is gone, and nobody is to come. Then the first word is not the emergency call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from madoguchi.bought_up import taken_at

if TYPE_CHECKING:
    import datetime as dt

    from madoguchi.words import Situation

_GONE = re.compile(
    "帰(?:りまし|った|って(?:行|い(?:き|っ|ただ)|もら)|らせ|しまし|されまし)|かえり?(?:ました|った|っても)|追い?返|おいかえ|追い?払い"
    "|引き(?:上|揚|あ)げ|いなくなっ|出て(?:行|い)(?:きまし|った)"
)
_STILL_HERE = re.compile(
    "帰(?:らな|ってくれな|りませ|らん|らへん)|居座|いすわ|また(?:来|く)る|今、?まさに|今(?:来て|いる|います)|怖|こわい|脅|怒鳴|どな"
)
_TO_COME = re.compile(
    "来る|くる|来ます|きます|来られ|伺|うかが|取りに|もらいに|集金|また|次回|今度|明日|あした|あす|明後日|あさって|来週|来月|戻って|これから"
)


def without_visitor(
    safety: frozenset[str], text: str, *, situation: Situation, today: dt.date
) -> frozenset[str]:
    """Returns ``safety`` without the visitor at the door where the levelled ``text`` of ``situation`` tells of a visit that is over.

    A buyer is gone who took things; anybody of whom that is said (帰りました), or who made a contract on a day before ``today``.
    """
    if _STILL_HERE.search(text) or "being_threatened" in situation.stage:
        return safety
    bought = any(sale.way == "door_purchase" for sale in situation.contract.sales) and bool(taken_at(text))
    days = situation.dates if situation.contract.made else ()
    past = bool(days) and all(day.to_day < today for day in days)
    left = (past or bool(_GONE.search(text))) and not _TO_COME.search(text)
    return safety - {"visit"} if bought or left else safety
