"""Any request that the description allows is answered, any other is refused as described (schemathesis, every check)."""

import os
import re
import subprocess
import sys
from pathlib import Path

from granian_site import environment, running

DEEP = bool(os.environ.get("MADOGUCHI_DEEP"))
CASES = 3_000 if DEEP else 150
HOOK = Path(__file__).with_name("from_anywhere.py")


def asked(at: str, folder: Path) -> str:
    """What schemathesis says at the end of its run."""
    options = [
        "--checks",
        "all",
        "--continue-on-failure",
        "--max-examples",
        str(CASES),
        "--workers",
        "2",
        "--seed",
        "1",
        "--generation-database",  # what hypothesis keeps beside it makes each case dearer than the one before
        "none",
    ]
    ask = [str(Path(sys.executable).with_name("st")), "run", f"{at}/api/openapi.json", *options]
    more = environment(SCHEMATHESIS_HOOKS=str(HOOK))
    done = subprocess.run(
        ask, env=more, cwd=folder, capture_output=True, text=True, timeout=1_800, check=False
    )
    return done.stdout[-4_000:]


def test_no_request_breaks_the_interface(tmp_path: Path) -> None:
    with running(tmp_path, MADOGUCHI_PROXIES="127.0.0.1") as site:
        told, said = asked(site.at, tmp_path), site.said.decode()
    figure = re.search(r"([\d,]+) generated, ([\d,]+) passed", told)
    print(figure[0] if figure else told)
    assert figure and figure[1] == figure[2] and "No issues found" in told, told
    assert int(figure[1].replace(",", "")) >= CASES and "fault" not in said
