"""What is made from a large table is made once, and never handed out for another table."""

from collections.abc import Mapping

from madoguchi.prepared import once_for_each


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
