"""Writes docs/reference/ from code and knowledge; with --check it only says which page is out of date."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

import madoguchi.knowledge
from madoguchi.cli import main as madoguchi_command
from madoguchi.knowledge import shapes
from madoguchi.knowledge.reader import read_file
from madoguchi.money.ceilings import Ceiling
from madoguchi.papers.case_file import Case
from madoguchi.sms.crossings import Crossing, LateSend
from madoguchi.sms.hijack_alerts import Alert
from madoguchi.sms.monitor import Monitored
from madoguchi.sms.sent_bill import SentBill
from madoguchi.verdict_lines import VerdictLine

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
KNOWLEDGE = Path(next(iter(madoguchi.knowledge.__path__)))
NOTICE = "<!-- `make docs` がコードと知識から書いたページです。直すときは元を直してください。 -->\n"


def commands(command: click.Command, name: str = "madoguchi") -> Iterator[tuple[str, click.Command]]:
    """Walks ``command`` and everything below it; yields full names."""
    yield name, command
    if isinstance(command, click.Group):
        for inner, child in sorted(command.commands.items()):
            yield from commands(child, f"{name} {inner}")


def command_page() -> str:
    parts = ["# コマンド\n"]
    for name, command in commands(madoguchi_command):
        context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
        parts.append(f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def format_page() -> str:
    """Returns one table of keys for each shape of the knowledge files."""
    found = vars(shapes).values()
    ours = [c for c in found if inspect.isclass(c) and issubclass(c, shapes.Shape) and c is not shapes.Shape]
    head = "# 知識ファイルの書き方\n\n知らないキーと二度書かれたキーは、ファイル名と行を示して断ります。\n"
    return "\n".join([head, *(shape_part(shape) for shape in ours)])


def shape_part(shape: type[msgspec.Struct]) -> str:
    rows = [
        f"| `{field.encode_name}` | `{shown_type(field.type)}` | {'要る' if field.required else ''} |"
        for field in msgspec.structs.fields(shape)
    ]
    table = "\n".join(["| キー | 形 | |", "|---|---|---|", *rows])
    return f"## {shape.__name__}\n\n{inspect.getdoc(shape)}\n\n{table}\n"


def shown_type(annotation: Any) -> str:
    text = (
        annotation.__name__ if inspect.isclass(annotation) and not hasattr(annotation, "__origin__") else ""
    )
    plain = text or str(annotation).replace("typing.", "").replace("madoguchi.knowledge.shapes.", "")
    return plain.replace("datetime.date", "date").replace("|", "/")


def scheme_page() -> str:
    rows = [
        f"| `{s.id}` | {s.name} | {s.what} | {len(s.signs)} | {'・'.join(s.look_alikes)} | {s.status} |"
        for s in (read_file(path, shapes.Scheme) for path in sorted(KNOWLEDGE.glob("schemes/*.yaml")))
    ]
    head = [
        "# 手口の一覧\n",
        "| id | 名前 | どんなものか | 兆候 | 似たもの | 状態 |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def contact_page() -> str:
    """Returns the desks; numbers are left out here, for only `check` applies the display rule of the day."""
    files = (read_file(path, shapes.ContactsFile) for path in sorted(KNOWLEDGE.glob("contacts/*.yaml")))
    rows = [
        f"| `{c.id}` | {c.name} | {c.accepts} | {c.hours.text if c.hours else ''} | {c.seen} |"
        for file in files
        for c in file.contacts
    ]
    head = ["# 窓口の一覧\n", "| id | 名前 | 受けること | 受付 | 見た日 |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def rights_page() -> str:
    """Returns the table of rights: a row for each act, a column for each role; then what a share lets another centre do."""
    with tempfile.TemporaryDirectory() as folder:
        _open_django(Path(folder))
    from madoguchi.web.accounts.models import ROLES
    from madoguchi.web.accounts.staffing import ROLE_NAMES
    from madoguchi.web.desk.act_names import ACT_NAMES
    from madoguchi.web.desk.permissions import ACTS, RIGHTS, may_of_a_share

    names = [f"{ROLE_NAMES[role]}（`{role}`）" for role in ROLES]
    head = [f"| すること | {' | '.join(names)} |", "|---|" + ":-:|" * len(ROLES)]
    rows = [
        f"| {ACT_NAMES[act]}（`{act}`） | {' | '.join('○' if act in RIGHTS[role] else '' for role in ROLES)} |"
        for act in ACTS
    ]
    shared = [
        f"| {ACT_NAMES[act]} | {' | '.join(_shared(may_of_a_share, act, role) for role in ROLES)} |"
        for act in ACTS
        if any(_shared(may_of_a_share, act, role) for role in ROLES)
    ]
    return "\n".join([_RIGHTS, *head, *rows, _SHARES, head[0], head[1], *shared]) + "\n"


_RIGHTS = """# 役割とできること

