"""What is looked for only where a sign of it stands is found all the same: whatever is found holds one of its signs."""

import datetime as dt

import pytest
from generate_stories import stories
from hypothesis import example, given, settings
from hypothesis import strategies as st

from madoguchi import commands, contract_goods, safety, situation, sums
from madoguchi.days import _MAKERS, _WORD
from madoguchi.plain_text import level
from madoguchi.tale import _DENIAL, _DENIAL_BEGINS

TODAY = dt.date(2026, 11, 21)
STORIES = [level(story) for story in stories(200, 11)]
OF_DAYS = st.text(
    "0123456789元一二三十年月日週間分前先今去昨来明後数半曜火水の/.-令和agorynowjan おととい昨あしたさひと",
    max_size=24,
)
OF_GOODS = st.lists(
    st.sampled_from(
        "屋根 外壁 工事 布団 契約 購入 注文 買っ 頼ん 依頼 申し込 加入 入会 登録料 修理 を の に は : 商品名 品名 サービス名 し た 、 。".split()
    ),
    max_size=14,
).map("".join)
OF_AGES = st.text("母父祖妻夫息子娘孫女男歳才代の(は0123456789十五で", max_size=24)
OF_RECORDS = st.lists(
    st.sampled_from(
        [
            *'<>[]|{}:#-/【】" \n',
            "system",
            "inst",
            "plan",
            "role",
            "response",
            "steps",
            "システム",
            "end",
            "<!--",
            "-->",
            "何か",
        ]
    ),
    max_size=10,
).map("".join)
OF_REFUNDS = st.lists(
    st.sampled_from(
        "全額 全部 お金 代金 が は 無事に 返金 補償 払い戻 返 戻 取り消 キャンセル され し った た の手続きが終わ 。".split()
    ),
    max_size=10,
).map("".join)


@settings(max_examples=400)
@given(st.one_of(OF_DAYS, st.sampled_from(STORIES)))
@example("おととい、再来週の火曜日に")
def test_every_day_holds_a_sign_of_its_kind(text: str) -> None:
    signs = set(text)
    found = [(some, others) for maker, some, others in _MAKERS if maker(text, TODAY)]
    assert all(signs & some and signs & others for some, others in found)
    assert all(signs & some for pattern, some, *_ in _WORD if pattern.search(text))


@settings(max_examples=400)
@given(st.one_of(OF_GOODS, st.sampled_from(STORIES)))
def test_every_thing_bought_holds_a_sign_of_it(text: str) -> None:
    found = [sign for pattern, sign in contract_goods._OUTRIGHT if pattern.search(text)]
    assert all(sign.search(text) for sign in found)
    assert bool(contract_goods._SOME_GOODS.search(text)) >= bool(contract_goods._THING.search(text))


@settings(max_examples=400)
@given(st.one_of(OF_AGES, st.sampled_from(STORIES)))
def test_ages_are_those_that_a_search_of_the_whole_finds(text: str) -> None:
    whole = [hit.span() for hit in situation._AGE.finditer(text)]
    assert [hit.span() for hit in situation._ages(text)] == whole


@settings(max_examples=400)
@given(OF_REFUNDS)
@example("全額返金されました。")
def test_money_that_came_back_holds_a_sign_of_it(text: str) -> None:
    assert sums._ALL_BACK.search(text) is None or any(sign in text for sign in sums._COMES_BACK)


@settings(max_examples=400)
@given(OF_RECORDS)
@example("<|end|>")
@example("plan: [] 【システム")
def test_what_passes_for_the_program_s_own_holds_a_sign_of_it(text: str) -> None:
    assert commands._STRUCTURES.search(text) is None or not commands._STRUCTURE_SIGNS.isdisjoint(text)


@settings(max_examples=200)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(-999, 999), min_size=1), max_size=9))
def test_rows_are_told_by_the_sum_of_their_words(weights: list[dict[str, int]]) -> None:
    words = {str(at): row for at, row in enumerate(weights)}
    told = {row: [one[row] for one in weights if row in one] for row in "abc"}
    assert safety._rows_of(words).told(words) == {row: (sum(n), len(n)) for row, n in told.items() if n}


@pytest.mark.parametrize(
    "text", ["払っていない", "払ってません", "買ってはいない", "まだしていません", "でした", "入力し"]
)
def test_a_denial_is_looked_for_where_it_may_begin(text: str) -> None:
    starts = [at for at in range(len(text) + 1) if _DENIAL.match(text, at)]
    assert all(text.startswith(_DENIAL_BEGINS, at) for at in starts)
