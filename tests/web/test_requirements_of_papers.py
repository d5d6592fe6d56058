"""What users.md asks of the papers that the public takes away, a test a requirement; the papers are asked for on the site."""

import io
import json
import subprocess
import zipfile

import pikepdf
import pytest
from django.test import Client
from folding import text_of
from site_under_test import TOLD, Visitor, found, told

from madoguchi import Story
from madoguchi.papers import SHEET_KINDS
from madoguchi.papers.consents import FREE
from madoguchi.web.public.walk import Walk, written

ORDER = "契約当事者・年齢 契約日 相手の名称など 何をいくつ 契約購入金額 既支払額 支払方法 引渡時期"
PDFS = [kind for kind in SHEET_KINDS if kind not in ("case", "deadlines")]
EVERYTHING = (
    "identity person words scheme events dates counterparty gave payments amounts done wishes".split()
)


def agreed(kind: str, page: Visitor | None = None, **fields: object) -> Visitor:
    """A visitor with the paper of ``kind`` in hand; the person has agreed to all that is asked for."""
    page = (page or found()).press("紙にする")
    if kind in FREE:
        return page.press(f"作る: {NAMES[kind]}")
    page.press(f"見せることを 選ぶ: {NAMES[kind]}")
    page.press("これでよい", **{"agreed": "asked", "field": EVERYTHING, **fields})
    return page.press(f"作る: {NAMES[kind]}")


NAMES = {
    "for-the-person": "本人に渡す紙",
    "for-the-counsellor": "相談員に渡す紙",
    "clerk-card": "店の人に見せるカード",
    "watcher-sheet": "見守る人の紙",
    "course-of-events": "起きたことの順番（経緯書）",
    "for-a-lawyer": "法律の相談に持って行く紙",
    "case": "引きつぎのファイル",
}


def paper(kind: str, **fields: object) -> bytes:
    content: bytes = agreed(kind, **fields).response.content
    return content


def row(pdf: bytes, label: str) -> str:
    """The line of a paper that begins with ``label``."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return next(line for line in done.stdout.decode().splitlines() if line.strip().startswith(label))


def case(**fields: object) -> dict[str, object]:
    files = zipfile.ZipFile(io.BytesIO(paper("case", **fields)))
    read: dict[str, object] = json.loads(files.read("case.json"))
    return read


def test_r07_the_counsellor_reads_that_it_is_about_another_person() -> None:
    assert "ご家族" in row(paper("for-the-counsellor"), "契約当事者・年齢")


def test_r08_a_consent_says_who_to_whom_what_for_what_how_and_when() -> None:
    one = case(field=["words", "amounts"])["consents"][0]
    assert (one["who"], one["to"], one["fields"]) == ("本人", "next_desk", ["words", "amounts"])
    assert one["purpose"] and "本人に聞いて" in one["how"] and one["when"].startswith("2026-11-21T20:40")


def test_r08_what_was_not_agreed_to_is_on_no_paper() -> None:
    text = text_of(paper("for-the-counsellor", field=["events"]))
    assert "書きません（本人の同意の外）" in text and "35,000" not in text and "78歳" not in text


def test_r09_the_sheet_has_the_fields_of_a_centre_in_its_order_on_one_page() -> None:
    pdf = paper("for-the-counsellor")
    places = [text_of(pdf).index(label) for label in ORDER.split()]
    assert places == sorted(places) and len(pikepdf.open(io.BytesIO(pdf)).pages) == 1


def test_r14_paid_and_contracted_are_two_fields_and_unknown_is_not_zero() -> None:
    pdf = paper("for-the-counsellor")
    assert "70,000円" in row(pdf, "既支払額") and "未確認" in row(pdf, "契約購入金額")
    assert "0円" not in row(pdf, "契約購入金額")


@pytest.mark.parametrize("kind", PDFS)
def test_r21_every_paper_names_who_made_it_and_that_it_is_no_public_body(kind: str) -> None:
    text = text_of(paper(kind))
    in_easy_words = kind == "for-the-person"
    assert ("このパソコンを使う人" if in_easy_words else "このパソコンの利用者") in text
    assert "公的機関" in text and "ではありません" in text


def test_r21_english_papers_say_so_too() -> None:
    walk = written(Walk(story=Story(text=TOLD)))
    made = Client(SERVER_NAME="localhost").post("/en/paper/for-the-person/", {"walk": walk}).content
    assert "Thisisnotapublicbody" in text_of(made)


def test_r27_the_paper_for_the_person_has_readings() -> None:
    assert "でんわ" in text_of(paper("for-the-person"))


def test_r34_the_letter_is_written_in_the_consumers_name_and_asks_for_nothing() -> None:
    page = told("私のパソコンに警告が出て電話し、カードを3万円買った", person="self")
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    pdf = agreed("course-of-events", page.press("この内容で 見る")).response.content
    text = text_of(pdf)
    assert "私が経験したこと" in text and "私" in row(pdf, "だれが") and "書いた人の名前" in text
    assert not [word for word in ("返金", "請求します", "センター", "違法") if word in text]


def test_r34_told_by_another_it_waits_for_the_consumers_own_reading() -> None:
    assert "本人が読み、ちがうところを直してから" in text_of(paper("course-of-events"))


def test_r35_the_clerk_has_three_questions_and_may_stop_the_customer() -> None:
    text = text_of(paper("clerk-card"))
    assert text.count("「") >= 3 and "止めてよいです" in text and "35,000" not in text


def test_r35_the_watcher_has_six_ticks_days_and_one_number() -> None:
    text = text_of(paper("watcher-sheet"))
    assert text.count("□") == 6 + 2 and "月日時ごろ" in text and "188" in text and "詐欺" not in text


def test_r38_the_police_read_when_where_who_to_whom_what_and_how() -> None:
    text = text_of(paper("course-of-events"))
    asked = ["いつ", "どこで", "だれが", "だれに", "何をしたか", "何を渡したか", "どう払ったか", "いくらか"]
    assert [one for one in asked if one not in text] == [] and "画面に出ていた番号" in text


def test_r08_who_cannot_ask_the_person_says_so_and_the_consent_does_too() -> None:
    one = case(agreed="cannot")["consents"][0]
    assert "本人には聞いていない" in one["who"] and "聞くことができず" in one["how"]
