"""Scores `madoguchi check` against the labelled corpus, if one lies beside the checkout, and holds the bars.

Exit 0: every bar is kept, or there is no corpus (said so). Exit 1: a bar is missed, or a figure did not come.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import score_links

SHARED = Path(__file__).resolve().parents[2] / "shared"
MADOGUCHI = Path(sys.executable).with_name("madoguchi")

AT_LEAST: dict[str, dict[str, float]] = {
    "stories": {
        "scheme_top1": 0.95,
        "scheme_top1_or_secondary": 0.97,
        "stage_f1": 0.93,
        "payments_f1": 0.95,
        "amounts_f1": 0.90,
    },
    "messages": {"caught": 0.97, "scheme_right_of_caught": 0.92},
    "links": {"phishing_suspicious": 0.60, "named": 0.80},
}
AT_MOST: dict[str, dict[str, float]] = {
    "stories": {"unanswered": 0, "misquoted": 0, "unquoted": 0},
    "messages": {"unanswered": 0, "falsely_accused": 0.02, "falsely_accused_hard_real": 1},
    "links": {"hosts_suspicious": 0.005, "own_suspicious": 0.01},
}
KINDS = ("stories", "messages")
_FIGURE = re.compile(r"([a-z_0-9]{1,40}): ([0-9.]{1,20})")


def figures(told: str) -> dict[str, float]:
    """Returns the figures of the scorer's output, one `name: number` a line."""
    matches = (_FIGURE.match(line) for line in told.splitlines())
    return {match[1]: float(match[2]) for match in matches if match}


def missed(kind: str, found: dict[str, float]) -> list[str]:
    """Returns a sentence for every bar of ``kind`` that ``found`` misses; a figure that is absent misses."""
    low = [
        f"{kind}: {name} {found.get(name)} < {bar}"
        for name, bar in AT_LEAST[kind].items()
        if found.get(name, -1) < bar
    ]
    high = [
        f"{kind}: {name} {found.get(name)} > {bar}"
        for name, bar in AT_MOST[kind].items()
        if found.get(name, 1e9) > bar
    ]
    return low + high


def score(kind: str) -> list[str]:
    """Runs the scorer once, prints what it says, returns the missed bars."""
    corpus = SHARED / "corpus" / f"{kind}.jsonl"
    command = [sys.executable, str(SHARED / "score.py"), kind, str(corpus)]
    done = subprocess.run(
        [*command, "--command", shlex.quote(str(MADOGUCHI))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    print(f"── {kind} ──\n{done.stdout}{done.stderr}", end="", flush=True)
    return missed(kind, figures(done.stdout))


def score_addresses() -> list[str]:
    """Scores addresses alone, prints the figures, returns the missed bars."""
    found = score_links.figures_of(SHARED / "corpus", [str(MADOGUCHI)])
    print("── links ──")
    for name, share in found.items():
        print(f"{name}: {share:.4f}", flush=True)
    return missed("links", found)


def main() -> int:
    wanted = [
        SHARED / "score.py",
        *(SHARED / "corpus" / f"{kind}.jsonl" for kind in KINDS),
        *(SHARED / "corpus" / name for name in (score_links.PHISHING, score_links.HOSTS)),
    ]
    if not all(path.exists() for path in wanted):
        print("corpus scores: NOT RUN (no ../shared)")
        return 0
    faults = [fault for kind in KINDS for fault in score(kind)] + score_addresses()
    print("corpus scores:", "every bar is kept" if not faults else "; ".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
