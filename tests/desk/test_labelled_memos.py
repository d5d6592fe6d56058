"""How often the proposed codes are right on our own labelled memos; what is learned from them is what stands in the file."""

import sys
from pathlib import Path

import pytest
from desk_under_test import MORNING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import learn_codes  # noqa: E402
import score_proposals  # noqa: E402

from madoguchi.web.desk.code_clues import WEIGHTS, channel_of, contents_of, marks_of  # noqa: E402
from madoguchi.web.desk.code_weighing import spoken_for  # noqa: E402
from madoguchi.web.desk.codes import CONTENT_CATEGORIES, SALES_CHANNELS  # noqa: E402
from madoguchi.web.desk.hearing import heard_in  # noqa: E402

LEARNED = [one for half in learn_codes.LEARNED_FROM for one in score_proposals.memos(half)]
# Memos that nobody built with. Over all of them four of five are right; of one set alone, a few fewer (32 memos by another hand).
KEPT_OUT = score_proposals.KEPT_OUT
# Four of five (.80) is what is aimed at. What is learned anew moves one or two memos of 234, and content stands at the bar itself (188 right):
# so a fall shows below .78, and the figure itself is printed above every run (pytest -s) and told by tools/score_proposals.py.
TRIPWIRE = 0.78
FIELDS = ("sales_channel", "content_categories")


def test_there_are_memos_of_every_channel_and_category() -> None:
    assert len(LEARNED) >= 60 and sum(len(score_proposals.memos(half)) for half in KEPT_OUT) >= 60
    assert {str(one["channel"]) for one in LEARNED} >= {*SALES_CHANNELS, "none"}
    assert {content for one in LEARNED for content in one["content"]} == set(CONTENT_CATEGORIES)


def test_channel_and_content_are_right_in_four_of_five_memos_that_were_learned_from() -> None:
    scores = [score for half in learn_codes.LEARNED_FROM for score in score_proposals.scores_of_memos(half)]
    for field in FIELDS:
        those = [score for score in scores if score.field == field]
        right = sum(score.right for score in those) / sum(score.asked for score in those)
        print(f"{field}: {right:.3f} of {len(LEARNED)} memos learned from")
        assert right >= 0.8


def test_channel_and_content_are_right_in_about_four_of_five_memos_that_nobody_built_with() -> None:
    scores = [score for half in KEPT_OUT for score in score_proposals.scores_of_memos(half)]
    for field in FIELDS:
        those = [score for score in scores if score.field == field]
        right, asked = sum(score.right for score in those), sum(score.asked for score in those)
        print(
            f"{field}: {right / asked:.3f} of {asked} memos kept out ({[round(one.share, 2) for one in those]})"
        )
        assert right / asked >= TRIPWIRE and min(score.share for score in those) >= 0.72


def test_no_memo_that_is_kept_out_was_learned_from() -> None:
    assert not set(KEPT_OUT) & set(learn_codes.LEARNED_FROM)
    kept = {one["memo"] for half in KEPT_OUT for one in score_proposals.memos(half)}
    assert not kept & {one["memo"] for one in LEARNED}


def test_the_weights_are_what_the_memos_teach() -> None:
    told = list(learn_codes.rows())
    assert learn_codes.written(learn_codes.learned(told)) == WEIGHTS.read_text(encoding="utf-8"), (
        "run python tools/learn_codes.py"
    )


def test_a_mark_that_was_never_seen_says_nothing_and_weights_tell_apart() -> None:
    told = [
        learn_codes.Told(str(at), frozenset({mark}), channel, frozenset())
        for at, (mark, channel) in enumerate([("door", "door_to_door"), ("net", "mail_order")] * 5)
    ]
    weights = learn_codes.learned(told)
    assert learn_codes.answer(weights, frozenset({"net", "unseen"}))[0] == "mail_order"
    assert learn_codes.answer(weights, frozenset({"door"}))[0] == "door_to_door"


@pytest.mark.parametrize(
    ("memo", "channel"),
    [
        ("知らない業者が家に来て契約させられた", "door_to_door"),
        ("勧誘の電話がかかってきて契約した", "telemarketing"),
        ("ネット通販で靴を注文したが届かない", "mail_order"),
        ("お店で買った冷蔵庫が冷えない。店は取り合わない", "shop"),
        ("はい", None),
        ("", None),
    ],
)
def test_the_channel_has_its_words_and_nothing_has_none(memo: str, channel: str | None) -> None:
    heard = heard_in(memo, at=MORNING)
    clue = channel_of(heard)
    assert (clue.value if clue else None) == channel
    assert all(memo[slice(*one.span)].strip() for one in (*contents_of(heard), *([clue] if clue else [])))


@pytest.mark.parametrize(
    "memo",
    [
        "男が来た。契約はしていません",
        "知らない業者から電話。お金は払っていない。断った",
        "広告を見ただけで申し込んではいません",
    ],
)
def test_what_was_not_agreed_is_no_contract(memo: str) -> None:
    assert "contract" not in {clue.value for clue in contents_of(heard_in(memo, at=MORNING))}


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ({"contract": 3, "sales_method": 1, "safety_quality": -9}, ("contract", "sales_method")),
        ({"contract": -4, "sales_method": -2, "safety_quality": -9}, ("sales_method",)),
        ({"contract": -40, "sales_method": -20, "safety_quality": -90}, ()),
    ],
)
def test_where_no_category_is_over_nought_the_nearest_stands_if_it_is_near(
    scores: dict[str, int], found: tuple[str, ...]
) -> None:
    assert spoken_for(scores) == found


def test_what_stands_in_words_of_denial_says_nothing_by_itself() -> None:
    marks = marks_of(heard_in("契約はしていません", at=MORNING))
    assert "word 契約はしていませ" in marks and "word 契約" not in marks
