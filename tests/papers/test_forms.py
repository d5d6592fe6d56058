"""The form of each desk is dated knowledge: cited, checked, and looked at again in time."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest

from madoguchi.knowledge import load
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.stale import stale_on
from madoguchi.papers import REPORT_KINDS

KNOWN = load()
FORMS = list(KNOWN.reports.values())
CARRIERS = [carrier.id for carrier in KNOWN.carriers.carriers]


def problems(id_: str, **changed: object) -> list[str]:
    form = msgspec.structs.replace(KNOWN.reports[id_], **changed)
    return problems_of(replace(KNOWN, reports={**KNOWN.reports, id_: form}))


def test_every_kind_of_report_has_a_form():
    assert {form.kind for form in FORMS} == set(REPORT_KINDS)


def test_every_carrier_has_a_form_for_sms():
    assert sorted(f.carrier for f in FORMS if f.carrier and "sms" in f.media) == sorted(CARRIERS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_line_of_a_form_is_cited(form):
    assert (
        form.sources
        and [one.text for one in (*form.steps, *form.attach, *form.look) if not one.sources] == []
    )


@pytest.mark.parametrize("form", [f for f in FORMS if f.carrier and f.way == "not_known"], ids=lambda f: f.id)
def test_what_is_not_known_of_a_carrier_is_said(form):
    assert "その会社の受付の形は確認できていません。公式の案内でお確かめください。" in form.not_known
    assert form.steps == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"contact": "nobody"}, "nobody"),
        ({"carrier": "nobody"}, "nobody"),
        ({"subject": ""}, "件名"),
        ({"contact": "au_filter"}, "宛先"),
        ({"media": []}, "media"),
        ({"media": ["sms"]}, "同じ日に"),
        ({"sources": ["nowhere"]}, "nowhere"),
    ],
)
def test_a_fault_in_a_form_is_found(changed, said):
    assert [line for line in problems("spam_centre_mail", **changed) if said in line and "直し方" in line]


@pytest.mark.parametrize(("ends", "faults"), [("2027-03-31", 0), ("2027-04-01", 1)])
def test_the_next_form_begins_on_the_day_after_the_last(ends, faults):
    old = msgspec.structs.replace(KNOWN.reports["anti_phishing_sms"], valid_until=dt.date.fromisoformat(ends))
    new = msgspec.structs.replace(
        old, id="anti_phishing_sms_2", valid_from=dt.date(2027, 4, 1), valid_until=None
    )
    forms = {**KNOWN.reports, old.id: old, new.id: new}
    assert len(problems_of(replace(KNOWN, reports=forms))) == faults


@pytest.mark.parametrize(("days", "old"), [(180, False), (181, True)])
def test_a_form_waits_for_a_new_look_after_180_days(days, old):
    lines = stale_on(KNOWN, dt.date(2026, 11, 22) + dt.timedelta(days=days))
    assert any(line.startswith("reports/spam_centre_mail ") for line in lines) is old
