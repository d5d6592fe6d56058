"""Learns what the marks of a memo say for channel and content: ``python tools/learn_codes.py [--folds N]``.

Learned from our own labelled memos (tests/desk/memos, all but those kept out) and the labelled pairs of tests/desk/paraphrases.yaml:
a logistic regression for each code, written as tenths to code_weights.yaml. ``--folds 6`` writes nothing and says how often whole
answers are right on memos that were kept out. The same memos give the same file.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from pathlib import Path
from typing import NamedTuple

import django
import yaml
from score_proposals import HALVES, KEPT_OUT, MEMOS, heard, memos

from madoguchi.web.desk.code_weighing import ALWAYS, spoken_for

LEARNED_FROM = tuple(half for half in HALVES if half not in KEPT_OUT)
CHANNELS = ("door_to_door", "telemarketing", "mail_order", "shop", "none")
CONTENTS = ("contract", "sales_method", "safety_quality")
_LETTERS = {"d": CHANNELS[0], "t": CHANNELS[1], "m": CHANNELS[2], "s": CHANNELS[3], "n": CHANNELS[4]}
_SIGNS = {"c": CONTENTS[0], "k": CONTENTS[1], "q": CONTENTS[2]}
_ROUNDS, _STEP, _LEAST = 20, 1.0, 1
_PIECE_TIMES = 10  # texts that a piece must stand in
_HELD_BACK = {
    "word": 4.0,
    "piece": 11.0,
}  # rows: 1; a single word or a piece must be told more often to weigh as much
# Tenths for or against each content, whatever the memo says: chosen by --folds 6 on the memos that are learned from (0.80 -> 0.82 with the next
# rule; -4 to -8, 0 to -4 and 4 to 8 are within a hundredth). Held-back weights lean to what is common: contract too often, safety too seldom.
_LEANING = {"contract": -6, "sales_method": -2, "safety_quality": 6}
HEAD = (
    "# What each mark of a memo says for a code, in tenths: written by tools/learn_codes.py, not by hand.\n"
)

Weights = Mapping[str, Mapping[str, int]]


class Told(NamedTuple):
    """A labelled memo: ``group`` goes as one into a fold; ``channel`` and ``content`` are None where it cannot be said."""

    group: str
    marks: frozenset[str]
    channel: str | None
    content: frozenset[str] | None


def rows() -> Iterator[Told]:
    """Yields everything that is learned from."""
    from madoguchi.web.desk.code_clues import PIECE, marks_of, pieces_of

    def marks(text: str) -> frozenset[str]:
        words = {
            mark for mark in marks_of(heard(text)) if not mark.startswith(PIECE)
        }  # those depend on what was learned
        return frozenset(words | {f"{PIECE}{piece}" for piece in pieces_of(text)})

    for half in LEARNED_FROM:
        for at, one in enumerate(memos(half)):
            label = one["channel"]
            channel = label[0] if isinstance(label, list) else label
            yield Told(f"memo {half} {at}", marks(one["memo"]), channel, frozenset(one["content"]))
    pairs = yaml.safe_load((MEMOS.parent / "paraphrases.yaml").read_text(encoding="utf-8"))
    labels = yaml.safe_load((MEMOS / "pairs.yaml").read_text(encoding="utf-8"))
    for half, told in labels.items():
        for at, (label, pair) in enumerate(zip(told, pairs[half], strict=True)):
            letter, signs = label.split()
            content = None if signs == "-" else frozenset(_SIGNS[sign] for sign in signs)
            for text in pair.values():
                yield Told(f"pair {half} {at}", marks(text), _LETTERS.get(letter), content)


def learned(told: Sequence[Told]) -> dict[str, dict[str, int]]:
    """Returns, by mark and code, the tenths that it says for it."""
    found: dict[str, dict[str, int]] = {}
    times = Counter(mark for one in told for mark in one.marks)
    whole = {mark for mark in times if not mark.startswith("piece ")}
    often = {mark for mark, count in times.items() if mark in whole or count >= _PIECE_TIMES}
    for code in (*CHANNELS, *CONTENTS):
        known = often if code in CONTENTS else whole
        asked = [
            (sorted(one.marks & known), is_so) for one in told if (is_so := _is_so(one, code)) is not None
        ]
        for mark, weight in _fitted(asked).items():
            if abs(tenths := round(10 * weight)) >= _LEAST:
                found.setdefault(mark, {})[code] = tenths
    for code, tenths in _LEANING.items():
        always = found.setdefault(ALWAYS, {})
        always[code] = always.get(code, 0) + tenths
    return dict(sorted(found.items()))


def _is_so(one: Told, code: str) -> bool | None:
    if code in CHANNELS:
        return None if one.channel is None else one.channel == code
    return None if one.content is None else code in one.content


def _fitted(asked: Sequence[tuple[Sequence[str], bool]]) -> dict[str, float]:
    """A logistic regression whose weights are held back to nothing: Newton's step for one mark after the other, until they hardly move."""
    stands: dict[str, list[int]] = {}
    for at, (marks, _) in enumerate(asked):
        for mark in marks:
            stands.setdefault(mark, []).append(at)
    weights = dict.fromkeys(sorted(stands), 0.0)
    scores, truth = [0.0] * len(asked), [float(is_so) for _, is_so in asked]
    chance = [0.5] * len(asked)
    for _ in range(_ROUNDS):
        for mark in weights:
            held, places = _held_back(mark), stands[mark]
            slope = sum(chance[at] - truth[at] for at in places) + held * weights[mark]
            bend = sum(chance[at] * (1 - chance[at]) for at in places) + held
            step = max(-_STEP, min(_STEP, slope / bend))
            weights[mark] -= step
            for at in places:
                scores[at] -= step
                chance[at] = 1 / (1 + exp(-scores[at]))
    return weights


