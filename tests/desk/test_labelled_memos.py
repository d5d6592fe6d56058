"""How often the proposed codes are right on our own labelled memos; what is learned from them is what stands in the file."""

import sys
from pathlib import Path

import pytest
from desk_under_test import MORNING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import learn_codes  # noqa: E402
import score_proposals  # noqa: E402

from madoguchi.web.desk.code_clues import WEIGHTS, channel_of, contents_of  # noqa: E402
from madoguchi.web.desk.codes import CONTENT_CATEGORIES, SALES_CHANNELS  # noqa: E402
from madoguchi.web.desk.hearing import heard_in  # noqa: E402

LEARNED = [one for half in learn_codes.LEARNED_FROM for one in score_proposals.memos(half)]
# What holds now on memos that nobody built with: less than the four of five that hold on the others.
BLIND = {"sales_channel": 0.68, "content_categories": 0.65}


def test_there_are_memos_of_every_channel_and_category() -> None:
    assert len(LEARNED) >= 60 and len(score_proposals.memos("blind")) >= 30
    assert {str(one["channel"]) for one in LEARNED} >= {*SALES_CHANNELS, "none"}
    assert {content for one in LEARNED for content in one["content"]} == set(CONTENT_CATEGORIES)


def test_channel_and_content_are_right_in_four_of_five_memos_that_were_learned_from() -> None:
    scores = [score for half in learn_codes.LEARNED_FROM for score in score_proposals.scores_of_memos(half)]
    for field in BLIND:
        those = [score for score in scores if score.field == field]
        right = sum(score.right for score in those) / sum(score.asked for score in those)
        print(f"{field}: {right:.3f} of {len(LEARNED)} memos learned from")
        assert right >= 0.8


def test_on_memos_that_nobody_built_with_no_fewer_are_right_than_were() -> None:
    for score in score_proposals.scores_of_memos("blind"):
        print(f"{score.field}: {score.share:.3f} of {score.asked} blind memos")
        assert score.share >= BLIND[score.field]


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
