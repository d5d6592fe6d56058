"""Who speaks in a text: a message to its reader, or somebody who tells what happened, with the message pasted in or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from madoguchi.acts import Quoting
from madoguchi.patterns import Hit

# これを押してしまった, 番号を入れちゃいました: behind a pasted message somebody says what they did with it.
_REGRETTED = re.compile(
    "(?:(?:押し|クリックし|タップし|入力し|入れ|アクセスし|ログインし|ダウンロードし|インストールし|返信し|電話し|登録し)て|開いて|飛んで)"
    "(?:しまった|しまいまし|しもた|もうた|もた)"
    "|(?:押し|開い|クリックし|タップし|入力し|入れ|アクセスし|ログインし|ダウンロードし|インストールし|返信し|電話し|登録し)ちゃ(?:った|いまし)"
)
# …を入れたら株が売られてた: a text that ends in a plain past, where a message to a customer would be polite.
_TELLS_LAST = re.compile(
    "(?:[てでれっんいけせ][ただ]|[^まで]した)(?:んです|のです|の|よ|けど|けれど)?[。!?…\\s]*$"
)

_OTHERS = ("方", "人", "場合", "お客", "皆")  # 入力してしまった方は: a warning to readers
_OF_A_LINK = re.compile(r"http|www\.|://")


def speaks_as_message(matches: Mapping[object, list[Hit]], quoting: Quoting, *, text: str) -> bool:
    """Returns True when the (levelled) text speaks to its reader as a message does, and nobody tells what happened.

    What stands in quotation marks is told of: it counts for neither where somebody tells anything outside of them.
    """
    message = matches.get(("voice", "message"), ())
    if message and _says_what_was_done(text, quoting):
        return False
    story = [*matches.get(("voice", "story"), ()), *matches.get(("safety", "at_the_till"), ())]
    outside = [hit for hit in story if not quoting.holds(hit.start)]
    if outside:
        message = [hit for hit in message if not quoting.holds(hit.start)]
    last = _TELLS_LAST.search(text, max(0, len(text) - 12))
    return _distinct(message, text) > _distinct(outside or story, text) + bool(last)


def _says_what_was_done(text: str, quoting: Quoting) -> bool:
    return any(
        not (quoting.holds(found.start()) or text.startswith(_OTHERS, found.end()))
        for found in _REGRETTED.finditer(text)
    )


def _distinct(hits: Sequence[Hit], text: str) -> int:
    """How many places of the text speak; an address is one (http, :// and www. stand side by side)."""
    links = {text.rfind(" ", 0, hit.start) for hit in hits if _OF_A_LINK.match(text, hit.start)}
    return len(links) + len({hit.start // 8 for hit in hits if not _OF_A_LINK.match(text, hit.start)})
