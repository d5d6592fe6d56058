"""What stands first for people in a hurry, and what must not stand there: told in the words of many voices."""

from __future__ import annotations

import datetime as dt

import pytest
from reading import stages

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def steps(text: str) -> list[str]:
    return [step.id for step in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("トイレ詰まりで業者呼んだら今25万払えって帰ってくれない怖い", "rescue_threat_at_home"),
        ("業者が居座って帰ってくれない。25万払えと怒鳴られて怖い", "rescue_threat_at_home"),
        ("お金を用意したら会社の人が取りに来るそうです。息子の使いだと言います。", "visitor_at_the_door"),
        (
            "画面に警告が出てて電話の人がマウス動かしてるんやけどコンビニでカード買うてこい言われてる",
            "hang_up",
        ),
        ("パソコンに警告が出て電話したら遠隔操作されています。今つながっています", "hang_up"),
        ("さっきウイルスの警告の電話に電話してまだ話し中です", "hang_up"),
        ("セクストーション 16歳です インスタの人に動画送った 消えたい", "crisis_line"),
        ("インスタで動画送ったら拡散するって言われた 16歳 5万払えって", "sextortion_under_18"),
        ("カードに不正利用の通知が来ました。何も教えていません", "at_card_used"),
        ("証券口座に知らない株の売買の記録があり勝手に中国株が買われていました", "st_broker_emergency"),
        ("200万円投資しました。出金できません", "investment_stop_sending"),
        ("通関料を送りました。ひとりで生きとってもしゃあないです", "crisis_line"),
        ("母が、あの世の父のところへ行きたいと言います。お金を取られました", "crisis_line"),
        ("玄関に作業員の人が座っています。お金を出すまで帰らないと言います", "visitor_at_the_door"),
        ("修理の会社の人が車の前に立って動けません。払えと言われています", "visitor_at_the_door"),
        ("父がまだ女の人とつながったままで、ATMに向かっています", "hang_up"),
        ("祖父が今コンビニの前です。もう1枚買えと言われています", "hang_up"),
    ],
)
def test_the_first_step(text: str, first: str) -> None:
    assert steps(text)[0] == first


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("パソコンの警告の番号に電話したら遠隔操作されています。今つながっています", "device_off_the_net"),
        ("脅されて裸の動画を送りました。高校生です", "minor_images_words_only"),
        ("仮想通貨の投資で200万円入れました。出金できません。詐欺でしょうか", "investment_stop_sending"),
        ("知らない会社から至急連絡してという紙が来ました。不安です", "confirm_another_way"),
    ],
)
def test_a_step_that_must_be_there(text: str, step: str) -> None:
    assert step in steps(text)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("エステの解約をしたい。カードで払った。10万円", "card_stop"),
        ("水漏れの業者に昨日12万カードで払った高すぎる", "card_stop"),
        ("先週友達とご飯に行って割り勘で3000円PayPayで送りました。楽しかったです", "qr_stop"),
        ("先週友達とご飯に行って割り勘で3000円PayPayで送りました。楽しかったです", "pay_no_more"),
        ("【楽天カード】11月27日のお引き落とし金額は45,320円です。", "not_paid_yet"),
        ("カード会社からメールが来てリンクを開きカード番号を入れてしまいました", "not_paid_yet"),
        ("アダルトサイト 登録 電話した 名前と電話番号言った", "prepaid_load_first"),
        ("銀行協会の人にキャッシュカードと暗証番号を渡してしまいました", "impersonation_do_not_hand_over"),
    ],
)
def test_a_step_that_must_not_be_there(text: str, step: str) -> None:
    assert step not in steps(text)


def test_a_spoken_phone_number_is_no_prepaid_code() -> None:
    answer = consult("アダルトサイト 登録 電話した 名前と電話番号言った 明日家に行くと言われた", at=AT)
    assert "paid" not in answer.situation.stage
    assert [gave.item for gave in answer.situation.gave] == ["personal_details"]


def test_what_is_denied_speaks_for_nothing() -> None:
    answer = consult("警告の画面が出ましたが、電話はしていないしお金も払っていません。", at=AT)
    quotes = [sign.quote for scheme in answer.schemes for sign in scheme.signs]
    assert not any("お金も払" in quote for quote in quotes)


def test_to_be_told_to_send_money_is_no_payment() -> None:
    assert "paid" not in stages("10万円を送金してと言われました。")
