"""What is made once from something large (an automaton from words) is kept beside it, however often it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_From = TypeVar("_From")
_Made = TypeVar("_Made")
_KEPT, _KEPT_RULES = 4, 2048


def once_for_each(make: Callable[[_From], _Made]) -> Callable[[_From], _Made]:
    """Decorates a function of one argument: what it made is remembered for the last four arguments, told apart by identity.

    Tables of words are dictionaries, which have no hash. The argument is kept as well, so no other one can take its id.
    """
    return _once(make, _KEPT)


def once_for_each_rule(make: Callable[[_From], _Made]) -> Callable[[_From], _Made]:
    """The same for the rules of the knowledge in all its languages, which are many and small."""
    return _once(make, _KEPT_RULES)


def _once(make: Callable[[_From], _Made], most: int) -> Callable[[_From], _Made]:
    kept: dict[int, tuple[_From, _Made]] = {}
    making = threading.RLock()

    def made(source: _From) -> _Made:
        found = kept.get(id(source))
        return found[1] if found else added(source)

    def added(source: _From) -> _Made:
        with making:  # of many threads one makes it
            if id(source) not in kept:
                kept[id(source)] = source, make(source)
                while len(kept) > most:
                    kept.pop(next(iter(kept)))
            return kept[id(source)][1]

    return made


class kept(Generic[_Made]):
    """Decorates a method without arguments of something that never changes: what it returned once is kept beside it.

    As functools.cached_property, without the lock that it takes on Python 3.11: of two threads that meet, both make the same.
    """

    def __init__(self, make: Callable[[Any], _Made]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, holder: None, owner: type) -> kept[_Made]: ...

    @overload
    def __get__(self, holder: object, owner: type) -> _Made: ...

    def __get__(self, holder: object, owner: type) -> _Made | kept[_Made]:
        if holder is None:
            return self
        made = holder.__dict__[self._name] = self._make(holder)
        return made
