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
from site_under_test import TOLD

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


def processes() -> dict[str, tuple[str, str]]:
    """Everything that runs: its number, that of its parent, and what it was started with."""
    told = ["ps", "-ww", "-eo", "pid=,ppid=,stat=,args="]
    listed = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    rows = (line.split(maxsplit=3) for line in listed.splitlines())
    return {row[0]: (row[1], row[-1]) for row in rows if not row[2].startswith("Z")}


def family(pid: int) -> set[str]:
    """The process ``pid``, its children, and theirs; nobody else's, for other tests have servers too."""
    all_of_them, found, more = processes(), set[str](), {str(pid)}
    while more:
        found |= more
        more = {child for child, (parent, _) in all_of_them.items() if parent in found} - found
    return found


def test_a_server_that_is_killed_leaves_no_reader_behind(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        time.sleep(4)
        ours, said = family(site.process.pid), processes()
        servers = [pid for pid in ours if f"port {site.port}" in said[pid][1]]
        for pid in servers:
            os.kill(int(pid), signal.SIGKILL)
    time.sleep(2)
    assert len(ours) > len(servers) > 0 and ours & set(processes()) == set()


@pytest.mark.parametrize("seconds", [0.0, 0.5, 4.0])
def test_a_server_stops_soon_whatever_its_readers_do(tmp_path: Path, seconds: float) -> None:
    with running(tmp_path) as site:
        time.sleep(seconds)
        site.process.terminate()
        site.process.wait(15)
