"""Whether what is told of a scheme stands within a command to the program: nothing hides in one."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.findings import Weighed, verdict_of
from madoguchi.links import EVERYDAY
from madoguchi.parts import Parts


def signs_within(spans: Sequence[tuple[int, int]], weighed: Sequence[Weighed], *, parts: Parts) -> bool:
    """Whether a sign or a trick of the first scheme that is told of stands within ``spans``.

    That a command names another's address is no trick: genuine senders' links lead to others too.
    """
    if verdict_of(weighed) == "nothing_known":
        return False
    hits = [(hit.start, hit.end) for owner, hit in weighed[0].signs if owner.rule.counts == "for"]
    places = [
        (trick.start, trick.end)
        for trick in weighed[0].tricks
        if trick.part is None and trick.counts == "for" and trick.id not in EVERYDAY
    ]
    original = [parts.plain.span(*span) for span in spans]
    return _overlap(hits, spans) or _overlap(places, original)


def _overlap(places: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in places for start, end in spans)


def tells_by_length(spans: Sequence[tuple[int, int]], weighed: Sequence[Weighed], *, parts: Parts) -> bool:
    """Whether a text in which something is found is a command for the most part."""
    told = 2 * sum(end - start for start, end in spans) > len(parts.plain.text)
    return told and verdict_of(weighed) != "nothing_known"
