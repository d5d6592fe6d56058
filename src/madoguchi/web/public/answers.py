"""The answer to a walk: the same ``consult`` as the command, for this minute and in this language."""

from __future__ import annotations

import datetime as dt

from madoguchi import consult
from madoguchi.knowledge import known_in
from madoguchi.plain_text import MAX_CHARS
from madoguchi.web.public.walk import MOST_BESIDE, Walk
from madoguchi.web.tongue import Tongue
from madoguchi.words import Consultation, Question, Story

MOST_QUESTIONS = 3
LIMIT = MAX_CHARS + 3 * MOST_BESIDE  # the text as long as it may be, with subject and sender read beside it


def answer_to(walk: Walk, tongue: Tongue, *, at: dt.datetime) -> Consultation:
    """Returns the whole answer to what ``walk`` tells. Raises UnreadableText, LookupError for made-up answers."""
    story = walk.whole or Story(text="")
    answers = {question: choice for question, choice in walk.answers.items() if choice != "unknown"}
    return consult(story, at=at, answers=answers, knowledge=known_in(tongue), limit=LIMIT)


def next_question(walk: Walk, answer: Consultation) -> Question | None:
    """Returns the open question that would change the plan most and was not put yet; at most three are put in all."""
    if len(walk.asked) >= MOST_QUESTIONS:
        return None
    return next((one for one in answer.questions if one.id not in walk.asked), None)
