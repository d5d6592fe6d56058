"""Love and money over the net: who was met online and asks for the costs of a parcel, a journey, a treatment; in simple Japanese too."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")


def named(text: str) -> list[str]:
    return [one.id for one in consult(text, at=AT).schemes]


@pytest.mark.parametrize(
    "text",
    [
        "SNSで知り合ったアメリカ軍の医師という人から、荷物の受け取り費用を払ってほしいと言われ、50万円を振り込みました。",
        "インスタで仲良くなった韓国の女性に会いたいと言われ、渡航費を立て替えてほしいと頼まれています。",
        "あぷりで しりあった おとこのひと あいたい といいます。 ひこうきの おかね 45まんえん おくりました。 あったことは ありません",
        "ねっとの かのじょ です。 にほんに くる ひこうきだい ほしい といいました。 もう 2かい おくりました",
        "えふえっくすの かいに さそわれて 20まんえん ふりこみました。おかねが もどりません。",
        "かぶの ぐるーぷに はいりました。 せんせいが おしえます。 30まんえん いれました。 ひきだせません",
    ],
)
def test_who_was_met_online_and_wants_money_is_named(text: str) -> None:
    assert named(text)[:1] == ["investment_scam"]


def test_a_monthly_debit_in_simple_japanese_is_a_subscription() -> None:
    text = "さぷりを 1かい だけ かいました。 まいつき 8せんえん かーどから ひかれます。 やめたい です。"
    assert named(text)[:1] == ["subscription_trap"]


@pytest.mark.parametrize(
    "text",
    [
        "マッチングアプリで知り合った人と来週会います。食事代はどちらが払うべきでしょうか。",
        "遠距離の彼女が日本に来る飛行機代を半分出してあげたいのですが、送金の手数料が高いです。",
        "夫の手術代が足りません。高額療養費の手続きはどこでできますか。",
        "こいびとに たんじょうびの ぷれぜんと あげたい です。 やすい みせ どこ ですか",
        "にほんの かのじょと けっこん したい です。 びざの かみ どこで もらいますか",
        "まいつき でんきの おかね たかい です。 どうして ですか",
    ],
)
def test_love_or_costs_alone_are_no_trouble(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ていきと しりませんでした。4かい かわないと やめられないと いわれました。",
        "お試し500円のつもりが毎月届きます。",
        "定期と知りませんでした。あと3回受け取らないとやめられないそうです。",
    ],
)
def test_who_did_not_know_of_a_subscription_is_named(text: str) -> None:
    assert named(text)[:1] == ["subscription_trap"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("まいにち SMSが きます。ベトナムじんです。リンクを おしました。", True),
        ("留学生です。怪しい電話が来ました。日本語がよく分かりません。", True),
        ("相手は中国人です。投資で30万円を振り込みました。", False),
    ],
)
def test_who_came_from_another_country_reads_of_the_desk_in_many_languages(text: str, asked: bool) -> None:
    steps = [step.id for step in consult(text, at=AT).plan.steps]
    assert ("foreign_ask" in steps) is asked
