"""Two publications of two days, side by side: where a difference is a handful, whoever reads the draft is told so."""

from __future__ import annotations

import json

import pytest
from drafts import TEXT, draft, publish, written

from madoguchi.publication.earlier import beside_earlier
from madoguchi.publication.live import Value


def first(folder, **rows):
    """A publication of the same scheme, as of the day before."""
    (folder / "1" / "data").mkdir(parents=True)
    told = {
        "number": 1,
        "title": "t",
        "published_on": "2022-01-10",
        "as_of": "2021-12-30",
        "publisher": "p",
        "text": "t",
        **rows,
    }
    (folder / "1" / "publication.json").write_text(json.dumps({"scheme": "support_scam", **told}))
    year = {"fiscal_year": 2020, "partial": False, "count": 5490, "count_sign": None}
    (folder / "1" / "data" / "yearly.json").write_text(json.dumps({"rows": [year]}))
    return [folder / "1"]


@pytest.mark.parametrize(
    ("count", "told"), [(5490, False), (5491, True), (5499, True), (5481, True), (5500, False), (None, False)]
)
def test_a_difference_of_one_to_nine_is_told(tmp_path, count, told):
    found = beside_earlier(
        draft(tmp_path), {"yearly.2020.count": Value(count, False)}, folders=first(tmp_path)
    )
    assert [one.cells for one in found] == ([("yearly.2020.count",)] if told else [])


@pytest.mark.parametrize("other", [{"scheme": "phishing"}, {"number": 2}, {"number": 3}])
def test_another_scheme_and_a_later_number_tell_nothing(tmp_path, other):
    values = {"yearly.2020.count": Value(5491, False)}
    assert beside_earlier(draft(tmp_path), values, folders=first(tmp_path, **other)) == []


@pytest.mark.parametrize("broken", ["", "[]", '{"rows": [{"count": 1}]}', '{"rows": 3}'])
def test_a_file_that_somebody_broke_stops_nothing(tmp_path, broken):
    folders = first(tmp_path)
    (tmp_path / "1" / "data" / "yearly.json").write_text(broken)
    assert beside_earlier(draft(tmp_path), {"yearly.2020.count": Value(5491, False)}, folders=folders) == []


def test_the_command_says_it_and_goes_on(tmp_path, mart):
    first(tmp_path / "out")
    done = publish(written(tmp_path, TEXT), mart, tmp_path / "out" / "2", "--at", "2022-02-24T14:00:00+09:00")
    assert done.exit_code == 0 and "第1号" in done.stderr and "1〜9件の欄が 1 あります" in done.stderr
