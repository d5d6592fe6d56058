"""Whom the person has turned to already: told, not asked about, not refused, not asked of them."""

from __future__ import annotations

import pytest
from reading import told as answered

from madoguchi.words import TurnedTo


def told(text: str) -> dict[str, str]:
    found: tuple[TurnedTo, ...] = answered(text).situation.turned_to
    assert all(text[one.start : one.end] == one.quote for one in found)
    return {one.desk: one.quote for one in found}


@pytest.mark.parametrize(
    ("text", "desk", "quote"),
    [
        ("きのう188に電話しました。", "contact_188", "188に電話し"),
        ("カード会社にも連絡済みです。", "contact_card", "カード会社にも連絡済"),
        ("すぐ銀行へ連絡し、口座を止めてもらいました。", "contact_bank", "口座を止めてもらい"),
        ("警察に行ったら、被害届を出した方がよいと言われた。", "contact_police", "警察に行った"),
        ("発行会社に問い合わせたら、もう使われていた。", "contact_issuer", "発行会社に問い合わせた"),
        ("I called my bank this morning.", "contact_bank", "called my bank"),
    ],
)
def test_what_was_done_is_told_in_their_words(text: str, desk: str, quote: str) -> None:
    assert told(text)[desk].startswith(quote)


@pytest.mark.parametrize(
    "text",
    [
        "警察に行ったほうがいいですか。",
        "銀行には連絡していません。",
        "消費生活センターに相談するように言われました。",
        "カード会社に電話しようと思います。",
        "警察に相談したらいいでしょうか。",
        "母が銀行に行って300万円を振り込んだ。",
        "警察から電話があり、口座を調べると言われた。",
        "I have not called my bank.",
    ],
)
def test_what_was_not_done_is_not(text: str) -> None:
    assert told(text) == {}


def test_what_was_said_last_counts() -> None:
    assert told("銀行に電話したがつながらない。\n\n銀行に相談した。") == {"contact_bank": "銀行に相談した"}
