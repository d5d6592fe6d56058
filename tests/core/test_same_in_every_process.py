"""The same text gets the same answer in every process: nothing rests on the order of a set, which another seed changes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READS = """
import datetime as dt, hashlib, json, sys
import msgspec
from madoguchi import consult
from madoguchi.words import Story
told = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")][::12]
# Each stands as near to one famous name as to another.
told += [f"お支払いの確認 https://{host}.top/login" for host in ("xnexco", "anexco-jp", "zcard-info", "pcard", "mycard-jp")]
at = dt.datetime.fromisoformat("2026-11-21T20:40+09:00")
answers = [msgspec.json.encode(consult(Story(text=text), at=at)) for text in told]
print(len(told), hashlib.sha256(b"".join(answers)).hexdigest())
"""


def read_under(seed: int) -> str:
    messages = ROOT / "training" / "messages.jsonl"
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT / "src")}
    ask = [sys.executable, "-c", READS, str(messages)]
    return subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout


def test_answers_are_the_same_under_every_seed() -> None:
    answers = {read_under(seed) for seed in (0, 1, 2, 3)}
    print(answers)
    assert len(answers) == 1 and int(answers.pop().split()[0]) > 300
