"""``madoguchi mart``: records in, so that questions can be asked of them; and records of nobody, to learn at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from madoguchi.cli.root import json_option, main, now_or, stop
from madoguchi.consult import TOKYO

if TYPE_CHECKING:
    from madoguchi.mart.build import Built, Told

_SHOWN = 20  # faults of a file on the screen; all of them stand in the mart's folder ``refused``
_MOST_WORDS = 1_000_000  # bytes of the list of words


@main.group()
def mart() -> None:
    """相談の記録から、数を数えるためのデータマート（個人情報なし）を作ります。例: madoguchi mart status --mart MART"""


@mart.command("build")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    required=True,
    help="記録のファイル（CSV・xlsx・Parquet）か、そのフォルダー。",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="データマートのフォルダー。")
@click.option(
    "--words",
    type=click.Path(path_type=Path),
    help="phrases と occupation に入れてよい言葉の一覧（UTF-8、1行に一つ）。人のことでないと確かめたもの。",
)
@json_option
def mart_build(source: Path, out: Path, words: Path | None, as_json: bool) -> None:
    """記録を取りこみます。合わない行は、行番号とわけを言って入れません（終了コード1）。二度取りこんでも増えません。

    例: madoguchi mart build --from records.csv --out mart
    """
    from madoguchi.engines import EngineFailed, NoEngine
    from madoguchi.mart.build import build
    from madoguchi.mart.manifest import NoMart
    from madoguchi.mart.sources import SourceNotFit
    from madoguchi.mart.values import Reading

    at = now_or(None).astimezone(TOKYO)
    try:
        reading = Reading(at.date(), _words_in(words))
        built = build(source, out, reading=reading, at=at, tell=progress)
    except (SourceNotFit, NoMart, NoEngine, EngineFailed) as error:
        stop(str(error.args[0]))
    tell(built, out, as_json=as_json)
    raise SystemExit(0 if built.is_whole else 1)


def progress(words: str) -> None:
    """Shows how far long work has come, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r{words}\x1b[K", nl=False, err=True)


def _words_in(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    with path.open("rb") as file:
        data = file.read(_MOST_WORDS + 1)
    try:
        found = data.decode("utf-8-sig") if len(data) <= _MOST_WORDS else None
    except UnicodeDecodeError:
        found = None
    if found is None:
        stop(f"{path}: 言葉の一覧として読めません。UTF-8 で、1行に一つ、{_MOST_WORDS:,} バイトまでにします。")
    return frozenset(word for line in found.splitlines() if (word := line.strip()))


def tell(built: Built, out: Path, *, as_json: bool) -> None:
    """Shows what was taken in and what was not."""
    for told in built.told:
        _tell_faults(told, out)
    if as_json:
        click.echo(msgspec.json.encode({"files": built.loaded, "skipped": built.skipped, **_whole(built)}))
        return
    for one in built.loaded:
        click.echo(
            f"{one.name}: 取りこみ {one.taken:,} 行、前からある {one.there:,} 行、入れなかった {one.refused:,} 行、"
            f"一部を入れなかった {one.left_out:,} か所"
        )
    for name in built.skipped:
        click.echo(f"{name}: 同じファイルを、前に全部取りこんでいます")
    click.echo(f"{out}: あわせて {built.manifest.rows:,} 行")


def _whole(built: Built) -> dict[str, object]:
    return {"rows": built.manifest.rows, "generation": built.manifest.generation}


def _tell_faults(told: Told, out: Path) -> None:
    for fault in told.faults[:_SHOWN]:
        column = f"{fault.column}: " if fault.column else ""
        kept = "（行は入り、この言葉は入りません）" if fault.left_out else ""
        click.echo(f"madoguchi: {told.path}:{fault.line}: {column}{fault.why}{kept}。", err=True)
    number = sum(told.number.values())
    if number > _SHOWN:
        click.echo(
            f"madoguchi: {told.path}: ほかに {number - _SHOWN:,} か所。全部は {out / 'refused'} にあります。",
            err=True,
        )


@mart.command("status")
@click.option("--mart", "path", type=click.Path(path_type=Path), required=True, help="データマート。")
@json_option
def mart_status(path: Path, as_json: bool) -> None:
    """何がいつまで入っているかを見せます。例: madoguchi mart status --mart mart"""
    from madoguchi.mart.manifest import NoMart, files_of, manifest_of

    try:
        found = manifest_of(path)
        files_of(path, found.parts)
    except NoMart as error:
        stop(str(error.args[0]))
    years: dict[int, int] = {}
    for part in found.parts:
        years[part.fiscal_year] = years.get(part.fiscal_year, 0) + part.rows
    told = {
        "rows": found.rows,
        "generation": found.generation,
        "built_at": found.built_at and found.built_at.astimezone(TOKYO),
        "known_until": found.last_known,
        "fiscal_years": [{"fiscal_year": year, "rows": rows} for year, rows in sorted(years.items())],
        "files": found.sources,
    }
    if as_json:
        click.echo(msgspec.json.encode(told))
        return
    click.echo(f"{path}: {found.rows:,} 行、登録と訂正は {found.last_known or '…'} まで")
    for year, rows in sorted(years.items()):
        click.echo(f"  {year}年度  {rows:,} 行")
    for one in found.sources:
        click.echo(f"  {one.name}: 取りこみ {one.taken:,} 行、入れなかった {one.refused:,} 行")


@mart.command("practice")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="書くファイル（.csv か .parquet）。"
)
@click.option(
    "--rows", type=click.IntRange(1, 100_000_000), default=60_000, show_default=True, help="行の数。"
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31), default=3, show_default=True, help="同じ種なら同じ記録です。"
)
def mart_practice(out: Path, rows: int, seed: int) -> None:
    """だれでもない作りものの記録を書きます。サポート詐欺の数は、国民生活センターの2022年2月24日の公表のとおりです。

    例: madoguchi mart practice --out practice.csv --rows 60000
    """
    from importlib.util import find_spec

    if out.suffix.lower() not in (".csv", ".parquet"):
        stop(f"{out}: 名前は .csv か .parquet で終わるものにします。")
    if out.exists():
        stop(f"{out}: もうあります。上書きはしません。ほかの名前にしてください。")
    if find_spec("pyarrow") is None or find_spec("numpy") is None:
        stop("追加の部品がいります。直し方: pip install 'madoguchi[mart]'")
    from madoguchi.mart.synthetic import written

    click.echo(f"{out}: {written(out, rows, seed=seed, tell=progress):,} 行")
