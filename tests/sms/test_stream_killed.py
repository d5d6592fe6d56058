"""A worker killed at any moment: what was told in the end is, byte for byte, what one tells that nobody killed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from in_pieces import arriving
from random_logs import HEADER, line_of

HERE = Path(__file__).parent


@pytest.mark.parametrize(("kills", "lines"), [(20, 300), pytest.param(200, 600, marks=pytest.mark.deep)])
def test_what_is_told_is_told_exactly_once(tmp_path, kills, lines):
    chance, log = random.Random(kills), tmp_path / "sends.csv"
    rows = arriving((row for at in range(lines) for row in line_of(f"{at:011}", chance)), chance)
    log.write_text("\n".join([HEADER, *rows]) + "\n")
    command = [sys.executable, str(HERE / "killed_worker.py"), str(log), str(tmp_path), str(kills), "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    killed, rounds = map(int, done.stdout.split())
    whole = (tmp_path / "whole.jsonl").read_bytes()
    assert killed >= kills and whole.count(b'"late"') > 50 and whole.count(b"cap:") > 50
    assert all((tmp_path / f"{at}.jsonl").read_bytes() == whole for at in range(rounds))
