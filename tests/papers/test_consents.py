"""What is on a paper is what it needs and what the person agreed to: nothing else, by any road."""

import datetime as dt

import msgspec
import pytest
from folding import AT, bundle, paper, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.papers import About, Added, Consent, NoConsent, asked_for, papers_of
from madoguchi.papers.blocks import pieces_of
from madoguchi.papers.consents import FIELDS, FREE, NEEDS, RECIPIENTS, TO, agreed_for
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by

# Each field of this story shows on paper by words that nothing else brings there.
STORY = (
    "11月3日に、祖母（83）がサポートの人に電話して、遠隔操作されました。"
    "ウイルスの警告画面の番号 050-9876-5432 です。パスワードを伝えました。"
    "12万3千円を銀行から振り込みました。"
)
ABOUT = About(
    name="架空花子",
    address="架空町一丁目",
    phone="03-0000-1111",
    sex="女性の方",
    age="52歳",
    occupation="架空業",
    relation="孫にあたる",
    other_desks="架空の窓口に聞いた",
    wishes="架空の聞きたいこと",
)
ADDED = (Added(at=AT, by="孫", text="架空の追記をした"),)
MARKS = {
    "identity": ["架空花子", "架空町一丁目", "03-0000-1111", "女性の方", "52歳", "架空業"],
    "person": ["80代", "孫にあたる"],
    "words": ["祖母", "サポートの人に"],
    "scheme": ["サポート詐欺"],
    "events": ["遠隔操作をさせた", "お金を払った"],
    "dates": ["2026年11月3日"],
    "counterparty": ["話に出た番号"],
    "gave": ["パスワード: 渡した"],
    "payments": ["振り込み（払った）"],
    "amounts": ["123,000円"],
    "done": ["架空の窓口に聞いた", "架空の追記をした"],
    "wishes": ["架空の聞きたいこと"],
}
IN_THE_CASE = {
    "identity": "架空花子",
    "words": "祖母",
    "wishes": "聞きたい",
    "amounts": "123000",
    "done": "追記",
}
TOLD_KINDS = ["for-the-counsellor", "course-of-events", "for-a-lawyer"]


def agreed(kind: str, fields: list[str]) -> Consent:
    return msgspec.structs.replace(asked_for(kind, who="本人", when=AT), fields=tuple(fields))


def printed(kind: str, fields: list[str]) -> str:
    told = bundle(STORY, about=ABOUT, added=ADDED, person="self", consents=(agreed(kind, fields),))
    return "".join(pieces_of(sheet_for(seen_by(kind, told, at=AT))[0]))


def shown(text: str) -> set[str]:
    return {field for field, marks in MARKS.items() if any(mark in text for mark in marks)}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TOLD_KINDS), st.sets(st.sampled_from(sorted(FIELDS)), min_size=1))
def test_nothing_that_was_not_agreed_to_is_on_a_paper(kind, fields):
    assert shown(printed(kind, sorted(fields))) <= fields & set(NEEDS[kind])


@pytest.mark.parametrize("kind", TOLD_KINDS)
def test_all_that_was_agreed_to_and_is_needed_is_on_the_paper(kind):
    assert shown(printed(kind, list(FIELDS))) == set(NEEDS[kind]) & set(MARKS)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(sorted(FIELDS)), min_size=1))
def test_nothing_that_was_not_agreed_to_is_in_a_case_file(fields):
    told = bundle(STORY, about=ABOUT, added=ADDED, consents=(agreed("case", sorted(fields)),))
    seen = seen_by("case", told, at=AT)
    whole = repr((seen.story, seen.answer, seen.events, seen.about, seen.added, seen.sums))
    assert {field for field, mark in IN_THE_CASE.items() if mark in whole} <= fields


@pytest.mark.parametrize("kind", sorted(FREE))
def test_a_paper_for_a_shop_or_a_watcher_says_nothing_about_anybody(kind):
    everything = bundle(STORY, about=ABOUT, added=ADDED)
    files = papers_of(everything, [kind], at=AT)
    text = "".join(text_of(data) if name.endswith(".pdf") else data.decode() for name, data in files.items())
    assert not [
        mark for field in ("identity", "words", "amounts", "done") for mark in MARKS[field] if mark in text
    ]


@pytest.mark.parametrize("kind", sorted(set(NEEDS) - FREE))
def test_without_consent_there_is_no_paper(kind):
    with pytest.raises(NoConsent, match="同意") as told:
        papers_of(bundle(STORY, consents=()), [kind], at=AT)
    assert RECIPIENTS[TO[kind]] in str(told.value)


@pytest.mark.parametrize("kind", sorted(set(NEEDS) - FREE))
def test_a_consent_that_was_taken_back_counts_no_more(kind):
    with pytest.raises(NoConsent):
        agreed_for(kind, [agreed(kind, list(FIELDS)), agreed(kind, [])])


def test_the_consent_of_one_desk_is_none_for_another():
    with pytest.raises(NoConsent):
        agreed_for("for-a-lawyer", [asked_for("for-the-counsellor", who="本人", when=AT)])


def test_what_was_not_agreed_to_is_not_called_unknown():
    assert "書きません（本人の同意の外）" in printed("for-the-counsellor", ["words"])


def test_a_paper_knows_no_naive_time():
    with pytest.raises(ValueError, match="時差"):
        papers_of(bundle(), ["clerk-card"], at=dt.datetime(2026, 11, 21))  # noqa: DTZ001


@pytest.mark.parametrize("card", ["4242 4242 4242 4242", "４２４２-４２４２-４２４２-４２４２"])
@pytest.mark.parametrize("kind", TOLD_KINDS)
def test_a_card_number_is_on_no_paper_and_a_callers_number_is(kind, card):
    told = f"画面の番号 050-1234-5678 に電話し、カード {card} を伝えました。"
    text = text_of(paper(kind, told, about=About(name=card, wishes=card, other_desks=card)))
    assert "4242" not in text and "４２４２" not in text
    assert "050-1234-5678" in text


@pytest.mark.parametrize("kind", TOLD_KINDS)
def test_a_code_that_is_money_and_what_one_logs_in_with_are_on_no_paper(kind):
    told = "カードの番号X7QK9M2LPD4R8TWZを伝え、IDはhanako55、パスワードはSora77と入れました。"
    text = text_of(paper(kind, told, about=About(wishes=told)))
    assert not any(word in text for word in ("X7QK", "8TWZ", "hanako55", "Sora77"))


def test_a_course_of_events_that_another_person_told_waits_for_the_consumers_name():
    told = bundle(STORY, about=ABOUT, person="family")
    text = text_of(papers_of(told, ["course-of-events"], at=AT)["course-of-events.pdf"])
    assert "架空花子" not in text and "本人が読み" in text
    assert "本人80代" in text and "私" not in text and "本人の名前" in text


@pytest.mark.parametrize(
    ("field", "quote"), [("counterparty", "050-9876-5432"), ("amounts", "12万3千円"), ("dates", "11月3日")]
)
def test_the_list_of_what_to_prepare_quotes_no_field_that_was_not_agreed_to(field, quote):
    fields = frozenset(NEEDS["for-a-lawyer"]) - {field}
    told = bundle(STORY, consents=[agreed("for-a-lawyer", sorted(fields))])
    assert quote not in [one.quote for one in seen_by("for-a-lawyer", told, at=AT).prepared if one.told]
    everything = bundle(STORY, consents=[agreed("for-a-lawyer", list(NEEDS["for-a-lawyer"]))])
    assert quote in [one.quote for one in seen_by("for-a-lawyer", everything, at=AT).prepared if one.told]
