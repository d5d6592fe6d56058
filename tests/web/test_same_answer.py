"""The same Consultation by every door: the command, the forms, the program's interface (200 stories)."""

import html
import json
import re
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from site_under_test import EVENING, told, unlimited

from madoguchi import Consultation, consult
from madoguchi.lines import moment_of
from madoguchi.ruby import without
from madoguchi.telling.layout import defanged

LINES = (Path(__file__).parents[2] / "training" / "stories.jsonl").read_text(encoding="utf-8").splitlines()
STORIES = [json.loads(line)["text"] for line in LINES[:: len(LINES) // 200]][:200]
AT = moment_of(EVENING)


def said(text: str) -> str:
    """A text of the knowledge as a page says it, without readings and blanks."""
    return re.sub(r"\s+", "", without(text))


def plain(page: str) -> str:
    bare = re.sub(r"<(script|style|rt|rp)\b.*?</\1>|<[^>]+>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", "", html.unescape(bare))


def expected_on_found(answer: Consultation) -> list[str]:
    known = answer.schemes if answer.verdict != "nothing_known" else ()
    three = [answer.three_answers.is_it_fraud, answer.three_answers.will_money_return]
    reasons = (
        [
            sign.why
            for sign in known[0].signs
            if sign.counts == "for" and sign.why and not sign.id.endswith("_word")
        ]
        if known
        else []
    )
    return [*(finding.name for finding in known), *three, *answer.not_known, *reasons]


def walked(text: str) -> tuple[str, str, dict[str, str]]:
    """What the pages 分かったこと and すること say of ``text``, and the questions that were put, each answered with わからない."""
    unlimited()
    page = told(text)
    while "なぜ聞くか" in page.text:
        page.press("つぎへ", choice="unknown")
    page.press("この内容で 見る")
    found = page.html
    answers = json.loads(next(form for form in page.page.forms if "walk" in form.values).values["walk"])
    return found, page.press("いま することを見る").html, answers.get("answers", {})


@pytest.mark.parametrize("part", range(8))
def test_the_forms_say_what_the_command_says(part: int) -> None:
    for text in STORIES[part::8]:
        found, to_do, unsure = walked(text)
        answer = consult(text, at=AT, answers=unsure)
        steps = re.findall(r'name="step" value="([a-z0-9_]+):done"', to_do)
        assert sorted(set(steps)) == sorted(step.id for step in answer.plan.steps)
        missing = [one for one in expected_on_found(answer) if said(one) not in plain(found)]
        missing += [step.text for step in answer.plan.steps if said(step.text) not in plain(to_do)]
        assert missing == [], text


@pytest.mark.parametrize("part", range(4))
def test_the_interface_says_what_the_command_says(part: int) -> None:
    client = Client(SERVER_NAME="localhost")
    for text in STORIES[part::4]:
        unlimited()
        sent = client.post("/api/consultations", json.dumps({"text": text}), content_type="application/json")
        expected = msgspec.json.decode(msgspec.json.encode(consult(text, at=AT)))
        for scheme in expected["schemes"]:
            scheme["weight"] = None
            scheme["signs"] = [{**sign, "id": None} for sign in scheme["signs"]]
        assert sent.json() == expected


def test_quotes_are_the_persons_own_words() -> None:
    found, *_ = walked(STORIES[0])
    answer = consult(STORIES[0], at=AT)
    assert all(
        said(defanged(sign.quote)) in plain(found) for sign in answer.schemes[0].signs if sign.counts == "for"
    )
