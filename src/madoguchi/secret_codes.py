"""Where codes of gift cards stand, and what goes with a card or a password: expiry, security code, the name that one logs in with.

A code of a gift card is money, and a memo that lost a serial number or a sum to an asterisk has lost it for good. So letters and digits in a
wild mix are a code where a gift card is told or a code is read out; a tamer mix, letters or digits alone and what is spelt out need the word
for it beside them. Addresses, sums, days and what is named as an order, a parcel or a thing never are.
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
_MIXED = re.compile("[a-z][0-9]|[0-9][a-z]", re.ASCII | re.IGNORECASE)
_WILD = 3  # how often letters and digits take turns, at the least
_WHOLE, _TAME, _DIGITS = range(12, 26), range(8, 26), range(8, 21)
_LETTERS = range(14, 26)
_GIFT_BEFORE, _NAMED_BEFORE = 48, 32
_WILD_BEFORE, _READ_AFTER, _NEXT_ONE, _DIRECT = 100, 24, 12, 3
_GIFT = re.compile(
    r"ギフト|プリペイド|電子マネ-|アップルの?カ-ド|apple ?(?:カ-ド|card|gift)|itunes|アイチュ-ンズ|google ?play|グ-グルプレイ|"
    r"アマゾンカ-ド|カ-ドの?裏|ビットキャッシュ|bitcash|ウェブマネ-|webmoney|steam|バリアブル|"
    r"[裏銀][^。\n]{0,8}削|削って出|gift|prepaid|voucher|redeem|itunes card"
)
_NUMBER_OF_IT = re.compile(
    r"(?:番号|ナンバ-|コ-ド|数字|文字|桁|けた|ケタ|\bpins?\b|codes?\b|numbers?\b)"
    r"(?: (?:of|on|from|for) (?:the|my|a|that|this) [a-z ]{0,20}\bcards?\b)?([^\n。.!?0-9]{0,16})$"
)
_NOT_ITS = re.compile(
    r"円|[¥$]|払|買|振り?込|送金|入金|口座|普通|当座|電話番号|電話は|金額|合計|代金|値段|名前|名義|yen|paid|price|amount|total|bought|phone"
)
_OF_THE_CARD = re.compile(
    r"(?:ギフト券?|カ-ド|プリペイド|電子マネ-|プレイ|itunes|voucher|card)(?:は|が|の|を|:)?[ 「『\"']{0,2}$"
)
_SCRATCHED = re.compile(r"削|カ-ド|(?:^|[^一-龠ァ-ヶa-z\-])(?:番号|コ-ド|英数字?)|\bcodes?\b|scratch")
_READ_OUT = re.compile(
    r"[」』\"' ]{0,2}[^。\n0-9]{0,10}?(?:伝え|読み?上げ|読んだ|読みま|教え|言った|言いま|言って|\bread|\bgave|\btold)"
)
_NAMED_BEHIND = re.compile(r"[」』\"' ]{0,2}(?:という|っていう|って|の)(?:番号|コ-ド|数字|文字)")
_ONE_OF_SOME = re.compile(r"[0-9一二三四五]枚目[^0-9。\n]{0,3}$")
_READ_BEFORE = re.compile(
    r"\b(?:read|gave|told|sent)\b[^.\n]{0,16}\bcodes?\b[^.\n0-9]{0,6}$|(?:番号|コ-ド)を?[^。\n]{0,8}(?:読み?上げ|伝え|教え)[^0-9\n]{0,6}$"
)
_A_NAME = re.compile(
    r"[」』\"' ]{0,2}(?:という|って(?:いう)?)(?:お?店|会社|業者|人|名|サイト|アプリ|グル-プ|男|女)"
)
_A_FILE = re.compile("(?:img|dsc|pxl|scan|doc|vid)[0-9]{4}|0x")
_MONTH_DAY = r"(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])"
_SUM_OR_DAY = re.compile(
    r"(?:^|[ 、・])(?:[0-9]{1,3}(?:,[0-9]{3})+\b|"
    rf"(?:19|20)[0-9]{{2}}-{_MONTH_DAY}\b|(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\b|"
    rf"{_MONTH_DAY}(?: (?:[01]?[0-9]|2[0-3])-[0-5][0-9])?$|0[0-9]{{1,4}}-[0-9]{{1,4}}-[0-9]{{3,4}}\b)",
    re.ASCII,
)
_ROUND = re.compile(r"[0-9]{1,6}00")
_COUNTED = re.compile(
    r"[」』\"]?\s?(?:円|yen|万|千|ドル|dollar|usd|jpy|枚|ポイント|pt|人|件|日|年|月|時|[,.][0-9])"
)
_SOMEBODY_ELSES = re.compile(
    r"(?:注文|伝票|送り状|追跡|荷物|配送|配達|小包|受付|受理|問い?合わ?せ|相談|事件|事案|整理|予約|会員|登録|契約書?|書類|名札|件名|担当者?|ウイルス|警告|(?:line|ライン)の?id|アカウント|ユ-ザ-|ビル|マンション|証券|証明|免許|型番|品番|製品|管理|"
    r"製造|製番|シリアル|車台|車体|車両|車検|ナンバ-プレ-ト|部品|型式|機種|モデル|端末|識別子|ロット|ssid|wi-?fi|無線|ル-タ-|imei|iccid|書留|"
    r"レタ-パック|スマ-トレタ-|ゆうパック|ゆうパケット|宅配便?|宅急便|クリックポスト|利用者|利用 ?id|"
    r"お客様|お客さま|顧客|診察券?|通帳|記号 ?[0-9]{5}|患者|旅券|パスポ-ト|在留|"
    r"年金|保険|被保険者|学籍|学生|社員|従業員|職員|許可|認可|届出|普通|当座|座席|便|搭乗|フライト|チケット|切符|乗車券|当選|抽選|応募|懸賞|"
    r"領収書?|レシ-ト|見積書?|取引|部屋|建物|地番|裁判|訴訟|"
    r"エラ-|error|電話|口座|支店|銀行|国|郵便|ク-ポン|招待|紹介|商品|法人|送金先|ウォレット|アドレス|請求書?|"
    r"order|tracking|parcel|booking|reference|case|invoice|model|ticket|wallet|address|phone|serial|member(?:ship)?|policy|flight|plate|passport|"
    r"customer|receipt|registration|transaction|network|device|licen[cs]e|chassis|\bvin|registered mail|shipment|message[ \-]id|user)"
    r"(?:カ-ド|証)?[ \-]?の?(?:番号|コ-ド|ナンバ-|記号|キ-|名|id|no\.?|number|code|name|#)?(?:は|が|の|を|も|、|:|=| is| was)?"
    r"[ 「『\"'(#]{0,3}(?:第|[a-z0-9]{1,3}-)?$|画面に[ 「『]{0,2}$"
)
# 許可番号, 送金ID: a number of its own name is another's, but for the names of these.
_OWN_NAME = re.compile(
    r"([一-龠ァ-ヶa-z\-]{1,12}) ?(?:番号|コ-ド|ナンバ-|id)(?:は|が|の|を|も|、|:|=)?[ 「『\"'(#]{0,3}(?:第|[a-z0-9]{1,3}-)?$"
)
_NAMES_OF_IT = tuple(
    "ギフト カ-ド 券 マネ- プリペイド プレイ アップル アマゾン itunes apple amazon google play steam スチ-ム キャッシュ cash gift card pin "
    "裏 面 桁 枚 目 分 部 全 各 引換 交換 利用 使用 記載 入力 固有 個別 識別 専用 秘密 暗証 認証 確認 スクラッチ シリアル 英数 英字 "
    "アクセス オンライン デジタル チャ-ジ 有効化 後 時 際 今 前 毎 回 度 日 人 相手 店員 自分 男 女".split()
)
_ITS_SERIAL = re.compile(r"(?:カ-ド|券|ギフト|マネ-|card)の? ?(?:シリアル|serial)")
_LINK_BEFORE = 200
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
    r"[ 、,/\n]{1,3}((?:0[1-9]|1[0-2])[ ]?[/\-][ ]?(?:20)?[2-4][0-9])[ 、,/\n]{1,3}([0-9]{3,4})"
)
_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")  # 11/20 2026: the day of a payment
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
    r"[0-9]|[,.][0-9]|\s?(?:桁|けた|ケタ|円|回|件|枚|人|分|秒|日|月|年|時|歳|%|万|千|つ|社|ドル|ポイント|yen|jpy|usd|dollar|times|digit)"
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
    last, size = -_NEXT_ONE, 0
    for start, end in _candidates(typed):
        listed = start - last < _NEXT_ONE and size == end - start  # one more of a list
        if _stands_free(typed, (start, end)) and _is_code(typed, plain, (start, end), listed=listed):
            last, size = end, end - start
            yield start, end
    for hit in _SPELT.finditer(plain):
        if _is_spelt(plain, hit):
            yield hit.start(), hit.start() + len(hit[0].rstrip(" 、・,"))
    for hit in _KANA_CODE.finditer(plain):
        if _KANA_NAMED.search(plain, max(hit.start() - _GIFT_BEFORE, 0), hit.start()):
            yield hit.span()
    yield from (hit.span(1) for hit in _KANA_CLOSE.finditer(plain))


def _candidates(typed: str) -> Iterator[Span]:
    """Where a code may stand. Words of a sentence look like its parts: before digits they are passed over."""
    at = 0
    while hit := _CODE.search(typed, at):
        parts = list(_PART.finditer(hit[0]))
        if len(parts) > 1 and _is_a_word(parts[0][0]) and not _MIXED.search(hit[0]):
            at = hit.start() + parts[0].end()
            continue
        at = hit.end()
        yield hit.start(), _end_of(typed, hit.start(), parts)


def _is_a_word(part: str) -> bool:
    return part.isalpha() and part.islower()


def _end_of(typed: str, start: int, parts: list[re.Match[str]]) -> int:
    """Where a code ends: words of a sentence, a sum or a day behind it look like its parts."""
    while len(parts) > 1 and _is_a_word(parts[-1][0]):
        parts.pop()
    end = start + parts[-1].end()
    if _MIXED.search(typed, start, end) or not parts[0][0].isdigit():
        return end
    other = _SUM_OR_DAY.search(typed[start:end])
    kept = [part for part in parts if not other or part.end() <= other.start()]
    if len(kept) > 2 and not other and _COUNTED.match(typed, end) and not _is_one_list(typed, start, kept):
        kept.pop()
    return start + kept[-1].end() if kept else end


def _is_one_list(typed: str, start: int, parts: Sequence[re.Match[str]]) -> bool:
    """Whether the same sign stands between all of them: then what is counted at the end is counted throughout."""
    gaps = {typed[start + one.end() : start + other.start()] for one, other in pairwise(parts)}
    return len(gaps) == 1


def _stands_free(typed: str, span: Span) -> bool:
    """Whether it is no piece of a link, of a mail address or of a longer word."""
    start, end = span
    before, after = typed[start - 1 : start] if start else "", typed[end : end + 2]
    goes_on = after[:1] in tuple("/@=_") or (after[:1] == "." and after[1:].isascii() and after[1:].isalnum())
    return before not in tuple("/@.=&?#%_") and not goes_on


def _is_code(typed: str, plain: str, span: Span, *, listed: bool) -> bool:
    """A wild mix of twelve signs and more beside a gift card or as it is read out; a tamer one, letters or digits with the word for it."""
    start, end = span
    code, before = typed[start:end], plain[max(start - _NAMED_BEFORE, 0) : start]
    mixed = _MIXED.search(code) is not None
    told = listed or _GIFT.search(plain, max(start - _GIFT_BEFORE, 0), start) is not None
    if not mixed and not (told and (listed or _is_named(before) or _NAMED_BEHIND.match(plain, end))):
        return False
    if is_in_a_link(plain, start) or _is_somebody_elses(before):
        return False
    parts = _PART.findall(code)
    if mixed:
        return _is_mixed_code(plain, span, parts, told=told, listed=listed)
    whole = "".join(parts)
    if whole.isdigit():
        return len(whole) in _DIGITS and not _is_counted(plain, span, parts)
    shouted = typed[max(start - _NEXT_ONE, 0) : start].isupper()
    letters = whole.isupper() and len(whole) in _LETTERS and _is_even(parts) and not _is_spoken(whole)
    return letters and not shouted


def _is_somebody_elses(before: str) -> bool:
    """Whether an order, a thing, an account or what else has a number of its own name stands before it."""
    own = _OWN_NAME.search(before)
    named = own and not (own[1].endswith(_NAMES_OF_IT) or _OF_THE_CARD.search(before[: own.start()]))
    return (bool(named) or _SOMEBODY_ELSES.search(before) is not None) and not _ITS_SERIAL.search(before)


def _is_mixed_code(plain: str, span: Span, parts: Sequence[str], *, told: bool, listed: bool) -> bool:
    """Letters and digits. Capitals beside small ones are a name (iPhone16Pro), and what is called a shop or a person is too."""
    start, end = span
    whole, before = "".join(parts), plain[max(start - _NAMED_BEFORE, 0) : start]
    if not (whole.isupper() or whole.islower()) or _A_NAME.match(plain, end) or _A_FILE.match(whole.lower()):
        return False
    read = bool(_READ_OUT.match(plain[end : end + _READ_AFTER]) or _READ_BEFORE.search(before))
    if _changes(whole) >= _WILD and len(whole) in _WHOLE and _is_even(parts):
        beside = _GIFT.search(plain, max(start - _WILD_BEFORE, 0), min(end + _READ_AFTER, len(plain)))
        alone = _ONE_OF_SOME.search(before) or (read and _SCRATCHED.search(before))
        return listed or beside is not None or bool(alone)
    close = _DIRECT if _changes(whole) < _WILD - 1 else len(before)
    named = listed or _is_named(before, close=close) or _OF_THE_CARD.search(before) is not None
    return told and len(whole) in _TAME and (named or read)


def _is_named(before: str, *, close: int = _NAMED_BEFORE) -> bool:
    """Whether the word for a number stands before it, ``close`` at the farthest, and nothing that is counted, paid or called between."""
    hit = _NUMBER_OF_IT.search(before)
    return hit is not None and len(hit[1].strip(" 「『\"'")) <= close and not _NOT_ITS.search(hit[1])


def _is_counted(plain: str, span: Span, parts: Sequence[str]) -> bool:
    """Whether digits are a telephone number, sums, a day or an hour."""
    start, end = span
    whole = "".join(parts)
    phone = whole[0] == "0" and len(whole) in (10, 11)
    sums = all(map(_ROUND.fullmatch, parts)) or plain[max(start - 1, 0) : start] in tuple("¥￥$€£")
    return phone or sums or bool(_SUM_OR_DAY.search(plain[start:end]) or _COUNTED.match(plain, end))


def _is_spoken(whole: str) -> bool:
    """A third of vowels and more: words, no code."""
    return 3 * sum(char in "AEIOU" for char in whole) >= len(whole)


def is_in_a_link(plain: str, at: int) -> bool:
    """Whether what stands at ``at`` is a piece of an address: /password/reset, ?pin=38."""
    word = plain[max(at - _LINK_BEFORE, 0) : at].split()[-1:]
    return not plain[at - 1 : at].isspace() and any("://" in one for one in word)


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
            if not _NOT_AFTER.match(plain, after.end()) and not _A_YEAR.fullmatch(after[2]):
                yield from (after.span(1), after.span(2))
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
