"""Targets that are wrong on purpose: the battery must notice each of them, or its silence means nothing."""

import sys
import time

import atheris
from budget import within_budget


def raises(data: bytes) -> None:
    if data.startswith(b"!"):
        raise LookupError("canary")


def computes(data: bytes) -> None:
    until = time.process_time() + 1.5
    while data.startswith(b"!") and time.process_time() < until:
        pass


def hoards(data: bytes) -> None:
    hoard = b"x" * (300 << 20) if data.startswith(b"!") else b""
    time.sleep(4 if hoard else 0)


if __name__ == "__main__":
    target = {"raises": raises, "computes": computes, "hoards": hoards}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, within_budget(target))
    atheris.Fuzz()
