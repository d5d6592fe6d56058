"""``madoguchi check --lines … --basis …``: messages by the million, on one machine or on a cluster, verdict lines out."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from madoguchi.cli.root import known_here, stop

if TYPE_CHECKING:
    from madoguchi.asking_engines import Tables
    from madoguchi.bulk import Reading
    from madoguchi.lines import Way

_MASTERS = ("spark://", "local[", "local-cluster[")
_NO_BASIS = (
    "--engine で人の文を読むには、法的な根拠 --basis consent|reported|statute がいります。"
    "直し方: どの根拠で読んでよいかを、会社の法律の担当に確かめてから指定してください。"
)
_CTRL_C = 130


class _Bulk(NamedTuple):
    """What is asked: by which engine, from where, and where the answers go (None: standard output)."""

    engine: str
    path: Path
    out: Path | None


def read_in_bulk(
    lines_in: Path | None, out: Path | None, *, at: dt.datetime, way: Way, engine: str | None
) -> None:
    """Reads the table ``lines_in`` and ends with the exit code; returns where no engine is asked for.

    Refuses what would be left out without a word, and an engine without a legal basis.
    """
    if lines_in is None:
        stop("--engine と --basis は --lines と一緒に使います。")
    if engine is None:
        return
    if way.basis is None:
        stop(_NO_BASIS)
    if not lines_in.exists():
        stop(f"{lines_in}: ありません。直し方: ファイルかフォルダの名前を確かめてください。")
    from madoguchi.bulk import BadTable, Reading
    from madoguchi.engines import EngineFailed, NoEngine

    own = known_here() if click.get_current_context().find_root().obj else None
    bulk, reading = _Bulk(engine, lines_in, out), Reading(at, way.basis, own)
    try:
        raise SystemExit(_here(bulk, reading, way) if engine == "duckdb" else _spread(bulk, reading))
    except (NoEngine, EngineFailed, BadTable) as error:
        stop(f"{lines_in}: {error}")
    except KeyboardInterrupt:
        raise SystemExit(_CTRL_C) from None


def _here(bulk: _Bulk, reading: Reading, way: Way) -> int:
    from madoguchi.bulk import check_table
    from madoguchi.engines import tables_of

    if bulk.path.suffix.lower() == ".jsonl":
        stop(
            "JSONL は --engine なしで読みます。直し方: --engine duckdb を外してください（--basis はそのまま）。"
        )
    with tempfile.TemporaryDirectory(prefix="madoguchi-bulk-") as folder:

        def opened() -> AbstractContextManager[Tables]:
            return closing(tables_of(Path(folder)))

        return check_table(bulk.path, bulk.out, opened=opened, reading=reading, way=way)


def _spread(bulk: _Bulk, reading: Reading) -> int:
    from madoguchi.bulk import check_spread
    from madoguchi.engines import spreading_of

    if bulk.engine != "spark" and not bulk.engine.startswith(_MASTERS):
        stop("--engine は duckdb、spark、spark://機械:7077 のどれかです。")
    if bulk.out is None or os.path.lexists(bulk.out):
        stop("Spark の答えはフォルダに出ます。直し方: --out に、まだないフォルダの名前を書きます。")
    if reading.knowledge is not None:
        stop("自分の窓口を足す --desks は、Spark では使えません。直し方: --desks を外してください。")
    engine = spreading_of("local[*]" if bulk.engine == "spark" else bulk.engine)
    try:
        told, refused = check_spread(bulk.path, bulk.out, engine=engine, reading=reading)
    finally:
        engine.close()
    click.echo(f"madoguchi: {bulk.out}: {told:,} 行（読めない行 {refused:,}）", err=True)
    return 1 if refused else 0
