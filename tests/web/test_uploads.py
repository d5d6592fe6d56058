"""Files: counted while they are read, told by their content, never written anywhere."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from test_nothing_is_kept import mail_of, picture_of

CLIENT = Client(SERVER_NAME="localhost")
MOST = 10 * 1024 * 1024


def sent(*data: bytes, name: str = "a.txt", kind: str = "text/plain") -> HttpResponse:
    files = {
        "file" if at == 0 else f"file{at}": SimpleUploadedFile(name, one, kind) for at, one in enumerate(data)
    }
    return CLIENT.post("/walk/tell/", {"walk": "", **files})


def test_one_byte_too_many_ends_the_reading() -> None:
    assert sent(b"a" * (MOST + 1)).status_code == 413
    assert sent(b"a" * (MOST // 2), b"b" * (MOST // 2 + 1)).status_code == 413


def test_what_is_refused_still_helps() -> None:
    assert "切ってだいじょうぶです" in sent(b"a" * (MOST + 1)).content.decode()


def test_more_than_is_announced_is_not_taken() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        + b"a" * 20_000
        + b"\r\n--b--\r\n"
    )
    answer = CLIENT.post(
        "/walk/tell/", body, content_type="multipart/form-data; boundary=b", CONTENT_LENGTH="300"
    )
    assert answer.status_code in (400, 422)


def test_ten_mebibytes_of_text_are_read_and_refused_as_too_long() -> None:
    assert sent(b"a" * (MOST - 10)).status_code == 422


@pytest.mark.parametrize("name", ["a.txt", "a.png", "../../a.eml", "a.exe", ""])
def test_the_content_decides_what_a_file_is(name: str) -> None:
    page = sent(mail_of("警告画面が出て電話した"), name=name or "x", kind="image/png").content.decode()
    assert "警告画面" in page


def test_a_picture_without_words_says_so() -> None:
    answer = sent(picture_of("x"), name="a.txt")
    assert answer.status_code == 422 and "画像" in answer.content.decode()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 99, b"\x7fELF" + b"\0" * 99, b"GIF89a\0", b"\0\0\0"]
)
def test_what_is_neither_text_mail_nor_picture_is_refused(data: bytes) -> None:
    assert sent(data).status_code in (200, 422) and (
        data.startswith(b"%PDF") or sent(data).status_code == 422
    )


def test_thirty_files_an_hour_and_no_more() -> None:
    statuses = [sent(b"\0").status_code for _ in range(31)]
    assert statuses[-1] == 429 and statuses.count(429) == 1


def test_too_many_fields_are_refused() -> None:
    assert CLIENT.post("/walk/tell/", {f"f{n}": "a" for n in range(90)}).status_code == 400


@pytest.mark.parametrize("data", [b"", b" \n\n "])
def test_an_empty_file_is_no_story(data: bytes) -> None:
    page = sent(data)
    assert page.status_code == 422 and "一言でも書くか" in page.content.decode()
