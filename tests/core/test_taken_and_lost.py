"""A card that somebody came for, money that swindlers got, a lost card, a code not told yet, what a caller only claims."""

from __future__ import annotations

import pytest
from reading import stages, told


def steps(text: str) -> list[str]:
    return [step.id for step in told(text).plan.steps]


@pytest.mark.parametrize(
    "text",
    [
        "銀行の人が家に来て、キャッシュカードを封筒に入れて印鑑を取りに行く間に持って行きました。30分前です。",
        "母の家に市の職員が来て、キャッシュカードを預かって帰りました。",
        "警察官にカードを封筒に入れられ、あとで見ると中身がトランプにすり替わっていました。",
        "今日、行員という男が来て父の通帳とカードを持って行った。",
        "訪ねてきた人にキャッシュカードを見せたら、そのまま持ち去られました。",
        "警察の人がきてカードをもっていきました。",
        "封筒を開けたらカードではなく厚紙でした。銀行協会の人が来たあとです。",
        "A man from bank come to my house and take my cash card in envelope.",
    ],
)
def test_a_card_that_a_visitor_took_is_stopped_first(text: str) -> None:
    assert steps(text)[:2] == ["bank_card_stop", "bank_card_tell_police"]
    assert "received_only" not in stages(text)


@pytest.mark.parametrize(
    "text",
    [
        "銀行の人がキャッシュカードを取りに来ると言っています。まだ渡していません。",
        "銀行の人が来ましたが、キャッシュカードは渡しませんでした。",
        "警察がカードを預かると言うので断りました。",
        "母がキャッシュカードを持って銀行へ行きました。",
        "市役所の人が来て、書類を預かって帰りました。",
    ],
)
def test_a_card_that_stayed_is_not_stopped(text: str) -> None:
    assert "bank_card_stop" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "去年80万円だまされました",
        "30万円詐欺にあいました",
        "50万円やられました",
        "投資で全財産をなくしました",
        "銀行振込で500万円を失いました。9月から5回送りました。",
        "ロマンス詐欺で貯金をなくしました",
        "I was scammed out of 500000 yen on a dating site.",
    ],
)
def test_money_that_swindlers_got_is_paid(text: str) -> None:
    answer = told(text)
    assert "paid" in answer.situation.stage
    assert "money" in [one.item for one in answer.situation.gave if one.state == "given"]
    assert not {"not_paid_yet", "investment_not_yet_paid"} & {step.id for step in answer.plan.steps}


@pytest.mark.parametrize(
    "text",
    [
        "80万円だまされそうになりました",
        "80万円だまされてはいません",
        "カードで5万円やられました。身に覚えがありません",
        "アカウントを乗っ取られて3万円やられた",
        "財布を落として3万円なくしました",
        "50万円の詐欺があったとニュースで見ました",
    ],
)
def test_money_that_was_nearly_or_otherwise_lost_is_not_paid(text: str) -> None:
    assert "paid" not in stages(text)


def test_a_transfer_that_was_lost_was_made() -> None:
    payments = told("銀行振込で500万円を失いました。").situation.payments
    assert [(one.method, one.state) for one in payments] == [("bank_transfer", "paid")]


def test_how_the_money_went_is_asked() -> None:
    assert "paid_how" in [one.id for one in told("去年80万円だまされました").questions]


@pytest.mark.parametrize(
    "text", ["キャッシュカードをなくした", "クレジットカードを落としました", "財布を電車に忘れました"]
)
def test_a_lost_card_is_stopped_and_nobody_is_accused(text: str) -> None:
    assert told(text).schemes == ()
    assert [one for one in steps(text) if one.startswith("lost_card")] == [
        "lost_card_stop",
        "lost_card_police",
    ]


def test_the_screen_is_closed_only_where_one_is_told_of() -> None:
    call = "警察から電話があり、コンビニへ行ってギフトカードを買うように言われました"
    assert "ss_close_the_screen" not in steps(call)
    assert "ss_close_the_screen" in steps("パソコンに警告が出て、電話したらカードを買えと言われた")


def test_a_code_that_was_not_told_is_kept() -> None:
    text = "警察官という人に電話で言われ、コンビニでギフトカードを買いました。番号はまだ教えていません。"
    assert "emoney_not_told_yet" in steps(text)
    assert not {"emoney_call_issuer", "ss_close_the_screen"} & set(steps(text))


def test_one_code_that_was_told_is_still_told_to_the_issuer() -> None:
    found = steps("ギフトカードを2枚買わされ、1枚目の番号は教えましたが2枚目はまだ教えていません")
    assert "emoney_call_issuer" in found
    assert "emoney_not_told_yet" not in found


def test_gift_cards_lead_to_their_issuer() -> None:
    text = "警察を名乗る電話で電子マネーを買い、番号を伝えました。お金は戻りますか"
    assert "発行した会社" in told(text).three_answers.will_money_return


@pytest.mark.parametrize(
    "text",
    [
        "銀行から電話で、口座が不正利用されているので暗証番号を教えてと言われた。教えていません",
        "カードが不正利用されたので止めますというSMSが来た",
        "「あなたのカードが不正に使われています」という電話がありました",
        "アマゾンからアカウントが乗っ取られたとのメール",
        "The bank called and said my account was hacked. I did not tell the PIN.",
    ],
)
def test_what_a_caller_claims_is_no_fact(text: str) -> None:
    assert "unauthorized_use" not in stages(text)


@pytest.mark.parametrize(
    "text",
    [
        "カードが不正利用されました。カード会社に電話しました。",
        "銀行に電話したら、50万円が引き出されていると言われました",
        "カード会社に確認したところ、不正利用されていると言われました",
        "偽サイトにカード番号を入れたあと、不正利用されたと連絡が来ました",
    ],
)
def test_what_the_person_found_out_is_a_fact(text: str) -> None:
    assert "unauthorized_use" in stages(text)
