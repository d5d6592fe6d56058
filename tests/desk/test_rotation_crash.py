"""Twenty kills (200 in the long tests) of `madoguchi desk keys rotate`: every case key opens, and the same command goes on where it stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from desk_under_test import KEYS, MORNING, stored, town
from django.conf import settings

from madoguchi.cli import main
from madoguchi.web.accounts.models import Staff
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.models import Case, CaseKey, CentreKey
from madoguchi.web.desk.sealing import new_key, sealed

CASES = 6_000  # the command wraps a thousand at a time
KILLS = 200 if os.environ.get("MADOGUCHI_DEEP") else 20
ROTATOR = Path(__file__).with_name("rotates_until_killed.py")


@dataclass(frozen=True)
class Life:
    """One life of the command: had an earlier one left its work, did it say so, how many batches it did, was it killed, how many keys it left."""

    left: bool
    went_on: bool
    wrapped: int
    killed: bool
    generations: int


def many_cases(member: Member) -> dict[str, bytes]:
    """Cases with nothing but a key, and their keys."""
    with within(member.centre):
        row = {"centre": member.centre, "counsellor": Staff.objects.get(pk=member.staff.pk)}
        days = {"received_at": MORNING, "received_on": MORNING.date()}
        made = [Case(number=f"r-{number}", **row, **days) for number in range(CASES)]
        Case.objects.bulk_create(made)
        keys, ours = {case.pk: new_key() for case in made}, case_keys.centre_key(member.centre)
        outer = case_keys._bytes_of(ours)
        wrapped = ((pk, sealed(key, key=outer, place=f"case_key/{pk}")) for pk, key in keys.items())
        CaseKey.objects.bulk_create(CaseKey(case_id=pk, centre_key=ours, wrapped=one) for pk, one in wrapped)
    return keys


def keys_of(member: Member) -> dict[str, bytes | None]:
    with within(member.centre):
        return {pk: key for some in case_keys.keys_of(member.centre) for pk, key in some.items()}


def generations(member: Member) -> int:
    return len(stored(member, CentreKey, centre=member.centre))


def life(process: subprocess.Popen[str], member: Member, *, lines: int, wait: float) -> Life:
    """Kills the command ``wait`` seconds after it said so many lines."""
    left = generations(member) > 1
    tell(process, member.centre.code)
    pid = int(process.stdout.readline().split()[1])
    said = [process.stdout.readline()]
    while len(said) < lines and "取ってください" not in said[-1]:
        said.append(process.stdout.readline())
    time.sleep(wait)
    os.kill(pid, signal.SIGKILL)
    tell(process, "")
    while said[-1].strip() not in ("killed", "ended"):
        said.append(process.stdout.readline())
    wrapped = sum("包み直しました" in line for line in said)
    return Life(left, "続けます" in said[0], wrapped, said[-1].strip() == "killed", generations(member))


def tell(process: subprocess.Popen[str], line: str) -> None:
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


@contextmanager
def rotator() -> Iterator[subprocess.Popen[str]]:
    places = {"MADOGUCHI_DATA": str(settings.DATA), "MADOGUCHI_KEYS": str(KEYS)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, str(ROTATOR)], env={**os.environ, **places}, **pipes) as process:
        yield process
        process.stdin.close()


def lives(member: Member) -> list[Life]:
    dice = random.Random(9)
    with rotator() as process:
        return [
            life(process, member, lines=dice.randint(1, 4), wait=dice.uniform(0, 0.03)) for _ in range(KILLS)
        ]


def test_after_twenty_kills_every_key_opens_and_the_command_goes_on_where_it_stopped() -> None:
    member = town().person("head")
    keys = many_cases(member)
    found = lives(member)
    print(f"{sum(one.killed for one in found)} killed, {sum(one.went_on for one in found)} went on")
    assert sum(one.killed for one in found) > KILLS // 2 and sum(one.went_on for one in found) > KILLS // 3
    assert all(one.went_on == one.left and one.generations <= 2 for one in found)
    assert keys_of(member) == keys and any(one.killed and 0 < one.wrapped < 3 for one in found)
    assert CliRunner().invoke(main, ["desk", "keys", "rotate", "--centre", member.centre.code]).exit_code == 0
    assert keys_of(member) == keys and generations(member) == 1
