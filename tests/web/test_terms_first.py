"""What has a term stands under tonight, and a desk that may answer tomorrow is not put off to the day on which it surely does."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult
from madoguchi.web.public.shown import groups
from madoguchi.web.tongue import words_in

STORY = "11月17日に屋根の点検だと言って若い男が来て、契約書に判を押した。契約書はその日にもらった。150万円。まだ払っていない。やめたい"


def titles(at: str, tongue: str = "ja") -> dict[str, str]:
    """The group in which each step stands at a minute."""
    now = dt.datetime.fromisoformat(at).replace(tzinfo=TOKYO)
    found = groups(consult(STORY, at=now), words_in(tongue), done={}, at=now)
    return {row.step.id: group.title for group in found for row in group.rows}


@pytest.mark.parametrize("at", ["2026-11-24T18:30", "2026-11-24T00:30", "2026-11-21T20:40"])
def test_a_notice_with_its_last_day_is_never_put_off(at: str) -> None:
    assert "月" not in titles(at)["cooling_off_notice"]


def test_who_may_answer_tomorrow_is_asked_tomorrow() -> None:
    assert titles("2026-11-24T18:30")["consumer_ask_188_first"].startswith("あした")


@pytest.mark.parametrize(("tongue", "word"), [("ja", "窓口の開所時間"), ("en", "depends")])
def test_it_says_that_a_weekday_depends_on_the_town(tongue: str, word: str) -> None:
    now = dt.datetime.fromisoformat("2026-11-24T18:30+09:00")
    found = groups(consult(STORY, at=now), words_in(tongue), done={}, at=now)
    states = [
        desk.state for group in found for row in group.rows for desk in row.desks if desk.phone == "188"
    ]
    assert states and all(word in state for state in states)
