"""Many lines on many processes: in order, none lost, none doubled, whatever becomes of a process."""

from __future__ import annotations

import io
import multiprocessing
import os
import select
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import work

from madoguchi.batches import Stream, answer_all
from madoguchi.batches.crew import Crew, LostHands
from madoguchi.batches.hands import TRIES, _context
from madoguchi.batches.incoming import MAX_LINE, PLENTY_LINES, Incoming, Mark, OtherInput

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests' / 'core'}"}


def numbered(count: int) -> bytes:
    return b"".join(b"line %d\n" % number for number in range(1, count + 1))


# --- order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 5])
def test_answers_keep_the_order_of_the_lines(most: int) -> None:
    found = work.answers(numbered(1_000), most=most)
    assert found == [b"%d line %d" % (number, number) for number in range(1, 1_001)]


def test_a_slow_batch_holds_back_those_behind_it() -> None:
    found = work.answers(numbered(1_000), work=work.slow_first, most=2)
    assert [int(row.split()[0]) for row in found] == list(range(1, 1_001))


def test_afterwards_no_process_is_left() -> None:
    before = {
        process.pid for process in multiprocessing.active_children()
    }  # of other tests: a reader of mail waits
    work.answers(numbered(500), most=2)
    assert {process.pid for process in multiprocessing.active_children()} <= before


# --- what comes in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\n", b"\n\n  \n\r\n", b"\xef\xbb\xbf\n"])
def test_nothing_in_gives_nothing_out(data: bytes) -> None:
    assert work.answers(data, most=2) == []


def test_blank_lines_count_but_are_not_answered() -> None:
    assert work.answers(b"\xef\xbb\xbfa\n\n \r\nb\r\n\xef\xbb\xbfc") == [
        b"1 a",
        b"4 b\r",
        b"5 \xef\xbb\xbfc",
    ]


@pytest.mark.parametrize("most", [1, 2])
def test_lines_of_a_million_bytes_pass_and_longer_ones_are_refused(most: int) -> None:
    fits, over = b"a" * MAX_LINE + b"\n", b"a" * (MAX_LINE + 1) + b"\n"
    found = work.answers((fits + over) * 20 + b"end", most=most)
    assert found[:2] == [b"1 aaaaaaaaaaaaaaaaaaaa", b"2 -"]
    assert (len(found), found[-1]) == (41, b"41 end")


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, MAX_LINE - 1, MAX_LINE, MAX_LINE + 1])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_lines_are_cut_alike_wherever_the_pieces_end(length: int, end: bytes) -> None:
    found = work.answers(b"b" * length + b"\nc" + end)
    assert found[0].endswith(b"-") == (length > MAX_LINE)
    assert found[1:] == [b"2 c"]


def test_no_more_is_read_than_is_soon_answered() -> None:
    file = io.BytesIO(b"a" * 999 + b"\n" + numbered(1_000_000))
    incoming = Incoming(file)
    incoming.take_in()
    assert incoming.plenty and file.tell() <= 65_536


def test_a_batch_knows_the_place_behind_it() -> None:
    incoming = Incoming(io.BytesIO(numbered(40)))
    incoming.take_in()
    first = incoming.next(at_once=False)
    assert first and first.mark and first.mark[:2] == (16, len(numbered(16)))


def test_reading_goes_on_behind_a_mark() -> None:
    incoming, again = (Incoming(io.BytesIO(numbered(40))) for _ in range(2))
    incoming.take_in()
    first, second = (incoming.next(at_once=False) for _ in range(2))
    assert first and first.mark
    again.begin_behind(first.mark)
    again.take_in()
    found = again.next(at_once=False)
    assert found and second and (found.lines, found.mark) == (second.lines, second.mark)


@pytest.mark.parametrize("mark", [Mark(1, 7, "0" * 64), Mark(9, 999, "0" * 64)])
def test_another_beginning_is_noticed(mark: Mark) -> None:
    with pytest.raises(OtherInput):
        Incoming(io.BytesIO(numbered(3))).begin_behind(mark)


def test_a_last_line_without_an_end_is_no_place_to_go_on_from() -> None:
    incoming = Incoming(io.BytesIO(b"a\nb"))
    incoming.take_in()
    batch = incoming.next(at_once=True)
    assert batch and len(batch.lines) == 2 and batch.mark is None


# --- slow input -------------------------------------------------------------------------------------


class Pipe:
    """What is put in comes in; what is answered can be waited for."""

    def __init__(self, most: int) -> None:
        (inside, self.feed), (self.answers, outside) = os.pipe(), os.pipe()
        self.source, self.out = open(inside, "rb"), open(outside, "wb")
        self.thread = threading.Thread(target=self.run, args=(most,))
        self.thread.start()

    def run(self, most: int) -> None:
        answer_all(Incoming(self.source), Stream(self.out), crew=Crew(work.echo, most=most))
        self.out.close()

    def ask(self, data: bytes, *, lines: int) -> bytes:
        """Returns what comes back for ``data`` until so many lines are there, within twenty seconds for each piece."""
        found, _ = b"", os.write(self.feed, data)
        while found.count(b"\n") < lines and select.select([self.answers], [], [], 20)[0]:
            found += os.read(self.answers, 65_536)
        return found

    def end(self) -> None:
        os.close(self.feed)
        self.thread.join(20)
        os.close(self.answers)
        self.source.close()


