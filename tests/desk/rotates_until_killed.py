"""For each line that comes in (the code of a centre), a child that runs `madoguchi desk keys rotate` until it ends or is killed.

The child is reaped when a further line comes in: until then its number is nobody else's.
"""

import os
import sys

from django.db import connections

from madoguchi.cli import main
from madoguchi.web import serving


def rotate(code: str) -> None:
    print("begun", os.getpid(), flush=True)
    main(["desk", "keys", "rotate", "--centre", code], standalone_mode=False)


def lives() -> None:
    serving.prepare()  # what every child would read anew
    for line in sys.stdin:
        connections.close_all()
        if not (child := os.fork()):
            rotate(line.strip())
            os._exit(0)
        sys.stdin.readline()
        _, how = os.waitpid(child, 0)
        print("killed" if how else "ended", flush=True)


if __name__ == "__main__":
    lives()
