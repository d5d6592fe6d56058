"""Readers: the same answer from another process, and an answer from here when there is none."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from granian_site import running
from site_under_test import EVENING, TOLD

from madoguchi import Story, consult
from madoguchi.plain_text import UnreadableText
from madoguchi.web.knowing import known_in
from madoguchi.web.public.clock import now
from madoguchi.web.readers import Readers, spent_elsewhere
from madoguchi.words import Consultation

LONG = Story(text=TOLD * (1 + 2_000 // len(TOLD)))


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    found = Readers(1)
    found.begin()
    yield found
    found.end()


def read(by: Readers, story: Story = LONG, *, limit: int = 20_000) -> Consultation:
    return by.read(story, at=now(), answers={"still_on_the_phone": "no"}, tongue="easy", limit=limit)


def test_a_reader_answers_as_consult_does(readers: Readers) -> None:
    spent_elsewhere()
    here = consult(LONG, at=now(), answers={"still_on_the_phone": "no"}, knowledge=known_in("easy"))
    assert read(readers) == here and spent_elsewhere() > 0


def test_what_cannot_be_read_says_why_from_there_too(readers: Readers) -> None:
    with pytest.raises(UnreadableText) as told:
        read(readers, limit=500)
    assert told.value.reason and "500" in str(told.value)


def test_when_a_reader_dies_another_reads_the_text(readers: Readers) -> None:
    assert readers._pool
    os.kill(next(iter(readers._pool._processes)), signal.SIGKILL)
    spent_elsewhere()
    assert read(readers).verdict == "scheme" and spent_elsewhere() > 0


def test_a_text_that_kills_every_reader_is_not_read_here(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Readers, "_there", deadly)
    with pytest.raises(BrokenProcessPool):
        read(readers)


def test_without_readers_everything_is_read_here() -> None:
    spent_elsewhere()
    alone = Readers(0)
    alone.begin()
    assert read(alone).verdict == "scheme" and spent_elsewhere() == 0


def deadly(self: Readers, pool: ProcessPoolExecutor, *asked: object) -> Consultation:
    return pool.submit(os.abort).result()


def children(mark: str) -> list[str]:
    found = subprocess.run(["pgrep", "-f", mark], capture_output=True, text=True, check=False).stdout
    return found.split()


def test_a_server_that_is_killed_leaves_no_reader_behind(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        time.sleep(4)
        before = children("multiprocessing.forkserver")
        for pid in (*children(f"port {site.port}"), str(site.process.pid)):
            os.kill(int(pid), signal.SIGKILL)
    time.sleep(2)
    assert EVENING and len(children("multiprocessing.forkserver")) <= len(before) - 1


@pytest.mark.parametrize("seconds", [0.0, 0.5, 4.0])
def test_a_server_stops_soon_whatever_its_readers_do(tmp_path: Path, seconds: float) -> None:
    with running(tmp_path) as site:
        time.sleep(seconds)
        site.process.terminate()
        site.process.wait(15)