表にないことは、だれにもできません。役割は、センターごとに、日を区切って付けます。二つ以上の役割を持つ人は、どちらかに○があればできます。○は、自分のセンターの記録だけです。
この機械の前にいる人の命令（`madoguchi desk …`）は、役割によりません。
アカウントと役割を変えたこと、控えを取り戻したこと、鍵を新しくしたことは、操作の記録に残ります。
"""
_SHARES = """
## ほかのセンターから共有された記録

「全」は記録の全部を共有されたとき、「要」は要約だけを共有されたときにも、できます。書くことは、だれにもできません。
"""


def _shared(may: Callable[..., bool], act: str, role: str) -> str:
    reach = [
        name
        for scope, name in (("case", "全"), ("summary", "要"))
        if may(frozenset((role,)), act, scope=scope)
    ]
    return "・".join(reach)


def _open_django(folder: Path) -> None:
    """The table of rights stands beside Django's models; whatever they keep goes into ``folder``."""
    import django

    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "madoguchi.web.settings",
        "MADOGUCHI_DATA": str(folder),
        "MADOGUCHI_ROOMS": "public,desk",
    }
    django.setup()


PAGES = {
    "cli.md": command_page,
    "knowledge-format.md": format_page,
    "schemes.md": scheme_page,
    "contacts.md": contact_page,
    "rights.md": rights_page,
}


SCHEMAS: dict[str, tuple[Any, str]] = {
    "case.schema.json": (Case, "Madoguchi case.json, schema 1"),
    "crossing.schema.json": (
        Crossing,
        "A line of madoguchi watch --json: a cap that a line went over, schema 1",
    ),
    "late.schema.json": (LateSend, "A line of madoguchi watch --json: a send that came too late, schema 1"),
    "sign.schema.json": (
        Alert,
        "A line of madoguchi watch --signs --json: signs of a hijacked line, schema 1",
    ),
    "ceiling.schema.json": (Ceiling, "madoguchi bill --days --json, schema 1"),
    "sent-bill.schema.json": (SentBill, "madoguchi bill --sends --json, schema 1"),
    "thresholds.schema.json": (Monitored, "madoguchi watch --monitor --json, schema 1"),
    "verdict-line.schema.json": (VerdictLine, "A line of madoguchi check --lines --basis, schema 1"),
}


def schema_of(kind: Any, title: str) -> str:
    """Returns the JSON Schema of ``kind``; keys that a later version adds are allowed."""
    schema = msgspec.json.schema(kind)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return msgspec.json.format(msgspec.json.encode({**head, **schema}), indent=2).decode() + "\n"


def main(*, check: bool) -> int:
    """Writes the pages. With ``check`` writes nothing and returns 1 when a page is out of date."""
    fresh = {REFERENCE / name: f"{NOTICE}\n{page()}" for name, page in PAGES.items()}
    fresh |= {REFERENCE / name: schema_of(kind, title) for name, (kind, title) in SCHEMAS.items()}
    old = [p for p, text in fresh.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    for path in old:
        print(
            path.relative_to(REFERENCE.parents[1]), "is out of date: run `make docs`" if check else "written"
        )
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh[path], encoding="utf-8")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
