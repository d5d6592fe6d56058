"""The picture form of a case: every row on the page, few pages whatever the lines are, and quick."""

import io
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from folding import AT, TOLD, bundle, pages, paper
from PIL import Image

from madoguchi.papers import papers_of
from madoguchi.papers.drawn_pages import Margins, Row, image_pdf

MARGINS = Margins("左", "右", "下")
LINES = ["あ\n" * 10_000, "？" * 20_000, (TOLD + "\n") * 170, "昨日3万円払った\n" * 2_200, "a" * 20_000]


def seen(pdf: bytes, page: int = 0) -> Image.Image:
    command = ["pdftoppm", "-r", "200", "-f", str(page + 1), "-l", str(page + 1), "-png", "-"]
    drawn = Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
    return drawn.convert("L")


@pytest.mark.parametrize("text", LINES, ids=range(len(LINES)))
def test_the_case_of_a_long_story_is_thirty_pages_at_most_and_takes_two_seconds(text):
    papers_of(bundle("詐欺"), ["case"], at=AT)
    told = bundle(text[:20_000])
    begun = time.process_time()
    assert pages(papers_of(told, ["case"], at=AT)["case.pdf"]) <= 30
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("text", ["あ" * 200, "W" * 200, "？" * 200, "（" * 200, "1,2" * 80])
def test_no_row_runs_off_the_page(text):
    page = seen(image_pdf([Row(text), Row(text, heading=True)], MARGINS, at=AT))
    assert page.crop((1_654 - 157 + 36, 0, 1_654, 2_339)).getextrema() == (255, 255)


def test_a_heading_never_stands_last_on_a_page():
    made = image_pdf([*[Row("あ")] * 38, Row("次のこと", heading=True), Row("い")], MARGINS, at=AT)
    assert pages(made) == 2


def test_pages_are_read_as_they_were_written():
    picture = io.BytesIO()
    seen(image_pdf([Row("警察に電話をかけました。"), Row("050-1234-5678")], MARGINS, at=AT)).save(
        picture, "PNG"
    )
    command = ["tesseract", "-", "-", "-l", "jpn", "--psm", "6", "--dpi", "200"]
    text = subprocess.run(command, input=picture.getvalue(), capture_output=True, check=True).stdout.decode()
    assert "警察に電話をかけました" in "".join(text.split()) and "050-1234-5678" in text


def test_papers_that_are_made_at_once_are_the_papers_that_are_made_alone():
    kinds = ["for-the-person", "clerk-card", "for-a-lawyer", "for-the-counsellor"] * 2
    with ThreadPoolExecutor(4) as crew:
        together = list(crew.map(paper, kinds))
    assert together == [paper(kind) for kind in kinds]
