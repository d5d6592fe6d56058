"""The head of a step is its first sentence, whole: never the half of a quote."""

import pytest

from madoguchi.ruby import without
from madoguchi.web.knowing import known_in
from madoguchi.web.public.templatetags.telling import afterwards, firstly
from madoguchi.web.tongue import TONGUES

QUOTED = "「電話しない。線を抜く。」と紙に書きます。見える所に貼ります。"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (QUOTED, "「電話しない。線を抜く。」と紙に書きます。"),
        ("切ります。理由は「いま忙しい。」でかまいません。", "切ります。"),
        (
            'Write: "Do not call. Pull the plug." Put it up. Then rest.',
            'Write: "Do not call. Pull the plug." Put it up.',
        ),
        ("Say “No. Never.” Then hang up. Rest.", "Say “No. Never.” Then hang up."),
        ("終わりがない", "終わりがない"),
    ],
)
def test_a_full_stop_within_a_quote_ends_no_sentence(text: str, head: str) -> None:
    assert firstly(text) == head and afterwards(text) == text[len(head) :].strip()


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_head_of_any_step_cuts_a_quote_in_two(tongue: str) -> None:
    known = known_in(tongue)
    texts = [step.text for scheme in known.schemes.values() for step in scheme.steps]
    heads = [without(firstly(text)) for text in (*texts, *(step.text for step in known.steps))]
    assert [one for one in heads if one.count("「") != one.count("」") or one.count('"') % 2] == []
