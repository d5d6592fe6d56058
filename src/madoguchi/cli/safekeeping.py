"""``madoguchi desk backup``, ``restore``, ``upgrade`` and ``recovery-key``: what whoever sits at the machine does so that a dead PC loses nothing."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madoguchi.cli.desk import desk, with_keys, with_records
from madoguchi.cli.root import at_option, now_or, stop

if TYPE_CHECKING:
    from madoguchi.web.desk.backup.checking import Found
    from madoguchi.web.desk.backup.contents import Counts
    from madoguchi.web.desk.backup.making import Made
    from madoguchi.web.desk.backup.restoring import Places, Restored

_TLS = Path("madoguchi-tls")
_TRIES = 5
tls_option = click.option(
    "--tls",
    type=click.Path(path_type=Path),
    default=_TLS,
    show_default=True,
    help="HTTPS の証明書のフォルダー（あれば一緒に）。",
)


@desk.command("recovery-key")
@click.option("--new", "anew", is_flag=True, help="新しい鍵に替えます（前の控えは、前の鍵で開きます）。")
@click.option("--check", is_flag=True, help="手もとの紙の鍵が、いまの鍵かを確かめます。")
@click.option(
    "--out", type=click.Path(path_type=Path), help="印刷するための文章のファイル（印刷したら消します）。"
)
@at_option
@with_keys
def recovery_key(anew: bool, check: bool, out: Path | None, at: dt.datetime | None) -> None:
    """控えを開く復旧鍵を作り、一度だけ出します。紙に写し、パソコンとは別の所にしまいます。

    例: madoguchi desk recovery-key
    """
    from madoguchi.web.desk.backup import making
    from madoguchi.web.desk.backup.recovery_key import mark_of, new_key, public_of

    known = making.public_half()
    if check:
        _check(known)
        return
    if known and not anew:
        stop(
            f"復旧鍵は、もうあります（しるし {mark_of(known)}）。鍵は紙にしかありません。紙をなくしたときは"
            " --new で新しく作り、すぐに控えを取ってください。紙を確かめるときは --check です。"
        )
    key, moment = new_key(), now_or(at)
    told = _paper(key, at=moment)
    click.echo(told)
    if out:
        from madoguchi.papers.writing import write_new

        write_new(out, told.encode())
        click.echo(f"{out} に書きました。印刷したら、このファイルを消してください。")
    try:
        _copied(key)
    except (SystemExit, click.Abort):
        if out:
            out.unlink(missing_ok=True)  # the paper of no key
        raise
    making.new_public_half(public_of(key), at=moment)
    click.echo("復旧鍵を決めました。続けて、控えを取ってください: madoguchi desk backup 控えを置く場所")


def _paper(key: str, *, at: dt.datetime) -> str:
    from madoguchi.web.desk.backup.recovery_key import mark_of, public_of

    groups = key.split("-")
    lines = "\n".join(f"    {place}.  {group}" for place, group in enumerate(groups, 1))
    return (
        "まどぐち 相談員の机 復旧鍵\n\n"
        f"{lines}\n\n"
        f"しるし: {mark_of(public_of(key))}（同じしるしの控えが、この鍵で開きます）\n"
        f"作った日: {at:%Y年%m月%d日}\n\n"
        "・この鍵と控えのファイルがあれば、パソコンが壊れても、記録はすべて戻ります。\n"
        "・鍵をなくすと、控えはだれにも開けません。拾われると、控えを持つ人に読まれます。\n"
        "・パソコンのそばや、控えの USB メモリーと同じ所には置かないでください。\n"
        "・封筒に入れ、別の建物の金庫など、鍵のかかる所に二通しまってください。\n"
        "・書きちがえやすい文字（I と 1、O と 0）は、どちらで入れてもかまいません。\n"
    )


def _copied(key: str) -> None:
    """Nobody's records hang on a paper that was written wrongly: what was copied is typed in once."""
    from madoguchi.web.desk.backup.recovery_key import Mistyped, key_typed

    for _ in range(_TRIES):
        typed = click.prompt("写した紙を見て、鍵を入れてください", prompt_suffix=": ")
        try:
            if key_typed(typed) == key:
                return
            click.echo("別の鍵です。いま出した鍵を写してください。")
        except Mistyped as error:
            click.echo(str(error))
    stop("鍵を決めませんでした。もう一度、madoguchi desk recovery-key から始めてください。")


