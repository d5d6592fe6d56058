"""Who tells of somebody else is read as such: by their office, or because it is a friend or neighbour who did it."""

from datetime import UTC, datetime

import pytest

from madoguchi import Story, consult

AT = datetime(2026, 11, 21, 11, 40, tzinfo=UTC)
OF_OTHERS = [
    "民生委員です。受け持ちの82歳の男性の家に屋根の業者が来て、契約書が何枚もあります。",
    "ヘルパーをしています。利用者さんが毎日コンビニでプリペイドカードを買っています。",
    "ケアマネです。認知症の女性の部屋に、頼んだ覚えのない健康食品が届きます。",
    "地域包括支援センターの者です。80代の女性が警察を名乗る電話でお金を振り込んだそうです。",
    "老人ホームの職員です。入居者の女性のスマホに警告が出て、電話をしてしまいました。",
    "後見人をしています。本人が健康食品を毎月契約させられています。",
    "見守りで訪問しているお宅で、キャッシュカードを渡してしまったと聞きました。",
    "友人が警察を名乗る人に10万円振り込みました。",
    "同僚が副業の会社にだまされて80万円振り込んだと言っています。",
    "隣の家のおじいさんが屋根の工事の契約をしたそうです。",
]
OF_ONESELF = [
    "ヘルパーをしています。副業サイトに10万円払いました。",
    "介護施設で働いています。SMSのリンクにカード番号を入れました。",
    "民生委員を名乗る人が来て、お金を渡しました。",
    "「民生委員です。ご高齢の方を回っています」と来た人に、お金を渡しました。",
    "ケアマネさんに相談しました。SMSのリンクにカード番号を入れてしまいました。",
    "友人に勧められて投資アプリに50万円入れました。",
    "友人が紹介してくれた投資に50万円払いました。",
    "友達が送ってきたリンクを開いて、パスワードを入力しました。",
    "先輩が契約しろと言うので契約しました。",
    "友人が私のカードで契約しました。",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_who_looks_after_somebody_or_tells_of_a_friend_tells_of_another(text: str) -> None:
    assert consult(Story(text=text), at=AT).situation.person == "other"


@pytest.mark.parametrize("text", OF_ONESELF)
def test_an_office_a_pretence_or_a_friend_who_led_to_it_is_no_other_person(text: str) -> None:
    assert consult(Story(text=text), at=AT).situation.person == "self"


AT_THE_COUNTER = [
    "母が今、信用金庫の窓口にいて200万おろそうとしています。警察の人に言われたと言っています。",
    "電話で言われて、郵便局の窓口で順番待ちをしています。",
]
NOT_THERE = [
    "銀行の窓口で200万円おろしました。警察を名乗る人に渡しました。",
    "銀行の窓口で口座を作ろうとしています。",
    "銀行の窓口で二百万下ろそうとしたら、詐欺かと聞かれました。リフォームのお金です。",
]


def steps_of(text: str) -> list[str]:
    return [step.id for step in consult(Story(text=text), at=AT).plan.steps]


@pytest.mark.parametrize("text", AT_THE_COUNTER)
def test_at_the_counter_the_branch_is_asked_to_stop_it_first(text: str) -> None:
    assert steps_of(text)[0] == "stop_at_the_counter"


@pytest.mark.parametrize("text", NOT_THERE)
def test_who_is_at_no_counter_now_is_not_sent_there(text: str) -> None:
    assert "stop_at_the_counter" not in steps_of(text)


GIVEN = [
    "暗証番号も入れました さっき",
    "銀行員を名乗る男が祖母の家に来て、キャッシュカードにハサミを入れて持ち帰りました",
    "カード番号を電話で教えました。",
    "友だちに割り勘の3千円を送金しました。",
]


@pytest.mark.parametrize("text", GIVEN)
def test_who_gave_something_is_not_told_that_waiting_will_do(text: str) -> None:
    assert "confirm_another_way" not in steps_of(text)


def test_who_only_received_something_is_told_that_waiting_will_do() -> None:
    assert "confirm_another_way" in steps_of("知らない会社から紙が届きました。本物ですか。")
