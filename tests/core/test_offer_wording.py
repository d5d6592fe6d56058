"""Patterns of solicitation in words that nobody had in mind: learned from the project's own sentences."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from madoguchi import consult
from madoguchi.consult import TOKYO
from madoguchi.knowledge import KnowledgeError, load
from madoguchi.knowledge.solicitation_words import SolicitationWords, read_solicitation_words, words_of
from madoguchi.offer_wording import chances, pieces_in
from madoguchi.solicitations import SURE
from madoguchi.words import Solicitation, Story

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 22, 10, 0, tzinfo=TOKYO)
WORDS = words_of(load().solicitation_words)
FIRST = "データ復旧の作業は、先に判をついたお客から順に取りかかります。"

sys.path.insert(0, str(ROOT / "tools"))
import learn_solicitations  # noqa: E402
import score_offers  # noqa: E402


def found(text: str) -> Sequence[Solicitation]:
    return consult(text, at=AT).solicitation


# --- words ------------------------------------------------------------------------------------------------


def test_pieces_are_pairs_and_single_kanji_and_digits_each_once() -> None:
    assert pieces_in("枠は枠。9割") == ["9", "9割", "は枠", "割", "枠", "枠は"]


def test_words_speak_for_a_pattern_and_the_chances_stay_below_one() -> None:
    by_pattern = chances("先に判をついたお客から順に取りかかりますと言われた", WORDS)
    assert max(by_pattern, key=lambda pattern: by_pattern[pattern]) == "tied_contract"
    assert sum(by_pattern.values()) < 1


@pytest.mark.parametrize("short", ["", "復旧", "効き目はない", "hello world, this is no Japanese"])
def test_nothing_is_said_of_a_few_words(short: str) -> None:
    assert chances(short, WORDS) == {}


def test_no_words_say_nothing() -> None:
    assert chances(FIRST, SolicitationWords(("anxiety",), (0,), {})) == {}


@pytest.mark.parametrize(
    "line", ["枠\t3", "\t1\t2", "枠\ta\t2", "枠\t1\t2\n枠\t1\t2"], ids=["short", "none", "letter", "twice"]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(f"piece\tanxiety\tno_cancel\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"words\.tsv:[23].*make words"):
        read_solicitation_words(path)


# --- what was learned -------------------------------------------------------------------------------------


def test_the_file_is_what_the_sentences_teach() -> None:
    words = learn_solicitations.learned((r["text"], r["pattern"]) for r in learn_solicitations.rows())
    assert learn_solicitations.written(words) == learn_solicitations.WORDS.read_text(encoding="utf-8")


def test_unseen_sentences_are_told_apart() -> None:
    seen = list(learn_solicitations.unseen(learn_solicitations.rows()))
    said = [(name, true) for chance, name, true in seen if chance >= SURE]
    right = sum(name == true for name, true in said)
    assert right / len(said) >= 0.88
    assert right / sum(true != "none" for _, _, true in seen) >= 0.38


def test_every_sentence_has_a_known_pattern_and_stands_once() -> None:
    rows = learn_solicitations.rows()
    assert {row["pattern"] for row in rows} == set(learn_solicitations.CLASSES)
    assert len({row["text"] for row in rows}) == len(rows)
    points = {rule.id: {point.id for point in rule.points} for rule in load().solicitations.values()}
    assert [
        json.dumps(row, ensure_ascii=False)
        for row in rows
        if row["pattern"] != "none" and row["point"] not in points[row["pattern"]]
    ] == []


@pytest.mark.parametrize("name", ["last", "final"])
def test_words_that_nobody_had_in_mind_are_found(name: str) -> None:
    precision, recall = score_offers.figures([score_offers.read(row) for row in score_offers.rows(name)])[
        "all"
    ]
    assert precision >= 0.9 and recall >= 0.6


# --- in an answer -----------------------------------------------------------------------------------------


def test_a_sentence_that_only_its_words_give_away_is_quoted_with_questions() -> None:
    (one,) = found(FIRST)
    assert (one.id, one.point, one.weak) == ("tied_contract", "in_other_words", False)
    assert one.quote == FIRST[:-1]
    assert one.ask and one.sources


def test_without_a_trade_the_words_say_nothing() -> None:
    assert found("先に判をついたお客から順に席を取りますと言われた。") == ()


def test_a_sentence_that_a_point_explains_is_not_explained_by_its_words_too() -> None:
    quoted = [
        (one.point, one.quote) for one in found("データ復旧をキャンセルしても全額を払ってもらうと言われた。")
    ]
    assert [point for point, _ in quoted] == ["full_fee"]


def test_a_quote_by_words_stays_in_its_part() -> None:
    story = Story(text="お返事ください。", subject=FIRST, medium="email")
    assert [(one.part, one.quote) for one in consult(story, at=AT).solicitation] == [("subject", FIRST[:-1])]


def test_where_no_trade_is_named_only_a_clear_pattern_is_told() -> None:
    tile = "瓦のことで担当の人が来た。最短で明日だそうです。"
    assert consult(tile, at=AT).offer is None
    assert consult(f"{tile}先に判をついたお客から順に取りかかりますと言われた。", at=AT).offer is not None
