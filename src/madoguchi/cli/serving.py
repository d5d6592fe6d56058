"""``madoguchi serve``: the site on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from madoguchi.cli.root import at_option, main, now_or, stop

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_OF_THE_DESK = frozenset({"pyotp", "fido2", "django_htmx", "psycopg"})
_LINK = "はじめてのアカウントは、次のリンクで作ります（一度だけ、30分のあいだ）:"


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="受け付けるアドレス。")
@click.option("--port", default=8188, show_default=True, type=click.IntRange(1, 65535), help="ポート。")
@click.option("--public-only", is_flag=True, help="相談する人のページだけを出します。")
@click.option("--desk-only", is_flag=True, help="相談員の机だけを出します。")
@click.option("--tls-cert", type=click.Path(path_type=Path), help="HTTPS の証明書（PEM）。")
@click.option("--tls-key", type=click.Path(path_type=Path), help="証明書の鍵（PEM）。")
@click.option(
    "--data", type=click.Path(path_type=Path), help="データを置くフォルダー（なければ ./madoguchi-data）。"
)
@at_option
def serve(host: str, port: int, **options: Any) -> None:
    """相談する人のページと相談員の机を、このパソコンで開きます。止めるときは Ctrl-C。

    例: madoguchi serve --port 8188
    """
    _check_rooms(host, **options)
    if options["data"]:
        os.environ["MADOGUCHI_DATA"] = str(options["data"])
    if options["at"]:
        os.environ["MADOGUCHI_AT"] = options["at"].isoformat()
    desks = click.get_current_context().find_root().obj
    if desks:
        os.environ["MADOGUCHI_DESKS"] = str(desks)
    for room in ("public", "desk"):
        if options[f"{room}_only"]:
            os.environ["MADOGUCHI_ROOMS"] = room
    try:
        _opened(host, port, **options)
    except ModuleNotFoundError as error:
        if error.name in _OF_THE_DESK:
            stop(
                f"相談員の机の部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[desk]'\n"
                "相談する人のページだけなら、--public-only を付けてください。"
            )
        stop(f"ページを出す部品が入っていません（{error.name}）。次で入れます: pip install 'madoguchi[web]'")


def _check_rooms(host: str, **options: Any) -> None:
    """Refuses what would show the desk to a network without HTTPS."""
    if options["public_only"] and options["desk_only"]:
        stop("--public-only と --desk-only は、どちらか一つにしてください。")
    if (options["tls_cert"] is None) != (options["tls_key"] is None):
        stop("--tls-cert と --tls-key は、二つ一緒に使います。")
    if host in _LOOPBACK:
        return
    if not options["public_only"] and not options["desk_only"]:
        stop(f"--host {host}: ほかの機械から使わせるときは、--public-only か --desk-only を付けてください。")
    if options["desk_only"] and options["tls_cert"] is None:
        stop(
            f"--host {host}: 机をほかの機械から使うときは、HTTPS にします。"
            "証明書は madoguchi desk tls make で作れます（--tls-cert と --tls-key で渡してください）。"
        )


def _opened(host: str, port: int, **options: Any) -> None:
    from madoguchi.web import serving
    from madoguchi.web.operators import NotAllowed

    tls, name = _tls(host, **options)
    if host not in _LOOPBACK:
        os.environ.setdefault("MADOGUCHI_HOSTS", name)
    shown = f"{'https' if tls else 'http'}://{f'[{name}]' if ':' in name else name}:{port}"
    try:
        serving.prepare()
        link = serving.first_link()
        # A browser makes a passkey for a name only, not for 127.0.0.1.
        at = shown.replace("//127.0.0.1:", "//localhost:").replace("//[::1]:", "//localhost:")
        first = f"{_LINK}\n{at}{link}\n" if link else ""
        told = f"開きました。ブラウザーで次を見てください: {shown}/\n{first}止めるときは Ctrl-C。"
        serving.serve(host, port, opened=lambda: click.echo(told, err=True), tls=tls)
    except (NotAllowed, serving.CannotServe) as error:
        stop(str(error))


def _tls(host: str, **options: Any) -> tuple[tuple[Path, Path] | None, str]:
    """Certificate and key, and the name to call: the first one that the certificate stands for."""
    pair = (options["tls_cert"], options["tls_key"])
    if pair[0] is None:
        return None, host
    from madoguchi.web.certificates import BadCertificate, names_of

    try:
        names = names_of(*pair, at=now_or(options["at"]))
    except BadCertificate as error:
        stop(str(error))
    except OSError as error:
        stop(
            f"{error.filename}: 読めません（{error.strerror}）。--tls-cert と --tls-key を確かめてください。"
        )
    os.environ["MADOGUCHI_TLS"] = "1"
    os.environ.setdefault("MADOGUCHI_HOSTS", ",".join(names))
    return pair, names[0]
