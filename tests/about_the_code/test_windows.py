"""What POSIX alone has is used only where another way stands beside it; and a reading and a desk's record work where it is all gone.

No Windows runs these tests: the second one takes away, on Linux, what Windows lacks. What that cannot show stands in
docs/how-to/install-on-a-closed-network.md.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "madoguchi"
MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog", "crypt"}
OF_OS = {
    *("fork", "getuid", "geteuid", "getgid", "getegid", "setuid", "chown", "fchown", "fchmod", "lchown"),
    *(
        "sched_getaffinity",
        "sched_setaffinity",
        "killpg",
        "getpgid",
        "setsid",
        "setpgid",
        "nice",
        "getloadavg",
    ),
    *(
        "statvfs",
        "mkfifo",
        "openpty",
        "posix_fadvise",
        "posix_fallocate",
        "O_NOFOLLOW",
        "O_DIRECTORY",
        "O_CLOEXEC",
    ),
    *("register_at_fork", "uname", "wait3", "wait4", "WIFSIGNALED", "sync", "fdatasync"),
}
OF_SIGNAL = {"SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGPIPE", "alarm", "setitimer"}
WAYS_ROUND = (
    "sys.platform",
    "os.name",
    "hasattr(os",
    "getattr(os",
    "except ImportError",
    "except AttributeError",
    "get_start_method",
)

WORDS = (*MODULES, *OF_OS, *OF_SIGNAL, '"fork')


def posix_only(node: ast.AST) -> str | None:
    """What only POSIX has, of a node of a program's tree."""
    if isinstance(node, ast.Import):
        return next((one.name for one in node.names if one.name in MODULES), None)
    if isinstance(node, ast.ImportFrom) and node.module in MODULES:
        return node.module
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        known = {"os": OF_OS, "signal": OF_SIGNAL}.get(node.value.id, set())
        return f"{node.value.id}.{node.attr}" if node.attr in known else None
    is_word = isinstance(node, ast.Constant) and node.value in ("fork", "forkserver")
    return f"multiprocessing {node.value}" if is_word and isinstance(node, ast.Constant) else None


def without_a_way_round(text: str) -> Iterator[str]:
    """Uses in a function (or beside all functions) in which no other way is named."""
    tree = ast.parse(text)
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node): one for one in functions for node in ast.walk(one)}
    for node in ast.walk(tree):
        if name := posix_only(node):
            around = ast.get_source_segment(text, inside[id(node)]) if id(node) in inside else text
            if not any(way in str(around) for way in WAYS_ROUND):
                yield f"{name} (line {getattr(node, 'lineno', 0)})"


def test_what_only_posix_has_stands_beside_another_way() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")}
    suspect = {path: text for path, text in texts.items() if any(word in text for word in WORDS)}
    found = [
        f"{path.relative_to(SRC)}: {one}"
        for path, text in suspect.items()
        for one in without_a_way_round(text)
    ]
    assert len(suspect) > 10 and found == []


@pytest.mark.parametrize("text", ["import fcntl", "import os\n\ndef f():\n    os.fork()", "x = 'fork'"])
def test_the_search_can_find_something(text: str) -> None:
    assert list(without_a_way_round(text))


def has_no_coding(node: ast.AST) -> bool:
    """Whether ``node`` reads or writes a text file in whatever coding the machine takes."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    named = any(one.arg == "encoding" for one in node.keywords) or len(node.args) > 1
    return node.func.attr in ("read_text", "write_text") and not named


def test_every_file_is_opened_with_its_coding_said() -> None:
    """Windows would take its own: cp932."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SRC.rglob("*.py")}
    bare = [path.name for path, tree in trees.items() for node in ast.walk(tree) if has_no_coding(node)]
    assert bare == []


GONE = """
import asyncio, concurrent.futures.process, cryptography, django, multiprocessing.connection, multiprocessing.pool  # as they are here
import os, pathlib, shutil, sqlite3, subprocess, sys, tempfile, multiprocessing.popen_spawn_posix, multiprocessing.shared_memory
import django.core.files.locks, django.core.management, django.db.backends.sqlite3.base
for name in {modules!r}: sys.modules[name] = None
for name in {of_os!r}:
    if hasattr(os, name): delattr(os, name)
sys.platform = "win32"
from datetime import datetime, timezone
from madoguchi import consult
assert consult("娘から。母78、画面に警告、電話した。アップルカード3.5万 番号読んだ", at=datetime.now(timezone.utc)).schemes
os.environ["DJANGO_SETTINGS_MODULE"] = "madoguchi.web.settings"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import datetime as dt
from madoguchi.web.accounts.models import Centre, Membership, Staff
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases import Sending
from madoguchi.web.desk.gates import member_of
at = dt.datetime(2026, 11, 24, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=9)))
centre, staff = Centre.objects.create(code="t", name="t"), Staff.objects.create(login="tst", name="t")
Membership.objects.create(staff=staff, centre=centre, role="head", since=dt.date(2026, 4, 1))
member = member_of(staff, centre, today=at.date())
case = cases.open_case(member, Sending("a" * 32, at))
cases.write_text(member, Sending("b" * 32, at), case, "memo", "母78")
cases.attach(member, Sending("c" * 32, at), case, "a.txt", b"x")
print(readings.read_case(member, case, at=at).texts["memo"])
"""


def beside(folder: Path) -> dict[str, str]:
    """The environment of a desk whose data and keys lie in ``folder``."""
    (folder / "data").mkdir()
    kept = {
        name: told for name, told in os.environ.items() if not name.startswith(("MADOGUCHI_", "DATABASE_"))
    }
    own = {"MADOGUCHI_DATA": str(folder / "data"), "MADOGUCHI_KEYS": str(folder / "keys")}
    return {**kept, **own, "PYTHONPATH": str(SRC.parent)}


def test_a_story_is_read_and_a_record_kept_without_anything_that_only_posix_has(tmp_path: Path) -> None:
    program = [sys.executable, "-c", GONE.format(modules=sorted(MODULES), of_os=sorted(OF_OS))]
    done = subprocess.run(program, env=beside(tmp_path), capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "母78", done.stderr[-2000:]
