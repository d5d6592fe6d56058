"""Whatever is brought, the answer is lines or a sentence in Japanese: never a fault of ours, never long."""

import copy
import json
import os
import struct
import time
from typing import Any

import pytest
from brought_under_test import case, code, file
from brought_under_test import text as case_txt
from desk_under_test import town
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.papers.case_file import case_json
from madoguchi.plain_text import UnreadableText
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases import Sending
from madoguchi.web.desk.taking_in.brought import MOST_SAID, Brought, NotBrought
from madoguchi.web.desk.taking_in.desk_records import FIRST, new_number
from madoguchi.web.desk.taking_in.opening import IsNumber, brought_in
from madoguchi.web.public.clock import now

WHOLE, NUMBER = json.loads(file()), new_number()
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**30), 1e400, "", "\ud800", "\u202e", "９" * 30, "0" * 400, [], {}]),
    st.text(max_size=40),
    st.lists(st.integers(), max_size=2),
)
HOURS = settings(max_examples=1_500 if os.environ.get("MADOGUCHI_DEEP") else 60, deadline=None)


def answered(data: bytes = b"", typed: str = "") -> Brought | None:
    try:
        return brought_in(data, typed, at=now())
    except (NotBrought, UnreadableText) as error:
        assert str(error).rstrip("）").endswith(("。", "です", "ます")), str(error)
    except IsNumber:
        assert len(typed.strip()) <= 60
    return None


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*((path,) if path else ()), *(one for key, each in inner for one in places(each, (*path, key)))]


PLACES = places(WHOLE)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> bytes:
    """The file with something odd in some places."""
    whole = copy.deepcopy(WHOLE)
    for path, odd in changes:
        at = whole
        try:
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = odd
        except (KeyError, TypeError, IndexError):
            continue
    return json.dumps(whole).encode()


@HOURS
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=3))
def test_a_file_with_odd_places_is_read_or_refused(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    found = answered(changed(changes))
    assert found is None or len(found.said) <= MOST_SAID


@HOURS
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=2))
def test_what_is_read_of_an_odd_file_can_be_written(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    found = answered(changed(changes))
    if found and found.said:
        key = f"k{time.monotonic_ns()}"
        assert cases.take_in_new(MEMBER, Sending(key, now()), "web", found, range(MOST_SAID))


MEMBER = town().person("counsellor")


@HOURS
@given(st.binary(max_size=200), st.sampled_from([b"", b"{", b"PK\x03\x04", b"%PDF", b"\xff\xfe"]))
def test_any_bytes_are_answered(data: bytes, begin: bytes) -> None:
    answered(begin + data)


@HOURS
@given(
    st.text(max_size=300),
    st.sampled_from(["", "MADOGUCHI1.", "【番号】\n", "{", code()[:200], case_txt()[:300]]),
)
def test_any_text_is_answered(typed: str, begin: str) -> None:
    answered(typed=begin + typed)


@HOURS
@given(st.integers(0, len(case_txt())), st.text(max_size=20))
def test_a_text_that_was_torn_is_answered(at: int, between: str) -> None:
    whole = case_txt()
    answered(typed=whole[:at] + between + whole[at + len(between) :])


LARGE: dict[str, dict[str, Any]] = {
    "links": {"urls": ["https://a.example.top/"] * 35_000},
    "digits": {"text": "1 " * 10_000},
    "lines": {"text": "【本人の言葉（全文）】\n" * 1_500},
    "names": {"text": "暗証番号は1234 " * 1_500},
    "keys": {f"k{at}": 0 for at in range(80_000)},
}


@pytest.mark.parametrize("what", LARGE)
def test_the_largest_file_is_answered_soon(what: str) -> None:
    whole = copy.deepcopy(WHOLE)
    whole["story"] |= LARGE[what]
    began = time.process_time()
    answered(json.dumps(whole).encode())
    assert time.process_time() - began < 3


def test_the_case_that_is_changed_here_is_a_good_one() -> None:
    assert answered(case_json(case())) is not None


def many_members(count: int) -> bytes:
    """An archive whose directory names ``count`` files without names, and says that there is one."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *(0,) * 15)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(one) * count, 30, 0)
    return b"PK\3\4" + b"\0" * 26 + one * count + end


@pytest.mark.parametrize(
    ("data", "said"),
    [(many_members(220_000), "中のファイルが多すぎます"), (FIRST + b"A" * 9_000_000, "大きすぎます")],
)
def test_sizes_are_asked_before_anything_is_parsed(data: bytes, said: str) -> None:
    began = time.process_time()
    with pytest.raises(NotBrought, match=said):
        brought_in(data, NUMBER, at=now())
    assert time.process_time() - began < 0.2
