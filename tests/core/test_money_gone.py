"""Money paid for a reason that is told, in spoken words and dialect; sums that are gone; what a sign only tells of."""

from __future__ import annotations

import pytest
from reading import amounts, stages, told

WAIT = {"confirm_another_way", "not_paid_yet"}


def steps(text: str) -> list[str]:
    return [step.id for step in told(text).plan.steps]


def means(text: str) -> set[str]:
    return {one.method for one in told(text).situation.payments if one.state == "paid"}


def items(text: str) -> dict[str, str]:
    return {one.item: one.state for one in told(text).situation.gave}


@pytest.mark.parametrize(
    "text",
    [
        "夫の部下だという人から電話があって180万円を言われた口座に振り込みました",
        "孫に頼まれたと思って80万円を送金したんです",
        "お金ば振り込んでしもた",
        "代金を振り込んだんやけど品物がまだ来とらん",
        "言われた5万円、もう払ろてしもうた",
        "保証金いうて3万円振り込んどった",
        "警察の人に言われて、指定された口座に全額移しました",
    ],
)
def test_a_payment_with_a_reason_never_leads_to_waiting(text: str) -> None:
    assert "paid" in stages(text)
    assert steps(text)[0] != "confirm_another_way" and WAIT.isdisjoint(steps(text))
    assert {"pay_no_more", "police_consult"} <= set(steps(text))


@pytest.mark.parametrize(
    "text",
    [
        "飲み会の割り勘で3000円をPayPayで送りました",
        "家賃8万円を振り込みました",
        "スーパーで買い物をして5000円払った",
        "お年玉を孫に1万円渡した",
        "頼んだ布団が届いて、代引きで8000円払いました",
        "自分の口座に5万円入金しました",
        "立て替えてもらった2万円を妹に渡しました",
        "Suicaに5000円チャージした",
    ],
)
def test_an_everyday_payment_is_no_case(text: str) -> None:
    assert "pay_no_more" not in steps(text) and "police_consult" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "家に来た人に渡しました。300万円です。息子の同僚だと言っていました",
        "封筒を手渡しました。中身は現金200万円。孫の代わりに来たという人です",
        "タンスの金を知らん男に渡してしもた。400万や",
        "宅配便に入れて送っちゃった、現金120万円。電話では息子だと思った",
        "100万わたしました、うけとりに来た人に",
    ],
)
def test_cash_that_was_handed_over_or_sent_is_told_to_the_police(text: str) -> None:
    assert means(text) == {"cash"}
    assert "cash_tell_police" in steps(text)[:4]


@pytest.mark.parametrize(
    "text",
    [
        "取りに来ると言われたけど、渡していません。300万円です",
        "銀行の人にキャッシュカードを渡しました。50万円が引き出されました",
        "業者に書類を渡しました。来月5万円を払う予定です",
        "荷物を宅配便で送りました。三日後、修理代が3万円だと言われました",
        "電子マネー3万円分を買って渡しました",
    ],
)
def test_other_things_that_change_hands_are_no_cash(text: str) -> None:
    assert "cash" not in means(text)


@pytest.mark.parametrize(
    "text",
    [
        "警告が出て電話したら、コンビニでアップルのカード2枚こうて番号言うてしもた",
        "グーグルのカード5万円を3枚買うて番号ゆうてもうた",
        "アマゾンのカードば買うて裏の番号ば教えてしもうたとです",
        "ギフトカード買うて番号をしゃべってしもた",
    ],
)
def test_codes_told_in_dialect_are_told(text: str) -> None:
    assert items(text)["prepaid_code"] == "given"
    assert "emoney_call_issuer" in steps(text)


@pytest.mark.parametrize(
    "text",
    ["番号言わんかった", "カードはこうてへん", "まだ払うてまへん", "まだ送っとらん", "振り込まんやった"],
)
def test_what_dialect_denies_was_not_done(text: str) -> None:
    assert "paid" not in stages(text) and "given" not in items(text).values()


def test_what_somebody_says_to_pay_is_no_payment():
    assert "paid" not in stages("ネットで500円払うて言われとる")


@pytest.mark.parametrize(
    "text",
    [
        "遠隔操作ゆうのをされてしもて、ネット銀行に100円と打ったら100万円になっとった",
        "警告が出て電話した。画面を操作されながらネットバンクを開いたら、預金の150万円が無くなってた",
    ],
)
def test_money_lost_while_others_operate_goes_to_bank_and_police(text: str) -> None:
    first = steps(text)
    assert {"device_off_the_net", "bank_call_own", "bank_tell_police"} <= set(first[:8])
    assert WAIT.isdisjoint(first)


def test_the_total_of_an_investment_was_paid():
    text = "暗号資産を買って投資サイトに入金、全部で1200万円、出金申請したら税金を払えと言われた"
    assert amounts(text) == [(12_000_000, 1, "paid")] and means(text) == {"crypto"}
    assert {"investment_stop_sending", "crypto_tell_exchange", "investment_police_first"} <= set(steps(text))


def test_a_sum_that_stands_behind_the_payment_is_the_sum_paid():
    text = "銀行でおろして知らない人に渡してしまいました。500万円です。孫を名乗る電話でした"
    assert amounts(text) == [(5_000_000, 1, "paid")]


def test_what_a_sign_tells_of_is_perhaps_given_and_its_steps_are_worded_so():
    text = "警告が出て電話した。遠隔操作しますと言われた。"
    assert items(text)["remote_control"] == "unknown"
    assert "device_off_the_net_if_operated" in steps(text) and "device_off_the_net" not in steps(text)


def test_who_refused_remote_control_is_not_taken_for_operated():
    assert "remote_access_given" not in stages("遠隔操作のソフトを入れてと言われたけど入れてません")


def test_a_household_bill_paid_all_the_time_is_no_deed_of_the_story():
    text = (
        "未納の料金を払えという電話が来ました。うちは電気代を毎月、集金の人に払っとるけん、未納はないはず。"
    )
    assert "paid" not in stages(text)


def test_who_has_paid_stops_the_money_before_the_noise():
    order = steps("パソコンに警告が出て電話し、コンビニで電子マネーを3万円分買って番号を伝えました")
    assert order.index("emoney_call_issuer") < order.index("ss_close_the_screen_after_money")


def test_days_that_are_told_answer_the_question_for_the_day():
    answer = told("証券口座に勝手にログインされ11月20日に保有株を全部売られた")
    assert "damage_day" not in [one.id for one in answer.questions]


@pytest.mark.parametrize("choice", ["cash_gone", "crypto", "id_document", "other_payment"])
def test_what_was_given_can_be_answered_in_full(choice: str) -> None:
    asked = told("お金を用意するように言われました").questions
    assert choice in [
        one.id for question in asked if question.id == "what_was_given" for one in question.choices
    ]
