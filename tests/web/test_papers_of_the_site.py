"""Papers on the site: each with what was agreed to, made in memory."""

import contextlib
import io
import zipfile

import pikepdf
import pytest
from site_under_test import Visitor, found

from madoguchi.web.public import sheets
from madoguchi.web.public.turns import CASES, Turns


def papers() -> Visitor:
    return found().press("紙にする")


def agreed(name: str, **fields: object) -> Visitor:
    return papers().press(f"見せることを 選ぶ: {name}").press("これでよい", agreed="asked", **fields)


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
