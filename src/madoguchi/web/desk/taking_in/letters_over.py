"""Letters in the consumer's name on their way from desk to desk: what they say, and when and how they went out.

What was agreed to and printed stays where it was: here a draft is agreed to and printed anew, and one that was sent only tells so.
"""

from __future__ import annotations

import msgspec

from madoguchi.knowledge import load
from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.desk.cases.letters import sent_on_of
from madoguchi.web.desk.codes import SENT_WAYS
from madoguchi.web.desk.readings import OpenLetter
from madoguchi.web.desk.taking_in.brought import LetterOver, Said, safe

ROOM = "letter"


def over_of(letter: OpenLetter) -> LetterOver:
    """Returns ``letter`` as it goes over."""
    sent = letter.row.sent_on
    return LetterOver(
        form=letter.form.id,
        words=letter.words,
        sent_on=sent.isoformat() if sent else "",
        sent_way=letter.row.sent_way,
    )


def line_of(letter: OpenLetter) -> tuple[str, str]:
    """Returns field and value of the line that tells of ``letter``."""
    return f"{ROOM}.{letter.form.id}", msgspec.json.encode(over_of(letter)).decode()


def letter_in(field: str, value: str) -> Said | None:
    """Returns the line that ``value`` tells of, nothing hidden or invisible in it; None where it is no letter of a form that is known here."""
    try:
        told = msgspec.json.decode(value, type=LetterOver)
        sent_on_of(told)
    except (ValueError, RecursionError):  # no JSON, no letter, a day or a way that is none
        return None
    if told.form not in load().letters or field != f"{ROOM}.{told.form}":
        return None
    words = LetterWords(**{name: safe(getattr(told.words, name)) for name in LetterWords.__struct_fields__})
    letter = msgspec.structs.replace(told, words=words)
    return Said(field=field, value=_shown(letter), letter=letter)


def _shown(letter: LetterOver) -> str:
    """As somebody reads it before it is taken."""
    when = (
        f"{letter.sent_on} に出した（{SENT_WAYS.get(letter.sent_way, '')}）" if letter.sent_on else "下書き"
    )
    words = letter.words
    return "\n".join(one for one in (when, f"宛先: {words.to_name}", words.title, words.body) if one)
