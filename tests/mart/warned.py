"""Records of nobody for early warning: a hundred weeks of two schemes in two places, and in the last ten days more of one of them."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from madoguchi.engines import Engine
from madoguchi.mart.questions import Asked
from madoguchi.mart.warning import Warnings, warnings_of

DAY = dt.date(2026, 10, 14)
COLUMNS = [
    *("case_id", "received_on", "registered_on", "centre", "prefecture", "scheme", "payment_methods"),
    *("age_band", "phrases", "via_other_centre", "revised_on", "withdrawn"),
]
NEW = "新しいアプリの名前"


def row(number: int, received: dt.date, *, late: int, **more: str) -> dict[str, str]:
    registered = received + dt.timedelta(days=late)
    return {
        "case_id": f"W{number:07}",
        "received_on": f"{received}",
        "registered_on": f"{registered}",
        "centre": "A1",
        **more,
    }


def records(seed: int = 5) -> list[dict[str, str]]:
    """Every day some of each kind; from 4 October on, four times as many support scams paid by transfer in Osaka."""
    chance, rows = random.Random(seed), []
    for back in range(700):
        day = DAY - dt.timedelta(days=back)
        for scheme in ("support_scam", "fake_shop"):
            for where in ("東京都", "大阪府"):
                for method in ("bank_transfer", "prepaid_emoney"):
                    burst = (scheme, where, method) == (
                        "support_scam",
                        "大阪府",
                        "bank_transfer",
                    ) and back <= 10
                    number = sum(chance.random() < 0.25 for _ in range(24 if burst else 8))
                    found = {"scheme": scheme, "prefecture": where, "payment_methods": method}
                    age = chance.choice(["60s", "70s", "80s"])
                    rows += [
                        row(0, day, late=int(chance.expovariate(0.4)), age_band=age, **found)
                        for _ in range(number)
                    ]
    rows += [
        row(0, DAY - dt.timedelta(days=at), late=0, phrases=NEW, prefecture="東京都")
        for at in (1, 2, 3, 3, 4, 5, 6)
    ]
    rows += [
        row(0, DAY, late=0, scheme="fake_shop", via_other_centre="true", prefecture="東京都")
        for _ in range(80)
    ]
    return [{**one, "case_id": f"W{at:07}"} for at, one in enumerate(rows)]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def warned(engine: Engine, mart: Path, day: dt.date = DAY) -> Warnings:
    return warnings_of(Asked(engine, mart, day))
