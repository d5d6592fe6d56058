"""Trying one message in many shapes leads nowhere; a person who tells their story again and again is heard."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from django.test import Client
from site_under_test import TOLD, told, unlimited

from madoguchi.web.public import limits
from madoguchi.web.public.alike import NEAR, Alike, likeness_of

ROOT = Path(__file__).parents[2]
BAIT = "【重要】お客様の口座を停止しました。24時間以内に次のページで確認してください。 https://kakunin.example.top/"
# Every shape is read as the same letters: what a hand does that only wants not to be noticed.
SHAPES = [BAIT.replace("口座", "ロ座"), BAIT.replace("停止", "停 止"), BAIT.replace("24", "２４"), BAIT.replace("重要", "重 要"),
          BAIT.replace("お客様", "お客\u200b様"), BAIT.replace("ページ", "ペ一ジ"), BAIT.replace("。", "！"), BAIT + "!"]  # fmt: skip
SALT = b"a salt for tests"


def sent(text: str, *, message: bool = True, where: str = "/walk/tell/") -> int:
    limits.CONSULTATIONS.clear()
    form = {"walk": "", "text": text, **({"message": "1"} if message else {})}
    return Client(SERVER_NAME="localhost").post(where, form).status_code


def test_the_seventh_shape_of_a_message_gets_the_general_plan_only() -> None:
    assert [sent(text) for text in [BAIT, *SHAPES]] == [200] * 6 + [429] * 3


def test_it_does_not_help_to_call_the_message_a_story() -> None:
    assert sent(BAIT, message=False) == 200
    assert [sent(text, message=False) for text in SHAPES][-2:] == [429, 429]


def test_the_page_says_why_and_what_can_be_done_meanwhile() -> None:
    for text in [BAIT, *SHAPES]:
        limits.CONSULTATIONS.clear()
        answer = Client(SERVER_NAME="localhost").post("/walk/tell/", {"text": text, "message": "1"})
    assert (
        "くりかえし送られています" in answer.content.decode()
        and "切ってだいじょうぶです" in answer.content.decode()
    )


def test_the_same_form_again_is_no_new_shape() -> None:
    assert {sent(BAIT) for _ in range(20)} == {200}


def test_a_story_may_be_edited_as_often_as_one_likes() -> None:
    edits = [TOLD.strip() + "。" * n + "母は78歳です" * (n % 2) for n in range(25)]
    assert {sent(text, message=False) for text in edits} == {200}


def test_after_an_hour_it_is_forgotten() -> None:
    moment = [0.0]
    alike = Alike(clock=lambda: moment[0], salt=SALT)
    assert [alike.note("a", text) for text in SHAPES][-1] >= 5
    moment[0] = 3_601
    assert alike.note("a", BAIT) == 0 and alike.note("b", BAIT) == 0


def test_program_and_page_are_counted_together() -> None:
    for text in SHAPES:
        sent(text)
    asked = json.dumps({"text": BAIT, "medium": "sms"})
    answer = Client(SERVER_NAME="localhost").post(
        "/api/consultations", asked, content_type="application/json"
    )
    assert answer.status_code == 429 and answer.json()["plan"]["steps"] and answer.json()["first"]


def test_of_half_a_million_pairs_of_different_messages_hardly_any_is_alike() -> None:
    lines = (ROOT / "training" / "messages.jsonl").read_text(encoding="utf-8").splitlines()[:1_000]
    likes = [likeness_of(json.loads(line)["text"], SALT) for line in lines]
    assert sum((one ^ other).bit_count() <= NEAR for one, other in combinations(likes, 2)) <= 5


@pytest.mark.parametrize("text", ["", "。", "あ"])
def test_next_to_nothing_is_no_trouble(text: str) -> None:
    unlimited()
    assert Alike().note("a", text) == 0


def test_other_addresses_are_other_people() -> None:
    alike = Alike()
    assert [alike.note(f"a{n}", text) for n, text in enumerate(SHAPES)] == [0] * len(SHAPES)


def test_an_edited_story_still_has_its_answer() -> None:
    assert told().response.status_code == 200


def test_what_is_an_hour_old_is_forgotten_also_of_those_who_never_come_back() -> None:
    now = [0.0]
    alike = Alike(clock=lambda: now[0], salt=SALT)
    for number in range(200):
        alike.note(f"2001:db8:{number:x}::", BAIT)
    now[0] = 3_601.0
    alike.note("192.0.2.1", BAIT)
    assert (len(alike._seen), alike._texts) == (1, 1)


def test_a_flood_of_texts_costs_only_so_much() -> None:
    alike = Alike(clock=lambda: 0.0, salt=SALT)
    alike._texts = 99_999  # as many as others may have left
    for number in range(5):
        alike.note(f"2001:db8:{number:x}::", BAIT)
    assert alike._texts <= 100_000