@pytest.mark.parametrize("most", [1, 2])
def test_an_answer_does_not_wait_for_the_next_line(most: int) -> None:
    pipe = Pipe(most)
    assert [pipe.ask(b"%d\n" % number, lines=1) for number in (1, 2, 3)] == [b"1 1\n", b"2 2\n", b"3 3\n"]
    assert pipe.ask(b"half", lines=0) == b""
    assert pipe.ask(b" a line\n", lines=1) == b"4 half a line\n"
    pipe.end()
    assert not pipe.thread.is_alive()


def test_after_a_flood_a_single_line_is_answered_too() -> None:
    pipe = Pipe(2)
    assert pipe.ask(numbered(900), lines=900).count(b"\n") == 900
    assert pipe.ask(b"x\n", lines=1) == b"901 x\n"
    pipe.end()


# --- processes that end -----------------------------------------------------------------------------


def test_what_a_killed_process_was_asked_is_asked_again(tmp_path: Path) -> None:
    rows = [b"line"] * 1_000
    for at in (150, 500, 999):
        rows[at] = os.fsencode(tmp_path / str(at))
    found = work.answers(b"\n".join(rows), work=work.deadly_once, most=2)
    assert found == [b"%d" % number for number in range(1, 1_001)]
    assert sorted(os.listdir(tmp_path)) == ["150", "500", "999"]


def test_processes_that_die_while_idle_are_no_fault_of_a_line() -> None:
    pipe = Pipe(4)
    pipe.ask(numbered(900), lines=900)
    children = multiprocessing.active_children()
    for child in children:
        child.kill()
        child.join()
    assert len(children) > TRIES
    assert pipe.ask(b"x\n", lines=1) == b"901 x\n"
    pipe.end()


def test_a_line_that_kills_every_process_is_told_with_its_place() -> None:
    with pytest.raises(
        LostHands, match=r"145行目から160行目.*3回止まりました（シグナル 9）。\n.*--workers 1"
    ):
        work.answers(numbered(1_000), work=work.deadly, most=2)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("most", [1, 2])
def test_a_fault_of_our_own_is_the_same_on_many_processes(most: int) -> None:
    with pytest.raises(ZeroDivisionError):
        work.answers(numbered(1_000), work=work.faulty, most=most)
    assert multiprocessing.active_children() == []


def test_few_lines_start_no_process() -> None:
    program = "import sys, work; work.answers(b'a\\n' * int(sys.argv[1]), most=2); print('madoguchi.batches.hands' in sys.modules)"
    told = [
        subprocess.run(
            [sys.executable, "-c", program, str(count)], capture_output=True, env=ENVIRONMENT, check=True
        ).stdout
        for count in (PLENTY_LINES - 1, 5 * PLENTY_LINES)
    ]
    assert told == [b"False\n", b"True\n"]


def test_a_process_with_threads_is_not_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert _context().get_start_method() == "spawn"
    finally:
        ended.set()
        thread.join()


_UNGUARDED = """
import sys, threading, work
threading.Thread(target=threading.Event().wait, daemon=True).start()
for row in work.answers(b"line\\n" * 1_000, most=2):
    sys.stdout.buffer.write(row + b"\\n")
"""


def test_a_script_that_a_spawned_process_would_run_again_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "unguarded.py").write_text(_UNGUARDED, encoding="utf-8")
    line = [sys.executable, str(tmp_path / "unguarded.py")]
    done = subprocess.run(line, capture_output=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "if __name__ == '__main__':" in done.stderr.decode()


def test_a_process_that_may_have_no_children_answers_alone() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=work.send_answers, args=(theirs, numbered(500)), daemon=True)
    child.start()
    assert ours.poll(20) and len(ours.recv()) == 500
    child.join()


# --- memory -----------------------------------------------------------------------------------------

# ru_maxrss would remember the test program, from before the new one began in its place; VmHWM does not.
_MEASURED = r"""
import re, resource, sys, work
from pathlib import Path
from madoguchi.batches import Stream, answer_all
from madoguchi.batches.crew import Crew
from madoguchi.batches.incoming import Incoming
if __name__ == "__main__":
    incoming = Incoming(open(sys.argv[1], "rb"))
    answer_all(incoming, Stream(open("/dev/null", "wb")), crew=Crew(work.wordy, most=2))
    own = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]
    print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peaks(folder: Path, count: int) -> list[int]:
    """KiB of the asking process and of the largest of the others, after so many lines."""
    (folder / "in").write_bytes(b"a" * 1_500 + b"\n" + (b"a" * 1_200 + b"\n") * count)
    (folder / "measured.py").write_text(_MEASURED, encoding="utf-8")
    command = [sys.executable, str(folder / "measured.py"), str(folder / "in")]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return [int(number) for number in done.stdout.split()]


def test_ten_times_the_lines_take_no_more_memory(tmp_path: Path) -> None:
    few, many = (peaks(tmp_path, count) for count in (2_000, 20_000))
    assert [b - a < 8 * 1024 for a, b in zip(few, many, strict=True)] == [True, True], (few, many)
