"""The page on accessibility says of every criterion what was found, as the report does."""

import re
from pathlib import Path

import pytest
from site_under_test import Visitor

REPORT = Path(__file__).parents[2] / "docs" / "reference" / "accessibility.md"


@pytest.mark.parametrize("at", ["/", "/easy/", "/en/"])
def test_every_criterion_of_the_report_stands_on_the_page(at: str) -> None:
    rows = re.findall(r"^\| (\d\.\d\.\d.*?) \|", REPORT.read_text(encoding="utf-8"), re.MULTILINE)
    named = {one for row in rows for one in re.findall(r"\d\.\d\.\d+", row)}
    shown = re.findall(r"\d\.\d\.\d+", Visitor(f"{at}accessibility/").html.split('class="criteria"')[-1])
    assert len(named) > 40 and named <= set(shown)
