"""Files of records, block by block: CSV (UTF-8 with a header), xlsx, Parquet; each row with the line at which it begins.

A CSV without quotation marks is cut into lines by the reader of tables, some millions of rows a second; what that one does not
take as it is goes through Python's own, which can name the line. Both give the same rows (tests/mart/test_sources.py).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Final

from madoguchi.mart.blocks import Block, Coded, Fault, block_of, texts_of
from madoguchi.mart.tables import COLUMNS, NEEDED

KINDS: Final = (".csv", ".xlsx", ".parquet")
_BYTES, _ROWS = 16_000_000, 50_000  # of one block
_MOST_XLSX = 2_000_000_000  # bytes of a spreadsheet, unpacked
Told = Callable[[Fault], None]


class SourceNotFit(LookupError):
    """The file cannot be taken at all; says where, why and how to mend it (Japanese)."""


def sources_in(path: Path) -> list[Path]:
    """Returns the files of ``path``, a file or a folder, by name. Raises SourceNotFit."""
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in KINDS) if path.is_dir() else [path]
    if not found:
        raise SourceNotFit(f"{path}: 読めるファイルがありません。直し方: CSV・xlsx・Parquet を入れます。")
    if found[0].suffix.lower() not in KINDS:
        raise SourceNotFit(f"{path}: この種類は読めません。直し方: CSV・xlsx・Parquet にします。")
    return found


def blocks_of(path: Path, told: Told) -> Iterator[Block]:
    """Yields the rows of ``path``; ``told`` hears of those that cannot even be split into columns. Raises SourceNotFit, OSError."""
    kind = path.suffix.lower()
    if kind == ".csv":
        yield from _csv(path, told)
    elif kind == ".xlsx":
        yield from _xlsx(path)
    else:
        yield from _parquet(path)


def _checked(names: Sequence[str], path: Path) -> list[str]:
    """The header. An unknown column is refused: it could be one of a person."""
    plain = [name.strip() for name in names]
    unknown = [at for at, name in enumerate(plain, start=1) if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in plain]
    if unknown:
        raise SourceNotFit(
            f"{path}:1: {'・'.join(map(str, unknown[:9]))} 列目の名前は、記録の列にありません。氏名や電話番号などの列は入れられません。"
            f"直し方: その列を消します。使える列: {','.join(COLUMNS)}"
        )
    if missing or len(set(plain)) < len(plain):
        what = f"列「{'・'.join(missing)}」がありません" if missing else "同じ名前の列が二つあります"
        raise SourceNotFit(f"{path}:1: {what}。直し方: 1行目に、違う列の名前を「,」で区切って書きます。")
    return plain


# --- CSV ------------------------------------------------------------------------------------------------


def _csv(path: Path, told: Told) -> Iterator[Block]:
    with path.open("rb") as file:
        head = file.readline(_BYTES).removeprefix(b"\xef\xbb\xbf")
        try:
            names = _checked(next(csv.reader([head.decode()]), []), path)
        except (UnicodeDecodeError, csv.Error):
            raise SourceNotFit(
                f"{path}:1: UTF-8 の CSV として読めません。直し方: 「CSV UTF-8」で保存し直します。"
            ) from None
        line = 2
        while data := file.read(_BYTES):
            data += file.readline()
            if b'"' in data:  # a row may go on beyond this block
                yield from _by_hand(chain(io.BytesIO(data), file), names, first=line, told=told)
                return
            yield from _lines(data, names, first=line, told=told)
            line += data.count(b"\n")


def _lines(data: bytes, names: list[str], *, first: int, told: Told) -> Iterator[Block]:
    """The rows of ``data``, whole lines without quotation marks."""
    number = data.count(b"\n") + (not data.endswith(b"\n"))
    plain = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    if b"\r" not in plain and b"\0" not in plain:
        arrow = import_module("pyarrow")
        with suppress(arrow.ArrowInvalid):
            table = _by_arrow(plain, names)
            if table.num_rows == number:  # else there are empty lines
                yield Block(
                    range(first, first + number), {name: _coded(table.column(name)) for name in names}
                )
                return
    yield from _by_hand(io.BytesIO(data), names, first=first, told=told)


def _by_arrow(data: bytes, names: list[str]) -> Any:
    arrow, reader = import_module("pyarrow"), import_module("pyarrow.csv")
    word = arrow.dictionary(arrow.int32(), arrow.string())
    return reader.read_csv(
        arrow.BufferReader(data),
        read_options=reader.ReadOptions(column_names=names, block_size=len(data) + 1),
        parse_options=reader.ParseOptions(quote_char=False),
        convert_options=reader.ConvertOptions(
            column_types={name: arrow.string() if name == "case_id" else word for name in names},
            strings_can_be_null=False,
            null_values=[],
        ),
    )


def _coded(column: Any) -> Coded:
    array = column.combine_chunks()
    if not hasattr(array, "indices"):
        return Coded(array.to_pylist(), import_module("numpy").arange(len(array)))
    return Coded(array.dictionary.to_pylist(), array.indices.to_numpy(zero_copy_only=False))


def _by_hand(lines: Iterable[bytes], names: list[str], *, first: int, told: Told) -> Iterator[Block]:
    """The rows of ``lines``; what cannot be split is told by its line. Behind a quotation mark that does not close, nothing is read."""
    reader = csv.reader((line.decode("utf-8", "surrogateescape") for line in lines), strict=True)
    at: list[int] = []
    rows: list[list[str]] = []
    while True:
        line = first + reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            told(
                Fault(
                    line,
                    "",
                    '引用符（"）が閉じないか、長すぎる欄があります。この行から先は読んでいません。直してから、もう一度どうぞ',
                )
            )
            break
        why = _fault_of(row, names)
        if why:
            told(Fault(line, "", why))
        elif row:
            at.append(line)
            rows.append(row)
        if len(rows) == _ROWS:
            yield block_of(at, names, rows=rows)
            at, rows = [], []
    if rows:
        yield block_of(at, names, rows=rows)


def _fault_of(row: Sequence[str], names: Sequence[str]) -> str:
    if row and len(row) != len(names):
        return f"列の数が {len(row)} です。{len(names)} にします"
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return "UTF-8 でない文字があります。「CSV UTF-8」で保存し直します"
    return ""


# --- spreadsheets and Parquet -----------------------------------------------------------------------------


def _xlsx(path: Path) -> Iterator[Block]:
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        raise SourceNotFit(
            f"{path}: xlsx を読む部品がありません。直し方: pip install 'madoguchi[mart]'"
        ) from None
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_XLSX:
                raise SourceNotFit(f"{path}: 大きすぎます。直し方: CSV にするか、分けます。")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise SourceNotFit(f"{path}: xlsx として読めません。直し方: 開いて保存し直します。") from None
    try:
        yield from _sheet(path, book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _sheet(path: Path, rows: Iterator[Sequence[Any]]) -> Iterator[Block]:
    head = list(texts_of(next(rows, ())))
    while head and not head[-1]:
        head.pop()
    names, at, kept = _checked(head, path), list[int](), list[list[str]]()
    for line, row in enumerate(rows, start=2):
        texts = list(texts_of(row))[: len(names)]
        if any(texts):
            at.append(line)
            kept.append(texts + [""] * (len(names) - len(texts)))
        if len(kept) == _ROWS:
            yield block_of(at, names, rows=kept)
            at, kept = [], []
    if kept:
        yield block_of(at, names, rows=kept)


def _parquet(path: Path) -> Iterator[Block]:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
        names = _checked(file.schema_arrow.names, path)
        line = 1
        for batch in file.iter_batches(_ROWS):
            columns = {name: _coded(_as_words(batch.column(at), arrow)) for at, name in enumerate(names)}
            yield Block(range(line, line + batch.num_rows), columns)
            line += batch.num_rows
    except arrow.ArrowException:
        raise SourceNotFit(f"{path}: Parquet として読めません。直し方: 作り直します。") from None


def _as_words(column: Any, arrow: Any) -> Any:
    """A typed column as the text of a CSV: days in ISO, true and false, whole numbers."""
    if arrow.types.is_list(column.type):
        column = arrow.array([None if one is None else "|".join(one) for one in column.to_pylist()])
    elif arrow.types.is_timestamp(column.type):
        column = column.cast(arrow.date32())
    elif arrow.types.is_floating(column.type):
        column = column.cast(arrow.int64())
    words = column if arrow.types.is_dictionary(column.type) else column.cast(arrow.string())
    words = words if arrow.types.is_dictionary(words.type) else words.dictionary_encode()
    filled = words.indices.fill_null(len(words.dictionary))
    return arrow.chunked_array(
        [
            arrow.DictionaryArray.from_arrays(
                filled, arrow.concat_arrays([words.dictionary.cast(arrow.string()), arrow.array([""])])
            )
        ]
    )
