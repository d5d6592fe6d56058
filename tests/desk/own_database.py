"""A database of its own in the PostgreSQL that a test was given."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg


def new_database(of: Mapping[str, str]) -> dict[str, str]:
    """A database with nothing in it; the addresses of those who own it, work with it, and may read all of it.

    ``of``: ``DATABASE_URL`` and ``DATABASE_OWNER_URL`` of the same PostgreSQL.
    """
    owner, app = urlsplit(of["DATABASE_OWNER_URL"]), urlsplit(of["DATABASE_URL"])
    name, whole = f"d{secrets.token_hex(6)}", f"postgresql://postgres@127.0.0.1:{app.port}"
    with psycopg.connect(f"{whole}/postgres", autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name} OWNER {owner.username} ENCODING 'UTF8' TEMPLATE template0")
    named = {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
    return {
        **{key: url._replace(path=f"/{name}").geturl() for key, url in named.items()},
        "DATABASE_BACKUP_URL": f"{whole}/{name}",
    }
