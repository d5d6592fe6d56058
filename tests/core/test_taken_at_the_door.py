"""What was taken is told apart: a bank card or a secret is no money, what a card drew is no transfer, a child's game no stranger's."""

import pytest
from reading import told


@pytest.mark.parametrize(
    ("text", "stage", "not_stage"),
    [
        ("キャッシュカード3枚と通帳1冊をだまし取られました。", "card_given", "paid"),
        ("現金100万円とキャッシュカード2枚をだまし取られました。", "paid", "credentials_given"),
        (
            "小学生の息子が私のカードを持ち出し、オンラインゲームで課金していました。",
            "unauthorized_use",
            "card_given",
        ),
        ("偽の画面にネットバンキングのアカウント情報を入力してしまいました。", "credentials_given", "paid"),
    ],
)
def test_what_went_over(text, stage, not_stage):
    found = told(text).situation.stage
    assert stage in found
    assert not_stage not in found


def test_what_the_taken_card_drew_is_no_transfer():
    text = "警察官を名乗る男らにキャッシュカード2枚を盗まれ、口座から計200万円が引き出されました。"
    found = told(text).situation
    assert not [one for one in found.payments if one.method == "bank_transfer"]
    assert [one.role for one in found.amounts] == ["lost"]


def test_what_is_quoted_before_other_quotes_is_a_claim():
    text = "銀行員を名乗る女から「あなたのキャッシュカードが不正に使われている」「新しいカードと入れ替える」などと電話がありました。"
    assert told(text).situation.stage == ("received_only",)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("壊れたネックレスと指輪を出すと、買取料として5千円を渡されました。", "other"),
        ("偽のサイトに7200円を寄付しましたが、品物が届きません。", "paid"),
        ("クレジットの明細にある子どもの課金、利用分50万円を取り消したいです。", "demanded"),
    ],
)
def test_whose_money_it_was(text, role):
    assert [one.role for one in told(text).situation.amounts] == [role]
