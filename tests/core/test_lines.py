"""Many at once: same order, bad lines named and passed over, files whole or not there at all."""

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

from madoguchi import lines
from madoguchi.consult import TOKYO
from madoguchi.lines import MAX_LINE, check_lines, moment_of, trouble

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
GOOD = '{"id": "g", "text": "パソコンに警告画面が出て、画面の番号に電話した"}'


def run(folder: Path, *rows: str | bytes, at: dt.datetime = AT) -> tuple[int, list[dict]]:
    source, out = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    code = check_lines(source, out, at=at)
    return code, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def error(folder: Path, row: str | bytes) -> dict:
    code, (answer, after) = run(folder, row, GOOD)
    assert (code, after["id"], after["verdict"]) == (1, "g", "scheme")
    assert sorted(answer) == ["error", "id"] and sorted(answer["error"]) == ["mend", "what", "where"]
    return {"id": answer["id"], **answer["error"]}


# --- good lines -------------------------------------------------------------------------------------


def test_answers_come_in_the_order_of_the_lines_with_their_ids(tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"n{i}", "text": f"{i}番の荷物が届かない"}) for i in range(50)]
    code, answers = run(tmp_path, *rows)
    assert (code, [one["id"] for one in answers]) == (0, [f"n{i}" for i in range(50)])


def test_every_key_of_a_line_is_understood(tmp_path: Path) -> None:
    row = {"id": "a", "text": "確認してください", "medium": "email", "subject": "未納料金のお知らせ"}
    more = {
        "sender": "a@example.com",
        "urls": ["http://x.example"],
        "anchors": [["ここ", "http://x.example"]],
    }
    code, (answer,) = run(tmp_path, json.dumps({**row, **more, "at": "2026-11-24T11:00:00+09:00"}))
    assert (code, answer["id"]) == (0, "a")


def test_null_is_the_same_as_nothing(tmp_path: Path) -> None:
    code, (answer,) = run(tmp_path, '{"text": "荷物が届かない", "id": null, "medium": null, "at": null}')
    assert (code, answer["id"], answer["schema"]) == (0, None, 1)


def test_a_line_brings_its_own_time(tmp_path: Path) -> None:
    rows = [json.dumps({"text": json.loads(GOOD)["text"], **own}) for own in ({}, {"at": "2026-11-24T11:00"})]
    _, answers = run(tmp_path, *rows)
    ipa = [{one["id"]: one for one in answer["contacts"]}["ipa_anshin"]["open_now"] for answer in answers]
    assert ipa == [False, True]


def test_a_byte_order_mark_blank_lines_and_windows_ends_do_no_harm(tmp_path: Path) -> None:
    code, answers = run(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", "", "   ", GOOD)
    assert (code, [one["id"] for one in answers]) == (0, ["g", "g"])


def test_an_empty_file_gives_an_empty_file(tmp_path: Path) -> None:
    assert run(tmp_path) == (0, [])


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert [one["id"] for one in run(tmp_path, GOOD)[1]] == ["g"]


def test_a_line_says_the_same_as_a_single_check(tmp_path: Path) -> None:
    from madoguchi import consult

    answer = run(tmp_path, GOOD)[1][0]
    alone = consult(json.loads(GOOD)["text"], at=AT)
    assert answer["schemes"][0]["signs"][0]["quote"] == alone.schemes[0].signs[0].quote
    assert [step["id"] for step in answer["plan"]["steps"]] == [step.id for step in alone.plan.steps]


# --- bad lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ["x", "[1]", '"a"', "{", "null", '{"id": "1" "text": "a"}', b'{"\xff": 1}'])
def test_what_is_no_object_is_named_and_passed_over(tmp_path: Path, row: str | bytes) -> None:
    assert "JSON" in error(tmp_path, row)["what"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", "1"),
        ("text", "null"),
        ("medium", '"fax"'),
        ("subject", "[]"),
        ("sender", "{}"),
        ("urls", '"http://a"'),
        ("urls", "[1]"),
        ("anchors", '["a"]'),
        ("anchors", '[["a"]]'),
        ("at", "5"),
    ],
)
def test_a_wrong_value_is_named_by_its_key(tmp_path: Path, key: str, value: str) -> None:
    before = "" if key == "text" else '"text": "a", '
    found = error(tmp_path, f'{{"id": "b", {before}"{key}": {value}}}')
    assert (found["id"], found["where"]) == ("b", f"{tmp_path / 'in.jsonl'}:1")
    assert f'"{key}"' in found["what"] and f'"{key}"' in found["mend"]


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    found = error(tmp_path, '{"id": "b", "text": "a", "txet": "b"}')
    assert (found["id"], found["what"]) == ("b", '知らないキーがあります: "txet"。')
    assert "anchors" in found["mend"]


def test_a_line_without_text_is_refused(tmp_path: Path) -> None:
    assert error(tmp_path, '{"id": "b"}')["what"] == '"text" がありません。'


def test_an_empty_text_is_refused(tmp_path: Path) -> None:
    assert error(tmp_path, '{"id": "b", "text": " \\n"}')["what"] == "文章がありません。"


def test_an_id_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert error(tmp_path, '{"id": 17, "text": "a"}')["mend"].startswith('"id" を文字で')


@pytest.mark.parametrize("text", ["\\ud800", "a\\udfffb"])
def test_half_a_character_is_refused_and_the_id_kept(tmp_path: Path, text: str) -> None:
    found = error(tmp_path, f'{{"id": "b", "text": "{text}"}}')
    assert (found["id"], found["what"]) == ("b", "文字がこわれていて読めません。")


