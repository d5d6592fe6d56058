"""The reader of knowledge files refuses what it does not understand, and says where and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.knowledge import DATA, load_from
from madoguchi.knowledge.reader import KnowledgeError, read_file
from madoguchi.knowledge.shapes import FiguresFile, QuestionsFile, SourcesFile

GOOD = "sources:\n- {id: a, publisher: 市, kind: secondary}\n"
FAULTS = [
    ("an unknown key", "sources:\n- id: a\n  publisher: 市\n  kinf: secondary\n", 4, "「kinf」の綴り"),
    ("an unknown key in braces", "sources:\n- {id: a, kind: secondary, x: 1}\n", 2, "「x」の綴り"),
    ("a duplicate key", "sources:\n- id: a\n  publisher: 市\n  id: b\n", 4, "「id」が二度"),
    ("a duplicate key at the top", f"{GOOD}sources: []\n", 3, "「sources」が二度"),
    ("a tag", "sources:\n- id: a\n  publisher: !!python/name:os.system x\n", 3, "使えません"),
    ("a tag of one's own", "sources: !x []\n", 1, "使えません"),
    ("binary", "sources:\n- id: !!binary aGVsbG8=\n", 2, "使えません"),
    ("a missing key", "sources:\n- id: a\n  kind: secondary\n", 2, "publisher"),
    ("a number for a text", "sources:\n- id: a\n  publisher: 7\n  kind: secondary\n", 3, "str"),
    ("a word outside the list", "sources:\n- id: a\n  publisher: 市\n  kind: gossip\n", 4, "gossip"),
    ("a mapping for a list", "sources: {id: a}\n", 1, "array"),
    (
        "a day that does not exist",
        "sources:\n- {id: a, publisher: 市, kind: seed, seen: 2026-02-30}\n",
        2,
        "日",
    ),
    ("a broken line", "sources:\n- id: a\n publisher: 市\n", 3, "YAML"),
    ("an open quote", 'sources:\n- id: "a\n', 3, "YAML"),
    ("an alias", "sources:\n- &a {id: a, publisher: 市, kind: seed}\n- *a\n", 2, "別名"),
    ("an empty file", "", 1, "中身がありません"),
]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "faulty.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(("text", "line", "says"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_refused_with_file_line_and_mend(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(KnowledgeError) as refused:
        read_file(path, SourcesFile)
    assert refused.value.where == f"{path}:{line}"
    assert says in str(refused.value)
    assert "直し方: " in str(refused.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00a", "窓口".encode("shift_jis"), "窓口".encode("utf-16")])
def test_what_is_not_utf8_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KnowledgeError, match=r"faulty\.yaml: UTF-8 として読めません.*直し方"):
        read_file(written(tmp_path, data), SourcesFile)


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="上限 1000000 を超えます"):
        read_file(written(tmp_path, b"#" * 1_000_001), SourcesFile)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, GOOD), SourcesFile).sources[0].publisher == "市"


@pytest.mark.parametrize("word", ["yes", "no", "on", "off"])
def test_a_word_that_old_yaml_takes_for_a_truth_value_stays_a_word(tmp_path: Path, word: str) -> None:
    text = f"questions:\n- id: q\n  text: t\n  why: w\n  choices: [{{id: {word}, text: t}}]\n"
    assert read_file(written(tmp_path, text), QuestionsFile).questions[0].choices[0].id == word


@pytest.mark.parametrize(("written_as", "read_as"), [("12", 12), ("-1.5", -1.5), ("null", None), ("0", 0)])
def test_numbers_are_read_as_they_stand(tmp_path: Path, written_as: str, read_as: float | None) -> None:
    text = f"series:\n- {{id: s, label: l, unit: 件, values: {{a: {written_as}}}, sources: [x]}}\n"
    assert read_file(written(tmp_path, text), FiguresFile).series[0].values == {"a": read_as}


def test_an_id_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    _linked(tmp_path)
    (tmp_path / "sources" / "again.yaml").write_text(
        "sources:\n- {id: caa_damage, publisher: 市, kind: secondary}\n"
    )
    with pytest.raises(KnowledgeError, match="knowledge/sources: id「caa_damage」が二度あります"):
        load_from(tmp_path)


def test_the_revision_follows_the_files(tmp_path: Path) -> None:
    _linked(tmp_path)
    before = load_from(tmp_path).revision
    assert before == load_from(DATA).revision
    (tmp_path / "sources" / "more.yaml").write_text("sources:\n- {id: zz, publisher: 市, kind: secondary}\n")
    assert load_from(tmp_path).revision != before


def _linked(folder: Path) -> None:
    for path in [*DATA.rglob("*.yaml"), *DATA.rglob("*.tsv")]:
        target = folder / path.relative_to(DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(path)
