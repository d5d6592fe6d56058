"""One's own people at work on the machine from afar: 情シスがリモートで直してくれた, 孫に画面を共有して教えてもらった.

That is how swindlers work too, so that nothing of it may be left out where anybody poses as somebody or money is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from madoguchi.patterns import Hit

_POSES = re.compile(
    "名乗|かた[るっ]|装|偽|なりすま|騙|だまさ|らしき|[とっ][てい]?[言いゆ]う人|かかってき|知らない|見知らぬ|片言|外国人|言われるまま|勝手に|不正"
    "|振り?込|送金|ギフトカード|電子マネー|プリペイド|カードを買|お金|請求|支払|画面の番号|出た番号|出てた番号|出ていた番号|表示された番号|書かれた番号"
)

_BY_STRANGERS = re.compile(
    "され|させ|業者|サポートの|サポートセンター|センターの|マイクロソフト|microsoft|相手"
)


def without_own_people(matches: Mapping[object, list[Hit]], text: str) -> Mapping[object, list[Hit]]:
    """Returns ``matches`` without the acts, signs and dangers that stand where one's own people are told to help; the rest as it is."""
    told = matches.get(("voice", "helping"), ())
    helping = [hit for hit in told if not _BY_STRANGERS.search(text, hit.start, hit.end)]
    if not helping or _POSES.search(text):
        return matches
    return {
        owner: left
        for owner, hits in matches.items()
        if (left := hits if _stays(owner) else [hit for hit in hits if not _within(hit, helping)])
    }


def _stays(owner: object) -> bool:
    """Only acts, signs and what the safety rows take for a danger are of the deed itself."""
    return type(owner) is tuple and owner[0] != "safety"


def _within(hit: Hit, helping: list[Hit]) -> bool:
    return any(one.start < hit.end and hit.start < one.end for one in helping)
