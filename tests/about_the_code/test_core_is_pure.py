"""What the import contracts cannot see: the core reads no clock, no network, no environment."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "madoguchi"
OUTSIDE = {"cli", "web"}  # what runs on a machine at a minute: these read clock and environment
CORE = sorted(p for p in SRC.rglob("*.py") if p.parts[len(SRC.parts)] not in OUTSIDE and p.stem != "__main__")
# Which of two equal ways of reading is taken; no answer depends on it (tests/core/test_native.py).
# And what Spark's workers are, which it takes from there alone.
MAY_READ_THE_ENVIRONMENT = {"native.py", "engines.py"}
CLOCKS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}


def test_no_module_imports_urllib_request() -> None:
    assert [p.name for p in CORE if "urllib.request" in p.read_text(encoding="utf-8")] == []


def test_no_module_reads_the_environment() -> None:
    assert {p.name for p in CORE if "os.environ" in p.read_text(encoding="utf-8")} <= MAY_READ_THE_ENVIRONMENT


def clock_calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reads = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    clocks = [f for f in reads if f.attr in CLOCKS.get(ast.unparse(f.value).split(".")[-1], ())]
    return [f"{path.name}:{f.lineno} {ast.unparse(f)}" for f in clocks]


def test_time_comes_in_as_an_argument() -> None:
    assert [call for path in CORE for call in clock_calls(path)] == []
