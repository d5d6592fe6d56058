"""From the bytes of a file to its rows. Bytes are counted first; UTF-8 (with its mark or without) and Japanese Windows are told apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 200_000_000
MOST_ROWS, MOST_COLUMNS, MOST_FIELD = 200_000, 300, 400_000


class FileNotFit(LookupError):
    """The file cannot be taken; says where, why and how to mend it (Japanese)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: the line at which it begins (1 is the first), its values by the names of the columns.

    ``fault``: why it could not be read (Japanese); then it has no values.
    """

    line: int
    values: dict[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was opened: the names of its columns, its text, how it was written."""

    path: Path
    text: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]


def opened(path: Path, *, delimiter: str = ",") -> Sheet:
    """Returns the file at ``path``, its first row read as the names of the columns. Raises FileNotFit."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileNotFit(
            f"{path}: 大きすぎます（{size:,} バイト）。{MOST_BYTES:,} バイトまでに分けてください。"
        )
    text, encoding = _decoded(path.read_bytes(), path)
    try:
        with _long_fields():
            head = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise FileNotFit(
            f"{path}: 1 行目（列の名前）を読めません（{error}）。CSV として保存し直してください。"
        ) from None
    columns = tuple(" ".join(name.split()) for name in head)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if not any(columns) or len(columns) > MOST_COLUMNS or twice:
        what = f"列の名前「{twice[0]}」が二度あります" if twice else "1 行目に、列の名前がありません"
        raise FileNotFit(f"{path}: {what}。1 行目を、{MOST_COLUMNS} 列までの違う名前にしてください。")
    return Sheet(path, text, encoding, delimiter, columns)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise FileNotFit(f"{path}: UTF-16 か、CSV でないファイルです。「CSV UTF-8」で保存し直してください。")
    for encoding, name in (("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError as error:
            at = error.start
    line = data.count(b"\n", 0, at) + 1
    raise FileNotFit(
        f"{path}: {line} 行目の文字を、UTF-8 としても Shift_JIS としても読めません。「CSV UTF-8」で保存し直してください。"
    )


@contextmanager
def _long_fields() -> Iterator[None]:
    """A memo may be longer than what the reader takes by default."""
    before = csv.field_size_limit(MOST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """Yields the rows after the first one; empty ones are left out. After a row whose quotes do not close, nothing more is read."""
    with _long_fields():
        reader = csv.reader(io.StringIO(sheet.text, newline=""), delimiter=sheet.delimiter, strict=True)
        next(reader)
        for count in range(1, MOST_ROWS + 2):
            line = reader.line_num + 1
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(
                    line,
                    {},
                    '引用符（"）の開きと閉じが合わないか、長すぎる欄があります。この行から先は読んでいません。',
                )
                return
            if count > MOST_ROWS:
                yield Row(line, {}, f"{MOST_ROWS:,} 件を超えました。ファイルを分けてください。")
                return
            if any(value.strip() for value in values):
                yield _row(sheet, line, values)


def _row(sheet: Sheet, line: int, values: list[str]) -> Row:
    if len(values) != len(sheet.columns):
        return Row(
            line,
            {},
            f"列の数が違います（この行は {len(values)} 列、1 行目は {len(sheet.columns)} 列）。欄の中の「,」を確かめてください。",
        )
    plain = (value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in values)
    return Row(line, dict(zip(sheet.columns, plain, strict=True)))
