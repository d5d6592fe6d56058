"""Lines that are known to send in bulk, and the family of a text from the text itself: signs alone, the same on every engine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from in_pieces import streamed

from madoguchi.cli import main
from madoguchi.engines import Engine, engine_of
from madoguchi.sms.crossings import Watching
from madoguchi.sms.hijack_alerts import Alert, Looking, alerts
from madoguchi.sms.known_senders import COLUMNS, read_known_senders
from madoguchi.sms.logs import Log, rows_of
from madoguchi.sms.sends import BadSend, Reading
from madoguchi.sms.signs_on_engines import alerts_on
from madoguchi.sms.text_families import family_of

TODAY = dt.date(2026, 11, 22)
HEADER = "sent_at,sender,recipient,chars,text"
NIGHTS = [f"2026-11-{day:02}T03:{minute:02}:00+09:00" for day in (10, 20) for minute in range(0, 60, 2)]


def sends() -> Iterator[str]:
    """Two lines that were silent, and write one text to 60 people in two nights, each with a link of its own."""
    for at, moment in enumerate(NIGHTS):
        for sender in ("09011112222", "09033334444"):
            yield f"{moment},{sender},0801234{at:04},40,荷物をお持ちしましたが不在でした https://x.example/{at} 番号{at}"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "sends.csv"
    path.write_text("\n".join([HEADER, *sends()]) + "\n")
    return path


def listed(folder: Path, *rows: str) -> Path:
    path = folder / "known.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return path


def watched(log: Path, known: Path | None, basis: Any = "consent") -> list[Alert]:
    watching = Watching.of("docomo", on=TODAY, basis=basis)
    if known:
        watching = dataclasses.replace(watching, known=read_known_senders(known))
    reading = Reading(watching.prices, with_texts=basis is not None)
    return list(alerts(rows_of(log, reading, log=Log()), watching))


def days_of(found: list[Alert], sender: str) -> list[int]:
    return sorted({dt.datetime.fromisoformat(one.crossed_at).day for one in found if one.sender == sender})


SCHOOL = "09011112222,森小学校,2026-11-01,2026-11-15,all,学校からの届け 2026-11-01"


@pytest.mark.parametrize(("basis", "days"), [(None, [10, 20]), ("consent", [10])])
def test_what_is_listed_counts_on_its_days_alone(log, tmp_path, basis, days):
    assert days_of(watched(log, None, basis), "09011112222") == days
    found = watched(log, listed(tmp_path, SCHOOL), basis)
    assert days_of(found, "09011112222") == days[1:] and days_of(found, "09033334444") == days


def test_only_the_signs_that_are_named_are_left_out(log, tmp_path):
    whole, rows = watched(log, None), [f"{SCHOOL.replace('all', 'night|one_text')}"]
    found = watched(log, listed(tmp_path, *rows))
    assert "night" in {reason.id for one in whole for reason in one.reasons}
    named = {reason.id for one in found if one.sender == "09011112222" for reason in one.reasons}
    assert named.isdisjoint({"night", "one_text"})


def test_the_caps_hold_for_everybody(tmp_path):
    rows = [f"2026-11-20T10:{at // 60:02}:{at % 60:02}+09:00,1,,10," for at in range(201)]
    (tmp_path / "many.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    known = listed(tmp_path, SCHOOL.replace("09011112222", "1").replace("2026-11-15", ""))
    asked = ["watch", "--carrier", "au", "--sends", str(tmp_path / "many.csv"), "--signs", "--json"]
    told = CliRunner().invoke(main, [*asked, "--known-senders", str(known)]).stdout.splitlines()
    assert [json.loads(line)["rule"] for line in told] == ["cap:day"]


def test_a_stream_knows_them_too(log, tmp_path):
    known = read_known_senders(listed(tmp_path, SCHOOL))
    watching = dataclasses.replace(Watching.of("docomo", on=TODAY), known=known)
    told, _ = streamed(log, watching, tmp_path / "state", chance=None, with_signs=True)
    assert [one for one in told if isinstance(one, Alert)] == sorted(
        watched(log, tmp_path / "known.csv", None), key=order
    )


BAD = {
    "a column is missing": "sender,name\n1,a\n",
    "no name": f"{','.join(COLUMNS)}\n1,,2026-11-01,,all,x\n",
    "no source": f"{','.join(COLUMNS)}\n1,a,2026-11-01,,all,\n",
    "a sign that is none": f"{','.join(COLUMNS)}\n1,a,2026-11-01,,burts,x\n",
    "no sign": f"{','.join(COLUMNS)}\n1,a,2026-11-01,,,x\n",
    "a day that is none": f"{','.join(COLUMNS)}\n1,a,2026-13-01,,all,x\n",
    "it ends before it begins": f"{','.join(COLUMNS)}\n1,a,2026-11-02,2026-11-01,all,x\n",
    "too few": f"{','.join(COLUMNS)}\n1,a,2026-11-02\n",
    "too many": f"{','.join(COLUMNS)}\n1,a,2026-11-02,,all,x,y\n",
    "a quotation mark": f'{",".join(COLUMNS)}\n1,"a,2026-11-02,,all,x\n',
}


@pytest.mark.parametrize("what", BAD)
def test_a_list_that_cannot_be_read_is_said_with_its_line(tmp_path, what):
    path = tmp_path / "known.csv"
    path.write_text(BAD[what])
    with pytest.raises(BadSend, match="行目"):
        read_known_senders(path)


# --- the family of a text ---------------------------------------------------------------------------------


@given(st.text("あいう https://x.example/0-9０９", max_size=40), st.integers(0, 10**9))
def test_links_numbers_and_blanks_make_no_other_family(text, number):
    assert family_of(f"{text} https://a.example/{number} {number}　") == family_of(text)


def test_another_text_is_of_another_family_and_nothing_of_none():
    assert family_of("荷物") != family_of("口座") and family_of("荷物") != "荷物"
    assert family_of("") == family_of(" 12 https://a.example ") == ""


def test_a_text_counts_as_its_family_on_a_basis_alone(log):
    ids = {reason.id for one in watched(log, None) for reason in one.reasons}
    assert "one_text" in ids
    assert "one_text" not in {reason.id for one in watched(log, None, None) for reason in one.reasons}
    reading = Reading(Watching.of("docomo", on=TODAY).prices)
    assert {row.text_family for row in rows_of(log, reading, log=Log())} == {""}


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = engine_of(request.param, folder=tmp_path_factory.mktemp("engine"))
    yield found
    found.close()


def on(engine: Engine, path: Path, watching: Watching) -> list[Alert]:
    def looking(day: int) -> Looking:
        return Looking.of(watching, from_day=day)

    return sorted(alerts_on(engine, path, looking=looking, refused=lambda _: None), key=order)


def test_an_engine_reads_the_same_families_and_knows_the_same_lines(engine, log, tmp_path):
    rows = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in sends()]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "sends.parquet")
    known = read_known_senders(listed(tmp_path, SCHOOL))
    watching = dataclasses.replace(Watching.of("docomo", on=TODAY, basis="consent"), known=known)
    here = sorted(watched(log, tmp_path / "known.csv"), key=order)
    assert here and on(engine, tmp_path / "sends.parquet", watching) == here


def order(one: Alert) -> tuple[str, str, str]:
    return one.crossed_at, one.sender, one.level


def test_no_text_stands_in_what_is_told(log):
    told = CliRunner().invoke(
        main,
        ["watch", "--carrier", "docomo", "--sends", str(log), "--signs", "--basis", "reported", "--json"],
    )
    assert "sign:hijack" in told.stdout
    assert "不在" not in told.stdout and "x.example" not in told.stdout and "0801234" not in told.stdout
