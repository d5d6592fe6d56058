"""Half a minute of fuzzing for mail, text, addresses and what the site's forms carry; ten minutes each with MADOGUCHI_DEEP=1 (`make test-deep`)."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DEEP = bool(os.environ.get("MADOGUCHI_DEEP"))
SECONDS = 600 if DEEP else 30
LONGEST = {"mail": 16_384, "text": 4_096, "url": 1_024, "walk": 4_096}  # bytes of one input
# A process in between, for Linux counts the memory of the process that starts a fuzzer as the fuzzer's own peak; it also ends what hangs.
APART = ["timeout", "--kill-after=9", str(SECONDS + 120)]
WHY_NOT = f"atheris has no wheel for Python {sys.version_info[0]}.{sys.version_info[1]} on {sys.platform}; fuzzing was NOT RUN"
HAS_WHEEL = sys.version_info[:2] == (3, 11) and sys.platform == "linux"

pytestmark = pytest.mark.skipif(not HAS_WHEEL and importlib.util.find_spec("atheris") is None, reason=WHY_NOT)


def started(name: str, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Starts one fuzzer. What it finds new goes to ``folder``, what it says to a file there; corpus/ is only read."""
    new = folder / name
    new.mkdir()
    limits = [
        "-timeout=20",
        "-rss_limit_mb=256",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/{name}-",
    ]
    command = [
        *APART,
        sys.executable,
        str(HERE / f"fuzz_{name}.py"),
        *limits,
        *options,
        str(new),
        str(HERE / "corpus" / name),
    ]
    paths = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "src")}
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=paths)


def told(name: str, folder: Path) -> tuple[str, dict[str, int]]:
    """The end of what a fuzzer said, and its figures."""
    said = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    return said[-4_000:], {figure: int(value) for figure, value in re.findall(r"stat::(\w+): +(\d+)", said)}


def test_no_input_breaks_slows_or_fills_the_readers(tmp_path):
    options = [f"-max_total_time={SECONDS}", *([] if DEEP else ["-seed=1"])]
    fuzzers = {name: started(name, tmp_path, *options, f"-max_len={most}") for name, most in LONGEST.items()}
    failed = [name for name, fuzzer in fuzzers.items() if fuzzer.wait()]
    assert {name: told(name, tmp_path)[0] for name in failed} == {}
    figures = {name: told(name, tmp_path)[1] for name in LONGEST}
    print(figures)
    assert all(one["number_of_executed_units"] > 10 * SECONDS for one in figures.values()), figures
    assert all(one["peak_rss_mb"] <= 256 for one in figures.values()), figures


SHORT = ("-rss_limit_mb=256", "-max_total_time=20")


@pytest.mark.parametrize(
    ("wrong", "noticed"), [("raises", "LookupError"), ("computes", "TooSlow"), ("hoards", "out-of-memory")]
)
def test_the_battery_notices_what_is_wrong(tmp_path, wrong, noticed):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "1").write_bytes(b"!")
    command = [*APART, sys.executable, str(HERE / "fuzz_canary.py"), wrong, *SHORT, "seeds"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and noticed in done.stdout + done.stderr
