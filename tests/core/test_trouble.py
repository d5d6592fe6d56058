"""How a story is told (trouble.py) decides how much the reasons must weigh; it is no reason itself."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from madoguchi.consult import TOKYO, consult
from madoguchi.knowledge import load
from madoguchi.plain_text import level
from madoguchi.topics import topics_in
from madoguchi.trouble import PLAIN, SHORT, TROUBLE, bar_of, is_plain, trouble_in

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
ROOT = Path(__file__).parents[2]
EVERYDAY = (ROOT / "tests" / "innocent" / "everyday.txt").read_text(encoding="utf-8").splitlines()
_MOST_SUSPECTED = 8  # of 60; 22 before


def trouble(text: str) -> float:
    return trouble_in(level(text), load().trouble_words)


def test_texts_of_everyday_life_are_seldom_suspected() -> None:
    suspected = [text for text in EVERYDAY if consult(text, at=AT).verdict != "nothing_known"]
    assert len(EVERYDAY) == 60 and len(suspected) <= _MOST_SUSPECTED


@pytest.mark.parametrize(
    "text",
    [
        "占いアプリの3日無料を入れたら、消したのに毎週3800円引かれていて、携帯の料金と一緒で気づきませんでした。",
        "ネットで9800円と書いてある会社にUSBを持って行ったら、あとで176000円と言われ、払いましたがデータは半分しか戻りませんでした。",
    ],
)
def test_a_story_of_trouble_needs_no_word_that_says_so(text: str) -> None:
    assert is_plain(trouble(text), len(text)) and consult(text, at=AT).verdict != "nothing_known"


@pytest.mark.parametrize(
    "text",
    [
        "市役所に電話して本物だと確認しました。給付金の封筒の件です。",
        "カード会社から利用のメール。明細を見たら自分が旅行で使ったホテル代でした。",
    ],
)
def test_what_turned_out_to_be_real_is_not_suspected(text: str) -> None:
    assert consult(text, at=AT).verdict == "nothing_known"


def test_who_is_at_the_door_is_named_however_it_is_told() -> None:
    told = consult(
        "宝石を買い取るいう男が、まだ応接間でお茶飲んどるんじゃ。指輪を出すまで腰を上げん気じゃ。", at=AT
    )
    assert told.verdict != "nothing_known"


def test_everyday_life_asks_for_more_and_plain_trouble_for_less() -> None:
    assert bar_of(-5, 100) > 1.5 > bar_of(PLAIN - 1, 100) > 0 == bar_of(PLAIN, 100) > bar_of(30, 100) >= -1.2
    assert bar_of(30, SHORT - 1) == 0 and 0 < bar_of(-5, 10) < bar_of(-5, 100)


def test_both_ways_of_weighing_pieces_agree() -> None:
    words = load().trouble_words
    for text in EVERYDAY:
        native, plain = (topics_in(level(text), words, native=one).scores for one in (True, False))
        assert native == plain and set(plain) <= {TROUBLE}


def test_the_file_is_what_the_texts_teach() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import learn_trouble as tool
    finally:
        sys.path.pop(0)
    stories = [text for _, text in tool.rows_of(tool.STORIES)]
    everyday = tool.EVERYDAY.read_text(encoding="utf-8").splitlines()
    assert tool.written(tool.HEAD, tool.learned(stories, everyday)) == tool.WORDS.read_text(encoding="utf-8")
