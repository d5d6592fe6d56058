"""``madoguchi desk import-old``: what was recorded before the desk, out of a CSV file."""

from __future__ import annotations

from pathlib import Path

import click

from madoguchi.cli.desk import desk, with_records


@desk.command("import-old")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--centre", required=True, help="取りこむセンターの符号。")
@click.option(
    "--columns",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="どの列が何かを書いた YAML。",
)
@click.option("--by", default="", help="だれの名前で取りこむか（ログイン名。なければ、ただ一人の所長）。")
@click.option("--write", is_flag=True, help="本当に取りこむ（なければ、試すだけ）。")
@with_records
def import_old(file: Path, centre: str, *, columns: Path, by: str, write: bool) -> None:
    """前の相談の記録を CSV から取りこみます。まず試し、一行ずつの結果を CSV の隣に書きます。

    例: madoguchi desk import-old soudan.csv --centre mori --columns retsu.yaml
    """
    from madoguchi.web.accounts.staffing import centre_of
    from madoguchi.web.desk.old_records.importing import RESULTS, brought, report_beside, who_brings
    from madoguchi.web.public.clock import now

    at = now()
    member = who_brings(centre_of(centre), by, today=at.date())
    done = brought(file, columns, member=member, at=at, write=write)
    report = report_beside(file, done)
    click.echo(f"{file}（{done.encoding}）: {len(done.rows):,} 行")
    for result, name in RESULTS.items():
        click.echo(f"  {name}: {done.counts.get(result, 0):,}")
    click.echo(f"一行ずつの結果: {report}")
    if not write:
        click.echo("まだ何も入れていません。結果を見てから、--write を付けてもう一度動かしてください。")
