"""The walk comes back as a stranger's text: whatever it holds, the site answers, and never with a fault of its own."""

import json
import random

import pytest
from django.test import Client
from site_under_test import TOLD, found, unlimited

from madoguchi.web.public.walk import Lost, Walk, fits, opened, read, written
from madoguchi.words import Story

ODD = [
    None,
    True,
    -1,
    1e308,
    "",
    "a" * 100,
    "あ" * 20_001,
    "\0",
    "\u202e",
    "\u3099" * 50,
    [],
    [[]],
    {},
    {"a": "b"},
    ["a"],
    [["a", "b"]],
    "unknown",
    "prepaid_used",
    "4111 1111 1111 1111",
    "2026-11-21",
    "9999-12-31T23:59:59+14:00",
    "{警察|けいさつ}",
    "0000-0000-0000-0000",
]
PAGES = ("who", "tell", "ask", "change", "review", "found", "do", "money", "papers", "add", "show", "nothing")


def mutated(dice: random.Random, walk: str) -> str:
    """A walk with some of its values exchanged, or some of its letters."""
    if dice.random() < 0.3:
        at = dice.randrange(len(walk))
        return (
            walk[:at]
            + dice.choice(['"', "{", "}", "\\", "\\ud800", "\0", "é", ""])
            + walk[at + dice.randrange(4) :]
        )
    value = json.loads(walk)
    for _ in range(dice.randrange(1, 4)):
        holder = value if dice.random() < 0.6 or not isinstance(value.get("story"), dict) else value["story"]
        names = [*holder, "answers", "asked", "done", "added", "number", "urls", "checks", "started", "more"]
        holder[dice.choice(names)] = dice.choice(
            [*ODD, {dice.choice(["still_on_the_phone", "a"]): dice.choice(["yes", "a"])}]
        )
    return json.dumps(value, ensure_ascii=dice.random() < 0.5)


def sent(dice: random.Random, carried: str) -> int:
    """The status of one tampered walk, sent anywhere with anything beside it."""
    unlimited()
    form = {
        "walk": mutated(dice, carried),
        "go": dice.choice(["", *PAGES]),
        "step": dice.choice(["", "a:done", "::", "a"]),
    }
    form |= {
        "question": dice.choice(["", "still_on_the_phone"]),
        "choice": dice.choice(["", "unknown"]),
        "change": "a",
    }
    form |= {"once": "x" * 20, "added": dice.choice(["", "a"])}
    where = dice.choice([*(f"/walk/{name}/" for name in PAGES), "/keep/", "/forget/"])
    return Client(SERVER_NAME="localhost", raise_request_exception=False).post(where, form).status_code


@pytest.mark.parametrize("part", range(4))
def test_of_two_thousand_tampered_walks_none_is_a_fault(part: int) -> None:
    dice, carried = random.Random(part), found().page.forms[0].values["walk"]
    statuses = [sent(dice, carried) for _ in range(500)]
    print(sorted((status, statuses.count(status)) for status in set(statuses)))
    assert set(statuses) <= {200, 400, 422} and statuses.count(200) > 20


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"a"',
        "{}x",
        '{"number":"0000-0000-0000-0000"}',
        "[" * 100_000,
        '{"story":{}}',
        '{"more":1}',
        '{"story":{"text":"\\ud800"}}',
        "a" * 400_001,
        json.dumps({"story": {"text": "あ" * 20_001}}),
    ],
)
def test_what_is_no_walk_is_lost(text: str) -> None:
    with pytest.raises(Lost):
        read(text)


def test_a_walk_is_written_as_it_was_read() -> None:
    walk = Walk(person="family", story=Story(text=TOLD), asked=("a",), answers={"a": "b"})
    assert opened(written(walk)) == walk


def test_the_longest_text_that_is_allowed_goes_through() -> None:
    assert fits("あ" * 20_000) and not fits("あ" * 20_001)
    assert opened(written(Walk(story=Story(text="\\" * 20_000)))).story == Story(text="\\" * 20_000)
