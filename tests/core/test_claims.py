"""Every claim of the founding documents was looked at, and none that no longer holds is told to people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from madoguchi.knowledge import load
from madoguchi.knowledge.check import phrases_of, shown_texts
from madoguchi.knowledge.shapes import Claim

CHECKED = Path(__file__).parents[3] / "shared" / "facts" / "seeds_check.yaml"
CLAIMS = load().claims
BROKEN = [claim for claim in CLAIMS if claim.verdict in ("no", "partly")]
TEXTS = list(shown_texts(load()))


def test_all_62_claims_are_walked() -> None:
    assert len(CLAIMS) == 62
    assert len({(claim.seed, claim.claim) for claim in CLAIMS}) == 62


@pytest.mark.skipif(not CHECKED.exists(), reason="../shared/facts/seeds_check.yaml is not here")
def test_the_claims_and_verdicts_are_those_that_were_checked() -> None:
    rows = yaml.safe_load(CHECKED.read_text(encoding="utf-8"))["checks"]
    checked = {(row["seed"], row["claim"]): row["verdict"] for row in rows}
    assert {(claim.seed, claim.claim): claim.verdict for claim in CLAIMS} == checked


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.claim)
def test_every_claim_says_what_it_was_checked_against(claim: Claim) -> None:
    assert claim.evidence
    assert claim.seed in {"000", "001", "002", "003", "004"}


@pytest.mark.parametrize("claim", BROKEN, ids=lambda claim: claim.claim)
def test_a_claim_that_no_longer_holds_is_told_nowhere(claim: Claim) -> None:
    assert claim.never_say
    assert [where for where, text in TEXTS if any(phrase in text for phrase in phrases_of(claim))] == []


@pytest.mark.parametrize("claim", [one for one in CLAIMS if one not in BROKEN], ids=lambda claim: claim.claim)
def test_a_claim_that_holds_forbids_no_phrase(claim: Claim) -> None:
    assert phrases_of(claim) == []


def test_nobody_is_sent_to_directory_enquiries() -> None:
    assert [
        where for where, text in TEXTS if re.search(r"(?<![\d,.])104(?![\d,.]|-)|番号案内(で|に|へ)", text)
    ] == []
