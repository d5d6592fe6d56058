"""What the words say already is not asked again, and a debit that somebody explains as their own is no trouble."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")
UNTOUCHED = [
    "被害金を取り戻すと言う業者から着手金30万円を求められました。まだ払っていません。",
    "銀行を名乗る電話で、届いたワンタイムパスワードを聞かれました。だれにも教えていません。",
    "警察を名乗る電話で口座の番号を聞かれたが、教えずに切った。",
    "認証コードを聞かれたけど教えなかった。警察を名乗る電話でした。",
]
LATER = [
    "Someone claiming to be the police called me and said my account is used in a crime. I told him my name. He will call again tonight.",
    "警察を名乗る電話があり、名前を言いました。今夜また電話が来ることになっています。",
    "警察を名乗る人から電話があり、住所を言いました。明日またかけると言われました。",
]
OWN = [
    "三菱UFJ銀行アプリから、11月20日に15,000円の引き落としのお知らせが来ました。携帯代です",
    "楽天カードから5,000円のご利用のお知らせが来ました。昨日スーパーで買った分です",
    "銀行から8,000円引き落とされたとメール。電気代です",
    "I got a notice from my bank app that 15,000 yen was withdrawn. It is my phone bill.",
]
NOT_OWN = [
    "銀行アプリから15,000円の引き落としのお知らせが来ました。身に覚えがありません",
    "銀行アプリから15,000円の引き落としのお知らせが来ました。携帯代と書いてあるが契約していません",
]


def asked(text: str) -> set[str]:
    return {question.id for question in consult(text, at=AT).questions}


@pytest.mark.parametrize("text", UNTOUCHED)
def test_who_gave_nothing_is_not_asked_what_was_given(text: str) -> None:
    assert "what_was_given" not in asked(text)


def test_who_called_them_is_still_asked() -> None:
    assert "what_was_given" in asked("架空請求のはがきが来て電話をしました。まだお金は払っていません。")


@pytest.mark.parametrize("text", LATER)
def test_who_waits_for_the_next_call_is_not_on_the_phone(text: str) -> None:
    assert "still_on_the_phone" not in asked(text)


@pytest.mark.parametrize("text", OWN)
def test_an_explained_debit_is_no_trouble(text: str) -> None:
    answer = consult(text, at=AT)
    assert answer.verdict == "nothing_known" and "unauthorized_use" not in answer.situation.stage
    assert not {"lost", "demanded"} & {one.role for one in answer.situation.amounts}


@pytest.mark.parametrize("text", NOT_OWN)
def test_a_debit_that_nobody_knows_is_lost(text: str) -> None:
    assert [one.role for one in consult(text, at=AT).situation.amounts] == ["lost"]
