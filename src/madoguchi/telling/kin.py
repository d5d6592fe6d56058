"""Which of the family a story is about, by the first word that names one: the mother, where a daughter writes 母が."""

from __future__ import annotations

import re

_KIN = re.compile("祖母|祖父|おばあちゃん|おじいちゃん|母|父|妻|夫|娘|息子|姉|兄|妹|弟")
_OLDER = {"おばあちゃん": "祖母", "おじいちゃん": "祖父"}
_WITHIN = 400


def kin_in(text: str) -> str:
    """Returns the word (母, 祖父, 息子); empty where none stands near the beginning."""
    kin = _KIN.search(text[:_WITHIN])
    return _OLDER.get(kin[0], kin[0]) if kin else ""


def only_kin_in(text: str) -> str:
    """Returns the word where the whole of ``text`` names one of the family and no other: on a paper nobody is guessed."""
    named = {_OLDER.get(hit[0], hit[0]) for hit in _KIN.finditer(text)}
    return named.pop() if len(named) == 1 else ""
