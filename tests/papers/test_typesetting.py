"""Any text at all becomes a page, shorter where it must, and a machine without the extra hears what is missing."""

import subprocess
import sys

import msgspec
import pytest
from folding import AT, TOLD, answered, bundle, letters, pages, paper, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.knowledge import load
from madoguchi.papers import Translated, papers_of
from madoguchi.papers.blocks import Para, Piece, Sheet, Step, Steps, pieces_of, spoken, theirs
from madoguchi.papers.frame import listed, shortened
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by
from madoguchi.papers.typesetting import fitting, pdf_of, printable
from madoguchi.plain_text import UnreadableText
from madoguchi.ruby import without

WITHOUT = "import sys; sys.modules['{}'] = None; from madoguchi.cli import main; main(sys.argv[1:])"
ODD = "゙́\u200d\ufe0f🇯🇵👍🏽\u0e33\u0645ﷺᜀ𓀀\ud7a3ᄒ\u3000〱\u2028\u00ad\u200f−〜‖¥\\"


def sheet_of(*texts: str, phrases: bool = False) -> Sheet:
    blocks = tuple(Para(text=spoken(text) if phrases else theirs(text)) for text in texts)
    return Sheet(
        title="t", header=(theirs("h"), theirs("n")), footer=(theirs("f"),), blocks=blocks, phrases=phrases
    )


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(ODD)), max_size=60)
)
def test_any_text_can_be_set(text):
    shown = printable(sheet_of(text))
    assert pdf_of(shown, at=AT).startswith(b"%PDF-1.7")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="警察に電話をかける、「いま」。すぐ12Ab（）{|}けいさつ", max_size=120))
def test_phrases_together_are_the_text(text):
    assert "".join(piece.text for piece in spoken(text)) == without(text)
    sheet = printable(sheet_of(text, phrases=True))
    assert letters(text_of(pdf_of(sheet, at=AT))) == letters("".join(pieces_of(sheet)) + "1/1")


def test_a_phrase_stays_on_one_line_as_its_text_says():
    cut = [piece.text for piece in spoken("相手が画面を動かせなくなります。")]
    assert cut == ["相手が", "画面を", "動かせなくなります", "。"]


def test_a_reading_stands_over_its_word():
    assert spoken("{警察|けいさつ}に聞く")[0] == Piece("警察", "けいさつ")


def test_an_easy_answer_is_printed_with_its_readings():
    step = msgspec.structs.replace(answered(TOLD).plan.steps[0], text="{電話|でんわ}を {切|き}ります。")
    plan = msgspec.structs.replace(answered(TOLD).plan, steps=(step,))
    text = text_of(
        paper(
            "for-the-person",
            translated=Translated(msgspec.structs.replace(answered(TOLD), plan=plan), load()),
        )
    )
    assert "でんわ" in text and "切" in text and "{" not in text


def test_braces_in_a_story_are_no_readings():
    assert "{警察|けいさつ}" in text_of(paper("for-the-counsellor", "{警察|けいさつ}から電話が来ました。"))


def test_what_does_not_fit_is_left_out_until_it_does():
    ladder = [sheet_of(*["あ" * 400] * count) for count in (9, 7, 5, 3, 1)]
    chosen, pdf = fitting(lambda at: ladder[at] if at < len(ladder) else None, at=AT)
    fits = [pages(pdf_of(one, at=AT)) == 1 for one in ladder]
    assert pages(pdf) == 1 and chosen == ladder[fits.index(True)] and not fits[0]


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("短い", 5, "短い"),
        ("電話は03-1234-5678です", 8, "電話は…"),
        ("金額は1,234,567円", 8, "金額は…"),
        ("あいうえおかきくけこ", 5, "あいうえ…"),
    ],
)
def test_no_number_is_cut_in_two(text, most, cut):
    assert shortened(text, most) == cut


def test_a_list_that_is_too_long_says_how_many_are_left():
    assert listed(["一つ", "二つ", "三つ"], 6) == "一つ、二つ、ほか 1 件"


@pytest.mark.parametrize("person", ["self", "family", "other"])
def test_what_was_said_about_whom_it_concerns_counts(person):
    words = {"self": "ご本人", "family": "ご家族", "other": "ほかの人"}
    assert words[person] in text_of(paper("for-the-counsellor", "番号に電話しました。", person=person))


def test_who_answers_first_is_named_first():
    sheet, _ = sheet_for(seen_by("for-the-person", bundle(), at=AT))
    numbers = [
        one.number[0].text
        for block in sheet.blocks
        if hasattr(block, "items")
        for one in block.items
        if getattr(one, "number", None)
    ]
    assert numbers == ["188"]


def test_the_steps_of_the_paper_are_the_first_steps_of_the_plan():
    sheet, _ = sheet_for(seen_by("for-the-person", bundle(), at=AT))
    steps = next(block for block in sheet.blocks if isinstance(block, Steps)).items
    shown = ["".join(piece.text for piece in one.text) for one in steps if isinstance(one, Step)]
    assert shown == [one.text for one in answered(TOLD).plan.steps[: len(shown)]] and 1 <= len(shown) <= 5


def test_a_story_that_is_too_long_is_refused():
    told = bundle()
    long = msgspec.structs.replace(told.story, text="あ" * 20_001)
    with pytest.raises(UnreadableText, match="長すぎます"):
        papers_of(type(told)(story=long, answer=told.answer, knowledge=told.knowledge), ["clerk-card"], at=AT)


@pytest.mark.parametrize("package", ["typst", "fontTools.ttLib", "pylopdf_fonts_jp", "noto_cjk_sans_jp_bold"])
def test_without_the_extra_the_command_says_what_to_install(tmp_path, package):
    args = ["papers", TOLD, "--kind", "clerk-card", "--out", str(tmp_path / "a")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(package), *args], capture_output=True, text=True
    )
    assert done.returncode == 2 and "pip install 'madoguchi[papers]'" in done.stderr
    assert not (tmp_path / "a").exists()


def test_nothing_of_the_extra_is_looked_for_before_a_paper_is_made():
    code = "import sys, madoguchi.papers; print({'typst', 'fontTools', 'segno', 'icalendar', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
