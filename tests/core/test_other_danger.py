"""Dangers that are no scheme: kept in a shop, others' money in one's account, a lender of days; and everyday matters told in English."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
FIRST = {
    "kept_there_110": [
        "ガールズバーで、30万円払うまで帰さないと言われて店から出られません。",
        "会場から出してもらえません。契約書に名前を書くまで帰れないと言われました。",
        "おみせの ひとが おかねを はらうまで かえさないと いいます。",
        "They won't let me leave the club until I pay 90,000 yen.",
        "I am in a bar and they do not let us go until we pay.",
    ],
    "mule_leave_the_money": [
        "私の口座に入ったお金を、別の口座に送るだけで手数料がもらえると言われて、二回送りました。",
        "先輩に頼まれて口座を貸しました。",
        "Customers pay into my account and I forward it to another account, that is my job.",
        "A friend rented my bank account for 20,000 yen a month.",
    ],
    "sim_bank_now": [
        "朝から電波が入らないと思ったら、ネットバンクのパスワードが変更されていました。",
        "My phone has no signal and the bank says my password was changed.",
    ],
    "lender_ask": ["アプリで3万円借りたら、10日で6万円返せと言われています。"],
    "work_ask": [
        "社長が在留カードを返してくれません。",
        "My boss keeps my passport and says I cannot have it.",
    ],
    "rental_ask": ["I moved out in October and now they charge me 80,000 yen for wallpaper."],
    "court_look_at_the_paper": ["A letter came from the court about a debt."],
}
CALM = [
    "The mobile company wants a cancellation fee because I quit before two years.",
    "The NHK man comes every month, do I have to pay the fee?",
    "I found a bag on the train, where do I take it?",
    "I moved out and the landlord wants money for cleaning. Is that normal?",
]


def steps_of(text: str) -> list[str]:
    return [step.id for step in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(("first", "text"), [(first, text) for first in FIRST for text in FIRST[first]])
def test_what_is_told_leads_to_its_step(first: str, text: str) -> None:
    found = steps_of(text)
    assert found[0] == first or (first in found and not {"foreign_stop", "confirm_another_way"} & set(found))


@pytest.mark.parametrize("text", CALM)
def test_an_everyday_matter_in_english_tells_nobody_to_hang_up(text: str) -> None:
    assert not {"foreign_stop", "if_paid_or_told"} & set(steps_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "They told me to install an app or my contract ends.",
        "I do not know what is going on, they ask me for money.",
    ],
)
def test_what_is_not_understood_in_english_still_says_to_stop(text: str) -> None:
    assert "foreign_stop" in steps_of(text)
