"""Forty kills in the midst of acknowledged writes: every case that was acknowledged is found, none is in the index twice."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from desk_under_test import KEYS, MORNING, case_of, stored, town
from django.conf import settings
from test_search import CARDS, hits, summed

from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.models import Case, Outbox
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.similar import similar

WRITER = Path(__file__).with_name("writes_until_killed.py")
CYCLES = 200 if os.environ.get("MADOGUCHI_DEEP") else 40


@pytest.fixture
def writer() -> Iterator[subprocess.Popen[str]]:
    """The program in a process of its own, on the same data and keys."""
    env = {**os.environ, "MADOGUCHI_DATA": str(settings.DATA), "MADOGUCHI_KEYS": str(KEYS)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": env}
    with subprocess.Popen([sys.executable, str(WRITER)], **pipes) as process:
        yield process
        process.stdin.close()


def said(process: subprocess.Popen[str]) -> tuple[str, str]:
    first, _, rest = process.stdout.readline().strip().partition(" ")
    return first, rest


def cycle(process: subprocess.Popen[str], member: Member, *, most: int, wait: float) -> list[str]:
    """One life of the writer, killed ``wait`` seconds after its acknowledged case number ``most``; returns what it acknowledged.

    How many cases come first is counted, not timed: a slow machine tests as much as a fast one.
    """
    process.stdin.write(f"{member.centre.pk} {member.staff.pk}\n")
    process.stdin.flush()
    told, pid = said(process)
    assert told == "pid", told
    found: list[str] = []
    while (told := said(process))[0] == "case":
        found.append(told[1])
        if len(found) == most:
            threading.Timer(wait, os.kill, (int(pid), signal.SIGKILL)).start()
    assert told[0] == "killed"
    return found


def lives(process: subprocess.Popen[str], member: Member) -> Iterator[str]:
    """All cases that ``CYCLES`` lives of the writer acknowledged."""
    dice = random.Random(5)
    for _ in range(CYCLES):
        yield from cycle(process, member, most=dice.randint(1, 4), wait=dice.uniform(0, 0.1))


def test_after_forty_kills_no_acknowledged_case_is_missing(writer: subprocess.Popen[str]) -> None:
    member = town().person("counsellor")
    acknowledged = list(lives(writer, member))
    outbox.feed(member.centre, most=10**6)
    kept = outbox.index_of(member.centre).sealed_of()
    assert len(acknowledged) > CYCLES and not set(acknowledged) - set(kept)
    assert outbox.missing(member.centre) == [] == stored(member, Outbox, case__centre=member.centre)
    assert len(kept) == len(stored(member, Case, centre=member.centre))


def test_what_was_put_in_before_the_kill_is_put_in_again_and_stands_there_once() -> None:
    member = town().person("counsellor")
    case_id = summed(member, CARDS)
    outbox.feed(member.centre)
    with within(member.centre):
        Outbox.objects.create(case_id=case_id)  # as after a kill between the index and the outbox
    outbox.feed(member.centre)
    assert [hit.case_id for hit in hits(member)] == [case_id]


def written_meanwhile(member: Member, found: list[int]) -> Iterator[str]:
    """What happens while the index is being written to."""
    summed(member, CARDS)
    found.append(len(similar(member, CARDS, at=MORNING).hits))
    yield "0" * 32


def faulty(those: Iterable[str]) -> Iterator[str]:
    yield from those
    raise ZeroDivisionError


def test_while_another_writes_to_the_index_a_search_goes_on_and_nothing_is_lost() -> None:
    member, found = town().person("counsellor"), list[int]()
    first = summed(member, CARDS)
    outbox.feed(member.centre)
    outbox.index_of(member.centre).write(written_meanwhile(member, found))
    assert found == [1] and len(hits(member)) == 2 and first in {hit.case_id for hit in hits(member)}


def test_a_fault_in_the_midst_changes_nothing_and_gives_the_index_back() -> None:
    member = town().person("counsellor")
    summed(member, CARDS)
    outbox.feed(member.centre)
    index = outbox.index_of(member.centre)
    with pytest.raises(ZeroDivisionError):
        index.write(faulty(index.sealed_of()))
    assert len(hits(member)) == 1 and outbox.rebuild(member.centre) == 1


def test_a_long_outbox_is_fed_in_parts_and_whole_by_feed_all() -> None:
    member = town().person("counsellor")
    for _ in range(35):
        case_of(member)
    assert outbox.feed(member.centre, most=1) >= 1 and outbox.feed_all() >= 0
    assert not stored(member, Outbox, case__centre=member.centre)
