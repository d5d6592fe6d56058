"""Every pattern in the code stays in the part of `re` that is linear-time in any engine (decision 002)."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as op
from re import _parser

import pytest
import re2

SRC = Path(__file__).resolve().parents[2] / "src" / "madoguchi"
CALLS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
REFUSED = {op.ASSERT, op.ASSERT_NOT, op.GROUPREF, op.GROUPREF_EXISTS, op.ATOMIC_GROUP, op.POSSESSIVE_REPEAT}

# Who may use `re` at all, and for what. A sign of the knowledge is never a regular expression.
MAY_USE_RE = {
    "knowledge/reader.py": "days and numbers of the files",
    "plain_text.py": "runs of signs, letters that look alike",
    "commands.py": "words that speak to the program, the ends of sentences",
    "secret_numbers.py": "numbers and what is said before them",
    "secret_answers.py": "secrets away from the word for them",
    "visits.py": "who left, who is still there, who is to come",
    "bought_up.py": "things that a buyer took from the house, and who is none",
    "bare_days.py": "a day of a month by its number alone",
    "told_again.py": "the harm, a total, what sets two payments of the same sum apart",
    "who_speaks.py": "what somebody says to have done with a message that was pasted in",
    "pasted.py": "which lines are a message's and which the teller's",
    "summed_up.py": "totals, what became of a sum, what stands behind a payment",
    "chats.py": "stamps and names of the lines of a conversation, who pays, who asks for money",
    "secret_codes.py": "codes, and what is said beside a card and a password",
    "mart/values.py": "days, sums and codes of a record",
    "publication/live.py": "names of cells between braces, numbers with a measure",
    "web/desk/hearing.py": "ages, desks and addresses in a memo",
    "web/desk/proposals.py": "words of a memo that name a channel or a kind of trouble",
    "web/desk/conclusions.py": "words that conclude on the law, the ends of sentences",
    "web/desk/monthly/months.py": "a month in an address",
    "web/desk/old_records/columns.py": "days, ages and lists in a CSV of old cases",
    "web/desk/taking_in/case_texts.py": "the heads of the parts of a text form",
    "web/desk/hiding.py": "numbers, days of birth, pieces of addresses, values of a case however they are spaced",
    "web/desk/search/words.py": "sentences, runs of letters, halves of letters",
    "web/api/asking.py": "blank signs, what msgspec finds wrong",
    "web/serving.py": "the number in an error of the system",
    "web/tongue.py": "places in our own texts",
    "web/public/foreign_words.py": "marks of a page, runs of Japanese letters",
    "web/public/screens.py": "words for relatives",
    "ruby.py": "readings in our own texts",
    "phrases.py": "places for values in our own sentences",
    "patterns.py": "the pieces of a sign, the ends of sentences",
    "links.py": "addresses",
    "attachments.py": "gaps and turned writing in names of files",
    "intake/markup.py": "names and attributes of tags",
    "intake/styles.py": "colours and sizes",
    "intake/charsets.py": "the escapes of ISO-2022-JP, kana",
    "intake/headers.py": "encoded words, parameters",
    "intake/mail.py": "an address in a field, results of checks",
    "intake/picture_engine.py": "words in Latin letters",
    "intake/picture_mending.py": "spaces, numbers in groups of three",
    "intake/picture_text.py": "what no writing is, addresses that wrap",
    "look_alikes.py": "pieces of hosts, endings of countries",
    "spelling.py": "letters and digits of hosts",
    "strange_hosts.py": "pieces of addresses, ports, foreign letters",
    "addresses.py": "a host made of numbers, where a host ends",
    "acts.py": "verb endings",
    "claimed.py": "who says what happened, and who looked for themselves",
    "english.py": "little words of English, the ends of its words and sentences",
    "english_acts.py": "what stands before an English verb",
    "english_back.py": "what is given in English by pointing back",
    "english_topics.py": "words of an English story",
    "simple_japanese.py": "blanks, words and their ends in simple Japanese",
    "english_amounts.py": "yen as English says them",
    "kana_numbers.py": "sums in kana alone",
    "typed_sums.py": "sums typed as codes",
    "english_days.py": "days as English says them",
    "sms/text_families.py": "links, numbers and blanks of a text in a log, on lines that are limited",
    "sms/sends.py": "moments and days of a log, on lines that are limited",
    "amounts.py": "yen",
    "predicates.py": "kanji and the kana behind them",
    "told_names.py": "what is said behind the name of a scheme",
    "surroundings.py": "words, the ends of sentences",
    "wording.py": "words",
    "offer_wording.py": "runs of characters of a sentence",
    "sums.py": "words that say: on top of it, back, meant to, swindled",
    "quoted_prices.py": "words beside a price that is only named",
    "outright.py": "words that say what a sum is: stopped, of somebody else, traded, billed, written, ordered",
    "money_moved.py": "the deed beside a sum: drawn, made to pay, paid, promised, come to, come back; totals",
    "days.py": "days",
    "days_to_come.py": "words beside a day that announce it",
    "contracts.py": "words that make a contract, unmake it, or say that it was none",
    "contract_days.py": "words beside a day that tell of a contract or of what is to come",
    "contract_goods.py": "words that name what a contract was for",
    "contract_papers.py": "words that tell when papers of a contract came",
    "three_answers.py": "the first sentence of an answer",
    "papers/events.py": "words beside a day to come that speak of paying",
    "papers/deeds_told.py": "words that say outright what somebody did",
    "contract_sums.py": "words beside an amount that tell what it is for",
    "other_sides.py": "names, and the words that name them",
    "unsaid.py": "the thing that a verb leaves unsaid, in the words before it",
    "own_people.py": "words by which somebody poses, or asks for money, around help from afar",
    "putting.py": "words around a verb of putting money in",
    "gone.py": "words beside a sum that say that others took it, asked for it or promised it",
    "whose_number.py": "words beside a number or a card that say which",
    "whole_words.py": "runs of kanji and katakana",
    "tale.py": "words behind a demand",
    "reported.py": "words that tell of others",
    "stages.py": "words behind a fear or a denial",
    "spending.py": "words behind a means of payment",
    "situation.py": "ages",
    "knowledge/check.py": "addresses, numbers of telephones",
    "papers/counterparty.py": "whose a number is, by the words around it",
    "masks.py": "numbers and addresses that may be the person's own",
    "papers/received.py": "addresses, the header of a mail",
    "telling/kin.py": "the first word that names one of the family",
    "telling/layout.py": "addresses that must not become links",
}
IMPORT = re.compile(r"^(import|from) re\b", re.MULTILINE)
USERS = [path for path in sorted(SRC.rglob("*.py")) if IMPORT.search(path.read_text(encoding="utf-8"))]


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def is_re_call(node: ast.AST) -> bool:
    f = node.func if isinstance(node, ast.Call) else None
    return isinstance(f, ast.Attribute) and ast.unparse(f.value) == "re" and f.attr in CALLS


def inner_calls(path: Path) -> list[ast.Call]:
    """Returns the calls of `re` inside functions; at the module's own level the results are looked at."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))
    return [c for body in bodies for c in ast.walk(body) if isinstance(c, ast.Call) and is_re_call(c)]


