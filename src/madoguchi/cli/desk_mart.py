"""``madoguchi desk to-mart``: what all centres of this desk have registered, straight into the mart."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from madoguchi.cli.desk import desk, with_records
from madoguchi.cli.mart import progress, tell
from madoguchi.cli.root import json_option, stop
from madoguchi.consult import TOKYO

_NAME = "desk.csv"  # as the mart remembers where its rows are from


@desk.command("to-mart")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="データマートのフォルダー。")
@click.option(
    "--narratives",
    type=click.Path(path_type=Path),
    help="個人を示すものを除いた概要を書くファイル（.parquet）。分析の画面だけが読みます。",
)
@json_option
@with_records
def to_mart(out: Path, narratives: Path | None, *, as_json: bool) -> None:
    """机に登録した記録を、データマートに取りこみます（氏名などの列はありません）。何度動かしても、増えるのは新しい登録と訂正だけです。

    例: madoguchi desk to-mart --out mart --narratives narratives.parquet
    """
    from madoguchi.engines import EngineFailed, NoEngine
    from madoguchi.mart.build import build
    from madoguchi.mart.manifest import NoMart
    from madoguchi.mart.sources import SourceNotFit
    from madoguchi.mart.values import Reading
    from madoguchi.web.public.clock import now

    at = now().astimezone(TOKYO)
    with TemporaryDirectory(prefix="madoguchi-") as folder:
        file = Path(folder, _NAME)
        _written(file)
        try:
            built = build(file, out, reading=Reading(at.date(), frozenset()), at=at, tell=progress)
        except (SourceNotFit, NoMart, NoEngine, EngineFailed) as error:
            stop(str(error.args[0]))
        if narratives is not None:
            _write_narratives(narratives)
    tell(built, out, as_json=as_json)
    raise SystemExit(0 if built.is_whole else 1)


def _write_narratives(path: Path) -> None:
    """Apart from the mart: these are words. That they left the desk stands in each centre's log."""
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk.analysis.narratives import write_narratives

    try:
        write_narratives(path, list(Centre.objects.order_by("code")))
    except OSError as error:
        stop(f"{path}: 書けませんでした（{error.strerror}）。")


def _written(file: Path) -> None:
    """Writes every registration of every centre; that it left the desk stands in each centre's log."""
    from madoguchi.mart.tables import COLUMNS
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk.registered_files import lines_of_centre

    with file.open("w", encoding="utf-8", newline="") as made:
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow(COLUMNS)
        for centre in Centre.objects.order_by("code"):
            writer.writerows(lines_of_centre(centre))
