"""The family of a text, from the text itself: what is left without links and numbers, as a fingerprint under a key of this process.

Read on a legal basis only. The text is in memory and goes no further; neither does the key, so that no fingerprint can be tried out.
One way to make it, in memory and on every engine: the same three patterns and MD5.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

LINK, NUMBER, BLANK = "https?://[!-~]+", "[0-9０-９]+", "[ \t\r\n\u3000]+"
_LINK, _NUMBER, _BLANK = re.compile(LINK), re.compile(NUMBER), re.compile(BLANK)
_KEY = secrets.token_hex(16)


def family_of(text: str) -> str:
    """Returns the fingerprint of ``text``; empty where nothing is left of it."""
    bare = _BLANK.sub("", _NUMBER.sub("", _LINK.sub("", text)))
    return hashlib.md5((_KEY + bare).encode(), usedforsecurity=False).hexdigest() if bare else ""


def family_on_engine(text: Any) -> Any:
    """``family_of`` a column (Ibis): made before rows are sorted, so that no engine puts a text down on a disk."""
    bare = text.cast("string").fill_null("").re_replace(LINK, "").re_replace(NUMBER, "").re_replace(BLANK, "")
    return (bare == "").ifelse("", (_KEY + bare).hexdigest("md5"))
