"""Scores `madoguchi check --lines` on addresses alone: real phishing, real hosts, and the project's own genuine-looking ones.

A line holds nothing but the address. Suspicious: the verdict is scheme or suspicious. Named: where a stranger's host holds a name's
official label (a whole piece, or five letters and more within one) or a piece of six letters and more within two letters of one,
a sign's `why` has one of that name's names; asked of all such phishing addresses, suspicious or not.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from madoguchi.addresses import Address, address_of, look_of
from madoguchi.knowledge import load
from madoguchi.look_alikes import distance

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "innocent" / "urls.txt"
PHISHING, HOSTS = "phishing_urls.csv", "legitimate_hosts.csv"
LEAST_PIECE, LEAST_INSIDE, LEAST_NEAR, FAR = 4, 5, 6, 2
Answer = dict[str, object]


def own_addresses() -> list[str]:
    """Returns the project's own genuine-looking addresses."""
    return [line for line in OWN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Returns the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers_of(addresses: Sequence[str], command: Sequence[str]) -> list[Answer]:
    """Returns what ``command`` (madoguchi) answers to each address as the whole text of a line."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for at, address in enumerate(addresses):
            file.write(json.dumps({"id": str(at), "text": address}) + "\n")
        file.flush()
        done = subprocess.run(
            [*command, "check", "--lines", file.name, "--json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_suspicious(answer: Answer) -> bool:
    """Returns whether the verdict is scheme or suspicious."""
    return answer.get("verdict") in {"scheme", "suspicious"}


def figures_of(corpus: Path, command: Sequence[str]) -> dict[str, float]:
    """Returns the figures by name, shares of 0..1, for the files in ``corpus``."""
    rows, hosts = rows_of(corpus / PHISHING), [row["host"] for row in rows_of(corpus / HOSTS)]
    phishing = answers_of([row["url"] for row in rows], command)
    genuine = answers_of([f"https://{host}/" for host in hosts], command)
    own = answers_of(own_addresses(), command)
    com = [address_of(row["url"]).ending == "com" for row in rows]
    at_com = [address_of(host).ending == "com" for host in hosts]
    found = {
        "phishing_suspicious": _share(phishing, of=is_suspicious),
        "phishing_suspicious_com": _share(_where(phishing, com), of=is_suspicious),
        "phishing_suspicious_not_com": _share(_where(phishing, [not one for one in com]), of=is_suspicious),
        "hosts_suspicious": _share(genuine, of=is_suspicious),
        "hosts_suspicious_com": _share(_where(genuine, at_com), of=is_suspicious),
        "own_suspicious": _share(own, of=is_suspicious),
        "named": _named(rows, phishing),
    }
    for year in sorted({row["date"][:4] for row in rows if row["date"][:4].isdigit()}):
        mask = [row["date"].startswith(year) for row in rows]
        found[f"phishing_suspicious_{year}"] = _share(_where(phishing, mask), of=is_suspicious)
    return found


def _where(answers: Sequence[Answer], mask: Sequence[bool]) -> list[Answer]:
    return [answer for answer, taken in zip(answers, mask, strict=True) if taken]


def _share(answers: Sequence[Answer], *, of: Callable[[Answer], bool]) -> float:
    return round(sum(map(of, answers)) / len(answers), 4) if answers else 0.0


def _named(rows: Iterable[dict[str, str]], answers: Iterable[Answer]) -> float:
    named = [
        any(name in why for why in _whys(answer) for name in names)
        for row, answer in zip(rows, answers, strict=True)
        if (names := names_in(address_of(row["url"])))
    ]
    return round(sum(named) / len(named), 4) if named else 0.0


def _whys(answer: Answer) -> list[str]:
    schemes = answer.get("schemes")
    return [sign["why"] for one in schemes for sign in one["signs"]] if isinstance(schemes, list) else []


@lru_cache(maxsize=1)
def _spellings() -> dict[str, set[str]]:
    """How a name shows in an address (as a hasty eye reads it) -> the names that it stands for."""
    found: dict[str, set[str]] = {}
    for brand in load().brands:
        for spelling in {*brand.tokens, *(host.partition(".")[0] for host in brand.hosts)}:
            if len(spelling) >= LEAST_PIECE:
                found.setdefault(look_of(spelling), set()).update(brand.names)
    return found


def names_in(address: Address) -> set[str]:
    """Returns the names whose spelling a stranger's host holds, or nearly holds."""
    if not address.host or any(address.owner in brand.hosts for brand in load().brands):
        return set()
    labels = address.host.split(".")
    pieces = {look_of(piece) for label in labels for piece in (label, *re.split("[-_]", label))}
    return {
        name
        for spelling, names in _spellings().items()
        if any(_holds(piece, spelling) for piece in pieces)
        for name in names
    }


def _holds(piece: str, spelling: str) -> bool:
    if piece == spelling or (len(spelling) >= LEAST_INSIDE and spelling in piece):
        return True
    close = min(len(piece), len(spelling)) >= LEAST_NEAR and abs(len(piece) - len(spelling)) <= FAR
    return close and distance(piece, spelling) <= FAR
