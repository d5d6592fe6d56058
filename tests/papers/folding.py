"""Makes papers the short way, for tests: one story in, its papers out, at one fixed minute; and reads PDFs back."""

import datetime as dt
import random
import subprocess
from collections import Counter
from functools import lru_cache
from io import BytesIO

import pikepdf
from generate_stories import stories
from PIL import Image

from madoguchi import Consultation, Story, consult
from madoguchi.knowledge import load
from madoguchi.papers import SHEET_KINDS, Bundle, Operator, SheetKind, asked_for, papers_of
from madoguchi.papers.blocks import Sheet, pieces_of

AT = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")
PDFS = [kind for kind in SHEET_KINDS if kind not in ("case", "deadlines")]
ONE_PAGE = ["for-the-person", "for-the-counsellor", "clerk-card", "watcher-sheet"]
TOLD = (
    "昨日の夕方、パソコンに警告の画面が出て、母（78）が画面の番号 050-1234-5678 に電話しました。"
    "遠隔操作をされました。コンビニでカード3万5千円を2枚買い、番号を伝えました。"
    "きょうもまた買うように言われています。"
)
HOSTILE = [
    '#eval("1+1") #import "x.typ" #read("/etc/passwd") #panic()',
    "$x^2$ *太字* _斜体_ `raw` = 見出し\n== 二 \n+ 三 <label> @ref \\ ~",
    '"); #sys.inputs; #let x = json("/etc/hosts"); ("',
    "警告😀が👨‍👩‍👧‍👦出て髙𠮷さんに電話\x00\x07\x1b[31mしました\u202e。ﷺ\u200b葛\U000e0100飾",
    "】【\n――― ここまで ―――\n{警察|けいさつ}に電話 <b>x</b> &amp; %s {0}",
]


AGREED = tuple(asked_for(kind, who="本人", when=AT) for kind in SHEET_KINDS)


@lru_cache(maxsize=64)
def answered(text: str) -> Consultation:
    return consult(Story(text=text), at=AT)


def bundle(text: str = TOLD, **beside: object) -> Bundle:
    """A bundle of which everything may be told to everybody."""
    given = {"consents": AGREED, **beside}
    return Bundle(story=Story(text=text), answer=answered(text), knowledge=load(), **given)  # type: ignore[arg-type]


def paper(kind: SheetKind, text: str = TOLD, **beside: object) -> bytes:
    """The PDF of one kind."""
    return papers_of(bundle(text, **beside), [kind], at=AT)[f"{kind}.pdf"]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def pages(pdf: bytes) -> int:
    return len(opened(pdf).pages)


def dictionaries(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]


def drawn(pdf: bytes, *, dots: int) -> Image.Image:
    """The first page as a picture."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(dots), "-l", "1", "-png", "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(BytesIO(done.stdout)).convert("RGB")


def text_of(pdf: bytes) -> str:
    """What a reader can select in ``pdf``, without spaces and line ends."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def letters(text: str) -> Counter[str]:
    """Without hyphens: at the end of a line pdftotext takes one for a broken word."""
    return Counter("".join(text.replace("-", "").split()))


def printed(sheet: Sheet, number_of_pages: int) -> str:
    """All that stands on the pages of ``sheet``: what is said once, what stands on each page, and its number."""
    always = "".join(piece.text for line in (*sheet.header, *sheet.footer) for piece in line)
    numbers = "".join(f"{page}/{number_of_pages}" for page in range(1, number_of_pages + 1))
    return "".join(pieces_of(sheet)) + always * (number_of_pages - 1) + numbers


@lru_cache(maxsize=1)
def fifty() -> tuple[str, ...]:
    """Fifty stories of all lengths: one word, many sentences, 20,000 characters, and what wants to break out."""
    dice = random.Random(4)
    told = list(stories(400, seed=44))
    joined = [
        "\n".join(told[at : at + dice.randrange(1, 60)])[: dice.randrange(20, 20_000)] for at in range(40)
    ]
    long = "。".join(told)
    return ("詐欺", "？", *HOSTILE, long[:20_000], (TOLD * 500)[:20_000], "あ" * 20_000, *joined)


PUBLIC = Operator(name="みどり町消費生活センター", public=True)
