"""What comes before every scheme: somebody who hints at dying, somebody at the door, a call that still goes on, a court's paper.

A row is found by its patterns (knowledge/safety/), and some rows also by how people speak: no list of wordings holds all the
ways in which they say it. What each word weighs was learned from invented sentences (training/safety.jsonl, decision 008). These rows
lean to the careful side: a number too many is better than one too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from struct import Struct
from typing import NamedTuple

from madoguchi.prepared import once_for_each
from madoguchi.tale import Tale
from madoguchi.wording import damped, words_in

SafetyWords = Mapping[str, Mapping[str, int]]
ENOUGH: Mapping[str, float] = {"self_harm": -0.8, "visit": 0.5, "still_on_the_line": 0.0}
# A word or two say nothing by what they usually stand beside (詐欺, はい, 困っています); one that speaks for itself still counts (自殺).
_FEW_LETTERS, _FEW_SIGNS, _CLEARLY = 8, 4, 2.0
# Words that only say who and with what (祖母, お金) do not make a row together: one has to speak of it, in tenths.
_SPEAKS_OF_IT = 16
_HOW_MUCH = ("死ぬほど", "死ぬくらい", "死ぬぐらい", "死ぬかと思", "死ぬ気で", "死に物狂い", "必死")
_HERE = frozenset({"visit", "still_on_the_line"})
_MINORS = frozenset({"minor_images"})
_BARE = (
    "裸",
    "はだか",
    "ハダカ",
    "ヌード",
    "下着",
    "脱",
    "わいせつ",
    "性的",
    "エッチ",
    "自画撮り",
    "児童ポルノ",
)
_ASKING, _KNOWN = frozenset({"asks_only"}), frozenset({"known_matter"})
_LANGUAGE = frozenset({"other_language"})
_OF_THE_OTHERS = tuple(
    "相手は 相手が 犯人は 犯人が 先方は 業者は 店員は 男は 女は 担当者は 送り主は 声は".split()
)
# What a question about a doctor or a train has nothing to do with: English as people tell of it.
_TOUCHED = tuple(
    "paid sent send transfer code password card number call police scam fraud fake hack link click app install gift money yen remote "
    "threat arrest account sms email message urgent stolen lost said told asks asked wants".split()
)
# Nor a fee or a thing that was found with these.
_PRESSED = (
    "link",
    "click",
    "code",
    "remote",
    "app ",
    "install",
    "gift",
    "arrest",
    "urgent",
    "password",
    "card number",
)
# Rows that by themselves say of no trouble.
NO_COMPLAINT = frozenset(
    "screen_told not_called card_used line_contract others_account asks_only known_matter other_language".split()
)
_DYING, _CALLING = frozenset({"self_harm"}), frozenset({"still_on_the_line"})


def safety_in(tale: Tale, words: SafetyWords) -> frozenset[str]:
    """Returns the ids of the rows that stand in the text, by patterns and, in a story told in Japanese, by its words."""
    by_pattern = frozenset([owner[1] for owner, _ in tale.of_kind("safety")])
    if "minor_spending" in by_pattern and tale.lured:
        by_pattern -= {"minor_spending"}
    if _papers_for_a_job(tale):
        by_pattern -= _MINORS
    if _ASKING <= by_pattern and any(word in tale.scan.text for word in _TOUCHED):
        by_pattern -= _ASKING
    if _KNOWN <= by_pattern and any(word in tale.scan.text for word in _PRESSED):
        by_pattern -= _KNOWN
    if _LANGUAGE <= by_pattern and any(word in tale.scan.text for word in _OF_THE_OTHERS):
        by_pattern -= _LANGUAGE
    if tale.is_message or tale.in_chinese:
        return by_pattern
    by_words = rows_of_words(tale.scan.text, words)
    return by_pattern | (by_words - _CALLING if "not_called" in by_pattern else by_words)


def of_minors(tale: Tale, schemes: Collection[str]) -> frozenset[str]:
    """Returns the row for pictures of minors where somebody is threatened with pictures, and says anywhere that they are not yet 18."""
    told = not tale.is_message and "sextortion_threat" in schemes and tale.hits("voice", "under_18")
    return _MINORS if told and not _papers_for_a_job(tale) else frozenset()


def _papers_for_a_job(tale: Tale) -> bool:
    """Whether the pictures told of are those of a face or of papers, sent for a job."""
    return ("safety", "dark_job") in tale.matches and not any(word in tale.scan.text for word in _BARE)


def never_left_out(tale: Tale, found: frozenset[str]) -> frozenset[str]:
    """Returns those of ``found`` (safety_in) that hold wherever they stand, though it be in words to a program: all but a call that goes on.

    Words to a program tell people to call and to answer; a call of the person's own is told elsewhere.
    """
    by_pattern = frozenset([owner[1] for owner, _ in tale.of_kind("safety")])
    return (by_pattern | (found & _DYING)) - _CALLING


def own_words(text: str) -> str:
    """Returns the levelled ``text`` without what only says how much: nobody speaks of dying who is ashamed 死ぬほど."""
    for said in _HOW_MUCH if "死" in text else ():
        text = text.replace(said, "、")
    return text


def rows_of_words(text: str, words: SafetyWords) -> frozenset[str]:
    """Returns the rows that the words of the levelled ``text`` speak for; the sum is damped by their number."""
    rows, few, text = _rows_of(words), _is_few(text), own_words(text)
    spoken = [word for word in words_in(text, words) if not (few and _is_kana(word))]
    scores = {row: damped(weight, count) for row, (weight, count) in rows.told(spoken).items()}
    enough = {
        row: score
        for row, score in scores.items()
        if _speaks(row, score, few=few) and any(words[word].get(row, 0) >= _SPEAKS_OF_IT for word in spoken)
    }
    if len(enough.keys() & _HERE) > 1:  # at the door or on the line: the likelier one leads
        del enough[min(_HERE, key=lambda row: enough[row])]
    return frozenset(enough)


def _speaks(row: str, score: float, *, few: bool) -> bool:
    return score > _CLEARLY if few else score >= ENOUGH[row]


def _is_few(text: str) -> bool:
    """Whether ``text`` is a word or two: some letters, and hardly any but hiragana."""
    letters = list(islice(filter(str.isalnum, text), _FEW_LETTERS))
    return len(letters) < _FEW_LETTERS and sum(not _is_kana(char) for char in letters) < _FEW_SIGNS


def _is_kana(word: str) -> bool:
    return all("ぁ" <= char <= "ん" for char in word)


_LANE, _COUNT, _BIAS = (
    64,
    40,
    1 << 15,
)  # bits of a row; in it the count of words begins; what keeps a weight above 0
_ONE = 1 << _COUNT


class _Rows(NamedTuple):
    """``packed`` holds what a word says for all rows in one number, so that the words of a text are added at once."""

    names: tuple[str, ...]
    packed: Mapping[str, int]
    lanes: Struct  # the same number as one of 64 bits a row

    def told(self, words: Iterable[str]) -> dict[str, tuple[int, int]]:
        """For each row that one of ``words`` speaks of: the sum of their weights, and how many they are."""
        total = sum(map(self.packed.__getitem__, words))
        if not total:
            return {}
        lanes = self.lanes.unpack(total.to_bytes(self.lanes.size, "little"))
        return {
            row: ((lane & _ONE - 1) - (lane >> _COUNT) * _BIAS, lane >> _COUNT)
            for row, lane in zip(self.names, lanes, strict=True)
            if lane
        }


@once_for_each
def _rows_of(words: SafetyWords) -> _Rows:
    names = tuple(sorted({row for weights in words.values() for row in weights}))
    shift = {row: at * _LANE for at, row in enumerate(names)}
    packed = {
        word: sum((_ONE + _BIAS + weight) << shift[row] for row, weight in weights.items())
        for word, weights in words.items()
    }
    return _Rows(names, packed, Struct(f"<{len(names)}Q"))
