"""The pattern language: pieces, gaps, concepts, verbs; linear whatever the text."""

import time

import pytest

from madoguchi.parts import Parts
from madoguchi.patterns import PatternError, Patterns, Scanner
from madoguchi.plain_text import PlainText
from madoguchi.verbs import verb_stems
from madoguchi.words import Story

CONCEPTS = {"screen": ["画面", "ポップアップ"]}


def found(pattern: str, text: str) -> list[str]:
    patterns = Patterns(CONCEPTS, {"電話": ["でんわ"]})
    patterns.add(pattern)
    scanner = Scanner(patterns.compile(), ["it"])
    plain = PlainText.of(text)
    hits = scanner.matches(scanner.scan(plain)).get("it", [])
    return [plain.quote(hit.start, hit.end)[0] for hit in hits]


@pytest.mark.parametrize(
    ("pattern", "text", "quotes"),
    [
        ("警告~画面", "警告が出て画面が", ["警告が出て画面"]),
        ("警告~画面", "警告が出た。画面が", []),
        ("警告~3~画面", "警告が急に出て画面", []),
        ("(警告|感染)~{screen}", "感染したとポップアップ", ["感染したとポップアップ"]),
        ("電話番号", "電 話 番 号", ["電 話 番 号"]),
        ("画面(に|の)番号", "画面の番号", ["画面の番号"]),
        ("(お(金|かね))を", "おかねを", ["おかねを"]),
        ("電話~<かける1>", "でんわをかけた", ["でんわをかけ"]),
        ("<押す>", "押さなかった", ["押さ"]),
        ("<電話する>", "電話をしました", ["電話をし"]),
    ],
)
def test_a_row_stands_where_its_pieces_do(pattern, text, quotes):
    assert found(pattern, text) == quotes


@pytest.mark.parametrize(
    "pattern", ["(警告", "警告)", "警~99~告", "a~199~b", "~", "{nothing}", "<食べる食う>x(", "(a~b)", "(|a)"]
)
def test_a_faulty_pattern_is_refused_by_name(pattern):
    with pytest.raises(PatternError, match=r"パターン|動詞"):
        found(pattern, "")


@pytest.mark.parametrize(
    ("verb", "stem"),
    [
        ("押す", "押さ"),
        ("払う", "払っ"),
        ("書く", "書い"),
        ("行く", "行っ"),
        ("入れる1", "入れ"),
        ("読む", "読ん"),
    ],
)
def test_a_verb_has_the_stems_of_its_class(verb, stem):
    assert stem in verb_stems(verb)


def test_nobody_has_done_what_stands_in_the_imperative():
    assert "押せ" not in verb_stems("押す")


def test_a_row_never_crosses_from_the_text_into_the_subject():
    parts = Parts.of(Story(text="警告が", subject="画面が"))
    patterns = Patterns({})
    patterns.add("警告~画面")
    scanner = Scanner(patterns.compile(), ["it"])
    assert scanner.matches(scanner.scan(parts.plain)) == {}


@pytest.mark.parametrize("size", [5_000, 20_000])
def test_pumped_texts_cost_less_than_a_second(size):
    begin = time.process_time()
    found("警告~60~画面~60~番号", "警告画面番号" * (size // 6))
    assert time.process_time() - begin < 1.0
