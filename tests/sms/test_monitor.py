"""Monitor mode: what each threshold would cost; nothing is stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from madoguchi.cli import main
from madoguchi.sms.monitor import read_outcomes
from madoguchi.sms.sends import BadSend, moment_text
from madoguchi.sms.simulated import simulated


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three honest lines and three hijacked ones."""
    path = tmp_path_factory.mktemp("monitor") / "sends.csv"
    rows = [
        f"{moment_text(send.at)},{line.sender},{event.who},{70 * send.parts - 10},{event.family},out"
        for line in simulated(3, seed=5, kinds=("usual", "chatty", "quiet"))
        for send, event in zip(line.sends, line.events, strict=True)
    ]
    path.write_text("\n".join(["sent_at,sender,recipient,chars,text_family,direction", *rows]) + "\n")
    return path


def run(log: Path, *words: str) -> str:
    found = CliRunner().invoke(main, ["watch", "--carrier", "docomo", "--sends", str(log), *words])
    assert found.exit_code == 0, found.output
    return found.output


def test_each_threshold_is_told_with_lines_and_yen(log: Path) -> None:
    look = json.loads(run(log, "--monitor", "--json", "--basis", "consent"))
    rows = look["thresholds"]
    assert look["stopped"] == 0 and look["lines"] == 6 and look["basis"] == "consent"
    assert [one["lines"] for one in rows] == sorted((one["lines"] for one in rows), reverse=True)
    assert {one["level"] for one in rows} == {None, "notice", "stop"}
    assert all(one["lines"] == one["unknown"] and one["yen_after"] >= 0 for one in rows)


def test_outcomes_are_counted(log: Path, tmp_path: Path) -> None:
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text("sender,outcome\nhijacked-000000,confirmed\nhonest-000001,denied\n")
    rows = json.loads(run(log, "--monitor", "--json", "--outcomes", str(outcomes)))["thresholds"]
    assert max(one["confirmed"] for one in rows) == 1
    assert all(one["confirmed"] + one["denied"] + one["unknown"] == one["lines"] for one in rows)


@pytest.mark.parametrize(
    "text", ["line,outcome\n", "sender,outcome\n1,perhaps\n", "sender,outcome\nconfirmed\n"]
)
def test_outcomes_that_cannot_be_read_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "outcomes.csv").write_text(text)
    with pytest.raises(BadSend):
        read_outcomes(tmp_path / "outcomes.csv")


def test_signs_come_only_when_asked_for(log: Path) -> None:
    rules = {json.loads(line)["rule"] for line in run(log, "--json").splitlines()}
    assert not any(rule.startswith("sign:") for rule in rules)
    lines = [json.loads(line) for line in run(log, "--json", "--signs", "--basis", "reported").splitlines()]
    signs = [one for one in lines if one["rule"] == "sign:hijack"]
    assert signs and {one["basis"] for one in signs} == {"reported"}
    assert {one["sender"][:8] for one in signs} == {"hijacked"}


def test_for_people_every_reason_has_its_figure(log: Path) -> None:
    text = run(log, "--signs", "--basis", "consent")
    assert "点は確率ではありません" in text and "きょうの送信は" in text
    assert "何も止めていません" in run(log, "--monitor")
