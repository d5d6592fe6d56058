"""Random tables as offices publish them: one to four ways, months in a row, two cuts of the same records."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

from madoguchi.disclosure.attack import Attack
from madoguchi.disclosure.cells import TOTAL, Cells, linked, with_margins

_SIZES = {1: (3, 12), 2: (2, 7), 3: (2, 5), 4: (2, 3)}


def random_tables(seed: int) -> Cells:
    chance = random.Random(seed)
    return _two_cuts(chance) if seed % 3 == 0 else with_margins(_inside(chance, chance.randint(1, 4)))


def _inside(chance: random.Random, ways: int) -> dict[tuple[str, ...], int]:
    """Most cells are of one size, some are empty, some small."""
    sizes = [chance.randint(*_SIZES[ways]) for _ in range(ways)]
    mean, empty = chance.choice([15, 50, 200, 600]), chance.choice([0.0, 0.1, 0.3])
    return {
        tuple(map(str, key)): 0 if chance.random() < empty else int(chance.expovariate(1 / mean))
        for key in product(*map(range, sizes))
    }


def _two_cuts(chance: random.Random) -> Cells:
    """Two to six months by age and means of payment, and by place: the same people in both."""
    months, places = chance.randint(2, 6), chance.randint(2, 6)
    people, by_place = Counter(), Counter()
    for month, age, means in product(range(months), range(chance.randint(2, 4)), range(3)):
        count = int(chance.expovariate(1 / chance.choice([5, 40, 200])))
        people[(str(month), str(age), str(means))] = count
        for _ in range(count):
            by_place[(str(month), str(int(chance.triangular(0, places, 0))))] += 1
    first, second = (
        with_margins(people, name="people"),
        with_margins(by_place or {("0", "0"): 0}, name="places"),
    )
    shared = [*(str(month) for month in range(months)), TOTAL]
    same = {("places", month, TOTAL): ("people", month, TOTAL, TOTAL) for month in shared}
    return linked(first, second, same=same)


def attacked(cells: Cells, gone: frozenset) -> dict:
    """What an attacker knows to less than 10, when the cells of ``gone`` are not shown."""
    shown = {cell: count for cell, count in cells.counts.items() if cell not in gone}
    return Attack(shown, gone, cells.sums).broken()
