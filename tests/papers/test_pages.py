"""The PDFs: what is printed is the data, on as many pages as promised, in PDF/A-2b, with fonts, and nothing that acts."""

import io
import threading

import pytest
from folding import (
    AT,
    HOSTILE,
    ONE_PAGE,
    PDFS,
    PUBLIC,
    TOLD,
    bundle,
    dictionaries,
    drawn,
    fifty,
    letters,
    opened,
    pages,
    paper,
    printed,
    text_of,
)
from pdf_oxide import PdfDocument
from PIL import ImageChops

from madoguchi.papers import papers_of, typesetting
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by
from madoguchi.papers.typesetting import pages_of

XMP = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", [TOLD, *HOSTILE, fifty()[12]], ids=range(len(HOSTILE) + 2))
def test_the_text_of_the_pdf_is_the_text_of_the_data(kind, text):
    sheet, pdf = sheet_for(seen_by(kind, bundle(text), at=AT))
    assert letters(text_of(pdf)) == letters(printed(sheet, pages(pdf)))


@pytest.mark.parametrize("kind", ONE_PAGE)
def test_one_page_is_one_page_for_fifty_stories(kind):
    found = [pages_of(paper(kind, text)) for text in fifty()]
    assert found == [1] * 50


def test_a_long_paper_has_as_many_pages_as_it_takes():
    pdf = paper("for-a-lawyer", fifty()[12])
    assert pages_of(pdf) == pages(pdf) > 1


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", [TOLD, HOSTILE[3]], ids=["told", "hostile"])
def test_every_paper_is_a_pdf_a_2b(kind, text):
    pdf = opened(paper(kind, text))
    with pdf.open_metadata() as meta:
        assert (meta[f"{XMP}part"], meta[f"{XMP}conformance"]) == ("2", "B")
    intent = pdf.Root.OutputIntents[0]
    assert intent.S == "/GTS_PDFA1" and "/DestOutputProfile" in intent
    assert not pdf.is_encrypted and pdf.trailer.ID is not None and pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("kind", [*PDFS, "case"])
def test_another_program_finds_nothing_that_pdf_a_2b_forbids(kind):
    made = papers_of(bundle(TOLD), [kind], at=AT)[f"{kind}.pdf"]
    found = PdfDocument.from_bytes(made).validate_pdf_a("2b")
    assert (found["valid"], found["errors"]) == (True, [])


def test_that_program_finds_what_pdf_a_2b_forbids():
    bare = io.BytesIO()
    with opened(paper("clerk-card")) as pdf:
        del pdf.Root.Metadata
        pdf.save(bare)
    assert not PdfDocument.from_bytes(bare.getvalue()).validate_pdf_a("2b")["valid"]


@pytest.mark.parametrize("kind", PDFS)
def test_every_font_is_embedded_and_gives_its_letters_back(kind):
    pdf = opened(paper(kind))
    fonts = [one for one in dictionaries(pdf) if one.get("/Type") == "/Font"]
    described = [one.FontDescriptor for one in fonts if "/FontDescriptor" in one]
    assert described and all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)
    assert all("/ToUnicode" in one for one in fonts if one.Subtype == "/Type0")


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_paper_acts(kind, text):
    pdf = opened(paper(kind, f"{text} https://example.test/x javascript:alert(1)"))
    keys = {key for one in dictionaries(pdf) for key in one.keys()}
    assert not keys & {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/URI", "/Annots"}
    assert not keys & {"/EmbeddedFiles", "/AF", "/AcroForm", "/RichMedia"}


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_story_reads_no_file_and_is_printed_as_it_stands(text):
    shown = text_of(paper("for-the-counsellor", text))
    assert "root:" not in shown and "localhost" not in shown
    assert "#eval(" in text_of(paper("for-the-counsellor", HOSTILE[0]))


def test_a_letter_that_no_font_has_is_a_geta_and_rare_kanji_stay():
    shown = text_of(paper("for-the-counsellor", HOSTILE[3]))
    assert "髙𠮷さん" in shown and "警告〓が" in shown and "\u202e" not in shown


@pytest.mark.parametrize("kind", PDFS)
def test_everything_is_black_on_white_and_nothing_is_filled(kind):
    page = drawn(paper(kind), dots=100)
    red, green, blue = page.split()
    assert ImageChops.difference(red, green).getbbox() is ImageChops.difference(red, blue).getbbox() is None
    assert sum(red.histogram()[16:240]) < 0.1 * page.width * page.height  # the edges of letters


@pytest.mark.parametrize("kind", PDFS)
def test_every_paper_says_who_made_it_and_that_it_is_no_public_body(kind):
    assert "運営:このパソコンの利用者公的機関ではありません" in text_of(paper(kind))
    assert "公的機関ではありません" not in text_of(paper(kind, operator=PUBLIC))
    assert "みどり町消費生活センター" in text_of(paper(kind, operator=PUBLIC))


@pytest.mark.parametrize("kind", PDFS)
def test_every_paper_has_its_number_and_its_page(kind):
    shown = text_of(paper(kind, number="26-0042"))
    assert "番号26-0042" in shown and f"1/{pages(paper(kind, number='26-0042'))}" in shown


def test_the_same_story_gives_the_same_bytes_at_the_same_minute():
    every = [papers_of(bundle(), ["case", "deadlines", *PDFS], at=AT) for _ in range(2)]
    assert every[0] == every[1] and len(every[0]) == len(PDFS) + 4


def test_many_threads_get_the_bytes_that_one_gets():
    alone, found = papers_of(bundle(), PDFS, at=AT), []
    folded = lambda: found.append(papers_of(bundle(), PDFS, at=AT))  # noqa: E731
    crew = [threading.Thread(target=folded) for _ in range(6)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert found == [alone] * 6


@pytest.fixture
def without_biz_ud(monkeypatch, tmp_path):
    """A machine on which only the fonts of the extra are installed."""
    kept = (typesetting._font_files, typesetting._letters, typesetting._fonts, typesetting.faces)
    monkeypatch.setattr(typesetting, "_BIZ_UD", tmp_path)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.mark.usefixtures("without_biz_ud")
@pytest.mark.parametrize("kind", ONE_PAGE)
def test_the_fonts_of_the_extra_are_enough(kind):
    made = [paper(kind, text) for text in (TOLD, *HOSTILE, *fifty()[-8:])]
    assert [pages_of(pdf) for pdf in made] == [1] * len(made)
    assert b"BIZ" not in made[0] and b"NotoSansJP" in made[0]


def last_page(pdf: bytes) -> str:
    """The text of the last of two pages; nothing where there is one."""
    return text_of(pdf).rpartition("1/2")[2] if pages_of(pdf) == 2 else ""


def test_nobody_signs_a_page_that_holds_nothing_else():
    ends = [last_page(paper("course-of-events", "5万円を振り込みました。" * n)) for n in range(4, 30)]
    ends = [end for end in ends if end]
    assert ends and all("一緒に出すもの" in end for end in ends)
