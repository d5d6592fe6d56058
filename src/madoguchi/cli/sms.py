"""``madoguchi bill`` and ``madoguchi watch``: what SMS cost, and the lines that send too much."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from madoguchi.cli.hijacks import tell_signs, tell_thresholds
from madoguchi.cli.root import at_option, json_option, main, now_or, stop
from madoguchi.consult import TOKYO

if TYPE_CHECKING:
    from madoguchi.engines import Engine, Kind
    from madoguchi.sms.crossings import Watching
    from madoguchi.sms.logs import Log

_LATE = 60  # seconds
_carrier = click.option("--carrier", required=True, help="通信会社: docomo au softbank rakuten。")
_sends = "送信の記録（CSV。列: sent_at,sender,recipient,chars ほか）。"


@main.command()
@_carrier
@click.option("--days", type=int, help="同じ月の日数（1から31）。")
@click.option("--first-months", type=int, help="契約して何か月目か。")
@click.option("--overseas", is_flag=True, help="海外あての送信として数えます。")
@click.option("--sends", type=click.Path(path_type=Path), help=_sends)
@click.option("--sender", help="--sends のうち、この回線。")
@at_option
@json_option
def bill(carrier: str, days: int | None, sends: Path | None, as_json: bool, **options: Any) -> None:
    """約款で請求されうるSMS料金の上限と、その計算を出します。--sends なら、記録のとおりの料金です。

    例: madoguchi bill --carrier docomo --days 31
    """
    if (days is None) is (sends is None):
        stop("--days（上限）か --sends（記録のとおりの料金）の、どちらか一つを指定してください。")
    on = now_or(options["at"]).astimezone(TOKYO).date()
    if sends is not None:
        _sent(carrier, sends, sender=options["sender"], on=on, as_json=as_json)
    elif days is not None:
        _most(carrier, days, on=on, as_json=as_json, options=options)


def _most(carrier: str, days: int, *, on: dt.date, as_json: bool, options: dict[str, Any]) -> None:
    from madoguchi.sms.bill import ceiling
    from madoguchi.telling import ceiling as ceiling_text

    try:
        most = ceiling(
            carrier, days, on=on, first_months=options["first_months"], overseas=options["overseas"]
        )
    except ValueError as error:
        stop(str(error))
    click.echo(msgspec.json.encode(most) if as_json else ceiling_text(most))


def _sent(carrier: str, path: Path, *, sender: str | None, on: dt.date, as_json: bool) -> None:
    from madoguchi.sms.logs import only_line
    from madoguchi.sms.sent_bill import bill_of
    from madoguchi.telling.charges import sent_bill

    log = _log(_watching(carrier, on=on), path)
    if log.refused:
        _tell_refused(path, log)
        stop(f"{path}: 読めない行が {log.refused:,} 行あるので、料金は出しません。直してからもう一度どうぞ。")
    try:
        billed = bill_of(only_line(log, sender))
    except ValueError as error:
        stop(f"{path}: {error}")
    click.echo(msgspec.json.encode(billed) if as_json else sent_bill(billed))


@main.command()
@_carrier
@click.option("--sends", type=click.Path(path_type=Path), required=True, help=_sends + "Parquet も読めます。")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    help="長い記録を読むもの（追加の部品 mart か spark。Parquet は duckdb が普通）。",
)
@click.option(
    "--basis",
    type=click.Choice(["consent", "reported", "statute"]),
    help="あて先や文の種類を読む法的な根拠。なければ読みません。",
)
@click.option(
    "--signs", is_flag=True, help="上限の前に、乗っ取りのしるしも知らせます（rule が sign: の行）。"
)
@click.option(
    "--monitor", is_flag=True, help="しるしの点の線引きごとに、何回線に当たるかを言います。何も止めません。"
)
@click.option("--outcomes", type=click.Path(path_type=Path), help="確かめた結果（CSV。列: sender,outcome）。")
@click.option(
    "--known-senders",
    type=click.Path(path_type=Path),
    help="まとめて送ると分かっている回線の名簿（CSV）。書いたしるしだけを数えません。上限は数えます。",
)
@click.option("--follow", is_flag=True, help="続きを待ちます（増えるファイル、フォルダ）。")
@click.option(
    "--late", type=int, help="流れとして読みます。この秒数まで遅れて届いた送信も数えます（普通は60）。"
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="どこまで済んだかを置くファイル。止まっても続きから始まります。",
)
@click.option("--out", type=click.Path(path_type=Path), help="知らせを書くファイル（--state と一緒に）。")
@at_option
@json_option
def watch(carrier: str, sends: Path, as_json: bool, **options: Any) -> None:
    """送信の記録から、上限を超えた回線を、超えたその送信で知らせます（1行1件）。

    --follow・--late・--state・--sends - は、流れてくる記録として読みます。

    例: madoguchi watch --carrier softbank --sends sends.csv --json
    """
    from madoguchi.sms.crossings import in_order
    from madoguchi.telling.charges import crossing

    watching = _watching(carrier, on=now_or(options["at"]).astimezone(TOKYO).date(), basis=options["basis"])
    if options["known_senders"]:
        watching = _with_known(watching, options["known_senders"])
    if not watching.watched.rules:
        click.echo(
            f"madoguchi: {watching.carrier.name}: {watching.carrier.no_cap_reason or '送信の上限は確かめられていません。'}",
            err=True,
        )
    if _is_stream(sends, options):
        _stream(sends, watching, as_json=as_json, options=options)
        return
    engine: Kind | None = options["engine"] or ("duckdb" if _is_parquet(sends) else None)
    if options["monitor"]:
        tell_thresholds(sends, watching, outcomes=options["outcomes"], as_json=as_json)
        return
    if options["signs"]:
        tell_signs(sends, watching, engine=engine, as_json=as_json)
    found = _by_engine(engine, sends, watching) if engine else _in_memory(sends, watching)
    for one in in_order(found):
        click.echo(msgspec.json.encode(one) if as_json else crossing(one))


def _with_known(watching: Watching, path: Path) -> Watching:
    from madoguchi.sms.known_senders import read_known_senders
    from madoguchi.sms.sends import BadSend

    try:
        return dataclasses.replace(watching, known=read_known_senders(path))
    except BadSend as error:
        stop(str(error))


def _is_stream(sends: Path, options: dict[str, Any]) -> bool:
    return (
        str(sends) == "-"
        or options["follow"]
        or options["late"] is not None
        or bool(options["state"] or options["out"])
    )


def _stream(sends: Path, watching: Watching, *, as_json: bool, options: dict[str, Any]) -> None:
    from madoguchi.cli.sends_stream import Asked, watch_it

    if options["engine"] == "spark":
        stop(
            "流れを Spark で読むのは、ここからはできません。直し方: docs/how-to/watch-sends.md の「クラスタで」を見てください。"
        )
    if options["monitor"]:
        stop("--monitor は、流れでは使えません。直し方: --follow、--late、--state、--out を外してください。")
    if options["signs"] and options["basis"]:
        stop(
            "流れで見るしるしは、時刻だけのものです。直し方: --basis を外すか、--follow・--late・--state・--out なしで読んでください。"
        )
    late = _LATE if options["late"] is None else options["late"]
    more = {name: options[name] for name in ("state", "out", "follow", "signs")}
    watch_it(Asked(sends=sends, late=late, as_json=as_json, **more), watching)


def _watching(carrier: str, *, on: dt.date, **more: Any) -> Watching:
    from madoguchi.sms.crossings import Watching

    try:
        return Watching.of(carrier, on=on, **more)
    except ValueError as error:
        stop(str(error))


def _is_parquet(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() == ".parquet"


def _log(watching: Watching, path: Path) -> Log:
    from madoguchi.sms.logs import read_log
    from madoguchi.sms.sends import BadSend, Reading

    try:
        return read_log(path, Reading(watching.prices, with_texts=watching.basis is not None))
    except BadSend as error:
        stop(f"{path}: {error}")


def _tell_refused(path: Path, log: Log) -> None:
    for line, why in log.first_refused:
        click.echo(f"madoguchi: {path}: {line}行目: {why}", err=True)


def _in_memory(path: Path, watching: Watching) -> Any:
    log = _log(watching, path)
    _tell_refused(path, log)
    _tell_number(path, log.refused)
    return watching.crossings(log.lines.items())


def _by_engine(kind: Kind, path: Path, watching: Watching) -> Any:
    from madoguchi.engines import EngineFailed, NoEngine, engine_of
    from madoguchi.sms.sends import BadSend

    if not path.exists():
        stop(f"{path}: ありません。直し方: ファイルの名前を確かめてください。")
    with tempfile.TemporaryDirectory(prefix="madoguchi-watch-") as folder:
        try:
            engine = engine_of(kind, folder=Path(folder))
            try:
                return list(_on(engine, path, watching, Path(folder)))
            finally:
                engine.close()
        except (NoEngine, EngineFailed, BadSend) as error:
            stop(f"{path}: {error}")


def _on(engine: Engine, path: Path, watching: Watching, folder: Path) -> Any:
    from madoguchi.sms.logs import Log, rows_of
    from madoguchi.sms.on_engines import crossings_of_rows, crossings_on
    from madoguchi.sms.sends import Reading

    if _is_parquet(path):
        yield from crossings_on(engine, path, watching=watching, refused=partial(_tell_number, path))
        return
    log = Log()
    rows = rows_of(path, Reading(watching.prices, with_texts=watching.basis is not None), log=log)
    yield from crossings_of_rows(engine, rows, watching=watching, folder=folder)
    _tell_refused(path, log)
    _tell_number(path, log.refused)


def _tell_number(path: Path, rows: int) -> None:
    if rows:
        click.echo(f"madoguchi: {path}: 読めない {rows:,} 行は数えていません。", err=True)
