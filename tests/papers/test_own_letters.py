"""A letter in the consumer's own name on paper: text that is drawn as it stands, that a fax leaves readable, and its knowledge."""

import dataclasses

import msgspec
import pytest
from folding import AT, HOSTILE, text_of
from test_fax import faxed

from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.check import problems_of
from madoguchi.papers.blocks import pieces_of
from madoguchi.papers.own_letters import LetterNotes, LetterWords, letter_pdf, letter_sheet
from madoguchi.papers.typesetting import pages_of

WORDS = LetterWords(
    title="通知書",
    to_name="森の水株式会社　御中",
    to_postcode="530-0001",
    to_address="大阪市北区9-9",
    to_fax="06-0000-0000",
    from_name="試験 ウメ",
    from_address="森町1-2-3",
    from_phone="050-1234-5678",
    body="次の契約の申込みを撤回し、または契約を解除することを通知します。\n契約の金額　105,000円",
    enclosed="契約書の写し",
)
NOTES = LetterNotes("口頭（2026年11月24日）")


@pytest.mark.parametrize(
    ("layout", "told"), [("letter", "105,000円"), ("fax", "06-0000-0000"), ("label", "大阪市北区9-9")]
)
def test_a_letter_takes_one_page_and_survives_a_fax(layout, told):
    pdf = letter_pdf(WORDS, layout=layout, notes=NOTES, at=AT)
    assert pages_of(pdf) == 1
    text = faxed(pdf) + faxed(pdf, "eng")
    assert told in text and "森の水" in text


@pytest.mark.parametrize("layout", ["letter", "fax", "label"])
def test_it_says_that_it_is_a_draft_and_how_they_agreed_and_names_no_desk(layout):
    said = "".join(pieces_of(letter_sheet(WORDS, layout=layout, notes=NOTES)))
    assert "本人の名前で出す書面の下書き" in said and "本人の同意: 口頭（2026年11月24日）" in said
    assert "運営" not in said and "センター" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_somebody_typed_acts(text):
    words = LetterWords(**dict.fromkeys(WORDS.__struct_fields__, text))
    shown = {one.strip() for one in pieces_of(letter_sheet(words, layout="letter", notes=NOTES))}
    assert {line.strip() for line in text.splitlines() if line.strip()} <= shown
    assert letter_pdf(words, layout="letter", notes=NOTES, at=AT).startswith(b"%PDF")


def test_an_empty_letter_is_a_page_too():
    assert pages_of(letter_pdf(LetterWords(), layout="letter", notes=NOTES, at=AT)) == 1


def changed(**changes: object) -> Knowledge:
    form = msgspec.structs.replace(load().letters["cooling_off"], **changes)
    return dataclasses.replace(load(), letters={form.id: form})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rules": ["nothing"], "record": []}, "決まり「nothing」が law にありません"),
        ({"rules": ["kappu_kobenken"]}, "の条件がありません"),
        ({"body": ["{memo}"]}, "「memo」は記録の項目ではありません"),
        ({"id": "x" * 17}, "16 文字を超えます"),
    ],
)
def test_a_form_that_does_not_hold_together_is_told(wrong, said):
    assert any(said in line for line in problems_of(changed(**wrong)))


def test_the_letters_have_no_problem():
    assert [line for line in problems_of(load()) if line.startswith("letters/")] == []


def last_page(lines: int) -> str:
    """The text of the second page of a letter of so many lines; nothing where it has one page."""
    words = msgspec.structs.replace(WORDS, body="本文の行\n" * lines + "おわりの行")
    pdf = letter_pdf(words, layout="letter", notes=NOTES, at=AT)
    return text_of(pdf).rpartition("1/2")[2] if pages_of(pdf) == 2 else ""


def test_the_name_stands_on_a_page_with_the_sender():
    ends = [end for lines in range(8, 40, 2) if (end := last_page(lines))]
    assert ends and all("差出人" in end for end in ends)
