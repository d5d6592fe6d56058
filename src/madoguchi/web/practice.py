"""Practice: a folder of data that is marked as one for learning, and says so on every page and paper made from it."""

from __future__ import annotations

from pathlib import Path

MARK = "practice"  # the name of the file in the folder; whichever command opens the folder, it is practice
LINE = "練習用"


def is_practice(data: Path) -> bool:
    """Returns whether ``data`` is a folder for practice."""
    return (data / MARK).is_file()
