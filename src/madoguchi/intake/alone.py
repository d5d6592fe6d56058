"""What ``apart.py`` starts: limits first, then one mail from standard input, one answer to standard output.

Started as a file with the folders to import from as arguments. The package itself is not imported as a whole: the desks and schemes
it would load have no business beside a hostile mail.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path

MEMORY = 256 * 1024 * 1024
CPU_SECONDS = 5
_STANDARD = 3  # standard input, output, error: nothing more can be opened, no file and no connection


def main() -> None:
    """Reads, answers, ends. Every way to fail is an answer too, or an end that the parent understands."""
    sys.path[:0] = sys.argv[1:]
    _bare("madoguchi", Path(__file__).resolve().parents[1])
    _bare("madoguchi.intake", Path(__file__).resolve().parent)
    from msgspec.json import encode

    from madoguchi.intake.apart import Outcome
    from madoguchi.intake.charsets import ready
    from madoguchi.intake.mail import story_of_mail
    from madoguchi.intake.mime import MAX_RAW
    from madoguchi.plain_text import UnreadableText

    ready()
    _limit()
    try:
        outcome = Outcome(story=story_of_mail(sys.stdin.buffer.read(MAX_RAW + 1)))
    except UnreadableText as error:
        outcome = Outcome(trouble=str(error), reason=error.reason)
    except Exception:
        outcome = (
            Outcome()
        )  # not understood: the parent says so, and no traceback carries words of the mail away
    sys.stdout.buffer.write(encode(outcome))


def _bare(name: str, folder: Path) -> None:
    """Makes a package whose modules can be imported without its ``__init__``."""
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def _limit() -> None:
    if sys.platform == "win32":  # knows no such limits: the parent's clock remains
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, _STANDARD),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _bound(what, most)


def _bound(what: int, most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        if sys.platform == "linux":  # elsewhere some limits cannot be set; here nothing is read without them
            raise


if __name__ == "__main__":
    main()
