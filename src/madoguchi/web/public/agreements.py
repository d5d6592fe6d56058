"""Which consents still hold: what a person agreed to was said of what they had told by then."""

from __future__ import annotations

import msgspec

from madoguchi.papers.consents import Consent
from madoguchi.web.public.walk import Walk


def holding(walk: Walk) -> tuple[Consent, ...]:
    """Returns the consents that hold for what ``walk`` tells now."""
    return tuple(one for one in walk.consents if one.to not in walk.again)


def asked_anew(before: Walk, after: Walk) -> Walk:
    """Returns ``after``; where it tells something else than ``before``, whoever agreed to a paper is asked anew.

    A tick changes nothing here: it is what the person agreed to show as done, and they set it themselves.
    """
    if not after.consents or _tells(before) == _tells(after):
        return after
    return msgspec.structs.replace(after, again=tuple(dict.fromkeys(one.to for one in after.consents)))


def _tells(walk: Walk) -> tuple[object, ...]:
    chosen = {question: choice for question, choice in walk.answers.items() if choice != "unknown"}
    return walk.person, walk.story, walk.added, chosen
