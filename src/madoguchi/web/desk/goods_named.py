"""What a contract was for, as the memo names it: a thing bought, a work done, a service. Nothing is made up: no name, no draft."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.masks import levelled
from madoguchi.web.desk.hearing import Heard, Span

_MOST_NAME, _MOST_PLACES = 40, 200
_WORD = r"[一-龠々〆ァ-ヶ・\-a-zA-Z0-9]"
_NAME = rf"((?:{_WORD}{{1,20}}の){{0,3}}{_WORD}{{1,20}})"
_LABELLED = re.compile(
    r"(?:商品名|商品|品名|役務|サービス名|契約の内容|契約内容|契約したもの|買ったもの)(?:は|:)[ 「『]{0,2}([^。、\n「」『』]{2,40})"
)
_BOUGHT = re.compile(
    rf"{_NAME}(?:を|の)[^。、\n]{{0,6}}?(?:契約|購入|注文|買っ|買い|買わ|申し?込|頼ん|頼み|依頼|発注|リ-スし|レンタルし|借り|予約)"
)
_JOINED = re.compile(rf"{_NAME}に[^。、\n]{{0,4}}?(?:加入|入会|申し?込|登録料)")
_WORKED = re.compile(
    rf"({_WORD}{{1,20}}の?(?:工事|修理|点検|駆除|清掃|クリ-ニング|塗装|交換|リフォ-ム|施術))(?:を|が)?[^。、\n]{{0,3}}?(?:し(?:た|て)|され|させ|やっ|勧め|終わ)"
)
_NOT_SO = re.compile(
    r"[^。\n]{0,6}?(?:ていない|ていません|てない|てません|ないよう|しない|しません|なかった|ませんでした|断っ|断り|前に|ように(?:言|迫)|ば|たら)"
)
_BEFORE_IT = re.compile(
    r"^(?:(?:昨日|今日|本日|昨年|去年|今年|先月|先週|今月|今週|一昨日|先日|最近|当日|前日|毎月|約|総額|計|全部で|定価)の?|"
    r"[0-9]{1,4}[年月日号件回代台枚個本箱人]の?|[0-9]{1,9}(?:万|千)?[0-9]{0,4}円の?|[0-9]{1,3}(?:[歳才代]|日|週間|か月|ヶ月|カ月)(?:前)?の?|午[前後]の?|母の|父の)"
)
_NO_GOODS = re.compile(
    r"契約|解約|クーリング|ク-リング|本人|相手|業者|会社|店|電話$|電話番号|電話勧誘|連絡|メール|メ-ル|番号|写真|お金|金額|代金|料金|手数料|同意|書面|書類|説明|"
    r"確認|見積|ギフト|電子マネ|プリペイド|アップルカ|グ-グル|アマゾンカ|itunes|支払|分割|返金|^話$|方法|理由|内容|円|^(?:商品|物|品|サ-ビス|カ-ド)$|それ|これ"
)
_AT_THE_END = re.compile("(?:です|でした|だ|だった|とのこと|らしい|の契約|、.*)$")


def goods_in(heard: Heard) -> tuple[str, Span] | None:
    """Returns what the contract of the memo was for, with the place of the words that name it; None where nobody names it.

    What was only offered, refused or not bought is none; nor is anything where the reading knows of no contract.
    """
    told, now = heard.answer.situation.contract, heard.answer.situation
    if not (told.days or told.amounts or told.sales or "contract_signed" in now.stage):
        return None
    plain = levelled(heard.memo)
    return next(_named(heard.memo, plain), None)


def _named(memo: str, plain: str) -> Iterator[tuple[str, Span]]:
    for pattern in (_LABELLED, _BOUGHT, _JOINED, _WORKED):
        for place, hit in enumerate(pattern.finditer(plain)):
            start, end = _trimmed(plain, *hit.span(1))
            fits = 1 < end - start <= _MOST_NAME and not _NO_GOODS.search(plain[start:end].lower())
            if place < _MOST_PLACES and fits and not _NOT_SO.match(plain, hit.end()):
                yield memo[start:end], _sentence(memo, start)


def _trimmed(plain: str, start: int, end: int) -> Span:
    """Without the day, the price or the age that stands before a name, and without the end of the sentence."""
    while before := _BEFORE_IT.match(plain[start:end]):
        start += before.end()
    if after := _AT_THE_END.search(plain[start:end]):
        end = start + after.start()
    return start, end


def _sentence(memo: str, at: int) -> Span:
    """The sentence around the place ``at``."""
    start = max(memo.rfind("。", 0, at), memo.rfind("\n", 0, at)) + 1
    ends = [end for end in (memo.find("。", at), memo.find("\n", at)) if end >= 0]
    return start, min(ends, default=len(memo))
