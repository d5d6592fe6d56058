"""The person's paper names who answers now (bank, card company, issuer, 110) before the desks of tomorrow."""

import dataclasses
import datetime as dt

import pytest
from folding import AT, bundle, paper, text_of

from madoguchi import consult
from madoguchi.papers.blocks import Calls, Steps
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by


def called(text: str) -> list[str]:
    sheet = sheet_for(seen_by("for-the-person", bundle(text), at=AT))[0]
    items = [one for block in sheet.blocks if isinstance(block, Calls) for one in block.items]
    return ["".join(piece.text for piece in (*one.name, *one.number)) for one in items]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一時間前に警察を名乗る人に言われて80万円を銀行から振り込みました。", "自分の取引金融機関"),
        ("さっき来た男に、息子の上司だと言われて現金200万円を渡しました。", "緊急通報(警察)110"),
        ("偽のサイトでカード番号を入れてしまいました。きょうの夕方です。", "カード発行会社"),
        (
            "サポート詐欺で電子マネー5万円分の番号を伝えてしまいました。30分前です。",
            "電子マネーを出している会社",
        ),
    ],
)
def test_who_answers_now_comes_first(text, first):
    assert called(text)[0].startswith(first)


def test_110_stands_before_188_where_money_left_just_now():
    names = called("一時間前に警察を名乗る人に言われて80万円を銀行から振り込みました。")
    assert any(name.endswith("110") for name in names)


def test_there_is_always_a_number_to_call():
    names = called("先月、投資で300万円を振り込みました。出金できません。")
    assert any(name.endswith(("188", "#9110")) for name in names)


def test_who_signed_yesterday_reads_of_188_on_a_weekday_evening() -> None:
    evening = dt.datetime.fromisoformat("2026-11-24T18:30:00+09:00")
    text = (
        "11月23日に屋根の点検だと言って若い男が来て、契約書に判を押した。150万円。まだ払っていない。やめたい"
    )
    told = dataclasses.replace(bundle(text), answer=consult(text, at=evening))
    sheet = sheet_for(seen_by("for-the-person", told, at=evening))[0]
    items = [one for block in sheet.blocks if isinstance(block, Calls) for one in block.items]
    assert "188" in {"".join(piece.text for piece in one.number) for one in items}


def test_what_could_not_be_done_is_on_the_counsellors_page_first():
    done = {"keep_what_is_left": "done", "police_consult": "done", "ask_188": "could_not"}
    text = text_of(paper("for-the-counsellor", "30万円を振り込みました。" * 12, done=done))
    assert "できなかった:" in text and text.index("できなかった:") < text.index(
        "した:", text.index("もうしたこと")
    )


def test_a_step_that_names_188_has_its_number_below() -> None:
    text = "コンビニで電子マネーを10万円分買って番号を電話で伝えました。昨日です。"
    sheet = sheet_for(seen_by("for-the-person", bundle(text), at=AT))[0]
    steps = [one for block in sheet.blocks if isinstance(block, Steps) for one in block.items]
    told = "".join(piece.text for one in steps for piece in one.text)
    assert ("188" in told) <= any(name.endswith("188") for name in called(text))


def test_who_tells_it_in_english_reads_of_the_desk_that_speaks_it() -> None:
    text = (
        "This month I made three transfers to personal accounts at Japanese banks, 1,850,000 yen altogether."
    )
    assert any(name.endswith("0570-078377") for name in called(text))
