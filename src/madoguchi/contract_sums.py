"""What a contract is for, in yen, as the words beside an amount say it: 128万円で契約した, 契約金額は128万円.

A deposit, an instalment, a fee for giving it up and what was paid so far are other sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from madoguchi.amounts import Yen
from madoguchi.patterns import Scan

Span = tuple[int, int]

_BEFORE, _BEHIND, _REACH = 20, 16, 44
_A_PART = re.compile(
    "(?:手付け?金?|頭金|内金|前金|前払い?金?|着手金|申込金|予約金|保証金|敷金|月々|毎月|月額|月に?|年に?|一回|1回|毎回|分割|初回|年金|貯金|預金|月収|年収|給料|収入|残高"
    "|残金|残り|資産|広告|チラシ|定価|通常価格|通常|普通|ふつう|相場|送料|手数料|登録料|キャンセル料|解約料|違約金|追加料金|追加費用|追加|利益|報酬|返金|還付金?|もともと|最初"
    "|はじめ|初め|当初|ローン|借金)(?:は|が|の|として|で|に|、|を|:|から|では|には|約|計|だけ|と|も|およそ)*$"
    "|(?:値引|割引)き?(?:は|が|の|を|額は|額が)*$"
)
_OTHERWISE = re.compile(
    "(?:の|を|は|が|だけ)?(?:手付|頭金|内金|前金|着手|申込金|値引|割引|引き|貯金|預金|資産|年金|借金|月収|広告|チラシ|相場|ところ|はず|予定だった)"
    "|ずつ|から|(?:の|を)?(?:[0-9]{1,3})回|/月|を?(?:手付|頭|内)|(?:は|じゃ|では)(?:高|無理|払え|な)|もする|(?:を)?値引|(?:を)?引い"
)
_PAID = re.compile(
    "払[いうっわ]|支払|振り?込|渡し|渡す|入金|送金|納め|立て替|請求|取られ|引き落と|下ろ|おろし|出して"
)
_OF_CONTRACT = re.compile(
    "契約(?:購入)?(?:金額|額|代金|料|総額|の金額|の総額|の代金|の額)(?:は|が|の|:|、|で|も|約|計|合計|総額|税込み?で?|税抜き?で?|だいたい|およそ|全部で|=)*$"
)
_OF_THING = re.compile(
    "(?:代金|総額|総計|合計|全部で|工事費用?|工事代|(?:修理|作業|施術|教材|布団|機器|交換|駆除|処分|塗装|リフォーム|施工|調査)(?:代金?|費用?|料金?)|工事の金額|購入金額|購入価格|購入額|商品代|受講料|コース料金|コース代|金額|価格|値段|費用|料金|お代)"
    "(?:は|が|の|:|、|で|も|約|合計|総額|税込み?で?|だいたい|およそ|全部で|=)*$"
)
_OF_ELSE = re.compile(
    "(?:違約|解約|キャンセル|手付|頭金|追加|請求|被害|損害|振込|入金|支払い?|未納|滞納|返金|月々|毎月|残り)[^。]{0,6}$"
)
_IS_SO = re.compile(
    "の[一-龥ァ-ヴー]{1,12}(?:です|でした|[。\n]|$)|(?:[。\n]|$|でした|です|だった|だ[。、\n]|だと|也|との|になり|となり|の契約|ほどの契約|くらいの契約)"
)
_OPENS = re.compile("^(?:全部で|合計で?|総額で?|税込みで?|金額は|値段は|代金は|それが|約|だいたい|「)*$")
_FOR = re.compile("(?:と?の契約|で契約|の(?:商品|工事|布団|コース|講座|教材|プラン)を契約)")


def sums_of(deeds: Sequence[Span], yens: Sequence[Yen], *, scan: Scan) -> list[Yen]:
    """Returns the sums of the contract at ``deeds`` (levelled), each sum once, in the order of the text."""
    whole = [one for one in yens if one.yen and not _part_of_it(one, scan.text)]
    found = [*_before(deeds, whole, scan), *_named(deeds, whole, scan)]
    return sorted({one.yen: one for one in found}.values(), key=lambda one: one.start)


def _part_of_it(one: Yen, text: str) -> bool:
    before = text[max(0, one.place[0] - _BEFORE) : one.place[0]]
    return bool(_A_PART.search(before) or _OTHERWISE.match(text[one.end : one.end + _BEHIND]))


def _before(deeds: Sequence[Span], yens: Sequence[Yen], scan: Scan) -> Iterator[Yen]:
    """The last sum before each deed in its sentence, with no payment between."""
    for start, end in deeds:
        earlier = [one for one in yens if one.end <= max(start, end - 2) and start - one.end <= _REACH]
        if not earlier:
            continue
        last = earlier[-1]
        here = scan.sentence(last.start) == scan.sentence(start)
        if here and not _PAID.search(scan.text[last.end : max(start, last.end)]):
            yield last


def _named(deeds: Sequence[Span], yens: Sequence[Yen], scan: Scan) -> Iterator[Yen]:
    """契約金額は128万円, and 代金は128万円 in the sentence of a deed or in one beside it."""
    sentences = {scan.sentence(start) for start, _ in deeds}
    for one in yens:
        before = scan.text[max(0, one.place[0] - _BEFORE) : one.place[0]]
        behind = scan.text[one.end : one.end + _BEHIND]
        here = scan.sentence(one.start)
        beside = any(abs(here - other) <= 1 for other in sentences)
        follows = here - 1 in sentences and _IS_SO.match(behind) and _opens(before)
        of_thing = _OF_THING.search(before) and not _OF_ELSE.search(before[: _last_word(before)])
        if _OF_CONTRACT.search(before) or _FOR.match(behind) or (beside and of_thing) or follows:
            yield one


def _last_word(before: str) -> int:
    """Where the word that names the sum begins: what stands before it may say that it is another sum."""
    found = _OF_THING.search(before)
    return found.start() if found else 0


def _opens(before: str) -> bool:
    """Whether the sum opens its sentence: 契約しました。128万円です."""
    return bool(_OPENS.match(before.rpartition("。")[2].rpartition("\n")[2]))
