"""The limits of the house: short functions, small files, few parameters, names that say what they mean."""

import ast
import re
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(
    p
    for folder in ("src", "tools", "benchmarks")
    for p in (ROOT / folder).rglob("*.py")
    if "migrations" not in p.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef

FILE_LINES, FUNCTION_LINES, PARAMETERS, POSITIONAL, TEST_LINES = 400, 60, 5, 2, 10
# Hooks that the standard library and Django call by these names.
HOOKS = {
    "__get__",
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "get_by_natural_key",
    "get_prep_value",
}
VAGUE = re.compile(
    r"_*(get|process|handle)_|(.*_)?(manager|utils?|helpers?|common|base)$|.*(Manager|Utils?|Helpers?|Base)$"
)


def functions(paths: list[Path]) -> list[tuple[str, Function]]:
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    nodes = ((path, node) for path, tree in trees for node in ast.walk(tree))
    return [(f"{p.name}:{n.lineno} {n.name}", n) for p, n in nodes if isinstance(n, Function)]


def lines_of(node: Function) -> int:
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    says = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (node.end_lineno or 0) - node.lineno + 1 - says  # a docstring is no length


def positional(node: Function) -> list[str]:
    names = [a.arg for a in node.args.posonlyargs + node.args.args]
    return [name for name in names if name not in ("self", "cls")]


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in CODE + TESTS
    }
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert [at for at, node in functions(CODE) if lines_of(node) > FUNCTION_LINES] == []


def test_the_median_function_is_shorter_than_10_lines() -> None:
    assert median(lines_of(node) for _, node in functions(CODE)) < 10


def test_no_test_is_longer_than_10_lines() -> None:
    found = [(at, node) for at, node in functions(TESTS) if node.name.startswith("test_")]
    assert [at for at, node in found if lines_of(node) > TEST_LINES] == []


def test_no_function_takes_more_than_5_parameters() -> None:
    many = [at for at, n in functions(CODE) if len(positional(n)) + len(n.args.kwonlyargs) > PARAMETERS]
    assert many == []


def test_public_functions_are_keyword_only_past_two() -> None:
    public = [(at, n) for at, n in functions(CODE) if not n.name.startswith("_") and not n.decorator_list]
    assert [at for at, n in public if len(positional(n)) > POSITIONAL] == []


def test_names_say_what_they_mean() -> None:
    trees = [(p, ast.parse(p.read_text(encoding="utf-8"))) for p in CODE]
    named = [n for _, t in trees for n in ast.walk(t) if isinstance(n, Function | ast.ClassDef)]
    names = [n.name for n in named] + [p.stem for p in CODE]
    assert [name for name in names if VAGUE.match(name) and name not in HOOKS] == []
