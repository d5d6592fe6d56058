"""The other side, as far as a story names it: numbers, addresses, links. Whose they are, nobody has checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.links import places_of_links
from madoguchi.masks import ways_to_reach
from madoguchi.telling.layout import clean, defanged
from madoguchi.words import Contract, Story

_MOST = 12
# 私の電話は090…, 折り返しは090…まで, my number is …: where the person can be reached themselves.
_OWN = re.compile(
    r"(?:(?:私|わたし|僕|俺|自分|当方|こちら|うち|自宅|家|実家|家族|本人|母|父|祖母|祖父|妻|夫|娘|息子)の?(?:連絡先|電話|携帯|スマホ|番号|家電|固定|メール|アドレス)"
    r"|(?:連絡|折り?返し|お電話)(?:先)?は"
    r"|\b(?:my|our|his|her)(?: own)? (?:[a-z]{1,10} )?(?:phone|number|tel|cell|mobile|contact|e-?mail)"
    r"|(?:my name is|i am|i'm|名前は|と申します。?|といいます。?|と言います。?)[^。.!?\n]{0,40}?(?:tel|phone|電話|携帯|連絡先|mail|メール))"
    r"[^。!?\n0-9]{0,16}$",
    re.IGNORECASE,
)
_TO_THEM = re.compile(
    r"[^。!?\n]{0,12}(?:に|へ|まで)(?:お電話|電話|ご連絡|連絡|折り?返し)(?:を)?(?:ください|下さい|お願いします|お願いいたします)(?:[。!\n]|$)"
)
_BEFORE, _AFTER = 60, 30


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
    told = (one for one in ways_to_reach(story.text) if story.medium or not _is_own(one, story.text))
    reach = dict.fromkeys(clean(one) for one in (*told, *ways_to_reach(story.sender or "")))
    return Counterparty(
        name=defanged(story.sender or ""),
        names=tuple(defanged(clean(one.quote)) for one in contract.parties) if contract else (),
        reach=tuple(reach)[:_MOST],
        links=tuple(one for one in links if one)[:_MOST],
    )


def _is_own(number: str, text: str) -> bool:
    """Whether a story gives ``number`` as the person's own, wherever it stands first; in doubt it is the other side's."""
    at = text.find(number)
    before, after = text[max(0, at - _BEFORE) : at], text[at + len(number) :][:_AFTER]
    return bool(_OWN.search(before) or _TO_THEM.match(after))
