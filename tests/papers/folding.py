"""Makes papers the short way, for tests: one story in, its papers out, at one fixed minute; and reads PDFs back."""

import datetime as dt
import random
import subprocess
from collections import Counter
from functools import lru_cache

import pikepdf
from generate_stories import stories

from madoguchi import Story, consult
from madoguchi.knowledge import load
from madoguchi.papers import SHEET_KINDS, Bundle, Operator, SheetKind, asked_for, papers_of

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


def bundle(text: str = TOLD, **beside: object) -> Bundle:
    """A bundle of which everything may be told to everybody."""
    story = Story(text=text)
    agreed = tuple(asked_for(kind, who="本人", when=AT) for kind in SHEET_KINDS)
    given = {"consents": agreed, **beside}
    return Bundle(story=story, answer=consult(story, at=AT), knowledge=load(), **given)  # type: ignore[arg-type]


def paper(kind: SheetKind, text: str = TOLD, **beside: object) -> bytes:
    """The PDF of one kind."""
    return papers_of(bundle(text, **beside), [kind], at=AT)[f"{kind}.pdf"]


def pages(pdf: bytes) -> int:
    with pikepdf.open(_file(pdf)) as opened:
        return len(opened.pages)


def _file(pdf: bytes):
    from io import BytesIO

    return BytesIO(pdf)


def text_of(pdf: bytes) -> str:
    """What a reader can select in ``pdf``, without spaces and line ends."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


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
