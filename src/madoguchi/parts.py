"""A story and what travels beside it (subject, sender) as one text to read, with the way back to each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from madoguchi.plain_text import MAX_CHARS, PART_END, PlainText
from madoguchi.words import Part, Story

_BETWEEN = PART_END


class Quote(NamedTuple):
    """Original words with offsets in their part (None: the text itself)."""

    quote: str
    start: int
    end: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Parts:
    """``plain`` holds the text first and then the other parts; ``begins`` says where each of these begins."""

    plain: PlainText
    begins: tuple[tuple[int, Part], ...]

    @classmethod
    def of(cls, story: Story, *, limit: int = MAX_CHARS) -> Parts:
        """Returns the readable whole. Raises UnreadableText as PlainText.of does."""
        whole = story.text
        begins: list[tuple[int, Part]] = []
        beside: tuple[tuple[Part, str | None], ...] = (("subject", story.subject), ("sender", story.sender))
        for part, words in beside:
            if words:
                begins.append((len(whole) + len(_BETWEEN), part))
                whole += _BETWEEN + words
        return cls(PlainText.of(whole, limit=limit), tuple(begins))

    def quote(self, start: int, end: int) -> Quote:
        """Returns the original words of a levelled span; a span never covers two parts (a blank line ends every row)."""
        quote, first, last = self.plain.quote(start, end)
        for begin, part in reversed(self.begins):
            if first >= begin:
                return Quote(quote, first - begin, last - begin, part)
        return Quote(quote, first, last, None)
