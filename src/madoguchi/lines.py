"""Many at once: one JSON object a line in, one answer a line out, in the same order.

A bad line does not stop the rest. Where the lines come from, which process answers them and how a file of answers
survives an interruption is the matter of ``batches``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from madoguchi.batches import Stream, Target, answer_all
from madoguchi.batches.crew import Crew, LostHands, cores
from madoguchi.batches.encoded import Encoded
from madoguchi.batches.incoming import MAX_LINE, Incoming, OtherInput
from madoguchi.batches.unfinished import Asked, CannotGoOn, part_of, refuse_target
from madoguchi.consult import TOKYO, consult
from madoguchi.hours import YEARS
from madoguchi.knowledge import Knowledge, load
from madoguchi.verdict_lines import VerdictLine, verdict_line
from madoguchi.words import Basis, Consultation, Medium, Story

_FIRST = '{"text": "お金を払ってくださいと言われました。https://example.com", "medium": "sms"}'.encode()
_ENCODER = msgspec.json.Encoder()
MENDS = {  # key of a line -> how to write it; the site says the same
    "text": '"text" に文章を文字で書いてください',
    "id": '"id" を文字で書いてください（例: "id": "17"）',
    "medium": '"medium" は sms email popup dm voice_script ad postal のどれかにしてください',
    "subject": '"subject" を文字で書いてください',
    "sender": '"sender" を文字で書いてください',
    "urls": '"urls" を文字の並びにしてください（例: ["https://example.com"]）',
    "anchors": '"anchors" を [見える文字, リンク先] の並びにしてください',
    "at": '"at" を時刻にしてください（例: "2026-11-21T20:40:00+09:00"）',
}
_BROKEN, _AS_UTF8 = "文字がこわれていて読めません。", "もう一度写して、UTF-8 で書き直してください。"
AS_JSON = '1行を1つの JSON にしてください（UTF-8、例: {"id": "1", "text": "…"}）。'


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    id: str | None = None
    medium: Medium | None = None
    subject: str | None = None
    sender: str | None = None
    urls: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()
    at: str | None = None


class Asking(NamedTuple):
    """What is the same for every line: "now" for those that name no time, and what is known.

    ``basis``: read in bulk on a legal basis; a verdict line without texts stands for the whole answer.
    """

    at: dt.datetime
    knowledge: Knowledge
    basis: Basis | None = None


class _Error(msgspec.Struct):
    where: str
    what: str
    mend: str


class _Refused(msgspec.Struct):
    """What stands in the place of an answer."""

    id: str | None
    error: _Error


class _BadLine(ValueError):
    def __init__(self, what: str, mend: str, *, id_: str | None = None) -> None:
        super().__init__(what)
        self.what, self.mend, self.id = what, mend, id_


class Way(NamedTuple):
    """How many lines are run.

    ``workers``: processes, None for one a core; ``anew``: throw away what an interrupted run left; ``fixed``: ``at`` was
    asked for, so that answers of an interrupted run for another time do not fit. ``basis``: verdict lines on that legal basis.
    """

    workers: int | None = None
    anew: bool = False
    fixed: bool = False
    basis: Basis | None = None


def check_lines(
    path: Path,
    out: Path | None,
    *,
    at: dt.datetime,
    knowledge: Knowledge | None = None,
    way: Way | None = None,
) -> int:
    """Answers every line of ``path`` (``-``: standard input) into ``out`` (None: standard output).

    ``at`` (aware) is "now" for the lines that name no time; ``knowledge``: what is shipped, when None. ``out`` appears
    when it is whole; a run that was interrupted is gone on with, at its own "now". Returns the exit code: 0, 1 when a
    line was refused, 2 when the file cannot be read or written at all (said on stderr).
    """
    return check_source(path, out, source=None, at=at, knowledge=knowledge, way=way)


def check_source(
    path: Path, out: Path | None, *, source: Encoded | None, at: dt.datetime, **more: Any
) -> int:
    """``check_lines`` of ``source``, which stands for what is in ``path``; None: the file itself."""
    known = more.get("knowledge") or load()  # bad knowledge stops everything; it is no fault of a line
    way = more.get("way") or Way()
    try:
        with _opened(path) if source is None else contextlib.nullcontext(source) as file:
            run = _Run(Incoming(file), _name(path), Asking(at, known, way.basis), way, source is not None)
            target = _to_stdout(run) if out is None else _to_file(run, path, out.resolve())
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"madoguchi: {trouble(error, path)}", file=sys.stderr)
        return 2
    except (CannotGoOn, LostHands) as error:
        print(f"madoguchi: {error}", file=sys.stderr)
        return 2
    return 1 if target.refused else 0


class _Run(NamedTuple):
    """``threaded``: what reads the lines has threads of its own."""

    incoming: Incoming
    name: str
    asking: Asking
    way: Way
    threaded: bool


def _to_stdout(run: _Run) -> Target:
    target = Stream(sys.stdout.buffer)
    _answer_into(target, run, at=run.asking.at)
    return target


def _to_file(run: _Run, path: Path, out: Path) -> Target:
    refuse_target(path, out)
    revision = " ".join(filter(None, (run.asking.knowledge.revision, run.way.basis)))
    asked = Asked(run.name, run.asking.at, revision, fixed=run.way.fixed)
    with part_of(out, asked, anew=run.way.anew) as part:
        if part.mark:
            try:
                run.incoming.begin_behind(part.mark)
            except OtherInput:
                raise part.other_input() from None
        _answer_into(part, run, at=part.at)
    return part


def _answer_into(target: Target, run: _Run, *, at: dt.datetime) -> None:
    work = partial(answer_to, asking=run.asking._replace(at=at), name=run.name)
    crew = Crew(work, most=run.way.workers or cores())
    if run.threaded:
        crew.begin(_FIRST)
    answer_all(run.incoming, target, crew=crew)


def _name(path: Path) -> str:
    return "標準入力" if str(path) == "-" else os.fsencode(path).decode(errors="replace")


def trouble(error: OSError, path: Path | None = None) -> str:
    """Returns what is wrong with a file or folder, and how to mend it."""
    name = error.filename or path or ""
    known = {
        FileNotFoundError: "ありません。場所と名前を確かめてください。",
        IsADirectoryError: "フォルダーです。ファイルの名前を渡してください。",
        NotADirectoryError: "途中がフォルダーではありません。場所を確かめてください。",
        PermissionError: "開く許可がありません。許可を変えるか、ほかの場所に写してください。",
    }
    if error.errno == errno.ENOSPC:
        return f"{name}: ディスクがいっぱいです。空きを作ってください。"
    other = f"開けません（{error.strerror or error}）。場所と名前を確かめてください。"
    return f"{name}: {known.get(type(error), other)}"


def moment_of(words: str) -> dt.datetime:
    """Returns an ISO time as Tokyo time (without an offset it is one). Raises ValueError (Japanese)."""
    try:
        at = dt.datetime.fromisoformat(words)
        local = at.astimezone(TOKYO) if at.tzinfo else at.replace(tzinfo=TOKYO)
    except (ValueError, OverflowError):
        raise ValueError(f"「{words}」は時刻として読めません。例: 2026-11-21T20:40:00+09:00") from None
    if local.year not in YEARS:
        raise ValueError(
            f"「{words}」の年の祝日は分かりません。{YEARS[0]}年から{YEARS[-1]}年までにしてください。"
        )
    return local


def _opened(path: Path) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb")


# --- one line ---------------------------------------------------------------------------------------


def answer_to(number: int | None, line: bytes | None, *, asking: Asking, name: str) -> tuple[bytes, bool]:
    """Returns the answer as JSON, and whether the line was refused. ``number``: None where lines have none."""
    answer = _answer(line, asking, where=name if number is None else f"{name}:{number}")
    return _ENCODER.encode(answer), isinstance(answer, _Refused)


def _answer(line: bytes | None, asking: Asking, *, where: str) -> Consultation | VerdictLine | _Refused:
    id_: str | None = None
    try:
        asked = _read(line)
        id_ = asked.id
        return msgspec.structs.replace(_consulted(asked, asking), id=id_)
    except _BadLine as error:
        return _Refused(error.id or id_, _Error(where, error.what, error.mend))
    except (ValueError, LookupError) as error:
        what, _, mend = str(error.args[0] if error.args else error).partition("。")
        return _Refused(
            id_, _Error(where, f"{what}。", mend.removeprefix("直し方: ") or "この行を直してください。")
        )


def _consulted(asked: _Line, asking: Asking) -> Consultation | VerdictLine:
    if not (asked.text.strip() or (asked.subject or "").strip()):
        raise _BadLine("文章がありません。", f"{MENDS['text']}。")
    story = Story(
        text=asked.text,
        medium=asked.medium,
        subject=asked.subject,
        sender=asked.sender,
        urls=asked.urls,
        anchors=asked.anchors,
    )
    at = asking.at if asked.at is None else moment_of(asked.at)
    if asking.basis:
        on = at.astimezone(TOKYO).date()
        return verdict_line(story, on=on, knowledge=asking.knowledge, basis=asking.basis)
    return consult(story, at=at, knowledge=asking.knowledge)


def _read(line: bytes | None) -> _Line:
    if line is None:
        raise _BadLine(
            f"1行が {MAX_LINE:,} バイトより長く、読めません。", "気になる部分だけの文章にしてください。"
        )
    parts = _parts(line)
    id_ = _id(parts)
    unknown = [key for key in parts if key not in MENDS]
    if unknown:
        named = "、".join(f'"{key[:40]}"' for key in unknown[:5])
        raise _BadLine(
            f"知らないキーがあります: {named}。", f"使えるキーは {' '.join(MENDS)} です。", id_=id_
        )
    if "text" not in parts:
        raise _BadLine('"text" がありません。', f"{MENDS['text']}。", id_=id_)
    return msgspec.convert({key: _value(key, part, id_=id_) for key, part in parts.items()}, _Line)


def _parts(line: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _unreadable(line) from None


def _unreadable(line: bytes) -> _BadLine:
    """The standard library reads what msgspec refuses, half a surrogate pair: such a line keeps its id."""
    try:
        id_ = json.loads(line)["id"]
        return _BadLine(_BROKEN, _AS_UTF8, id_=id_ if isinstance(id_, str) and id_.encode() else None)
    except (ValueError, LookupError, TypeError, RecursionError):
        return _BadLine("JSON として読めません。", AS_JSON)


_TYPES = {field.name: field.type for field in msgspec.structs.fields(_Line)}


def _value(key: str, part: msgspec.Raw, *, id_: str | None) -> object:
    """Field by field, so that an error names the key that it is in."""
    try:
        return msgspec.json.decode(part, type=_TYPES[key])
    except msgspec.ValidationError:
        raise _BadLine(f'"{key}" の中身が違います。', f"{MENDS[key]}。", id_=id_) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _BadLine(_BROKEN, _AS_UTF8, id_=id_) from None


def _id(parts: dict[str, msgspec.Raw]) -> str | None:
    """The id, when it can be read: a refused line is found again by it."""
    try:
        return msgspec.json.decode(parts.get("id", b"null"), type=str | None)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
