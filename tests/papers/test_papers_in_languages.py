"""What people take for themselves is in their language, the rest in Japanese: the text of the PDFs, as a reader selects it."""

import re

import msgspec
import pytest
from click.testing import CliRunner
from folding import AT, HOSTILE, TOLD, bundle, fifty, letters, opened, pages, paper, printed, text_of

from madoguchi import Story, consult
from madoguchi.cli import main
from madoguchi.knowledge import known_in
from madoguchi.papers import SHEET_KINDS, THEIR_OWN, Translated, language_of, papers_of
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by
from madoguchi.papers.typesetting import MISSING
from madoguchi.ruby import without

LANGUAGES = ("ja", "easy", "en")
JAPANESE = re.compile("[ぁ-んァ-ヴ一-龥]+")
STORIES = ["詐欺", TOLD, HOSTILE[3], fifty()[12], (TOLD * 500)[:20_000]]


def translated(text: str, language: str) -> Translated:
    known = known_in(language)
    return Translated(consult(Story(text=text), at=AT, knowledge=known), known)


def pdf(kind: str, language: str, text: str = TOLD) -> bytes:
    own = translated(text, language_of(kind, language))
    return papers_of(bundle(text, translated=own), [kind], at=AT)[f"{kind}.pdf"]


def squeezed(text: str) -> str:
    return "".join(without(text).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["for-the-person", "watcher-sheet"])
@pytest.mark.parametrize("text", STORIES, ids=range(len(STORIES)))
def test_one_page_in_every_language_says_what_the_data_says(kind, language, text):
    told = bundle(text, translated=translated(text, language_of(kind, language)))
    sheet, made = sheet_for(seen_by(kind, told, at=AT))
    assert pages(made) == 1 and letters(text_of(made)) == letters(printed(sheet, 1))
    assert MISSING not in text_of(made)


@pytest.mark.parametrize("language", ["easy", "en"])
def test_the_person_gets_one_page_for_fifty_stories_in_the_other_languages_too(language):
    made = [pdf("for-the-person", language, text) for text in fifty()]
    assert [pages(one) for one in made] == [1] * 50


@pytest.mark.parametrize("kind", ["for-the-person", "watcher-sheet"])
def test_english_papers_hold_no_japanese_but_names(kind):
    names = "".join(one.name for one in known_in("en").contacts.values())
    said = text_of(pdf(kind, "en"))
    assert "Theuserofthiscomputer" in said
    assert [word for word in JAPANESE.findall(said) if word not in names] == []
    assert opened(pdf(kind, "en")).Root.Lang == "en"


def test_the_person_reads_the_first_steps_of_the_plan_in_english():
    first = translated(TOLD, "en").answer.plan.steps[0].text
    assert squeezed(first) in text_of(pdf("for-the-person", "en"))


@pytest.mark.parametrize("language", ["ja", "easy"])
def test_japanese_for_the_person_has_readings(language):
    said = text_of(pdf("for-the-person", language))
    assert "でんわ" in said and "ひと" in said and "|" not in said


def test_the_watcher_ticks_in_three_languages():
    found = {one: text_of(pdf("watcher-sheet", one)) for one in LANGUAGES}
    for language, text in found.items():
        shown = known_in(language).papers.watcher
        missing = [tick for tick in shown.ticks if language != "easy" and squeezed(tick) not in text]
        assert missing == [] and "188" in text
    assert "はこ" in found["easy"] and "はこ" not in found["ja"]


def test_the_calendar_speaks_the_language_too():
    told = bundle(translated=translated(TOLD, "en"))
    text = papers_of(told, ["deadlines"], at=AT)["deadlines.ics"].replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Call 188 for advice" in text and "受付" not in text


def test_what_a_desk_reads_is_japanese_whoever_asks():
    desks = [kind for kind in SHEET_KINDS if kind not in THEIR_OWN]
    assert {language_of(kind, language) for kind in desks for language in LANGUAGES} == {"ja"}


def test_an_answer_in_another_language_tells_no_more_than_was_agreed():
    seen = seen_by("watcher-sheet", bundle(translated=translated(TOLD, "en")), at=AT)
    assert "35,000" not in msgspec.json.encode(seen.own.answer).decode() and not seen.own.answer.plan.steps


@pytest.mark.parametrize(("language", "word"), [("ja", "でんわ"), ("easy", "でんわ"), ("en", "Whomtocall")])
def test_the_command_writes_the_papers_in_the_language(tmp_path, language, word):
    args = ["papers", TOLD, "--kind", "for-the-person", "--lang", language, "--out", str(tmp_path)]
    assert CliRunner().invoke(main, [*args, "--at", AT.isoformat()]).exit_code == 0
    assert word in text_of((tmp_path / "for-the-person.pdf").read_bytes())


def test_the_counsellors_paper_of_the_command_is_the_same_in_every_language(tmp_path):
    made = set()
    for language in LANGUAGES:
        args = ["papers", TOLD, "--kind", "for-the-counsellor", "--lang", language]
        CliRunner().invoke(main, [*args, "--out", str(tmp_path / language), "--at", AT.isoformat()])
        made.add((tmp_path / language / "for-the-counsellor.pdf").read_bytes())
    assert len(made) == 1


@pytest.mark.parametrize("kind", ["for-the-counsellor", "for-a-lawyer"])
def test_a_desk_is_told_that_it_was_not_told_in_japanese(kind: str) -> None:
    english = "A pop-up said virus. I called the number on the screen and bought gift cards for 50,000 yen."
    said = [text_of(paper(kind, text)) for text in (english, TOLD)]
    assert ["話した言葉:日本語以外" in one for one in said] == [True, False]
