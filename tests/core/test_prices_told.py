"""What a price is: halved and ordered for, offered in place of another, one that would have to be added, one that was nearly paid."""

import pytest
from reading import told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "通販でシャツが定価の半額の9千円だったのでお得と思って注文。代引きで支払ったが偽物だった。",
            {(9_000, "paid")},
        ),
        (
            "「70万円のコースの方が良い。特別に60万円にする」と勧められ、エステを契約してしまった。",
            {(700_000, "other"), (600_000, "demanded")},
        ),
        (
            "サイトに1,000円追加すると2枚購入できるとあり、2枚5,000円を代引きで受け取り、代金を払ったら偽物だった。",
            {(1_000, "other"), (5_000, "paid")},
        ),
        (
            "「50万円の保険に入る必要がある」と警察を名乗る男に言われた。",
            {(500_000, "demanded")},
        ),
        (
            "店に来た女性が12万円分の電子マネーを購入しようとしたところ、店員が気付いて防いだ。",
            {(120_000, "demanded")},
        ),
        (
            "メールのリンクからIDを入れてしまい、株約4800万円分がすべて売却された。損害は、約2100万円だった。",
            {(48_000_000, "other"), (21_000_000, "lost")},
        ),
        (
            "1400万円のプランを申し込んだ。690万円を振り込んだが全額は払えず、解約を申し出た。",
            {(14_000_000, "demanded"), (6_900_000, "paid")},
        ),
        (
            "副業で5万円を要求された。その5万円を払わないと1万3千円が受け取れないと言う。何度も請求され、20万円を振り込んだ。",
            {(50_000, "demanded"), (13_000, "other"), (200_000, "paid")},
        ),
        (
            "証券口座で株を全部売られ、中国株が買われていた。金額でいうと1200万円分くらい。結局およそ210万円を失いました。",
            {(12_000_000, "other"), (2_100_000, "lost")},
        ),
    ],
)
def test_prices(text, wanted):
    assert {(one.yen, one.role) for one in told(text).situation.amounts} == wanted


def test_money_for_the_carrier_was_paid_on_delivery():
    found = told("広告の靴を注文した。宅配業者に代金を支払って受け取り、開けると偽物だった。").situation
    assert [(one.method, one.state) for one in found.payments] == [("cod", "paid")]


def test_secrets_that_are_called_personal_are_secrets():
    found = told("メールの指示に従い、ID・パスワードなどの個人情報を入力してしまった。").situation.stage
    assert "credentials_given" in found
    assert "personal_info_given" not in found


def test_a_card_that_could_not_be_used_was_not_given():
    found = told("修理代6万円を払おうとしたらカードが使えず、現金で払った。").situation.stage
    assert "card_given" not in found


def test_whoever_only_tried_to_obey_has_not_paid():
    text = "「手数料を支払ってください」というメールが届き、指示に従い、電子マネーを購入しようとしたが店員に止められた。"
    assert "paid" not in told(text).situation.stage


def test_pests_and_their_work_are_no_side_job():
    text = "夜中にゴキブリが出て、ネットで見つけた業者に依頼した。15万円必要だと言われ、作業をお願いして15万円を支払った。"
    assert told(text).schemes[0].id == "rescue_other"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("通販のサイトで服を選び、ネットの画面で振込依頼をしましたが、届きません。", "paid"),
        ("偽のサイトだと気づき、カード会社に連絡して、支払いに使ったカードを止めました。", "card_given"),
        ("上位に出てきたサイトで合計3万円くらいの買い物をした。文面は英語だった。", "contract_signed"),
    ],
)
def test_orders_and_payments_in_other_words(text, stage):
    assert stage in told(text).situation.stage
