"""What every paper has: its name, number and minute above, who made it and the page below."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.papers.blocks import AnyBlock, Line, Sheet, ours, theirs
from madoguchi.papers.material import Operator, Seen
from madoguchi.telling.labels import moment_text
from madoguchi.telling.layout import clean, defanged

NOT_PUBLIC = "公的機関ではありません"
NOT_CHECKED = "未確認"
NOT_TOLD = "書きません（本人の同意の外）"
_NAME = 40  # letters of an operator's name: the line below stays one line


def framed(
    seen: Seen, blocks: Sequence[AnyBlock], *, name: str, size: float = 12.0, leading: float = 0.7
) -> Sheet:
    """Returns a sheet with ``blocks``; ``name`` is what the paper is called. No word of a story gets into its title."""
    year = f"{seen.at.year}年"
    return Sheet(
        title=f"{name} {seen.number}",
        header=(ours(name), (*ours(f"番号 {seen.number}　{year}{moment_text(seen.at)}"),)),
        footer=operator_lines(seen.operator),
        blocks=tuple(blocks),
        size=size,
        leading=leading,
    )


def operator_lines(operator: Operator) -> tuple[Line, ...]:
    """Returns who made the paper and, unless it is a public body, that it is none."""
    made = theirs(f"運営: {shortened(clean(operator.name), _NAME)}")
    contact = theirs(f"　{shortened(clean(operator.contact), _NAME)}" if operator.contact else "")
    said = () if operator.public else ours(f"　{NOT_PUBLIC}")
    return ((*made, *said, *contact),)


def shortened(text: str, most: int) -> str:
    """Returns ``text`` of at most ``most`` characters, with … where something was left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(text: str, most: int = 60) -> str:
    """Returns words of the person in 「」, on one line and at most ``most`` characters long; nothing for nothing."""
    words = shortened(defanged(text), most)
    return f"「{words}」" if words else ""
