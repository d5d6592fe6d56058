"""A mail, a text or a picture that lies with a case is read into lines, and only what is ticked is taken."""

import pytest
from desk_under_test import case_of, sent, stored, town
from django.http import HttpResponse
from django.test import Client
from doors_under_test import at_work
from test_pages import hidden, text
from test_taking_in import take

from madoguchi.web.desk import cases, readings, stored_files
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.models import Attachment
from madoguchi.web.public.clock import now

MAIL = (
    "From: shop@keikoku.example.top\r\nDate: Sat, 21 Nov 2026 20:40:00 +0900\r\nSubject: =?utf-8?b?6YeN6KaB?=\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    "未納料金があります。本日中に https://keikoku.example.top/pay で、カードの番号 4111 1111 1111 1111 を入れてください。\r\n"
).encode()


def looked(name: str, data: bytes) -> tuple[Member, Client, str, HttpResponse]:
    member = town(alone=True).person("counsellor")
    case_id, client = case_of(member, "電話で聞いた。"), at_work(member)
    file_id = cases.attach(member, sent(), case_id, name, data)
    place = f"/desk/cases/{case_id}/take-in/"
    answer = client.post(place, {**hidden(text(client.get(place))), "kept": file_id})
    return member, client, place, answer


def test_a_mail_that_was_kept_is_read_beside_the_record() -> None:
    member, client, place, answer = looked("届いたメール.eml", MAIL)
    page = text(answer)
    assert "未納料金があります" in page and "4111" not in page and "件名: 重要" in page
    assert take(client, place, page).status_code == 302
    whole = readings.read_case(member, place.split("/")[3], at=now())
    assert "電話で聞いた。\n\n〔添えたファイルから〕\n" in whole.texts["memo"]
    assert ("url", "https://keikoku.example.top/pay") in whole.counterparts


@pytest.mark.parametrize(("name", "data"), [("a.png", b"\x89PNG\r\n\x1a\n0"), ("a.txt", b" \n")])
def test_a_file_without_words_is_told(name: str, data: bytes) -> None:
    *_, answer = looked(name, data)
    assert (answer.status_code == 422 and "メモに写して" in text(answer)) or "読める文がありません" in text(
        answer
    )


def test_a_file_of_another_case_is_not_read() -> None:
    member, client, place, _ = looked("a.txt", "文です。".encode())
    other = case_of(member)
    strange = cases.attach(member, sent(), other, "b.txt", "よその文です。".encode())
    answer = client.post(place, {**hidden(text(client.get(place))), "kept": strange})
    assert answer.status_code == 404 and "よその文" not in text(answer)
    assert client.post("/desk/take-in/", {"kept": strange, "key": "x"}).status_code == 404


def test_a_file_that_is_lost_is_told() -> None:
    member, client, place, _ = looked("a.txt", "文です。".encode())
    row = stored(member, Attachment, case=place.split("/")[3])[0]
    stored_files.path_of(row.pk).unlink()
    answer = client.post(place, {**hidden(text(client.get(place))), "kept": row.pk})
    assert answer.status_code == 422 and "控えから戻す" in text(answer)


def test_only_what_can_be_read_offers_to_be_read() -> None:
    member, client, place, _ = looked("a.pdf", b"%PDF-1.7")
    page = text(client.get(place.replace("take-in", "files")))
    assert "読んで比べる" not in page
    cases.attach(member, sent(), place.split("/")[3], "a.txt", "文です。".encode())
    assert "読んで比べる" in text(client.get(place.replace("take-in", "files")))
