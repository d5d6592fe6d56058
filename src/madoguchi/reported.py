"""What a warning only tells of: the words of swindlers that it quotes, names or forbids are not its own.

A phishing mail warns of phishing too; but then it still asks for something in a sentence of its own (signs.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from madoguchi.acts import Quoting
from madoguchi.patterns import Scan

_REPORTS = re.compile(
    "名乗|騙|かた(?:る|り|っ)|装(?:う|い|っ)|なりすま|(?:と|など)言(?:わ|って|い)|(?:という|との)(?:電話|手口|相談|メール|内容|もの|連絡)"
    "|手口|詐欺|フィッシング|ニセ|にせ|偽|犯人|ことは(?:あり|ござい|一切|絶対|決して|ない|いたし)|(?:一切|絶対に?|決して)(?:あり|ござい|いたし)ません"
    "|(?:する|お願い|求める|伺う|尋ねる|聞き出す)こと|ないで|しないよう|ご?注意|被害|だまし|騙さ|不審"
)


_TOLD_SO = re.compile(
    "[」』][^。\n」』]{0,6}?(?:という|と(?:いう|いった|言|表示|書|題|名乗|聞|うた|誘|出|届|来|電話|連絡|告げ|伝え|話|メール)|って(?:来|き|言|書|DM|出|届|送)|などと?|のような|は(?:偽|詐欺|うそ))"
)


def tells_of_others(text: str) -> bool:
    """Returns whether words are quoted and told of: 「…」という電話, 「…」って来ても."""
    return bool(_TOLD_SO.search(text))


class Reported:
    """Which places of a text are told of others: quoted, or in a sentence that names swindlers or forbids the deed."""

    def __init__(self, scan: Scan, quoting: Quoting) -> None:
        self._quoting = quoting
        sentences = list(scan.sentences())
        self._starts: Sequence[int] = [start for start, _ in sentences]
        self._told = [bool(_REPORTS.search(scan.text, start, end)) for start, end in sentences]

    def holds(self, start: int) -> bool:
        """Returns whether what begins at ``start`` is told of others."""
        at = bisect_right(self._starts, start) - 1
        return self._quoting.holds(start) or (at >= 0 and self._told[at])
