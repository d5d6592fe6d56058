"""``madoguchi desk training``: a desk to learn at, in a folder of its own, that says so on every page and paper."""

from __future__ import annotations

import os
from pathlib import Path

import click

from madoguchi.cli.desk import desk
from madoguchi.cli.root import stop

# Whatever belongs to the real installation: its databases, keys and papers have no place in practice.
_REAL = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "MADOGUCHI_KEY", "MADOGUCHI_SECRET", "MADOGUCHI_DESKS"),
    *("MADOGUCHI_HTTPS", "MADOGUCHI_TLS", "MADOGUCHI_HOSTS", "MADOGUCHI_PROXIES"),
)


@desk.command("training")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("madoguchi-practice"),
    show_default=True,
    help="練習用のデータと鍵を置くフォルダー（本番とは別）。",
)
@click.option("--port", default=8189, show_default=True, type=click.IntRange(1, 65535), help="ポート。")
def training(folder: Path, port: int) -> None:
    """練習用の机を、作りものの相談を入れて開きます。本番のデータと鍵は使いません。止めるときは Ctrl-C。

    例: madoguchi desk training
    """
    _set_up(folder.absolute())
    try:
        _opened(port)
    except ModuleNotFoundError as error:
        stop(f"机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'")


def _set_up(folder: Path) -> None:
    """A folder that holds something else is not touched."""
    from madoguchi.web.practice import MARK, is_practice

    data = folder / "data"
    if data.exists() and any(data.iterdir()) and not is_practice(data):
        stop(f"{data}: 練習用でないデータがあります。--folder で、新しいフォルダーを指してください。")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / MARK).touch(mode=0o600)
    for name in _REAL:
        os.environ.pop(name, None)
    os.environ.update(MADOGUCHI_DATA=str(data), MADOGUCHI_KEYS=str(folder / "keys"), MADOGUCHI_ROOMS="desk")


def _opened(port: int) -> None:
    from madoguchi.web import serving
    from madoguchi.web.operators import NotAllowed

    try:
        serving.prepare()
        from madoguchi.web.desk.practising import LOGIN, filled, way_in
        from madoguchi.web.public.clock import now

        path = way_in(filled(at=now()))
        told = (
            f"練習用の机を開きました。ブラウザーで次を見てください: http://localhost:{port}{path}\n"
            f"ログイン名は {LOGIN} です（はじめは、このリンクでパスワードを決めます）。止めるときは Ctrl-C。"
        )
        serving.close_connections()
        serving.serve("127.0.0.1", port, opened=lambda: click.echo(told, err=True))
    except (NotAllowed, serving.CannotServe) as error:
        stop(str(error))
