"""One's own firm or family at work on the machine from afar is no stranger; whoever poses as them, and whoever asks for money, is."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime.fromisoformat("2026-11-21T20:40+09:00")
OWN = [
    "会社の情シスにリモートで繋いでもらってパソコンを直してもらいました",
    "孫が遠隔操作で私のスマホの設定をしてくれた",
    "息子に画面共有してプリンタの設定教えてもらったんやけど",
    "社内のヘルプデスクがAnyDeskで入ってソフトを更新した",
    "学校の先生にタブレットを遠隔で見てもらった",
    "テレワークで会社のシステム部にリモートで入ってもらった",
    "娘が画面を共有しながらiPadの設定を教えてくれました",
]
STRANGERS = [
    "母がマイクロソフトの人に遠隔で直してもらったと言っています",
    "サポート会社の人がリモートで直してくれました",
    "息子を名乗る男に言われて遠隔操作アプリを入れた",
    "父がパソコンを遠隔操作されて、サポートの人が直してくれたと言っています",
    "ヘルプデスクの人が遠隔で入って直してくれて三万円と言われた",
    "母が遠隔で直してもらったらしくて心配",
    "夫は電話の人に遠隔で見てもらって安心したと言うが警告はまだ出る",
]


def is_given(text: str) -> bool:
    return "remote_access_given" in consult(text, at=AT).situation.stage


@pytest.mark.parametrize("text", OWN)
def test_own_people_who_help_were_given_nothing(text: str) -> None:
    answer = consult(text, at=AT)
    assert (answer.verdict, is_given(text)) == ("nothing_known", False)
    assert not [step.id for step in answer.plan.steps if step.id.startswith(("ss_", "device_"))]


@pytest.mark.parametrize("text", STRANGERS)
def test_a_stranger_who_helped_was_given_the_machine(text: str) -> None:
    assert is_given(text)
