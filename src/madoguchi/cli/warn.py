"""``madoguchi warn``: early warning, asked of a mart as of a day."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from madoguchi.cli.root import at_option, json_option, main, stop
from madoguchi.cli.statistics import as_of_option, asked_day, check_scheme, engine_named

if TYPE_CHECKING:
    from madoguchi.mart.warning import Warnings


@main.command("warn")
@click.option("--mart", type=click.Path(path_type=Path), required=True, help="データマート。")
@as_of_option
@click.option("--scheme", help="手口の id（なければ全部）。")
@click.option(
    "--kind", type=click.Choice(["complaint", "inquiry", "request"]), help="相談区分（なければ全部）。"
)
@click.option(
    "--budget",
    type=click.FloatRange(0.01, 100),
    default=2.0,
    show_default=True,
    help="見ている区分全部を合わせて、一週間に何回までの誤った警報を許すか。",
)
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    help="duckdb、spark、または spark://… か postgresql://… の先。",
)
@click.option("--table", "as_table", is_flag=True, help="表にして画面に出します（普通はこれです）。")
@click.option(
    "--whole",
    is_flag=True,
    help="--json で、警報のほかに、定義、見ている区分の数、警報にしなかった区分も出します。",
)
@at_option
@json_option
def warn(**options: Any) -> None:
    """いつもより多い区分を、ある日の時点で知らせます（早期警戒）。警報にしなかった区分と、そのわけも出します。

    例: madoguchi warn --mart mart --as-of 2026-12-14
    """
    if options["whole"] and not options["as_json"]:
        stop("--whole は --json と一緒に使います。")
    found = _found(options)
    if not options["as_json"] or options["as_table"]:
        from madoguchi.mart.warning_table import table_of

        click.echo(table_of(found))
        return
    click.echo(msgspec.json.encode(found if options["whole"] else found.warnings))


def _found(options: dict[str, Any]) -> Warnings:
    from madoguchi.engines import EngineFailed, NoEngine, engine_of
    from madoguchi.mart.manifest import NoMart
    from madoguchi.mart.questions import Asked, NoFigure
    from madoguchi.mart.warning import warnings_of

    day: dt.date = asked_day(options)
    check_scheme(options["scheme"])
    engine, more = engine_named(options["engine"])
    with tempfile.TemporaryDirectory(prefix="madoguchi-warn-") as folder:
        try:
            opened = engine_of(engine, folder=Path(folder), **more)
            try:
                asked = Asked(opened, options["mart"], day, options["scheme"], options["kind"])
                return warnings_of(asked, budget=options["budget"])
            finally:
                opened.close()
        except (NoMart, NoFigure, NoEngine, EngineFailed) as error:
            stop(str(error.args[0]))
