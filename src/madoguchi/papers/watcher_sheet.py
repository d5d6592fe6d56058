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
from madoguchi.phrases import said
from madoguchi.ruby import without

_SIZE = 14.0
_LEADING = (0.7, 0.95)  # room for readings between the lines, where there are any
_NOTES = (7, 6, 5, 4, 3)  # lines for what was seen: as many as one page holds


def watcher_sheet(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the sheet, with fewer lines the larger ``shorter`` is; None when it cannot be made any shorter."""
    if shorter >= len(_NOTES):
        return None
    form, own = seen.own.knowledge.papers.watcher, seen.own.knowledge.phrases
    desk = seen.own_desk(form.contact)
    hours = (spoken(f"{said(own, 'desk_hours')}: {desk.hours}"),) if desk else ()
    calls = [Call(name=spoken(desk.name), number=spoken(desk.phone or ""), when=hours)] if desk else []
    blank: tuple[Line, Line] = (spoken(said(own, "paper_when")), spoken(" "))
    blocks: list[AnyBlock] = [
        Para(text=spoken(said(own, "paper_noticed"), bold=True), big=True),
        Para(text=spoken(form.lead)),
        Marked(items=tuple(map(spoken, form.ticks)), mark="□"),
        Heading(text=spoken(said(own, "paper_when_what"))),
        Table(
            head=(spoken(said(own, "label_when")), spoken(said(own, "paper_seen"))),
            rows=(blank,) * _NOTES[shorter],
            widths=(2, 4),
            tall=True,
        ),
        Blank(label=spoken(said(own, "paper_written_by"))),
        Heading(text=spoken(form.then)),
        Calls(items=tuple(calls)),
    ]
    style = Style(_SIZE, _LEADING[without(form.lead) != form.lead], phrases=True)
    return framed(seen, blocks, name=said(own, "paper_watcher"), style=style, phrases=own)
