"""What a sum is where the tale says so outright, so that no clue need be weighed (decision 006, "Outright").

A use that was stopped, what befell somebody else, what was traded beside what was lost, the bill of a telephone, a price as it is
written, a thing worth more than its price. What the deed beside a sum says stands in money_moved.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from madoguchi.amounts import Yen
from madoguchi.money_moved import SO, before, behind, role_of_deed
from madoguchi.surroundings import Money
from madoguchi.words import AmountRole

_REACH, _NEXT = 80, 60

# 9万円の決済を止めてくれた, 6万円使われそうになった: nothing was taken.
_HELD = re.compile(
    f"{SO}*(?:の|を|が|は|も)*[^。、]{{0,8}}(?:決済|利用|購入|買い物|取引|注文)(?:を|が|は|も)*(?:[^。、]{{0,8}})(?:止めて(?:くれ|もら)|止まっ|保留|承認(?:され|し)(?:な|ず|ませ)"
    "|はじかれ|弾かれ|拒否され|拒まれ|成立(?:しな|せず|する前|しませ))"
)
_HELD_BACK = re.compile(
    f"{SO}*の(?:送金|出金|振込|振り込み|引き出し)(?:を|が|は)*[^。、]{{0,10}}(?:止めて(?:くれ|もら)|止まっ|保留|はじかれ|拒否され)"
)
_NEARLY_USED = re.compile(
    f"{SO}*(?:の[^。、]{{1,10}})?(?:を|が|も)?[^。、]{{0,6}}(?:使わ|買わ|引き出さ|送ら|決済さ|送金さ|出金さ|購入さ)れ(?:そう|かけ|る(?:前|ところ|寸前|直前))"
)
# 550円が引き落としできませんでした: what a message says could not be drawn; 1000円クーポン: what is off a price.
_NOT_DRAWN = re.compile(
    f"{SO}*(?:の|が|を|は)*(?:お?引き?落と(?:し(?:が|を|は)?でき|せ)|決済(?:が|を|は)?でき)(?:ず|な|ませ)"
)
_COUPON = re.compile("(?:分|引き|オフ|off)?の?(?:クーポン|割引券)")

# 4万円もするサプリを勧められた: what a thing costs, bought by nobody.
_COSTS_EVEN = re.compile(f"{SO}*もする[^。、]{{1,16}}(?:勧|すすめ|提案|紹介|宣伝|売り込|見せ)")

# 買取料として5千円を渡された: what a buyer at the door gave.
_FOR_GOODS = re.compile("(?:買い?取り?(?:料|代金?|金額?|価格)|査定額)[^。、0-9]{0,10}$")

# The friend, the neighbour, the newspaper: whose money it was is told beside the sum.
_SOMEBODY = re.compile(
    "近所|隣|友人|友だち|友達|知人|知り合い|同僚|親戚|新聞|ニュース|テレビ|町内|同じ(?:手口|広告|業者|電話|メール|サイト|相手)|(?:ほか|他|別)の(?:人|客|家|方|被害者)"
)
_BEFELL = re.compile(
    "[^。]{0,20}?(?:取られ|だまし取|騙し取|だまさ|騙さ|失|なくし|払|渡し|振り?込|送|損)[^。、]{0,10}?(?:(?:人|方|家|客)(?:が|も|は)(?:い|お|た|何|あ)|と(?:聞いて(?:い|お)|いう(?:話|記事|ニュース|報道|投稿))"
    "|話(?:が|を|も)|記事|ニュース|(?:という|そうだ|らしい|と聞(?:いた|く)|とのこと)(?P<heard>。|が、|ので))"
)
_MINE = re.compile(
    "(?:私|わたし|うち|我が家|自分|こちら|当方|母|父|祖母|祖父|夫|妻|娘|息子)(?:に|は|も|の|が|宛)"
)

# What was sold and bought in a hijacked account is no loss where the loss itself is told.
_TRADED = re.compile(
    f"(?:{SO}|の|が|を|も|に|は)*[^。、]{{0,14}}(?:売られ|買われ|売買|買い付け|買付|約定|解約され|売却|注文|替えられ|取引|現金に)"
    f"|(?:{SO}|の)*[^。、]{{0,10}}(?:株|投信|投資信託|銘柄)(?:が|を|に|へ)"
)
_TRADED_IS = re.compile("(?:約定|売買|取引|買い付け|買付|売却)[^。、0-9]{0,10}$")
_WORTH = re.compile("(?:金額|額|時価|総額)(?:で(?:いう|言う)と|に(?:する|して)|では|は)(?:約|およそ)?$")
_LEFT = re.compile("(?:残った|残って|手元に)[^。、0-9]{0,8}$")
_ALONE = re.compile(f"{SO}*(?:です|でした|だった)?(?:。|$)")
_LOST = re.compile(
    f"(?:{SO}|も|の|を|が|は)*(?:含み|実現)?(?:損|失|マイナス|赤字|なくな|消え|減|目減|下が|溶け)"
)
_LOSS_IS = re.compile(
    "(?:損|損失|被害|損害|マイナス|赤字)(?:額|総額)?(?:は|が|も|で|、|約|およそ|計|総額|合計|手数料の?)*$"
)
_UNDONE = re.compile("取り消せ|取消せ|成立(?:する前|しな|せず)|損(?:は|も)(?:な|出て(?:い)?な)")
_STOCKS = re.compile("株|投信|投資信託|証券|銘柄")

_OF_PHONE = re.compile(
    "携帯|キャリア決済|通信会社|電話(?:会社|料|代)|合算|まとめて(?:払|支払|請求)|スマホ(?:代|の?料金|の?請求)"
)
_BILLED = re.compile(
    f"(?:{SO}|を?超える)*(?:の|を|が|は)*(?:高額な|身に覚えのない|覚えのない)?(?:請求(?:書|額|が|を|に|さ|も|は|の)|載る|載っ)"
)

# A price as the page, the mail or the small print has it; a bill says 請求, 払 or 届.
_AS_WRITTEN = re.compile(
    "(?:だ|である|に(?:なる|上がる))?[^。請払届求]{0,28}?と(?:ある|あっ|あり|書|記|表示|出て|小さく|メール|注文|ホームページ|規約)(?P<in>[^。]{0,10})"
)
_PAPERS_OF_BILL = re.compile("請求|振込|払込|支払|督促")
_RECORD = re.compile("履歴|明細|引き落と")
_FOR_SO_MUCH = re.compile(
    f"{SO}*(?:も?する|はする|の)(?:品|物|もの|はずの?|の)?[^。、0-9]{{0,14}}(?:が|を|は|も|、)[^。0-9]{{0,14}}"
    f"|{SO}*から[^。0-9]{{0,12}}|{SO}*の(?:ところ|品)[^。0-9]{{0,12}}"
)
_NO_THING = re.compile(
    "請求|見積|契約|被害|借|料|工事|コース|プラン|ローン|残高|報酬|当選|賞|カード|マネー|ギフト|預|貯|送金|払|渡|振り?込|配当|利益|投資|のうち|戻|返|修理|作業|ほか|とは別|として|資金|月|年|リース|回|差額"
)
_ORDERED = re.compile("注文|頼ん|頼み|申し込|購入|買っ(?:た|てしま)|買い(?:、|まし)")
_BOUGHT = re.compile("買っ(?:た|てしま)|購入し(?:た|て[^い]|まし)|買いまし")
_TO_PAY = re.compile(
    "代引|着払|代金引換|(?:まだ|今のところ)[^。]{0,8}払|払って(?:い)?(?:な|ませ)|後払|受け取り?(?:の|る)(?:時|とき)|前払いと|ためら|迷っ"
)
_DEARER = 1.3

_STEPS = "[^。]{0,16}(?:コンビニ|手続|支払|払|振り?込|送|渡|買|購|入金|カード|電子マネー|atm|番号を(?:伝|教|打|読))"
_FOLLOWED = re.compile(
    "(?:に|を|とおり|通り|まま)?(?:従っ(?:た|て[^い])|従い|応じ(?:た|て(?:しま|、|[^いなくも])|まし|ると)|言いなり)"
    "|(?:その|手続き|支払い)[^。、]{0,4}(?:を済ませ|を終え)|払(?:うしか|うほか)(?:な|あり)|払わざるを得"
    "|(?:それも|これも|それでも)[^。]{0,8}(?:エラー|だめ|駄目|ダメ|無効|失敗|通ら|通じ|使えな|足りな|間違)"
)
_AS_TOLD = re.compile(
    "(?:言われ(?:る|た)(?:まま|とおり|通り)|(?:指示|その|相手の言う|言う)(?:どおり|通り|とおり)|言われるがまま)に?、?"
    f"(?:{_STEPS}|(?:手続きを?)?(?:して?しま|した|しまし))"
)
_REFUSED = re.compile(
    "止められ|止めてくれ|引き返|思いとど|未遂|断[っり]|やめ(?:た|まし|て)|払わ(?:ず|な|なか)|買わ(?:ず|な)|閉じ|防(?:い|が)|応じ(?:な|ず)|従わ|払って(?:い)?(?:な|ませ)"
    "|(?:振り?込み?|支払い?|購入|送金|入金)(?:は|を)?(?:し(?:な|て(?:い)?な|ませ)|せず)"
)
_ASKED_TO = re.compile(
    "(?:[^。、]{0,16}(?:から|ので)、?)?[^。、]{0,14}?(?:払っ|支払っ|振り?込ん|送っ|送金し|入金し|入れ|買っ|購入し|渡し|貸し|出し)[てで]"
    "(?:と|」|、?と|くれ(?:と|れば|たら|。|ない)|ほし|欲し|ください|下さ|もらいた|ちょうだい|頂戴)"
)


# (180万円)を保証金としてさらに支払う必要がある
_MUST_PAY = re.compile(
    f"(?:{SO}|[)）]|の[^。、]{{1,10}}を|[^。、]{{1,8}}として|を|も|は|、|さらに|追加で|まず|先に|別に)*(?:支払う|払う|振り?込む|入金する|納める|納付する|送金する|預ける)(?:必要|義務)"
    "|の[^。、]{1,10}(?:に(?:入る|加入する|申し込む)|を(?:買う|購入する|契約する))(?:必要|義務)"
)
# 12万円分の電子マネーを購入しようとした: asked for, and not paid.
_TRIED = re.compile(
    f"{SO}*(?:の[^。、]{{1,12}})?を?(?:購入しよ|買お|振り?込も|送金しよ|支払お|払お|渡そ|入金しよ)うと"
)
# 1400万円のプランを申し込んだ。690万円を振り込んだが全額は払えず: what was signed, and what was paid of it.
_PLAN = re.compile(
    f"{SO}*の[^。、0-9]{{0,12}}(?:プラン|コース|契約|ツール|教材|商材|講座)(?:を|に)?[^。、0-9]{{0,8}}(?:申し?込|契約|加入|購入し|結)"
)
_NOT_ALL = re.compile("全額(?:は|を)?(?:払え|支払え|用意でき)|残り(?:は|の|を)|一部(?:だけ|のみ|を)")
# 4万円払えば外す, 15万円を払わないと送る: the condition of somebody who asks.
_IF_PAID = re.compile(
    f"(?:{SO}|の[^。、]{{1,8}}(?:さえ|を|だけ)|さえ|を|も|は|、|先に|いったん|すぐ|今すぐ)*(?:払|支払|送|振り?込|入|納|出|足|預|渡|入金|送金|課金)"
    "(?:(?:え|れ|め|せ|けれ|れれ|すれ)ば|[わらまさしけれ]?(?:なければ|なきゃ|ないと|ねば))"
)
_THEN_PAID = re.compile(
    "(?:払|支払|送|振り?込|入金し|送金し|入れ|渡し|納め)(?:っ|ん)?(?:[ただ](?:[^い]|$)|て(?:しま|、)|で(?:しま|、))|送金。|入金。|はずだった|戻って(?:こ|来|き)|信じ(?:た|て)"
)
# 8900円の靴を代金引換で注文した: a price that is still to be paid.
_ORDERED_FOR = re.compile("[^。]{0,30}?(?:注文|頼ん|頼み|申し込|予約|承知)")
_LATER = re.compile(
    "代引|代金引換|着払|後払|請求書が(?:後|あと)|(?:まだ|今のところ)[^。]{0,10}(?:払|振り?込|入金)|(?:払|振り?込ん|入金し)[っ]?[てで](?:は)?(?:い)?(?:な|ませ)"
    "|支払い?[^。]{0,14}(?:着いて|届いて|受け取って|引き換え)|番号は使って(?:い)?な"
)
_ARRIVED = re.compile(
    "開封|中身(?:は|が)|箱の中|"
    "届い(?:た|て(?:み|開|中))|届きました|着いた|開け(?:た|て|る)|受け取っ(?:た|て)|受け取りまし|払った|払いまし|払って(?:しま|受)"
)

_BECAME = re.compile(
    f"{SO}*(?:に|と)?(?:な(?:って(?:い|お|し|た)|ってた|っとっ|りまし)|化けて|送られて|振り込まれて|引かれて|出て行って)"
)
# 600万円の預金がなくなっていた
_SAVINGS = re.compile(
    f"(?:{SO}|の|あった|もの|も)*(?:預金|貯金|残高|お金|現金|積立)(?:が|は|も|を|まで)*[^。、]{{0,10}}(?:なくな|無くな|消え|引き出さ|減|送金さ|ゼロ|空に|振り込ま|抜か|移さ|持って行)"
)
_ON_A_SCREEN = re.compile("画面|アプリ|利益|残高|評価")
_TYPED_IN = re.compile("振り?込|送金|送ろう|送れ|入力|打っ|打て|のつもり|のはず")


def role_outright(money: Money, at: int) -> AmountRole | None:
    """Returns what the amount number ``at`` of a Japanese story is, or None where the tale does not say so outright."""
    if money.tale.is_message or money.tale.others_say(money.yens[at].start):
        return None
    if _not_taken(money, at) or _of_somebody(money, at) or _only_traded(money, at) or _as_written(money, at):
        return "other"
    if _on_phone_bill(money, at):
        return "demanded"
    if _became_another(money, at) or (
        "unauthorized_use" in money.stages and _SAVINGS.match(behind(money, at))
    ):
        return "lost"
    told = _of_thing(money, at) or role_of_deed(money, at)
    return told or ("demanded" if _is_asked(money, at) else None)


def _became_another(money: Money, at: int) -> bool:
    """1円を振り込めと言われて打ったら百万になっていた: the sum that went, beside the one that was meant."""
    if at == 0 or not _BECAME.match(behind(money, at)):
        return False
    meant = money.yens[at - 1]
    between = money.text[meant.end : money.yens[at].start]
    return (
        (meant.yen or 0) < (money.yens[at].yen or 0)
        and len(between) <= _NEXT
        and bool(_TYPED_IN.search(between))
        and not _ON_A_SCREEN.search(between)
    )


def complied_with(money: Money, yen: Yen) -> bool:
    """Returns whether the words behind ``yen``, which was asked for, say that it was done so (言われるまま…, 従った).

    They stand in its sentence or the next, before the next sum, and nothing there says that it was stopped.
    """
    text = money.text
    stop = min((other.start for other in money.yens if other.start > yen.start), default=len(text))
    first = text.find("。", yen.end)
    first = first if first >= 0 else len(text)
    second = text.find("。", first + 1)
    reach = min(stop, second if second >= 0 else len(text), yen.end + _REACH)
    if _REFUSED.search(text, yen.end, min(stop, yen.end + _REACH)):
        return False
    if _FOLLOWED.search(text, yen.end, reach):
        return True
    told = _AS_TOLD.search(text, yen.end, reach)
    return told is not None and text.find("。", told.end()) in range(told.end(), stop)


def on_delivery(money: Money, yen: Yen) -> bool:
    """Returns whether ``yen`` is the price of an order that is still to be paid: 代引きで注文した, and nothing came yet."""
    if money.scheme == "subscription_trap":
        return False  # the first price of a subscription is the advert's
    text = money.text
    stop = min((other.start for other in money.yens if other.start > yen.start), default=len(text))
    ordered = _ORDERED_FOR.match(text[yen.end : min(stop, yen.end + _REACH)])
    return bool(ordered and _LATER.search(text, yen.end, stop)) and not _ARRIVED.search(text, yen.end, stop)


def same_in_parts(yen: Yen, sums: Sequence[Yen]) -> bool:
    """Returns whether ``yen`` tells one of ``sums`` once more, in parts: 30万円, 2万円のカードを15枚."""
    return yen.count > 1 and any(one.count == 1 and one.yen == (yen.yen or 0) * yen.count for one in sums)


def _not_taken(money: Money, at: int) -> bool:
    right = behind(money, at)
    if _NOT_DRAWN.match(right) or _COUPON.match(right) or _COSTS_EVEN.match(right):
        return True
    if _FOR_GOODS.search(before(money, at)):
        return True
    return bool(_HELD.match(right) or _NEARLY_USED.match(right) or (money.taken and _HELD_BACK.match(right)))


def _of_somebody(money: Money, at: int) -> bool:
    yen, text = money.yens[at], money.text
    if not _SOMEBODY.search(before(money, at)):
        return False
    told = _BEFELL.match(text, yen.end)
    if told is None or told["heard"] is None:
        return told is not None
    return bool(_MINE.match(text[told.end() : told.end() + 2]))


def _only_traded(money: Money, at: int) -> bool:
    """800万円分売られ、150万円の損: what was traded is named, the loss is lost."""
    if not (
        money.scheme == "securities_takeover"
        or ("unauthorized_use" in money.stages and _STOCKS.search(money.text))
    ):
        return False
    left, right = before(money, at), behind(money, at)
    if _told_as_loss(money, at):
        return False
    if _LEFT.search(left):
        return True
    alone = _ALONE.match(right) and (not left or _WORTH.search(left))
    if not (_TRADED.match(right) or _TRADED_IS.search(left) or alone):
        return False
    yen = money.yens[at]
    undone = _UNDONE.search(money.text, yen.end, yen.end + _NEXT)
    smaller = (other for other, sum_ in enumerate(money.sums) if 0 < sum_ < money.sums[at])
    return bool(undone) or any(_told_as_loss(money, other) for other in smaller)


def _told_as_loss(money: Money, at: int) -> bool:
    return bool(_LOST.match(behind(money, at)) or _LOSS_IS.search(before(money, at)))


def _on_phone_bill(money: Money, at: int) -> bool:
    """キャリア決済で25万円の請求が来た: a bill of the telephone company, whoever used it, is asked for."""
    if not _BILLED.match(behind(money, at)):
        return False
    text, yen = money.text, money.yens[at]
    start, end = text.rfind("。", 0, yen.start) + 1, text.find("。", yen.end)
    sentence = text[start : end if end >= 0 else len(text)]
    paid = any(start <= done < yen.end + len(sentence) for done in money.paying)
    return bool(_OF_PHONE.search(sentence)) and not paid


def _as_written(money: Money, at: int) -> bool:
    """2回目からは8千円とある: in a subscription a price that is read somewhere is no bill yet."""
    if money.scheme != "subscription_trap":
        return False
    told = _AS_WRITTEN.match(behind(money, at))
    if told is None or _PAPERS_OF_BILL.search(told["in"]):
        return False
    return not _RECORD.search(before(money, at))


# 12万円の手数料で戻る: what somebody wants for bringing money back, or for lending it.
_FEE_FOR = re.compile(
    "の(?:手数料|着手金|報酬|保証金|費用|調査料|登録料|前金)で(?:、)?[^。0-9]{0,12}(?:戻|取り返|返って|返金|回収|解決|貸)"
)


def _is_asked(money: Money, at: int) -> bool:
    """Whether the words behind the amount ask for it, or it is the price of an order that was not paid yet."""
    right, text, end = behind(money, at), money.text, money.yens[at].end
    if any(one.match(right) for one in (_ASKED_TO, _FEE_FOR, _MUST_PAY, _TRIED)):
        return True
    if _part_paid(money, at):
        return True
    condition = _IF_PAID.match(right)
    if condition:
        reach = end + _REACH
        if condition[0].endswith(
            ("ないと", "なければ", "なきゃ", "ねば")
        ):  # a threat; what is told behind the next sum is that one's
            reach = min([reach, *(other.start for other in money.yens[at + 1 :])])
        return not _THEN_PAID.search(text, end, reach)
    return on_delivery(money, money.yens[at])


def _part_paid(money: Money, at: int) -> bool:
    """Whether the amount number ``at`` is the price of a plan of which a lesser sum was paid."""
    end = money.yens[at].end
    lesser = any(0 < later < money.sums[at] for later in money.sums[at + 1 :])
    signed = lesser and _PLAN.match(money.text, end)
    return bool(signed) and bool(_NOT_ALL.search(money.text, end, end + 2 * _REACH))


def _of_thing(money: Money, at: int) -> AmountRole | None:
    """28万円のバッグが2万円: the first is what it should cost, the second its price, paid or still to be paid."""
    if money.scheme not in ("fake_shop", None):
        return None
    if at + 1 < len(money.yens) and _dearer(money, at):
        return "other"
    if not (at and _dearer(money, at - 1)):
        return None
    text, yen_end = money.text, money.yens[at].end
    if money.scheme is None and not _ORDERED.search(text):
        return None
    if _TO_PAY.search(text, yen_end):
        return "demanded" if _ORDERED.search(text) else None
    if money.paying or "paid" in money.stages or _BOUGHT.search(text, yen_end, yen_end + _NEXT):
        return "paid"
    return "demanded" if _ORDERED.search(text, yen_end) else None


def _dearer(money: Money, at: int) -> bool:
    between = money.text[money.yens[at].end : money.yens[at + 1].start]
    if not (money.sums[at] > _DEARER * money.sums[at + 1] > 0 and len(between) <= 32):
        return False
    return bool(_FOR_SO_MUCH.fullmatch(between)) and not _NO_THING.search(between)
