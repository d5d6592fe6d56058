"""Whether the questions that other people ask hold together: a topic, a step to lean on, no number that is in no register."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import AskedRule

_ID = "id の綴りを確かめるか、足してください。"
_UNITS = (
    "円",
    "万",
    "年",
    "か月",
    "月",
    "日",
    "時",
    "分",
    "人",
    "件",
    "歳",
    "通",
    "桁",
    "%",
)  # these count, nobody calls them
_SHORTEST = 3


def problems_of_asked(known: Knowledge) -> Iterator[str]:
    """Yields what is wrong with the questions of ``known.asked``, one Japanese line each."""
    schemes_of = {step.id: scheme.id for scheme in known.schemes.values() for step in scheme.steps}
    steps = {step.id for step in known.steps} | schemes_of.keys()
    phones = _phones(known)
    used = {rule.topic for rule in known.asked.values()}
    for topic in known.asked_topics.values():
        if not (topic.any and topic.samples):
            yield _line(topic.id, "any か samples が空です。", "言葉と、例を書いてください。")
        if topic.id not in used:
            yield _line(topic.id, "この話題の質問がありません。", "質問を書くか、話題を消してください。")
    for rule in known.asked.values():
        yield from _of_one(rule, known, steps)
        for step in rule.steps:
            if step in schemes_of and schemes_of[step] not in rule.schemes:
                yield _line(
                    rule.id, f"対処「{step}」は別の手口のものです。", "schemes と steps を合わせてください。"
                )
        for number in _numbers(f"{rule.question} {rule.answer}"):
            if number not in phones:
                yield _line(
                    rule.id,
                    f"番号「{number}」は窓口にありません。",
                    "contacts にある番号だけを書いてください。",
                )


def _of_one(rule: AskedRule, known: Knowledge, steps: set[str]) -> Iterator[str]:
    if rule.topic not in known.asked_topics:
        yield _line(rule.id, f"話題「{rule.topic}」がありません。", _ID)
    for step in rule.steps:
        if step not in steps:
            yield _line(rule.id, f"対処「{step}」がありません。", _ID)
    for scheme in rule.schemes:
        if scheme not in known.schemes:
            yield _line(rule.id, f"手口「{scheme}」がありません。", _ID)
    if not rule.steps:
        yield _line(rule.id, "steps が空です。", "答えがよりどころにする対処の id を書いてください。")


def _phones(known: Knowledge) -> set[str]:
    open_ones = [desk for desk in known.contacts.values() if desk.status != "retired"]
    shown = [shown for desk in open_ones for shown in (desk.phone, desk.phone_alt) if shown]
    return {digits for one in shown for digits in (_digits(one.value), one.value)}


def _numbers(text: str) -> Iterator[str]:
    """Yields what could be called: three figures or more that count nothing."""
    plain = unicodedata.normalize("NFKC", text)
    begin = 0
    for at in range(len(plain) + 1):
        if at < len(plain) and (plain[at].isdigit() or plain[at] in "#-,"):
            continue
        number = _digits(plain[begin:at])
        if len(number) >= _SHORTEST and not plain.startswith(_UNITS, at):
            yield number
        begin = at + 1


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit() or char == "#")


def _line(where: str, what: str, mend: str) -> str:
    return f"asked/{where}: {what} 直し方: {mend}"
