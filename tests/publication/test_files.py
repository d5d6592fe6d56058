"""What is published: the same numbers in every form, files that machines read, pictures that need no colour."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from drafts import ORIGINAL, TEXT, publish, written
from PIL import Image

TABLES = ("yearly", "payment_methods", "regions", "age_sex", "outcomes")
OTHERS = {"index.html", "release.pdf", "leaflet.pdf", "bulletin_400.txt", "line_120.txt", "publication.json"}
CHANGES = """changes:
  - {number: 1, kind: correction, why: 集計の誤りでした。, old: 前の数, new: 後の数}
  - {number: 1, kind: withdrawal, why: 事実と違いました。}
"""
NOTES = ("2021年12月31日までの登録分", "単位: 件", "n = ", "不明: ", "出典: ", "1〜9件は x", "経由相談は除き")
NUMBERS = ("fiscal_year", "count", "same_period_count", "mean_contract_amount", "n_amount")


def rows_of(path: Path, encoding: str = "utf-8-sig") -> list[dict]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


def test_everything_is_there(published):
    names = {str(path.relative_to(published)) for path in published.rglob("*") if path.is_file()}
    data = {f"data/{name}{end}" for name in TABLES for end in (".csv", "_cp932.csv", ".xlsx", ".json")}
    pictures = {f"{name}.{kind}" for name in TABLES for kind in ("svg", "png")}
    assert names == data | pictures | OTHERS | {"data/columns.csv", "data/README.txt"}


@pytest.mark.parametrize("name", TABLES)
def test_the_same_rows_in_every_form(published, name):
    rows = rows_of(published / f"data/{name}.csv")
    told = json.loads((published / f"data/{name}.json").read_bytes())["rows"]
    sheet = list(openpyxl.load_workbook(published / f"data/{name}.xlsx")["figures"].values)
    assert rows == rows_of(published / f"data/{name}_cp932.csv", "cp932")
    assert [row["count"] for row in rows] == [
        "" if row["count"] is None else str(row["count"]) for row in told
    ]
    assert [row[sheet[0].index("count")] for row in sheet[1:]] == [row["count"] for row in told]


@pytest.mark.parametrize("name", TABLES)
def test_one_table_with_a_header_that_programs_read(published, name):
    data = (published / f"data/{name}.csv").read_bytes()
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data  # L3-08: encoding and mark as stated
    assert {len(line) for line in lines} == {len(head)}  # L1-02, L1-14: one table, one record a line
    assert all(one.isascii() and one.isidentifier() for one in head)  # L3-01, L3-08
    assert len(set(head)) == len(head) and {"unit", "as_of", "definition"} <= set(head)  # L3-04
    assert all(line[0].isdigit() and len(line[0]) == 4 for line in lines)  # L2-02, L3-05: a year each


@pytest.mark.parametrize("name", TABLES)
def test_columns_of_numbers_hold_numbers_or_nothing_with_a_sign(published, name):
    for row in rows_of(published / f"data/{name}.csv"):
        for column in set(NUMBERS) & row.keys():  # L2-01, L1-09
            assert row[column] == "" or row[column].isdigit()
        assert (row["count"] == "") is (row["count_sign"] == "x")


def test_spreadsheets_hold_values_only(published):
    for name in TABLES:
        book = openpyxl.load_workbook(published / f"data/{name}.xlsx")
        assert not any(sheet.merged_cells.ranges for sheet in book)  # L1-12
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]  # L2-06


def test_every_column_and_code_is_explained(published):
    listed = {(row["table"], row["column"], row["code"]) for row in rows_of(published / "data/columns.csv")}
    for name in TABLES:  # L2-04, L3-02
        for row in rows_of(published / f"data/{name}.csv"):
            assert all((name, column, "") in listed for column in row)
            coded = {"payment_method", "sex", "age_band", "outcome", "count_sign"} & row.keys()
            assert all((name, column, row[column]) in listed for column in coded if row[column])


def test_areas_have_their_standard_code(published):
    codes = {row["prefecture"]: row["area_code"] for row in rows_of(published / "data/regions.csv")}
    assert codes["北海道"] == "01" and codes["沖縄県"] == "47" and codes.get("unknown", "") == ""  # L3-06


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


@pytest.fixture(scope="module")
def page(published) -> Page:
    return Page((published / "index.html").read_text(encoding="utf-8"))


def test_the_page_has_words_for_each_picture_and_a_table_below(page):
    pictures = [attrs for tag, attrs in page.tags if tag == "img"]
    assert len(pictures) == len([tag for tag, _ in page.tags if tag == "table"]) == len(TABLES)
    assert all(one in pictures[0]["alt"] for one in ("5,495件", "2021年度（途中） 3,700件", "141,665円"))


def test_the_page_fetches_nothing_and_runs_nothing(page):
    assert not [tag for tag, _ in page.tags if tag in ("script", "iframe", "link")]
    addresses = [attrs.get("src") or attrs.get("href") for _, attrs in page.tags]
    assert not [one for one in addresses if one and ("//" in one or one.startswith("data:"))]


def test_what_must_stand_under_every_number(page):
    assert [words for words in NOTES if words not in page.words] == []


def test_the_case_names_a_band_a_sex_and_a_month(page):
    assert "（2021年10月受付 70歳代 女性）" in page.words and ORIGINAL[:8] not in page.words


def test_the_year_that_is_not_over_is_hatched(published):
    svg = (published / "yearly.svg").read_text(encoding="utf-8")
    assert (
        svg.count('fill="url(#hatch)"') == 2 and '<pattern id="hatch"' in svg
    )  # of the count and of the mean
    assert ">3,700<" in svg and ">141,665<" in svg and "途中" in svg


def test_pictures_stand_on_white_and_are_large_enough(published):
    for name in TABLES:
        with Image.open(published / f"{name}.png") as picture:
            assert picture.width >= 1_200 and picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_the_leaflet_is_one_side(published):
    pdf = (published / "leaflet.pdf").read_bytes()
    assert pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages") == 1 and b"pdfaid" in pdf


def test_short_forms_are_short_and_say_the_number(published):
    for name, most in (("bulletin_400.txt", 400), ("line_120.txt", 120)):
        text = (published / name).read_text(encoding="utf-8").strip()
        assert len(text) <= most and "5,495件" in text and "188" in text


def test_a_correction_shows_old_and_new_and_a_withdrawal_why(mart, tmp_path):
    done = publish(written(tmp_path, TEXT + CHANGES), mart, tmp_path / "out")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert "誤「前の数」、正「後の数」" in page and "第1号を取り下げます。事実と違いました。" in page
    told = json.loads((tmp_path / "out/publication.json").read_bytes())
    assert [one["kind"] for one in told["changes"]] == ["correction", "withdrawal"]


def test_nothing_is_overwritten(published, mart, tmp_path):
    done = publish(written(tmp_path), mart, published)
    assert done.exit_code == 2 and "上書き" in done.stderr


def test_a_check_writes_nothing(mart, tmp_path):
    done = publish(written(tmp_path), mart, tmp_path / "out", "--check")
    assert done.exit_code == 0 and "赤い所はありません" in done.stdout and not (tmp_path / "out").exists()
