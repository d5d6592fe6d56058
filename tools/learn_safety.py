"""Learns how people speak who hint at dying, have somebody at the door, or are still on the line; from invented sentences.

training/safety.jsonl: {"row", "text"}; "none" and the stories of training/stories.jsonl are what these are told apart from. A word
(wording.py) weighs for a row ten times the logarithm by which it changes the row's odds, counted as if it had stood in SHRINK further
sentences. The same sentences give the same file, byte for byte.
With --check: one fifth is left out in turn; printed is which share of each row is found, and in how many of the others it is seen wrongly.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from learning import held, tenths, written

from madoguchi.plain_text import level
from madoguchi.safety import own_words, rows_of_words
from madoguchi.wording import words_in

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "training" / "safety.jsonl"
STORIES = ROOT / "training" / "stories.jsonl"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "safety_words.tsv"
HEAD = "# Learned from training/safety.jsonl by tools/learn_safety.py (make words); do not edit by hand.\n"
ROWS = ("self_harm", "visit", "still_on_the_line")
LEAST, LEAST_WEIGHT, MOST_WEIGHT, SHRINK = 2, 4, 30, 0.5
FOLDS = 5
# Everybody who comes here says these: they tell what happened or name a scheme, and speak for no row (against one they may).
WHAT_HAPPENED = (
    *("詐", "欺", "騙", "だまさ", "だまし", "遭", "被害", "悪質", "トラブル", "巻"),
    *("ロマンス", "オレオレ", "架空", "空請", "商法", "検商", "感商", "野商", "商材", "報商", "霊感"),
    *("ワンクリック", "未公", "開株", "融資", "資保", "偽警"),
    *("不正", "正利", "身分", "分証", "証送", "警告", "告音", "マイクロソフト"),
)
# Money and what was lost say nothing of dying by themselves, though those who hint at it have mostly lost some.
LOST = (
    *("失", "なくし", "なくな", "無く", "紛", "溶", "くしました"),
    *(
        "財",
        "貯",
        "蓄",
        "預",
        "退職",
        "職金",
        "老後",
        "後資",
        "資金",
        "サラ",
        "リボ",
        "奨学",
        "学金",
        "学費",
        "学資",
    ),
    *("借", "債", "部送", "自信", "保険", "険金", "りると", "資話"),
    *("返済", "者金", "金融", "ローン", "リボ", "ヤミ金", "社"),
)

Sentence = tuple[str, str]


def learned(sentences: Iterable[Sentence]) -> dict[str, dict[str, int]]:
    """Returns word -> {row: tenths} for sentences of (text, row or "none")."""
    told = [(frozenset(words_in(own_words(level(text)))), row) for text, row in sentences]
    everywhere = Counter(word for words, _ in told for word in words)
    found: dict[str, dict[str, int]] = {}
    for row in ROWS:
        share = sum(one == row for _, one in told) / len(told)
        inside = Counter(word for words, one in told if one == row for word in words)
        for word, count in everywhere.items():
            weight = tenths(inside[word], count, share=share, shrink=SHRINK)
            if weight > 0 and any(piece in word for piece in _silent(row)):
                continue
            if count >= LEAST and (kept := held(weight, least=LEAST_WEIGHT, most=MOST_WEIGHT)):
                found.setdefault(word, {})[row] = kept
    return dict(sorted(found.items()))


def _silent(row: str) -> tuple[str, ...]:
    return (*WHAT_HAPPENED, *LOST) if row == "self_harm" else WHAT_HAPPENED


def sentences() -> list[Sentence]:
    """Returns (text, row) of every sentence, the stories as "none"."""
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    others = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["row"]) for row in rows] + [(row["text"], "none") for row in others]


def main() -> None:
    """Writes the file, or with --check prints how well unseen sentences are told apart."""
    told = sentences()
    if "--check" in sys.argv:
        right, wrong, many = Counter[str](), Counter[str](), Counter(row for _, row in told)
        for fold in range(FOLDS):
            words = learned(one for at, one in enumerate(told) if at % FOLDS != fold)
            for text, row in (one for at, one in enumerate(told) if at % FOLDS == fold):
                found = rows_of_words(level(text), words)
                right.update({row} & found)
                wrong.update(found if row == "none" else ())
        for row in ROWS:
            print(
                f"{row}: found {right[row] / many[row]:.3f}, seen in {wrong[row] / many['none']:.3f} of the others"
            )
        return
    words = learned(told)
    WORDS.write_text(written(HEAD, words), encoding="utf-8")
    print(f"{WORDS.relative_to(ROOT)}: {len(words)} words of {len(told)} sentences")


if __name__ == "__main__":
    main()
