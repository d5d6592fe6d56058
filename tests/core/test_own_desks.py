"""A municipality names its own centre in one file, and people are shown it before the hotline."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from madoguchi import consult
from madoguchi.cli import main
from madoguchi.knowledge import KnowledgeError, load
from madoguchi.knowledge.own_desks import with_own_desks

EXAMPLE = Path(__file__).parents[2] / "docs" / "how-to" / "our_centre.yaml"
AT = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))  # a Tuesday
STORY = "知らない会社に電話して、料金だと言われてコンビニで電子マネーを3万円買い、番号を伝えました。"


def test_the_own_centre_stands_before_the_hotline_with_its_hours() -> None:
    answer = consult(STORY, at=AT, knowledge=with_own_desks(load(), EXAMPLE))
    ids = [contact.id for contact in answer.contacts]
    centre = next(contact for contact in answer.contacts if contact.id == "our_centre")
    assert ids.index("our_centre") < ids.index("hotline_188")
    assert (centre.open_now, centre.phone) == (True, "000-000-0000")


def test_the_shipped_knowledge_stays_as_it_is() -> None:
    own = with_own_desks(load(), EXAMPLE)
    assert own.revision != load().revision
    assert "our_centre" not in load().contacts
    assert "our_centre" not in [contact.id for contact in consult(STORY, at=AT).contacts]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: our_centre", "id: hotline_188", "もう使われています"),
        ("id: our_site", "id: caa_damage", "もう使われています"),
        ("before: hotline_188", "before: nowhere", "nowhere"),
        ("sources: [our_site]", "sources: [their_site]", "their_site"),
        ("13:00-16:30", "13:00-25:30", "25:30"),
        ("  name:", "  nmae:", "nmae"),
    ],
)
def test_a_fault_is_refused_with_the_file_and_how_to_mend_it(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=told) as refused:
        with_own_desks(load(), path)
    assert str(path) in str(refused.value)


def test_the_command_line_takes_the_file_as_an_option_and_from_the_environment() -> None:
    asked = ["check", STORY, "--at", AT.isoformat()]
    by_option = CliRunner().invoke(main, ["--desks", str(EXAMPLE), *asked])
    by_setting = CliRunner().invoke(main, asked, env={"MADOGUCHI_DESKS": str(EXAMPLE)})
    assert by_option.exit_code == by_setting.exit_code == 0
    assert "○○町消費生活センター" in by_option.stdout
    assert by_option.stdout == by_setting.stdout


def test_a_missing_file_is_told() -> None:
    done = CliRunner().invoke(main, ["--desks", "nowhere.yaml", "check", STORY])
    assert done.exit_code == 2
    assert "nowhere.yaml" in done.stderr
