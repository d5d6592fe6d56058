"""What an amount is: clues around it, learned from the project's own invented stories, and what no clue may override."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import amounts, told

from madoguchi.knowledge import KnowledgeError, load
from madoguchi.knowledge.amount_clues import read_amount_clues
from madoguchi.parts import Parts
from madoguchi.predicates import predicates_in, verbs_of
from madoguchi.signs import read
from madoguchi.sums import money_in
from madoguchi.surroundings import clues_of
from madoguchi.words import Story

HEAD = "# head\nclue\tpaid\tdemanded\tother\tlost\trefunded\n"
TODAY = dt.date(2026, 11, 21)


def clues(text: str, number: int = 0) -> frozenset[str]:
    tale = read(Parts.of(Story(text=text)), load(), is_message=False, today=TODAY)
    return clues_of(money_in(tale, ("paid",), scheme=None), number)


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("を振り込んでしまった", [("振込", "te")]),
        ("を払うよう言われた", [("払", "asked"), ("言", "passive")]),
        ("が引き落とされた", [("引落", "passive")]),
        ("は返金されない", [("返金", "not")]),
        ("を支払いそうになった", [("支払", "almost")]),
        ("がもらえる", [("もら", "can")]),
        ("をキャンセルした", [("セル", "past")]),
        ("の手数料を", [("数料", "noun を")]),
        ("", []),
    ],
)
def test_a_predicate_is_read_by_its_kanji_and_its_ending(
    text: str, predicates: list[tuple[str, str]]
) -> None:
    assert predicates_in(text) == predicates


def test_nouns_are_no_verbs() -> None:
    assert verbs_of(predicates_in("手数料を払った")) == [("払", "past")]


def test_the_clues_end_at_the_neighbouring_amounts() -> None:
    text = "5万円を請求され、3万円を払った。"
    assert {"verb 0=請求", "next=を", "first"} <= clues(text, 0)
    assert {"verb 0=払", "last", "smallest"} <= clues(text, 1)
    assert not {"verb 0=払", "verb 1=払"} & clues(text, 0)


def test_a_corrected_amount_is_told_of_where_the_wrong_one_stood() -> None:
    assert amounts("電子マネーで5万円払いました。あ、5万円じゃなくて3万円でした。番号はもう言いました。") == [
        (30_000, 1, "paid")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "サポート代に5万円を払えと言われた。払っていません。",
        "30万円で契約するよう勧められたが断った。",
        "1億円が当たったと書いてあった。何もしていない。",
    ],
)
def test_where_nobody_tells_of_a_payment_nothing_was_paid(text: str) -> None:
    answer = told(text)
    assert "paid" not in answer.situation.stage
    assert "paid" not in {one.role for one in answer.situation.amounts}


def test_the_same_sum_told_again_is_one_amount() -> None:
    assert amounts("8万円払えば止まると出た。「8万円払えば止まります」と声もした。") == [
        (80_000, 1, "demanded")
    ]


def test_a_sum_that_came_on_top_is_another_amount() -> None:
    found = amounts("電子マネー3万円分の番号を伝えた。さらに3万円分の番号を伝えた。")
    assert [one[0] for one in found] == [30_000, 30_000]


def test_some_more_than_said_is_an_unknown_amount() -> None:
    assert [one[0] for one in amounts("1万数千円が戻ってきた。")] == [None]


@pytest.mark.parametrize(
    "line",
    ["clue without columns", "x\t1\t2", "x\t1\t2\t3\t4\tfive", "known\t0\t0\t0\t0\t1"],
)
def test_a_line_that_is_none_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "amount_clues.tsv"
    path.write_text(f"{HEAD}known\t1\t2\t3\t4\t5\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"amount_clues\.tsv:4"):
        read_amount_clues(path)


@pytest.mark.parametrize("head", ["clue\tpaid\tdemanded", "clue\tpaid\tdemanded\tother\tlost\tpaid", "clue"])
def test_a_head_without_every_role_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "amount_clues.tsv"
    path.write_text(f"# head\n{head}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"amount_clues\.tsv:2"):
        read_amount_clues(path)


@given(st.text(alphabet="払請求当選円万5、。「」たれのをがもう\n\t", max_size=80))
def test_no_text_breaks_the_clues(text: str) -> None:
    tale = read(Parts.of(Story(text=text or "あ")), load(), is_message=False, today=TODAY)
    money = money_in(tale, (), scheme=None)
    for number in range(len(money.yens)):
        assert not any("\t" in clue or "\n" in clue for clue in clues_of(money, number))


def test_the_file_is_what_the_stories_teach() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
    try:
        import learn_amounts
    finally:
        sys.path.pop(0)
    lines = learn_amounts.STORIES.read_text(encoding="utf-8").splitlines()
    clues = learn_amounts.learned(one for line in lines for one in learn_amounts.labelled(line))
    assert learn_amounts.written(clues) == learn_amounts.CLUES.read_text(encoding="utf-8"), "run make words"


def test_two_payments_of_the_same_sum_are_two() -> None:
    assert amounts("A銀行から100万円、B銀行から100万円を振り込みました。オレオレ詐欺でした。") == [
        (1_000_000, 1, "paid"),
        (1_000_000, 1, "paid"),
    ]


def test_a_wish_to_get_money_back_is_no_refund() -> None:
    assert {role for _, _, role in amounts("2万6千円を返してほしいと言われました。")} != {"refunded"}


def test_what_a_hijacked_line_sent_comes_as_a_bill() -> None:
    answer = told("偽の不在通知からアプリを入れたら、通信料がいつもより1万8千円も高くなっていた。")
    assert [amount.role for amount in answer.situation.amounts] == ["demanded"]


def test_a_loss_that_came_back_whole_is_told_twice() -> None:
    answer = told("カードで覚えのない8万円が使われていました。届けたら全額返金されました。")
    assert [(a.yen, a.role) for a in answer.situation.amounts] == [(80_000, "lost"), (80_000, "refunded")]


def test_a_wish_to_get_everything_back_is_no_refund() -> None:
    answer = told("知らない人に8万円を振り込んだ。全額返金してほしい。")
    assert "refunded" not in [amount.role for amount in answer.situation.amounts]


@pytest.mark.parametrize(
    "words",
    [
        "全額返金されましたら連絡すると言われました。",
        "全額返金しましょうと言います。",
        "全額返金されましたか、と聞かれました。",
    ],
)
def test_a_refund_that_is_promised_or_asked_about_is_none(words: str) -> None:
    assert "refunded" not in [a.role for a in told(f"30万円払いました。{words}").situation.amounts]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("中古のバイクを31万円で買ったが、すぐ動かなくなった。", "paid"),
        ("断れず、会場で30万円の敷布を買わされた。", "paid"),
        ("限度額は50万円なのに、知らない店で何度も使われた。", "other"),
        ("ほかの業者に聞くと2万円ほどの作業だと言われた。", "other"),
        ("40万円の布団を勧められたが、払っていません。", "demanded"),
    ],
)
def test_what_a_sum_is_without_a_verb_of_paying(text: str, role: str) -> None:
    assert [one.role for one in told(text).situation.amounts] == [role]


def test_a_whole_refund_is_told_of_the_price() -> None:
    roles = [role for _, _, role in amounts("偽物を4万円で買った。代金は返金された。")]
    assert roles == ["paid", "refunded"]


@pytest.mark.parametrize("text", ["2万円のカードを全部で7枚買った。", "7回、2万円ずつ振り込んだ。"])
def test_so_many_of_one_sum_are_counted(text: str) -> None:
    assert amounts(text)[0][:2] == (20_000, 7)
