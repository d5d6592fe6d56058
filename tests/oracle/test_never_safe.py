"""No answer says that a thing is safe, and the weakest still says to make sure in another way."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from asking import EVENING, ROOT, answer_to, rows_of
from edits import edits_of, messages

from madoguchi.knowledge import load
from madoguchi.telling.answer import consultation

CLEARED = re.compile(
    "安全です|安全な(?:メール|連絡|相手|サイト)|詐欺では(?:ありません|ない(?:です|と思))|問題(?:は)?(?:ありません|ないです)"
    "|心配(?:は)?(?:ありません|いりません|要りません)|安心してください|本物です|正規の(?:メール|連絡)です|危険はありません|is safe|legitimate"
)


def honest() -> list[dict]:
    lines = (ROOT / "training" / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["label"] == "genuine"][:500]


def own_words(part: object) -> list[str]:
    """Returns what an answer says itself: everything but quotes of the input."""
    if isinstance(part, dict):
        return [words for name, one in part.items() if name != "quote" for words in own_words(one)]
    if isinstance(part, list | tuple):
        return [words for one in part for words in own_words(one)]
    return [part] if isinstance(part, str) else []


def clears(row: dict) -> bool:
    """Whether the answer, as JSON or as told, says that the message is harmless."""
    answer = answer_to(row)
    told = re.sub("「[^」]*」?", "", consultation(answer, load(), at=EVENING).replace("\n", ""))
    return bool(CLEARED.search("\n".join([*own_words(msgspec.to_builtins(answer)), told])))


@pytest.mark.parametrize("part", range(4))
def test_no_answer_to_an_edited_message_clears_it(part: int) -> None:
    edited = [one for message in messages() for _, one in list(edits_of(message))[part::4]]
    assert [one["text"] for one in edited if clears(one)] == []


def test_no_answer_to_a_genuine_message_clears_it() -> None:
    rows = [*honest(), *rows_of("innocent")]
    assert len(rows) >= 500
    assert [row["text"] for row in rows if clears(row)] == []


def test_the_words_would_be_noticed() -> None:
    assert CLEARED.search("このメールは安全です") and CLEARED.search("これは詐欺ではありません")


def test_the_weakest_answer_says_to_make_sure_in_another_way() -> None:
    told = [answer_to(row) for row in [{"text": "こんにちは。"}, *honest()[:200]]]
    weak = [answer for answer in told if answer.verdict == "nothing_known"]
    assert len(weak) > 100
    assert [a.plan for a in weak if not any("別の手段で確認" in step.text for step in a.plan.steps)] == []
