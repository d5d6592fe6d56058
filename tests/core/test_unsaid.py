"""What a story leaves unsaid at the verb was given; a verb with a thing of its own, a refusal and a question gave nothing."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime.fromisoformat("2026-11-21T20:40+09:00")
GIVEN = [
    ("孫から電話で100万いるって言われて、駅で会社の人に渡しました", "paid"),
    ("二百万用意してくれと言われて今日の二時に若い人が来て渡してしまいました", "paid"),
    ("弁護士という人に示談金300万円必要と言われ、宅配便で送りました", "paid"),
    ("軍医の人にもう三回送ったさー 四十万と二十万と三十万 次は税関の金って", "paid"),
    ("警告 画面 電話した カード5万 番号言った", "paid"),
    ("カード渡しちゃった 封筒に入れて", "card_given"),
    ("銀行協会の人がカードが古いと言って取りに来たので渡してしまった", "card_given"),
    ("デパートからカードが不正に使われていると電話があり、銀行協会の者が来て、渡しました", "card_given"),
    ("警告が出て電話したら、AnyDeskを入れるように言われ、入れました", "remote_access_given"),
    ("アプリを入れてと言われて入れちゃいました", "app_installed"),
]
NOT_GIVEN = [
    "50万払えと言われたが渡していません",
    "書類を持ってくるように言われ、渡しました",
    "荷物の中身を聞かれて、着払いで送りました",
    "これからカードを取りに来るそうです。渡していいですか",
    "3万払えと言われていると、別のスマホで送ってきました",
    "5万円のギフトのリンクを友達20人に送れと言われて、12人まで送った",
    "息子が帰ると言うのでおかずを送りました",
]


@pytest.mark.parametrize(("text", "stage"), GIVEN)
def test_what_is_left_unsaid_was_given(text: str, stage: str) -> None:
    assert stage in consult(text, at=AT).situation.stage


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_nothing_was_given(text: str) -> None:
    stages = consult(text, at=AT).situation.stage
    assert not {"paid", "card_given", "remote_access_given"} & set(stages)


def test_a_sum_that_became_another_is_lost() -> None:
    told = "ネットバンクで1円振り込めと言われて打ったら、百万円になっていました。警告が出て電話した人です"
    amounts = {one.yen: one.role for one in consult(told, at=AT).situation.amounts}
    assert amounts[1_000_000] == "lost"


def test_whose_account_it_is_says_what_comes_first() -> None:
    told = "姉のLINEからPayPayを頼まれて2万円送ったら、乗っ取りでした"
    assert consult(told, at=AT).plan.steps[0].id == "pay_no_more"
