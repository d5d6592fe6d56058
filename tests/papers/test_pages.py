"""The PDFs: what is printed is the data, on as many pages as promised, in PDF/A-2b, with fonts, and nothing that acts."""

import threading
from io import BytesIO

import pikepdf
import pytest
from folding import AT, HOSTILE, ONE_PAGE, PDFS, PUBLIC, TOLD, bundle, fifty, letters, pages, paper, text_of

from madoguchi.papers import papers_of
from madoguchi.papers.blocks import pieces_of
from madoguchi.papers.making import sheet_for
from madoguchi.papers.material import seen_by

XMP = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", [TOLD, *HOSTILE, fifty()[12]])
def test_the_text_of_the_pdf_is_the_text_of_the_data(kind, text):
    sheet, pdf = sheet_for(seen_by(kind, bundle(text), at=AT))
    numbers = "".join(f"{page}/{pages(pdf)}" for page in range(1, pages(pdf) + 1))
    always = "".join(
        piece
        for line in (*sheet.header, *sheet.footer)
        for one in [line]
        for piece in [one.text for one in one]
    )
    printed = "".join(pieces_of(sheet)) + always * (pages(pdf) - 1) + numbers
    assert letters(text_of(pdf)) == letters(printed)


@pytest.mark.parametrize("kind", ONE_PAGE)
def test_one_page_is_one_page_for_fifty_stories(kind):
    found = {text[:20]: pages(paper(kind, text)) for text in fifty()}
    assert len(fifty()) == 50 and set(found.values()) == {1}


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", [TOLD, HOSTILE[3]])
def test_every_paper_is_a_pdf_a_2b(kind, text):
    with pikepdf.open(BytesIO(paper(kind, text))) as pdf, pdf.open_metadata() as meta:
        assert (meta[f"{XMP}part"], meta[f"{XMP}conformance"]) == ("2", "B")
        assert (
            pdf.Root.OutputIntents[0].S == "/GTS_PDFA1" and "/DestOutputProfile" in pdf.Root.OutputIntents[0]
        )
        assert not pdf.is_encrypted and pdf.trailer.ID is not None and pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("kind", PDFS)
def test_every_font_is_embedded_and_gives_its_letters_back(kind):
    with pikepdf.open(BytesIO(paper(kind))) as pdf:
        fonts = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        described = [one.FontDescriptor for one in fonts if "/FontDescriptor" in one]
        assert described and all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)
        assert all("/ToUnicode" in one for one in fonts if one.Subtype == "/Type0")


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_paper_acts(kind, text):
    pdf = paper(kind, f"{text} https://example.test/x javascript:alert(1)")
    with pikepdf.open(BytesIO(pdf)) as opened:
        keys = {key for one in opened.objects if isinstance(one, pikepdf.Dictionary) for key in one.keys()}
    acting = {
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/Launch",
        "/URI",
        "/EmbeddedFiles",
        "/AcroForm",
        "/Annots",
    }
    assert not keys & acting


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_story_reads_no_file_and_is_printed_as_it_stands(text):
    shown = text_of(paper("for-the-counsellor", text))
    assert "root:" not in shown and "localhost" not in shown
    assert "#eval(" in text_of(paper("for-the-counsellor", HOSTILE[0]))


def test_a_letter_that_no_font_has_is_a_geta_and_rare_kanji_stay():
    shown = text_of(paper("for-the-counsellor", HOSTILE[3]))
    assert "髙𠮷さん" in shown and "警告〓が" in shown and "\u202e" not in shown


def test_every_letter_is_black_on_white():
    import subprocess

    done = subprocess.run(
        ["pdftoppm", "-r", "40", "-"], input=paper("for-the-person"), capture_output=True, check=True
    )
    pixels = done.stdout[-331 * 468 * 3 :]
    assert pixels[:3] == b"\xff\xff\xff" and all(
        pixels[at] == pixels[at + 1] == pixels[at + 2] for at in range(0, 9_000, 3)
    )


@pytest.mark.parametrize("kind", PDFS)
def test_every_paper_says_who_made_it_and_that_it_is_no_public_body(kind):
    assert "運営:このパソコンの利用者　公的機関ではありません".replace("　", "") in text_of(paper(kind))
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
    crew = [threading.Thread(target=lambda: found.append(papers_of(bundle(), PDFS, at=AT))) for _ in range(6)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert found == [alone] * 6
