"""Two things at once: what reads and writes tables lets go of Python meanwhile, so the next rows are read and the last ones
written while a block is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T]) -> Iterator[T]:
    """Yields ``items``, the next of which is made meanwhile, in a thread; never more than one. Raises what making it raises."""
    with ThreadPoolExecutor(1) as thread:
        coming: Future[list[T]] = thread.submit(_next, items)
        while found := coming.result():
            coming = thread.submit(_next, items)
            yield found[0]


def _next(items: Iterator[T]) -> list[T]:
    """The next one; none at the end."""
    for one in items:
        return [one]
    return []


@contextmanager
def behind() -> Iterator[Callable[..., None]]:
    """Gives a function that does a thing (a callable and its arguments) in a thread, after the one before is done. Raises what that
    one raised.
    """
    with ThreadPoolExecutor(1) as thread:
        last: list[Future[Any]] = []

        def do(work: Callable[..., Any], *given: Any) -> None:
            while last:
                last.pop().result()
            last.append(thread.submit(work, *given))

        yield do
        while last:
            last.pop().result()
