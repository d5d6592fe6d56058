"""What is made from a large table is made once, and never handed out for another table."""

from collections.abc import Mapping

from madoguchi.prepared import kept, once_for_each


def test_the_same_table_is_made_into_something_once() -> None:
    made: list[int] = []
    length = once_for_each(lambda table: made.append(1) or len(table))
    table = {"a": 1}
    assert (length(table), length(table), made) == (1, 1, [1])


def test_an_equal_table_is_another_one_and_a_dead_one_lends_nobody_its_place() -> None:
    words: Mapping[str, int]
    first = once_for_each(lambda table: next(iter(table)))
    for number in range(200):  # each dies at once, and the next may get its address
        words = {str(number): number}
        assert first(words) == str(number)


class Thing:
    def __init__(self) -> None:
        self.asked = 0

    @kept
    def length(self) -> int:
        """How often it was asked."""
        self.asked += 1
        return self.asked


def test_what_is_kept_beside_a_thing_is_made_once_and_for_it_alone() -> None:
    one, other = Thing(), Thing()
    assert (one.length, one.length, other.length, one.asked) == (1, 1, 1, 1)
    assert Thing.length.__doc__ == "How often it was asked."
