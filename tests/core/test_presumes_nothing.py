"""The first instruction rests on what was told: no crisis nobody hinted at, no call that nobody made, no desk that can wait."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def steps(text: str) -> list[str]:
    return [one.id for one in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(
    "text",
    [
        "だまされたのかもしれません。販売店に電話しても、電話に出ません",
        "お返事ありがとう、続きをお願いします。変な請求が来ています",
        "「すぐそちらへ行くから、お金を用意しろ」と言われました",
        "幼稚園のお迎えに行って待っていたら、知らない番号から電話がありました",
        "家族に言っていない借金が、消費者金融6社で300万円あります",
    ],
)
def test_an_everyday_sentence_calls_for_no_crisis_line(text: str) -> None:
    assert "crisis_line" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "もうすぐそっちに行くからね、と亡くなった父の写真に話しかけています",
        "ごめんね、猫をお願いね、と書いた紙が机にありました",
        "早うお迎えが来んかねえと、だまされてから祖母が言います",
    ],
)
def test_the_crisis_line_stands_first_for_who_hints_at_dying(text: str) -> None:
    assert steps(text)[0] == "crisis_line"


@pytest.mark.parametrize(
    "text", ["いいお天気ですね", "今日は涼しいですね", "カードが不正利用されたみたいです"]
)
def test_nobody_who_is_on_no_phone_is_told_to_hang_up(text: str) -> None:
    assert "hang_up" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "電話番号が出ていますが、電話はしていません。パソコンの警告の音が止まりません",
        "まだ電話はかけとらんけど、ウイルスの画面が出て大きな音がしよる",
    ],
)
def test_who_has_not_called_hears_how_to_close_the_screen(text: str) -> None:
    found = steps(text)
    assert "ss_close_the_screen" in found[:2] and "hang_up" not in found


@pytest.mark.parametrize(
    "text",
    [
        "スマホが突然使えなくなり、銀行の口座からお金がなくなっていました",
        "知らないうちにSIMが再発行されていました",
        "電話番号を乗っ取られました",
    ],
)
def test_a_stolen_number_is_stopped_at_bank_and_carrier_and_told_to_the_police(text: str) -> None:
    assert steps(text)[:3] == ["sim_bank_now", "sim_carrier_now", "sim_police"]


@pytest.mark.parametrize(
    "text", ["山で圏外になりました", "SIMカードをなくしました", "自分でSIMを再発行しました"]
)
def test_a_lost_signal_is_no_stolen_number(text: str) -> None:
    assert "sim_bank_now" not in steps(text)


def test_leaving_the_atm_rests_on_an_atm_that_was_told() -> None:
    assert steps("還付金の手続きで、これからATMに行くところです")[:2] == [
        "hang_up_at_the_atm",
        "impersonation_leave_the_atm",
    ]
    assert "impersonation_leave_the_atm" not in steps("NTTを名乗る電話で、未納料金があると言われました")


@pytest.mark.parametrize(
    "text",
    [
        "探偵社に着手金を30万円払いましたが、連絡がとれません",
        "広告で見た法律事務所に、投資詐欺の返金を頼んで着手金を払いました",
    ],
)
def test_a_fee_to_who_promised_the_money_back_is_the_second_trap(text: str) -> None:
    answer = consult(text, at=AT)
    assert answer.schemes[0].id == "recovery_scam" and answer.plan.steps[0].id == "recovery_pay_no_helper"


def test_papers_sent_for_a_job_are_no_pictures_that_somebody_threatens_with() -> None:
    found = steps("17歳です。闇バイトに学生証の写真を送りました。やめたいと言ったら脅されました")
    assert found[0] == "dark_job_police"
    assert not [one for one in found if one.startswith(("sextortion", "minor_images"))]


def test_a_payment_after_which_nobody_answers_is_no_threat_with_pictures() -> None:
    found = steps("PayPayで1万円送りました。相手と連絡がつきません")
    assert not [one for one in found if one.startswith("sextortion")]


@pytest.mark.parametrize(
    "text",
    ["イオンカードから使った覚えのない利用の知らせが来た", "クレジットカードの明細に知らない請求がある"],
)
def test_a_card_that_was_used_is_stopped_first(text: str) -> None:
    assert steps(text)[0] == "at_card_used"


def test_who_told_of_cash_at_home_opens_to_nobody_and_tells_the_police() -> None:
    assert steps("家に現金がいくらあるか電話で聞かれて、答えてしまいました")[0] == "cash_at_home_told"
    assert "cash_at_home_told" not in steps("家に現金がありません。生活が苦しいです")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("支払督促が届きました。受け取ったのは11月16日です", "11月30日"),
        ("10月1日に支払督促が届きました", "過ぎています"),
        ("支払督促が届きました", "本物なら、受け取った日から2週間以内"),
    ],
)
def test_a_payment_order_says_its_two_weeks_as_a_condition(text: str, words: str) -> None:
    (step,) = [one for one in consult(text, at=AT).plan.steps if one.id == "court_two_weeks"]
    assert words in (step.before or "") and "taxcom_2002" in step.sources


def test_a_summons_has_no_two_weeks() -> None:
    assert "court_two_weeks" not in steps("訴状が届きました。期日は12月です")


def test_an_animal_bought_in_a_shop_is_no_order_that_can_still_be_stopped() -> None:
    found = steps("ペットショップで買った子犬が病気でした。お金を返してほしいです")
    assert "fakeshop_wait_before_paying" not in found and "not_paid_yet" not in found
