"""Where codes of gift cards stand, and what goes with a card or a password: expiry, security code, the name that one logs in with.

A code of a gift card is money. Letters and digits in a wild mix are taken for one wherever they stand, but for addresses and for what is
named as an order, a parcel or a case; a tamer one, digits alone and what is spelt out need the word for it beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from madoguchi.masks import Span

# `levelled` makes every dash a hyphen, the long vowel too: so do the words here.
_CODE = re.compile(
    r"\b(?:[A-Z0-9]{3,7}(?:[ \-・、,\n]{1,2}[A-Z0-9]{3,7}){2,5}|[a-z0-9]{4,6}(?:[ \-\n][a-z0-9]{4,6}){2,4}|"
    r"[0-9]{2,7}(?:[ \-・、,]{1,2}[0-9]{2,7}){1,6}|[A-Za-z0-9]{8,25})\b",
    re.ASCII,
)
_PART = re.compile("[a-z0-9]+", re.ASCII | re.IGNORECASE)
_WILD = 3  # how often letters and digits take turns, at the least
_WHOLE, _TAME, _DIGITS = range(12, 26), range(8, 26), range(8, 21)
_GIFT_BEFORE, _NAMED_BEFORE = 48, 32
_GIFT = re.compile(
    r"ギフト|プリペイド|電子マネ-|アップルカ-ド|apple ?(?:カ-ド|card|gift)|itunes|アイチュ-ンズ|google ?play|グ-グルプレイ|"
    r"アマゾンカ-ド|カ-ドの?裏|ビットキャッシュ|bitcash|ウェブマネ-|webmoney|steam|バリアブル|gift|prepaid|voucher|redeem|itunes card"
)
_NUMBER_OF_IT = re.compile(
    r"(?:番号|コ-ド|数字|文字|(?:の|、)|pin|code|number)(?:[^\n。]{0,6}?は|は|が|を|:|=|is|was)?[「『\"' ]{0,3}$"
)
_SOMEBODY_ELSES = re.compile(
    r"(?:注文|伝票|送り状|追跡|荷物|配送|受付|問い?合わ?せ|相談|事件|事案|整理|予約|会員|登録|契約|証券|証明|免許|型番|品番|製品|管理|"
    r"エラ-|error|電話|口座|支店|銀行|国|郵便|ク-ポン|招待|紹介|商品|法人|送金先|ウォレット|アドレス|請求書?|"
    r"order|tracking|parcel|booking|reference|case|invoice|model|ticket|wallet|address|phone)"
    r" ?の?(?:番号|コ-ド|ナンバ-|id|no\.?|number|code|#)?(?:は|が|の|を|も|、|:|=| is| was)?[ 「『\"'(#]{0,3}$"
)
# Letters and digits by their names, as they are read out.
_SPOKEN = (
    "えっくす|だぶりゅ-|だぶる|えいち|えっち|じぇ-|じぇい|でぃ-|てぃ-|ゔい|ぶい|び-|し-|い-|えふ|じ-|あい|け-|けい|える|えむ|えぬ|"
    "お-|おう|ぴ-|きゅ-|きゅう|あ-る|えす|ゆ-|わい|ぜっと|え-|えい|ぜろ|れい|まる|いち|に-?|さん|よん|し|ご-?|ろく|なな|しち|はち|く|"
    "わん|つ-|すり-|ふぉ-|ふぁいぶ|しっくす|せぶん|えいと|ないん"
)
_KATAKANA = "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゔ" else char for char in _SPOKEN)
_SPELT = re.compile(rf"(?:(?:{_SPOKEN}|{_KATAKANA}|[a-z0-9])[ 、・,]{{0,2}}){{8,30}}")
_SPOKEN_ONE = re.compile(f"{_SPOKEN}|{_KATAKANA}")
_SPOKEN_DIGIT = re.compile(
    "ぜろ|れい|まる|いち|さん|よん|ろく|なな|しち|はち|きゅう|せぶん|ないん|つ-|すり-|ゼロ|レイ|マル|イチ|サン|ヨン|ロク|ナナ|シチ|ハチ|キュウ|セブン|ナイン|ツ-|スリ-"
)
_LONG_SPELT, _FEWEST_SPOKEN, _FEWEST_DIGITS = 10, 6, 2
# Sixteen kana, as one kind of card has them.
_KANA_CODE = re.compile("[ぁ-ん]{4}(?:[ \\-・、,][ぁ-ん]{4}){3}")
_KANA_NAMED = re.compile(r"ビットキャッシュ|bitcash|ひらがな[^。\n]{0,8}(?:は|が|で|:|番号|コ-ド|文字|id)")
_KANA_CLOSE = re.compile(
    r"ひらがな(?:id|番号|コ-ド|[0-9]{0,2}文字)?(?:は|が|を|:)[「『\" ]{0,2}([ぁ-ん]{16})(?:[」』\"]|です|でし|$)"
)

_EXPIRES = re.compile(
    r"(?:有効期限|有効期間|有効年月|期限|expir(?:y|es|ation)(?: date)?|\bexp\.?|valid thru|good thru)"
    r"(?:は|が|の|を|も|:|=|「|\(|date|is|was|[\s]){0,4}"
    r"(?:(0?[1-9]|1[0-2])[ ]?[/\-・][ ]?(20[2-4][0-9]|[2-4][0-9])|(20[2-4][0-9]|[2-4][0-9])年の?(0?[1-9]|1[0-2])月|"
    r"(20[2-4][0-9])[/\-](0[1-9]|1[0-2])|(0[1-9]|1[0-2])([2-4][0-9])|(0?[1-9]|1[0-2])月(20[2-4][0-9]|[2-4][0-9])年)"
)
_NO_EXPIRY = re.compile(r"[0-9/]|-[0-9]|[0-9]?日|まで|に(?:切|期|失)")
_CARD = re.compile(
    r"クレジット|クレカ|デビット|カ-ド|card|credit|debit|visa|jcb|セキュリティ|security code|cvv|cvc"
)
_NO_CARD = re.compile(r"ギフト|ポイント|会員|プリペイド|gift|保険|診察|在留|マイナンバ-カ")
_BESIDE, _CARD_AFTER = 60, 12
_AFTER_CARD = re.compile(
    r"[ 、,/\n]{1,3}((?:0[1-9]|1[0-2])[ ]?[/\-][ ]?(?:20)?[2-4][0-9])(?:[ 、,/\n]{1,3}([0-9]{3,4}))?"
)
_ON_THE_BACK = re.compile(
    r"(?:セキュリティ-?コ-ド|セキュリティ-?(?:番号|ナンバ-)|(?:裏|うら)[^0-9。\n]{0,6}(?:[3三]\s?(?:桁|けた|ケタ|つ)[^0-9。\n]{0,6})|"
    r"cvv2?|cvc2?|security (?:code|number)|(?:three|3)[ \-]digit(?:s| code| number)?|(?:three|3) digits|code on the back)"
    r"([^0-9。.!?\n]{0,20})([0-9]{3,4})"
)
_THREE_SPELT = re.compile(
    "(?:セキュリティ-?(?:コ-ド|番号|ナンバ-)|裏の(?:3|三)(?:桁|けた|ケタ))[^。\\n]{0,12}?"
    "((?:(?:ぜろ|れい|まる|いち|に[いぃ\\-]?|さん|よん|し[いぃ\\-]?|ご[おうぉ\\-]?|ろく|なな|しち|はち|きゅう|"
    "ゼロ|レイ|マル|イチ|ニ[イィ\\-]?|サン|ヨン|ゴ[オウォ\\-]?|ロク|ナナ|シチ|ハチ|キュウ)[ 、・\\-]{0,2}){3,4})(?:と|です|でし|って|$)"
)
_NOT_AFTER = re.compile(
    r"[0-9]|[,.][0-9]|\s?(?:桁|けた|ケタ|円|回|件|枚|人|分|秒|日|月|年|万|千|つ|社|yen|times|digit)"
)

_ID = re.compile(
    r"(?:ログインid|ユ-ザ-?id|会員id|お客様id|契約者id|アカウントid|\bid|アイディ-|ログイン名|ユ-ザ-?名|アカウント名?|契約者番号|お客様番号|会員番号|"
    r"\blogin(?: name| id)?|\buser ?name|\buser ?id|\baccount(?: name)?)"
    r"(?:は|が|に|の|を|も|:|=|[「『\"' ]|is|was){0,4}([a-z0-9][a-z0-9._@\-]{2,39})",
    re.ASCII,
)
_IDS_AND_MORE = re.compile(
    r"(?:\bid|ユ-ザ-?名|アカウント名?|ログイン名|username|login)[ ]?(?:と|・|、|/|and)[ ]?(?:パスワ-ド|パス|暗証番号|password|pw)"
    r"(?:は|を|が|に|:|の|are|were|[「\" (])?(?:それぞれ)?[ 「\"]?([a-z0-9._@\-]{3,40})"
    r"(?: ?[」\"]?(?:と|、|/|・|,|and| )[ 「\"]?)([a-z0-9!#$%&*+._@\-]{3,40})",
    re.ASCII,
)
_PASSWORD = re.compile(r"パスワ-ド|パスコ-ド|パス|暗証|password|passcode|\bpw|\bpass|\bpin", re.ASCII)
_SOMEBODYS_ID = re.compile(
    r"line|ライン|相手|向こう|先方|インスタ|テレグラム|telegram|instagram|カカオ|スカイプ|twitter|his |her |their "
)
_NO_ID = frozenset(
    "and password pass pin line was were not the number password. sms mail app email is are for with page name".split()
)
_ID_BESIDE = 48


def gift_codes(typed: str, plain: str) -> Iterator[Span]:
    """Yields where codes of gift cards stand in ``typed`` (``levelled``); ``plain``: the same in small letters."""
    for hit in _CODE.finditer(typed):
        end = _end_of(hit)
        if _stands_free(typed, (hit.start(), end)) and _is_code(typed[hit.start() : end], plain, hit.start()):
            yield hit.start(), end
    for hit in _SPELT.finditer(plain):
        if _is_spelt(plain, hit):
            yield hit.start(), hit.start() + len(hit[0].rstrip(" 、・,"))
    for hit in _KANA_CODE.finditer(plain):
        if _KANA_NAMED.search(plain, max(hit.start() - _GIFT_BEFORE, 0), hit.start()):
            yield hit.span()
    yield from (hit.span(1) for hit in _KANA_CLOSE.finditer(plain))


def _end_of(hit: re.Match[str]) -> int:
    """Where a code ends: the words of a sentence behind it look like its parts."""
    parts = list(_PART.finditer(hit[0]))
    while len(parts) > 1 and parts[-1][0].isalpha() and parts[-1][0].islower():
        parts.pop()
    return hit.start() + parts[-1].end()


def _stands_free(typed: str, span: Span) -> bool:
    """Whether it is no piece of a link, of a mail address or of a longer word."""
    start, end = span
    before, after = typed[start - 1 : start] if start else "", typed[end : end + 2]
    goes_on = after[:1] in tuple("/@=_") or (after[:1] == "." and after[1:].isascii() and after[1:].isalnum())
    return before not in tuple("/@.=&?#%_") and not goes_on


def _is_code(code: str, plain: str, at: int) -> bool:
    """A wild mix of twelve signs and more wherever it stands; a tamer one and digits with the word for it."""
    parts = _PART.findall(code)
    whole, before = "".join(parts), plain[max(at - _NAMED_BEFORE, 0) : at]
    if whole.isalpha() or _SOMEBODY_ELSES.search(before):
        return False
    told = _GIFT.search(plain, max(at - _GIFT_BEFORE, 0), at) is not None
    if whole.isdigit():
        phone = whole[0] == "0" and len(whole) in (10, 11)
        return told and len(whole) in _DIGITS and not phone and bool(_NUMBER_OF_IT.search(before))
    if not any(map(_changes, parts)):
        return False
    wild = _changes(whole) >= _WILD and len(whole) in _WHOLE and _is_even(parts)
    return (wild and whole.isupper()) or (told and len(whole) in _TAME)


def _changes(code: str) -> int:
    """How often letters and digits take turns."""
    return sum(one.isdigit() != other.isdigit() for one, other in pairwise(code))


def _is_even(parts: Sequence[str]) -> bool:
    """One piece, or pieces of about one length."""
    sizes = [len(part) for part in parts]
    return len(parts) == 1 or (len(parts) > 2 and min(sizes) >= 4 and max(sizes) - min(sizes) < 3)


def _is_spelt(plain: str, hit: re.Match[str]) -> bool:
    """Eight names of letters and digits in a row beside the word for a card, ten anywhere; words of a sentence are none."""
    spoken = len(_SPOKEN_ONE.findall(hit[0]))
    enough = spoken >= _FEWEST_SPOKEN and len(_SPOKEN_DIGIT.findall(hit[0])) >= _FEWEST_DIGITS
    all_of_it = spoken + sum(char.isascii() and char.isalnum() for char in hit[0])
    return enough and (
        all_of_it >= _LONG_SPELT
        or _GIFT.search(plain, max(hit.start() - _GIFT_BEFORE, 0), hit.start()) is not None
    )


def beside_a_card(plain: str, cards: Sequence[Span]) -> Iterator[Span]:
    """Yields where the expiry and the security code of a card stand; ``cards``: where card numbers stand, in order."""
    for _, end in cards:
        if after := _AFTER_CARD.match(plain, end):
            yield from (after.span(group) for group in (1, 2) if after[group])
    for hit in _ON_THE_BACK.finditer(plain):
        if not _NOT_AFTER.match(plain, hit.end()):
            yield hit.span(2)
    yield from (hit.span(1) for hit in _THREE_SPELT.finditer(plain))
    for hit in _EXPIRES.finditer(plain):
        if not _NO_EXPIRY.match(plain, hit.end()) and _is_of_a_card(plain, hit, cards):
            first = next(group for group in range(1, 11) if hit[group])
            yield hit.start(first), hit.end()


def _is_of_a_card(plain: str, hit: re.Match[str], cards: Sequence[Span]) -> bool:
    near = plain[max(hit.start() - _BESIDE, 0) : hit.start()]
    if any(_around(cards, hit.start() - _BESIDE, hit.end() + _BESIDE)):
        return True
    after = plain[hit.end() : hit.end() + _BESIDE]
    return not _NO_CARD.search(near) and bool(
        _CARD.search(near)
        or _CARD.search(after[:_CARD_AFTER])
        or _ON_THE_BACK.search(after)
        or "three digits" in after
    )


def names_beside(plain: str, passwords: Sequence[Span]) -> Iterator[Span]:
    """Yields where the name stands that one logs in with; ``passwords``: where secrets stand, in order. Without one beside it a name is no secret."""
    for both in _IDS_AND_MORE.finditer(plain):
        if both[1] not in _NO_ID and both[2] not in _NO_ID:
            yield from (both.span(1), both.span(2))
    for hit in _ID.finditer(plain):
        around = _around(passwords, hit.start() - 2 * _ID_BESIDE, hit.end() + _ID_BESIDE)
        near = any(_is_near(plain, hit, span) for span in around)
        before = plain[max(hit.start() - _NAMED_BEFORE, 0) : hit.start()]
        if near and hit[1] not in _NO_ID and not _SOMEBODYS_ID.search(before):
            yield hit.span(1)


def _around(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The spans that begin from ``start`` to ``end``: a long text has thousands, and each is looked for in its neighbourhood only."""
    at = bisect_left(spans, (start, 0))
    while at < len(spans) and spans[at][0] <= end:
        yield spans[at]
        at += 1


def _is_near(plain: str, name: re.Match[str], secret: Span) -> bool:
    """Whether the word for a password stands between the two, or before both."""
    start, end = secret
    if name.end() <= start <= name.end() + _ID_BESIDE:
        return _PASSWORD.search(plain, name.end(), start) is not None
    return end <= name.start() <= end + _ID_BESIDE and bool(
        _PASSWORD.search(plain, max(start - 16, 0), start)
    )
