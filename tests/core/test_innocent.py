"""Genuine-looking notices and everyday texts accuse nobody; the false alarms that are known are listed by id."""

import pytest
from reading import EVENING, listed, rows_of

from madoguchi import Story, consult

ROWS = [row for _, row in rows_of("innocent")]
KNOWN = {row["id"] for row in listed("innocent/known_false_alarms.csv")}


def verdict(row: dict) -> str:
    beside = {key: row[key] for key in ("medium", "subject", "sender") if row.get(key)}
    return consult(Story(text=row["text"], urls=tuple(row.get("urls") or ()), **beside), at=EVENING).verdict


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_an_innocent_text_is_not_accused(row):
    assert (verdict(row) == "nothing_known") is (row["id"] not in KNOWN)


def test_there_are_more_than_sixty_notices_and_few_false_alarms():
    assert len(ROWS) >= 80
    assert len(KNOWN) <= 3
