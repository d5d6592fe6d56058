"""Answers that are interrupted: what is done is kept, gone on with, and never mixed with anything else."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import work

from madoguchi.batches import answer_all, unfinished
from madoguchi.batches.crew import Crew, Work
from madoguchi.batches.incoming import Incoming
from madoguchi.batches.unfinished import Asked, CannotGoOn, part_of, refuse_target
from madoguchi.consult import TOKYO

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
ASKED = Asked("in.jsonl", AT, "r1")
ROWS = b"".join(b"line %d\n" % number for number in range(1, 401))
WHOLE = b"".join(b"%d line %d\n" % (number, number) for number in range(1, 401))
DONE = 144  # lines of whole batches before the line at which work.interrupted ends


def run(
    folder: Path, of: Work = work.echo, *, asked: Asked = ASKED, rows: bytes = ROWS, anew: bool = False
) -> bytes:
    out = folder / "out"
    with part_of(out, asked, anew=anew) as part:
        incoming = Incoming(io.BytesIO(rows))
        if part.mark:
            incoming.begin_behind(part.mark)
        answer_all(incoming, part, crew=Crew(of, most=1))
    return out.read_bytes()


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder with the answers of a run that was interrupted."""
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, work.interrupted)
    return tmp_path


def refusal(folder: Path, **changed: object) -> str:
    before = (folder / "out.part").read_bytes()
    with pytest.raises(CannotGoOn) as told:
        run(folder, asked=ASKED._replace(**changed))
    assert (folder / "out.part").read_bytes() == before and not (folder / "out").exists()
    assert "--anew" in str(told.value)
    return str(told.value)


# --- what is kept -----------------------------------------------------------------------------------


def test_ctrl_c_keeps_what_is_done_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, work.interrupted)
    assert sorted(os.listdir(tmp_path)) == ["out.part", "out.part.json"]
    assert (tmp_path / "out.part").read_bytes().count(b"\n") == DONE
    assert f"{DONE}件までの答えは {tmp_path / 'out.part'} にあります" in capsys.readouterr().err


def test_nothing_but_the_file_is_left_when_all_is_done(tmp_path: Path) -> None:
    assert run(tmp_path) == WHOLE
    assert os.listdir(tmp_path) == ["out"]


def test_nothing_is_left_where_nothing_was_done(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run(tmp_path, work.faulty, rows=b"\n" * 149 + ROWS)
    assert os.listdir(tmp_path) == []


def test_what_is_kept_is_for_its_owner_alone(begun: Path) -> None:
    modes = {stat.S_IMODE((begun / name).stat().st_mode) for name in ("out.part", "out.part.json")}
    assert modes == {0o600}


def test_the_disk_is_reached_about_every_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "CHECKPOINT_SECONDS", 0)
    monkeypatch.setattr(unfinished, "_SHARE", 0)
    with part_of(tmp_path / "out", ASKED, anew=False) as part:
        answer_all(Incoming(io.BytesIO(ROWS)), part, crew=Crew(work.echo, most=1))
        state = json.loads((tmp_path / "out.part.json").read_bytes())
    assert (state["lines"], state["answers"], state["written"]) == (400, 400, len(WHOLE))


# --- going on ---------------------------------------------------------------------------------------


def test_the_same_run_goes_on_to_the_same_bytes(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(begun) == WHOLE
    assert os.listdir(begun) == ["out"]
    assert f"続きから始めます（{DONE}件まで済み" in capsys.readouterr().err


def test_only_the_rest_is_answered(begun: Path) -> None:
    found = run(begun, lambda number, _: (b"again %d" % number, False))
    assert found == b"".join(WHOLE.splitlines(keepends=True)[:DONE]) + b"".join(
        b"again %d\n" % number for number in range(DONE + 1, 401)
    )


def test_it_may_be_interrupted_again_and_again(begun: Path) -> None:
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(begun, work.interrupted)
    assert run(begun) == WHOLE


@pytest.mark.parametrize("torn", [b"145 li", b"145 line 145\n146", b"\x00" * 9_999])
def test_what_came_after_the_last_checkpoint_is_cut_off(begun: Path, torn: bytes) -> None:
    with (begun / "out.part").open("ab") as part:
        part.write(torn)
    assert run(begun) == WHOLE


def test_refused_lines_are_counted_over_both_runs(tmp_path: Path) -> None:
    rows = b"a" * 1_000_001 + b"\n" + ROWS
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, work.interrupted, rows=rows)
    with part_of(tmp_path / "out", ASKED, anew=False) as part:
        assert (part.refused, part.answers) == (1, 1 + DONE)


