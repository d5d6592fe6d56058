"""``madoguchi desk keys`` and ``desk log``: new keys, and whether the log of acts is as it was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madoguchi.cli.desk import desk, with_records
from madoguchi.cli.root import at_option, now_or, stop

if TYPE_CHECKING:
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk.log import Fault
    from madoguchi.web.desk.log_heads import Heads

_WRITTEN_ANEW = "控えから戻したことがあれば、戻した控えより後の FILE とは合いません。"
centre_option = click.option("--centre", "code", default="", help="センターの符号（なければ、すべて）。")


def _centres(code: str) -> list[Centre]:
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.accounts.staffing import centre_of

    return [centre_of(code)] if code else list(Centre.objects.order_by("code"))


@desk.group("keys")
def keys() -> None:
    """記録を封じる鍵を、新しくします。机を開いたままでかまいません。例: madoguchi desk keys rotate"""


@keys.command("rotate")
@centre_option
@at_option
@with_records
def keys_rotate(code: str, at: dt.datetime | None) -> None:
    """センターの鍵を新しくし、事案の鍵をすべて包み直します。途中で止まっても、同じ命令で続きからになります。

    例: madoguchi desk keys rotate --centre mori
    """
    from madoguchi.web.desk.keyring import KeyMissing
    from madoguchi.web.desk.rotation import NotRotated
    from madoguchi.web.desk.sealing import CannotOpen

    try:
        for centre in _centres(code):
            _rotate(centre, at=now_or(at))
    except (KeyMissing, CannotOpen, NotRotated) as error:
        stop(str(error))
    click.echo(
        "前に取った控えは、そのまま復旧鍵で開きます。新しい鍵の控えも取ってください: madoguchi desk backup 控えを置く場所"
    )


def _rotate(centre: Centre, *, at: dt.datetime) -> None:
    from madoguchi.web.desk.rotation import rotated, under_way

    begun, done = under_way(centre), 0
    click.echo(
        f"{centre.name}: {'前に止まった所から続けます。' if begun else '新しい鍵を作り、包み直します。'}"
    )
    for done in rotated(centre, at=at):
        click.echo(f"  事案の鍵 {done:,} 件を包み直しました。")
    click.echo(f"{centre.name}: 終わりました（{done:,} 件）。前の鍵は消しました。")


@keys.command("outer")
@click.option("--forget-old", is_flag=True, help="もう何も包んでいない前の外の鍵を、フォルダーから消します。")
@at_option
@with_records
def keys_outer(forget_old: bool, at: dt.datetime | None) -> None:
    """データの外の鍵を新しくし、センターの鍵を包み直します。前の鍵は、--forget-old を付けるまで残します。

    例: madoguchi desk keys outer
    """
    from madoguchi.web.desk.backup.troubles import CannotBackUp
    from madoguchi.web.desk.keyring import KeyMissing
    from madoguchi.web.desk.sealing import CannotOpen

    try:
        if forget_old:
            _forget(at=now_or(at))
        else:
            _outer(at=now_or(at))
    except (KeyMissing, CannotOpen, CannotBackUp) as error:
        stop(str(error))


def _outer(*, at: dt.datetime) -> None:
    from madoguchi.web.desk.rotation import old_outer_keys, wrapped_outside_anew

    generation, count = wrapped_outside_anew(at=at)
    click.echo(f"外の鍵 {generation} 番を作り、センターの鍵 {count:,} 件を包み直しました。")
    click.echo(f"残してある前の鍵: {'、'.join(old_outer_keys()) or 'なし'}")
    click.echo(
        "これまでに写したデータのフォルダーやデータベースを開くには、前の鍵が要ります"
        "（madoguchi desk backup の控えは、中に自分の鍵を持っています）。\n"
        "まず新しい控えを取り（madoguchi desk backup 控えを置く場所）、古い写しが要らなくなってから、"
        "madoguchi desk keys outer --forget-old で消してください。"
    )


def _forget(*, at: dt.datetime) -> None:
    from madoguchi.web.desk.rotation import forget_outer_keys, old_outer_keys

    names = old_outer_keys()
    if not names:
        click.echo("消せる前の鍵はありません。")
        return
    click.echo(f"消す鍵: {'、'.join(names)}")
    click.echo(
        "この鍵で包まれた古い写し（データのフォルダーやデータベースの写し）は、だれにも開けなくなります。"
    )
    if not click.confirm("消しますか", default=False):
        click.echo("何も消していません。")
        return
    click.echo(f"消しました: {'、'.join(forget_outer_keys(at=at))}")


# --- the log ----------------------------------------------------------------------------------------


@desk.group("log")
def log() -> None:
    """操作の記録が、書かれたときのままかを確かめます。例: madoguchi desk log verify"""


@log.command("verify")
@centre_option
@click.option(
    "--heads", "file", type=click.Path(path_type=Path), help="desk log heads で控えたファイルとも比べます。"
)
@with_records
def log_verify(code: str, file: Path | None) -> None:
    """記録のつながりを確かめます。問題があれば、どこかを言い、終了コード1で終わります。

    例: madoguchi desk log verify --heads /media/usb/heads.json
    """
    centres, against = _centres(code), _heads_in(file)
    found = [fault for centre in centres for fault in _faults(centre)]
    if against:
        found += _against(against, centres, every=not code)
    names = {centre.pk: f"{centre.name}（{centre.code}）" for centre in centres}
    for fault in found:
        click.echo(f"{names.get(fault.centre, fault.centre)} {fault.seq} 番: {fault.what}")
    if found:
        click.echo(
            f"問題が {len(found)} か所あります。データには触らず、控えを取らずに、管理する人に知らせてください。{_WRITTEN_ANEW if against else ''}"
        )
        raise SystemExit(1)
    compared = f"、{against.made} の控えとも合っています" if against else ""
    click.echo(f"センター {len(centres)} か所の記録は、書かれたときのままです{compared}。")


def _faults(centre: Centre) -> list[Fault]:
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.log import faults

    with within(centre):
        return faults(centre)


def _heads_in(file: Path | None) -> Heads | None:
    from madoguchi.web.desk.log_heads import MOST_BYTES, NotHeads, heads_of

    if file is None:
        return None
    try:
        with file.open("rb") as opened:
            return heads_of(opened.read(MOST_BYTES + 1))
    except NotHeads as error:
        stop(f"{file}: {error}")


def _against(heads: Heads, centres: list[Centre], *, every: bool) -> list[Fault]:
    from madoguchi.web.desk.log_heads import faults_against

    asked = {centre.pk for centre in centres}
    return [fault for fault in faults_against(heads) if every or fault.centre in asked]


@log.command("heads")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="新しいファイルの名前。")
@at_option
@with_records
def log_heads(out: Path, at: dt.datetime | None) -> None:
    """記録がどこで終わっているかを、ファイルに控えます。中に個人の情報はありません。別の場所に置きます。

    例: madoguchi desk log heads --out /media/usb/heads.json
    """
    from madoguchi.papers.writing import write_new
    from madoguchi.web.desk.log_heads import heads_now, written

    if any(_faults(centre) for centre in _centres("")):
        click.echo("記録に問題があるので、控えません。madoguchi desk log verify で、どこかを見てください。")
        raise SystemExit(1)
    heads = heads_now(at=now_or(at))
    write_new(out, written(heads))
    click.echo(
        f"センター {len(heads.heads)} か所の終わりを {out} に控えました。この機械とは別の所に置いてください。"
    )
    click.echo(f"比べるとき: madoguchi desk log verify --heads {out}")
