"""A worker killed at any moment: what was told in the end is, byte for byte, what one tells that nobody killed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from in_pieces import arriving
from random_logs import HEADER, line_of

from madoguchi.sms.sends import moment_text
from madoguchi.sms.simulated import simulated

HERE = Path(__file__).parent


def killed_on(log: Path, folder: Path, kills: int, *more: str) -> bytes:
    """What one told that nobody killed, when all those that were killed told the same."""
    command = [sys.executable, str(HERE / "killed_worker.py"), str(log), str(folder), str(kills), "7", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    killed, rounds = map(int, done.stdout.split())
    whole = (folder / "whole.jsonl").read_bytes()
    assert killed >= kills
    assert all((folder / f"{at}.jsonl").read_bytes() == whole for at in range(rounds))
    return whole


@pytest.mark.parametrize(("kills", "lines"), [(20, 300), pytest.param(200, 600, marks=pytest.mark.deep)])
def test_what_is_told_is_told_exactly_once(tmp_path, kills, lines):
    chance, log = random.Random(kills), tmp_path / "sends.csv"
    rows = arriving((row for at in range(lines) for row in line_of(f"{at:011}", chance)), chance)
    log.write_text("\n".join([HEADER, *rows]) + "\n")
    whole = killed_on(log, tmp_path, kills)
    assert whole.count(b'"late"') > 50 and whole.count(b"cap:") > 50


@pytest.mark.parametrize(("kills", "lines"), [(20, 8), pytest.param(100, 30, marks=pytest.mark.deep)])
def test_hijack_signs_are_told_exactly_once(tmp_path, kills, lines):
    log = tmp_path / "sends.csv"
    log.write_text("\n".join(["sent_at,sender,recipient,chars", *of_simulated(lines)]) + "\n")
    assert killed_on(log, tmp_path, kills, "signs").count(b"sign:hijack") > 5


def of_simulated(lines: int) -> list[str]:
    """The sends of lines, some hijacked, as they arrive."""
    sent = [
        (moment_text(one.at), line.sender, "", "20")
        for line in simulated(lines, seed=5)
        for one in line.events
    ]
    return arriving(sent, random.Random(lines))