def test_lines_added_behind_are_answered_too(begun: Path) -> None:
    assert run(begun, rows=ROWS + b"more\n") == WHOLE + b"401 more\n"


def test_now_stays_what_it_was(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = ASKED._replace(at=AT + dt.timedelta(hours=3))
    capsys.readouterr()
    with part_of(begun / "out", later, anew=False) as part:
        assert part.at == AT
    assert "「いま」は 2026-11-21T20:40:00+09:00 のまま" in capsys.readouterr().err


def test_a_part_without_its_record_is_begun_anew(begun: Path) -> None:
    (begun / "out.part.json").unlink()
    assert run(begun, rows=b"x\n") == b"1 x\n"


def test_a_record_without_its_part_is_begun_anew(begun: Path) -> None:
    (begun / "out.part").unlink()
    assert run(begun, rows=b"x\n") == b"1 x\n"


# --- what does not fit ------------------------------------------------------------------------------


def test_other_knowledge_is_said(begun: Path) -> None:
    assert "知識（または自分の窓口）が変わっている" in refusal(begun, knowledge="r2")


def test_another_time_is_said(begun: Path) -> None:
    said = refusal(begun, at=AT + dt.timedelta(minutes=1), fixed=True)
    assert "--at が違う（前は 2026-11-21T20:40:00+09:00）" in said


def test_the_same_time_in_another_zone_fits(begun: Path) -> None:
    assert run(begun, asked=ASKED._replace(at=AT.astimezone(dt.UTC), fixed=True)) == WHOLE


def test_another_file_is_said(begun: Path) -> None:
    assert "読むファイルが違う（前は in.jsonl）" in refusal(begun, name="other.jsonl")


def test_another_program_is_said(begun: Path) -> None:
    about = begun / "out.part.json"
    about.write_text(json.dumps({**json.loads(about.read_bytes()), "program": "x"}), encoding="utf-8")
    assert "プログラムが変わっている" in refusal(begun)


@pytest.mark.parametrize("record", [b"", b"{}", b"[]", b"\xff", b'{"schema": 1}', b"[" * 60_000])
def test_a_record_that_cannot_be_read_is_said(begun: Path, record: bytes) -> None:
    (begun / "out.part.json").write_bytes(record)
    assert "out.part.json）が読めない" in refusal(begun)


@pytest.mark.parametrize("key", ["written", "lines", "read", "answers", "refused"])
def test_a_record_with_impossible_numbers_is_said(begun: Path, key: str) -> None:
    about = begun / "out.part.json"
    about.write_text(json.dumps({**json.loads(about.read_bytes()), key: -1}), encoding="utf-8")
    assert "が読めない" in refusal(begun)


@pytest.mark.parametrize("left", [0, 5, 100])
def test_a_part_that_became_shorter_is_said(begun: Path, left: int) -> None:
    os.truncate(begun / "out.part", left)
    assert "書きかえられている" in refusal(begun)


def test_anew_throws_away_what_was_done(begun: Path) -> None:
    assert run(begun, rows=b"x\n", asked=ASKED._replace(knowledge="r2"), anew=True) == b"1 x\n"
    assert os.listdir(begun) == ["out"]


# --- files of others --------------------------------------------------------------------------------


_SECOND = """
import datetime as dt, sys
from pathlib import Path
from madoguchi.batches.unfinished import Asked, part_of
with part_of(Path(sys.argv[1]), Asked("", dt.datetime.now(dt.timezone.utc), ""), anew=True):
    pass
"""


def test_two_runs_do_not_write_the_same_file(tmp_path: Path) -> None:
    with part_of(tmp_path / "out", ASKED, anew=False):
        command = [sys.executable, "-c", _SECOND, str(tmp_path / "out")]
        second = subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=False)
        assert "ほかの実行が書いているところです" in second.stderr.decode()
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["out.part", "out.part.json"])
def test_a_link_in_the_place_of_the_part_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "out.part").touch()
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "letter").write_bytes(b"dear")
    (tmp_path / name).symlink_to(tmp_path / "letter")
    with pytest.raises((OSError, CannotGoOn)):
        run(tmp_path)
    assert (tmp_path / "letter").read_bytes() == b"dear"


def test_a_second_name_of_another_file_is_no_part(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"dear")
    os.link(tmp_path / "letter", tmp_path / "out.part")
    with pytest.raises(OSError, match="ふつうのファイル"):
        run(tmp_path)
    assert (tmp_path / "letter").read_bytes() == b"dear"


@pytest.mark.parametrize("name", ["out", "out.part", "out.part.json"])
def test_what_is_read_is_never_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(ROWS)
    with pytest.raises(OSError, match="読むファイルと同じ"):
        refuse_target(tmp_path / name, tmp_path / "out")
