"""Secrets that stand away from the word for them: 暗証番号を聞かれて、…と答えた, my password, it is …, 合言葉は…です, two words to log in with.

What was asked for is named first; what was said stands before the verb of saying. Only what looks like a secret is taken there: letters
and digits in one word, a few digits, digits by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.masks import Span

# `levelled` makes the long vowel a hyphen: so do the words here.
_FOUR = r"[46四六](?:桁|けた|ケタ|つ)の?(?:番号|数字|暗証|コ-ド)"
_NAMES = rf"暗証番号|あんしょう番号|暗証|パスワ-ド|パスコ-ド|合言葉|ピン番号|認証(?:番号|コ-ド)|確認(?:番号|コ-ド)|{_FOUR}"
_WORD = r"[a-z0-9!#$%&*+_]{4,24}"
_DIGITS = r"[0-9](?:[ 、・\-]{0,2}[0-9]){3,7}"
_GAVE = (
    r"[」』\"']?(?:です|でした|だ|だった)?[」』\"']?[ ]?(?:と|って|を|も)[ ]?[^。\n、0-9]{0,6}?"
    r"(?:答|こたえ|言|いっ|いい|教|おしえ|伝|つたえ|入れ|入力|打|送|話|読|返|書|渡|押)"
)
_ANSWERED = re.compile(rf"(?:{_NAMES})([^。!?\n0-9a-z]{{0,32}}?)({_DIGITS}|{_WORD}){_GAVE}", re.ASCII)
_AND_THE = re.compile(rf"パスワ-ド(?:は|が)[^。!?\n0-9a-z]{{0,16}}の({_WORD})(?:です|でし|だ)", re.ASCII)
_OTHER_NUMBER = re.compile(
    r"注文|伝票|口座|電話|支店|番地|郵便|送り状|受付|問い?合わ?せ|会員番号|請求|金額|料金|部屋|相談|事件|円|下$"
)
_COUNTED = re.compile(r"[ ]?(?:円|回|分|秒|時|日|月|年|人|枚|件|個|万|千|号|桁|けた|ケタ|cm|%|[0-9])")
_TWO = re.compile(
    rf"(?:ログイン|サインイン|入れるよう|入れば|\bid)[^。!?\n0-9a-z]{{0,20}}({_WORD})[」』]?(?:と|、|,|・|/| )[ 「『]?({_WORD}){_GAVE}",
    re.ASCII,
)
_NAME = r"(?:[a-z]+[0-9_.][a-z0-9_.]*|[0-9]+[a-z_.][a-z0-9_.]*)"
_USER = re.compile(
    rf"(?:ユ-ザ-?(?:id|名)|ログイン(?:id|名)|会員id|お客様id|アカウント名|\buser ?(?:id|name)|\blogin (?:id|name))"
    rf"(?:は|が|に|を|:|=| is| was|[「『\"' ]){{1,3}}({_NAME})|(?:^|[^a-zァ-ヶ一-龠の])id(?:は|に|を)[ 「]?({_NAME})[」]?を?(?:入れ|入力|打)",
    re.ASCII,
)
_SOMEBODYS = re.compile(
    r"line|ライン|相手|向こう|先方|インスタ|テレグラム|telegram|犯人|あの人|his |her |their "
)

_KANA_CODE = re.compile(
    r"ひらがなの?(?:id|番号|コ-ド|文字)(?:は|が|を|:|を聞かれて|で|、)?[「『 ]{0,2}((?:[ぁ-ん][ 、・\-]{0,2}){16})"
    r"(?:[」』]|です|でし|と[言い伝]|を|。|$)"
)
_ON_A_CARD = re.compile(
    r"(?:カ-ドの?(?:番号|コ-ド))(?:は|が|を|:|を?聞かれて|、)?[ 「『]{0,2}([A-Z0-9]{4,8}(?:[ \-]?[A-Z0-9]{4,8}){1,4})",
    re.ASCII,
)
_OTHER_CARDS = re.compile("(?:在留|永住|住基|ナンバ-|保険|診察|会員|ポイント|免許|社員|学生|図書)$")
_CAME = re.compile(
    r"(?:届いた|届いてた|届いている|送られて(?:き|来)た|(?:sms|メ-ル|ショ-トメ-ル)[でに](?:来|き)た)[ ]?(?:認証|確認)?(?:番号|数字|コ-ド)"
    r"(?:は|が|、|:|を聞かれて)?[ 「『]{0,2}([1-9](?:[ \-]?[0-9]){5})"
)
_KANJI = "[〇零一二三四五六七八九]"
_BACK = re.compile(
    r"(?:セキュリティ-?コ-ド|セキュリティ-?番号|裏の?[3三](?:桁|けた|ケタ)|cvv|cvc)(?:の?(?:数字|番号))?"
    rf"(?:は|が|を聞かれて|を聞かれ、|を|、|:|「| ){{0,3}}({_KANJI}(?:[ 、・]{{0,2}}{_KANJI}){{2,3}})"
)
_TOLD_SO = r"(?:です(?:[^かよね]|$)|でした|だと|と(?:言|い[いっ]|答|伝|教|入力)|にし(?:て|ま|た))"
_KANA_WORD = r"([ぁ-んァ-ヶ一-龠\-]{2,12}?)[」』 ]{0,2}"
_IN_LETTERS = "(?:カタカナ|ひらがな|漢字)で"
_WORDS = re.compile(
    rf"(?:合言葉|あいことば|秘密の(?:質問の)?答え)(?:は|を|が|:)(?:{_IN_LETTERS})?[「『 ]{{0,2}}{_KANA_WORD}{_TOLD_SO}"
    rf"|パスワ-ドは(?:{_IN_LETTERS}[「『 ]?|[「『]){_KANA_WORD}{_TOLD_SO}"
)
_NO_WORD = re.compile(
    "何|大事|大切|必要|同じ|変|忘|な[いし]|なかっ|まだ|決め|教え|[言聞い]わ|言[いっ]|覚え|知ら|知っ|秘密|安全|簡単|長[いす]|短|別|使[っい]|聞|家族|ます|です|どれ|これ|それ|あれ"
)

_ENGLISH = re.compile(r"\b(?:password|passcode|pin(?: number)?)\b")
_ENGLISH_WORD = re.compile(rf"{_WORD}|[.!?](?: |$)|\n", re.ASCII)
_REACH = 80
_ENGLISH_DIGITS = re.compile(
    r"\b(?:password|passcode|pin(?: number)?)\b[^.!?\n0-9]{0,50}?"
    r"(?:said|told (?:him|her|them)|gave (?:him|her|them)|typed(?: in)?|entered|read(?: out)?|it's|it is|it was)"
    r"[ :,\"']{1,3}([0-9](?:[ \-]?[0-9]){3,7})",
    re.ASCII,
)
_GOES_ON = re.compile(r"[0-9\-/,]| (?:yen|times|people|minutes|days|o'clock)")
_COUNTS = re.compile("[つ本件個人枚台月日年時分円十百千万回社]")
_GIVEN_IN_ENGLISH = re.compile(r"\b(?:is|it's|was|gave|told|said|typed|entered|sent|shared|read)\b|[:=]")
_PRODUCT = re.compile(
    r"(?:windows|win|iphone|ipad|android|ios|office|galaxy|pixel|covid|ps|web|mp|chrome|version|ver|v)[0-9]+[a-z]{0,3}"
)


def answers_given(typed: str, plain: str) -> Iterator[Span]:
    """Yields where such secrets stand in ``typed`` (``levelled``); ``plain``: the same in small letters."""
    yield from _answered(plain)
    yield from _log_in(plain)
    yield from _codes(typed, plain)
    for hit in _WORDS.finditer(plain):
        group = 1 if hit[1] else 2
        if not _NO_WORD.search(hit[group]):
            yield hit.span(group)
    yield from _in_english(plain)


def _is_mixed(word: str) -> bool:
    """Whether letters and digits stand in it: such a word is a password, a name alone is none."""
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _answered(plain: str) -> Iterator[Span]:
    for hit in _ANSWERED.finditer(plain):
        before = plain[max(hit.start() - 8, 0) : hit.start()]
        other = _OTHER_NUMBER.search(hit[1]) or _OTHER_NUMBER.search(before)
        digits = not any(map(str.isalpha, hit[2]))
        if (digits and not other and not _COUNTED.match(plain, hit.end(2))) or _is_mixed(hit[2]):
            yield hit.span(2)
    yield from (hit.span(1) for hit in _AND_THE.finditer(plain) if _is_mixed(hit[1]))


def _log_in(plain: str) -> Iterator[Span]:
    for hit in _TWO.finditer(plain):
        if _is_mixed(hit[1]) and _is_mixed(hit[2]):
            yield from (hit.span(1), hit.span(2))
    for hit in _USER.finditer(plain):
        group = 1 if hit[1] else 2
        if not _SOMEBODYS.search(plain[max(hit.start() - 24, 0) : hit.start()]):
            yield hit.start(group), hit.start(group) + len(hit[group].rstrip("."))


def _codes(typed: str, plain: str) -> Iterator[Span]:
    """Codes that came, that stand on a card, on its back, or are all letters or kana."""
    yield from (hit.span(1) for hit in _KANA_CODE.finditer(plain))
    for hit in _ON_A_CARD.finditer(typed):
        if _is_mixed(hit[1]) and not _OTHER_CARDS.search(typed, max(hit.start() - 6, 0), hit.start()):
            yield hit.span(1)
    for hit in _CAME.finditer(plain):
        if not (_COUNTED.match(plain, hit.end()) or plain.startswith("-", hit.end())):
            yield hit.span(1)
    yield from (hit.span(1) for hit in _BACK.finditer(plain) if not _COUNTS.match(plain, hit.end()))


def _in_english(plain: str) -> Iterator[Span]:
    for name in _ENGLISH.finditer(plain):
        for word in _ENGLISH_WORD.finditer(plain, name.end(), min(name.end() + _REACH, len(plain))):
            if len(word[0]) < 3:  # the sentence ends
                break
            told = _GIVEN_IN_ENGLISH.search(plain, name.end(), word.start())
            if told and _is_mixed(word[0]) and not _PRODUCT.fullmatch(word[0]):
                yield word.span()
    for hit in _ENGLISH_DIGITS.finditer(plain):
        if not _GOES_ON.match(plain, hit.end()):
            yield hit.span(1)
