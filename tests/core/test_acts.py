"""Done, not done, almost, only asked for: the words behind the verb decide."""

import pytest
from reading import stages, told

PAID = [
    "コンビニで電子マネーカードを買い、番号を伝えた。",
    "指定された口座に30万円を振り込んでしまった。",
    "電子マネーを買えと言われ、言われるままに買って番号を教えた。",
    "おかねを はらいました。",
]
NOT_PAID = [
    "コンビニで電子マネーカードを買って番号を知らせるよう言われた。",
    "口座に30万円を振り込めと言われたが、振り込んでいない。",
    "振り込みそうになったが、家族に止められた。",
    "お金を払わなければならないのか。",
    "「すぐに払ってください」と書いてあった。",
    "払おうとしたところで店員さんが声をかけてくれた。",
    "料金を払うべきでしょうか。",
    "払った覚えはありません。",
]


@pytest.mark.parametrize("text", PAID)
def test_money_that_moved_is_paid(text):
    assert "paid" in stages("サイトの料金が未納だというSMSが来た。" + text)


@pytest.mark.parametrize("text", NOT_PAID)
def test_money_that_did_not_move_is_not_paid(text):
    assert "paid" not in stages("サイトの料金が未納だというSMSが来た。" + text)


@pytest.mark.parametrize(
    ("text", "stage", "there"),
    [
        ("リンクを押した。", "clicked_or_called", True),
        ("リンクは押していません。", "clicked_or_called", False),
        ("リンクを押しかけたがやめた。", "clicked_or_called", False),
        ("書いてある番号に電話した。", "clicked_or_called", True),
        ("心配になり、カード会社に電話した。", "clicked_or_called", False),
        ("アプリを入れてしまった。", "app_installed", True),
        ("アプリは入れていません。", "app_installed", False),
        ("偽のアプリを入れて被害に遭った人がたくさんいるらしい。", "app_installed", False),
        ("カード番号を入力してしまった。", "card_given", True),
        ("カード番号は入力していません。", "card_given", False),
        ("パスワードを入れた。", "credentials_given", True),
        ("届いた認証コードを教えた。", "credentials_given", True),
        ("住所と名前を伝えた。", "personal_info_given", True),
        ("住所も名前も言わずに切った。", "personal_info_given", False),
    ],
)
def test_an_act_counts_when_it_was_done(text, stage, there):
    assert (stage in stages("宅配の不在通知のSMSが来た。" + text)) is there


def test_typed_and_closed_before_sending_is_not_given():
    answer = told("銀行を名乗るSMSのリンクを開き、パスワードを入力したが、送信せずに閉じた。")
    assert [one.state for one in answer.situation.gave if one.item == "password"] == ["typed_not_sent"]
    assert "credentials_given" not in answer.situation.stage


def test_what_was_refused_is_told_as_refused():
    answer = told("銀行を名乗る電話があり、パスワードを聞かれたが、パスワードは教えていません。")
    assert [(one.item, one.state) for one in answer.situation.gave] == [("password", "refused")]


@pytest.mark.parametrize(
    "text",
    [
        "宅配のSMSが来た。サイトを見て詐欺だと分かった。",
        "懸賞のサイトだった。登録しなかった。",
        "海外から当選の手紙が来た。カード番号を書いて送れとある。",
    ],
)
def test_words_that_hide_in_other_words_are_no_deeds(text):
    assert not {"contract_signed", "card_given", "paid"} & stages(text)


def test_what_is_bought_in_kana_and_counted_is_bought():
    text = "コンビニで 5000えんの カードを 2まい かいました。カードの ばんごうを おしえました。"
    assert "paid" in stages(text)


def test_whoever_calls_the_card_company_has_not_called_a_swindler():
    text = "カードの明細に覚えのない利用が6万円あった。すぐに電話して止めた。"
    assert stages(text) == {"unauthorized_use"}


def test_the_app_of_a_false_parcel_notice_infects_the_phone():
    text = "不在通知のSMSからアプリを入れてしまった。"
    assert {"app_installed", "device_infected", "clicked_or_called"} <= stages(text)


def test_what_one_logs_in_with_is_no_personal_detail():
    text = "銀行を名乗るメールのリンクから、メールアドレスとパスワードを入れた。"
    assert {"credentials_given"} <= stages(text) and "personal_info_given" not in stages(text)


def test_a_fee_that_is_drawn_in_a_subscription_is_paid():
    text = "無料のお試しのつもりが定期の会員になり、毎月2千円が引き落とされていた。"
    assert "paid" in stages(text) and "unauthorized_use" not in stages(text)


def methods(text):
    return {payment.method for payment in told(text).situation.payments}


@pytest.mark.parametrize(
    ("text", "method", "there"),
    [
        ("当選金がまったく振り込まれない。", "bank_transfer", False),
        ("ビットコインを振り込めというメールが来た。", "bank_transfer", False),
        ("未納だと言われ、ギフトカードで払えと言われた。", "credit_card", False),
        ("未納だと言われ、クレジットカードで払った。", "credit_card", True),
        ("息子を名乗る電話があり、駅で部下だという男に200万円を渡した。", "cash", True),
        ("SMSが大量に送られていて、高い料金を請求された。", "carrier_billing", True),
    ],
)
def test_a_means_of_payment_is_what_one_pays_by(text, method, there):
    assert (method in methods(text)) is there


def test_what_a_message_says_in_quotes_does_not_make_a_story_a_message():
    text = "携帯に「おめでとうございます、お客様に賞金をお届けします」と来た。信じて店で2万円を払った。"
    assert "paid" in stages(text)
