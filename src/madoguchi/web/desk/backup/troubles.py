"""What can go wrong, told to a layman (Japanese): what is wrong, where, how to mend it."""

from __future__ import annotations


class CannotBackUp(RuntimeError):
    """No backup was written; what was there before is untouched."""


class CannotRestore(RuntimeError):
    """Nothing was restored, and nothing that was there is touched. What is left in an empty PostgreSQL is told."""


class Altered(CannotRestore):
    """The file is not what was written: damaged, cut off or changed."""

    def __init__(self) -> None:
        super().__init__(
            "この控えは壊れているか、途中で切れているか、書きかえられています。何も戻していません。"
            "もう一度運び直すか、別の日の控えを使ってください。"
        )
