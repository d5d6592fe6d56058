"""A trader's words get questions, and a message that came gets reports for the desks that collect them: on the site, in three languages."""

import io
import re
import zipfile

import pytest
from django.http import HttpResponse
from django.test import Client
from site_under_test import TOLD

from madoguchi import Story
from madoguchi.web.public.walk import Walk, written

ADVERT = (
    "データ復旧件数 業界No.1！復旧率97%。時間の経過とともに成功率は下がります。今すぐお電話ください。"
    "HDDの写真を取り戻します。ご契約後のキャンセルはできません。"
)
SMS = "お荷物をお届けしましたが不在のため持ち帰りました。ご確認ください http://otodoke.example.top/a"
MESSAGE = Walk(story=Story(text=SMS, medium="sms"), message=True)


def page(walk: Walk, name: str, tongue: str = "") -> str:
    sent = {"walk": written(walk), "go": name}
    html: str = Client(SERVER_NAME="localhost").post(f"/{tongue}walk/show/", sent).content.decode()
    return html


def paper(walk: Walk, kind: str) -> HttpResponse:
    return Client(SERVER_NAME="localhost").post(f"/paper/{kind}/", {"walk": written(walk)})


def files(kind: str) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(paper(MESSAGE, kind).content))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("tongue", "title", "ask"),
    [
        ("", "業者の言い分への質問", "聞くこと"),
        ("easy/", 'id="offer"', "<ruby>"),
        ("en/", 'id="offer"', "] = "),
    ],
)
def test_a_traders_words_are_quoted_with_questions(tongue: str, title: str, ask: str) -> None:
    section = page(Walk(story=Story(text=ADVERT)), "found", tongue).partition('aria-labelledby="offer"')[2]
    section = section.partition("</section>")[0]
    assert ask in section and "業界No.1" in re.sub("<[^>]+>", "", section)
    assert title in page(Walk(story=Story(text=ADVERT)), "found", tongue)


def test_a_story_without_a_trader_has_no_such_questions() -> None:
    assert 'id="offer"' not in page(Walk(story=Story(text=TOLD)), "found")


@pytest.mark.parametrize("tongue", ["", "easy/", "en/"])
def test_a_message_is_offered_to_the_desks_that_take_it(tongue: str) -> None:
    html = page(MESSAGE, "papers", tongue)
    kinds = re.findall(r'formaction="[^"]*paper/(report-[a-z-]+)/"', html)
    assert kinds == ["report-spam-centre", "report-anti-phishing", "report-carrier"]


def test_what_happened_to_somebody_is_reported_to_no_collector_of_messages() -> None:
    assert "paper/report-" not in page(Walk(story=Story(text=TOLD)), "papers")
    assert paper(Walk(story=Story(text=TOLD)), "report-spam-centre").status_code == 400


def test_a_report_is_a_draft_and_a_text_with_the_real_link() -> None:
    made = files("report-anti-phishing")
    assert set(made) == {"report-anti-phishing.eml", "report-anti-phishing.txt"}
    text = made["report-anti-phishing.txt"].decode()
    assert "http://otodoke.example.top/a" in text and "どこにも送られていません" in "".join(text.split())


def test_the_carriers_report_is_one_text() -> None:
    answer = paper(MESSAGE, "report-carrier")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'filename="report-carrier.txt"' in answer.headers["Content-Disposition"]


def test_a_report_asked_for_without_a_message_is_refused() -> None:
    assert paper(Walk(), "report-spam-centre").status_code == 400