def _check(known: bytes | None) -> None:
    from madoguchi.web.desk.backup.recovery_key import mark_of, public_of

    if known is None:
        stop("復旧鍵が、まだありません。madoguchi desk recovery-key で作ってください。")
    if public_of(_typed()) != known:
        stop(f"いまの鍵（しるし {mark_of(known)}）ではありません。紙の「しるし」を見てください。")
    click.echo(f"合っています（しるし {mark_of(known)}）。")


def _typed() -> str:
    """The recovery key as it is typed in; stops after five mistypings."""
    from madoguchi.web.desk.backup.recovery_key import Mistyped, key_typed

    for _ in range(_TRIES):
        try:
            return key_typed(click.prompt("復旧鍵（紙の7つの組）", prompt_suffix=": "))
        except Mistyped as error:
            click.echo(str(error), err=True)
    stop("復旧鍵を読めませんでした。紙を確かめて、もう一度始めてください。")


@desk.command("backup")
@click.argument("to", type=click.Path(path_type=Path))
@tls_option
@at_option
@with_records
def backup(to: Path, tls: Path, at: dt.datetime | None) -> None:
    """控えを一つのファイルに作り、読み返して確かめます。机を開いたままでかまいません。

    TO は、USB メモリーなどのフォルダーか、新しいファイルの名前です。例: madoguchi desk backup /media/usb
    """
    from madoguchi.web.desk.backup import standing

    made = _back_up(to, tls, at=(done := now_or(at)))
    standing.keep(made, at=done)


def _back_up(to: Path, tls: Path, *, at: dt.datetime) -> Made:
    from madoguchi.web.desk.backup.making import back_up
    from madoguchi.web.desk.backup.troubles import CannotBackUp
    from madoguchi.web.desk.keyring import KeyMissing

    try:
        made = back_up(to, at=at, tls=tls if tls.is_dir() else None)
    except (CannotBackUp, KeyMissing) as error:
        stop(str(error))
    _say_made(made, tls)
    return made


def _say_made(made: Made, tls: Path) -> None:
    counts = made.manifest.counts
    click.echo(
        f"控えを作り、読み返して確かめました: {made.path}（{_size(made.size)}、{made.files:,} ファイル）"
    )
    click.echo(
        f"事案 {counts.cases:,} 件、文章 {counts.texts:,} 件、操作の記録 {counts.entries:,} 件、すべての鍵。"
    )
    held = f"{tls} も入っています" if tls.is_dir() else f"{tls} はないので、入っていません"
    click.echo(f"HTTPS の証明書: {held}。")
    click.echo(f"開くのは、しるし {made.mark} の復旧鍵だけです。パソコンとは別の所に置いてください。")


