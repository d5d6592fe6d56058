"""The native module gives the same as its twins in Python, whatever the text; without it the answers are the same."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from generate_stories import stories
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi import signs, surroundings
from madoguchi.knowledge import load
from madoguchi.knowledge.solicitation_words import words_of
from madoguchi.native import NATIVE
from madoguchi.offer_wording import chances
from madoguchi.parts import Parts
from madoguchi.patterns import Compiled, NativeScanner, Scanner, _sentence_ends
from madoguchi.plain_text import PART_END, InPython, Natively, PlainText
from madoguchi.signs import read
from madoguchi.sums import money_in
from madoguchi.topics import topics_in
from madoguchi.words import Story

pytestmark = pytest.mark.skipif(NATIVE is None, reason="the native module is not built, or not wanted")

KNOWN = load()
STORIES = list(stories(300, 7))
PIECES = [
    *(
        "電話",
        "払",
        "い",
        "た",
        "ように",
        "言われ",
        "カード",
        "10万円",
        "3,500円",
        "もう",
        "一枚",
        "。",
        "、",
    ),
    *(
        "「",
        "」",
        "\n",
        " ",
        "・",
        "-",
        "力",
        "ー",
        "リ",
        "口",
        "一",
        "a",
        "0",
        "1",
        "Ａ",
        "ﾊ",
        "ﾞ",
        "゙",
        "①",
        "🇯",
    ),
    *(PART_END, "\n\n‥", "(よみ)", "漢", "々", "龥", "龦", "𠮷", "İ", "А", "\u200b", "\t", "★", "ﷺ"),
]
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(STORIES), max_size=3).map(" ".join),
    st.tuples(st.sampled_from([" ", "\n", "・"]), st.text("おかねカードabc漢字", max_size=20)).map(
        lambda pair: pair[0].join(pair[1])
    ),
)
HOSTILE = [
    "電話" * 10_000,
    PART_END * 4_000,
    "「」\n" * 6_666,
    "5万円" * 6_666,
    "お・" * 10_000,
    "a " * 10_000,
    "力ー" * 10_000,
    "".join(chr(0x3041 + at % 80) for at in range(20_000)),
    "払ってくださいと言われ" * 1_818,
]


@pytest.fixture(scope="module")
def scanners() -> tuple[Scanner, NativeScanner]:
    rows = [(owner, row) for owner, those in signs._owners(KNOWN) for row in those]
    compiled = signs._compiled(KNOWN, rows)
    owners = [owner for owner, _ in rows]
    return Scanner(compiled, owners), NativeScanner(compiled, owners)


def levelled(steps: InPython | Natively, text: str) -> tuple[object, ...]:
    odd, _ = steps.survey(text)
    bare, starts, ends = steps.without_odd(text) if odd else (text, None, None)
    whole, starts, ends = steps.without_tears(steps.plain(bare), starts=starts, ends=ends)
    return odd, bare, whole, starts, ends, steps.mended(whole)


def assert_scanned_alike(text: str, scanners: tuple[Scanner, NativeScanner]) -> None:
    plain = PlainText(text, text, None, None)
    twin, native = (scanner.matches(scanner.scan(plain)) for scanner in scanners)
    assert list(native.items()) == list(twin.items())  # the order as well
    assert NATIVE.Rows.sentence_ends(text) == _sentence_ends(text)


def assert_topics_alike(text: str) -> None:
    twin, native = (topics_in(text, KNOWN.topic_words, native=one) for one in (False, True))
    assert list(native.scores.items()) == list(twin.scores.items())
    for scheme in (*twin.scores, "no scheme"):
        assert native.strongest(scheme) == twin.strongest(scheme)


def sums_of(text: str) -> Iterator[tuple[list[int], list[int]]]:
    tale = read(Parts.of(Story(text=text)), KNOWN, is_message=None, today=KNOWN.as_of)
    for scheme in (None, "phishing"):
        money = money_in(tale, ("paid",), scheme=scheme)
        for at in range(min(len(money.yens), 20)):
            both = (
                surroundings.weigh(money, at, clues=KNOWN.amount_clues, native=one) for one in (False, True)
            )
            twin, native = both
            yield twin, native


def test_every_character_is_taken_alike() -> None:
    twin, native = InPython(), Natively()
    for char in map(chr, range(0x110000)):
        assert (native.survey(char), native.plain(char)) == (twin.survey(char), twin.plain(char)), hex(
            ord(char)
        )


@settings(max_examples=1_500, deadline=None)
@given(text=TEXTS)
def test_a_text_is_levelled_alike(text: str) -> None:
    assert levelled(Natively(), text) == levelled(InPython(), text)


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_patterns_stand_alike(text: str, scanners: tuple[Scanner, NativeScanner]) -> None:
    assert_scanned_alike(text, scanners)


def test_patterns_made_of_the_literals_stand_alike(scanners: tuple[Scanner, NativeScanner]) -> None:
    dice = random.Random(5)
    forms = [form for forms in KNOWN.concepts.values() for form in forms]
    for _ in range(300):
        between = dice.choices(["", "。", "は", "\n", PART_END, "」\n"], k=40)
        assert_scanned_alike(
            "".join(a + b for a, b in zip(dice.sample(forms, 40), between, strict=True)), scanners
        )


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_single_words_weigh_alike(text: str) -> None:
    assert_topics_alike(text)


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_the_clues_of_amounts_weigh_alike(text: str) -> None:
    for twin, native in sums_of(text):
        assert native == twin


@pytest.mark.parametrize("text", ["", "。", *HOSTILE], ids=lambda text: text[:4] or "empty")
def test_hostile_texts_are_read_alike(text: str, scanners: tuple[Scanner, NativeScanner]) -> None:
    assert levelled(Natively(), text) == levelled(InPython(), text)
    assert_scanned_alike(text, scanners)
    assert_topics_alike(text)
    assert all(native == twin for twin, native in sums_of(text))


def test_many_threads_read_alike(scanners: tuple[Scanner, NativeScanner]) -> None:
    native = scanners[1]
    alone = [native.matches(native.scan(PlainText.of(text))) for text in STORIES]
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda text: native.matches(native.scan(PlainText.of(text))), STORIES * 4)
        assert all(found == alone[at % len(STORIES)] for at, found in enumerate(together))


@given(
    st.lists(
        st.sampled_from([*PIECES, "先に判を", "ついたお客", "枠", "9割", "%", "ゎ", "ヴ"]), max_size=60
    ).map("".join)
)
@settings(max_examples=300)
def test_the_words_of_an_offer_weigh_the_same(text: str) -> None:
    plain, words = PlainText.of(text).text, words_of(KNOWN.solicitation_words)
    assert chances(plain, words, native=True) == chances(plain, words, native=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slots_of": [(0,), (1,)]},
        {"slots_of": [(0,)]},
        {"rows": [((0, 7), (3,), 0)]},
        {"rows": [((0, 0), (), 0)]},
        {"rows": [((0, 0), (3,), 1)]},
        {"rows_of": [(1,)]},
        {"alone": [(1,), ()]},
        {"literals": ["お金", "お金"]},
        {"literals": ["お金", ""]},
        {"hit": int},
    ],
)
def test_tables_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    right = dict(literals=["お金", "電話"], slots_of=[(0,), (0,)], rows=[((0, 0), (3,), 0)], rows_of=[(0,)])
    rest = {"alone": [(), ()], "owners": ("it",), "hit": tuple}
    assert NATIVE.Rows(**right, **rest).matches("電話とお金") == {"it": [(0, 5, 3)]}
    with pytest.raises((ValueError, TypeError)):
        NATIVE.Rows(**{**right, **rest, **wrong})


CODE = (
    "import datetime as dt, json, sys; from madoguchi import consult; import msgspec;"
    "at = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)));"
    "print([msgspec.json.encode(consult(text, at=at)) for text in json.load(sys.stdin)])"
)


def answers(**environment: str) -> str:
    """Returns the answers to a hundred stories, by a process of its own."""
    run = [sys.executable, "-c", CODE]
    env = {**os.environ, **environment}
    told = json.dumps(STORIES[:100])
    return subprocess.run(run, input=told, capture_output=True, check=True, text=True, env=env).stdout


def test_the_whole_answer_is_the_same_without_the_native_module() -> None:
    assert answers(MADOGUCHI_PURE="1") == answers() != ""


def test_no_patterns_at_all_stand_nowhere(scanners: tuple[Scanner, NativeScanner]) -> None:
    assert NativeScanner(Compiled([], [], [], 0), []).matches(scanners[0].scan(PlainText.of("電話"))) == {}
