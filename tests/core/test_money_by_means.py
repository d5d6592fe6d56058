"""Whether money comes back is answered for the means by which somebody paid, once that is known."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult
from madoguchi.knowledge import known_in

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
_POLICE = "警察を名乗る電話で、"


def money(text: str, lang: str = "ja") -> str:
    return consult(text, at=AT, knowledge=known_in(lang)).three_answers.will_money_return


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("80万円を振り込んでしまいました。", "残高から分けて支払われる"),
        ("現金80万円を渡してしまいました。", "現金の手渡しは"),
        ("電子マネーを5万円分買って番号を伝えました。", "番号が使われる前なら"),
        ("PayPayで5万円払ってしまいました。", "公式アプリの窓口"),
        ("ビットコインで80万円送ってしまいました。", "交換所"),
    ],
)
def test_who_has_paid_reads_of_their_own_means(told, words):
    assert words in money(_POLICE + told)


def test_two_means_are_both_answered():
    answer = money(_POLICE + "80万円を振り込み、現金30万円も渡しました。")
    assert "残高から分けて" in answer and "現金の手渡しは" in answer


def test_who_has_not_paid_reads_of_all_that_the_scheme_uses():
    assert "キャッシュカードは銀行" in money(_POLICE + "80万円を振り込むよう言われました。")


@pytest.mark.parametrize("lang", ["easy", "en"])
def test_it_is_so_in_every_language(lang):
    told = _POLICE + "80万円を振り込んでしまいました。"
    assert money(told, lang) != money(_POLICE + "現金80万円を渡してしまいました。", lang)


def test_a_contract_keeps_its_own_answer():
    told = "屋根の工事を訪問販売で契約し、20万円を振り込みました。"
    assert "クーリング・オフ" in money(told)
