"""Published numbers on the site: the page and the feeds, with what was corrected and withdrawn since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client, override_settings

from madoguchi.publication.told import seal_of, told

CLIENT = Client(SERVER_NAME="localhost")
ENTRY = {
    "title": "一つ目",
    "published_on": "2026-01-10",
    "as_of": "2025-12-31",
    "publisher": "試し",
    "text": "相談は60件。",
}
ROWS = [
    {"fiscal_year": 2024, "partial": False, "count": 60},
    {"fiscal_year": 2025, "partial": True, "count": None},
]


def put(folder: Path, number: int, *changes: dict, **other: str) -> None:
    made = folder / str(number)
    (made / "data").mkdir(parents=True)
    entry = {**ENTRY, **other, "number": number, "changes": changes}
    (made / "publication.json").write_text(json.dumps(entry), encoding="utf-8")
    (made / "data/yearly.json").write_text(json.dumps({"rows": ROWS}), encoding="utf-8")


def change(kind: str) -> dict:
    return {"number": 1, "kind": kind, "why": "数えちがいでした。", "old": "前の数", "new": "後の数"}


def page(folder: Path | None, at: str = "/") -> str:
    with override_settings(PUBLICATIONS=folder):
        return CLIENT.get(f"{at}statistics/").content.decode()


def items(folder: Path) -> list[dict]:
    with override_settings(PUBLICATIONS=folder):
        every = json.loads(CLIENT.get("/feed.json").content)["items"]
    return [one for one in every if "publication" in one["tags"]]


@pytest.mark.parametrize(("at", "words"), [("/", "まだありません"), ("/en/", "Nothing has been published")])
def test_where_nothing_was_published_it_says_so(at, words):
    assert words in page(None, at)


def test_a_publication_is_told_with_its_years(tmp_path):
    put(tmp_path, 1)
    shown = page(tmp_path)
    assert "一つ目" in shown and "相談は60件。" in shown and "<td>60</td>" in shown and "<td>x</td>" in shown
    assert items(tmp_path)[0]["title"] == "一つ目" and items(tmp_path)[0]["tags"][1] == "stands"


def test_a_number_stands_for_one_publication(tmp_path):
    put(tmp_path, 1)
    (tmp_path / "1").rename(tmp_path / "copied")
    put(tmp_path, 1, title="号のフォルダー")
    assert [one["title"] for one in items(tmp_path)] == ["号のフォルダー"]
    assert "一つ目" not in page(tmp_path)


def test_a_correction_says_old_and_new_under_the_same_id(tmp_path):
    put(tmp_path, 1)
    before = items(tmp_path)[0]["id"]
    put(tmp_path, 2, change("correction"), published_on="2026-02-01", title="二つ目")
    one = next(one for one in items(tmp_path) if one["id"] == before)
    assert one["title"] == "（訂正）一つ目" and "誤「前の数」、正「後の数」" in one["content_text"]
    assert one["date_modified"].startswith("2026-02-01") and one["date_published"].startswith("2026-01-10")
    assert "前の数 → 後の数" in page(tmp_path)


def test_what_was_withdrawn_is_told_to_be_and_its_numbers_go(tmp_path):
    put(tmp_path, 1)
    put(tmp_path, 2, change("withdrawal"), title="二つ目", text="おわびします。")
    one = next(one for one in items(tmp_path) if "一つ目" in one["title"])
    assert (
        one["tags"][1] == "over" and "60件" not in one["content_text"] and "取り下げ" in one["content_text"]
    )
    assert "取り下げました" in page(tmp_path) and "相談は60件。" not in page(tmp_path)


def test_one_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    put(tmp_path, 1)
    (tmp_path / "2").mkdir()
    (tmp_path / "2/publication.json").write_text("{")
    assert [one.entry.number for one in told([Path(name) for name, _ in seal_of(tmp_path)])] == [1]


def test_what_stands_in_a_publication_is_text(tmp_path):
    put(tmp_path, 1, title="<script>x</script>")
    assert "<script>x" not in page(tmp_path) and "&lt;script&gt;x" in page(tmp_path)
