"""A trader's words are read for the five patterns of the document, with quote and question; honest words show none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace as changed

from madoguchi import consult, telling
from madoguchi.consult import TOKYO
from madoguchi.knowledge import load
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.shapes import OfferWordRule, PointRule, TradeRule
from madoguchi.parts import Parts
from madoguchi.signs import read
from madoguchi.words import Consultation, Solicitation, Story

AT = dt.datetime(2026, 11, 22, 10, 0, tzinfo=TOKYO)
OFFERS = Path(__file__).parents[1] / "offers"
SHORT = {
    "e": "exaggerated_ads",
    "a": "anxiety",
    "c": "no_cancel",
    "r": "cyber_attack",
    "t": "tied_contract",
}
POINTS = [(rule.id, point) for rule in load().solicitations.values() for point in rule.points]
TRADES = load().offers.trades
WORDS = load().offers.words
NUMBER = "データの復旧率は98%です。"


def held(file: str, part: str = "offers") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((OFFERS / file).read_text(encoding="utf-8"))[part]
    return rows


SHOWING = [*held("seen.yaml"), *held("unseen.yaml"), *held("fresh.yaml")]
LATER = ("unseen.yaml", "fresh.yaml", "last.yaml", "later.yaml", "latest.yaml", "final.yaml")
HONEST = [*held("honest_seen.yaml"), *(row for file in LATER for row in held(file, "honest"))]


@cache
def answer(text: str) -> Consultation:
    return consult(text, at=AT)


def strong(text: str) -> set[str]:
    return {one.id for one in answer(text).solicitation if not one.weak}


def first(text: str) -> Solicitation:
    return answer(text).solicitation[0]


# --- the knowledge: every point catches its samples --------------------------------------------------


@pytest.mark.parametrize(("rule", "point"), POINTS, ids=[point.id for _, point in POINTS])
def test_every_point_catches_its_samples_and_no_innocent(rule: str, point: PointRule) -> None:
    missed = [text for text in point.samples if not shows(text, rule, point.id)]
    accused = [text for text in point.innocent if shows(text, rule, point.id)]
    assert (missed, accused) == ([], [])


def shows(text: str, rule: str, point: str) -> bool:
    return any((one.id, one.point) == (rule, point) for one in answer(text).solicitation)


@pytest.mark.parametrize("owned", [*TRADES, *WORDS], ids=lambda owned: owned.id)
def test_every_trade_and_every_word_catches_its_samples(owned: TradeRule | OfferWordRule) -> None:
    owner = ("offer", "trade" if isinstance(owned, TradeRule) else "word", owned.id)
    assert [text for text in owned.samples if owner not in matches(text)] == []
    assert [text for text in owned.innocent if owner in matches(text)] == []


def matches(text: str) -> set[object]:
    return set(read(Parts.of(Story(text=text)), load(), is_message=None, today=AT.date()).matches)


def test_the_five_patterns_are_numbered_as_in_the_document() -> None:
    numbers = {rule.number: rule.id for rule in load().solicitations.values()}
    assert numbers == dict(enumerate(SHORT.values(), start=1))


def test_every_pattern_rests_on_the_founding_document() -> None:
    assert all("seed002" in rule.sources for rule in load().solicitations.values())


# --- invented offers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", HONEST, ids=lambda row: row["id"])
def test_an_honest_text_shows_no_pattern(row: dict[str, Any]) -> None:
    assert strong(row["text"]) == set()


def test_nearly_every_pattern_that_a_text_shows_is_found() -> None:
    shown = [(row["id"], SHORT[short], row["text"]) for row in SHOWING for short in row["shows"]]
    missed = [(id_, pattern) for id_, pattern, text in shown if pattern not in strong(text)]
    assert len(missed) <= 0.06 * len(shown), missed


def test_hardly_any_pattern_is_found_that_a_text_does_not_show() -> None:
    more = [
        (row["id"], pattern)
        for row in SHOWING
        for pattern in strong(row["text"]) - {SHORT[short] for short in row["shows"]}
    ]
    assert len(more) <= 2, more


@pytest.mark.parametrize("row", [*SHOWING, *HONEST], ids=lambda row: row["id"])
def test_quotes_are_the_words_at_their_place(row: dict[str, Any]) -> None:
    found = answer(row["text"])
    quotes = [*found.solicitation, *(one.answered for one in found.solicitation if one.answered)]
    quotes += found.offer.words if found.offer else ()
    assert all(row["text"][one.start : one.end] == one.quote for one in quotes)


# --- one text at a time -------------------------------------------------------------------------------


def test_a_number_gets_its_question_and_its_source() -> None:
    one = first(NUMBER)
    assert one.quote == "復旧率は98%"
    assert "何件のうち何件" in one.ask[0]
    assert "draj_guideline" in one.sources


def test_a_number_with_its_count_and_period_is_weak_and_says_where_it_is_explained() -> None:
    one = first("データの復旧率は62%です（2025年4月から1年の1,284件のうち803件）。")
    assert one.weak
    assert one.answered is not None
    assert "件のうち" in one.answered.quote


def test_words_that_are_taken_back_do_not_count() -> None:
    assert strong("データ復旧をキャンセルしても全額を請求することはありません。") == set()


def test_a_denial_in_the_next_sentence_takes_nothing_back() -> None:
    text = "データ復旧のキャンセルは全額を請求します。電話でお断りすることはありません。"
    assert strong(text) == {"no_cancel"}


def test_the_same_words_without_a_trade_show_nothing() -> None:
    assert answer("ホテルをキャンセルしたら全額払ってくださいと言われた。").solicitation == ()


def test_far_from_the_trade_a_story_speaks_of_something_else() -> None:
    between = "そのあと旅行に行った。" * 30
    text = f"データ復旧の店に電話したと言われた。{between}ホテルを解約したら全額払ってくださいと言われた。"
    assert strong(text) == set()


def test_a_public_warning_that_quotes_the_words_shows_nothing() -> None:
    text = "「今すぐ契約しないと手遅れ」と言うデータ復旧業者の相談が寄せられています。すぐに契約せず188へ相談しましょう。"
    assert answer(text).offer is None


def test_a_trader_who_warns_of_others_is_still_read() -> None:
    text = "悪質な業者にご注意ください。当社はデータの復旧率98%です。"
    assert strong(text) == {"exaggerated_ads"}


def test_a_call_for_action_alone_is_weak() -> None:
    one = first("データ復旧は今すぐお電話ください。")
    assert (one.point, one.weak) == ("call_now", True)


def test_the_sentence_counts_patterns_and_names_the_source_with_its_day() -> None:
    offer = answer("データの復旧率は98%です。早くしないと手遅れになります。").offer
    assert offer is not None
    assert "五つの勧誘の型のうち、二つに当たる言葉" in offer.says
    assert offer.seen == load().sources["seed002"].seen
    assert "決めるものではありません" in offer.says


def test_another_trade_says_by_what_the_patterns_are_carried_over() -> None:
    offer = answer("屋根の修理は、今すぐ直さないと雨漏りします。").offer
    assert offer is not None
    assert "データ復旧について挙げられた型ですが" in offer.says


def test_nothing_strong_is_never_told_as_fine() -> None:
    offer = answer("データ復旧を承ります。初期診断無料。").offer
    assert offer is not None
    assert "問題がないという意味ではありません" in offer.says


def test_the_trader_speaks_or_the_person_tells() -> None:
    spoken, told = answer(NUMBER).offer, answer("データ復旧の業者に復旧率は98%だと言われた。").offer
    assert spoken is not None
    assert told is not None
    assert (spoken.said_by, told.said_by) == ("trader", "person")


def test_a_swindler_who_poses_as_support_is_asked_nothing() -> None:
    text = "警告画面が出て電話したら、遠隔操作されました。ウイルスを駆除しないとパソコンのデータが全部消えると言われました。"
    assert answer(text).schemes[0].id == "support_scam"
    assert [one for one in answer(text).solicitation if one.ask] == []


def test_a_quote_from_the_subject_says_so() -> None:
    found = consult(
        Story(text="データ復旧のご案内です。", subject="復旧率98%のデータ復旧", medium="email"), at=AT
    )
    assert [(one.part, one.quote) for one in found.solicitation] == [("subject", "復旧率98%")]


def test_disguised_spelling_is_read_and_quoted_as_it_stands() -> None:
    assert first("デ ー タ復旧なら当店。復 旧 率 ９８％！").quote == "復 旧 率 ９８％"


def test_other_stories_have_no_offer() -> None:
    found = answer("母が還付金があると電話で言われ、ATMで振り込んだ。")
    assert (found.solicitation, found.offer) == ((), None)


# --- the telling ----------------------------------------------------------------------------------------


def shown(text: str) -> str:
    return telling.consultation(answer(text), load(), at=AT)


def test_the_answer_shows_the_questions_in_a_section_of_their_own() -> None:
    told = shown(NUMBER)
    assert "【業者の言い分への質問】" in told
    assert "聞くこと:" in told
    assert "契約も支払いもしません" in told


def test_the_answer_without_an_offer_has_no_such_section() -> None:
    assert "業者の言い分" not in shown("母が還付金があると電話で言われた。")


def test_a_question_within_quotation_marks_has_double_ones() -> None:
    assert "『成功』" in shown(NUMBER)


# --- the check ------------------------------------------------------------------------------------------


def test_a_point_without_a_question_is_named() -> None:
    known = load()
    rule = known.solicitations["anxiety"]
    points = [changed(rule.points[0], ask=[]), *rule.points[1:]]
    broken = replace(known, solicitations={**known.solicitations, "anxiety": changed(rule, points=points)})
    assert any("worse_if_late" in line and "ask" in line for line in problems_of(broken))
