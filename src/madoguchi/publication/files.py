"""The data of a publication as files that pass the government's rules for machines (users.md 4.3): one table a file, one header row of
ASCII names, a number or nothing in a column of numbers, its sign and its unit in columns of their own, a list of all columns and codes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import msgspec

from madoguchi.mart.release import Released
from madoguchi.mart.tables import PREFECTURES
from madoguchi.mart.writing import about_of, csv_of, xlsx_of
from madoguchi.publication.labels import COLUMNS, shown

_ABOUT: Mapping[str, str] = {
    "area_code": "都道府県コード（JIS X 0401、2桁）",
    "unit": "件数の単位",
    "scheme": "手口の id（空は全部）",
    "kind": "相談区分の id（空は全部）",
    "as_of": "この日までに登録された分（西暦の年月日）",
    "definition": "定義の id",
    "definition_version": "定義の版",
    "partial": "年度の途中か（true / false）",
}


def files_of(tables: Mapping[str, Released]) -> dict[str, bytes]:
    """Returns each table as CSV in two encodings, xlsx and JSON, and the list of columns and codes, by name."""
    files: dict[str, bytes] = {}
    for name, figures in tables.items():
        coded = with_codes(figures)
        files[f"{name}.csv"] = csv_of(coded, "utf-8")
        files[f"{name}_cp932.csv"] = csv_of(coded, "cp932")
        files[f"{name}.xlsx"] = xlsx_of(coded)
        files[f"{name}.json"] = msgspec.json.format(msgspec.json.encode(coded), indent=1)
    files["columns.csv"] = _listed(tables)
    files["README.txt"] = _read_me(tables).encode()
    return files


def with_codes(figures: Released) -> Released:
    """Returns the rows with the standard code of each prefecture (rule L3-06)."""
    codes = {name: f"{at:02}" for at, name in enumerate(PREFECTURES, start=1)}
    rows = [
        {**row, "area_code": codes.get(row["prefecture"])} if "prefecture" in row else row
        for row in figures.rows
    ]
    return msgspec.structs.replace(figures, rows=rows)


def _listed(tables: Mapping[str, Released]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(["table", "column", "code", "meaning"])
    for name, figures in tables.items():
        writer.writerows(_columns(name, with_codes(figures)))
    return made.getvalue().encode("utf-8-sig")


def _columns(name: str, figures: Released) -> Iterator[list[str]]:
    for column in [*figures.rows[0], *list(_ABOUT)[1:-1]]:
        if column.endswith("_sign"):
            yield [name, column, "", f"{COLUMNS.get(column.removesuffix('_sign'), '')}が空のわけ"]
            yield [name, column, "x", "秘匿した"]
            continue
        yield [name, column, "", COLUMNS.get(column) or _ABOUT[column]]
        codes = {str(row[column]) for row in figures.rows if isinstance(row.get(column), str)}
        for code in sorted(codes) if column not in ("prefecture", "area_code") else ():
            yield [name, column, code, shown(column, code)]


def _read_me(tables: Mapping[str, Released]) -> str:
    lines = [
        "NAME.csv: UTF-8（BOM つき）、CRLF。NAME_cp932.csv: 同じ行、cp932。NAME.json: UTF-8（BOM なし）。NAME.xlsx: 値だけ。",
        "columns.csv: すべての列とコードの意味。数の列が空のときは、となりの …_sign の列にわけがあります（x は秘匿）。空は0ではありません。",
        "年度は4月から翌年3月まで（西暦）。利用条件: CC BY 4.0",
    ]
    for name, figures in tables.items():
        lines += [
            "",
            f"[{name}]",
            *(f"{item}: {'' if value is None else value}" for item, value in about_of(figures)),
        ]
    return "\n".join(lines) + "\n"