def compiled(value: object) -> Iterator[str]:
    if isinstance(value, re.Pattern):
        yield value.pattern
    elif isinstance(value, tuple | list | dict | set | frozenset):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from compiled(inner)


def patterns(path: Path) -> list[str]:
    module = importlib.import_module("madoguchi." + name_of(path)[:-3].replace("/", "."))
    written = [c.args[0].value for c in inner_calls(path) if isinstance(c.args[0], ast.Constant)]
    return written + [pattern for value in vars(module).values() for pattern in compiled(value)]


PATTERNS = [(name_of(path), pattern) for path in USERS for pattern in patterns(path)]


def faults(tree: object, repeated: bool = False) -> list[str]:
    """Returns what is unsafe in a parsed pattern: refused constructs, unbounded repeats inside repeats."""
    code = tree[0] if isinstance(tree, tuple) and tree and isinstance(tree[0], type(op.ASSERT)) else None
    named = [str(code)] if code in REFUSED else []
    if code in REPEATS:
        _, most, body = tree[1]
        nested = ["unbounded repeat inside a repeat"] if most == op.MAXREPEAT and repeated else []
        return named + nested + faults(body, repeated or most > 1)
    inner = tree if isinstance(tree, list | tuple | _parser.SubPattern) else ()
    return named + [fault for child in inner for fault in faults(child, repeated)]


def test_there_are_patterns_to_look_at() -> None:
    assert {name for name, _ in PATTERNS} == {name_of(path) for path in USERS} != set()


@pytest.mark.parametrize(("at", "pattern"), PATTERNS)
def test_the_pattern_is_safe(at: str, pattern: str) -> None:
    assert faults(_parser.parse(pattern)) == [], at


@pytest.mark.parametrize(("at", "pattern"), [row for row in PATTERNS if "\ud800" not in row[1]])
def test_the_pattern_compiles_in_re2(at: str, pattern: str) -> None:
    """A lone surrogate cannot be spelled in RE2's UTF-8; the one pattern that looks for them is left out."""
    spelled = re.sub(r"\\u([0-9a-fA-F]{4})", r"\\x{\1}", pattern)  # RE2's spelling of the same character
    assert re2.compile(spelled), at


def test_functions_build_no_patterns() -> None:
    found = [(name_of(path), call) for path in USERS for call in inner_calls(path)]
    assert [(at, c.lineno) for at, c in found if not isinstance(c.args[0], ast.Constant)] == []


def test_only_the_named_modules_use_re() -> None:
    assert {name_of(path) for path in USERS} - set(MAY_USE_RE) == set()


@pytest.mark.parametrize("bad", ["(a+)+", "(?:a*,){1,9}", "(?=a)b", "(a)b\\1", "(?<!a)b", "(?>a)b", "a++"])
def test_the_check_refuses(bad: str) -> None:
    assert faults(_parser.parse(bad)) != []


@pytest.mark.parametrize("good", ["a{1,9}", "(?:,[0-9]{3}){1,4}", "https?://[a-z]+", "a.{0,14}b", "(a+)?"])
def test_the_check_lets_pass(good: str) -> None:
    assert faults(_parser.parse(good)) == []
