"""The plan and the money page say until when a notice can end the contract, in each language, as a condition."""

import pytest
from site_under_test import found, reviewed

ROOF = (
    "きのう業者が突然家に来て、屋根の工事を120万円で契約しました。契約書はその場でもらいました。"
    "来週の月曜から工事が始まります。"
)
WHERE = [
    ("", "すること", "2026年11月27日（金）までに"),
    ("", "お金のこと", "2026年11月27日（金）までに"),
    ("やさしい", "すること", "2026年11月27日（金）までに"),
    ("English", "What to do", "by day 8, Friday, 27 November 2026"),
    ("English", "Money", "by day 8, Friday, 27 November 2026"),
]


@pytest.mark.parametrize(("tongue", "screen", "words"), WHERE)
def test_the_last_day_stands_on_the_page(tongue: str, screen: str, words: str) -> None:
    page = found(ROOF).press(tongue) if tongue else found(ROOF)
    assert words in page.press(screen).text


def test_a_page_without_a_contract_says_nothing_of_it() -> None:
    assert "契約をやめる通知" not in found().press("すること").text


def test_days_to_come_are_not_when_it_was() -> None:
    text = reviewed(ROOF).text
    assert (
        text.index("いつ")
        < text.index("2026年11月20日")
        < text.index("これから")
        < text.index("2026年11月23日")
    )
