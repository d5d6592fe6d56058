"""Which large category of goods and services is proposed for a memo, by which words, and how often it is right."""

import sys
from pathlib import Path

import pytest
from desk_under_test import MORNING, case_of, case_row, town
from doors_under_test import at_work
from test_pages import hidden, text

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import score_proposals  # noqa: E402

from madoguchi.knowledge.reader import read_file  # noqa: E402
from madoguchi.web.desk import product_clues  # noqa: E402
from madoguchi.web.desk.codes import PRODUCTS  # noqa: E402
from madoguchi.web.desk.hearing import heard_in  # noqa: E402
from madoguchi.web.desk.proposals import Proposed, proposals_of  # noqa: E402

SCORES = dict(score_proposals.scores_of_products())
KEPT_OUT = score_proposals.KEPT_OUT_OF_PRODUCTS
LIST = read_file(product_clues.WORDS, product_clues._File)


def product_in(memo: str) -> str | None:
    named = product_clues.product_of(heard_in(memo, at=MORNING))
    return named.value if named else None


def proposed_in(memo: str, field: str) -> list[Proposed]:
    return [one for one in proposals_of(heard_in(memo, at=MORNING)) if one.field == field]


def test_a_third_of_the_labelled_memos_is_kept_out() -> None:
    in_all = sum(score.asked for score in SCORES.values())
    assert in_all >= 60 and sum(SCORES[half].asked for half in KEPT_OUT) >= in_all / 3


def test_four_of_five_are_right_in_memos_that_the_words_were_not_written_with() -> None:
    right, asked = (sum(getattr(SCORES[half], what) for half in KEPT_OUT) for what in ("right", "asked"))
    print(f"product_code: {right} of {asked} memos kept out")
    assert right / asked >= 0.8


def test_four_of_five_are_right_in_memos_that_they_were_written_with() -> None:
    assert min(score.share for half, score in SCORES.items() if half not in KEPT_OUT) >= 0.9


def test_every_value_is_a_name_that_was_published() -> None:
    assert {row.says for row in LIST.rows} | set(LIST.schemes.values()) <= set(PRODUCTS)
    assert {row.says for row in LIST.rows} >= set(PRODUCTS) - {"役務一般"}


def test_the_published_definition_of_goods_in_general_holds() -> None:
    assert product_in("身に覚えのない料金を払えというハガキ。何の料金か書いていない") == "商品一般"


@pytest.mark.parametrize(
    ("memo", "value"),
    [
        ("訪問販売で浄水器 きのう契約 28万", "住居品"),
        ("光回線の乗り換えを電話で勧められた", "運輸・通信サービス"),
        ("引越しの前に賃貸アパートの敷金の話", "レンタル・リース・貸借"),
        ("携帯で話しながら操作した", None),
        ("はい", None),
        ("", None),
    ],
)
def test_things_have_their_category_and_nothing_has_none(memo: str, value: str | None) -> None:
    assert product_in(memo) == value


def test_a_proposal_quotes_the_words_of_the_memo_around_the_thing() -> None:
    memo = "先週、家に来た人から羽毛布団を買った。88,000円。"
    (one,) = proposed_in(memo, "product_code")
    assert (one.value, one.label) == ("住居品", "商品・役務等")
    assert "羽毛布団を買った" in one.quote and memo[slice(*one.span)] == one.quote


def test_key_words_are_those_of_published_figures_alone() -> None:
    memo = "パソコンに警告画面が出て番号に電話し、遠隔操作され、コンビニで電子マネーを買った"
    assert [one.value for one in proposed_in(memo, "keywords")] == ["サポート詐欺"]
    assert not proposed_in("通販の靴が小さい。返品したい", "keywords")


def answered(memo: str, answer: str) -> tuple[str, list[str]]:
    """What the record holds after somebody answered a proposal on the page."""
    member = town().person("counsellor")
    case_id = case_of(member, memo)
    client, place = at_work(member), f"/desk/cases/{case_id}/"
    page = text(client.get(f"{place}record/"))
    assert f'value="{answer}"' in page and "この机の読み方です" in page
    client.post(f"{place}take/", {**hidden(page), "answer": answer})
    case = case_row(member, case_id)
    return case.product_code, case.keywords


def test_it_is_taken_by_a_press_and_by_nothing_else() -> None:
    memo = "訪問販売で布団を契約した"
    assert answered(memo, "taken:product_code=住居品") == ("住居品", [])
    assert answered(memo, "left_out:product_code=住居品") == ("", [])


def test_a_key_word_is_taken_by_a_press() -> None:
    memo = "警告画面の番号に電話し、遠隔操作され、電子マネーを買って番号を伝えた"
    assert answered(memo, "taken:keywords=サポート詐欺")[1] == ["サポート詐欺"]


def test_a_long_memo_is_read_in_no_time_worth_telling() -> None:
    memo = "きのう布団を買った。" * 20_000
    assert product_in(memo[:200_000]) == "住居品"
