"""The answer to a walk: the same ``consult`` as the command, for this minute and in this language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from madoguchi.plain_text import MAX_CHARS
from madoguchi.web.public.crisis import a_life_comes_first
from madoguchi.web.public.walk import MOST_BESIDE, Walk
from madoguchi.web.readers import READERS
from madoguchi.web.tongue import Tongue
from madoguchi.words import Consultation, Question, Story

MOST_QUESTIONS = 3
LIMIT = MAX_CHARS + 3 * MOST_BESIDE  # the text as long as it may be, with subject and sender read beside it


_read_before: ContextVar[dict[tuple[int, Tongue], tuple[Walk, Consultation]] | None] = ContextVar(
    "read_before", default=None
)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it a walk is read once, however often a page asks for its answer; nothing of it outlives the request."""
    token = _read_before.set({})
    try:
        yield
    finally:
        _read_before.reset(token)


def answer_to(walk: Walk, tongue: Tongue, *, at: dt.datetime) -> Consultation:
    """Returns the whole answer to what ``walk`` tells. Raises UnreadableText, LookupError for made-up answers."""
    before = _read_before.get()
    if before is None:
        return _answer_to(walk, tongue, at)
    key = (
        id(walk),
        tongue,
    )  # the walk itself is kept beside its answer: no other one can take its id meanwhile
    if key not in before:
        before[key] = walk, _answer_to(walk, tongue, at)
    return before[key][1]


def _answer_to(walk: Walk, tongue: Tongue, at: dt.datetime) -> Consultation:
    story = walk.whole or Story(text="")
    return READERS.read(story, at=at, answers=walk.answers, tongue=tongue, limit=LIMIT)


def next_question(walk: Walk, answer: Consultation) -> Question | None:
    """Returns the open question that would change the plan most and was not put yet; at most three are put, and three more
    when something was added.

    Whoever may hurt themselves is asked nothing: the number to call comes first.
    """
    if len(walk.asked) - walk.put >= MOST_QUESTIONS or a_life_comes_first(answer):
        return None
    return next((one for one in answer.questions if one.id not in walk.asked), None)
