"""The administrator makes a backup from the pages: sealed, kept or handed out, known again; and is told when the last one is old."""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from desk_under_test import case_of, stored, town
from django.conf import settings
from django.test import Client
from doors_under_test import at_work
from test_pages import send, text

from madoguchi.web.accounts.models import ROLES, Role
from madoguchi.web.desk.backup import making
from madoguchi.web.desk.backup.recovery_key import new_key, public_of
from madoguchi.web.desk.backup.restoring import looked_into
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.letter_models import BackupMade
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.permissions import RIGHTS
from madoguchi.web.public.clock import now

PAGE = "/desk/backup/"


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> str:
    """The recovery key of this installation; nothing was backed up yet. On PostgreSQL somebody may read all of it for that."""
    if "DATABASE_URL" in os.environ:
        base = urlsplit(os.environ["DATABASE_URL"])
        whole = f"postgresql://postgres@127.0.0.1:{base.port}{base.path}"
        monkeypatch.setenv("DATABASE_BACKUP_URL", whole)
    BackupMade.objects.all().delete()
    making.keep_public_half(public_of(key := new_key()))
    return key


def administrator(*more: Role) -> tuple[Member, Client]:
    member = town().person("administrator", *more)
    return member, at_work(member)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that this installation names for its backups."""
    monkeypatch.setattr(settings, "BACKUPS", tmp_path)
    return tmp_path


def test_a_backup_goes_into_the_folder_and_the_log_says_who(paper: str, stick: Path) -> None:
    member, client = administrator()
    assert send(client, PAGE, act="folder").status_code == 302
    assert looked_into(next(stick.iterdir()), paper).counts.centres >= 1
    assert stored(member, AuditEntry, centre=member.centre, act="back_up")[0].actor == member.staff.pk


def test_a_backup_is_known_again_and_the_look_is_noted(paper: str, stick: Path) -> None:
    _, client = administrator()
    send(client, PAGE, act="folder")
    before = now() - dt.timedelta(days=3)
    BackupMade.objects.update(checked_at=before)
    assert send(client, PAGE, act="check").status_code == 302
    assert BackupMade.objects.get().checked_at > before


def test_a_backup_is_handed_out_sealed_and_nothing_of_it_stays(paper: str, tmp_path: Path) -> None:
    _, client = administrator()
    answer = send(client, PAGE, act="hand_out")
    data = answer.getvalue()
    answer.close()
    (tmp_path / "x.backup").write_bytes(data)
    assert answer.headers["Content-Disposition"].endswith('.backup"') and b"SQLite" not in data
    assert looked_into(tmp_path / "x.backup", paper) and BackupMade.objects.get().path == ""


def test_a_backup_that_was_changed_or_is_gone_is_told(paper: str, stick: Path) -> None:
    _, client = administrator()
    send(client, PAGE, act="folder")
    file = next(stick.iterdir())
    *rest, last = file.read_bytes()
    file.write_bytes(bytes((*rest, last ^ 1)))
    assert "中身がちがいます" in text(send(client, PAGE, act="check"))
    file.unlink()
    assert "ここからは見えません" in text(send(client, PAGE, act="check"))


def test_without_a_folder_or_a_recovery_key_it_says_what_to_do(paper: str, tmp_path: Path) -> None:
    _, client = administrator()
    answer = client.post(PAGE, {"act": "folder"})
    assert answer.status_code == 422 and "MADOGUCHI_BACKUPS" in text(answer)
    (Path(making.keyring_of(making.settings.DATA).folder) / "recovery.pub").unlink()
    page = text(client.get(PAGE))
    assert "recovery-key" in page and 'name="act"' not in page
    assert client.post(PAGE, {"act": "hand_out"}).status_code == 422


@pytest.mark.parametrize(
    ("days", "told"), [(8, "7日より前になりました"), (6, ""), (None, "まだ取られていません")]
)
def test_an_old_backup_is_told_to_the_administrator_alone(paper: str, days: int | None, told: str) -> None:
    if days:
        at = now() - dt.timedelta(days=days)
        BackupMade.objects.create(at=at, size=1, digest="0" * 64, checked_at=at)
    _, client = administrator("head")
    for page in ("/desk/", PAGE):
        said = text(client.get(page))
        assert (told in said) if told else ('class="box"' not in said)
    assert "控え" not in text(at_work(town().person("head")).get("/desk/")).replace("控えから始める", "")


@pytest.mark.parametrize("role", ROLES)
def test_the_page_is_open_as_the_table_of_rights_says(role: Role) -> None:
    here = town()
    case_of(here.person("counsellor"))
    wanted = 200 if "back_up" in RIGHTS[role] else 403
    assert at_work(here.person(role)).get(PAGE).status_code == wanted
