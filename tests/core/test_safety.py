"""Rows that come before every scheme, found by patterns and by how people speak."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

from madoguchi import Story, consult
from madoguchi.knowledge import load
from madoguchi.parts import Parts
from madoguchi.safety import rows_of_words, safety_in
from madoguchi.signs import read

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WORDS = {
    "橋": {"self_harm": 30},
    "昨日": {"self_harm": -30, "visit": -10},
    "玄関": {"visit": 12},
    "通話": {"still_on_the_line": 20},
}

sys.path.insert(0, str(ROOT / "tools"))
import learn_safety  # noqa: E402


def rows(text: str, *, is_message: bool = False) -> frozenset[str]:
    tale = read(Parts.of(Story(text=text)), load(), is_message=is_message, today=AT.date())
    return safety_in(tale, load().safety_words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("橋まで来た", {"self_harm"}),
        ("昨日は橋のたもとに立っていた", {"self_harm"}),
        ("昨日", set()),
        ("玄関で通話", {"still_on_the_line"}),  # the likelier of the two leads
        ("", set()),
    ],
)
def test_words_speak_for_a_row_and_against_it(text: str, found: set[str]) -> None:
    assert rows_of_words(text, WORDS) == found


def test_words_that_only_say_who_and_with_what_make_no_row_together() -> None:
    only_who = {"祖母": {"self_harm": 7}, "金": {"self_harm": 15}}
    assert rows_of_words("祖母がお金のことで困っていると話しています", only_who) == set()
    assert rows_of_words("祖母がお金のことで困っていると話しています", {**only_who, "困": {"self_harm": 16}})


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "退職金を全部だまし取られて、夜になると踏切の音ばかり聞いています。もう十分生きました。",
            "self_harm",
        ),
        ("じいさんが仏壇の前で、そろそろ呼んでくれと泣きよります。振り込め詐欺のあとからです。", "self_harm"),
        ("浄水器の人が台所から出て行ってくれなくて、契約書に名前を書けと言われています。", "visit"),
        ("銀行協会の人が今から通帳を受け取りに来るそうです。母が印鑑も用意しています。", "visit"),
        ("母がサポートの人と話しながら、パソコンに言われた数字を打ち込んでいます。", "still_on_the_line"),
    ],
)
def test_a_row_is_found_in_words_that_no_list_holds(text: str, row: str) -> None:
    assert row in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "きのう通販で靴を買いましたが、届いた色が違いました。交換したいです。",
        "三年前に亡くなった父の口座に、古い引き落としが残っていました。",
        "電話を切ったあとで、詐欺だと気づきました。お金は払っていません。",
        "工務店の人が見積もりに来て、午後には帰りました。金額に納得しています。",
        "祖母がだまされたようです",
        "詐欺かもしれません",
        "詐欺にあったかもしれません。どうしたらいいですか。",
        "サポート詐欺に遭いました",
        "お客さまが詐欺に遭っているかもしれません",
    ],
)
def test_an_everyday_story_has_no_such_row(text: str) -> None:
    assert rows(text) & {"self_harm", "visit", "still_on_the_line"} == set()


def test_words_of_a_message_tell_nothing_of_its_reader() -> None:
    text = "浄水器の人が台所から出て行ってくれなくて、名前を書けと言われています。"
    by_words = rows_of_words(text, load().safety_words)
    assert "visit" in by_words
    assert "visit" in rows(text)
    assert "visit" not in rows(text, is_message=True)


def test_the_crisis_line_stands_first() -> None:
    plan = consult("息子に言えません。橋の上からずっと川を見ていました。投資で全部なくしました。", at=AT).plan
    assert plan.steps[0].id == "crisis_line"


def test_the_file_is_what_the_sentences_teach() -> None:
    words = learn_safety.learned(learn_safety.sentences())
    assert learn_safety.written(learn_safety.HEAD, words) == learn_safety.WORDS.read_text(encoding="utf-8")


def test_unseen_sentences_are_told_apart() -> None:
    told = learn_safety.sentences()
    words = learn_safety.learned(one for at, one in enumerate(told) if at % 5)
    unseen = [(row, rows_of_words(text, words)) for text, row in told[::5]]
    right = [row in found for row, found in unseen if row != "none"]
    wrong = [bool(found) for row, found in unseen if row == "none"]
    assert sum(right) / len(right) >= 0.5 and sum(wrong) / len(wrong) <= 0.07


def test_every_sentence_has_a_known_row() -> None:
    lines = (ROOT / "training" / "safety.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["row"] for line in lines} == {*learn_safety.ROWS, "none"}


@pytest.mark.parametrize(
    "text",
    [
        "詐欺",
        "詐欺？",
        "サギ",
        "お金",
        "怖い",
        "はい",
        "困っています。",
        "だまされた",
        "すみません",
        "助けてください",
    ],
)
def test_a_word_or_two_call_for_no_help_by_what_they_usually_stand_beside(text: str) -> None:
    assert rows(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["死ぬ", "死のう", "しにたい", "自殺", "遺書", "飛び降り", "首つる", "死にてえ"]
)
def test_a_word_that_speaks_of_dying_is_enough(text: str) -> None:
    assert rows(text) == {"self_harm"}


@pytest.mark.parametrize(
    "text",
    [
        "オレオレ詐欺にあいました",
        "架空請求が来ました",
        "点検商法にあった",
        "トラブルに巻き込まれました",
        "だまされて100万円なくなりました",
        "年金のことで困っています",
    ],
)
def test_what_it_was_called_is_no_hint_at_dying(text: str) -> None:
    assert "self_harm" not in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "投資で500万円を失いました。",
        "母が退職金を失いました。投資詐欺です。",
        "財布を失くしました。",
        "信用を失いました",
        "借金が300万円あります",
        "サラ金から借りて払いました",
        "契約を終わりにしたいです",
        "死ぬほど恥ずかしいですが、出会い系でだまされました",
        "びっくりして死ぬかと思いました",
    ],
)
def test_what_was_lost_and_how_much_one_is_ashamed_is_no_hint_at_dying(text: str) -> None:
    assert "self_harm" not in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "もう終わりにしたい",
        "生きていけない",
        "全財産を失って死ぬしかない",
        "家族に合わせる顔がない、いなくなりたい",
        "死ぬほどつらくて、もう何もかも終わらせたい",
        "川に入ろうとした母を止めました",
        "払うより死ぬほうが楽です",
    ],
)
def test_who_gives_up_on_life_is_heard_whatever_was_lost(text: str) -> None:
    assert "self_harm" in rows(text)


def test_nobody_is_made_to_say_that_they_want_to_die() -> None:
    first = consult("橋の上からずっと川を見ていました。", at=AT).plan.steps[0]
    assert first.id == "crisis_line" and not any("死" in one for one in first.say)


def _steps(text: str) -> list[str]:
    return [one.id for one in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(
    "who",
    [
        "高1です。親には言えない",
        "中2です。",
        "高校1年です",
        "JK1です",
        "高3の女子です。",
        "十六歳です。",
        "14さいです",
        "高校に通っています。",
        "弟は中3です。",
    ],
)
def test_whoever_is_not_yet_18_is_led_to_the_police_when_pictures_are_threatened_with(who: str) -> None:
    steps = _steps(f"裸の写真を友達に送ると脅されています。{who}")
    assert steps[0] == "sextortion_under_18" and "minor_images_words_only" in steps


@pytest.mark.parametrize(
    "who",
    [
        "I am 16 years old.",
        "I am in high school.",
        "I'm 15 and scared.",
        "I am a minor.",
        "I am in 10th grade.",
    ],
)
def test_in_english_too_and_nothing_of_sites_is_said(who: str) -> None:
    text = f"I sent nude photos and he will send them to my friends unless I pay 500 dollars. {who}"
    steps = _steps(text)
    assert steps[0] == "sextortion_under_18" and not any(one.startswith("oneclick") for one in steps)


@pytest.mark.parametrize(
    "who", ["32歳です。", "大学1年です。", "18歳です。", "最高15万円払えと言われました。"]
)
def test_of_a_grown_up_no_such_step_is_taken(who: str) -> None:
    assert "sextortion_under_18" not in _steps(f"裸の写真を友達に送ると脅されています。{who}")


@pytest.mark.parametrize(
    "text", ["詐欺かもしれません", "なんか変な電話があった", "詐欺に遭いました", "Is this a scam?"]
)
def test_who_only_fears_or_says_a_swindle_hears_at_once_what_to_do_if_something_went(text: str) -> None:
    plan = consult(text, at=AT, answers={"what_was_given": "unknown"}).plan
    assert plan.urgency == "now" and "if_paid_or_told" in [one.id for one in plan.steps[:2]]
