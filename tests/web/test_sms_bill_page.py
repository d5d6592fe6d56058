"""“You were told millions”: the page says what the command says, in three languages, without JavaScript, to everybody."""

import html
import json
import re

import pytest
from click.testing import CliRunner
from django.test import Client
from site_under_test import EVENING, Visitor

from madoguchi.cli import main
from madoguchi.ruby import without
from madoguchi.web.public.days import money_of
from madoguchi.web.public.sms_bills import CARRIERS, Asked, most_of
from madoguchi.web.tongue import TONGUES, words_in

CASES = [
    Asked(carrier, days, months, overseas)
    for carrier in CARRIERS
    for days, months in ((1, 0), (28, 0), (31, 0), (31, 2))
    for overseas in (False, True)
]


def page(tongue: str, asked: Asked) -> str:
    """The words of the page, without blanks and readings."""
    path = "/" if tongue == "ja" else f"/{tongue}/"
    text = Client(SERVER_NAME="localhost").get(f"{path}sms-bill/?{asked.query}").content.decode()
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<rt>.*?</rt>|<rp>.*?</rp>|<[^>]+>", "", text)))


def command(asked: Asked) -> dict[str, object]:
    words = ["bill", "--carrier", asked.carrier, "--days", str(asked.days), "--at", EVENING, "--json"]
    words += ["--first-months", str(asked.months)] if asked.months else []
    return json.loads(
        CliRunner()
        .invoke(main, [*words, *(["--overseas"] if asked.overseas else [])], catch_exceptions=False)
        .output
    )


def bare(text: str) -> str:
    return re.sub(r"\s+", "", without(text))


@pytest.mark.parametrize("asked", CASES)
def test_the_page_says_what_the_command_says(asked: Asked) -> None:
    said, shown = command(asked), page("ja", asked)
    assert bare(str(said["how"])) in shown
    assert all(bare(str(line)) in shown for line in said["assumes"])
    for yen in (said["yen_low"], said["yen_high"]):
        wanted = words_in("ja")("bill.no_ceiling") if yen is None else money_of(yen, words_in("ja"))
        assert bare(wanted) in shown


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("asked", CASES[::3])
def test_every_language_has_the_same_sums(tongue: str, asked: Asked) -> None:
    said, most = command(asked), most_of(tongue, asked)
    assert (most.yen_low, most.yen_high, list(most.sources)) == (
        said["yen_low"],
        said["yen_high"],
        said["sources"],
    )
    assert bare(most.how) in page(tongue, asked)


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_page_names_first_steps_questions_and_the_waiver(tongue: str) -> None:
    words, shown = words_in(tongue), page(tongue, Asked("docomo"))
    for key in ("bill.waiver.text", "bill.no_verdict", "bill.first"):
        assert bare(words(key)) in shown
    assert all(bare(line) in shown for line in words("bill.ask.text").splitlines())
    assert "kiyose" in shown and "2024-09-13" in shown  # the source with its day


@pytest.mark.parametrize(
    "query",
    ["carrier=x", "carrier=au&days=0", "carrier=au&days=32", "carrier=au&days=１", "carrier=au&months=99"],
)
def test_what_cannot_be_read_comes_back_as_the_form(query: str) -> None:
    response = Client(SERVER_NAME="localhost").get(f"/sms-bill/?{query}")
    assert response.status_code == 422 and 'aria-invalid="true"' in response.content.decode()


def test_the_form_works_without_a_script_and_leads_to_the_other_languages() -> None:
    text = Visitor("/sms-bill/?carrier=au&days=3&months=0").html
    assert '<form method="get" action="/sms-bill/">' in text and "<script" not in text
    assert "/en/sms-bill/?carrier=au&amp;days=3" in text