def _size(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"


@desk.command("restore")
@click.argument("from_", metavar="FROM", type=click.Path(path_type=Path))
@click.option("--only-check", is_flag=True, help="戻さずに、控えが壊れていないかだけを確かめます。")
@tls_option
@at_option
def restore(from_: Path, only_check: bool, tls: Path, at: dt.datetime | None) -> None:
    """控えを、空のフォルダーに戻し、すべてを確かめます。復旧鍵をたずねます。

    例: madoguchi desk --data madoguchi-data restore /media/usb/madoguchi-20261122-183000.backup
    """
    try:
        from madoguchi.web.desk.backup.restoring import looked_into
        from madoguchi.web.desk.backup.restoring import restore as restored
        from madoguchi.web.desk.backup.troubles import CannotRestore
    except ModuleNotFoundError as error:
        stop(f"机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'")
    if not from_.is_file():
        stop(f"{from_}: 控えのファイルがありません。場所と名前を確かめてください。")
    key = _typed()
    try:
        if only_check:
            manifest = looked_into(from_, key)
            click.echo(f"壊れていません。{_when(manifest.made)}の控え、事案 {manifest.counts.cases:,} 件。")
            return
        _say_restored(restored(from_, key, places=_places(tls), at=now_or(at)))
    except CannotRestore as error:
        stop(str(error))


def _places(tls: Path) -> Places:
    from madoguchi.web.desk.backup.restoring import Places
    from madoguchi.web.desk.keyring import folder_above

    data = Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data"))
    return Places(data.absolute(), folder_above(), tls.absolute())


def _when(made: str) -> str:
    return f"{dt.datetime.fromisoformat(made):%Y年%m月%d日 %H時%M分}"


def _say_restored(restored: Restored) -> None:
    manifest, places, found = restored.manifest, restored.places, restored.found
    counts = found.counts
    click.echo(f"{_when(manifest.made)}の控えを戻しました。")
    click.echo(f"データ: {places.data}\n鍵: {places.of('keys', manifest)}")
    if restored.swept:
        click.echo(f"途中で止まった前の「戻す」の跡を消しました: {'、'.join(map(str, restored.swept))}")
    if restored.tls:
        click.echo(f"HTTPS の証明書: {places.tls}")
    click.echo(
        f"センター {counts.centres:,}、職員 {counts.staff:,} 人、事案 {counts.cases:,} 件、操作の記録 {counts.entries:,} 件。"
    )
    click.echo(_opened_of(found))
    _say_wrong(found.wrong, "戻せるものは、すべて戻しました。控えは消さずに、詳しい人に見せてください。")
    click.echo("問題は見つかりませんでした。")
    click.echo(
        "控えのあとに入れたこと、変えたこと（廃棄、同意の撤回、役割、パスワードも）は戻っていません。もう一度してください。\n"
        "開くとき: madoguchi serve（似た相談の索引は、開いたあとで作り直されます。すぐ作るには madoguchi desk search rebuild）"
    )


def _opened_of(found: Found) -> str:
    return (
        f"開いて確かめたもの: 事案の鍵 {found.keys:,} 件、文章と身元 {found.texts:,} 件、"
        f"添えたファイル {found.files:,} 個、操作の記録のつながり。"
    )


def _say_wrong(wrong: tuple[str, ...], then: str) -> None:
    """Says what is wrong and what to do ``then``, and ends with 1; nothing where nothing is."""
    for one in wrong:
        click.echo(f"見てください: {one}。", err=True)
    if wrong:
        click.echo(then, err=True)
        raise SystemExit(1)


@desk.command("upgrade")
@click.argument("to", type=click.Path(path_type=Path), required=False)
@click.option("--without-backup", is_flag=True, help="控えは取りません（ほかの方法で取ってあるとき）。")
@tls_option
@at_option
def upgrade(to: Path | None, without_backup: bool, tls: Path, at: dt.datetime | None) -> None:
    """前の版の記録を、この版で使えるようにします。先に控えを TO に作り、終わりに、すべてを開いて確かめます。

    例: madoguchi desk upgrade /media/usb
    """
    if (to is None) != without_backup:
        stop("控えを置く場所か --without-backup の、どちらか一つを書いてください。")
    try:
        from madoguchi.web import serving
    except ModuleNotFoundError as error:
        stop(f"机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'")
    from madoguchi.web.operators import NotAllowed

    before: list[Counts] = []
    try:
        serving.prepare(before_upgrade=lambda: before.append(_counted_after(to, tls, at=now_or(at))))
    except (serving.CannotServe, NotAllowed) as error:
        stop(str(error))
    if not before:
        click.echo("新しくするものは、ありません。この版で、そのまま使えます。")
        return
    _say_upgraded(before[0], at=now_or(at))


def _counted_after(to: Path | None, tls: Path, *, at: dt.datetime) -> Counts:
    """What is in the database once the backup was made; stops where it cannot be made, or the desk is open."""
    from madoguchi.web import serving
    from madoguchi.web.desk.backup.checking import counted

    with serving.alone(Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data"))):
        if to is not None:
            _back_up(to, tls, at=at)
        return counted()


def _say_upgraded(before: Counts, *, at: dt.datetime) -> None:
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.accounts.noting import CONSOLE, note_in
    from madoguchi.web.desk.backup.checking import looked_at
    from madoguchi.web.desk.log import Said

    found = looked_at(before)
    for centre in Centre.objects.order_by("pk"):
        note_in(centre, Said("upgrade", CONSOLE), at=at)
    click.echo(f"この版のデータにしました。{_opened_of(found)}")
    _say_wrong(found.wrong, "控えは消さずに、詳しい人に見せてください。")
    click.echo("問題は見つかりませんでした。開くとき: madoguchi serve")
