"""What every paper has: its name, number and minute above, who made it and the page below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.papers.blocks import AnyBlock, Line, Sheet, ours, theirs
from madoguchi.papers.material import Operator, Seen
from madoguchi.phrases import Phrases, said
from madoguchi.ruby import without
from madoguchi.telling.labels import moment_text
from madoguchi.telling.layout import clean, defanged

NOT_CHECKED = "未確認"
NOT_TOLD = "書きません（本人の同意の外）"
IN_THE_CASE = "全文は case.txt にあります。"
_NAME = 40  # letters of an operator's name: the line below stays one line


class Style(NamedTuple):
    """Size in points, space between lines (of the size), whether each phrase stays on one line, how many blocks end it together."""

    size: float
    leading: float
    phrases: bool = False
    together: int = 0


def framed(
    seen: Seen, blocks: Sequence[AnyBlock], *, name: str, style: Style, phrases: Phrases | None = None
) -> Sheet:
    """Returns a sheet with ``blocks``; ``name`` is what the paper is called. No word of a story gets into its title.

    ``phrases``: the sentences of its language, Japanese when none are given.
    """
    own = phrases or shipped_phrases()
    moment = moment_text(seen.at, own)
    return Sheet(
        title=f"{without(name)} {seen.number}",
        header=(
            ours(name),
            ours(said(own, "paper_number", number=seen.number, year=seen.at.year, moment=moment)),
        ),
        footer=operator_lines(seen.operator, own),
        blocks=tuple(blocks),
        size=style.size,
        leading=style.leading,
        phrases=style.phrases,
        together=style.together,
        language=said(own, "paper_language"),
    )


def operator_lines(operator: Operator, phrases: Phrases) -> tuple[Line, ...]:
    """Returns who made the paper and, unless it is a public body, that it is none."""
    made = (*ours(f"{said(phrases, 'paper_operator')} "), *operator_name(operator, phrases))
    contact = theirs(f"　{shortened(clean(operator.contact), _NAME)}" if operator.contact else "")
    public = () if operator.public else ours(f"　{said(phrases, 'paper_not_public')}")
    return ((*made, *public, *contact),)


def operator_name(operator: Operator, phrases: Phrases) -> Line:
    """Returns who runs this program, on one line; who gave no name is called so in the language of the paper."""
    if operator.is_nobody_named:
        return ours(said(phrases, "paper_this_computer"))
    return theirs(shortened(clean(operator.name), _NAME))


def shortened(text: str, most: int) -> str:
    """Returns ``text`` of at most ``most`` characters, with … where something was left out; never half a number or word."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and _joined(text[end - 1 : end + 1]):
        end -= 1
    return f"{text[:end]}…"


def _joined(two: str) -> bool:
    """Whether a cut between these two would leave half of a number, a word in Latin letters or an address."""
    return all((char.isascii() and not char.isspace()) or char.isdigit() for char in two)


def listed(items: Iterable[str], most: int) -> str:
    """Returns as many of ``items`` as ``most`` characters hold, whole, and how many more there are."""
    every, taken, length = list(dict.fromkeys(items)), list[str](), 0
    for item in every:
        length += len(item) + 1
        if taken and length > most:
            break
        taken.append(item)
    left = len(every) - len(taken)
    return "、".join(taken) + (f"、ほか {left} 件" if left else "")


def quoted(text: str, most: int = 60) -> str:
    """Returns words of the person in 「」, on one line and at most ``most`` characters long; nothing for nothing."""
    words = shortened(defanged(text), most)
    return f"「{words}」" if words else ""
