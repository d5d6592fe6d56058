"""What ``madoguchi watch --signs`` and ``--monitor`` do: hijack signs beside the caps."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from madoguchi.cli.root import stop

if TYPE_CHECKING:
    from madoguchi.engines import Kind
    from madoguchi.sms.crossings import Watching
    from madoguchi.sms.hijack_alerts import Alert
    from madoguchi.sms.sends import Row


def tell_signs(path: Path, watching: Watching, *, engine: Kind | None, as_json: bool) -> None:
    """Prints the alerts of the log ``path``, by time."""
    from madoguchi.telling.hijacks import alert

    found = _on_engine(path, watching, engine) if engine and path_is_table(path) else _here(path, watching)
    for one in sorted(found, key=lambda each: (each.crossed_at, each.sender, each.level)):
        click.echo(msgspec.json.encode(one) if as_json else alert(one))


def tell_thresholds(path: Path, watching: Watching, *, outcomes: Path | None, as_json: bool) -> None:
    """Prints what each threshold would cost on the log ``path`` (a CSV)."""
    from madoguchi.sms.hijack_alerts import Looking
    from madoguchi.sms.monitor import monitor, read_outcomes, size_of
    from madoguchi.sms.sends import BadSend, day_of
    from madoguchi.telling.hijacks import monitored

    if path_is_table(path):
        stop("--monitor は CSV を読みます。直し方: 調べる日と回線の CSV に書き出してください。")
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path, watching):
        lines[row.sender].append(row)
    first = min((row.send.at for rows in lines.values() for row in rows), default=0)
    try:
        known = read_outcomes(outcomes) if outcomes else {}
    except (BadSend, OSError) as error:
        stop(f"{outcomes}: {error}")
    looking = Looking.of(watching, from_day=day_of(first))
    look = monitor(lines.items(), looking, outcomes=known, size=size_of(lines))
    click.echo(msgspec.json.encode(look) if as_json else monitored(look))


def path_is_table(path: Path) -> bool:
    """Whether ``path`` is Parquet, a file or a folder."""
    return path.is_dir() or path.suffix.lower() == ".parquet"


def _rows(path: Path, watching: Watching) -> Sequence[Row]:
    from madoguchi.sms.logs import Log, rows_of
    from madoguchi.sms.sends import BadSend, Reading

    reading = Reading(watching.prices, with_texts=watching.basis is not None)
    try:
        return list(rows_of(path, reading, log=Log(), heard=reading.with_texts))
    except BadSend as error:
        stop(f"{path}: {error}")


def _here(path: Path, watching: Watching) -> Iterable[Alert]:
    from madoguchi.sms.hijack_alerts import alerts

    return alerts(_rows(path, watching), watching)


def _on_engine(path: Path, watching: Watching, kind: Kind) -> Iterable[Alert]:
    from madoguchi.engines import EngineFailed, NoEngine, engine_of
    from madoguchi.sms.hijack_alerts import Looking
    from madoguchi.sms.sends import BadSend
    from madoguchi.sms.signs_on_engines import alerts_on

    def looking(day: int) -> Looking:
        return Looking.of(watching, from_day=day)

    with tempfile.TemporaryDirectory(prefix="madoguchi-signs-") as folder:
        try:
            engine = engine_of(kind, folder=Path(folder))
            try:
                return list(alerts_on(engine, path, looking=looking, refused=lambda _: None))
            finally:
                engine.close()
        except (NoEngine, EngineFailed, BadSend) as error:
            stop(f"{path}: {error}")
