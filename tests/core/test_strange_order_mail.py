"""A mail about an order that nobody made is no order and no use by others; goods from a pushy caller are no SMS and no shop."""

import pytest
from reading import told


@pytest.mark.parametrize(
    "text",
    [
        "注文した覚えのないテレビの購入確認メールが来ました。キャンセルするにはリンクを押せとあります。",
        "身に覚えのない約12万円のパソコンを配送するとのメールが届いた。内容はURLをタップすると出てくるらしい。",
        "Amazonで注文していない品の「ご注文の確認」というSMSが来た。キャンセルするにはURLを押せと書いてある。",
    ],
)
def test_a_mail_about_a_strange_order_is_phishing(text):
    found = told(text)
    assert found.schemes[0].id == "phishing"
    assert found.situation.stage == ("received_only",)
    assert not [one for one in found.situation.amounts if one.role in ("lost", "paid")]


def test_who_looked_for_themselves_found_it_out():
    found = told("覚えのない注文確認メールが来たので、公式アプリで見たら本当に注文されていました。")
    assert found.schemes[0].id == "account_takeover"
    assert "unauthorized_use" in found.situation.stage


def test_a_statement_beside_the_mail_is_use_by_others():
    text = "覚えのない購入のメールが来て、カードの明細にも5万円の請求があった。リンクは押していない。"
    assert "unauthorized_use" in told(text).situation.stage


@pytest.mark.parametrize(
    "text",
    [
        "母に何度もしつこく海産物の勧誘電話があり断っていました。昨日その業者からのカニの不在通知が入っていました。",
        "カニを買わないかと電話がありはっきり断ったのに、今日代引きで届いた。",
        "ポストに不在通知が入っていた。頼んだ覚えのないカニが代引きで来るらしい。",
    ],
)
def test_goods_of_a_pushy_caller(text):
    found = told(text)
    assert found.schemes[0].id == "other_consumer"
    assert found.situation.stage == ("received_only",)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("リンクを押すと入力画面が出てくるようだが、どうしたらいいか。", "received_only"),
        ("電話に出ると、動画サイトの料金が未納だと言われた。", "received_only"),
        ("リンクを押すと入力画面が出たので閉じた。", "clicked_or_called"),
    ],
)
def test_what_would_happen_was_not_done(text, stage):
    assert told(text).situation.stage == (stage,)


def test_what_was_refused_and_came_is_unordered():
    found = told("カニを買わないかと電話がありはっきり断ったのに、今日代引きで届いた。")
    steps = [step.id for step in found.plan.steps]
    assert steps[0] == "unordered_wait"
    assert "unordered_ask" in steps


@pytest.mark.parametrize(
    "text",
    [
        "「注文を受けた健康食品を代引きで送る」と電話があり、覚えがないと答えると強い口調で言い返された。",
        "健康食品のサンプルを注文したら、1年分を買うようにと電話があった。断ったが商品が送られてきた。",
    ],
)
def test_goods_that_somebody_says_were_ordered(text):
    assert told(text).schemes[0].id == "other_consumer"


@pytest.mark.parametrize(
    "text",
    [
        "SNSで知り合った人に言われ、投資アプリをダウンロードして、現金およそ40万円を振り込んだということです。",
        "投資に関するアプリをダウンロードし投資資金として700万円を振り込みました。",
    ],
)
def test_a_clause_that_goes_on_tells_what_was_done(text):
    assert {"app_installed", "paid"} <= set(told(text).situation.stage)
