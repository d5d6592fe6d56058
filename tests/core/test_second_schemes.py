"""They who promise lost money back for a fee: named beside the first scheme, and warned of before anything about money."""

import datetime as dt

import pytest

from madoguchi import consult
from madoguchi.words import Consultation

AT = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")
CHAIN = (
    "SNSで知り合った人に投資をすすめられて300万円を振り込みました。出金できません。"
    "そのあと返金サポートをするという探偵に着手金33万円を払いました。"
)


def read(text: str) -> Consultation:
    return consult(text, at=AT)


def test_both_halves_of_a_chain_are_named_in_their_order() -> None:
    assert [one.id for one in read(CHAIN).schemes][:2] == ["investment_scam", "recovery_scam"]


def test_the_second_half_has_its_own_words() -> None:
    second = read(CHAIN).schemes[1]
    assert "返金サポートをするという探偵に着手金" in [sign.quote for sign in second.signs]


def test_who_must_not_be_paid_stands_before_money_back() -> None:
    steps = [one.id for one in read(CHAIN).plan.steps]
    assert steps[0] == "recovery_pay_no_helper"
    assert "second_scam_warning" not in steps


@pytest.mark.parametrize(
    "text",
    [
        "投資詐欺で500万円失いました。ネットで見つけた調査会社が取り戻せると言うので、調査費用55万円を支払いました。",
        "副業で30万円払わされました。その後、被害金を取り戻すという業者からDMが来て、手数料5万円と言われています。",
        "アダルトサイトで9万円請求され、検索した相談窓口に電話したら、請求を止めるのに5万円の調査費用がかかると言われました。",
        "昔の投資被害のことで、お金が戻ると電話がありました。回収手数料20万円を先に払うように言われています。",
        "占いサイトで60万円使った。返金できると言われて司法書士を名乗る人に手数料4万円払った。",
        "I lost 3 million yen in a fake investment. A company says they can recover my money if I pay a fee of 300,000 yen.",
        "I lost my savings to a romance scam and then paid a lawyer I found online to recover it.",
        "My mother lost 2 million yen to fraud. Now a man calls and says he can get it back, he wants a commission.",
        "A hacker on Instagram said he can recover my lost crypto. I paid 100,000 yen.",
        "My father was cheated last year and lost 5 million yen. Now an agency wants 300,000 yen to recover the money.",
        "I was scammed and lost 800,000 yen. An organisation says they will refund me once I pay a 10% fee.",
    ],
)
def test_a_helper_for_a_fee_is_known(text: str) -> None:
    assert "recovery_scam" in [one.id for one in read(text).schemes]


@pytest.mark.parametrize(
    "text",
    [
        "投資詐欺で300万円振り込みました。お金を取り戻すことはできますか。",
        "弁護士に相談して、着手金20万円で返金の交渉をお願いしました。前に投資詐欺で300万円取られました。",
        "夫の浮気調査を探偵に頼んで着手金30万円払ったが、調査してくれない。返金してほしい。",
        "通販で買った服を返品して返金してもらいたい。",
        "エステを解約したら、返金してもらえるのは半分で、解約手数料を取ると言われた。",
        "My son called and said he lost money at work, he needs 2 million yen. I went to the bank but the clerk stopped me.",
        "My son called, he had lost money that belongs to his company and will get it back, I should pay 2 million yen.",
        "A nephew lost payment slips at work and must pay 800,000 yen.",
        "I lost money in a slot machine and paid with a loan.",
        "I paid 20,000 yen for a fake bag. Can I get money back from the shop?",
        "I paid with my credit card. How do I get money back?",
        "Can I get my money back? I paid 20,000 yen by bank transfer to a stranger who said he was my son.",
        "I paid 300,000 yen for a course. I want to recover everything I paid.",
        "My bank says it can get my money back and there is no fee.",
        "The police found stolen money in my account and I must pay 1 million yen as a deposit, the caller said.",
        "A hacker used my account and I want my money back. My bank asked me to wait.",
        "After the fraud my card company contacted me and sent a new card, I paid no fee.",
        "My lawyer said that I can get my money back, the fee is 100,000 yen.",
        "The company said they return my money when they have the shoes back. I paid 8,000 yen.",
    ],
)
def test_who_is_no_such_helper(text: str) -> None:
    assert "recovery_scam" not in [one.id for one in read(text).schemes]


@pytest.mark.parametrize(
    "text",
    [
        "以前だまされた80万円を取り戻してくれるという会社に、着手金12万円を払うように言われた。",
        "去年、出会い系で80万円だまされました。昨日「被害金を取り戻せる」という調査会社から電話があり、着手金として12万円を払うように言われています。まだ払っていません。",
        "去年投資詐欺で80万円だまし取られました。今日、被害回復の弁護士事務所を名乗る人から電話で、手数料12万円を先に払えば全額戻ると言われました。",
        "おととしロマンス詐欺で80万円失いました。返金代行という会社から、12万円の手数料で戻ると電話がありました。",
        "I was scammed out of 800,000 yen last year. A recovery company says they can get my money back if I pay a 120,000 yen fee first.",
    ],
)
def test_an_old_loss_and_a_new_fee_are_the_helpers_case_and_only_the_fee_can_still_go(text: str) -> None:
    answer = read(text)
    assert answer.schemes[0].id == "recovery_scam" and answer.plan.steps[0].id == "recovery_pay_no_helper"
    assert {(one.role, one.yen) for one in answer.situation.amounts} == {
        ("lost", 800_000),
        ("demanded", 120_000),
    }
    assert [one.yen_high for one in answer.exposure if one.state == "asked"] == [120_000]


@pytest.mark.parametrize(
    "text",
    [
        "前にだまされたお金が戻ると、探偵から電話。20万円要ると言われた。",
        "A lawyer says he can get back the money I lost, I must pay first",
    ],
)
def test_in_few_words_too_the_helper_is_not_paid(text: str) -> None:
    assert read(text).plan.steps[0].id == "recovery_pay_no_helper"
