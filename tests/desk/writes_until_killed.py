"""Writes and feeds until it is killed: for each line that comes in (a centre, somebody in it), a child that works.

It says what was acknowledged as soon as it is. One process reads the program once and forks; nothing but the fork is killed.
"""

import datetime as dt
import os
import secrets
import sys

import django

django.setup()

from django.db import connections  # noqa: E402 (after the settings)

from madoguchi.consult import TOKYO  # noqa: E402
from madoguchi.web.accounts.models import Centre, Staff  # noqa: E402
from madoguchi.web.desk import cases  # noqa: E402
from madoguchi.web.desk.gates import member_of  # noqa: E402
from madoguchi.web.desk.search import outbox  # noqa: E402
from madoguchi.web.desk.search.words import words_in  # noqa: E402

AT = dt.datetime(2026, 11, 24, 9, 20, tzinfo=TOKYO)
SUMMARY = "端末に警告が表示され、プリペイド型電子マネーを購入した。"


def sent() -> cases.Sending:
    return cases.Sending(secrets.token_hex(16), AT)


def say(line: str) -> None:
    """One write for one line: a kill comes before it or after it, never in the midst (``print`` may take four)."""
    os.write(1, f"{line}\n".encode())


def write(centre_id: str, staff_id: str) -> None:
    say(f"pid {os.getpid()}")
    centre = Centre.objects.get(pk=centre_id)
    member = member_of(Staff.objects.get(pk=staff_id), centre, today=AT.date())
    while True:
        case_id = cases.open_case(member, sent())
        cases.write_text(member, sent(), case_id, "summary", SUMMARY)
        say(f"case {case_id}")
        outbox.feed(centre)


def main() -> None:
    words_in(SUMMARY)  # read once, for all children
    for line in sys.stdin:
        connections.close_all()
        if not (child := os.fork()):
            write(*line.split())
        os.waitpid(child, 0)
        say("killed")


if __name__ == "__main__":
    main()
