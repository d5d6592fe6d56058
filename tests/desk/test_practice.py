"""Practice: a desk with invented cases in a folder of its own, which says so on every page and paper and touches nothing real."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from desk_under_test import stored, town
from django.conf import settings
from doors_under_test import at_work
from granian_site import environment, free_port, opened
from test_disposal import ended, place, signed

from madoguchi.web.accounts.models import Centre, Staff
from madoguchi.web.desk import practising
from madoguchi.web.desk.gates import Member, member_of
from madoguchi.web.desk.models import Case, Disposal
from madoguchi.web.desk.monthly.counting import report_of
from madoguchi.web.desk.monthly.months import Month
from madoguchi.web.desk.monthly.paper import paper_of
from madoguchi.web.desk.monthly.printing import printed
from madoguchi.web.desk.practising import NotPractice, filled, way_in
from madoguchi.web.operators import for_practice
from madoguchi.web.practice import MARK, is_practice
from madoguchi.web.public.clock import now

COMMAND = [sys.executable, "-c", "from madoguchi.cli import main; main()", "desk", "training"]


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch) -> Member:
    """Somebody who practises, as if the folder of the tests were marked."""
    monkeypatch.setattr(settings, "PRACTICE", True)
    staff = filled(at=now())
    return member_of(staff, Centre.objects.get(code=practising.CENTRE), today=now().date())


def test_invented_cases_never_come_into_a_real_folder() -> None:
    with pytest.raises(NotPractice):
        filled(at=now())


def test_a_folder_is_practice_by_its_mark_whoever_opens_it(tmp_path: Path) -> None:
    assert not is_practice(tmp_path)
    (tmp_path / MARK).touch()
    assert is_practice(tmp_path)


def test_the_invented_cases_stand_in_every_state_and_once(practice: Member) -> None:
    filled(at=now())
    rows = stored(practice, Case, centre=practice.centre)
    states = {"in_hand", "for_approval", "returned", "approved", "registered", "closed"}
    assert len(rows) == 9 and {row.state for row in rows} == states


def test_every_page_says_that_it_is_practice(practice: Member) -> None:
    client, case_id = at_work(practice), stored(practice, Case, centre=practice.centre)[0].id
    paths = ("", "report/", "disposal/", "account/", f"cases/{case_id}/", f"cases/{case_id}/record/")
    pages = [client.get(f"/desk/{path}").content.decode() for path in paths]
    assert [page.count('class="practice"') for page in pages] == [1] * len(paths)


def test_a_page_of_a_real_desk_does_not() -> None:
    member = town().person("head")
    assert 'class="practice"' not in at_work(member).get("/desk/").content.decode()


def test_every_file_says_that_it_is_practice(practice: Member) -> None:
    client = at_work(practice)
    sheet, paper = (client.get(f"/desk/report/file/{kind}/") for kind in ("xlsx", "pdf"))
    assert "practice-" in sheet.headers["Content-Disposition"]
    assert openpyxl.load_workbook(BytesIO(sheet.content)).active["A1"].value.startswith("練習用")
    with pikepdf.open(BytesIO(paper.content)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("練習用")


def test_a_certificate_of_practice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    member = place().person("head")
    made = stored(member, Disposal, pk=signed(member, ended(member)))[0]
    monkeypatch.setattr(settings, "PRACTICE", True)
    text = at_work(member).get(f"/desk/disposal/{made.pk}/").content.decode("utf-8-sig")
    assert text.startswith("【練習用】")


def test_who_stands_on_the_papers_of_practice_is_nobody_real(practice: Member) -> None:
    nobody = for_practice(settings.OPERATOR)
    found = printed(report_of(practice, Month(2026, 11), scope="all", at=now()), limit=None)
    assert nobody.name.startswith("練習用") and not nobody.public and nobody.contact == ""
    assert paper_of(found, operator=nobody, at=now(), practice=True).startswith(b"%PDF")


def test_who_practises_chooses_a_password_by_a_link_once(practice: Member) -> None:
    staff = Staff.objects.get(login=practising.LOGIN)
    assert way_in(staff).startswith("/desk/link/")
    staff.password = "x"  # noqa: S105 (a hash of nothing)
    assert way_in(staff) == "/desk/"


# --- the command ------------------------------------------------------------------------------------


def practising_in(folder: Path, port: int) -> list[str]:
    """The command that opens a desk to learn at, below ``folder``."""
    return [*COMMAND, "--folder", str(folder / "practice"), "--port", str(port)]


def test_the_command_opens_a_desk_of_its_own_whatever_the_environment_names(tmp_path: Path) -> None:
    real = {"MADOGUCHI_DATA": str(tmp_path / "real"), "MADOGUCHI_KEYS": str(tmp_path / "real-keys")}
    real |= {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "MADOGUCHI_KEY": str(tmp_path / "k")}
    port = free_port()
    with opened(practising_in(tmp_path, port), tmp_path, port=port, env=environment(**real)) as site:
        page = site.ask("GET", "/desk/sign-in/").body.decode()
    assert "練習用" in page and b"/desk/link/" in site.said
    assert sorted(os.listdir(tmp_path)) == ["practice", "said.log"]


def test_the_command_touches_no_folder_that_holds_something_else(tmp_path: Path) -> None:
    data = tmp_path / "practice" / "data"
    data.mkdir(parents=True)
    (data / "madoguchi.sqlite3").write_bytes(b"real")
    words = practising_in(tmp_path, free_port())
    done = subprocess.run(words, env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "練習用でないデータ" in done.stderr
    assert os.listdir(data) == ["madoguchi.sqlite3"]
