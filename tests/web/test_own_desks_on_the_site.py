"""A municipality that runs the site names its own centre there, before the hotline, on pages, papers and in the API."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from site_under_test import TOLD

from madoguchi import Story
from madoguchi.web.knowing import known_in
from madoguchi.web.public.walk import Walk, written

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "how-to" / "our_centre.yaml"
WALK = {"walk": written(Walk(story=Story(text=TOLD)))}
CENTRE = "○○町消費生活センター"


@pytest.fixture(autouse=True)
def _own_desks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "DESKS", EXAMPLE)
    known_in.cache_clear()
    yield
    known_in.cache_clear()


def site() -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.mark.parametrize("tongue", ["", "easy/", "en/"])
def test_r06_the_own_centre_stands_before_the_hotline(tongue: str) -> None:
    html = site().post(f"/{tongue}walk/show/", {**WALK, "go": "do"}).content.decode()
    row = html.split('id="step-ask_188"')[1].split('<li id="step-')[0]
    assert row.index("tel:0000000000") < row.index("tel:188") and CENTRE in re.sub("<[^>]+>", "", row)


def test_the_days_to_call_name_it_too() -> None:
    assert "SUMMARY:相談の電話 000-000-0000" in site().post("/paper/deadlines/", WALK).content.decode()


def test_the_api_names_it_too() -> None:
    asked = {"text": TOLD}
    answer = site().post("/api/consultations", asked, content_type="application/json").json()
    assert CENTRE in [one["name"] for one in answer["contacts"]]


@pytest.mark.parametrize("old", ["before: hotline_188", None])
def test_a_file_that_cannot_be_used_is_told_at_the_start(tmp_path: Path, old: str | None) -> None:
    desks = tmp_path / "own.yaml"
    if old:
        desks.write_text(
            EXAMPLE.read_text(encoding="utf-8").replace(old, "before: nowhere"), encoding="utf-8"
        )
    command = [sys.executable, "-c", "from madoguchi.cli import main; main()", "--desks", str(desks), "serve"]
    told = {"MADOGUCHI_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "own.yaml" in done.stderr and "使えません" in done.stderr
