"""What a contract was for, as the memo names it, for the draft of the record. Nobody names it: no draft."""

from __future__ import annotations

from madoguchi.web.desk.hearing import Heard, Span


def goods_in(heard: Heard) -> tuple[str, Span] | None:
    """Returns what the contract of the memo was for, with the place of the sentence that names it; None where nobody names it.

    What was only offered, refused or not bought is none; nor is anything where the reading knows of no contract.
    """
    told = next((one for one in heard.answer.situation.contract.things if one.part is None), None)
    return (told.quote, _sentence(heard.memo, told.start)) if told else None


def _sentence(memo: str, at: int) -> Span:
    """The sentence around the place ``at``."""
    start = max(memo.rfind("。", 0, at), memo.rfind("\n", 0, at)) + 1
    ends = [end for end in (memo.find("。", at), memo.find("\n", at)) if end >= 0]
    return start, min(ends, default=len(memo))
