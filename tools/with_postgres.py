"""Runs a command beside a PostgreSQL of its own: ``python tools/with_postgres.py COMMAND …``.

A new cluster in a temporary folder, on a socket and a free port of loopback, for as long as the command runs. ``DATABASE_URL`` names the
database as the application's role, ``DATABASE_OWNER_URL`` as the role that owns the tables. PostgreSQL does not run as root:
where root runs this, the cluster belongs to the user ``postgres``. Exit status: the command's.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROLES = """
CREATE ROLE madoguchi_owner LOGIN PASSWORD '{owner}';
CREATE ROLE madoguchi_app LOGIN PASSWORD '{app}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE madoguchi OWNER madoguchi_owner ENCODING 'UTF8' TEMPLATE template0;
"""


def programs() -> Path:
    """Returns the folder of PostgreSQL's programs. Stops where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql-15")
    return found[-1].parent if found else Path(str(on_path)).parent


def _as_postgres() -> dict[str, object]:
    """What subprocess needs so that root does not run the server."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[str], *, at: Path, text: str = "") -> None:
    done = subprocess.run(  # type: ignore[call-overload]
        command, input=text, capture_output=True, text=True, check=False, cwd=at, **_as_postgres()
    )
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name}: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """Starts a cluster and gives the environment that names its database; stops it and deletes it at the end."""
    bin_, port = programs(), _free_port()
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, owner, app = folder / "data", secrets.token_hex(12), secrets.token_hex(12)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c max_connections=100"
    try:
        _run(
            [str(bin_ / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"], at=folder
        )
        start = [
            str(bin_ / "pg_ctl"),
            "-D",
            str(data),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            options,
            "start",
        ]
        _run(start, at=folder)
        ask = [
            str(bin_ / "psql"),
            "-h",
            str(folder),
            "-p",
            str(port),
            "-U",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        _run(ask, at=folder, text=_ROLES.format(owner=owner, app=app))
        place = f"127.0.0.1:{port}/madoguchi"
        yield {
            "DATABASE_URL": f"postgresql://madoguchi_app:{app}@{place}",
            "DATABASE_OWNER_URL": f"postgresql://madoguchi_owner:{owner}@{place}",
        }
    finally:
        if (data / "postmaster.pid").exists():
            _run([str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"], at=folder)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Runs the command that follows; exit status: the command's."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    with cluster() as environment:
        done = subprocess.run(sys.argv[1:], env={**os.environ, **environment}, check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
