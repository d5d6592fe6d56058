"""Papers on the site: each with what was agreed to, made in memory."""

import base64
import contextlib
import io
import re
import zipfile

import pikepdf
import pytest
from django.test import Client, override_settings
from folding import text_of
from site_under_test import TOLD, Visitor, found, told

from madoguchi import Story
from madoguchi.papers import SHEET_KINDS, THEIR_OWN, Signer
from madoguchi.papers.case_file import signed_by
from madoguchi.web.public import sheets
from madoguchi.web.public.turns import CASES, Turns
from madoguchi.web.public.walk import Walk, written
from madoguchi.web.tongue import words_in

TYPED = {
    "name": "山川花子",
    "address": "みどり町",
    "phone": "03-0000-0000",
    "sex": "女",
    "age": "78",
    "occupation": "農業",
}


def papers() -> Visitor:
    return found().press("紙にする")


def agreed(name: str, **fields: object) -> Visitor:
    return papers().press(f"見せることを 選ぶ: {name}").press("これでよい", agreed="asked", **fields)


@pytest.mark.parametrize(
    ("text", "person", "rare"),
    [
        (TOLD, "family", set()),
        (
            "私は30代です。知らない会社からSMSが来て、リンクを開きました。",
            "self",
            {"店の人に見せるカード", "見守る人の紙"},
        ),
        ("私は78歳です。知らない会社からSMSが来て、リンクを開きました。", "self", {"店の人に見せるカード"}),
    ],
)
def test_papers_that_are_of_little_use_here_stand_apart(text: str, person: str, rare: set[str]) -> None:
    page = told(text, person=person)
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    html = page.press("この内容で 見る").press("紙にする").html
    apart = html.partition('<details class="rarer">')[2].partition("</details>")[0]
    assert set(re.findall("<h2>(.*?)</h2>", apart)) == rare


@pytest.mark.parametrize("name", ["本人に渡す紙", "店の人に見せるカード", "見守る人の紙"])
def test_what_tells_nobody_anything_is_made_at_once(name: str) -> None:
    content = papers().press(f"作る: {name}").response.content
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1


def test_a_paper_for_somebody_else_needs_consent_first() -> None:
    page = papers()
    assert "作る: 相談員に渡す紙" not in page.text and "見せることを 選ぶ: 相談員に渡す紙" in page.text


def test_who_agreed_must_be_said() -> None:
    page = papers().press("見せることを 選ぶ: 相談員").press("これでよい", field=["words"])
    assert page.response.status_code == 422 and "だれが決めたか" in page.text


def test_the_counsellors_paper_is_one_page() -> None:
    page = agreed("相談員に渡す紙", field=["words", "amounts", "events"]).press("作る: 相談員に渡す紙")
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="for-the-counsellor.pdf"'
    assert len(pikepdf.open(io.BytesIO(page.response.content)).pages) == 1


def test_the_case_comes_as_one_archive() -> None:
    page = agreed("引きつぎのファイル", field=["words", "amounts"]).press("作る: 引きつぎのファイル")
    assert "case.json" in zipfile.ZipFile(io.BytesIO(page.response.content)).namelist()


def test_the_ten_things_to_prepare_are_a_live_list() -> None:
    assert "話に出ています" in papers().text


def made(tongue: str, kind: str) -> str:
    """The text of a paper that is made at once, asked for in a language."""
    site = Client(SERVER_NAME="localhost")
    return text_of(
        site.post(f"/{tongue}paper/{kind}/", {"walk": written(Walk(story=Story(text=TOLD)))}).content
    )


@pytest.mark.parametrize(("tongue", "word"), [("", "でんわ"), ("easy/", "でんわ"), ("en/", "Whomtocall")])
def test_the_paper_for_the_person_is_in_the_language_of_the_page(tongue: str, word: str) -> None:
    assert word in made(tongue, "for-the-person")


@pytest.mark.parametrize(
    ("tongue", "word"), [("", "気づいたこと"), ("easy/", "はこ"), ("en/", "Whatwasnoticed")]
)
def test_the_sheet_of_the_watcher_is_in_the_language_of_the_page(tongue: str, word: str) -> None:
    assert word in made(tongue, "watcher-sheet")


