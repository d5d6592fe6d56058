"""What lies beside the memo, who the consumer is by the memo, and what is copied into the national system."""

from collections.abc import Callable

import pytest
from desk_under_test import MORNING, case_of, stored, town
from test_pages import answer_to, hidden, kept, opened, send, text

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import at_hand
from madoguchi.web.desk.hearing import ages_in, heard_in
from madoguchi.web.desk.models import Case, Consent, Party
from madoguchi.web.desk.proposals import proposals_of

FAKE_ALERT = "娘から。母78、画面に警告、画面の番号に電話した、遠隔。アップルカード3.5万×2 番号読んだ"


def test_a_step_says_who_said_it_and_when() -> None:
    found = [line for one in at_hand.lines_of(heard_in(FAKE_ALERT, at=MORNING)) for line in one.sources]
    assert found and all("20" in line and len(line) > 20 for line in found)  # never the bare id of a source


def test_the_card_of_a_scheme_says_what_it_is_why_and_what_else_it_may_be() -> None:
    card = next(at_hand.cards_of(heard_in(FAKE_ALERT, at=MORNING)))
    assert card.name.startswith("サポート詐欺") and "手口です" in card.what and card.instead
    assert all(words in FAKE_ALERT and why for why, words in card.signs) and card.signs


def test_a_rule_stands_with_its_conditions_and_the_day_of_its_source() -> None:
    rules = list(at_hand.rules_of(heard_in(FAKE_ALERT, at=MORNING)))
    assert rules and all(one.conditions and one.sources for one in rules)
    states = {state for one in rules for _, state, _ in one.conditions}
    assert states <= set(at_hand.STATES.values())


def test_the_page_shows_card_questions_and_law() -> None:
    _member, client, place = opened(memo=FAKE_ALERT)
    page = text(client.get(f"{place}beside/"))
    assert all(
        one in page for one in ("手口: サポート詐欺", "聞き漏らしやすいこと", "法律と制度", "まだ分からない")
    )


@pytest.mark.parametrize(
    ("memo", "age", "sex"),
    [
        ("娘から 母78 画面に警告", "70s", "female"),
        ("本人72女 布団", "70s", "female"),
        ("父（81）独居 屋根 男2人来た 契約 128万", "80s", "male"),
        ("70代の男性。健康食品", "70s", "male"),
        ("20歳 学生 美顔器", "20s", ""),
        ("92歳 ひとり", "90s_up", ""),
        ("15才 ゲーム", "under_20", ""),
    ],
)
def test_age_and_sex_are_proposed_as_they_are_noted(memo: str, age: str, sex: str) -> None:
    found = {one.field: one.value for one in proposals_of(heard_in(memo, at=MORNING))}
    assert (found.get("age_band"), found.get("sex", "")) == (age, sex)


@pytest.mark.parametrize(
    "memo", ["若い女 48万円払った", "男 15:00に来た", "母 12月3日", "娘45から 母78のこと"]
)
def test_a_sum_and_a_day_are_no_age_and_of_two_people_nothing_is_proposed(memo: str) -> None:
    assert len({one.band for one in ages_in(memo)}) != 1
    assert "age_band" not in {one.field for one in proposals_of(heard_in(memo, at=MORNING))}


def test_an_age_that_is_taken_stands_with_the_consumer_whose_name_stays() -> None:
    member, client, place = opened(memo=FAKE_ALERT)
    send(client, f"{place}people/", at=place, **{"part": "consumer", "consumer-name": "試験 ウメ"})
    for name in ("age_band=70s", "sex=female"):
        answer_to(place, client, "taken", name)
    party = stored(member, Party, case=place.split("/")[3])[0]
    assert (party.age_band, party.sex) == ("70s", "female") and "試験 ウメ" in text(client.get(place))
    assert "age_band=70s" not in text(client.get(f"{place}record/"))


def test_keywords_are_written_and_stay_where_the_form_has_none() -> None:
    member, client, place = opened()
    kept(client, place, keywords="遠隔操作、電子マネー　遠隔操作")
    kept(client, place)
    assert stored(member, Case, pk=place.split("/")[3])[0].keywords == ["遠隔操作", "電子マネー"]


def test_what_is_copied_into_the_national_system_names_nobody() -> None:
    _member, client, place = opened()
    send(client, f"{place}people/", at=place, **{"part": "consumer", "consumer-name": "試験 ウメ"})
    kept(client, place, title="試験ウメさんの相談", summary="090-0000-4157 に折り返す。")
    page = text(client.get(f"{place}register/"))
    assert "さんの相談" in page and "ウメ" not in page and "4157" not in page and "まとめて写す" in page


@pytest.mark.parametrize("typed", ["２０２６－００００１", "1", " 2026-00001 "])
def test_a_number_is_found_in_any_width_and_by_its_last_digits(typed: str) -> None:
    member, client, place = opened()
    assert client.post("/desk/number/", {"number": typed}).headers["Location"] == place
    assert case_of(member) and hidden(text(client.get(place)))


def test_full_width_digits_are_a_code_and_minutes() -> None:
    member, client, place = opened()
    case_id, form = place.split("/")[3], {"part": "consumer", "consumer-municipality_code": "１３１０１"}
    send(client, f"{place}people/", at=place, **form)
    kept(client, place, minutes_spent="２５")
    assert stored(member, Party, case=case_id)[0].municipality_code == "13101"
    assert stored(member, Case, pk=case_id)[0].minutes_spent == 25


@pytest.mark.parametrize("write", [lambda one: one.code.upper(), lambda one: one.name, lambda one: one.code])
def test_a_consent_names_a_centre_by_its_code_or_by_its_name(write: Callable[[Centre], str]) -> None:
    member, client, place = opened()
    other = town().centre
    form = {"who": "consumer", "to": write(other), "purpose": "x", "how": "oral", "fields": "case"}
    assert send(client, f"{place}consents/", **form).status_code == 302
    assert stored(member, Consent, case=place.split("/")[3])[0].to == other.code
    assert f"{other.name} に 相談の全部" in text(client.get(f"{place}links/"))
