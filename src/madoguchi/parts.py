"""A story and what travels beside it (subject, sender) as one text to read, with the way back to each part."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from madoguchi.plain_text import MAX_CHARS, PART_END, PlainText
from madoguchi.words import Part, Story

_BETWEEN = PART_END


class Quote(NamedTuple):
    """Original words with offsets in their part (None: the text itself)."""

    quote: str
    start: int
    end: int
    part: Part | None


class Parts(msgspec.Struct, frozen=True):
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
        """Returns the original words of a levelled span. One that runs on into another part ends with its own."""
        plain = self.plain
        first, last = plain.span(start, end)
        if not self.begins:
            return Quote(plain.original[first:last], first, last, None)
        ends = [begin - len(_BETWEEN) for begin, _ in self.begins] + [len(plain.original)]
        begin, part, part_end = 0, None, ends[0]
        for at, (here, name) in enumerate(self.begins, start=1):
            if first >= here:
                begin, part, part_end = here, name, ends[at]
        last = max(min(last, part_end), first)
        return Quote(plain.original[first:last], first - begin, last - begin, part)
