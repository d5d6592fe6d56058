"""``madoguchi statistics``: the questions that published numbers answer, asked of a mart as of a day."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from madoguchi.cli.root import at_option, json_option, main, now_or, stop
from madoguchi.consult import TOKYO

if TYPE_CHECKING:
    from madoguchi.mart.questions import Asked, Figures


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    try:
        return None if value is None else dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise click.BadParameter("日付は 2021-12-31 の形で書きます。", ctx=ctx, param=param) from None


as_of_option = click.option(
    "--as-of", "day", metavar="YYYY-MM-DD", callback=_day, help="この日までの登録分（なければ今日）。"
)
_OPTIONS = (
    click.option("--mart", "mart", type=click.Path(path_type=Path), required=True, help="データマート。"),
    click.option("--scheme", help="手口の id（なければ全部）。"),
    click.option(
        "--kind", type=click.Choice(["complaint", "inquiry", "request"]), help="相談区分（なければ全部）。"
    ),
    as_of_option,
    click.option(
        "--engine",
        default="duckdb",
        show_default=True,
        help="duckdb、spark、または spark://… か postgresql://… の先。",
    ),
    click.option("--table", "as_table", is_flag=True, help="表にして画面に出します（普通はこれです）。"),
    click.option("--csv", "csv_to", type=click.Path(path_type=Path), help="CSV のファイルに書きます。"),
    click.option(
        "--encoding",
        type=click.Choice(["utf-8", "cp932"]),
        default="utf-8",
        show_default=True,
        help="--csv の文字コード（utf-8 は BOM つき）。",
    ),
    click.option("--xlsx", "xlsx_to", type=click.Path(path_type=Path), help="xlsx のファイルに書きます。"),
    click.option(
        "--public", is_flag=True, help="公表できる形にします（1〜9件と、逆算に使える数を x にします）。"
    ),
    at_option,
    json_option,
)


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@main.group("statistics")
def statistics() -> None:
    """データマートに、ある日の時点の数を問います。例: madoguchi statistics yearly --mart MART --scheme support_scam"""


@statistics.command("yearly")
@_asking
def yearly(**options: Any) -> None:
    """年度ごとの件数と契約購入金額の平均を出します。年度の途中なら、前の年度の同じ時期と比べます。

    例: madoguchi statistics yearly --mart mart --scheme support_scam --as-of 2021-12-31
    """
    from madoguchi.mart import questions, release

    _answer(questions.yearly, options, public=lambda asked: release.released("yearly", asked))


@statistics.command("payment-methods")
@_asking
def payment_methods(**options: Any) -> None:
    """年度ごと、支払方法ごとの件数を出します（二つある相談は両方に数えます）。

    例: madoguchi statistics payment-methods --mart mart --scheme support_scam --as-of 2021-12-31
    """
    from madoguchi.mart import questions, release

    _answer(
        questions.payment_methods, options, public=lambda asked: release.released("payment_methods", asked)
    )


@statistics.command("age-sex")
@_asking
def age_sex(**options: Any) -> None:
    """契約当事者の年代と性別ごとの件数を出します。

    例: madoguchi statistics age-sex --mart mart --scheme support_scam
    """
    from madoguchi.mart import questions, release

    _answer(questions.age_sex, options, public=lambda asked: release.released("age_sex", asked))


@statistics.command("regions")
@_asking
def regions(**options: Any) -> None:
    """都道府県ごとの件数を出します。例: madoguchi statistics regions --mart mart --scheme support_scam"""
    from madoguchi.mart import questions, release

    _answer(questions.regions, options, public=lambda asked: release.released("regions", asked))


@statistics.command("outcomes")
@_asking
def outcomes(**options: Any) -> None:
    """処理の結果ごとの件数を出します。例: madoguchi statistics outcomes --mart mart --scheme support_scam"""
    from madoguchi.mart import questions, release

    _answer(questions.outcomes, options, public=lambda asked: release.released("outcomes", asked))


@statistics.command("cross")
@click.option("--by", multiple=True, required=True, help="組にする列（二度書きます）。")
@_asking
def cross(by: tuple[str, ...], **options: Any) -> None:
    """二つの項目の組ごとの件数を出します。

    例: madoguchi statistics cross --by age_band --by payment_methods --mart mart --scheme support_scam
    """
    from madoguchi.mart import questions, release

    _answer(
        lambda asked: questions.cross(asked, by),
        options,
        public=lambda asked: release.released_cross(asked, by),
    )


@statistics.command("risers")
@click.option("--by", default="scheme", show_default=True, help="何ごとに比べるか。")
@_asking
def risers(by: str, **options: Any) -> None:
    """年度の初めからの件数を、前の年度の同じ時期と並べ、増えた数の大きい順に出します。

    例: madoguchi statistics risers --mart mart --as-of 2021-12-31
    """
    from madoguchi.mart import questions, release

    _answer(
        lambda asked: questions.risers(asked, by),
        options,
        public=lambda asked: release.released_risers(asked, by),
    )


def _answer(
    question: Callable[[Asked], Figures], options: dict[str, Any], *, public: Callable[[Asked], Figures]
) -> None:
    from madoguchi.engines import EngineFailed, NoEngine, engine_of
    from madoguchi.mart.manifest import NoMart
    from madoguchi.mart.questions import Asked, NoFigure

    day, scheme = asked_day(options), options["scheme"]
    check_scheme(scheme)
    engine, more = engine_named(options["engine"])
    with tempfile.TemporaryDirectory(prefix="madoguchi-statistics-") as folder:
        try:
            opened = engine_of(engine, folder=Path(folder), **more)
            try:
                ask = public if options["public"] else question
                figures = ask(Asked(opened, options["mart"], day, scheme, options["kind"]))
            finally:
                opened.close()
        except (NoMart, NoFigure, NoEngine, EngineFailed) as error:
            stop(str(error.args[0]))
    _show(figures, options)


def asked_day(options: dict[str, Any]) -> dt.date:
    today = now_or(options["at"]).astimezone(TOKYO).date()
    day: dt.date = options["day"] or today
    if day > today:
        stop(
            f"--as-of: {day} は、まだ来ていません（今日は {today}）。その日の数は、その日になるまで出せません。"
        )
    return day


def check_scheme(scheme: str | None) -> None:
    from madoguchi.knowledge import load

    known = load().schemes
    if scheme is not None and scheme not in known:
        stop(
            f"--scheme: 「{scheme[:40]}」という手口はありません。使えるのは {' '.join(sorted(known))} です。"
        )


def engine_named(name: str) -> tuple[Any, dict[str, str]]:
    if name in ("duckdb", "spark"):
        return name, {}
    if name.startswith(("spark://", "local")):
        return "spark", {"master": name}
    if name.startswith("postgresql://"):
        return "postgres", {"address": name}
    stop(
        f"--engine: 「{name[:40]}」は使えません。duckdb、spark、spark://…、postgresql://… のどれかにします。"
    )


def _show(figures: Figures, options: dict[str, Any]) -> None:
    from madoguchi.mart.writing import NotWritable, csv_of, table_of, xlsx_of
    from madoguchi.papers.writing import write_new

    csv_to, xlsx_to = options["csv_to"], options["xlsx_to"]
    try:
        if csv_to is not None:
            write_new(csv_to, csv_of(figures, options["encoding"]))
        if xlsx_to is not None:
            write_new(xlsx_to, xlsx_of(figures))
    except NotWritable as error:
        stop(str(error.args[0]))
    if options["as_json"]:
        click.echo(msgspec.json.encode(figures))
    elif options["as_table"] or (csv_to is None and xlsx_to is None):
        click.echo(table_of(figures))
