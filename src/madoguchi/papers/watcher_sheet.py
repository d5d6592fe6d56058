"""The sheet for those who look after somebody: ticks, what was seen on which day, one number. No diagnosis, no names of ours."""

from __future__ import annotations

from madoguchi.papers.blocks import (
    AnyBlock,
    Blank,
    Call,
    Calls,
    Heading,
    Line,
    Marked,
    Para,
    Sheet,
    Table,
    spoken,
)
from madoguchi.papers.frame import Style, framed
from madoguchi.papers.material import Seen

NAME = "見守る人の紙"
_SIZE = 14.0
_NOTES = (7, 6, 5, 4, 3)  # lines for what was seen: as many as one page holds


def watcher_sheet(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the sheet, with fewer lines the larger ``shorter`` is; None when it cannot be made any shorter."""
    if shorter >= len(_NOTES):
        return None
    form = seen.knowledge.papers.watcher
    desk = seen.desk(form.contact)
    hours = (spoken(f"受付: {desk.hours}"),) if desk else ()
    calls = [Call(name=spoken(desk.name), number=spoken(desk.phone or ""), when=hours)] if desk else []
    blank: tuple[Line, Line] = (spoken("　月　日　時ごろ"), spoken(" "))
    blocks: list[AnyBlock] = [
        Para(text=spoken("気づいたこと", bold=True), big=True),
        Para(text=spoken(form.lead)),
        Marked(items=tuple(map(spoken, form.ticks)), mark="□"),
        Heading(text=spoken("いつ、何を見たか")),
        Table(
            head=(spoken("いつ"), spoken("見たこと、聞いたこと")),
            rows=(blank,) * _NOTES[shorter],
            widths=(2, 4),
            tall=True,
        ),
        Blank(label=spoken("書いた人　　　　　　　　　　　　本人に話したか　□ はい　□ まだ")),
        Heading(text=spoken(form.then)),
        Calls(items=tuple(calls)),
    ]
    return framed(seen, blocks, name=NAME, style=Style(_SIZE, 0.7, phrases=True))
