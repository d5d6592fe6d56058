"""How much: the amounts of a text, each with what it is (asked, paid, got back, taken, something else)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import neg

import msgspec

from madoguchi.acts import Act
from madoguchi.amounts import Yen
from madoguchi.english_sums import role_in_english
from madoguchi.knowledge.amount_clues import AmountClues
from madoguchi.money_moved import with_totals
from madoguchi.outright import complied_with, on_delivery, role_outright, same_in_parts
from madoguchi.quoted_prices import beside_the_offer, only_named, only_there
from madoguchi.summed_up import is_further, summed_up
from madoguchi.surroundings import Money, Teller, weigh
from madoguchi.tale import Tale
from madoguchi.told_again import told_again
from madoguchi.words import Amount, AmountRole, SchemeId, StageWord

_MAX_AMOUNTS = 200
_MAX_TELLERS = 200
_MAX_SPENDING = 100
_ON_TOP = re.compile("もう|さらに|更に|また|次|別|再び|再度|追加|翌|回目|度目|今度|それぞれ|残り|と、")
_WISH = re.compile(r".{0,8}(?:返して|かえして|返せ|返金して|返金を求|取り戻|取り消したい)")
_BACK = re.compile("返|戻|もど|補償|補填|還付|キャッシュバック|取り消")
_PROMISED_BACK = re.compile(r"(?:返|戻)(?:す|る|せる|して)?(?:から|ので|はず|と(?:言|の|い|約束))")
# 100万円と約1千万円分の暗号資産をだまし取られた: all of a list.
_AND_MORE = (
    "(?:ほど|くらい|余り|相当|分)?(?:の(?:暗号資産|仮想通貨|ビットコイン|電子マネー|ギフト(?:券|カード)|プリペイドカード))?"
    "(?:(?:と|及び|や|、)[^。、を]{2,24})?"
)
_HARM_DONE = re.compile(f"{_AND_MORE}(?:の(?:被害|損害)|を(?:だまし取|騙し取|詐取))")
# 5万円を買おうとして, 500円を送ったつもりが: what one meant to pay.
_ABOUT_TO = (
    "(?:買|払|送|渡|支払|出|入金し|送金し|購入し|課金し)[おそろよ]う(?:と|か|、)|振り?込もう|入れよう"
    "|(?:送る|払う|渡す|出す|振り?込む|入れる|買う)(?:直前|寸前|前に|ところ(?:だ|で)|予定だ)"
)
_MEANT = re.compile(f"[^。、]{{0,12}}(?:つもり(?:が|だ|で)|{_ABOUT_TO})")
_WAS_ABOUT_TO = re.compile(f"[^。、]{{0,12}}(?:{_ABOUT_TO})")
_HARM_IS = re.compile("(?:被害|損害)(?:総額|額|金額)?(?:は|が)?(?:計|合計|総額|合わせて|約|およそ)*$")
# Of whom money is asked to get the rest back: what went before is lost, though it was paid once.
_LOST_BEFORE = re.compile(
    "(?:ほど|くらい|余り|相当|分|近く|以上)?(?:を|も|が|は)?(?:(?:だま|騙|ダマ)(?:され|し取られ|しとられ)|取られ|とられ|盗られ|詐取|失|なくし|の?(?:被害|損|詐欺))"
)
_ROBBED_OF = re.compile(
    "(?:だまされた|(?:だまし|騙し)?(?:取|と)られた|騙された|失った|なくした|被害(?:の|額の?|金の?))(?:総額|計|合計|約)?$"
    "|(?:(?:scammed|cheated|swindled|defrauded|conned|tricked) (?:out )?of|lost|stole) (?:me )?(?:about |around |over |nearly |all )?$"
)
_ITS_FEE = re.compile("(?:ほど|くらい|程度)?の(?:手数料|着手金|調査[費料]|費用|前金|依頼料|保証金|供託金)")
_SWINDLED = re.compile(f"{_AND_MORE}(?:を|も)?(?:だまし|騙し)取ら")
_PHONE_BILL = re.compile(
    "通信料|通信費|通話料|送信料|sms(?:の)?(?:料金|代|利用料)|(?:携帯|スマホ|電話)(?:の)?(?:代|料金)"
)
_BY_SHOPPING = re.compile("決済|課金|ギフト|買い物|引き落と|送金|口座")
_ALL_BACK = re.compile(
    "((?:全額|全部|ぜんぶ|すべて|まるまる|代金|お金|支払い?|請求)(?:が|は|を|も)?(?:全額|全部|すべて)?(?:無事に?)?(?:返金|補償|返還|払い戻|取り消|取消|キャンセル|返|戻)(?:しに|に)?(?:さ?れ|し|っ|り|は|なっ|なり)?"
    "(?:て|って)?(?:もらえ|もらい|もらっ|き|くれ)?(?:まし)?た)(?:けん|けど|ので|[^らいくかとよ]|$)|(補償の手続きが(?:終わ|済))"
)
_COMES_BACK = ("返", "戻", "消", "補償", "キャンセル")  # one of them stands in whatever _ALL_BACK finds
_THE_REST = re.compile("(?:残り|のこり|残金|残額|残債|後金|あと)(?:の|は|が|、|分|として)*$")
_TO_COME = re.compile(
    "[^。]{0,30}?(?:予定|約束|明日|あした|明後日|あさって|来週|来月|後日|今度|ことになって|払(?:う|います|え(?:と|ば)|わないと|わなければ)"
    "|振り?込(?:む|みます|め(?:と|ば))|はらい?ます|はらう)"
)
_IN_PART = re.compile("半分|一部|半額|頭金|前金|内金|分割")
_A_PART_OF_IT = re.compile("円?の?[^。、0-9]{0,24}(?:契約|約束)[^。0-9]{0,10}、(?:前金|頭金|内金|手付)")
_NAMED: frozenset[AmountRole] = frozenset({"demanded", "other"})
_DEBITED: frozenset[AmountRole] = frozenset({"lost", "demanded"})
_DEEDS: frozenset[AmountRole] = frozenset({"paid", "lost", "refunded"})
_STOPPED = re.compile(
    "(?:止め|声を(?:かけ|掛け))(?:られ|てくれ|てもら|た|まし)|未遂|免れ|取りやめ|思いとどま|防(?:が|い|げ)|寸前|直前"
    "|(?:送|払|振り?込|渡)(?:わ|ら|ま|さ|って(?:い|は)?|んで(?:い|は)?)(?:ず|ない|ませ|なかっ)"
)
_SPENDS = frozenset({"buy", "buy_prepaid"})


def amounts_in(
    tale: Tale, stages: Sequence[StageWord], *, scheme: SchemeId | None, clues: AmountClues
) -> tuple[Amount, ...]:
    """Returns the yen amounts in text order (at most 200), each with the role that its surroundings speak for.

    ``scheme``: what the story looks like most, None when nothing is known; ``clues``: what each clue weighs. A message asks
    for an amount, promises it or gives it back: what was paid it cannot tell.
    """
    if not tale.yens:
        return ()
    money = money_in(tale, stages, scheme=scheme)
    told = [(yen, _role_and_deed(money, at, clues)) for at, yen in enumerate(money.yens)]
    if tale.at_the_till:
        told = [(yen, "demanded" if role == "paid" else role) for yen, role in told]
    told = [(yen, "demanded" if role == "paid" and _still_to_pay(tale, yen) else role) for yen, role in told]
    if tale.at_home:  # what a child played for, nobody asks for: it has gone
        spent = _NAMED if len(told) == 1 else {"demanded"}
        told = [(yen, "paid" if role in spent else role) for yen, role in told]
    if not tale.is_message:
        told = [(yen, summed_up(tale, yen, role=role, scheme=scheme)) for yen, role in told]
    told = [(yen, "other" if _is_of_others(tale, yen) else role) for yen, role in told]
    told = with_totals(money, told if tale.at_the_till else list(_paid_after_all(money, told)))
    kept = list(_each_once(tale, told))
    return tuple(_amount(tale, yen, role) for yen, role in (*kept, *_all_back(tale, kept)))


def _is_of_others(tale: Tale, yen: Yen) -> bool:
    """Whether a sum stands in the sentence of what only happened to somebody else (ニュースで100万円取られた人がいると見た)."""
    here = tale.scan.sentence(yen.start)
    return any(tale.scan.sentence(act.start) == here for act in tale.of_others)


def _role_and_deed(money: Money, at: int, clues: AmountClues) -> AmountRole:
    """What the amount number ``at`` is; what was asked for and then paid in the same breath is paid."""
    role, yen = _role(money, at, clues), money.yens[at]
    if role != "demanded" or not _may_have_been_paid(money, yen):
        return role
    return "paid" if _then_paid(money, yen) or complied_with(money, yen) else role


def _still_to_pay(tale: Tale, yen: Yen) -> bool:
    """残り15万円は11月30日に払う予定です: the rest of a sum that a day to come or a promise stands beside."""
    text = tale.scan.text
    start = text.rfind("。", 0, yen.start) + 1
    rest = _THE_REST.search(text, max(start, yen.start - 16), yen.start)
    return bool(rest) and bool(_TO_COME.match(text[yen.end : yen.end + 40]))


def _may_have_been_paid(money: Money, yen: Yen) -> bool:
    tale = money.tale
    refused = tale.is_message or tale.in_english or tale.others_say(yen.start)
    return not (refused or on_delivery(money, yen) or _WAS_ABOUT_TO.match(money.text, yen.end))


# 50万円を借りました。それを全部振り込みました。
_AND_THEN = re.compile(
    "[をも]?(?:借り|下ろし|おろし|引き出し|用意し|解約し)[^。]{0,6}。(?:それ|その|全部|全額|すべて|そのまま|そっくり)"
)
_ORDERED = frozenset({"subscription_trap", "fake_shop"})
_NEXT_PRICE = re.compile(
    "[2-9二三四]回|以降|翌月|定価[^の]|定価$|通常|相当|差額|半額[^の]|半額$|引き|割引|円(?:以上|まで|オフ|もお?得)"
)


def _paid_after_all(money: Money, told: Sequence[tuple[Yen, AmountRole]]) -> Iterator[tuple[Yen, AmountRole]]:
    """請求は5万円。高いと思ったが、カードで払った: where no sum is told as paid, it is the one that was asked for just before."""
    open_end = all(role != "paid" for _, role in told)
    for yen, role in told:
        due = role == "demanded" or (role == "other" and yen is told[0][0] and _is_price(money, yen))
        due = due or (role == "other" and bool(_AND_THEN.match(money.text, yen.end)))
        asked = open_end and due and _may_have_been_paid(money, yen)
        yield yen, "paid" if asked and _paid_soon_after(money, yen) else role


def _is_price(money: Money, yen: Yen) -> bool:
    """初回2,980円とあり…品が届いてコンビニで払った: the price for which a thing was ordered, and not that of the next ones."""
    return money.scheme in _ORDERED and not _NEXT_PRICE.search(
        money.text, max(0, yen.start - 12), yen.end + 4
    )


def _paid_soon_after(money: Money, yen: Yen) -> bool:
    """Whether one of the next two sentences tells of a payment, before the next sum and not of a part only."""
    scan = money.tale.scan
    limit = min((other.start for other in money.yens if other.start > yen.start), default=len(scan.text))
    here = scan.sentence(yen.start)
    return any(
        act.rule.pays
        and state == "done"
        and yen.end <= act.start < limit
        and scan.sentence(act.start) - here <= 2
        and not _IN_PART.search(scan.text, max(yen.end, act.start - 12), act.end)
        for act, state in money.spending
    )


def _all_back(tale: Tale, told: Sequence[tuple[Yen, AmountRole]]) -> Iterator[tuple[Yen, AmountRole]]:
    """全額返金されました: what was taken or paid (the largest sum that is told) came back, though no sum stands beside it."""
    harm = [yen for yen, role in told if role == "lost"] or [yen for yen, role in told if role == "paid"]
    text = tale.scan.text
    if tale.is_message or not harm or not any([sign in text for sign in _COMES_BACK]):
        return
    found = _ALL_BACK.search(text)
    if found is None or tale.quoting.holds(found.start()) or any(role == "refunded" for _, role in told):
        return
    largest = max(harm, key=lambda yen: (yen.yen or 0) * yen.count)
    start, end = found.span(1 if found[1] else 2)
    yield msgspec.structs.replace(largest, start=start, end=end, first=None), "refunded"


def _each_once(tale: Tale, told: Iterable[tuple[Yen, AmountRole]]) -> Iterator[tuple[Yen, AmountRole]]:
    """Leaves out what is asked or named a second time in the same sum, unless the words say that it came on top.

    Payments and losses are kept: two of the same sum may well be two, unless the second tells of the first.
    """
    told = list(told)
    moved: dict[AmountRole, list[Yen]] = {"paid": [], "lost": []}
    asked = [yen for yen, role in told if role == "demanded"]
    known: set[tuple[int | None, int, AmountRole]] = set()
    for yen, role in told:
        if role == "demanded" and same_in_parts(yen, asked):
            continue
        if role in moved and told_again(tale, yen, before=moved[role]):
            continue
        moved.setdefault(role, []).append(yen)
        key = yen.yen, yen.count, role
        kept = yen.yen is None or role not in _NAMED or key not in known
        if kept or _ON_TOP.search(tale.scan.text, max(0, yen.start - 16), yen.start):
            yield yen, role
        known.add(key)


def money_in(tale: Tale, stages: Sequence[StageWord], *, scheme: SchemeId | None) -> Money:
    """Returns the amounts of a text with what their clues rest on."""
    return Money(
        tale=tale,
        yens=tale.yens[:_MAX_AMOUNTS],
        tellers=_tellers(tale, stages),
        spending=[(act, "done" if act in tale.done else act.state) for act in _spending(tale)],
        stages=stages,
        scheme=scheme,
    )


def _spending(tale: Tale) -> list[Act]:
    return [act for act in tale.acts if act.rule.pays or act.rule.id in _SPENDS][:_MAX_SPENDING]


def _role(money: Money, at: int, clues: AmountClues) -> AmountRole:
    if money.scheme == "recovery_scam" and _lost_before(money, at):
        return "lost"
    if money.tale.in_english:
        role = role_in_english(money, at)
        if role in _DEBITED and _is_own_debit(money):
            return "other"
        return "demanded" if role in _DEEDS and money.tale.others_say(money.yens[at].start) else role
    outright = role_outright(money, at)
    if outright is not None:
        return outright
    sums = weigh(money, at, clues=clues)
    order = sorted(zip(map(neg, sums), range(len(sums)), strict=True))
    likely = [clues.roles[number] for _, number in order]
    if (
        money.scheme == "recovery_scam"
        and likely[0] == "other"
        and _ITS_FEE.match(money.text, money.yens[at].end)
    ):
        return "demanded"
    for role in likely:
        if _may_be(role, money, at):
            return role
    return likely[0]


def _lost_before(money: Money, at: int) -> bool:
    yen = money.yens[at]
    before = _ROBBED_OF.search(money.text, max(0, yen.start - 40), yen.start)
    return bool(before or _LOST_BEFORE.match(money.text, yen.end))


def _may_be(role: AmountRole, money: Money, at: int) -> bool:
    """Where nobody tells of a payment, none was paid; a wish to get money back is no refund.

    A message knows nothing of what was paid or taken.
    """
    if money.tale.is_message:
        return role in ("demanded", "other", "refunded")
    if role in _DEBITED and _is_own_debit(money):
        return False
    if money.tale.others_say(money.yens[at].start):  # what the other side says moved no money
        return role in _NAMED
    if role == "paid" and money.tale.quoting.holds(money.yens[at].start):
        return False  # 「合計75万円だ」と言われた; whether it was paid then is told behind it
    if role == "lost":
        return not (
            _drawn_fee(money) or _on_phone_bill(money, at) or _handed_over(money, at) or only_there(money, at)
        )
    if role == "demanded":
        return not only_named(money, at)
    if role == "refunded":
        return _came_back(money, at)
    if role == "other":
        return not _is_the_harm(money, at)
    return _may_be_paid(money) and not _not_paid_after_all(money, at)


def _is_own_debit(money: Money) -> bool:
    return money.scheme is None and money.tale.own_debit


def _may_be_paid(money: Money) -> bool:
    """Where a payment is told, or nobody says that none was made: 料金は8万円だった tells of money that has gone."""
    if "paid" in money.stages or money.paying:
        return True
    refused = any(state in ("not_done", "almost") for _, state in money.spending)
    return not (refused or _STOPPED.search(money.text))


def _not_paid_after_all(money: Money, at: int) -> bool:
    end = money.yens[at].end
    partly = _A_PART_OF_IT.match(money.text, end)  # 18万円の工事を契約し、前金を渡した
    return bool(_MEANT.match(money.text, end) or partly) or beside_the_offer(money, at)


def _drawn_fee(money: Money) -> bool:
    """What a subscription draws (引き落とされた) is paid, as long as nobody else uses the card."""
    return money.scheme == "subscription_trap" and "unauthorized_use" not in money.stages


def _handed_over(money: Money, at: int) -> bool:
    """だまし取られた: whoever is swindled out of money has paid it."""
    return "paid" in money.stages and bool(_SWINDLED.match(money.text, money.yens[at].end))


def _is_the_harm(money: Money, at: int) -> bool:
    yen = money.yens[at]
    return bool(
        _HARM_DONE.match(money.text, yen.end)
        or _HARM_IS.search(money.text, max(0, yen.start - 12), yen.start)
    )


def _came_back(money: Money, at: int) -> bool:
    """Money comes back where the sentence says so, and not as a wish or a promise (後で返すから)."""
    yen = money.yens[at]
    start = money.text.rfind("。", 0, yen.start) + 1
    behind = money.text[yen.end :].partition("。")[0]
    told = _BACK.search(money.text[start : yen.start] + behind)
    return bool(told) and not _WISH.match(behind) and not _PROMISED_BACK.search(behind)


def _on_phone_bill(money: Money, at: int) -> bool:
    """What a hijacked line has sent comes as a bill (通信費が2万円も高い): it is asked for, and not taken yet."""
    yen = money.yens[at]
    before = money.text[max(0, yen.start - 40) : yen.start].rpartition("。")[2]
    behind = money.text[yen.end : yen.end + 24].partition("。")[0]
    return bool(_PHONE_BILL.search(before) or _PHONE_BILL.search(behind)) and not _BY_SHOPPING.search(before)


def _then_paid(money: Money, yen: Yen) -> bool:
    """10万円と言われ、…払った: asked for, then paid in the same breath, and no other amount in between."""
    if money.tale.is_message:
        return False
    scan = money.tale.scan
    limit = min((other.start for other in money.yens if other.start > yen.start), default=len(scan.text))
    return any(
        (act.rule.pays or act.rule.id in _SPENDS)
        and state == "done"
        and yen.end <= act.end <= limit
        and act.start >= yen.start
        and not _IN_PART.search(scan.text, max(yen.end, act.start - 12), act.end)
        for act, state in money.spending
        if scan.sentence(act.start) == scan.sentence(yen.start)
    )


def _tellers(tale: Tale, stages: Sequence[StageWord]) -> list[Teller]:
    """Words that tell what an amount is, with their place: role words, and verbs of paying by their state."""
    tellers: list[Teller] = []
    for owner, hits in tale.of_kind("role"):
        tellers += [(hit.start, hit.end, owner[1]) for hit in hits]
    tellers += _deeds(tale)
    harm: AmountRole = "paid" if "paid" in stages else "lost"
    tellers += [(hit.start, hit.end, harm) for hit in tale.hits("voice", "harm")]
    return tellers[:_MAX_TELLERS]


def _deeds(tale: Tale) -> Iterator[Teller]:
    done = tale.done
    told = [act for act in tale.acts if not (act.state == "unclear" and tale.in_english)]
    for act in told:
        role = _role_of(act, done)
        if role is not None:
            yield act.start, act.end, role


def _role_of(act: Act, done: Sequence[Act]) -> AmountRole | None:
    """Money that the person spent, money taken by somebody (買われた), or money that somebody asks for."""
    if not (act.rule.pays or act.rule.id in _SPENDS):
        return None
    if act.state == "passive":
        return "lost"
    if act in done:
        return "paid"
    return None if act.rule.id == "buy" and act.state == "unclear" else "demanded"


def _amount(tale: Tale, yen: Yen, role: AmountRole) -> Amount:
    said = tale.quote(yen.start, yen.end)
    return Amount(
        yen=yen.yen,
        count=yen.count,
        role=role,
        certain=yen.certain,
        further=is_further(tale, yen),
        quote=said.quote,
        start=said.start,
        end=said.end,
        part=said.part,
    )
