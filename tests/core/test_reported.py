"""Who warns of swindlers quotes them: what a warning only tells of does not accuse it; what it asks for itself does."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import Story, consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WARNINGS = [
    "昨日から、警察官を名乗る男が「口座が犯罪に使われた。職員がカードを受け取りに行く」と電話する事件が続いています。不審な電話は切って、110番してください。",
    "当金庫の職員をかたり、暗証番号の入力やカード番号の登録をお願いすることは、一切ございません。フィッシングの被害が発生しております。",
    "今LINEの乗っ取りが流行ってる。「コンビニで電子マネー買って」って私から来ても無視してね、私じゃないから！",
    "「本日中にご連絡がない場合、法的手続きに移ります」というSMSの相談が増えています。電話をかけないでください。",
]
DEMANDS = [
    "当社を名乗る詐欺メールが多発しております。お客様の口座を守るため、下記のリンクより本人確認をお願いいたします。",
    "偽サイトにご注意ください。\nお客様のカードの利用を停止しました。下記よりカード番号を入力してください。",
    "あなたの動画を録画した。警察に通報しても無駄だ。ビットコインを送ってください。",
    "この件は捜査の秘密です。家族に相談しないでください。あなた名義の口座が犯罪に使われました。",
    "生活安全課の者です。あなたのキャッシュカードが犯罪に使われています。",
]


def verdict(text: str) -> str:
    return consult(Story(text=text, medium="email"), at=AT).verdict


@pytest.mark.parametrize("text", WARNINGS)
def test_a_warning_is_not_accused_of_what_it_tells(text: str) -> None:
    assert verdict(text) == "nothing_known"


@pytest.mark.parametrize("text", DEMANDS)
def test_a_demand_is_seen_whatever_it_warns_of(text: str) -> None:
    assert verdict(text) != "nothing_known"


RETURNED = "お荷物を発送しましたが、宛先不明で戻りました。住所の確認をお願いします。http://a.example"


def test_a_notice_of_what_was_sent_is_none_where_it_goes_on() -> None:
    answer = consult(Story(text=RETURNED, medium="sms"), at=AT)
    signs = {sign.id for one in answer.schemes for sign in one.signs}
    assert signs and "done_notice" not in signs


def test_a_host_that_the_message_calls_itself_by_is_not_called_thrown() -> None:
    link = "https://xqzvkt.com/start"
    strange = Story(text=f"ご登録はこちら {link}", medium="email")
    named = Story(text=f"Xqzvkt のご登録はこちら {link}", medium="email")
    told = [
        {sign.id for one in consult(story, at=AT).schemes for sign in one.signs} for story in (strange, named)
    ]
    assert "letters_thrown" in told[0]
    assert "letters_thrown" not in told[1]


OF_OTHERS = [
    "隣の奥さんが投資詐欺で300万円取られたそうです。うちは大丈夫でしょうか",
    "ニュースで、警察官を名乗る電話で1億円だまし取られた人がいると見ました",
    "新聞に、還付金があると電話がありATMで100万円振り込んでしまった人の記事が載っていました。",
    "近所の人が電話で言われてギフトカードを20万円分買ったらしいです。うちにも来るかもしれません",
    "広報に、ガス点検のあとで80万円の契約をさせられたと書いてありました。",
]
THEIR_OWN = [
    "テレビを見ていたら電話があり、料金が未納と言っていて、5万円払いました",
    "友人がギフトカード5万円を買って番号を教えたそうです。どうしたらいいですか",
    "ニュースを見て気づきました。私も同じ電話で100万円振り込みました",
    "新聞の広告を見て電話し、5万円振り込みました。うちにも同じ広告が来ます",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_what_happened_to_others_by_the_news_is_no_loss_of_who_tells(text: str) -> None:
    told = consult(Story(text=text), at=AT).situation
    assert "paid" not in told.stage and not told.gave
    assert {one.role for one in told.amounts} <= {"other"}


@pytest.mark.parametrize("text", THEIR_OWN)
def test_what_the_person_or_a_friend_did_stays_a_loss(text: str) -> None:
    assert "paid" in consult(Story(text=text), at=AT).situation.stage
