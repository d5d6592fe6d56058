"""What is kept of the knowledge between two starts: the same as what is read, and never older than the files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import pytest

from madoguchi.knowledge import DATA, Knowledge, _Kept, load_from
from madoguchi.knowledge.kept import keep, read_kept, stamp_of


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "words.yaml").write_text("word: 1\n", encoding="utf-8")
    stamp_of.cache_clear()
    return tmp_path


def kept_in(program: Path) -> dict[str, int] | None:
    stamp_of.cache_clear()
    return read_kept("words", dict[str, int], program=program, folder=program / "kept")


def test_what_is_kept_comes_back(program: Path) -> None:
    keep("words", {"word": 1}, program=program, folder=program / "kept")
    assert kept_in(program) == {"word": 1}


def test_what_is_kept_is_passed_over_when_a_file_has_changed(program: Path) -> None:
    keep("words", {"word": 1}, program=program, folder=program / "kept")
    (program / "words.yaml").write_text("word: 2\n", encoding="utf-8")
    os.utime(program / "words.yaml", ns=(1, 1))
    assert kept_in(program) is None


@pytest.mark.parametrize("data", [b"", b"\xff\xff", b"[1]", msgspec.msgpack.encode([[], {"word": 1}])])
def test_a_broken_file_is_passed_over(program: Path, data: bytes) -> None:
    (program / "kept").mkdir()
    (program / "kept" / "words.kept").write_bytes(data)
    assert kept_in(program) is None


def test_nothing_is_kept_where_python_keeps_nothing(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep("words", {"word": 1}, program=program, folder=program / "kept")
    assert not (program / "kept").exists()


def test_a_folder_that_may_not_be_written_stops_nothing(program: Path) -> None:
    (program / "kept").write_text("a file stands in the way", encoding="utf-8")
    keep("words", {"word": 1}, program=program, folder=program / "kept")
    assert kept_in(program) is None


def test_the_knowledge_that_was_kept_is_the_knowledge_that_was_read() -> None:
    read = load_from(DATA)
    raw = msgspec.msgpack.encode(_Kept.of(read))
    opened = msgspec.msgpack.decode(raw, type=_Kept).opened()
    assert isinstance(opened, Knowledge)
    assert opened == read
