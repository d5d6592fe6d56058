"""Names of schemes that people say: a weak sign, none where it is denied or asked about, and less than what happened."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter

import pytest

from madoguchi import Consultation, consult
from madoguchi.knowledge import load
from madoguchi.patterns import Hit
from madoguchi.plain_text import MAX_CHARS_DESK, level
from madoguchi.told_names import longest, rests_on, without

PLAIN = "きょうは母と駅まで歩いて、"
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def told(text: str) -> Consultation:
    return consult(text, at=AT)


@pytest.mark.parametrize(
    ("text", "scheme", "name"),
    [
        ("サポート詐欺に遭いました", "support_scam", "サポート詐欺"),
        ("フィッシング詐欺にあったかもしれません", "phishing", "フィッシング詐欺"),
        ("母が還付金詐欺に遭いました", "impersonation_call", "還付金詐欺"),
        ("国際ロマンス詐欺だと思う", "investment_scam", "国際ロマンス"),
        ("架空請求のはがきが届きました", "fictitious_billing", "架空請求"),
        ("ワンクリック詐欺の画面が出ました", "one_click", "ワンクリック詐欺"),
        ("父が点検商法の契約をしました", "other_consumer", "点検商法"),
        ("警察に、ロマンス詐欺ではないかと言われました", "investment_scam", "ロマンス詐欺"),
        ("二次被害にあっているようです", "recovery_scam", "二次被害"),
        ("I was the victim of a tech support scam", "support_scam", "support scam"),
    ],
)
def test_a_name_speaks_for_its_scheme_with_the_words_and_without_certainty(
    text: str, scheme: str, name: str
) -> None:
    first = told(text).schemes[0]
    assert (first.id, told(text).verdict) == (scheme, "suspicious")
    assert [sign.quote for sign in first.signs if sign.id == "told_name"] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "サポート詐欺かどうか知りたいです",
        "サポート詐欺ではないと言われました",
        "フィッシング詐欺ではありませんでした",
        "還付金詐欺には遭っていません",
        "ロマンス詐欺とは違います",
        "投資詐欺とは関係ない話です",
        "架空請求ではなく、本当の請求でした",
        "オレオレ詐欺に注意というポスターを見ました",
        "振り込め詐欺に引っかからないようにしたい",
        "フィッシング対策協議会に聞きたい",
        "ワンクリック詐欺って何ですか",
        "It was not a romance scam",
    ],
)
def test_a_name_that_is_denied_asked_about_or_only_read_says_nothing(text: str) -> None:
    assert (told(text).verdict, told(text).schemes) == ("nothing_known", ())


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        (
            "オレオレ詐欺だと思います。画面に警告が出て電話したら、パソコンを遠隔操作されました。",
            "support_scam",
        ),
        (
            "投資詐欺でしょうか。宅配便のSMSのリンクを押してIDとパスワードを入れました。",
            "phishing",
        ),
        (
            "ワンクリック詐欺でしょうか。トイレの水漏れで業者を呼んだら30万円と言われました。",
            "rescue_other",
        ),
    ],
)
def test_what_happened_outweighs_what_it_was_called(text: str, scheme: str) -> None:
    assert told(text).schemes[0].id == scheme


def test_the_site_or_the_mail_of_a_scheme_is_no_name_but_a_thing_that_is_told_of() -> None:
    signs = {sign.id for sign in told("フィッシングサイトに番号を入れてしまいました").schemes[0].signs}
    assert "false_site" in signs and "told_name" not in signs


def test_no_name_belongs_to_two_schemes() -> None:
    names = Counter(level(name) for scheme in load().schemes.values() for name in scheme.names)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    "text", ["詐欺に遭いました", "詐欺です", "詐欺に遭ったみたい", "騙されました", "母が被害に遭いました"]
)
def test_words_for_what_happened_name_no_scheme(text: str) -> None:
    assert (told(text).verdict, told(text).schemes) == ("nothing_known", ())


def test_who_was_deceived_is_told_first_to_stop_paying_and_whom_to_ask() -> None:
    found = told("詐欺に遭いました")
    steps = [step.id for step in found.plan.steps]
    assert found.three_answers.is_it_fraud.startswith("どの手口かは、お話だけでは分かりません")
    assert steps[:4] == ["pay_no_more", "if_paid_or_told", "keep_what_is_left", "police_consult"]
    assert "ask_188" in steps
    assert [question.id for question in found.questions] == ["what_was_given"]


def test_who_only_asks_whether_it_is_one_is_not_told_that_they_were_deceived() -> None:
    steps = [step.id for step in told("詐欺かどうか教えてください").plan.steps]
    assert steps == ["if_paid_or_told", "confirm_another_way", "ask_188_if_unsure"]


def seconds_for(text: str) -> float:
    begin = time.process_time()
    consult(text, at=AT, limit=MAX_CHARS_DESK)
    return time.process_time() - begin


def repeated(words: str) -> str:
    return words * (MAX_CHARS_DESK // len(words))


@pytest.mark.parametrize("words", ["投資詐欺", "ロマンス詐欺とは違います", "I paid 5,000 yen. "])
def test_a_long_text_of_nothing_else_costs_no_more_than_its_length(words: str) -> None:
    told("投資詐欺です")  # what is made ready once is ready
    assert seconds_for(repeated(words)) < 1.0 + 10 * seconds_for(repeated(PLAIN))


def test_of_a_name_within_a_name_the_longer_one_is_kept_and_blanked() -> None:
    text, hits = "国際ロマンス詐欺と投資詐欺", [Hit(9, 13, 9), Hit(2, 8, 2), Hit(0, 8, 0), Hit(0, 6, 0)]
    assert longest(hits) == [Hit(0, 8, 0), Hit(9, 13, 9)]
    assert without(text, longest(hits)) == " " * 8 + "と" + " " * 4
    assert rests_on(Hit(2, 8, 2), longest(hits), text=text)
    assert not rests_on(Hit(8, 9, 8), longest(hits), text=text)
