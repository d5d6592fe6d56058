"""``madoguchi watch`` on a stream: what comes in, where it is kept, where it is told."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
import msgspec

from madoguchi.cli.root import stop
from madoguchi.telling.charges import crossing, late_send

if TYPE_CHECKING:
    from madoguchi.sms.crossings import Watching
    from madoguchi.sms.pieces import Source
    from madoguchi.sms.stream import Stream, Told

_PAUSE = 0.2  # seconds
_PIPE = Path("-")


@dataclass(frozen=True)
class Asked:
    """What the command line asks of a stream. ``late``: seconds; ``state`` and ``out``: files, None for none."""

    sends: Path
    late: int
    state: Path | None
    out: Path | None
    follow: bool
    as_json: bool
    signs: bool = False


@dataclass
class _Out:
    """A file that ends where the kept state ends, or the terminal."""

    file: IO[bytes]
    as_json: bool
    is_kept: bool

    def write(self, told: Iterable[Told]) -> int:
        for one in told:
            if self.as_json:
                self.file.write(msgspec.json.encode(one) + b"\n")
            else:
                text = _in_words(one)
                self.file.write(text.encode() + b"\n")
        self.file.flush()
        if not self.is_kept:
            return 0
        os.fsync(self.file.fileno())
        return self.file.tell()


def _in_words(one: Told) -> str:
    from madoguchi.sms.crossings import Crossing, LateSend
    from madoguchi.telling.hijacks import alert

    if isinstance(one, Crossing):
        return crossing(one)
    return late_send(one) if isinstance(one, LateSend) else alert(one)


def watch_it(asked: Asked, watching: Watching) -> None:
    """Watches the stream until it ends, or for good; what was left out is told on standard error."""
    from madoguchi.engines import EngineFailed, NoEngine
    from madoguchi.sms.sends import BadSend

    _check(asked)
    try:
        with tempfile.TemporaryDirectory(prefix="madoguchi-watch-") as folder:
            _watch(asked, watching, Path(folder))
    except (NoEngine, EngineFailed, BadSend) as error:
        stop(f"{asked.sends}: {error}")
    except OSError as error:
        stop(f"{error.filename or asked.sends}: 読み書きできませんでした（{error.strerror}）。")
    except KeyboardInterrupt:
        click.echo("madoguchi: 止めました。同じ指定で続きから始まります。", err=True)


def _check(asked: Asked) -> None:
    if asked.late < 0:
        stop("--late は 0 以上の秒数です。")
    if (asked.state is None) is not (asked.out is None):
        stop(
            "--state と --out は一緒に指定します。続きから始めるとき、--out のどこまでが済んだかを --state が覚えています。"
        )
    if asked.state is not None and (asked.sends == _PIPE or asked.sends.is_fifo()):
        stop(
            "パイプは読み直せないので、--state は使えません。直し方: ファイルかフォルダに書いて、それを --sends にします。"
        )
    if asked.sends != _PIPE and not asked.sends.exists():
        stop(f"{asked.sends}: ありません。直し方: ファイルの名前を確かめてください。")


def _watch(asked: Asked, watching: Watching, folder: Path) -> None:
    from madoguchi.engines import store_of
    from madoguchi.sms.pieces import Ahead, Pipe
    from madoguchi.sms.stream import Stream, watch_stream

    store = store_of(asked.state or folder / "state.duckdb", folder=folder)
    try:
        stream = Stream(store, watching, asked.late, asked.signs)
        with (
            ThreadPoolExecutor(1) as worker,
            _out(asked, stream.progress.told) as out,
            _source(asked, stream) as source,
        ):
            # A pipe is not read ahead: nobody could be stopped who waits for it.
            ahead = source if isinstance(source, Pipe) else Ahead(source, worker)
            watch_stream(stream, ahead, out=out, pause=_pause(follow=asked.follow))
        _tell_refused(asked, stream)
    finally:
        store.close()


def _pause(*, follow: bool) -> Callable[[], bool]:
    def pause() -> bool:
        if follow:
            time.sleep(_PAUSE)
        return follow

    return pause


@contextmanager
def _out(asked: Asked, told: int) -> Iterator[_Out]:
    if asked.out is None:
        yield _Out(sys.stdout.buffer, asked.as_json, False)
        return
    with asked.out.open("r+b" if asked.out.exists() else "w+b") as file:
        if file.seek(0, os.SEEK_END) < told:
            stop(
                f"{asked.out}: --state が覚えているより短くなっています。直し方: 消す前のファイルに戻します。"
            )
        file.truncate(told)
        file.seek(told)
        yield _Out(file, asked.as_json, True)


@contextmanager
def _source(asked: Asked, stream: Stream) -> Iterator[Source]:
    from madoguchi.sms.pieces import Folder, GrowingCsv, Pipe
    from madoguchi.sms.sends import Reading

    reading = Reading(stream.watching.prices)
    if asked.sends == _PIPE:
        yield Pipe(sys.stdin.fileno(), reading, _wait)
    elif asked.sends.is_fifo():
        with asked.sends.open("rb", buffering=0) as pipe:
            yield Pipe(pipe.fileno(), reading, _wait)
    elif asked.sends.is_dir():
        yield Folder(asked.sends, reading, stream.finished())
    else:
        yield GrowingCsv(asked.sends, reading, grows=asked.follow)


def _wait() -> None:
    time.sleep(_PAUSE / 4)


def _tell_refused(asked: Asked, stream: Stream) -> None:
    for line, why in stream.first_refused:
        if why:
            click.echo(f"madoguchi: {asked.sends}: {line}行目: {why}", err=True)
    refused, late = stream.progress.refused, stream.progress.late
    if refused:
        click.echo(f"madoguchi: {asked.sends}: 読めない {refused:,} 行は数えていません。", err=True)
    if late:
        click.echo(
            f"madoguchi: {asked.sends}: 遅れて届いた {late:,} 行は数えていません（--late {asked.late}）。",
            err=True,
        )


__all__ = ["Asked", "watch_it"]
