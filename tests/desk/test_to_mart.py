"""`madoguchi desk to-mart`: what all centres registered is counted without a file in between, and nothing of it says who somebody is."""

import datetime as dt
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from desk_under_test import MORNING, stored, town
from django.test import override_settings
from test_registered_files import WORDS, corrected, registered

from madoguchi.cli import main
from madoguchi.mart.manifest import files_of, manifest_of
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.log_models import AuditEntry

# Later than every day of these tests.
LATER = MORNING + dt.timedelta(days=400)


def told(*words: str | Path) -> Result:
    with override_settings(MADOGUCHI_AT=LATER.isoformat()):
        return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


@pytest.fixture
def mart(tmp_path: Path) -> Path:
    return tmp_path / "mart"


@pytest.fixture(autouse=True)
def own_centres_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command goes over the centres of this test: at the desks of other tests days need not fit, and one such row refuses all."""
    before = set(Centre.objects.values_list("pk", flat=True))
    own = Centre.objects.get_queryset().exclude(pk__in=before)
    monkeypatch.setattr(Centre.objects, "order_by", own.order_by)


def taken(mart: Path) -> int:
    """How many rows the command takes in now."""
    built = told("desk", "to-mart", "--out", mart, "--json")
    return sum(one["taken"] for one in json.loads(built.stdout)["files"])


def test_every_registration_of_every_centre_is_taken_in_once(mart: Path) -> None:
    here, there = town(alone=True).person("head"), town(alone=True).person("head")
    first = registered(here)
    registered(there)
    assert taken(mart) >= 2 and taken(mart) == 0
    corrected(here, first)
    assert taken(mart) == 1


def test_no_file_of_the_mart_says_who_somebody_is_and_the_log_says_that_it_was_counted(mart: Path) -> None:
    member = town(alone=True).person("head")
    registered(member)
    told("desk", "to-mart", "--out", mart)
    parts = files_of(mart, manifest_of(mart).parts)
    assert parts and not [word for word in WORDS for file in parts if word.encode() in file.read_bytes()]
    last = stored(member, AuditEntry, centre=member.centre)[-1]
    assert (last.act, last.actor, last.fields) == ("export", "console", ["registered", "mart"])
    with within(member.centre):
        assert log.faults(member.centre) == []


def test_the_masked_summaries_of_every_centre_stand_in_a_file_of_their_own(
    mart: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        registered(town(alone=True).person("head"))
    told("desk", "to-mart", "--out", mart, "--narratives", tmp_path / "told.parquet")
    kept = pq.read_table(tmp_path / "told.parquet").to_pydict()
    assert len(kept["key"]) == len(set(kept["key"])) >= 2
    assert not [word for word in WORDS if word in str(kept)]
