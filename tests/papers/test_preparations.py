"""The ten things to have at hand: all ten, and what the story already speaks of."""

import pytest
from folding import AT

from madoguchi import Story, consult
from madoguchi.knowledge import load
from madoguchi.papers.preparations import prepared_in


def told(text: str) -> dict[str, str]:
    """What a story speaks of, with its words."""
    story = Story(text=text)
    found = prepared_in(story, consult(story, at=AT), knowledge=load(), on=AT.date())
    assert len(found) == 10
    return {one.id: one.quote for one in found if one.told}


@pytest.mark.parametrize(
    ("text", "thing", "quote"),
    [
        ("業者の電話は 03-1234-5678 でした。", "trader", "03-1234-5678"),
        ("http://fukkyu.example.top/x に申し込みました。", "trader", "hxxp://fukkyu[.]example[.]top/x"),
        ("ハードディスクを送りました。", "device", "ハードディスク"),
        ("11月3日に申し込みました。", "timeline", "11月3日"),
        ("契約書は受け取っていません。", "contract", "契約書"),
        ("LINEでやりとりしました。", "messages", "LINE"),
        ("8万円を振り込みました。", "money", "8万円"),
        ("警察に聞きました。", "done", "警察に"),
        ("電話は録音してあります。", "recording", "録音"),
    ],
)
def test_a_story_ticks_what_it_speaks_of(text, thing, quote):
    assert told(text)[thing] == quote


def test_a_story_of_nothing_ticks_nothing():
    assert told("よろしくお願いします。") == {}


def test_every_tick_quotes_the_story():
    text = "昨日、スマホにメールが来て、3万円を払いました。"
    assert all(quote in text for quote in told(text).values())
