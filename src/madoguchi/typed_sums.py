"""Sums that were typed as if they were codes: 返金コードとして49980と入力, in a story of money that an app should bring back."""

from __future__ import annotations

import re
from collections.abc import Iterator

_APP = re.compile("ペイ|pay|決済|送金|qr")
_TYPED = re.compile(
    '(?:返金|キャンセル|払い戻し|払戻し?|受け?取り?|金額|送金)[^。]{0,30}?[^0-9.,-](?P<sum>[1-9][0-9]{0,2},[0-9]{3}|[1-9][0-9]{3,5})[」』”"]?'
    "(?:っ?て|と|を|の数字を)?(?:書|入力|打|入れ|送信|押)"
)

_OTHER_NUMBER = re.compile("認証|暗証|電話番号|郵便|口座番号|会員番号|注文番号|確認番号|ワンタイム|sms")


def typed_sums(text: str) -> Iterator[tuple[int, int, int]]:
    """Yields once each sum of yen that was typed for a "code" in the levelled ``text``, with where it stands."""
    if "返" not in text and "払い戻" not in text and "キャンセル" not in text:
        return
    if not _APP.search(text):
        return
    seen = set()
    for hit in _TYPED.finditer(text):
        if _OTHER_NUMBER.search(hit[0]) or hit["sum"] in seen:
            continue
        seen.add(hit["sum"])
        yield int(hit["sum"].replace(",", "")), hit.start("sum"), hit.end("sum")
