"""Sums of own stories in all voices: some were looked at while the rules were written (seen, causes), some were not (blind, aside)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from madoguchi import consult

STORIES = Path(__file__).resolve().parents[1] / "amounts"
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))

Told = Counter[tuple[int, str]]


def labelled(line: str) -> tuple[str, Told]:
    """A line is: the story ⇒ 30000x2 paid, 5000 demanded (x2: two of them, told as one amount)."""
    text, labels = line.rsplit("⇒", 1)
    pairs = (label.split() for label in labels.split(","))
    return text.strip(), Counter((int(yen.partition("x")[0]), role) for yen, role in pairs)


def read(text: str) -> Told:
    found = consult(text, at=AT).situation.amounts
    return Counter((amount.yen, amount.role) for amount in found if amount.yen is not None)


@pytest.mark.parametrize(
    ("name", "bar"), [("seen", 0.88), ("blind", 0.77), ("causes", 0.89), ("causes_aside", 0.86)]
)
def test_sums_are_told_apart_in_all_voices(name: str, bar: float) -> None:
    lines = (STORIES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [(read(text), wanted) for text, wanted in map(labelled, lines)]
    right = sum((found & wanted).total() for found, wanted in pairs)
    all_told = sum(found.total() + wanted.total() for found, wanted in pairs)
    assert 2 * right / all_told >= bar


PART_PAID = [
    "広告を見て業者を呼んだら38万円と請求され、5万円払いました。残り33万円は明後日払うと約束しました。",
    "トイレのつまりで38万円の請求。その場で5万円だけ払い、残りの33万円はあさって現金で払うことにしました。",
    "38万円と言われ手持ちの5万円を払いました。残金33万円は来週振り込みます。",
]


@pytest.mark.parametrize("text", PART_PAID)
def test_of_a_sum_paid_in_part_the_rest_is_what_is_asked_for(text):
    found = consult(text, at=dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)).exposure
    assert [(one.state, one.yen_high) for one in found] == [("gone", 50_000), ("asked", 330_000)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4月3日に10万円、4月10日に20万円、5月1日に30万円を振り込みました。", 600_000, 600_000),
        ("4月3日に10万円、4月10日に20万円を振り込みました。合わせて30万円です。", 300_000, 300_000),
        ("11月1日に5万円、11月2日に5万円を振り込みました。", 100_000, 100_000),
        ("10万円と20万円と30万円を振り込みました。", 200_000, 300_000),
    ],
)
def test_sums_that_each_have_their_day_are_added(text, low, high):
    paid = consult(text, at=AT).exposure[0]
    assert (paid.yen_low, paid.yen_high) == (low, high)


TOLD_AGAIN = [
    "170万円をだまし取られました。市役所を名乗る男に言われ、指定の口座に170万円を振り込みました。",
    "現金93万円を取られた話です。2回に分けて、あわせて93万円を送金しました。",
    "50万円を振り込みました。振り込んだ50万円は返ってきますか。",
    "だまされて払ったのは30万円ですよ、30万円。",
    "400万円相当の暗号資産をだまし取られました。さらに言われるまま、14回にわたり合計400万円の暗号資産を送金したとのことです。",
]
TOLD_OF_TWO = [
    "A社に20万円を払いました。B社に20万円を払いました。",
    "夫が50万円を振り込みました。私も50万円をだまし取られました。",
    "電子マネーで20万円払いました。クレジットカードで20万円払いました。",
    "投資に30万円を入れました。手数料として30万円を払いました。",
    "11月1日に20万円をだまし取られ、気づきませんでした。11月5日に20万円をだまし取られました。",
    "3万円を払いました。その後で3万円を払いました。",
]


@pytest.mark.parametrize(
    ("text", "times"), [*((text, 1) for text in TOLD_AGAIN), *((text, 2) for text in TOLD_OF_TWO)]
)
def test_a_payment_told_twice_is_one_and_two_payments_stay_two(text, times):
    assert [role for yen, role in read(text).elements() if yen] == ["paid"] * times


def test_all_of_a_list_that_was_swindled_away_is_paid():
    text = "男性が詐欺に遭い、現金100万円と約200万円分の暗号資産をだまし取られたと発表した。交流サイトで知り合った女に誘われた。"
    assert read(text) == {(1_000_000, "paid"): 1, (2_000_000, "paid"): 1}


@pytest.mark.parametrize(
    "text",
    [
        "「月会費550円が引き落としできませんでした」というメールが届き、カード番号を入力しました。後で5万円を使われました。",
        "1000円クーポンを使って化粧品を注文し、コンビニで払いました。",
    ],
)
def test_what_could_not_be_drawn_and_coupons_are_no_payments(text):
    assert read(text).keys() & {(550, "lost"), (550, "paid"), (1000, "paid"), (1000, "lost")} == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "合計約500万円を投資した。出金には総資産の15%（180万円）を保証金として支払う必要があると言われ、50万円を借り入れた。",
            {(5_000_000, "paid"), (1_800_000, "demanded"), (500_000, "other")},
        ),
        ("保証金として30万円を支払う必要があると言われ、振り込みました。", {(300_000, "paid")}),
        ("消費者金融から50万円を借りました。それを全部振り込みました。", {(500_000, "paid")}),
        ("断っても帰らず、健康食品の代金だと言って3千円を集金された。", {(3_000, "paid")}),
        ("1瓶約4万円もするサプリメントを勧められ、断った。", {(40_000, "other")}),
        (
            "お試し300円のサプリを注文した。10日後に4ヶ月分が届き、4万円の請求書が入っていた。",
            {(300, "other"), (40_000, "demanded")},
        ),
        (
            "1万円を振り込んだ。事前に支払った1万円に報酬を上乗せした1万3千円が振り込まれた。",
            {(10_000, "paid"), (13_000, "other")},
        ),
    ],
)
def test_what_must_be_paid_is_asked_for_and_debts_are_no_payments(text, wanted):
    assert set(read(text)) == wanted
