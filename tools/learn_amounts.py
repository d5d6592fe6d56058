"""Learns what the clues around an amount speak for, from the project's own invented stories, and writes it down to read.

In training/amounts.txt every amount is marked with what it is: 〔7万円|paid〕. A clue that stands at enough amounts weighs, for each
role, ten times the logarithm by which it changes the odds of that role; it is counted as if it had stood at SHRINK further amounts
with the roles of everybody, so that a rare clue says little. What stands further away weighs half, and what the whole story
is about twice (STRESS), because clues that stand close together say the same thing more than once. The same stories and the
same knowledge give the same file.
With --check: one fifth of the stories is left out in turn, and the share of their amounts that is read rightly is printed.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from learning import held, tenths

from madoguchi import consult
from madoguchi.knowledge import load
from madoguchi.parts import Parts
from madoguchi.signs import read
from madoguchi.sums import money_in
from madoguchi.surroundings import clues_of
from madoguchi.words import Story

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "training" / "amounts.txt"
CLUES = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "amount_clues.tsv"
HEAD = "# Learned from training/amounts.txt by tools/learn_amounts.py (make words); do not edit by hand.\n"
ROLES = ("paid", "demanded", "other", "lost", "refunded")
LEAST, LEAST_WEIGHT, MOST_WEIGHT, SHRINK = 4, 5, 30, 3.0
STRESS = {
    **dict.fromkeys(("sentence before", "sentence behind", "word later"), 0.5),
    **dict.fromkeys(
        ("scheme", "stage", "taken, paid", "lured, paid", "taken, paid here", "lured, paid here"), 2.0
    ),
    **dict.fromkeys(("taken, ends", "lured, ends", "place", "size"), 2.0),
}
FOLDS = 5
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
_MARK = re.compile(r"〔([^〔〕|]+)\|([a-z]+)〕")

Labelled = tuple[str, set[str]]


def unmarked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Returns the story without its marks, and where each marked amount stands with its role."""
    text, marks, at = "", [], 0
    for hit in _MARK.finditer(line):
        text += line[at : hit.start()]
        marks.append((len(text), len(text) + len(hit[1]), hit[2]))
        text += hit[1]
        at = hit.end()
    return text + line[at:], marks


def labelled(line: str) -> Iterator[Labelled]:
    """Returns (role, clues) of each marked amount of a story that the program finds as an amount."""
    text, marks = unmarked(line)
    answer, known = consult(text, at=AT), load()
    tale = read(Parts.of(Story(text=text)), known, is_message=False, today=AT.date())
    scheme = answer.schemes[0].id if answer.schemes else None
    money = money_in(tale, answer.situation.stage, scheme=scheme)
    for number, yen in enumerate(money.yens):
        said = tale.quote(yen.start, yen.end)
        for role in [role for start, end, role in marks if start < said.end and said.start < end][:1]:
            yield role, clues_of(money, number)


def learned(amounts: Iterable[Labelled]) -> dict[str, list[int]]:
    """Returns clue -> one weight for each of ROLES."""
    rows = list(amounts)
    sizes, everywhere = (
        Counter(role for role, _ in rows),
        Counter(clue for _, clues in rows for clue in clues),
    )
    here = Counter((role, clue) for role, clues in rows for clue in clues)
    found: dict[str, list[int]] = {}
    for clue in sorted(clue for clue, count in everywhere.items() if count >= LEAST):
        stress = STRESS.get(clue.split("=", 1)[0], 1.0)
        weights = [
            _weight(here[role, clue], everywhere[clue], sizes[role] / len(rows), stress=stress)
            for role in ROLES
        ]
        if any(weights):
            found[clue] = weights
    return found


def _weight(here: int, everywhere: int, share: float, *, stress: float) -> int:
    weight = tenths(here, everywhere, share=share, shrink=SHRINK)
    return round(stress * held(weight, least=LEAST_WEIGHT, most=MOST_WEIGHT))


def written(clues: dict[str, list[int]]) -> str:
    """Returns the file: the roles, then one clue a line with its weights."""
    rows = (f"{clue}\t" + "\t".join(map(str, weights)) + "\n" for clue, weights in clues.items())
    return HEAD + "clue\t" + "\t".join(ROLES) + "\n" + "".join(rows)


def right_of_unseen(stories: list[list[Labelled]]) -> float:
    """Returns the share of amounts read rightly, each fifth of the stories by what the others taught."""
    right = total = 0
    for fold in range(FOLDS):
        clues = learned(one for at, story in enumerate(stories) if at % FOLDS != fold for one in story)
        for role, seen in (one for at, story in enumerate(stories) if at % FOLDS == fold for one in story):
            sums = [
                sum(clues[clue][number] for clue in seen if clue in clues) for number in range(len(ROLES))
            ]
            right += ROLES[sums.index(max(sums))] == role
            total += 1
    return right / total


def main() -> None:
    """Writes the file, or with --check prints how well the unseen fifth is read."""
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    stories = [list(labelled(line)) for line in lines if line]
    if "--check" in sys.argv:
        print(f"{sum(map(len, stories))} amounts, read rightly when unseen: {right_of_unseen(stories):.3f}")
        return
    clues = learned(one for story in stories for one in story)
    CLUES.write_text(written(clues), encoding="utf-8")
    print(f"{CLUES.relative_to(ROOT)}: {len(clues)} clues of {sum(map(len, stories))} amounts")


if __name__ == "__main__":
    main()
