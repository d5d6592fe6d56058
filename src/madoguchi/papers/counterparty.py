"""The other side, as far as a story names it: numbers, addresses, links. Whose they are, nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.links import places_of_links
from madoguchi.masks import ways_to_reach
from madoguchi.telling.layout import clean, defanged
from madoguchi.words import Contract, Story

_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    """``reach``: numbers and mail addresses as written; ``links``: addresses that do not work as links; ``name``: the sender.

    ``names``: what the other side is called in the story itself.
    """

    name: str = ""
    names: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def counterparty_in(story: Story, contract: Contract | None = None) -> Counterparty:
    """Returns what ``story`` says about how the other side can be found, at most a dozen of each kind.

    ``contract``: what was read of it; the names of the other side stand there.
    """
    places = [story.text[start:end] for start, end in places_of_links(story.text)]
    links = dict.fromkeys(
        defanged(one) for one in (*places, *story.urls, *(href for _, href in story.anchors))
    )
    reach = dict.fromkeys(clean(one) for one in ways_to_reach("\n".join((story.text, story.sender or ""))))
    return Counterparty(
        name=defanged(story.sender or ""),
        names=tuple(defanged(clean(one.quote)) for one in contract.parties) if contract else (),
        reach=tuple(reach)[:_MOST],
        links=tuple(one for one in links if one)[:_MOST],
    )
