"""The card for a shop: what may be done, three questions, whom to call. It says nothing about anybody."""

from __future__ import annotations

from madoguchi.papers.blocks import AnyBlock, Call, Calls, Heading, Para, Sheet, Steps, ours
from madoguchi.papers.blocks import Step as Told
from madoguchi.papers.frame import framed
from madoguchi.papers.material import Seen

NAME = "お店の方へ"
_SIZE = 16.0


def clerk_card(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the card; there is one only."""
    card = seen.knowledge.papers.clerk
    if shorter:
        return None
    desks = [desk for id_ in card.contacts if (desk := seen.desk(id_)) is not None and desk.phone]
    blocks: list[AnyBlock] = [
        Para(text=ours(card.lead), big=True),
        Para(text=ours(card.why)),
        Heading(text=ours("三つ、聞いてください")),
        Steps(items=tuple(Told(text=ours(f"「{line}」")) for line in card.ask)),
        Para(text=ours(card.then, bold=True), boxed=True),
        Calls(
            items=tuple(
                Call(
                    name=ours(desk.name),
                    number=ours(desk.phone or ""),
                    when=(ours(desk.accepts), ours(f"受付: {desk.hours}")),
                )
                for desk in desks
            )
        ),
        Heading(text=ours("この紙を見せているお客さまへ")),
        Para(text=ours("電話をつないだままでも、この紙を店の人に見せて、だいじょうぶです。")),
    ]
    return framed(seen, blocks, name=NAME, size=_SIZE, leading=0.75)
