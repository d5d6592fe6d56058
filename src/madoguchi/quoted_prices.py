"""Sums that are only named: a price range, the usual price beside the offer, a discount, what was said before the work began.

They are no demand, whatever the words near by say.
"""

from __future__ import annotations

import re
from itertools import pairwise

from madoguchi.claimed import only_a_mail_says_so
from madoguchi.surroundings import Money

_RANGE = re.compile(r"(?:くらい|程度)?(?:から|~|-|、最高で|、多くて)")
_OFFER = re.compile(r"今なら|今だけ|今日|本日|特別|キャンペーン|モニター|のところ|期間限定|割引で|半額で")
_IF = re.compile("(?:[^今日中内ちぐん嫌いや理めの]|ふつう|普通)なら(?:約|だいたい)?$")
_DISCOUNT = re.compile("(?:だけ|しか|ほど|も)?(?:引い|引か[なず]|引きに|値引|割引|まけ|安く(?:す|な))")
_SAID_FIRST = re.compile(r"[^。、]{0,8}と(?:言われ|いわれ|言って|言った|聞[いか]|説明|思[いっ]|のこと|案内)")
_WORTH = re.compile(
    "(?:時価|評価額|市価|敷金|礼金|残高|貯金|預金|限度額?|年収|家賃)(?:は|が|で)?(?:計|合計|合わせて|約|およそ)*$"
)
_DRAWN = re.compile("(?:ほど|くらい)?を?(?:おろし|下ろし|引き出し)[た、]")
# A limit, a balance, what a thing cost at other times: nobody has lost, paid or asked for that.
_STANDING = re.compile(
    "(?:限度額?|上限|利用枠|取引の枠|の枠|残高|評価額|時価|市価|定価|正価|希望価格|通常|普段|ふだん|ふだんの月|いつも|例年|相場|年収|月収|家賃|手取り)"
    "(?:額|価格|料金|金)?(?:は|が|を|の|で|である|だと|なら|から|も|、|なのは)*(?:計|合計|合わせて|約|およそ|だいたい|一本|月|毎月)*$"
)
_WAS_THERE = re.compile(
    "(?:ほど|くらい|近く|余り|以上)?(?:(?:が|は)?あった(?:口座|残高|預金|貯金|資産|株|評価)|(?:の|ある)(?:口座の)?残高|相当の株)"
)
_WHOLE = re.compile(
    "(?:ほど|くらい|近く|余り|以上|前後|分)?(?:(?:の|ある|あった)?(?:預金|貯金|残高|資産|評価額|株|投信|持ち株)?の?(?:うち|中から|ほとんど|大半|半分|一部|全額)|(?:が|は|ほど)?あった(?:が|のに|のが|はず|、|口座)"
    "|(?:の|ある)(?:預金|貯金|残高|資産|評価額)|(?:の枠|まで使え|引き|オフ|クーポン|もしない))"
)
_FELL = re.compile(
    "(?:ほど|くらい|近く|以上|余り)?(?:も|が|は)?(?:減|下が|下落|落ち|消え|少な|なくな|目減り)"
)
_ALL_OVER = re.compile("全国|国内|県内|市内|管内|府内|都内|上半期|下半期|累計|前年|件、|件で|相次")
_HARM = re.compile("被害|詐欺|売買額")
# What should come to the person: もらえる, 下りる, 戻る, 渡したい.
_COMING = re.compile(
    "(?:ほど|くらい|ぐらい|以上|近く|余り|分)?(?:の(?:お礼|謝礼|報酬|利益|配当|賞金|遺産|援助|支援|給付|運|財運|価値|紹介料|キャッシュバック)"
    "|(?:を|が|は|も|の[^。、]{1,8}[をがは])?(?:丸ごと)?(?:もらえ|貰え|もらって(?:ほし|くれ)|受け取れ|受取れ|引き出せ|引出せ|下りる|下りた|下りま|おりる|おりた|出ると|戻ると|戻るか|返ると|返ってくると|配当|稼げ|もうか|儲か|もうけ|儲け|手に入|当たっ|当たり|あげる|あげま|差し上げ|贈る|譲る|進呈|援助|渡し(?:たい|ます)|渡すと(?:言|い)|安くな|得にな|(?:が|の)?入ると|しか(?:返|戻)))"
)
_COMES = re.compile(
    "(?:戻る|返る|返せる|もらえる|受け取れる|下りる|下りた|稼げる|届いた配当)(?:金|の|もの)?(?:は|が)(?:わずか|約|計|たった)*$"
)
# What others take for the same: ほかの業者に聞くと3万円, 1万円で済む作業だ.
_ELSEWHERE = re.compile(
    "(?:別の|ほかの|他の|他社|知り合いの|知人の|近所の|本来|正規の|量販店|市販|後で|あとで|後日)[^。]{0,16}(?:聞く|聞い|きい|尋ね|見積|調べ|なら|では|だと|だった|によ(?:る|れ)|見立て|話で)[^。]{0,10}$"
)
_WOULD_DO = re.compile(
    "(?:程度|ほど|くらい|ぐらい|前後|余り|台|弱|強)?(?:の(?:作業|工事|仕事|品|もの|物)(?:だ|で|と)|で(?:済む|済んだはず|できる|できた|出来る|直る|直せ|売っ|売られ|買え|手に入)|もしな|が(?:相場|目安)|で十分)"
)
# お試し300円のサプリを注文した: the advert's price; that it was paid, other words tell.
_TRIAL = re.compile(
    "(?:初回|お試し|おためし|初月|特別価格|キャンペーン|今だけ)(?:価格|限定|特価|の|が|は)*(?:約|わずか|たった)*$"
)
_ORDERED_IT = re.compile("の[^。、0-9]{1,20}を(?:注文|頼|申し?込|購入|買)")
# 1,000円追加すると2枚買える: what one would have to add.
_ADDED = re.compile(
    "(?:分|ほど|くらい)?(?:を)?(?:追加|足|プラス|上乗せ)(?:する|せ|すれ|す)(?:と|ば)[^。、]{0,20}(?:でき|もらえ|買え|なる|届)"
)
_NOW = re.compile("(?:今なら|今日なら|本日中なら|特別に|特別価格で|キャンペーンで)(?:約)?$")
_OFFER_REACH = 24
_CALLED_OUT = frozenset({"rescue_other", "rescue_data_recovery"})
_RISEN = 1.5  # a bill that is at least so many times the price that was named


