"""Money that was put in: by which means, wherever the means stands; and what was asked for, nearly done, or of another kind."""

from __future__ import annotations

import pytest
from reading import stages, told

PAID = [
    ("投資アプリに300万円を銀行振り込みで入れました。", "bank_transfer"),
    ("投資アプリに300万円を銀行振り込みで入れました。出金できません。", "bank_transfer"),
    ("銀行振り込みで、投資アプリに300万円を入れてしまいました。", "bank_transfer"),
    ("全部で300万円です。銀行振り込みで投資アプリに入れました。", "bank_transfer"),
    ("投資アプリにお金を入れました。銀行振り込みで、全部で300万円です。", "bank_transfer"),
    ("投資アプリに入れたのは300万円、銀行振り込みです。", "bank_transfer"),
    ("投資の口座に、ネットバンキングから200万円を移しました。", "bank_transfer"),
    ("ATMから45万円を、言われた口座へ移しました。", "bank_transfer"),
    ("投資グループの先生に、銀行口座を通して80万円出しました。", "bank_transfer"),
    ("クレジットで10万、投資スクールに入れました。", "credit_card"),
    ("占いサイトのポイントを、カードで15万円課金しました。", "credit_card"),
    ("副業のサイトに、クレカで30万円分チャージさせられました。", "credit_card"),
    ("登録料の3万円を、コンビニで払い込みました。副業です。", "convenience_store"),
    ("副業のチャージ金を、ペイペイで3回に分けて計12万円入れました。", "qr_payment"),
    ("現金で80万円を、投資セミナーの会社に納めました。", "cash"),
    ("ビットコインにして、90万円を相手のウォレットに移しました。", "crypto"),
    ("暗号資産を買って、投資アプリに移しました。", "crypto"),
    ("副業のタスクのために、ペイペイで1万円、3万円、8万円と送金しました。", "qr_payment"),
    ("欠品だからPayPayで返すと言われ、案内どおりにしたら逆に3万円送金してしまいました。", "qr_payment"),
    ("銀行振り込みで入れた150万円が引き出せません。投資アプリです。", "bank_transfer"),
    ("I put 3,000,000 yen into an investment app by bank transfer.", "bank_transfer"),
]
NOT_PAID = [
    "投資アプリに300万円を銀行振り込みで入れるように言われました。",
    "300万円を銀行振り込みで入れようとしましたが、窓口で止められました。",
    "ATMで30万円を入れる直前に、銀行の人が止めてくれました。",
    "投資アプリに300万円を銀行振り込みで入れる予定です。",
    "カードで10万円課金しそうになりましたが、やめました。",
    "彼が、銀行から300万円を移してほしいと言います。",
    "郵便局の窓口で、封筒に現金200万円を入れて送ろうとした母を、局員が止めました。",
    "銀行振り込みで3万円払いました。いや、間違えました、まだ払っていません。",
    "投資アプリに300万円を入れたと思いましたが、間違いで、振り込みはしていませんでした。",
    "USDTを預けると毎日1.5%増えると言われています。",
    "カードで3万円課金したら稼げると誘われましたが、断りました。",
    "父がATMから50万円を送るところを、私が止めました。",
    "ペイペイで5千円送ってと、友達のLINEから来ました。まだ送っていません。",
    "They told me to put 500,000 yen into the app by bank transfer but I have not.",
    "退職金を入れていた投資信託の知らせを装うメールが来ました。",
]
OTHER_THINGS = [
    "偽の銀行のページに、ネットバンキングの暗証番号を入れました。",
    "ATMで還付金3万円を受け取れると言われ、番号を入れました。",
    "口座から300万円を、自分の別の口座に移しました。偽のメールが来たので。",
    "毎月、口座振替で電気代を納めていますが、未納だというSMSが来ました。",
]


@pytest.mark.parametrize(("text", "method"), PAID)
def test_money_put_in_by_a_means_that_is_named_is_paid_by_it(text: str, method: str) -> None:
    found = {one.method: one.state for one in told(text).situation.payments}
    assert (found, "paid" in stages(text)) == ({method: "paid"}, True)


@pytest.mark.parametrize("text", [*NOT_PAID, *OTHER_THINGS])
def test_what_was_not_put_in_is_not_paid(text: str) -> None:
    assert "paid" not in stages(text)
    assert "paid" not in {one.state for one in told(text).situation.payments}


def test_after_a_transfer_into_an_app_both_banks_and_the_police_are_called() -> None:
    answer = told("投資アプリに300万円を銀行振り込みで入れました。出金できません。")
    steps = {step.id for step in answer.plan.steps}
    assert {"bank_call_own", "bank_call_receiving", "bank_tell_police"} <= steps
    assert "paid_how" not in {question.id for question in answer.questions}


def test_a_means_that_is_named_counts_before_what_the_place_implies() -> None:
    payments = told("投資の取引所に、カードで50万円を入れました。").situation.payments
    assert [(one.method, one.state) for one in payments] == [("credit_card", "paid")]


def test_a_sum_behind_the_verb_is_the_one_that_was_put_in() -> None:
    text = "手数料の25万円を先に納めるよう言われ、これまでに入れた60万円も戻りません。"
    found = {one.yen: one.role for one in told(text).situation.amounts}
    assert (found[250_000], found[600_000]) == ("demanded", "paid")
