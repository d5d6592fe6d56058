"""``madoguchi serve``: the site on this machine."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from madoguchi.cli.root import at_option, main, stop

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="受け付けるアドレス。")
@click.option("--port", default=8188, show_default=True, type=click.IntRange(1, 65535), help="ポート。")
@click.option("--public-only", is_flag=True, help="相談する人のページだけを出します。")
@click.option(
    "--data", type=click.Path(path_type=Path), help="データを置くフォルダー（なければ ./madoguchi-data）。"
)
@at_option
def serve(host: str, port: int, *, public_only: bool, data: Path | None, at: dt.datetime | None) -> None:
    """相談する人のページを、このパソコンで開きます。止めるときは Ctrl-C。

    例: madoguchi serve --port 8188
    """
    if host not in _LOOPBACK and not public_only:
        stop(f"--host {host}: ほかの機械から使わせるときは、--public-only を付けてください。")
    if data:
        os.environ["MADOGUCHI_DATA"] = str(data)
    desks = click.get_current_context().find_root().obj
    if desks:
        os.environ["MADOGUCHI_DESKS"] = str(desks)
    if at:
        os.environ["MADOGUCHI_AT"] = at.isoformat()
    if host not in _LOOPBACK:
        os.environ.setdefault("MADOGUCHI_HOSTS", host)
    try:
        from madoguchi.web import serving
        from madoguchi.web.operators import NotAllowed
    except ModuleNotFoundError as error:
        stop(f"ページを出す部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[web]'")
    shown = f"[{host}]" if ":" in host else host
    try:
        serving.prepare()
        serving.serve(
            host,
            port,
            opened=lambda: click.echo(
                f"開きました。ブラウザーで次を見てください: http://{shown}:{port}/\n止めるときは Ctrl-C。",
                err=True,
            ),
        )
    except (NotAllowed, serving.CannotServe) as error:
        stop(str(error))
