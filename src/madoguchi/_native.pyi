"""What the native module offers (src/native); each has a twin in Python beside its caller."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, final

from madoguchi.words import AmountRole

_Hit = TypeVar("_Hit", bound=tuple[int, int, int])

@final
class Rows(Generic[_Hit]):
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
        hit: type[_Hit],
    ) -> Rows[_Hit]: ...
    def matches(self, text: str, /) -> dict[object, list[_Hit]]: ...
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

@final
class Levels:
    """The twin of ``plain_text.InPython``."""

    def __new__(cls, *, plain: dict[str, str], sets: tuple[str, ...]) -> Levels: ...
    def survey(self, text: str, /) -> int: ...
    def plain(self, text: str, /) -> str: ...
    def without_odd(
        self, text: str, one: Callable[[str], str], voiced: Callable[[str, str], str | None], /
    ) -> tuple[str, tuple[int, ...], tuple[int, ...]]: ...
    def without_tears(
        self, text: str, starts: tuple[int, ...] | None, ends: tuple[int, ...] | None, /
    ) -> tuple[str, tuple[int, ...], tuple[int, ...]] | None: ...
    def mends(self, text: str, /) -> int: ...

@final
class Clues:
    """The twin of ``surroundings.clues_of`` and ``AmountClues.sums``, but for the clues of the story."""

    def __new__(cls, *, names: list[str], weights: bytes, roles: int) -> Clues: ...
    def sums(
        self,
        text: str,
        places: tuple[
            int, int, int, int, int, int
        ],  # start, left, first, last, right, end (surroundings._View)
        taken: bool,
        story: tuple[list[tuple[int, int, str]], list[tuple[int, int, AmountRole]], list[int]],
        others: list[str],
        /,
    ) -> list[int]: ...

def known_words(text: str, known: dict[str, Mapping[str, int]], /) -> dict[str, tuple[int, int]]: ...
