"""What the native module offers (src/native); each has a twin in Python beside its caller."""

from typing import TypeVar, final

Hit = tuple[int, int, int]
_Owner = TypeVar("_Owner")

@final
class Rows:
    """The twin of ``patterns.Scanner.matches``."""

    def __new__(
        cls,
        *,
        literals: list[str],
        slots_of: list[tuple[int, ...]],
        rows: list[tuple[tuple[int, ...], tuple[int, ...], int]],
        rows_of: list[tuple[int, ...]],
        alone: list[tuple[int, ...]],
        owners: tuple[object, ...],
        hit: type[Hit],
    ) -> Rows: ...
    def matches(self, text: str, /) -> dict[object, list[Hit]]: ...
    @staticmethod
    def sentence_ends(text: str, /) -> list[int]: ...

@final
class Words:
    """The twin of ``topics.topics_in``."""

    def __new__(
        cls, *, words: list[str], weights: list[tuple[tuple[int, int], ...]], columns: int
    ) -> Words: ...
    def read(self, text: str, /) -> tuple[int, list[int | None], bytes]: ...
    def strongest(self, found: bytes, column: int, /) -> tuple[tuple[int, int], ...]: ...
