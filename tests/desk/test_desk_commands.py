"""`madoguchi desk`: whoever sits at the machine makes centres and accounts; what is wrong is told in Japanese with exit code 2."""

import json
import secrets
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk_under_test import stored, town
from django.test import Client

from madoguchi.cli import main
from madoguchi.web.accounts.models import Centre, Staff
from madoguchi.web.desk.log_models import AuditEntry


def told(*words: str) -> Result:
    return CliRunner().invoke(main, ["desk", *words])


def account(*roles: str) -> tuple[Centre, str, Result]:
    """A new account by the command, its centre and login, and what was printed."""
    centre, login = town().centre, f"c{secrets.token_hex(4)}"
    wanted = [word for role in roles for word in ("--role", role)]
    return centre, login, told("account", "add", login, "森 一郎", "--centre", centre.code, *wanted)


def acts(centre: Centre) -> list[tuple[str, str, list[str]]]:
    member = type("Member", (), {"centre": centre})
    return [(one.act, one.actor, one.fields) for one in stored(member, AuditEntry, centre=centre)]


def test_a_centre_says_how_long_it_keeps_records() -> None:
    code = secrets.token_hex(4)
    assert told("centre", "add", code, "森町").exit_code == 2
    done = told("centre", "add", code, "森町", "--kept-years", "5", "--municipality-code", "22461", "--alone")
    assert done.exit_code == 0 and code in done.output
    rows = {row["code"]: row for row in json.loads(told("centre", "list", "--json").output)}
    assert rows[code]["kept_years"] == 5 and rows[code]["approves_alone"] is True


def test_a_new_account_gets_a_link_and_no_password() -> None:
    centre, login, done = account("counsellor", "approver")
    link = done.output.strip().splitlines()[-1]
    assert (
        link.startswith("http://localhost:8188/desk/link/") and Staff.objects.get(login=login).password == ""
    )
    page = Client(SERVER_NAME="localhost").get(link.removeprefix("http://localhost:8188"))
    assert page.status_code == 200 and login in page.content.decode()
    given = [fields for act, by, fields in acts(centre) if (act, by) == ("give_role", "console")]
    assert given == [["counsellor"], ["approver"]]


def test_roles_are_given_and_ended() -> None:
    centre, login, _ = account("counsellor")
    done = told("account", "role", login, "--centre", centre.code, "--give", "auditor", "--end", "counsellor")
    rows = {row["login"]: row for row in json.loads(told("account", "list", "--json").output)}
    assert done.exit_code == 0 and rows[login]["roles"] == [{"centre": centre.code, "role": "auditor"}]
    assert acts(centre)[-1] == ("end_role", "console", ["counsellor"])


def test_an_account_is_shut_opened_and_reset() -> None:
    _, login, _ = account("counsellor")
    assert told("account", "shut", login).exit_code == 0 and not Staff.objects.get(login=login).is_active
    assert told("account", "open", login).exit_code == 0 and Staff.objects.get(login=login).is_active
    assert "/desk/link/" in told("account", "reset", login, "--address", "https://desk.town/").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("account", "shut", "nobody"), "nobody"),
        (("account", "add", "Sato", "佐藤", "--centre", "-", "--role", "head"), "センターはありません"),
        (("account", "add", "sato", "佐藤", "--centre", "-", "--role", "chief"), "役割 chief"),
        (("centre", "add", "森", "森町", "--kept-years", "5"), "符号"),
        (("centre", "add", "mori", "森町", "--kept-years", "0"), "年数"),
        (("account", "role", "nobody", "--centre", "x"), "nobody"),
        (("tls", "make", "--name", "窓口", "--out", "never"), "ホスト名"),
    ],
)
def test_what_cannot_be_is_told(words: tuple[str, ...], said: str) -> None:
    done = told(*words)
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output


def test_a_login_that_is_taken_or_none_is_told() -> None:
    centre, login, _ = account("counsellor")
    for name in (login, "Sato", "a", "森"):
        done = told("account", "add", name, "森", "--centre", centre.code, "--role", "head")
        assert done.exit_code == 2 and "ログイン名" in done.output


def test_tls_make_says_what_to_do_with_what(tmp_path: Path) -> None:
    done = told("tls", "make", "--name", "desk.town.internal", "--out", str(tmp_path / "tls"))
    assert done.exit_code == 0 and "--tls-cert" in done.output and (tmp_path / "tls" / "ca.crt").is_file()