def _held_back(mark: str) -> float:
    return _HELD_BACK.get(mark.split(" ", 1)[0], 1.0)


def answer(weights: Weights, marks: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Returns the channel and the contents that ``marks`` speak for."""

    def score(code: str) -> int:
        return sum(weights.get(mark, {}).get(code, 0) for mark in marks)

    return max(CHANNELS, key=score), frozenset(spoken_for({code: score(code) for code in CONTENTS}))


def folded(told: Sequence[Told], folds: int) -> Iterator[tuple[Told, tuple[str, frozenset[str]]]]:
    """Yields each memo with what is said of it by weights that were learned without it."""
    groups = {group: at % folds for at, group in enumerate(dict.fromkeys(one.group for one in told))}
    for fold in range(folds):
        weights = learned([one for one in told if groups[one.group] != fold])
        yield from ((one, answer(weights, one.marks)) for one in told if groups[one.group] == fold)


def written(weights: Weights) -> str:
    """Returns the file."""
    lines = (
        f"{mark}: {{{', '.join(f'{code}: {n}' for code, n in said.items())}}}\n"
        for mark, said in weights.items()
    )
    return HEAD + "".join(lines)


def main() -> None:
    """Writes the file, or prints what is right on memos that were kept out."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folds", type=int, default=0)
    said = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
    django.setup()
    from madoguchi.web.desk.code_clues import WEIGHTS

    told = list(rows())
    if said.folds:
        kept = list(folded(told, said.folds))
        for kind in ("memo", "pair"):
            those = [(one, got) for one, got in kept if one.group.startswith(kind)]
            channel = [got[0] == one.channel for one, got in those if one.channel]
            content = [got[1] == one.content for one, got in those if one.content is not None]
            print(f"{kind}: channel {sum(channel) / len(channel):.3f} of {len(channel)}, ", end="")
            print(f"content {sum(content) / len(content):.3f} of {len(content)}")
        return
    Path(WEIGHTS).write_text(written(learned(told)), encoding="utf-8")
    print(f"{len(told)} texts")


if __name__ == "__main__":
    main()
