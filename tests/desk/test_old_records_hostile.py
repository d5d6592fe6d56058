"""Whatever stands in a file of old records: it is refused as a file, or every line of it is told; nothing else happens."""

import tempfile
from functools import cache
from pathlib import Path

from desk_under_test import town
from hypothesis import given, settings
from hypothesis import strategies as st
from test_old_records import BARE, COLUMNS, HEAD, WHOLE

from madoguchi.knowledge import KnowledgeError
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.old_records.importing import RESULTS, Brought, brought, report_beside
from madoguchi.web.desk.old_records.reading import FileNotFit
from madoguchi.web.public.clock import now

_CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "平成31年4月2日",
            "2019/99/99",
            "R元.5.7",
            "苦情",
            "3万5千円",
            "-1",
            '"',
            '=cmd|"x"',
            "９" * 30,
            "\x0b",
            "‮",
        ]
    ),
)
_LINE = st.lists(_CELL, min_size=1, max_size=14).map(",".join)


def tried(data: bytes, mapping: str = COLUMNS) -> Brought | None:
    """What became of a file; None where it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path, columns = Path(folder) / "x.csv", Path(folder) / "x.yaml"
        path.write_bytes(data)
        columns.write_text(mapping, encoding="utf-8")
        try:
            done = brought(path, columns, member=_somebody(), at=now(), write=False)
        except (FileNotFit, KnowledgeError):
            return None
        report_beside(path, done)
        return done


@cache
def _somebody() -> Member:
    return town().person("head")


def told(done: Brought | None) -> set[str]:
    return {one.result for one in done.rows} if done else set()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_LINE, st.sampled_from([WHOLE, BARE])), max_size=6))
def test_any_lines_are_told_one_by_one(lines: list[str]) -> None:
    assert told(tried("\n".join((HEAD, *lines)).encode("utf-8", "replace"))) <= set(RESULTS)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    assert told(tried(data)) | told(tried(HEAD.encode() + b"\n" + data)) <= set(RESULTS)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_mapping_is_refused_or_read(mapping: str) -> None:
    assert (
        tried(f"{HEAD}\n{BARE}".encode(), mapping.replace("\x00", "").encode("utf-8", "replace").decode())
        is None
    )
