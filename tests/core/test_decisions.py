"""The decision table is committed and complete, and no step does what a never-line forbids."""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from madoguchi.decisions import HEADER, PAYMENTS, STAGES, contradictions_of, decision_table
from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.shapes import If

TABLE = Path(__file__).parents[1] / "tables" / "plan.csv"
MEND = "madoguchi knowledge table > tests/tables/plan.csv を実行し、差を読んでから入れてください。"


@cache
def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(decision_table(load()))))


def test_the_committed_table_is_what_the_plan_says_today() -> None:
    kept = TABLE.read_text(encoding="utf-8").splitlines()
    today = decision_table(load()).splitlines()
    lines = list(difflib.unified_diff(kept, today, "tests/tables/plan.csv", "今の知識", lineterm="", n=0))
    assert not lines, "\n".join([MEND, *lines[:60], f"（差は全部で{len(lines)}行）"])


def test_the_table_has_its_header_and_unix_line_ends() -> None:
    text = decision_table(load())
    assert text.startswith("scheme,stage,payment,first_step,first_step_text,contacts\n")
    assert "\r" not in text
    assert HEADER == tuple(rows()[0])


@pytest.mark.parametrize("scheme", load().schemes)
def test_every_case_of_a_scheme_has_a_first_step_and_a_contact(scheme: str) -> None:
    own = [row for row in rows() if row["scheme"] == scheme]
    assert [
        row for row in own if not (row["first_step"] and row["first_step_text"] and row["contacts"])
    ] == []


@pytest.mark.parametrize("scheme", load().schemes.values(), ids=lambda scheme: scheme.id)
def test_every_stage_that_can_be_told_has_its_row(scheme: object) -> None:
    own = [row for row in rows() if row["scheme"] == scheme.id]  # type: ignore[attr-defined]
    stages = {row["stage"] for row in own if not row["payment"]}
    assert stages == {*STAGES} - {*scheme.pretends}  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", load().schemes)
def test_payments_stand_with_paid_and_nowhere_else(scheme: str) -> None:
    own = [row for row in rows() if row["scheme"] == scheme and row["payment"]]
    assert [row["payment"] for row in own] == list(PAYMENTS)
    assert {row["stage"] for row in own} == {"paid"}


def test_every_contact_of_the_table_is_in_the_register_and_open_to_people() -> None:
    named = {contact for row in rows() for contact in row["contacts"].split("|")}
    assert [one for one in named if load().contacts[one].status == "retired"] == []


def test_a_scheme_that_is_a_draft_has_no_rows() -> None:
    draft = changed(load().schemes["one_click"], status="draft")
    known = replace(load(), schemes={**load().schemes, "one_click": draft})
    assert "one_click" not in decision_table(known)


# --- contradictions -----------------------------------------------------------------------------------


def test_no_step_does_what_a_never_line_forbids() -> None:
    assert contradictions_of(load()) == []


def only(scheme: str, *, does: list[str], when: If) -> Knowledge:
    """The knowledge with one scheme, whose first step does ``does`` when ``when`` holds."""
    kept = load().schemes[scheme]
    step = changed(kept.steps[0], does=does, if_=when, also=[])
    return replace(load(), schemes={scheme: changed(kept, steps=[step, *kept.steps[1:]])})


@pytest.mark.parametrize(
    "when",
    [
        If(),
        If(stage=["paid"]),
        If(payment=["cod"]),
        If(safety=["visit"]),
        If(gave=["device"]),
        If(channel=["app"]),
    ],
)
def test_a_step_that_contradicts_a_never_line_is_found_wherever_it_applies(when: If) -> None:
    lines = contradictions_of(only("support_scam", does=["reply_to_them"], when=when))
    assert [line[:20] for line in lines] == ["schemes/support_scam"]
    assert "対処「ss_close_the_screen」がすること（reply_to_them）" in lines[0]
    assert " 直し方: " in lines[0]


def test_a_step_may_do_what_is_forbidden_in_another_case_only() -> None:
    never = changed(load().schemes["support_scam"].never[0], if_=If(stage=["paid"]))
    known = only("support_scam", does=["reply_to_them"], when=If(not_stage=["paid"]))
    scheme = changed(known.schemes["support_scam"], never=[never])
    assert contradictions_of(replace(known, schemes={"support_scam": scheme})) == []
