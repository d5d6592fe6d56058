"""Hides what nobody should have written down: card numbers with what stands beside them, My Numbers, PINs, passwords with the names that go
with them, one-time codes, codes of gift cards. Every text keeps its length.

In doubt a number goes: the person knows it, and no desk needs it. What ``masks`` hides when a paper leaves the house
(telephone numbers, addresses) stays here, for the reading needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from madoguchi.masks import Span, card_spans, levelled
from madoguchi.secret_answers import answers_given
from madoguchi.secret_codes import beside_a_card, gift_codes, is_in_a_link, names_beside
from madoguchi.words import Story

_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9]){11,22}", re.ASCII)
_GROUP = re.compile(r"[0-9]+", re.ASCII)
_LIKE_A_CARD = range(14, 17)  # typed with a slip, it fails the check digit and is a card number all the same
_MY_NUMBER = 12
_PARCEL = re.compile(
    "送り状|伝票|追跡|荷物|注文|受付|問い?合わ?せ番号|取引番号|振込番号|相談番号|事案番号|案件番号|事件番号|imei|order|parcel|tracking"
)  # numbers of twelve digits that are nobody's secret
_YEN = re.compile(r" ?(?:円|yen)")
_DEVICE = re.compile(r"imei[^0-9]{0,6}$")  # has the check digit of cards
_BEFORE = 16
_CARD_BEFORE = 24
# `levelled` makes every dash between digits a hyphen, the long vowel of パスワード too: so do the words.
_NAMES = (
    r"暗証番号|暗証|あんしょうばんごう|あんしょう番号|パスワード|パスコード|合言葉|\bpassword|\bpasscode|\bpin|ピン番号|ピンコード|"
    r"認証コード|確認コード|認証番号|セキュリティコード|セキュリティーコード|cvv|cvc|[4四](?:桁|けた|ケタ)の(?:番号|数字)|マイナンバー|個人番号|"
    r"ワンタイムパス|ワンタイムコード|ログインコード|本人確認コード|承認コード|承認番号|smsコード|smsの番号|sms認証|2段階認証|二段階認証|"
    r"[6六](?:桁|けた|ケタ)の(?:番号|数字|コード)|[46四六](?:桁|けた|ケタ)コード|裏の番号|"
    r"security code|verification code|one[ \-]time (?:code|password)|login code|access code|(?:six|6)[ \-]digit (?:code|number)|\botp|\bpw[ :=はがの]"
).replace("ー", "-")
_SHORT_NAMES = rf"{_NAMES}|パス|ピン|\bpass"  # so short that the secret must follow at once
_GAP = r"(?:[はがのをもに、:=\-\s「『\"'(\[]|です|それは|番号|\([0-9]桁\)|code|number|which|is|was|誕生日|生年月日){0,6}"
_VALUE = r"[0-9]{1,4}(?:[ \-][0-9]{1,4}){1,8}|[0-9a-z!#-&*+./:-@^_~\-]{3,40}"
_SAID = re.compile(rf"(?:{_SHORT_NAMES}){_GAP}({_VALUE})", re.ASCII)
# Further on in the sentence only four or six digits are taken for the secret, and none that something else is named before.
_SAID_LATER = re.compile(
    rf"(?:{_NAMES})([^0-9#+¥$。.!?\n]{{0,24}})([0-9]{{3}}[ \-][0-9]{{3}}|[0-9]{{6}}|[0-9]{{4}})(?:[^0-9/.\-]|[.\-][^0-9]|[.\-]?$)",
    re.ASCII,
)
_SAID_BEFORE = re.compile(
    rf"([0-9a-z_]{{4,20}})(?:という|っていう|と言う|がその|が|,? (?:is|was) (?:my |the |our |her |his |your )?)(?:{_NAMES})",
    re.ASCII,
)
# A code that came by message and went on: its name may be missing.
_TEXTED = re.compile(
    r"(?:sms|ショ-トメ-ル|ショ-トメッセ-ジ|届いた|届いてた|送られて(?:き|来)た|texted me|sent me)[^0-9。\n]{0,24}(?:6桁[「『 の、は]{0,2})?"
    r"([0-9]{6}|[0-9]{3}[ \-][0-9]{3})[」』\" ]?(?:という番号|の番号|の数字)?を[^。\n払迫円]{0,8}?"
    r"(?:教え|伝え|言|入力|入れ|読み上|読んだ|答え)|"
    r"(?:^|[^ァ-ヶ一-龠a-z \-])コ-ド(?:は|が|を|:)[「『 ]?([0-9]{6})(?:[^0-9万円]|$)|"
    r"([0-9]{6})[」』\"]?という(?:確認|認証)?(?:番号|コ-ド|数字)を[^。\n]{0,6}(?:教え|伝え|言|入力|入れ|読み上)|"
    r"\b(?:the|a|that|this|their) (?:login |sign-in |texted |secret )?code\b(?:[^0-9.\n]{0,32}|[.!?] )([0-9]{6})\b",
    re.ASCII,
)
_SOMETHING_ELSE = re.compile(
    r"注文|伝票|口座|電話番号|支店|番地|郵便|送り状|受付|問い?合わ?せ|会員番号|請求|金額|料金|(?:in|since|year) $"
)
_OF_AN_ORDER = re.compile("(?:注文|伝票|予約|受付|郵便|部屋|相談|事件)の$")
_FREE_CALLS = ("0120", "0570", "0800")
_WORD_ALONE = re.compile(
    r"(?:パスワード|パス|合言葉)(?:は|が|を|:)[「『\"' ]?([a-z]{4,20})[」』\"']?(?:です|でした|だと|だって|、と|と(?:言|教|答|伝|入|打))".replace(
        "ー", "-"
    ),
    re.ASCII,
)
_A_SUM_BEFORE = re.compile(
    r"[¥￥$€£] ?$|\b(?:jpy|usd|yen) $|\b(?:bill|invoice|amount|price|total|paid|(?:order|account|phone|ticket|tracking) (?:number|no\.?|#))\b"
)
# My password is sunflower: a word that ends there, and not what is said of a password.
_A_WORD = re.compile(
    r"\b(?:my |the |and |his |her |our )?pass(?:word|code|phrase)(?: is| was|:) ?[\"']?([a-z]{4,20})[\"']?(?:[.,;!?\n]|$| and )"
)
_SAID_OF_IT = frozenset(
    "wrong weak strong simple short long same secret safe secure correct incorrect invalid valid unsafe unknown known different mine okay fine "
    "gone lost missing blank empty public private temporary easy hard good right there here none nothing something what that this yours theirs "
    "hers enough complex difficult unique true false stolen hidden broken forgotten given shown taken written your full numeric sent kept made "
    "gibberish rubbish random personal useless case-sensitive four eight digits letters numbers outdated obvious ready dead over important".split()
)
_HIRAGANA = "ぜろ|れい|まる|いち|に[いぃ\\-]?|さん|よん|し[いぃ\\-]?|ご[おうぉ\\-]?|ろく|なな|しち|はち|きゅう|きゅ-|く"
_KATAKANA = "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ん" else char for char in _HIRAGANA)
_SPELT = re.compile(
    rf"(?:{_SHORT_NAMES})[^。!?\n]{{0,16}}?((?:(?:{_HIRAGANA}|{_KATAKANA}|[一二三四五六七八九0-9])[ 、・\-]{{0,2}}){{4,16}}"
    r"|(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ ,\-]{0,2}){4,16})"
)
_NAMED_DIGIT = re.compile(f"{_HIRAGANA}|{_KATAKANA}|[a-z]+")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_RUN = re.compile("[〇零一二三四五六七八九](?:[ -]?[〇零一二三四五六七八九]){3,40}")
# 4980、1234、…: beside a card's name.
_CARD_IN_PARTS = re.compile(r"[0-9]{4}(?:[、,・/.の \-]{1,3}[0-9]{4}){3}", re.ASCII)
_PARTS = "-、,・"  # what parts digits stays
_COUNTED = (
    "桁 けた 文字 分 秒 時 日 年 月 回 円 万 千 人 枚 件 台 名 個 通 号 歳 才 階 丁目 ポイント 頃 ごろ % yen jpy usd dollar people times"
).split()  # 12桁, 10分間, 2025年: no secret
_NO_SECRET = frozenset(
    {
        "sms",
        "web",
        "url",
        "http",
        "https",
        "www",
        "pin",
        "password",
        "pass",
        "no",
        "id",
        "pc",
        "line",
        "app",
        "google",
        "apple",
        "amazon",
        "gmail",
        "yahoo",
    }
)


def secrets_hidden(text: str) -> str:
    """Returns ``text`` with its secret numbers as asterisks, as long as before; what parts the digits stays."""
    plain = levelled(text).lower()
    if len(plain) != len(
        text
    ):  # lower-casing can lengthen a few letters (İ): then only the digits are looked for
        plain = levelled(text)
    plain = _KANJI_RUN.sub(lambda run: run[0].translate(_KANJI_DIGITS), plain)
    chars = list(text)
    for start, end in _secrets(levelled(text), plain):
        for at in range(start, end):
            parts = plain[at].isspace() or (plain[at] in _PARTS and chars[at] != "ー")
            chars[at] = chars[at] if parts else "*"
    return "".join(chars)


def hidden(story: Story) -> Story:
    """Returns ``story`` with card numbers, My Numbers, PINs and passwords as asterisks; every text keeps its length."""
    return msgspec.structs.replace(
        story,
        text=secrets_hidden(story.text),
        subject=secrets_hidden(story.subject) if story.subject else None,
        sender=secrets_hidden(story.sender) if story.sender else None,
        urls=tuple(map(secrets_hidden, story.urls)),
        anchors=tuple((secrets_hidden(seen), secrets_hidden(href)) for seen, href in story.anchors),
        attachments=tuple(map(secrets_hidden, story.attachments)),
        checks=tuple(map(secrets_hidden, story.checks)),
    )


def _secrets(typed: str, plain: str) -> Iterator[Span]:
    cards = sorted(_numbers(plain))
    words = sorted((*_said(plain), *_said_elsewhere(plain)))
    yield from (*cards, *words, *_texted(plain))
    yield from (*gift_codes(typed, plain), *beside_a_card(plain, cards), *names_beside(plain, words))
    yield from answers_given(typed, plain)


def _numbers(plain: str) -> Iterator[Span]:
    yield from (
        span for span in card_spans(plain) if not _DEVICE.search(plain[max(span[0] - _BEFORE, 0) : span[0]])
    )
    for run in _RUN.finditer(plain):
        if not _stands_alone(plain, run.span()) or _PARCEL.search(
            plain[max(run.start() - _BEFORE, 0) : run.start()]
        ):
            continue
        digits = [int(char) for char in run[0] if char.isdigit()]
        sizes = [len(group) for group in _GROUP.findall(run[0])]
        card = _is_like_a_card(digits, sizes) and not is_in_a_link(plain, run.start())
        mine = _is_grouped(sizes, (2, 3, 4, 6)) and _is_my_number(digits)
        if card or (mine and not _YEN.match(plain, run.end())):
            yield run.span()
    for parts in _CARD_IN_PARTS.finditer(plain):
        before = plain[max(parts.start() - _CARD_BEFORE, 0) : parts.start()]
        if "カ-ド" in before or "card" in before:
            yield parts.span()


def _is_like_a_card(digits: list[int], sizes: list[int]) -> bool:
    """The length and the grouping of cards. None begins with a zero: that is how telephone numbers begin."""
    grouped = _is_grouped(sizes, (4,)) or (sizes[0] == 4 and all(4 <= size <= 6 for size in sizes))
    return len(digits) in _LIKE_A_CARD and digits[0] != 0 and grouped


def _is_grouped(sizes: list[int], usual: tuple[int, ...]) -> bool:
    """In one piece, digit by digit, or in groups of one usual size (the last may be shorter)."""
    return (
        len(sizes) == 1
        or set(sizes) == {1}
        or (sizes[0] in usual and set(sizes[:-1]) == {sizes[0]} and sizes[-1] <= sizes[0])
    )


def _said(plain: str) -> Iterator[Span]:
    """What follows a word for it: 暗証番号は1234, password: abc123. A word alone (パスワードをSMSで) is none."""
    for said in _SAID.finditer(plain):
        secret = said[1] not in _NO_SECRET and any(char.isdigit() for char in said[1]) and ".." not in said[1]
        if (
            secret
            and not _OF_AN_ORDER.search(plain[max(said.start() - _BEFORE, 0) : said.start()])
            and not is_in_a_link(plain, said.start())
            and not _is_counted(plain[said.end() : said.end() + 9])
        ):
            yield said.span(1)
    for said in _A_WORD.finditer(plain):
        if said[1] not in _SAID_OF_IT and not said[1].endswith(("ed", "ing", "able", "ful")):
            yield said.span(1)


def _said_elsewhere(plain: str) -> Iterator[Span]:
    """What stands farther from the word for it, before it, is a word alone, or is spelt out: よんはちにいち."""
    for said in _SAID_LATER.finditer(plain):
        other = _SOMETHING_ELSE.search(said[1]) or said[2].startswith(_FREE_CALLS)
        if not other and not _is_counted(plain[said.end(2) : said.end(2) + 9]):
            yield _whole(plain, said.span(2))
    for said in _SAID_BEFORE.finditer(plain):
        if any(char.isdigit() for char in said[1]) and plain[said.start() - 1 : said.start()] not in (
            "#",
            "-",
        ):
            yield said.span(1)
    for said in _WORD_ALONE.finditer(plain):
        if said[1] not in _NO_SECRET:
            yield said.span(1)
    for said in _SPELT.finditer(plain):
        if len(_NAMED_DIGIT.findall(said[1])) > 1:  # パスモに5000: に is no two there
            yield said.span(1)


def _whole(plain: str, span: Span) -> Span:
    """The span with the letters right before it: of pochi2015 not the digits alone."""
    start = span[0]
    while start and plain[start - 1].isascii() and plain[start - 1].isalpha():
        start -= 1
    return start, span[1]


def _texted(plain: str) -> Iterator[Span]:
    for said in _TEXTED.finditer(plain):
        start, end = next(said.span(group) for group in (1, 2, 3, 4) if said[group])
        if _is_counted(plain[end : end + 9]) or _A_SUM_BEFORE.search(plain[said.start() : start]):
            continue
        if not plain.startswith(_FREE_CALLS, start) and not _SOMETHING_ELSE.search(
            plain[said.start() : start]
        ):
            yield start, end


def _is_counted(after: str) -> bool:
    """Whether a number goes on, as an amount (99,800) or with what it counts."""
    return (
        after[:1].isdigit()
        or (after[:1] == "," and after[1:2].isdigit())
        or after.lstrip().startswith(tuple(_COUNTED))
    )


def _stands_alone(plain: str, span: Span) -> bool:
    """No digit goes on beside it, and no plus stands before: that is a telephone number of another country."""
    start, end = span
    return not (
        plain[start - 1 : start].isdigit()
        or plain[start - 1 : start] == "+"
        or plain[end : end + 1].isdigit()
    )


def _is_my_number(digits: list[int]) -> bool:
    """The check digit of an individual number (order of the Ministry of Internal Affairs of 2014, no. 85, article 5)."""
    if len(digits) != _MY_NUMBER or len(set(digits)) == 1:
        return False
    body = list(reversed(digits[:-1]))
    total = sum(digit * (at + 2 if at < 6 else at - 4) for at, digit in enumerate(body))
    rest = total % 11
    return digits[-1] == (0 if rest <= 1 else 11 - rest)