def test_an_id_that_is_half_a_character_is_not_repeated(tmp_path: Path) -> None:
    assert error(tmp_path, '{"id": "\\ud800", "text": "a"}')["id"] is None


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    found = error(tmp_path, json.dumps({"id": "b", "text": "あ" * 20_001}))
    assert found["what"] == "文章が長すぎます（20,001文字）。"
    assert found["mend"].startswith("20,000文字までに")


def test_a_line_over_a_megabyte_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    found = error(tmp_path, b"a" * (3 * MAX_LINE))
    assert found["what"].startswith("1行が 1,000,000 バイトより長く")


def test_the_longest_line_that_is_allowed_is_read(tmp_path: Path) -> None:
    row = GOOD.encode()
    code, answers = run(tmp_path, row + b" " * (MAX_LINE - len(row)), GOOD)
    assert (code, len(answers)) == (0, 2)


def test_a_last_line_that_is_too_long_is_refused(tmp_path: Path) -> None:
    code, answers = run(tmp_path, GOOD, b"a" * (MAX_LINE + 1))
    assert (code, answers[1]["id"]) == (1, None)


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"text":' + "[" * 100_000, '{"a":' * 50_000])
def test_a_deeply_nested_line_is_refused(tmp_path: Path, deep: str) -> None:
    assert error(tmp_path, deep)["id"] is None


@pytest.mark.parametrize(
    "at", ["yesterday", "", "2026-13-01", "1999-12-31", "2099-01-01", "0001-01-01T00:00Z"]
)
def test_a_time_that_cannot_be_is_refused(tmp_path: Path, at: str) -> None:
    found = error(tmp_path, json.dumps({"id": "b", "text": "a", "at": at}))
    assert f"「{at}」" in found["what"] and found["mend"]


def test_all_errors_are_japanese_and_say_how_to_mend(tmp_path: Path) -> None:
    rows = ["x", '{"text": 1}', '{"q": 1, "text": "a"}', '{"text": "\\ud800"}', '{"text": ""}', '{"at": "x"}']
    _, answers = run(tmp_path, *rows)
    told = [one["error"][part] for one in answers for part in ("what", "mend")]
    assert [line for line in told if line.isascii() or not line.endswith(("。", "00"))] == []


# --- files ------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_lines(tmp_path / "none.jsonl", None, at=AT) == 2
    assert capsys.readouterr().err.endswith("none.jsonl: ありません。場所と名前を確かめてください。\n")


def test_a_folder_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_lines(tmp_path, None, at=AT) == 2
    assert "フォルダーです" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["in.jsonl", "none/out.jsonl", ".", "/dev/null"])
def test_a_target_that_cannot_be_is_refused_before_anything_is_read(tmp_path: Path, name: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(GOOD, encoding="utf-8")
    assert check_lines(source, tmp_path / name, at=AT) == 2
    assert source.read_text(encoding="utf-8") == GOOD
    assert os.listdir(tmp_path) == ["in.jsonl"]


def test_a_run_that_breaks_leaves_the_old_answers_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, GOOD)
    before = (tmp_path / "out.jsonl").read_bytes()
    monkeypatch.setattr(lines, "_consulted", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check_lines(tmp_path / "in.jsonl", tmp_path / "out.jsonl", at=AT)
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl"]


def test_a_disk_error_ends_with_2_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "in.jsonl").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    assert check_lines(tmp_path / "in.jsonl", tmp_path / "out.jsonl", at=AT) == 2
    assert os.listdir(tmp_path) == ["in.jsonl"]


def test_answers_are_for_their_owner_alone(tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real.jsonl")
    run(tmp_path, GOOD)
    assert (tmp_path / "out.jsonl").is_symlink() and (tmp_path / "real.jsonl").stat().st_size


def test_dash_reads_standard_input_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x\n")))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    assert check_lines(Path("-"), None, at=AT) == 1
    assert json.loads(sys.stdout.buffer.getvalue())["error"]["where"] == "標準入力:1"


def test_progress_is_silent_without_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, GOOD)
    assert capsys.readouterr() == ("", "")


def test_progress_shows_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(tmp_path, GOOD, GOOD)
    assert capsys.readouterr().err == "\r2件\n"


_MEASURED = """
import datetime as dt, resource, sys
from pathlib import Path
from madoguchi.lines import check_lines
at = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone.utc)
check_lines(Path(sys.argv[1]), Path(sys.argv[2]), at=at)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
check_lines(Path(sys.argv[3]), Path(sys.argv[2]), at=at)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    short, long, out = (tmp_path / name for name in ("short", "long", "out"))
    row = json.dumps({"id": "1", "text": "荷物が届かない。" * 50}).encode() + b"\n"
    short.write_bytes(row * 20 + b"a" * 1_500_000)
    long.write_bytes(row * 400 + (b"a" * 1_500_000 + b"\n") * 20)
    command = [sys.executable, "-c", _MEASURED, str(short), str(out), str(long)]
    grown = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert grown < 16 * 1024  # KiB; the file itself is 30 MB


# --- times and troubles -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["2026-11-21T20:40:00+09:00", "2026-11-21T20:40", "2026-11-21T11:40:00Z", "2026-11-21 20:40"]
)
def test_a_moment_is_read_as_tokyo_time(words: str) -> None:
    assert moment_of(words).isoformat() == "2026-11-21T20:40:00+09:00"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (FileNotFoundError, "ありません"),
        (IsADirectoryError, "フォルダーです"),
        (NotADirectoryError, "途中がフォルダーではありません"),
        (PermissionError, "開く許可がありません"),
        (OSError, "開けません（こわれた）"),
    ],
)
def test_trouble_with_a_file_is_told_in_japanese(kind: type[OSError], said: str) -> None:
    assert trouble(kind(99, "こわれた", "x.txt")).startswith(f"x.txt: {said}")
