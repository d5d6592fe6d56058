"""The recovery key: what is copied by hand wrongly is noticed, and the group is named."""

import itertools

import pytest

from madoguchi.web.desk.backup.recovery_key import GROUPS, Mistyped, key_typed, mark_of, new_key, public_of
from madoguchi.web.public.numbers import ALPHABET

KEY = new_key()
SIGNS = KEY.replace("-", "")


def wrong(typed: str) -> str:
    with pytest.raises(Mistyped) as error:
        key_typed(typed)
    return str(error.value)


def test_two_keys_are_never_the_same_and_hold_140_bits() -> None:
    keys = {new_key() for _ in range(1_000)}
    told = {sign for key in keys for group in key.split("-") for sign in group[:4]}
    assert len(keys) == 1_000 and told == set(ALPHABET) and GROUPS * 4 * 5 == 140


def ways(key: str) -> list[str]:
    """How people may write ``key``."""
    wide = key.translate({ord(sign): ord(sign) + 0xFEE0 for sign in ALPHABET})
    misread = key.replace("0", "O").replace("1", "l")
    return [key, key.lower(), key.replace("-", ""), key.replace("-", " "), wide, misread]


@pytest.mark.parametrize("way", range(6))
def test_it_is_read_in_any_width_case_and_grouping(way: int) -> None:
    assert key_typed(ways(KEY)[way]) == KEY


def test_every_single_wrong_sign_is_noticed_and_its_group_named() -> None:
    for at, sign in itertools.product(range(len(SIGNS)), ALPHABET):
        if sign != SIGNS[at]:
            said = wrong(SIGNS[:at] + sign + SIGNS[at + 1 :])
            assert said.startswith(f"左から {at // 5 + 1} 番目の組に")


def test_two_signs_that_changed_places_in_a_group_are_noticed() -> None:
    for group, (a, b) in itertools.product(range(GROUPS), itertools.combinations(range(5), 2)):
        signs = list(SIGNS)
        one, other = group * 5 + a, group * 5 + b
        signs[one], signs[other] = signs[other], signs[one]
        if signs[one] != signs[other]:
            assert f"{group + 1} 番目の組" in wrong("".join(signs))


def test_groups_that_changed_places_are_both_named() -> None:
    groups = KEY.split("-")
    groups[1], groups[4] = groups[4], groups[1]
    assert groups[1] == groups[4] or "2、5 番目の組" in wrong("-".join(groups))


def test_a_sign_too_many_or_too_few_is_told_with_its_group() -> None:
    groups = KEY.split("-")
    assert "34 文字ありました" in wrong(KEY[:-1]) and "7 番目" in wrong(KEY[:-1])
    assert "2 番目" in wrong("-".join([groups[0], groups[1] + "A", *groups[2:]]))
    assert "0 文字" in wrong("") and "U" not in ALPHABET and "1 番目の組" in wrong("UUUUU" + SIGNS[5:])


def test_the_public_half_and_its_mark_are_always_the_same_and_another_keys_are_not() -> None:
    other = public_of(new_key())
    assert public_of(KEY) == public_of(key_typed(SIGNS)) != other and len(other) == 32
    assert mark_of(public_of(KEY)) == mark_of(public_of(KEY)) != mark_of(other)
