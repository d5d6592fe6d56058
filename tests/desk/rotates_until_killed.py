"""Wraps the case keys of a centre anew, a few at a time, until it is killed: for each line that comes in (a centre), a child that works."""

import os
import sys

import django

django.setup()

from django.db import connections  # noqa: E402 (after the settings)

from madoguchi.web.accounts.models import Centre  # noqa: E402
from madoguchi.web.desk import case_keys  # noqa: E402
from madoguchi.web.desk.gates import within  # noqa: E402


def rotate(centre_id: str) -> None:
    centre = Centre.objects.get(pk=centre_id)
    with within(centre):
        newest = case_keys.begin_rotation(centre)
    print("begun", os.getpid(), flush=True)
    moved = 1
    while moved:
        with within(centre):
            moved = case_keys._rotate_some(centre, newest, case_keys._bytes_of(newest), 20)


def main() -> None:
    for line in sys.stdin:
        connections.close_all()
        if not (child := os.fork()):
            rotate(line.strip())
            os._exit(0)
        _, how = os.waitpid(child, 0)
        print("killed" if how else "ended", flush=True)


if __name__ == "__main__":
    main()
