"""What ``picture.py`` starts: limits first, then one picture from standard input, one answer to standard output.

Started as a file, with the folders to import from as arguments; the package itself is not imported as a whole, as for mail (alone.py). A line
of JSON says what is wanted, the picture follows. A refusal is one word and the exit code ``REFUSED``.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path

MEMORY = 1 << 30  # 40 million pixels are 160 MB, and some steps need them twice
CPU_SECONDS = 30  # for this process, and again for each start of the engine, which inherits the limits
REFUSED = 3


def main() -> None:
    """Reads, answers, ends."""
    sys.path[:0] = sys.argv[1:]
    _bare("madoguchi", Path(__file__).resolve().parents[1])
    _bare("madoguchi.intake", Path(__file__).resolve().parent)
    from msgspec.json import decode

    from madoguchi.intake.picture_engine import Refused, answer

    _limit()
    try:
        sys.stdout.buffer.write(answer(decode(sys.stdin.buffer.readline()), sys.stdin.buffer.read()))
    except Refused as refusal:
        sys.stdout.write(str(refusal))
        raise SystemExit(REFUSED) from None


def _bare(name: str, folder: Path) -> None:
    """Makes a package whose modules can be imported without its ``__init__``."""
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def _limit() -> None:
    if sys.platform == "win32":  # knows no such limits: the parent's clock remains
        return
    import resource

    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),  # nothing is written but the answer
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
