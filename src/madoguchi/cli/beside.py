"""What is handed in beside a story: who the person is, what they agreed to, who runs this, and the key that signs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from madoguchi.cli.root import stop

if TYPE_CHECKING:
    from madoguchi.papers import About, Consent, Operator, Signer
    from madoguchi.papers.handing_out import Beside

_MOST = 100_000  # bytes of a file
_MOST_ABOUT, _MOST_CONSENTS = 1_000, 50  # characters of what is said about a person; consents
_ABOUT = (
    '{"name": "…", "phone": "…"} の形の JSON（UTF-8）。'
    "使える名前: name address phone sex age occupation relation other_desks wishes"
)
_CONSENTS = (
    '[{"who": "本人", "to": "counsellor", "fields": ["words"], "purpose": "…", "how": "…", '
    '"when": "2026-11-21T20:40:00+09:00"}] の形の JSON（UTF-8）'
)


def beside_given(options: dict[str, Any]) -> Beside:
    """Returns what the options --about, --consents, --operator, --public-body, --contact and --key hand in; stops with a clear word."""
    from madoguchi.papers.handing_out import Beside

    operator = _operator(options)
    return Beside(
        about=_about(options["about"]),
        consents=_consents(options["consents"]),
        operator=operator,
        signer=_signer(options["key"], operator),
    )


def _about(path: Path | None) -> About:
    from madoguchi.papers import About

    if path is None:
        return About()
    about: About = _read(path, About, _ABOUT)
    told = [getattr(about, name) or "" for name in about.__struct_fields__]
    if max(map(len, told)) > _MOST_ABOUT:
        stop(f"{path}: 一つの欄は {_MOST_ABOUT:,} 字までにしてください。")
    return about


def _consents(path: Path | None) -> tuple[Consent, ...] | None:
    from madoguchi.papers import Consent

    if path is None:
        return None
    found: tuple[Consent, ...] = _read(path, tuple[Consent, ...], _CONSENTS)
    if len(found) > _MOST_CONSENTS or any(one.when.tzinfo is None for one in found):
        stop(f"{path}: 同意は {_MOST_CONSENTS} 件まで、when には時差（例: +09:00）を付けてください。")
    return found


def _read(path: Path, type_: Any, shape: str) -> Any:
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        stop(f"{path}: 大きすぎます。{_MOST:,} バイトまでにしてください。")
    try:
        found = msgspec.json.decode(data, type=type_)
        _refuse_unknown(path, msgspec.json.decode(data), msgspec.to_builtins(found))
        return found
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _stop_at(path, error, shape)


def _refuse_unknown(path: Path, given: Any, known: Any) -> None:
    """A name that is spelt wrongly would be left out without a word."""
    rows = zip(given, known, strict=True) if isinstance(given, list) else [(given, known)]
    unknown = [name for row, read in rows for name in row if name not in read]
    if unknown:
        stop(f"{path}: 「{unknown[0][:40]}」という名前はありません。つづりを確かめてください。")


def _stop_at(path: Path, error: Exception, shape: str) -> NoReturn:
    where = str(error).rpartition(" - at ")[2] if " - at " in str(error) else ""
    stop(f"{path}: 読めません{f'（{where}）' if where else ''}。{shape}にしてください。")


def _operator(options: dict[str, Any]) -> Operator:
    from madoguchi.papers import Operator
    from madoguchi.papers.operators import NotAllowed, operator_named

    name = options["operator"] or Operator().name
    try:
        return operator_named(name, public=options["public_body"], contact=options["contact"] or "")
    except NotAllowed as error:
        stop(str(error))


def _signer(path: Path | None, operator: Operator) -> Signer | None:
    """The key is made the first time, for its owner alone."""
    if path is None:
        return None
    from madoguchi.papers import Signer
    from madoguchi.web.kept_keys import kept_key

    try:
        return Signer.of_secret(operator.name, kept_key(Path(os.path.abspath(path.parent)), path.name))
    except ValueError as error:
        stop(f"{path}: {error}")
