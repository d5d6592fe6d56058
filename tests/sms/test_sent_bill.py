"""The bill of a log of sends: exact, by the month, told line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from madoguchi.cli import main

HEAD = "sent_at,sender,recipient,chars,encoding,country,delivered"


def bill(tmp_path: Path, *rows: str, carrier: str = "au", more: tuple[str, ...] = ()) -> dict[str, object]:
    told = run(tmp_path, *rows, carrier=carrier, more=("--json", *more))
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def run(tmp_path: Path, *rows: str, carrier: str = "au", head: str = HEAD, more: tuple[str, ...] = ()):
    file = tmp_path / "sends.csv"
    file.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    return CliRunner().invoke(main, ["bill", "--carrier", carrier, "--sends", str(file), *more])


@pytest.mark.parametrize(
    ("chars", "encoding", "yen"),
    [
        (0, "", 3.3),
        (70, "", 3.3),
        (71, "", 6.6),
        (670, "ucs2", 33.0),
        (160, "gsm7", 3.3),
        (161, "gsm7", 6.6),
        (1530, "gsm7", 33.0),
    ],
)
def test_a_send_costs_by_its_length_and_its_letters(tmp_path, chars, encoding, yen):
    (day,) = bill(tmp_path, f"2026-11-01T10:00,1,,{chars},{encoding},,")["by_day"]
    assert day["yen"] == yen


@pytest.mark.parametrize(
    ("carrier", "yen"), [("docomo", 100), ("au", 200), ("softbank", 200), ("rakuten", 200)]
)
def test_a_send_to_another_country_costs_by_its_parts(tmp_path, carrier, yen):
    assert bill(tmp_path, "2026-11-01T10:00,1,,71,,US,", carrier=carrier)["yen"] == yen


def test_each_month_is_floored_by_itself(tmp_path):
    rows = ["2026-10-31T23:59:59,1,,10,,,", "2026-11-01T00:00,1,,10,,,"]
    found = bill(tmp_path, *rows)
    assert (found["yen"], found["sends"], found["parts"]) == (6, 2, 2)
    assert [one["yen_if_noticed"] for one in found["by_day"]] == [3, 6]


def test_how_can_be_checked_by_hand(tmp_path):
    how = bill(tmp_path, *["2026-11-01T10:00,1,,10,,,"] * 3, "2026-11-02T10:00,1,,71,,,")["how"]
    assert how.splitlines() == [
        "国内あて、1回1通分: 3.3円 × 3回 = 9.9円",
        "国内あて、1回2通分: 6.6円 × 1回 = 6.6円",
        "2026-11: 合わせて 16.5円、1円未満を切り捨てて 16円",
    ]


def test_a_failed_send_is_not_billed_and_that_is_told(tmp_path):
    found = bill(tmp_path, "2026-11-01T10:00,1,,10,,,false")
    assert (found["yen"], "失敗した 1回" in found["how"]) == (0, True)


def test_whose_bill_it_is_must_be_clear(tmp_path):
    rows = ["2026-11-01T10:00,1,,10,,,", "2026-11-01T10:00,2,,71,,,"]
    assert "--sender" in run(tmp_path, *rows).stderr
    assert bill(tmp_path, *rows, more=("--sender", "2"))["yen"] == 6


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("きのう,1,,10,,,", "sent_at"),
        ("2026-11-01T10:00,1,,671,,,", "0 から 670"),
        ("2026-11-01T10:00,1,,-1,,,", "chars"),
        ("2026-11-01T10:00,,,1,,,", "sender"),
        ("2026-11-01T10:00,1,,1,utf8,,", "gsm7"),
        ("2026-11-01T10:00,1,,1,,,perhaps", "delivered"),
        ("2026-11-01T10:00,1", "欄の数"),
        ("2026-11-01T10:00," + "1" * 2_000 + ",,1,,,", "200 字"),
        ('2026-11-01T10:00,"1,,1,,,', "閉じていない"),
        ("2026-11-01T10:00,1,," + "1" * 20_000 + ",,,", "10,000字"),
        ("20261101T1000,1,,1,,,", "sent_at"),
        ("9999-12-31T20:00:00Z,1,,1,,,", "2000年から"),
        ("0001-01-01T00:00:00,1,,1,,,", "2000年から"),
    ],
)
def test_no_bill_is_made_of_a_log_that_cannot_be_read_whole(tmp_path, row, word):
    told = run(tmp_path, "2026-11-01T10:00,1,,10,,,", row)
    assert told.exit_code == 2 and "3行目" in told.stderr and word in told.stderr


def test_a_header_without_a_column_is_told(tmp_path):
    assert "recipient" in run(tmp_path, head="sent_at,sender,chars").stderr


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / "sends.csv").write_bytes("送信".encode("cp932"))
    told = CliRunner().invoke(main, ["bill", "--carrier", "au", "--sends", str(tmp_path / "sends.csv")])
    assert told.exit_code == 2 and "UTF-8" in told.stderr


def test_the_most_or_the_log_but_not_both(tmp_path):
    assert "どちらか" in run(tmp_path, more=("--days", "3")).stderr
    assert "どちらか" in CliRunner().invoke(main, ["bill", "--carrier", "au"]).stderr


def test_watch_tells_a_crossing_a_line_and_what_it_left_out(tmp_path):
    rows = [f"2026-11-21T10:{at // 60:02}:{at % 60:02},1,,10,,," for at in range(200)]
    run(tmp_path, *rows, "x,1,,1,,,")
    told = CliRunner().invoke(
        main, ["watch", "--carrier", "docomo", "--sends", str(tmp_path / "sends.csv"), "--json"]
    )
    assert "読めない 1 行" in told.stderr
    found = json.loads(told.stdout)
    assert (found["sender"], found["rule"], found["count"], "basis" in found) == ("1", "cap:day", 200, False)


def test_the_basis_stands_in_the_output(tmp_path):
    run(tmp_path, *["2026-11-21T10:00,1,090,10,,,"] * 200)
    args = ["watch", "--carrier", "docomo", "--sends", str(tmp_path / "sends.csv"), "--json"]
    told = CliRunner().invoke(main, [*args, "--basis", "consent"])
    assert json.loads(told.stdout)["basis"] == "consent"


def test_a_carrier_without_a_known_cap_crosses_nothing_and_says_why(tmp_path):
    run(tmp_path, *["2026-11-21T10:00,1,090,10,,,"] * 300)
    args = ["watch", "--carrier", "rakuten", "--sends", str(tmp_path / "sends.csv")]
    told = CliRunner().invoke(main, args)
    assert (told.exit_code, told.stdout, "見つからない" in told.stderr) == (0, "", True)
