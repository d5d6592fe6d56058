"""What a Japanese story leaves unsaid: 二百万用意しろと言われて … 若い人が来て渡してしまいました; AnyDeskを入れろと言われ、入れました.

The thing stands earlier, or in the clause before; the deed stands alone. Which deed it is, is told by the nearest thing before it. A verb
that has an object of its own is left alone, and so is a story in which nobody asks for anything. Whether it was done, its ending tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from madoguchi.acts import ActOwner
from madoguchi.patterns import Hit

_REACH = 160
_BEHIND = 40
_MOST = 60
_VERBS = ("unsaid_hand", "unsaid_send", "unsaid_tell", "unsaid_put")
# Somebody wanted it: without that a handing over is everyday.
_WANTED = re.compile(
    "言われ|いわれ|言うて|いうて|ゆうて|ち言|言わはっ|言うもん|いうもん|言ってき|と言って|用意|取りに|受け取りに|受取りに|預かり|預かる|預からせ|名乗|振り込め|必要"
    "|詐欺|投資|税関|保証金|手数料|封筒|軍医|出金|息子だ|警察|刑事|銀行の人|役所|役場|協会の人|デパート|百貨店|相手"
)
_CLAUSE = re.compile("[。、\n]|[てで][^きしいおあみまくもる]")
_OWN_OBJECT = re.compile("([^。、]{1,12})[をば](?:[^。、]{0,12})$")
_THAT = re.compile(
    "(?:それ|これ|全部|ぜんぶ|すべて|封筒|袋|紙袋|包み|箱|中身|言われた額|用意した(?:の|もの|分)?|頼まれた(?:の|もの))$"
)
_OTHER_THINGS = re.compile(
    "リンク|写真|メール|sms|荷物|商品|品物|返信|dm|スクショ|動画|画像|住所|名刺|書類|契約書|チラシ|紙|鍵|名前|番号|スタンプ|履歴書|免許|メッセージ|車|駅|家まで|見積|資料|保険証"
)
_SUM = re.compile(
    "[0-9一二三四五六七八九十百千]+ ?(?:万|千)?円|[0-9一二三四五六七八九十百千]+(?:万|千)(?:[^人件通回歩]|$)|現金|お金|金(?:を|ば)|札束"
)
_BANK_CARD = re.compile("キャッシュカード|銀行のカード|口座のカード|カード|通帳")
_CODE_CARD = re.compile(
    "プリペイド|ギフト|アップル|apple|グーグル|google|itunes|電子マネー|コンビニ|カード[をも]?[0-9一二三四五六七八九十]+(?:枚|千|万)|ビットキャッシュ|webmoney"
)
_CREDIT = re.compile("クレジット|クレカ|visa|jcb|マスターカード|カード会社")
_SCRATCHED = re.compile("(?:裏|うら|シール|銀色)[^。]{0,6}(?:けず|削|こす|擦|はが|剥が|めく)")
_DEVICE = re.compile("ハードディスク|hdd|ssd|usb|メモリ|機器|本体|スマホを|端末を|修理|診断")
_OTHER_NUMBER = re.compile("(?:暗証|認証|確認|電話|口座|会員|お客様|予約|受付|カード|注文|追跡)の?番号")
_OTHER_ASKED = re.compile("(?:認証|確認|電話|携帯|口座)の?番号[をは]?[^。]{0,14}(?:教え|聞|知らせ|尋ね)")
_COUNTED = re.compile("(?:つ|個|箱|通|件|人|台)(?:まで|も|ほど)?$")
# 渡していいですか, 送ってきた, 渡してもらった: nobody gave anything
_NO_DEED = re.compile(
    "[しっんい]?[てで](?:も)?(?:いい|よい|よか|ええ|良い|大丈夫|だいじょうぶ|きた|きて|きま|来|くれ|くだ|もら|もろ|いただ)"
)
_EVERYDAY = re.compile("学費|家賃|仕送り|小遣い|お祝い|香典|お年玉|授業料|割り勘|会費")
_TIMES = re.compile("[0-9一二三四五六七八九十何数](?:回|度)[もは]?$")
_NUMBER = re.compile("(?:番号|ばんごう|コード|数字|裏)(?:[をもばは、 ]|まで|全部|ぜんぶ|を全部|の数字)?$")
_TOOL = re.compile("anydesk|teamviewer|ultraviewer|エニーデスク|チームビューア|遠隔|リモート")
_APP = re.compile("アプリ|ソフト|apk")


def left_unsaid(
    matches: Mapping[object, list[Hit]], text: str, *, owners: Mapping[str, ActOwner]
) -> Mapping[object, list[Hit]]:
    """Returns ``matches`` with the deeds of a levelled ``text`` whose thing is left unsaid, for the acts ``owners`` by their ids."""
    verbs = [(kind, hit) for kind in _VERBS for hit in matches.get(("voice", kind), ())[:_MOST]]
    if not verbs:
        return matches
    wanted, found = bool(_WANTED.search(text)), dict(matches)
    for kind, hit in verbs:
        for act in _deeds(kind, hit, text) if wanted or kind == "unsaid_tell" else ():
            found[owners[act]] = [*found.get(owners[act], ()), Hit(hit.start, hit.end, hit.start)]
    return found


def _deeds(kind: str, hit: Hit, text: str) -> Iterator[str]:
    before = text[max(hit.start - _REACH, 0) : hit.start]
    ends = [found.end() for found in _CLAUSE.finditer(before)]
    clause = before[ends[-1] if ends else 0 :]
    if _NO_DEED.match(text, hit.end):
        return
    own = _OWN_OBJECT.search(clause)
    if kind == "unsaid_tell":
        if (
            (_NUMBER.search(clause) or _SCRATCHED.search(before))
            and not _OTHER_NUMBER.search(clause)
            and _CODE_CARD.search(text)
            and not _CREDIT.search(text)
            and (_CODE_CARD.search(before) or not _OTHER_ASKED.search(before))
        ):
            yield from ("buy_prepaid", "tell_code")
    elif _EVERYDAY.search(before):
        return
    elif (own and not _THAT.search(own[1])) or _OTHER_THINGS.search(clause) or _COUNTED.search(clause):
        return
    elif kind == "unsaid_put":
        if not own:
            yield from _installed(before)
    else:
        behind = text[hit.end : hit.end + _BEHIND] if _TIMES.search(clause) else ""
        yield from _handed(kind, before, behind)


def _installed(before: str) -> Iterator[str]:
    near = before[-60:]
    if _TOOL.search(near):
        yield "remote_app"
    elif _APP.search(near):
        yield "install"


def _handed(kind: str, before: str, behind: str) -> Iterator[str]:
    sums = [found.end() for found in _SUM.finditer(before + behind)]
    cards = [found.start() for found in _BANK_CARD.finditer(before)]
    if kind == "unsaid_hand" and cards and cards[-1] > max(sums, default=-1):
        if not _CODE_CARD.search(before) and not _CREDIT.search(before):
            yield "give_bank_card"
    elif sums and not _DEVICE.search(before):
        yield "pay"
