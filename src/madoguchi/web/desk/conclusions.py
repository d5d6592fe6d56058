"""Words that conclude on the law ("it is illegal", "you will get it back"): a hint beside a line, never in anybody's way.

The list is short and our own; a line without a hint is no line that is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONCLUDES = re.compile(
    "(?:必ず|絶対に?|確実に|間違いなく|全額).{0,10}(?:返金|返還|返って|戻って|戻り|戻せ|取り戻|取り返|補償)"
    "|(?:違法|不法|不当|無効|有効|詐欺罪|犯罪|法律違反|契約違反|債務不履行)(?:です|である|だ|になります|となります|に当たります|に当たる|にあたります)"
    "|(?:払|返済|返)[いうす]?(?:する)?(?:義務|責任|必要)[はもが]?(?:全く|一切)?(?:ありません|ない|無い|なし|あります)"
    "|(?:払わ|返さ)なくても?(?:いい|よい|良い|大丈夫|かまいません|構いません)"
    "|(?:契約|約束|合意)[はもが]?(?:まだ)?成立して(?:い)?(?:ません|ない|ます)"
    "|(?:契約|解約|取消し?|取り消し|クーリング・?オフ|クーリングオフ|返金請求|損害賠償)[はもがの]?(?:請求)?でき(?:ます|ません)"
    "|取り消せ(?:ます|ません)"
    "|(?:裁判|訴訟|訴え).{0,8}(?:勝て|勝ち|負け)"
    "|(?:権利|請求権)が(?:あります|ありません)"
)
# What takes the conclusion back, or asks: in the same sentence, after the words.
_OPEN = re.compile(
    "かどうか|か、|ですか|ますか|でしょうか|かもしれ|可能性|場合|ことがあ|とは限|とは言え|とは断定|おそれ|弁護士に|法テラスに"
)
_ENDS = re.compile("[。！？!?\n]")


def conclusions_in(line: str) -> list[str]:
    """Returns the words of ``line`` that read like a conclusion on the law, each once; none where the sentence leaves it open."""
    return list(dict.fromkeys(_found(line)))


def _found(line: str) -> Iterator[str]:
    at = 0
    for end in (*(one.end() for one in _ENDS.finditer(line)), len(line)):
        sentence, at = line[at:end], end
        for one in _CONCLUDES.finditer(sentence):
            if not _OPEN.search(sentence, one.start()):
                yield one.group()
