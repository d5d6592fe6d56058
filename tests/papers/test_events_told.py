"""Papers print as an event only what was told; days to come stand apart from what has happened."""

import datetime as dt

import pytest
from folding import AT, bundle, paper, text_of

from madoguchi import Story, consult
from madoguchi.papers import papers_of
from madoguchi.papers.events import Event, events_in
from madoguchi.papers.material import seen_by

ROOF = (
    "11月18日に業者が突然家に来て、屋根の工事の契約書に判子を押してしまいました。契約書はその場でもらいました。"
    "来週の月曜から工事が始まります。11月30日までに払えと言われています。"
)


def events(text: str) -> tuple[Event, ...]:
    story = Story(text=text)
    return events_in(story, consult(story, at=AT).situation, on=AT.date())


def names(text: str) -> list[str]:
    return [one.what for one in events(text) if one.what]


@pytest.mark.parametrize(
    "text",
    [
        "SNSで知り合って、毎日話していました。",
        "投資サイトの画面に残高が出ましたが、出金できません。",
        "電話しながら、ATMで操作しました。",
        "解約したいと言ったら断られました。",
        "ボタンを押したら登録になりました。",
    ],
)
def test_what_is_not_certain_has_no_name(text: str) -> None:
    assert names(text) == [] and all(one.words in text for one in events(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("契約書に判子を押してしまいました。", "契約した"),
        ("メールのリンクを開いてしまいました。", "リンクを開いた"),
        ("届いたSMSの番号に電話をかけました。", "連絡した"),
        ("30万円を振り込みました。", "お金を払った"),
        ("I paid 30000 yen by bank transfer.", "お金を払った"),
    ],
)
def test_what_was_said_outright_has_its_name(text: str, name: str) -> None:
    assert names(text) == [name]


def test_days_to_come_stand_last_and_apart() -> None:
    told = events(ROOF)
    assert [one.ahead for one in told] == [False, True, True]
    assert [one.when[:10] for one in told if one.ahead] == ["2026年11月23", "2026年11月30"]


def test_a_sentence_with_both_kinds_of_days_stands_in_both_lists() -> None:
    told = events("11月3日に契約し、工事は12月10日の予定です。")
    assert [(one.ahead, one.when) for one in told] == [
        (False, "2026年11月3日(火)"),
        (True, "2026年12月10日(木)"),
    ]


def test_the_letter_names_nothing_that_was_not_told() -> None:
    text = text_of(paper("course-of-events", ROOF))
    assert "リンクを開いた" not in text and "これから（予定、期限と言われた日）" in text


def test_the_counsellor_sees_papers_goods_and_days() -> None:
    text = text_of(paper("for-the-counsellor", ROOF))
    assert "「屋根の工事」" in text and "書面の受領" in text and "2026年11月25日" in text


def test_the_paper_for_the_person_says_until_when() -> None:
    assert "2026年11月25日" in text_of(paper("for-the-person", ROOF))


def test_the_calendar_has_the_last_day_and_nothing_of_the_story() -> None:
    from madoguchi.papers.deadlines import deadlines_ics

    made = deadlines_ics(seen_by("deadlines", bundle(ROOF), at=AT)).decode()
    assert "DTSTART;VALUE=DATE:20261125" in made and "契約" not in made and "屋根" not in made


def test_a_day_that_has_not_come_is_no_day_of_the_past() -> None:
    assert AT.date() < dt.date(2026, 11, 23) and "いつ" in text_of(paper("course-of-events", ROOF))


def test_a_short_story_is_told_whole() -> None:
    told = (
        "レジにいます。おばあさんがカードを10万円分持ってきました。電話しながらです。どうしたらいいですか。"
    )
    words = [one.words for one in events(told)]
    assert words[:2] == ["レジにいます。", "おばあさんがカードを10万円分持ってきました。"] and len(words) == 3


def test_a_bare_day_belongs_to_what_stands_before_it() -> None:
    told = "カードの番号を読み上げてしまいました。さっきです。"
    assert [(one.when != "", one.words) for one in events(told)] == [
        (True, "カードの番号を読み上げてしまいました。")
    ]


def test_what_somebody_signs_leaves_no_sentence_out() -> None:
    told = "業者が来て契約書に判を押しました。頭が真っ白でした。夫は反対していました。解約できますか。"
    text = text_of(paper("course-of-events", told))
    assert "頭が真っ白でした。" in text and "夫は反対していました。" in text and "解約できますか" not in text


@pytest.mark.parametrize(("person", "whose"), [("family", "本人の家族"), ("self", "本人の言葉")])
def test_a_counsellor_reads_whose_words_these_are_and_all_of_a_short_story(person: str, whose: str) -> None:
    told = "母が遠隔操作のアプリを入れました。" + "母はとても落ち込んでいます。" * 12
    bundled = bundle(told, person=person)
    text = text_of(papers_of(bundled, ["for-the-counsellor"], at=AT)["for-the-counsellor.pdf"])
    assert whose in text and text.count("落ち込んでいます") >= 12


def test_english_sentences_stand_once_each() -> None:
    told = "I found an easy side job. First they paid me 800 yen. Then I paid 120,000 yen by bank transfer."
    text = text_of(paper("course-of-events", told))
    assert [text.count(one) for one in ("Ifoundaneasy", "Firsttheypaidme", "ThenIpaid120,000")] == [1, 1, 1]


def test_a_quoted_message_stays_in_its_sentence() -> None:
    told = (
        "昨日、夫の携帯に「未納料金があります。本日中に連絡がない場合は法的手続きをします。」とSMSが来て、"
        "夫がその番号に電話してしまいました。電子マネーを買い、番号を伝えました。"
    )
    first, second = events(told)
    assert first.when and first.words.startswith("昨日、") and first.words.endswith("電話してしまいました。")
    assert second.words == "電子マネーを買い、番号を伝えました。"
