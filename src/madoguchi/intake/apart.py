"""Reads a mail in a process of its own: what it costs is bounded by the system, and nothing but a typed result comes back.

The child (``alone.py``) has 256 MiB, 5 seconds of computing, no environment, and can open neither file nor connection once it
begins. Where the system knows no such limits (Windows), the wall clock and the counting before reading are what holds.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

from madoguchi.intake.mime import MAX_RAW
from madoguchi.plain_text import UnreadableText
from madoguchi.words import Story, Unreadable

WALL_SECONDS = 10.0
_MAX_ANSWER = 8 * 1024 * 1024
_CHILD = Path(__file__).with_name("alone.py")
_MEND = "気になる文面を写して、そのまま貼ってください。"
_GAVE_UP = f"このメールは、決めた時間と量の中では読めませんでした。{_MEND}"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the child says: a story, or why there is none (Japanese) and the name of the reason."""

    story: Story | None = None
    trouble: str | None = None
    reason: Unreadable = "mail_given_up"


def read_mail(data: bytes, *, where: str) -> Story:
    """Returns the mail ``data`` as a Story with medium "email". Raises UnreadableText, which names ``where``."""
    if len(data) > MAX_RAW:
        raise UnreadableText(
            f"{where}: メールが大きすぎます（{len(data):,} バイト）。{MAX_RAW:,} バイトまで読めます。{_MEND}",
            "mail_large",
        )
    outcome = _outcome(data)
    if outcome.story is None or outcome.story.medium != "email":
        trouble = outcome.trouble or _GAVE_UP
        mend = "" if trouble.endswith("ください。") else _MEND
        raise UnreadableText(f"{where}: {trouble}{mend}", outcome.reason)
    return outcome.story


def _outcome(data: bytes) -> Outcome:
    answer = _answer(data)
    try:
        return msgspec.json.decode(answer, type=Outcome)
    except (msgspec.DecodeError, UnicodeDecodeError):  # stopped by a limit in the middle of its work
        return Outcome(trouble=_GAVE_UP)


def _answer(data: bytes) -> bytes:
    # The same interpreter and our own file, nothing of the mail in the arguments, no shell.
    command = [sys.executable, "-I", str(_CHILD), *_roots()]
    environment: dict[str, str] | None = {} if os.name == "posix" else None
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        watch = threading.Timer(WALL_SECONDS, child.kill)
        watch.start()
        try:
            return _exchanged(child, data)
        finally:
            watch.cancel()
            child.kill()


def _exchanged(child: subprocess.Popen[bytes], data: bytes) -> bytes:
    """The child reads everything before it says anything, so neither waits for the other."""
    with contextlib.suppress(BrokenPipeError):
        if child.stdin:
            with child.stdin:
                child.stdin.write(data)
    answer = child.stdout.read(_MAX_ANSWER + 1) if child.stdout else b""
    return answer if len(answer) <= _MAX_ANSWER else b""


def _roots() -> list[str]:
    """The two places that the child imports from: ours and that of msgspec."""
    return list(
        dict.fromkeys(str(Path(file).resolve().parents[1]) for file in (_CHILD.parent, msgspec.__file__))
    )
