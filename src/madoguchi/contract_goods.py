"""What a contract was for, in the words in which it is told: a thing bought, a work done, a service. Nothing is made up.

What the words of the contract name (屋根の葺き替え工事を契約) goes before what is only named beside it; a purchase told beside a
contract (車を買って、屋根工事を契約) is not what the contract was for, nor is what a neighbour had done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

Span = tuple[int, int]

_MOST_NAME, _MOST_PLACES = 40, 200
_OF_ONE_SIGN = frozenset("枕墓畳靴車服鍵琴")
_OKURIGANA = (  # words that go on behind a kana
    "葺き替え|ふき替え|張り替え|貼り替え|塗り替え|取り替え|入れ替え|建て替え|買い替え|取り付け|組み立て|引き込み|積み立て|詰め合わせ"
    "|雨どい|水まわり|水回り|使い放題|見放題|食べ放題|お墓|お守り|お試し|ふとん|まくら|かつら|かに|めがね|じゅうたん|はんこ|おせち|りんご|みかん"
)
_WORD = f"(?:{_OKURIGANA}|[一-龠々〆ァ-ヶー・\\-a-z0-9])"
_NAME = f"((?:{_WORD}{{1,20}}の){{0,3}}{_WORD}{{1,20}})"
_LABELLED = re.compile(
    "(?:商品名|商品|品名|役務|サービス名|契約の内容|契約内容|契約したもの|買ったもの)(?:は|:)[ 「『]{0,2}([^。、\n「」『』]{2,40})"
)
_AGREED = re.compile(f"{_NAME}(?:を|の)[^。、\nを]{{0,14}}?(?:契約|申し?込)")
_BOUGHT = re.compile(
    f"{_NAME}(?:を|の)[^。、\nを]{{0,10}}?(?:購入|注文|買っ|買い|買わ|頼ん|頼み|依頼|発注|リースし|レンタルし|借り|予約)"
)
_JOINED = re.compile(f"{_NAME}に[^。、\n]{{0,4}}?(?:加入|入会|申し?込|登録料)")
_WORKED = re.compile(
    f"({_WORD}{{1,20}}の?(?:工事|修理|点検|駆除|清掃|クリーニング|塗装|交換|リフォーム|施術))(?:を|が)?[^。、\n]{{0,3}}?(?:し(?:た|て)|され|させ|やっ|勧め|終わ)"
)
# Each with what must stand in a sentence in which it finds anything: that is looked for first, and much faster.
_OUTRIGHT = (
    (_LABELLED, re.compile("[品役サ契買]")),
    (_AGREED, re.compile("契約|申し?込")),
    (_BOUGHT, re.compile("[購注買頼依発借予リレ]")),
    (_JOINED, re.compile("加入|入会|申し?込|登録料")),
    (_WORKED, re.compile("[工修点駆清ク塗交リ施]")),
)
_NOT_SO = re.compile(
    "[^。\n]{0,6}?(?:ていない|ていません|てない|てません|ないよう|しない|しません|なかった|ませんでした|断っ|断り|前に|ように(?:言|迫)|ば|たら)"
)
_OTHERS = re.compile(
    "(?:隣|近所|向かい|知人|知り合い|友人|友達|ママ友|同僚)(?:さん)?(?:の?(?:人|家|方|奥さん|お宅|うち))?(?:(?:は|も|では|でも)[^。、\n]{0,8}|が、?)$"
)
_GOODS = (
    "屋根|外壁|塗装|瓦|雨どい|雨樋|床下|換気扇|排水管|洗浄|太陽光|ソーラー|蓄電池|給湯器|エコキュート|浄水器|分電盤|ブレーカー|シロアリ"
    "|白アリ|駆除|リフォーム|耐震|布団|ふとん|マットレス|掃除機|脱毛|エステ|痩身|美容|整形|教材|スクール|講座|コース|プラン|サポート"
    "|マニュアル|健康食品|サプリ|化粧品|美容液|絵画|版画|着物|宝石|指輪|ネックレス|ブローチ|貴金属|時計|カニ|かに|海産物|魚介"
    "|光回線|インターネット回線|ウォーターサーバー|新聞|英会話|学習塾|家庭教師|パソコン教室|結婚相談|結婚相手|墓石|消火器|鍵の|水漏れ"
    "|トイレの|アンテナ|工事|会員権|情報商材|ミシン|補聴器|仏壇|学習機器"
)
_SOME_GOODS = re.compile(_GOODS)
_COUNT = "[0-9一二三四五六七八九十]{1,4}(?:枚|台|個|点|本|セット|組|箱|袋|着|冊|回分?|か月分?|ヶ月分?|年)"
_THING = re.compile(
    f"(?:[一-龥]{{1,3}}の)?[一-龥々ァ-ヶー・a-z0-9]{{0,10}}(?:{_GOODS})[一-龥々ァ-ヶー・a-z0-9]{{0,10}}(?:の(?:[一-龥々ァ-ヶー・a-z0-9]{{1,10}}))?"
    f"(?:(?:を|が|は|、)?{_COUNT})?"
)
_JOINT = re.compile("と|や|および|及び|・")
_HEAD = re.compile(
    "^(?:商法の|[母父夫妻私]の|[人者]に|(?:昨日|今日|本日|昨年|去年|今年|先月|先週|今月|今週|一昨日|先日|最近|当日|前日|毎月|突然|急|無料|高額|約|総額|合計|計|全部で|定価)の?"
    "|(?:訪問販売|訪販|電話勧誘|電話|通信販売|通販|ネット|キャッチ)の|[0-9一二三四五六七八九十]{1,4}月[0-9一二三四五六七八九十]{1,3}日の?"
    "|[0-9]{1,4}[年月日号件回代人]の?|[0-9]{1,4}[台枚個本箱]の|[0-9]{1,9}(?:万|千)?[0-9]{0,4}円の?|[0-9]{1,3}(?:[歳才代]|日|週間|か月|ヶ月|カ月)(?:前)?の?|午[前後]の?)+"
)
_TAIL = re.compile(
    "(?:です|でした|だ|だった|とのこと|らしい|の契約|訪問販売|契約書?|申込書?|勧誘|営業|業者|会社|広告|説明会?|電話|体験|見積書?|チラシ|員|無料|サロン|店)+$"
)
_NO_GOODS = re.compile(
    "契約|解約|クーリング|本人|相手|業者|会社|店$|電話$|電話番号|勧誘|連絡|メール|番号|写真|お金|金額|代金|料金|手数料|同意|書面|書類|説明|確認"
    "|見積|ギフト|電子マネー|プリペイド|アップルカ|グーグル|アマゾンカ|itunes|支払|分割|返金|^話$|方法|理由|内容|円|それ|これ|訪問販売|訪販"
    "|^(?:商品|物|品|サービス|カード|工事|コース|プラン|サポート|洗浄|点検|回線|今回|口頭|前回|最初|新規|別|高額)$"
)


def things_of(deeds: Sequence[Span], *, beside: Sequence[Span], text: str) -> Iterator[Span]:
    """Yields what the contract at ``deeds`` was for, each once (levelled); ``beside``: where it is told how it came about."""
    sentences = sorted({_sentence(text, at) for at, _ in deeds})
    named = next(filter(None, (_outright(*one, sentences, text=text) for one in _OUTRIGHT)), [])
    around = sorted({_sentence(text, at) for at, _ in (*deeds, *beside)})
    listed = list(islice(_listed(around, text), _MOST_PLACES))
    found = sorted({*named, *_joined(named, listed, text)}) if named else listed
    words = {text[start:end]: (start, end) for start, end in reversed(found)}
    whole = [place for word, place in words.items() if not any(word in other != word for other in words)]
    yield from sorted(whole)


def _outright(
    pattern: re.Pattern[str], sign: re.Pattern[str], sentences: Sequence[Span], *, text: str
) -> list[Span]:
    """What ``pattern`` names, where its ``sign`` stands; what is on a label of its own stands anywhere."""
    places = [(0, len(text))] if pattern is _LABELLED else sentences
    places = [place for place in places if sign.search(text, *place)]
    hits = (hit for start, end in places for hit in pattern.finditer(text, start, end))
    found = []
    for hit in islice(hits, _MOST_PLACES):
        place = _trimmed(text, hit.span(1))
        if _fits(text, place) and not _NOT_SO.match(text, hit.end()):
            found.append(place)
    return found


def _listed(sentences: Sequence[Span], text: str) -> Iterator[Span]:
    for start, end in sentences:
        if not _SOME_GOODS.search(text, start, end):
            continue
        for hit in islice(_THING.finditer(text, start, end), _MOST_PLACES):
            place = _trimmed(text, hit.span())
            if _fits(text, place) and text[hit.end() : hit.end() + 1] not in {"が", "は"}:
                yield place


def _joined(named: Sequence[Span], listed: Sequence[Span], text: str) -> Iterator[Span]:
    """布団と枕を契約: what stands in one breath with what is named."""
    starts = {start for start, _ in named}
    for start, end in reversed(listed):
        joint = _JOINT.match(text, end)
        if joint and joint.end() in starts:
            starts.add(start)
            yield start, end


def _fits(text: str, place: Span) -> bool:
    start, end = place
    before, word = text[max(0, start - 20) : start], text[start:end]
    whole = 1 < len(word) <= _MOST_NAME or word in _OF_ONE_SIGN
    return whole and not _NO_GOODS.search(word) and not _OTHERS.search(before)


def _trimmed(text: str, place: Span) -> Span:
    """Without the day, the price or the way of sale that stands before a name, and without the end of the sentence."""
    words = text[slice(*place)]
    head, tail = _HEAD.match(words), _TAIL.search(words)
    first, last = head.end() if head else 0, tail.start() if tail else len(words)
    last -= words[first:last].endswith("の")
    return place[0] + first, place[0] + max(first, last)


def _sentence(text: str, at: int) -> Span:
    start = max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
    ends = [found for mark in "。\n" if (found := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))
