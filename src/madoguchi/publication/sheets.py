"""A publication as papers: the whole of it, and a leaflet of one side."""

from __future__ import annotations

import datetime as dt

from madoguchi.papers.blocks import AnyBlock, Heading, Marked, Para, Sheet, Table, theirs
from madoguchi.papers.typesetting import fitting, pdf_of, printable
from madoguchi.publication.content import Content, day_of, person_of

_LEAFLET = 14.0  # points: what older people read
_SHORT = 6  # steps until a leaflet cannot be made any shorter


def release_pdf(content: Content, *, at: dt.datetime) -> bytes:
    """Returns all of it as PDF/A-2b; figures as tables. Raises CannotSet."""
    texts, draft = content.texts, content.draft
    blocks: list[AnyBlock] = [
        Para(text=theirs(texts["title"], bold=True), big=True),
        *((Para(text=theirs(f"－{texts['subtitle']}－")),) if draft.subtitle else ()),
        *(Para(text=theirs(change, bold=True), boxed=True) for change in content.changes),
        *(Para(text=theirs(line)) for line in texts["lead"].splitlines() if line),
    ]
    for figure in content.figures:
        rows = tuple(tuple(map(theirs, row)) for row in figure.rows)
        head = tuple(map(theirs, figure.head))
        blocks += [
            Heading(text=theirs(figure.title)),
            Table(head=head, rows=rows, widths=(1.0,) * len(head)),
        ]
    for number, case in enumerate(draft.cases, start=1):
        blocks += [
            Heading(text=theirs(f"【事例{number}】{case.headline}")),
            Para(text=theirs(case.text + person_of(case))),
        ]
    points = [text for where, text in texts.items() if where.startswith("points")]
    for title, lines in (
        ("特徴と問題点", points),
        ("消費者へのアドバイス", draft.advice),
        ("注", content.notes),
    ):
        if lines:
            blocks += [Heading(text=theirs(title)), Marked(items=tuple(map(theirs, lines)))]
    return pdf_of(printable(_sheet(content, blocks, size=12.0)), at=at)


def leaflet_pdf(content: Content, *, at: dt.datetime) -> bytes:
    """Returns one side of A4 in large type: headline, one case, what to do, whom to call. Raises CannotSet."""
    return fitting(lambda shorter: _leaflet(content, shorter), at=at)[1]


def _leaflet(content: Content, shorter: int) -> Sheet | None:
    """Advice goes from the front, for its last line is 188."""
    if shorter >= _SHORT:
        return None
    draft = content.draft
    cases = draft.cases[: 0 if shorter >= _SHORT - 1 else 1]
    advice = draft.advice[min(shorter, max(len(draft.advice) - 1, 0)) :]
    blocks: list[AnyBlock] = [
        *(Para(text=theirs(change, bold=True), boxed=True) for change in content.changes),
        Para(text=theirs(content.texts["title"], bold=True), big=True),
        *(Para(text=theirs(case.text + person_of(case))) for case in cases),
        Heading(text=theirs("ひとこと助言")),
        Marked(items=tuple(map(theirs, advice)), mark="□"),
        Para(text=theirs("困ったときは 消費者ホットライン 188（いやや！）", bold=True), big=True, boxed=True),
    ]
    return _sheet(content, blocks, size=_LEAFLET)


def _sheet(content: Content, blocks: list[AnyBlock], *, size: float) -> Sheet:
    draft = content.draft
    return Sheet(
        title=content.texts["title"],
        header=(theirs(draft.publisher), theirs(f"第{draft.number}号　{day_of(draft.published_on)}")),
        footer=(theirs(f"連絡先: {draft.contact}　CC BY 4.0"),),
        blocks=tuple(blocks),
        size=size,
    )
