"""``madoguchi operators``: who may ask the site by program beyond what one address may, and how often."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click
import msgspec

from madoguchi.cli.root import at_option, json_option, main, now_or, stop


@main.group("operators")
@click.option(
    "--data", type=click.Path(path_type=Path), help="データのフォルダー（なければ ./madoguchi-data）。"
)
@click.pass_context
def operators(context: click.Context, data: Path | None) -> None:
    """/api/ に、回数を決めて聞ける鍵を作り、並べ、取り消します。例: madoguchi operators list"""
    context.obj = Path(data or os.environ.get("MADOGUCHI_DATA", "madoguchi-data")).absolute()


@operators.command("make")
@click.argument("name")
@click.option("--a-minute", type=int, default=120, show_default=True, help="1分に聞ける数。")
@click.option("--a-day", type=int, default=10_000, show_default=True, help="1日に聞ける数。")
@at_option
@click.pass_obj
def make_key(folder: Path, name: str, *, a_minute: int, a_day: int, at: dt.datetime | None) -> None:
    """鍵を一つ作り、一度だけ見せます。残すのは印（ハッシュ）だけで、鍵は二度と出せません。

    例: madoguchi operators make 〇〇通信 --a-minute 600 --a-day 100000
    """
    from madoguchi.web.api.operator_keys import BadKeys, make

    try:
        made = make(folder, name, at=now_or(at), a_minute=a_minute, a_day=a_day)
    except BadKeys as error:
        stop(str(error))
    click.echo(made.key)
    click.echo(
        f"madoguchi: 「{name}」の鍵 {made.holder.id} です（1分 {a_minute:,} 回、1日 {a_day:,} 回）。"
        "鍵はここにしか出ません。送り方: Authorization: Bearer 鍵",
        err=True,
    )


@operators.command("list")
@json_option
@click.pass_obj
def list_keys(folder: Path, *, as_json: bool) -> None:
    """鍵の名前、回数、作った時刻と取り消した時刻を並べます。例: madoguchi operators list"""
    from madoguchi.web.api.operator_keys import BadKeys, holders_in

    try:
        found = holders_in(folder)
    except BadKeys as error:
        stop(str(error))
    rows = [{name: getattr(one, name) for name in one.__struct_fields__ if name != "sha256"} for one in found]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for one in found:
        until = f"、{one.revoked_at} に取り消し" if one.revoked_at else ""
        click.echo(
            f"{one.id}\t{one.name}\t1分 {one.a_minute:,}、1日 {one.a_day:,}\t{one.made_at} から{until}"
        )


@operators.command("revoke")
@click.argument("id_", metavar="ID")
@at_option
@click.pass_obj
def revoke_key(folder: Path, id_: str, *, at: dt.datetime | None) -> None:
    """鍵を取り消します。開いているサイトでも、次の質問から断られます。例: madoguchi operators revoke 0a1b2c3d4e5f"""
    from madoguchi.web.api.operator_keys import BadKeys, revoke

    try:
        gone = revoke(folder, id_, at=now_or(at))
    except BadKeys as error:
        stop(str(error))
    click.echo(f"「{gone.name}」の鍵 {gone.id} を取り消しました。")