@pytest.mark.parametrize("tongue", ["", "easy/", "en/"])
def test_the_card_for_the_shop_is_japanese_on_every_page(tongue: str) -> None:
    assert "三つ、聞いてください" in made(tongue, "clerk-card")


def test_english_pages_say_which_papers_are_japanese() -> None:
    said = {kind: words_in("en")(f"sheet_for.{kind}") for kind in SHEET_KINDS}
    desks = {kind for kind, text in said.items() if "in Japanese" in text}
    assert desks == set(SHEET_KINDS) - set(THEIR_OWN)


def test_a_case_file_of_the_site_is_signed_and_the_key_is_told() -> None:
    page = agreed("引きつぎのファイル", field=["words", "amounts"]).press("作る: 引きつぎのファイル")
    files = zipfile.ZipFile(io.BytesIO(page.response.content))
    told = re.findall("<code>(.*?)</code>", Visitor("/about/").html)[0]
    case = files.read("case.json")
    assert signed_by(case, base64.b64decode(told)) and "case-qr.png" in files.namelist()
    assert not signed_by(case.replace("母".encode(), "父".encode(), 1), base64.b64decode(told))


def test_who_waits_for_a_case_holds_up_nobody_who_wants_another_paper() -> None:
    with contextlib.ExitStack() as held:
        for _ in range(CASES.at_once):
            held.enter_context(CASES.turn())
        assert papers().press("作る: 店の人に見せるカード").response.status_code == 200


def test_too_many_cases_at_once_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CASES", Turns(at_once=1, waiting=0, seconds=0.05))
    page = agreed("引きつぎのファイル", field=["words"])
    with sheets.CASES.turn():
        page.press("作る: 引きつぎのファイル")
    assert page.response.status_code == 429 and "188" in page.text


def counsellor_paper(**typed: str) -> Visitor:
    page = agreed("相談員に渡す紙", field=["identity", "words"])
    return page.press("作る: 相談員に渡す紙", **{f"about-{name}": text for name, text in typed.items()})


def test_what_a_person_types_about_themselves_stands_on_the_paper() -> None:
    text = text_of(counsellor_paper(**TYPED).response.content)
    assert [word for word in TYPED.values() if word not in text] == []


def test_a_card_number_typed_beside_a_paper_is_hidden() -> None:
    assert "4111" not in text_of(counsellor_paper(phone="4111 1111 1111 1111").response.content)


def test_what_is_typed_beside_a_paper_travels_in_no_walk() -> None:
    page = agreed("相談員に渡す紙", field=["identity", "words"])
    page.press("見せることを 変える: 相談員に渡す紙", **{"about-name": "山川花子"})
    assert "山川花子" not in page.html and page.response.status_code == 200


def test_who_did_not_agree_to_tell_the_name_is_not_asked_for_it() -> None:
    page = agreed("相談員に渡す紙", field=["words"])
    assert "about-name" not in page.html
    page.press("作る: 相談員に渡す紙", **{"about-name": "山川花子"})
    assert "山川花子" not in text_of(page.response.content)


def test_a_name_of_three_hundred_letters_is_refused() -> None:
    assert counsellor_paper(name="あ" * 300).response.status_code == 400


@override_settings(SIGNER=Signer("みどりの会", bytes(range(32))))
def test_the_operator_signs_the_case() -> None:
    made = agreed("引きつぎのファイル", field=["words"]).press("作る: 引きつぎのファイル").response.content
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        assert signed_by(files.read("case.json"), Signer("", bytes(range(32))).public_key)


def test_after_the_consent_the_page_stands_at_that_paper() -> None:
    page = papers().press("見せることを 選ぶ: 相談員に渡す紙")
    action = next(form.action for form in page.page.forms if "field" in form.values)
    page.press("これでよい", agreed="self", field=["words"])
    assert f'id="{action.partition("#")[2]}"' in page.html


@pytest.mark.parametrize(("at", "words"), [("/", "ここからは開けません"), ("/en/", "opened from here")])
def test_a_papers_address_opened_by_itself_is_a_page_in_words(at: str, words: str) -> None:
    for method in ("get", "put", "delete"):
        response = getattr(Client(SERVER_NAME="localhost"), method)(f"{at}paper/for-the-person/")
        assert response.status_code == 405 and response.headers["Allow"] == "POST"
        assert words in response.content.decode() and "188" in response.content.decode()
