"""A new text comes in: it is counted, its secret numbers are hidden, and it gets the seal that says so."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest

from madoguchi.knowledge import load
from madoguchi.parts import Parts
from madoguchi.plain_text import UnreadableText
from madoguchi.secret_numbers import hidden
from madoguchi.signs import read
from madoguchi.web.addresses import address_of
from madoguchi.web.public import alike, limits
from madoguchi.web.public.answers import LIMIT
from madoguchi.web.public.clock import now
from madoguchi.web.public.walk import Added, Walk, is_sealed, sealed
from madoguchi.words import Story


def counted(request: HttpRequest, walk: Walk) -> Walk:
    """Returns ``walk``, sealed; a text that was counted before is not counted again. Raises TooOften, TooSimilar.

    What a browser sends back may be anybody's writing: secret numbers are hidden here as well.
    """
    whole = walk.whole
    if whole is None or walk.story is None or is_sealed(walk):
        return walk
    limits.count(request, limits.CONSULTATIONS, limits.CONSULTATIONS_A_DAY)
    refuse_the_tried(address_of(request), whole, pasted=walk.message)
    bare = msgspec.structs.replace(
        walk,
        story=hidden(walk.story),
        added=tuple(Added(at=one.at, text=hidden(Story(text=one.text)).text) for one in walk.added),
    )
    return sealed(bare)


def refuse_the_tried(who: str, story: Story, *, pasted: bool) -> None:
    """Raises TooSimilar when ``who`` (an address, a key) tries one message again and again, each time a little different.

    ``pasted``: said to be a message. A story that a person edits is never refused, however often.
    """
    try:
        near = alike.MESSAGES.note(who, story.text)
        if near > alike.MOST_ALIKE and (pasted or _is_message(story)):
            raise limits.TooSimilar(alike.SECONDS)
    except UnreadableText:
        return  # the reading says so


def _is_message(story: Story) -> bool:
    if story.medium:
        return True
    return read(Parts.of(story, limit=LIMIT), load(), is_message=None, today=now().date()).is_message
