"""Twenty kills (200 in the long tests) in the midst of a rotation: every case key opens, and the rotation goes on where it stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from desk_under_test import KEYS, MORNING, town
from django.conf import settings

from madoguchi.web.accounts.models import Staff
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.models import Case, CentreKey

CASES, KILLS = 1_500, 200 if os.environ.get("MADOGUCHI_DEEP") else 20
ROTATOR = Path(__file__).with_name("rotates_until_killed.py")


def many_cases(member: Member) -> dict[str, bytes]:
    """Cases with nothing but a key, and their keys."""
    with within(member.centre):
        row = {"centre": member.centre, "counsellor": Staff.objects.get(pk=member.staff.pk)}
        days = {"received_at": MORNING, "received_on": MORNING.date()}
        made = [Case(number=f"r-{number}", **row, **days) for number in range(CASES)]
        Case.objects.bulk_create(made)
        return {case.pk: case_keys.make_key(case) for case in made}


def keys_of(member: Member) -> dict[str, bytes | None]:
    with within(member.centre):
        return {pk: key for some in case_keys.keys_of(member.centre) for pk, key in some.items()}


def killed(process: subprocess.Popen[str], member: Member, wait: float) -> bool:
    """One life of the rotator; whether it was killed before it was done."""
    process.stdin.write(f"{member.centre.pk}\n")
    process.stdin.flush()
    pid = int(process.stdout.readline().split()[1])
    time.sleep(wait)
    os.kill(pid, signal.SIGKILL)
    return process.stdout.readline().strip() == "killed"


def kills(member: Member) -> int:
    """So often the rotator was killed in the midst of its work."""
    dice, places = random.Random(9), {"MADOGUCHI_DATA": str(settings.DATA), "MADOGUCHI_KEYS": str(KEYS)}
    pipes = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "text": True,
        "env": {**os.environ, **places},
    }
    with subprocess.Popen([sys.executable, str(ROTATOR)], **pipes) as process:
        found = sum(killed(process, member, dice.uniform(0, 0.1)) for _ in range(KILLS))
        process.stdin.close()
    return found


def test_after_twenty_kills_every_key_opens_and_the_rotation_ends() -> None:
    member = town().person("head")
    keys = many_cases(member)
    assert kills(member) > KILLS // 2
    with within(member.centre):
        assert CentreKey.objects.filter(centre=member.centre).count() > KILLS // 2
    assert keys_of(member) == keys
    with within(member.centre):
        assert case_keys.rotate(member.centre, batch=100) > 0
    assert keys_of(member) == keys