def only_named(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` is named and not asked for."""
    yen, text = money.yens[at], money.text
    if _WORTH.search(text, max(0, yen.start - 14), yen.start) or _DRAWN.match(text, yen.end):
        return True
    return _for_the_person(money, at) or _said_before_the_work(money, at) or beside_the_offer(money, at)


def only_there(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` was there before or after something was taken, and not taken itself.

    残高80万円のうち60万円を引き出された, 380万円から41万円に減った; 13万円の品の注文確認メール, too, took nothing.
    """
    whole = _WHOLE.match(money.text, money.yens[at].end)
    if only_a_mail_says_so(money.text, money.yens[at].end):
        return True
    return bool(whole) or stands_there(money, at) or _in_a_range(money, at)


def _for_the_person(money: Money, at: int) -> bool:
    yen, text = money.yens[at], money.text
    if _COMING.match(text, yen.end) or _WOULD_DO.match(text, yen.end):
        return True
    here = text[max(text.rfind("。", 0, yen.start) + 1, yen.start - 40) : yen.start]
    return bool(_COMES.search(here) or _ELSEWHERE.search(here))


def beside_the_offer(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` was neither asked for nor paid: another price, or what was taken off it."""
    yen, text = money.yens[at], money.text
    if _IF.search(text, max(0, yen.start - 8), yen.start) or _DISCOUNT.match(text, yen.end):
        return True
    if _ADDED.match(text, yen.end):
        return True
    trial = _TRIAL.search(text, max(0, yen.start - 12), yen.start)
    if trial and money.scheme == "subscription_trap" and _ORDERED_IT.match(text, yen.end):
        return not money.paying and "paid" not in money.stages
    return _before_an_offer(money, at) or stands_there(money, at) or _in_a_range(money, at)


def stands_there(money: Money, at: int) -> bool:
    """Returns True when the amount number ``at`` is a limit, a balance or a usual price, or the harm of a whole country."""
    yen, text = money.yens[at], money.text
    usual = _STANDING.search(text, max(0, yen.start - 16), yen.start)
    if _WAS_THERE.match(text, yen.end) or (usual and not _FELL.match(text, yen.end)):
        return True
    start, end = text.rfind("。", 0, yen.start) + 1, text.find("。", yen.end)
    sentence = text[start : end if end >= 0 else len(text)]
    return bool(_HARM.search(sentence) and _ALL_OVER.search(text, start, yen.start))


def _in_a_range(money: Money, at: int) -> bool:
    """5万円から50万円: neither end is a bill."""
    near = money.yens[max(0, at - 1) : at + 2]
    return any(
        first.end <= then.start and _RANGE.fullmatch(money.text, first.end, then.start)
        for first, then in pairwise(near)
    )


def _before_an_offer(money: Money, at: int) -> bool:
    """45万円のところ今なら30万円: the first is what it is said to be worth."""
    if at + 1 == len(money.yens) or not money.sums[at] > money.sums[at + 1] > 0:
        return False
    between = money.text[money.yens[at].end : money.yens[at + 1].start]
    if _NOW.search(between) and between.count("。") <= 1:
        return len(between) <= 2 * _OFFER_REACH
    return len(between) <= _OFFER_REACH and "。" not in between and bool(_OFFER.search(between))


def _said_before_the_work(money: Money, at: int) -> bool:
    """電話では1万円くらいと言われたのに…10万円: traders who are called out name one price and write another."""
    if money.scheme not in _CALLED_OUT or not _SAID_FIRST.match(money.text, money.yens[at].end):
        return False
    return any(later >= _RISEN * money.sums[at] > 0 for later in money.sums[at + 1 :])
