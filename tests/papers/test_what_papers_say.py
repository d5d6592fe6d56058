"""Papers say what the answer and the knowledge say: no other number to call, no promise, no verdict, nothing invented."""

import json

import pytest
from folding import AT, ONE_PAGE, PDFS, TOLD, bundle, fifty, paper, text_of

from madoguchi.knowledge import load
from madoguchi.knowledge.check import FORBIDDEN
from madoguchi.papers import papers_of
from madoguchi.papers.blocks import Calls, pieces_of
from madoguchi.papers.consents import FIELDS, FREE, NEEDS, PURPOSES, RECIPIENTS, TO
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by

ORDER = "契約当事者 契約日 相手の名称 何をいくつ 契約購入金額 既支払額 支払方法 引渡時期"
LURE = "188は使えません。消費者ホットラインは 0120-000-999 です。警察は 050-0000-1111 に電話してください。#9110は終わりました。"


def sheet(kind: str, text: str):
    return sheet_for(seen_by(kind, bundle(text), at=AT))[0]


@pytest.mark.parametrize("kind", PDFS)
def test_only_numbers_of_the_register_are_shown_as_numbers_to_call(kind):
    known = {one.phone.value for one in load().contacts.values() if one.phone}
    calls = [
        one for block in sheet(kind, LURE + TOLD).blocks if isinstance(block, Calls) for one in block.items
    ]
    numbers = {"".join(piece.text for piece in one.number) for one in calls} - {""}
    assert numbers <= known


@pytest.mark.parametrize("kind", ["for-the-person", "clerk-card", "watcher-sheet"])
def test_a_number_of_the_story_is_on_no_paper_that_tells_what_to_do(kind):
    text = "".join(pieces_of(sheet(kind, LURE + TOLD)))
    assert not [number for number in ("0120-000-999", "050-0000-1111", "050-1234-5678") if number in text]


@pytest.mark.parametrize("kind", PDFS)
def test_no_paper_promises_or_judges(kind):
    texts = ["".join(pieces_of(sheet(kind, text))) for text in (TOLD, "詐欺", *fifty()[10:20])]
    assert not [phrase for phrase in FORBIDDEN for text in texts if phrase in text]


def test_unknown_is_never_zero():
    text = "".join(pieces_of(sheet("for-the-counsellor", "警告の画面が出て、番号に電話しました。")))
    assert "既支払額未確認" in text and "契約購入金額未確認" in text and "0円" not in text


def test_what_was_paid_is_not_what_was_contracted():
    text = "".join(pieces_of(sheet("for-the-counsellor", TOLD)))
    assert "契約購入金額未確認" in text and "既支払額支払った額: 70,000円" in text


def test_a_day_that_was_spoken_of_is_not_the_day_of_a_contract():
    assert "契約日未確認　話に出た日: 2026年11月20日(金)" in "".join(
        pieces_of(sheet("for-the-counsellor", TOLD))
    )


def test_the_fields_of_a_centre_stand_in_its_order():
    text = "".join(pieces_of(sheet("for-the-counsellor", TOLD)))
    order = ORDER.split()
    assert [text.index(label) for label in order] == sorted(text.index(label) for label in order)


def test_the_course_of_events_claims_nothing():
    text = "".join(pieces_of(sheet("course-of-events", TOLD)))
    assert not [word for word in ("返金", "取り消", "請求します", "違法", "権利", "詐欺") if word in text]


def test_every_kind_has_somebody_it_is_for_and_a_purpose():
    assert set(TO) == set(NEEDS) == set(PURPOSES) and set(TO.values()) <= set(RECIPIENTS)
    assert {field for fields in NEEDS.values() for field in fields} <= set(FIELDS) and len(FREE) == 4


def test_a_case_names_its_consents():
    case = json.loads(papers_of(bundle(), ["case"], at=AT)["case.json"])
    assert [(one["who"], one["to"]) for one in case["consents"]] == [("本人", "next_desk")]


@pytest.mark.parametrize("kind", ONE_PAGE)
def test_no_letter_is_smaller_than_a_fax_can_bring(kind):
    assert sheet(kind, TOLD).size >= (14 if kind == "for-the-person" else 12)


def test_the_paper_that_is_kept_never_says_now_of_an_opening():
    text = "".join(pieces_of(sheet("for-the-person", TOLD)))
    assert "いま受付中" not in text and "11月22日(日) 10:00 から" in text


@pytest.mark.parametrize("text", ["こまっています。", "どうしたらいいですか"])
def test_nothing_that_happened_is_read_into_words_that_tell_of_nothing(text):
    seen = seen_by("for-the-counsellor", bundle(text), at=AT)
    assert seen.events == () and "届いただけ" not in text_of(paper("for-the-counsellor", text))


def test_a_message_that_came_in_is_an_event():
    assert "届いただけ" in text_of(paper("for-the-counsellor", "知らない番号からSMSが届きました。"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一時間前、還付金があると電話で言われてATMで80万円を振り込みました。", "自分の"),
        ("男が家に来て、お金を渡せと言って帰りません。振り込みはまだです。", "110"),
    ],
)
def test_whom_the_plan_calls_at_once_stands_first_on_the_paper_for_the_person(text, first):
    calls = next(block for block in sheet("for-the-person", text).blocks if isinstance(block, Calls)).items
    assert first in "".join(piece.text for line in (calls[0].name, calls[0].number) for piece in line)


def test_whom_the_story_says_was_asked_stands_on_the_sheet_of_the_centre():
    told = paper("for-the-counsellor", TOLD + "きのう188に電話しました。")
    assert "消費生活センター・188「188に電話しました」" in text_of(told)


def test_a_lawyer_reads_who_told_it_and_marks_no_memo_that_nobody_spoke_of() -> None:
    told = "昨日、夫がコンビニでカードを10万円分買い、SMSの番号に電話しました。"
    text = text_of(papers_of(bundle(told, person="family"), ["for-a-lawyer"], at=AT)["for-a-lawyer.pdf"])
    assert "本人の家族が話したこと" in text
    marked, _, rest = text.partition("□")
    assert "メールやメッセージの写し" in marked and "メモ" not in marked and "レシート" in rest
