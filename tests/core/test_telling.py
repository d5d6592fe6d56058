"""The answer as a person reads it: calm, in order, no wider than the terminal, and no danger to it."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest

from madoguchi import telling
from madoguchi.consult import TOKYO, consult
from madoguchi.knowledge import load
from madoguchi.sms.bill import ceiling
from madoguchi.telling.desks import desk_lines, details, number_of, state_of
from madoguchi.telling.filled import with_blanks_filled
from madoguchi.telling.labels import day_text, span_text, time_text, yen
from madoguchi.telling.layout import COLUMNS, clean, defanged, width, wrapped
from madoguchi.words import ContactNow, DateSpan, Exposure, Story

EVENING = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
MOTHER = (
    "母がトロイの木馬に罹ったと言って画面の番号に電話した。遠隔操作された。"
    "コンビニでカード3万5千円2枚 番号言った またもう1枚と言われてる"
)
PHONE = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}")


def shown(text: str = MOTHER, *, at: dt.datetime = EVENING) -> str:
    return telling.consultation(consult(text, at=at), load(), at=at)


def headings(text: str) -> list[str]:
    return re.findall(r"^【(.+)】$", text, re.MULTILINE)


# --- the evening ------------------------------------------------------------------------------------


def test_the_first_thing_to_read_is_what_to_do_now() -> None:
    first = shown().splitlines()
    assert first[0] == "2026年11月21日（令和8年）土曜日 20:40 の答え"
    assert (first[2], first[3][:5]) == ("【いま すること】", "  1. ")


def test_the_sections_go_from_what_is_urgent_to_where_it_is_known_from() -> None:
    wanted = ["いま すること", "何に見えるか", "3つの答え", "分からないこと", "きょうのうちに すること"]
    wanted += ["窓口が開いたら すること", "しないこと", "お金のこと", "使えるかもしれない しくみ", "出典"]
    found = headings(shown())
    assert [title for title in found if title in wanted] == wanted


def test_steps_are_numbered_through_all_groups() -> None:
    numbers = [int(n) for n in re.findall(r"^ *(\d+)\. ", shown(), re.MULTILINE)]
    assert numbers == list(range(1, len(consult(MOTHER, at=EVENING).plan.steps) + 1))


def test_every_step_and_every_word_to_say_is_shown() -> None:
    text, plan = (
        re.sub(r"\n *", "", shown()),
        with_blanks_filled(consult(MOTHER, at=EVENING), load().phrases).plan,
    )
    said = [line for step in plan.steps for line in (step.text, *step.say)]
    assert [line for line in said if line not in text] == []


def test_the_persons_own_words_stand_in_brackets_with_the_reason() -> None:
    assert "「遠隔操作された」 … パソコンを遠隔操作させています" in shown()


def test_the_amount_is_told_back_with_its_sum() -> None:
    assert "35,000円 × 2 = 70,000円（7万円）「3万5千円2枚」" in shown()


def test_desks_say_when_they_open_next() -> None:
    text = shown()
    assert "電話 188  時間外: 次は 11月22日(日) 10:00" in text
    assert "時間外: 次は 11月24日(火) 10:00" in text


def test_phone_numbers_come_from_the_desks_alone() -> None:
    desks = consult(MOTHER, at=EVENING).contacts
    known = " ".join(f"{desk.phone} {desk.phone_if_not} {desk.note}" for desk in desks)
    assert [number for number in PHONE.findall(shown()) if number not in known] == []


def test_no_percentage_and_no_weight_is_shown() -> None:
    assert re.search(r"\d\s*[%％]|0\.\d", shown()) is None


def test_nothing_shouts() -> None:
    assert re.search(r"[!！]|今すぐ|至急|必ず戻", shown()) is None


def test_the_questions_say_how_to_answer_them() -> None:
    answer = consult(MOTHER, at=EVENING)
    assert "--answers" in shown()
    assert [one.id for one in answer.questions if f'"{one.id}":' not in shown()] == []


def test_the_revision_of_the_knowledge_closes_the_answer() -> None:
    assert f"知識の版: {load().revision}" in shown().splitlines()[-1]


def test_nothing_known_is_no_clearance() -> None:
    text = shown("😀😀")
    assert headings(text)[0] == "何に見えるか"
    assert "問題がない、という意味ではありません" in text


# --- what must not happen ---------------------------------------------------------------------------


def test_no_line_is_wider_than_the_terminal() -> None:
    texts = [
        shown(),
        shown("😀" * 900),
        shown("あ" * 900),
        shown(f"https://{'a' * 300}.example.com/ を押した"),
    ]
    assert [line for text in texts for line in text.splitlines() if width(line) > COLUMNS] == []


@pytest.mark.parametrize("escape", ["\x1b[2J", "\x1b]0;x\x07", "\u202e", "\u200b", "\x00", "\r", "\x9b31m"])
def test_a_message_cannot_act_on_the_terminal(escape: str) -> None:
    text = shown(MOTHER.replace("遠隔", f"遠{escape}隔"))
    assert escape not in text


@pytest.mark.parametrize(
    "link", ["https://evil.example.com/a", "HTTP://evil.example.com", "evil.example.com"]
)
def test_links_of_the_input_are_no_links_any_more(link: str) -> None:
    text = defanged(f"「{link}」")
    assert "://" not in text.replace("hxxp://", "").replace("hxxps://", "")
    assert "evil[.]example[.]com" in text


def test_a_link_in_a_story_is_never_shown_as_one() -> None:
    text = shown("宅配の不在通知のSMSが来て http://evil.example.com/x を開いてカード番号を入れた")
    assert "http://evil" not in text
    assert "evil.example" not in text


def test_amounts_and_decimals_are_not_taken_for_addresses() -> None:
    assert defanged("3.3円 × 200通、1.5時間。11.21") == "3.3円 × 200通、1.5時間。11.21"


def test_a_very_long_passage_is_shortened_in_the_middle() -> None:
    text = shown("か" + "\u3099" * 19_990)
    assert len(text) < 20_000


# --- desks ------------------------------------------------------------------------------------------


def desk(**more: object) -> ContactNow:
    plain = msgspec.to_builtins(consult(MOTHER, at=EVENING).contacts[0])
    none = {"phone": None, "web": None, "open_now": None, "opens_next": None, "closes": None, "note": ""}
    return msgspec.convert({**plain, **none, "verified": True, "name": "窓口", **more}, ContactNow)


def state(**more: object) -> str:
    return state_of(desk(**more), EVENING.date())


def test_an_open_desk_says_until_when() -> None:
    assert state(open_now=True, closes="2026-11-21T21:00:00+09:00") == "いま受付中（21:00まで）"


def test_a_desk_open_past_midnight_names_the_day() -> None:
    assert state(open_now=True, closes="2026-11-22T02:00:00+09:00") == "いま受付中（11月22日(日) 02:00まで）"


def test_a_desk_that_never_closes_is_open() -> None:
    assert state(open_now=True) == "いま受付中"


def test_a_closed_desk_names_its_next_opening() -> None:
    assert state(open_now=False, opens_next="2026-11-24T10:00:00+09:00") == "時間外: 次は 11月24日(火) 10:00"
    assert state(open_now=False) == "時間外: 次の受付はわかりません"


def test_a_desk_that_depends_says_on_what() -> None:
    told = state(depends_on="町の窓口の時間", opens_next="2026-11-22T10:00:00+09:00")
    assert told == "受付は、町の窓口の時間による（次に確かなのは 11月22日(日) 10:00）"


def test_unknown_hours_are_said_to_be_unknown() -> None:
    assert state(depends_on=None) == "受付時間は確認できていません"


def test_an_unsure_number_is_marked() -> None:
    doubtful = desk(phone="188", verified=False, note="電話番号(要確認: 資料日付 2022-02-24)")
    assert number_of(doubtful) == "電話 188（要確認: 資料日付 2022-02-24、再確認待ち）"


def test_a_desk_without_a_number_shows_its_page() -> None:
    lines = desk_lines([desk(web="https://www.example.jp/")], EVENING.date(), indent=2)
    assert lines == ["  ・窓口  https://www.example.jp/"]


def test_details_leave_out_what_is_not_known() -> None:
    assert details(desk(does_not="", phone_if_not=None, mail=None)) == []


# --- words, days and sums ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2026, 11, 24), "2026年11月24日（令和8年）火曜日"),
        (dt.date(2019, 5, 1), "2019年5月1日（令和元年）水曜日"),
        (dt.date(2019, 4, 30), "2019年4月30日（平成31年）火曜日"),
        (dt.date(1989, 1, 7), "1989年1月7日（昭和64年）土曜日"),
    ],
)
def test_days_are_told_in_both_counts(day: dt.date, text: str) -> None:
    assert day_text(day) == text


@pytest.mark.parametrize(
    ("first", "last", "precision", "text"),
    [
        ("2026-11-21", "2026-11-21", "day", "2026年11月21日（令和8年）土曜日"),
        ("2026-11-01", "2026-11-30", "month", "2026年11月（令和8年）"),
        ("2025-01-01", "2025-12-31", "year", "2025年（令和7年）"),
    ],
)
def test_a_span_is_told_no_finer_than_it_was_said(first: str, last: str, precision: str, text: str) -> None:
    plain = {"quote": "", "start": 0, "end": 0, "from": first, "to": last, "precision": precision}
    assert span_text(msgspec.convert(plain, DateSpan)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(70_000, "70,000円（7万円）"), (35_000, "35,000円（3万5千円）"), (20_460, "20,460円"), (980, "980円")],
)
def test_sums_are_told_both_ways_where_the_second_is_short(value: int, text: str) -> None:
    assert yen(value) == text


def test_a_limit_is_a_sentence_or_a_time() -> None:
    assert time_text("相手が使う前") == "相手が使う前"
    assert time_text("2026-11-24T10:00:00+09:00") == "11月24日(火) 10:00"


def test_lines_break_after_particles_and_never_before_punctuation() -> None:
    lines = wrapped("番号の控えと買った店と時刻が手がかりになります。" * 5)
    assert all(line[0] not in "、。」）" for line in lines)
    assert "".join(lines) == "番号の控えと買った店と時刻が手がかりになります。" * 5


def test_wide_and_combining_characters_are_counted_as_they_are_shown() -> None:
    assert [width(one) for one in ("a", "あ", "ｱ", "が", "か\u3099", "…")] == [1, 2, 1, 2, 2, 2]


def test_line_breaks_of_the_input_become_spaces() -> None:
    assert clean("電話\r\n\t した ") == "電話 した"


def test_a_range_of_money_is_told_with_both_ends() -> None:
    one = Exposure(
        what="料金", state="open", yen_low=100, yen_high=20_000, how="計算", assumes=(), sources=()
    )
    answer = msgspec.structs.replace(consult(MOTHER, at=EVENING), exposure=(one,))
    assert "料金: 100円 から 20,000円（2万円） まで" in telling.consultation(answer, load(), at=EVENING)


def test_words_from_the_subject_are_marked_as_such() -> None:
    mail = Story(
        text="下のリンクから確認してください。",
        subject="未納料金のお知らせ 法的手続きに移行します",
        medium="email",
    )
    assert "（件名）" in telling.consultation(consult(mail, at=EVENING), load(), at=EVENING)


# --- bills and knowledge ----------------------------------------------------------------------------


def test_a_ceiling_shows_both_readings_and_the_sum() -> None:
    text = telling.ceiling(ceiling("au", 31, on=EVENING.date()))
    assert "ふつうの読み方: 19,800円" in text
    assert "（未確認）" in text and "3.3円" in text


def test_a_ceiling_that_nobody_knows_is_not_guessed() -> None:
    text = telling.ceiling(ceiling("rakuten", 31, on=EVENING.date()))
    assert "上限の額は出せません" in text


def test_the_rooms_of_the_knowledge_are_listed_with_their_sizes() -> None:
    assert f"schemes\t手口（{len(load().schemes)}件）" in telling.knowledge_list(load(), None)


def test_a_room_lists_id_and_name_on_a_line() -> None:
    lines = telling.knowledge_list(load(), "contacts").splitlines()
    assert "ipa_anshin\tIPA 情報セキュリティ安心相談窓口" in lines
    assert len(lines) == len(load().contacts)


def test_an_unknown_room_says_which_there_are() -> None:
    with pytest.raises(LookupError, match="直し方: schemes、"):
        telling.knowledge_list(load(), "cellar")


def test_a_piece_of_knowledge_is_shown_with_its_sources() -> None:
    text = telling.knowledge_item(load(), "ipa_anshin")
    assert "value: 03-5978-7509" in text
    assert "出典 seed003: 国民生活センター" in text


def test_a_piece_of_knowledge_is_json_for_machines() -> None:
    item = msgspec.json.decode(telling.knowledge_item(load(), "support_scam", as_json=True))
    assert (item["room"], item["item"]["id"]) == ("schemes", "support_scam")
    assert all(source["publisher"] for source in item["sources"])


@pytest.mark.parametrize(("wrong", "near"), [("ipa_ansin", "ipa_anshin"), ("hotline", "hotline_188")])
def test_an_unknown_id_is_told_with_what_was_perhaps_meant(wrong: str, near: str) -> None:
    with pytest.raises(LookupError, match=rf"もしかして: .*{near}.*直し方"):
        telling.knowledge_item(load(), wrong)


def test_the_summary_names_the_revision() -> None:
    assert load().revision in telling.knowledge_summary(load())
