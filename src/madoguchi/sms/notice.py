"""The notice to a subscriber whose line looks hijacked, and the plan for the one who was blocked.

A notice must not look like the scam it warns of: it has no link and no number to call, asks for nothing, and says how to make
sure of it: by the desk that is printed on one's own bill, from another telephone.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from madoguchi import ruby
from madoguchi.consult import consult
from madoguchi.knowledge import Knowledge, known_in
from madoguchi.knowledge.shapes import Carrier
from madoguchi.phrases import said
from madoguchi.sms.sends import Prices
from madoguchi.words import Consultation, Story

Tongue = Literal["ja", "easy", "en"]
# What a subscriber whose line was blocked would tell: the scheme that is known for it says what to do (schemes/sms_hijack.yaml).
BLOCKED = "自分のスマートフォンから、覚えのないSMSが大量に送られました。携帯会社がSMSの送信を止めました。"


class Notice(NamedTuple):
    """``parts``: as how many SMS it goes out by the carrier's table of lengths."""

    text: str
    parts: int


def notice_of_signs(carrier: Carrier, tongue: Tongue, *, price: Prices) -> Notice:
    """Returns the notice in ``tongue``. Nothing stands above a kanji in an SMS: the easy one has the readings in their place."""
    known = known_in(tongue)
    name = next((one.name for one in known.carriers.carriers if one.id == carrier.id), carrier.name)
    runs = ruby.runs(said(known.phrases, "notice_of_signs", carrier=_short(name)))
    text = "".join(one.reading or one.text for one in runs)
    parts, _ = price.of(len(text), gsm7=text.isascii(), abroad=False)
    return Notice(text, parts)


def _short(name: str) -> str:
    """A carrier's name without the brands that stand in brackets behind it."""
    return name.replace("（", "(").split("(")[0].strip()


def plan_for_blocked(at: dt.datetime, *, knowledge: Knowledge | None = None) -> Consultation:
    """Returns what a subscriber whose line was blocked should do at ``at`` (aware): the plan for any victim of the scheme."""
    return consult(Story(text=BLOCKED), at=at, knowledge=knowledge)
