"""``madoguchi publish``: a draft and a mart in, a publication out, or the list of what forbids it."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madoguchi.cli.root import at_option, main, now_or, stop
from madoguchi.consult import TOKYO

if TYPE_CHECKING:
    from madoguchi.publication.draft import Draft
    from madoguchi.publication.making import Made


@main.command("publish")
@click.argument("draft", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--mart", "mart", type=click.Path(path_type=Path), required=True, help="データマート。")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="書くフォルダー（新しいもの）。")
@click.option("--check", "only_check", is_flag=True, help="点検だけをして、何も書きません。")
@at_option
def publish(draft: Path, mart: Path, out: Path, only_check: bool, at: dt.datetime | None) -> None:
    """原稿とデータマートから、公表する一式（HTML・PDF・図・データ）を作ります。点検に赤い所があれば、理由を言って作りません。

    例: madoguchi publish draft.yaml --mart mart --out public/12
    """
    from madoguchi.knowledge.reader import KnowledgeError
    from madoguchi.papers.writing import AlreadyThere
    from madoguchi.publication.draft import read_draft
    from madoguchi.publication.earlier import beside_earlier
    from madoguchi.publication.placing import placed
    from madoguchi.publication.told import seal_of

    try:
        read = read_draft(draft)
        made = _made(draft, read, mart=mart, at=at)
        folders = [Path(name) for name, _ in seal_of(out.parent)]
        for beside in beside_earlier(read, made.values, folders=folders):
            click.echo(f"madoguchi: 注意: {beside.ja()}", err=True)
        if not only_check:
            placed(made.files, out)
    except (KnowledgeError, AlreadyThere, OSError) as error:
        stop(str(error))
    click.echo("点検: 赤い所はありません。" if only_check else f"{out}: {len(made.files)} 個のファイル")


def _made(path: Path, draft: Draft, *, mart: Path, at: dt.datetime | None) -> Made:
    from madoguchi.engines import EngineFailed, NoEngine, engine_of
    from madoguchi.mart.manifest import NoMart
    from madoguchi.mart.questions import NoFigure
    from madoguchi.papers.parts_needed import CannotSet
    from madoguchi.publication.making import Forbidden, asked_of, made

    now = now_or(at).astimezone(TOKYO)
    with tempfile.TemporaryDirectory(prefix="madoguchi-publish-") as folder:
        try:
            engine = engine_of("duckdb", folder=Path(folder))
            try:
                return made(draft, asked_of(draft, mart, engine=engine), beside=path.parent, at=now)
            finally:
                engine.close()
        except Forbidden as error:
            for fault in error.faults:
                click.echo(f"madoguchi: {path}: {fault.where}: {fault.why}", err=True)
            stop(str(error.args[0]))
        except (NoMart, NoFigure, NoEngine, EngineFailed, CannotSet) as error:
            stop(str(error.args[0]))
