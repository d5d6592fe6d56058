"""The card for a shop: what may be done, three questions, whom to call. It says nothing about anybody."""

from __future__ import annotations

from madoguchi.papers.blocks import AnyBlock, Call, Calls, Heading, Para, Sheet, Steps, spoken
from madoguchi.papers.blocks import Step as Told
from madoguchi.papers.frame import Style, framed
from madoguchi.papers.material import Seen

NAME = "お店の方へ"
_SIZES = (16.0, 15.0, 14.0, 13.0)  # points; the largest that one page holds


def clerk_card(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the card, set smaller the larger ``shorter`` is; None when it cannot be set any smaller."""
    card = seen.knowledge.papers.clerk
    if shorter >= len(_SIZES):
        return None
    desks = [desk for id_ in card.contacts if (desk := seen.desk(id_)) is not None and desk.phone]
    blocks: list[AnyBlock] = [
        Para(text=spoken(card.lead), big=True),
        Para(text=spoken(card.why)),
        Heading(text=spoken("三つ、聞いてください")),
        Steps(items=tuple(Told(text=spoken(f"「{line}」")) for line in card.ask)),
        Para(text=spoken(card.then, bold=True), boxed=True),
        Calls(
            items=tuple(
                Call(
                    name=spoken(desk.name),
                    number=spoken(desk.phone or ""),
                    when=(spoken(desk.accepts), spoken(f"受付: {desk.hours}")),
                )
                for desk in desks
            )
        ),
        Heading(text=spoken("この紙を見せているお客さまへ")),
        Para(text=spoken("電話をつないだままでも、この紙を店の人に見せて、だいじょうぶです。")),
    ]
    return framed(seen, blocks, name=NAME, style=Style(_SIZES[shorter], 0.75, phrases=True))
