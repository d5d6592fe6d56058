"""Runs the site on this machine: one process with threads, for the limits are counted in its memory."""

from __future__ import annotations

import os

from granian.constants import Interfaces
from granian.server import Server

_THREADS = 8


def prepare() -> None:
    """Makes the database ready. Raises what Django raises when the folder cannot be written to."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def serve(host: str, port: int) -> None:
    """Serves until it is stopped."""
    Server(
        "madoguchi.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        log_access=False,
    ).serve()
