"""The figures counted once more, in plain Python and one record at a time, from the rows of the import format themselves. It shares
nothing with the mart: no table, no engine, no list of codes.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Record = dict[str, str]


def read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def known_on(row: Record) -> str:
    return row.get("revised_on") or row["registered_on"]


def as_of(rows: Iterable[Record], day: str) -> list[Record]:
    """The cases as they were known on ``day``: ISO days compare as texts."""
    last: dict[str, Record] = {}
    for row in rows:
        if row["registered_on"] <= day and known_on(row) <= day:
            there = last.get(row["case_id"])
            mine = (known_on(row), bool(row.get("revised_on")))
            if there is None or mine > (known_on(there), bool(there.get("revised_on"))):
                last[row["case_id"]] = row
    return [row for row in last.values() if row.get("withdrawn") != "true"]


def counted(rows: Iterable[Record], day: str, scheme: str, kind: str = "") -> list[Record]:
    return [
        row
        for row in as_of(rows, day)
        if row.get("scheme") == scheme
        and row.get("via_other_centre") != "true"
        and (not kind or row.get("kind") == kind)
    ]


def year_of(row: Record) -> int:
    received = dt.date.fromisoformat(row["received_on"])
    year = received.year
    while received < dt.date(year, 4, 1):
        year -= 1
    return year


def counts(rows: Iterable[Record]) -> Counter[int]:
    return Counter(map(year_of, rows))


def means(rows: Iterable[Record]) -> dict[int, int]:
    sums = defaultdict(list)
    for row in rows:
        if row.get("contract_amount"):
            sums[year_of(row)].append(Decimal(row["contract_amount"]))
    return {
        year: int((sum(those) / len(those)).quantize(Decimal(1), ROUND_HALF_UP))
        for year, those in sums.items()
    }


def methods(rows: Iterable[Record]) -> Counter[tuple[int, str]]:
    return Counter(
        (year_of(row), one)
        for row in rows
        for one in set((row.get("payment_methods") or "").split("|"))
        if one
    )


def by(rows: Iterable[Record], *names: str) -> Counter[tuple[object, ...]]:
    return Counter((year_of(row), *(row.get(name) or "unknown" for name in names)) for row in rows)


# --- records that try to be counted wrongly ---------------------------------------------------------------

NAMES = (
    *(
        "case_id",
        "received_on",
        "registered_on",
        "centre",
        "prefecture",
        "via_other_centre",
        "kind",
        "scheme",
    ),
    *("age_band", "sex", "contract_amount", "payment_methods", "outcome", "revised_on", "withdrawn"),
)


def adversarial(seed: int, cases: int) -> list[Record]:
    """Random cases around the ends of fiscal years: corrected, moved, withdrawn, late, unknown, of amounts at half a yen."""
    chance = random.Random(seed)
    rows = [row for at in range(cases) for row in _versions(f"{at:06}", chance)]
    chance.shuffle(rows)
    return rows


def _versions(case_id: str, chance: random.Random) -> Iterator[Record]:
    day = dt.date(chance.choice([2019, 2020, 2021]), 3, 31) + dt.timedelta(
        chance.choice([-90, -1, 0, 1, 2, 200])
    )
    registered = day + dt.timedelta(chance.choice([0, 1, 30, 275, 300]))
    row = _row(case_id, day, registered, chance)
    revised = registered
    if chance.random() < 0.9:
        yield row
    while chance.random() < 0.4:
        revised += dt.timedelta(chance.choice([1, 20, 300]))
        moved = day + dt.timedelta(chance.choice([-2, 0, 0, 0])) if chance.random() < 0.5 else day
        withdrawn = {"withdrawn": "true"} if chance.random() < 0.2 else {}
        yield {**_row(case_id, moved, registered, chance), "revised_on": revised.isoformat(), **withdrawn}


def _row(case_id: str, day: dt.date, registered: dt.date, chance: random.Random) -> Record:
    return {
        "case_id": case_id,
        "received_on": day.isoformat(),
        "registered_on": registered.isoformat(),
        "centre": "C01",
        "prefecture": chance.choice(["", "東京都", "兵庫県"]),
        "via_other_centre": chance.choice(["true", "false", "false", ""]),
        "kind": chance.choice(["complaint", "inquiry", ""]),
        "scheme": chance.choice(["support_scam", "support_scam", "phishing", ""]),
        "age_band": chance.choice(["70s", "20s", "unknown", ""]),
        "sex": chance.choice(["female", "male", ""]),
        "contract_amount": chance.choice(["", "0", "1", "2", "99999"]),
        "payment_methods": chance.choice(["", "credit_card", "prepaid_emoney|credit_card", "cash"]),
        "outcome": chance.choice(["advice", ""]),
        "revised_on": "",
        "withdrawn": chance.choice(["", "false"]),
    }


def write(path: Path, rows: Iterable[Record]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        writer.writerows(rows)
    return path
