"""Troubles of everyday buying: things that nobody ordered, lines sold by telephone, flats that were left, children that played."""

from __future__ import annotations

import pytest
from reading import amounts, first_scheme, stages, told


@pytest.mark.parametrize(
    "text",
    [
        "見覚えのない小包がうちのポストに入っていて、あて先は私です。開けずに置いてあります。",
        "留守のあいだに代引きで荷物が来て、母が払って受け取りました。だれも頼んだ覚えがない青汁でした。",
        "注文していないカニが送られてきました。請求書は入っていません。",
        "ひかり電話をやめてアナログ回線に戻せば毎月の支払いが安くなると電話があり、承知したら書類が届きました。",
        "ネットの料金が安くなると電話で勧められて承諾したら、使わないルーターが届きました。",
        "借りていた部屋を出たら、原状回復だと言って33万円の請求書が来ました。ふつうに暮らしていただけです。",
        "ゲームの会社からカードに9万円の請求が来ました。小学生の息子に聞いたら、アイテムを買ったと認めました。",
        "医療脱毛を契約しましたが、クリニックが閉院して返金がありません。",
        "探偵社に浮気の調査を頼み、契約をやめると言ったら料金を請求されました。",
        "むかし買わされた山林を高く買い取ると言う会社に、先に測量の費用がいると言われました。",
    ],
)
def test_it_is_read_as_ordinary_trouble(text: str) -> None:
    assert first_scheme(told(text)) == "other_consumer"


def test_who_got_what_nobody_ordered_waits_before_paying() -> None:
    plan = [
        step.id
        for step in told("頼んだ覚えのない健康食品が送られてきて、請求書が入っていました。").plan.steps
    ]
    assert plan[0] == "unordered_wait" and "unordered_ask" in plan


def test_who_paid_for_it_is_not_told_to_wait() -> None:
    answer = told("身に覚えのない商品が代引きで届いて、3千円払ってしまいました。")
    plan = {step.id for step in answer.plan.steps}
    assert "unordered_wait" not in plan and {"unordered_ask", "cod_keep_slip"} <= plan
    assert "unauthorized_use" not in answer.situation.stage


def test_what_the_law_is_said_to_hold_is_said_with_its_page() -> None:
    (step,) = [one for one in told("注文していない本が届いた。").plan.steps if one.id == "unordered_ask"]
    assert "2021年7月6日" in step.text and "188" in step.text and "fp_suwa_okuritsuke" in step.sources


def test_a_box_of_a_shop_that_was_ordered_from_is_a_shops() -> None:
    text = "通販サイトで靴を注文して振り込んだら、頼んでいないサングラスが届きました。サイトとは連絡がつきません。"
    assert first_scheme(told(text)) == "fake_shop"


def test_a_child_that_played_met_no_trader() -> None:
    text = "ゲームの会社からカードに9万円の請求が来ました。小学生の息子に聞いたら、アイテムを買ったと認めました。"
    assert stages(text).isdisjoint({"clicked_or_called", "contract_signed"})


def test_what_others_ask_in_their_words_was_not_paid() -> None:
    text = (
        "契約のときに8万円を払いました。やめたいと言うと「1回の料金が4万円、全部で16万円だ」と言われました。"
    )
    assert set(amounts(text)) >= {(80_000, 1, "paid")}
    assert not {(40_000, 1, "paid"), (160_000, 1, "paid")} & set(amounts(text))


@pytest.mark.parametrize(
    "text",
    [
        "アプリの明細では私がギフト券を購入したことになっています。",
        "頼んでいないのに、有料の会員に登録したことになっていました。",
    ],
)
def test_what_somebody_is_said_to_have_done_was_not_done(text: str) -> None:
    assert stages(text).isdisjoint({"paid", "contract_signed"})


def test_who_was_asked_in_writing_and_did_so_has_done_it() -> None:
    text = (
        "友だちから「認証番号を教えてください」とLINEが来て、言うとおりにしたらログインできなくなりました。"
    )
    assert "credentials_given" in stages(text)


def test_what_was_asked_after_obeying_was_not_done() -> None:
    text = "案内に従って番号を押したら「払わないと裁判になる。電子マネーで払え」と言われました。"
    assert "paid" not in stages(text)


def test_the_first_box_that_was_paid_is_paid_and_the_next_price_is_not() -> None:
    text = "お試し980円の青汁を頼みました。届いて、コンビニから代金を払いました。2回目からは6,800円だと書いてありました。"
    assert amounts(text) == [(980, 1, "paid"), (6_800, 1, "other")]


def test_savings_that_are_gone_are_lost() -> None:
    assert (700_000, 1, "lost") in amounts("ネット銀行に入ると、70万円の預金がなくなっていました。")


def test_who_is_asked_to_lend_a_name_on_the_phone_is_told_of_the_trick() -> None:
    text = "老人ホームの入居権が当たったので、権利を譲ってほしい、名義を貸してほしいと電話が来ました。"
    assert first_scheme(told(text)) == "impersonation_call"


def test_a_deposit_pays_no_whole_price() -> None:
    text = "その場で18万円の工事の契約を結び、前金を渡しました。"
    assert (180_000, 1, "paid") not in amounts(text)


def test_who_only_fears_a_swindle_and_got_money_ready_has_not_paid() -> None:
    text = "600万円を払わないと逮捕されると言われました。お金を用意しましたが、だまされているのではないでしょうか。"
    assert "paid" not in stages(text)
