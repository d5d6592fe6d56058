"""Sums that are only named, and the one that was paid in the end: read by meaning, whatever stands near by."""

import pytest
from reading import amounts


def role_of(yen, text):
    return [role for amount, _, role in amounts(text) if amount == yen]


@pytest.mark.parametrize(
    ("yen", "text"),
    [
        (30_000, "鍵の業者に電話すると、3万円から6万円くらいと言われた。"),
        (60_000, "鍵の業者に電話すると、3万円から6万円くらいと言われた。"),
        (900_000, "エステの店で、90万円のところ今日なら50万円だとせかされた。"),
        (12_000, "屋根の業者に、足場代の12,000円だけ引いておくと言われた。"),
        (250_000, "訪問の業者に、ふつうなら25万円かかると言われた。"),
        (140_000, "部屋を出たら、敷金は14万円なのに、修繕費を請求すると言われた。"),
        (9_000, "蛇口の修理を頼んだ。電話では9千円くらいと聞いたのに、来た業者に7万円を請求された。"),
    ],
)
def test_a_price_that_is_only_named_is_not_asked_for(yen, text):
    assert set(role_of(yen, text)) == {"other"}


def test_a_bill_stays_a_bill():
    text = "蛇口の修理を頼んだ。電話では9千円くらいと聞いたのに、来た業者に7万円を請求された。"
    assert role_of(70_000, text) == ["demanded"]


def test_a_threat_in_nara_is_asked_for():
    text = "裸の写真をばらまく、嫌なら20万円を送れというメールが来た。"
    assert role_of(200_000, text) == ["demanded"]


def test_what_was_asked_for_and_paid_a_sentence_later_is_paid():
    text = "鍵開けを頼むと、しまいに8万円を請求された。断りきれず、泣く泣くカードで払った。"
    assert role_of(80_000, text) == ["paid"]


def test_a_part_that_was_paid_leaves_the_bill_asked_for():
    text = "鍵開けを頼むと、8万円を請求された。その場で半分だけ払い、残りは断った。"
    assert role_of(80_000, text) == ["demanded"]


def test_what_one_meant_to_pay_was_not_paid():
    text = "未納だと電話で言われ、店で5万円を払おうとしたが店員に止められた。前の日に3万円を払っていた。"
    assert role_of(50_000, text) == ["demanded"]


def test_a_promise_to_give_it_back_is_no_refund():
    text = "カード代を2万円払った。4万円は後で返すから振り込めと言われた。"
    assert "refunded" not in role_of(40_000, text)


def test_what_was_swindled_out_of_somebody_was_paid():
    text = "警察を名乗る電話を信じて振り込み、300万円をだまし取られた。"
    assert role_of(3_000_000, text) == ["paid"]
