"""What only a name or a denial names was not asked for, and what others did or a letter asks was not done by the person."""

from __future__ import annotations

import pytest
from reading import stages, told


def means(text: str) -> set[tuple[str, str]]:
    return {(one.method, one.state) for one in told(text).situation.payments}


@pytest.mark.parametrize(
    "text",
    [
        "カード会社を名乗るSMSが来ました。リンクは開いていません。",
        "通販の当選画面で住所と名前を入れましたが、クレジットカード番号は入れていません。",
        "警察を名乗る人が来ましたが、お金も渡していません。",
    ],
)
def test_a_name_and_a_denial_ask_for_nothing(text: str) -> None:
    assert means(text) == set()


def test_what_is_asked_for_beside_a_name_is_still_asked_for() -> None:
    assert means("宅配のSMSからカード番号を入れる画面になりました。") == {("credit_card", "demanded")}


def test_a_transfer_by_somebody_else_is_a_transfer() -> None:
    text = "夜中に口座から知らない人に50万円が振り込まれていました。ログインした覚えはありません。"
    assert means(text) == {("bank_transfer", "unknown")}


def test_fees_that_were_drawn_were_paid() -> None:
    text = "お試しのサプリのつもりが定期購入で、4,378円がカードから引き落とされていました。"
    assert "paid" in stages(text)


def test_who_never_entered_for_a_prize_tells_of_no_use_by_others() -> None:
    assert "unauthorized_use" not in stages("応募した覚えはない懸賞に当選したというメールが届きました。")


def test_a_letter_that_asks_is_not_yet_obeyed() -> None:
    text = "「裁判の取り下げのため本日中に電話してください」というはがきが届きました。"
    assert stages(text) & {"clicked_or_called", "paid"} == set()


def test_a_seal_is_no_button() -> None:
    assert stages("訪ねてきた業者の契約書に判を押しました。") == {"contract_signed"}


@pytest.mark.parametrize(
    "text",
    [
        "I made two transfers to the account they gave me, 300,000 yen in all.",
        "I made a payment of 50,000 yen for the fee.",
        "I made a deposit of 200,000 yen on their trading site.",
    ],
)
def test_what_was_made_in_english_was_paid(text: str) -> None:
    assert "paid" in stages(text)


@pytest.mark.parametrize(
    "text",
    [
        "投資サイトで300万円をだまし取られました。すると弁護士だという人からLINEが来て、取り戻せると言います。",
        "先月だまされたお金のことで、返金を手伝うという会社から急に電話がありました。",
    ],
)
def test_who_turns_up_to_get_it_back_is_suspected(text: str) -> None:
    assert "recovery_scam" in {one.id for one in told(text).schemes}
