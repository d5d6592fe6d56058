"""What the sums and the signs of a story say of how far it went: money told as paid or as gone was paid, in whatever words.

Reads what was already made of the amounts; it weighs no word anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from madoguchi.stages import STAGE_ORDER
from madoguchi.tale import Tale
from madoguchi.words import (
    Amount,
    Gave,
    ItemWord,
    Payment,
    PaymentMethod,
    SchemeId,
    Situation,
    StageFact,
    StageWord,
)

_AT_A_BANK = re.compile(
    "atm|ネット銀行|ネットバンク|ネットバンキング|インターネットバンキング|口座|銀行|預金|貯金|残高|送金"
)
_MOVED = frozenset({"lost", "paid"})
# Where people are sold something, a sum in the words is a price as often as a payment: only told deeds count there.
_SOLD = frozenset(
    {"rescue_data_recovery", "rescue_other", "other_consumer", "subscription_trap", "fake_shop"}
)
_TAKEN_OVER = frozenset({"phishing", "account_takeover", "securities_takeover", "sms_hijack"})
_ASKED = re.compile(
    "(?:分)?の?(?:カード|電子マネー)?[をもがは]?[^。、]{0,8}?、?(?:って[。、言]|と(?:言|いう|ゆう|のこと|請求|要求|求め|迫|案内)|払え|払って(?:と|くだ|ほし|くれ)|払う(?:よう|と|こと)|買え|送れ|渡せ|要求|請求|求め|必要|かか[るり]|だと)"
)
_BY_OTHERS = re.compile(
    "引か|引き?落|落ち|落とさ|使わ|利用|決済|送られ|送金され|送信|売られ|売り買い|売買|買われ|取引|[下降]ろされ|おろされ|引き出|減っ|な[くか]な|無くな|消え|明細|通知|請求|課金|契約され|注文"
)
_BY_OTHERS_ANYWHERE = re.compile(
    "乗っ取|のっとら|覚え[のがは]な|勝手に|よその人|知ら[なん]い?(?:間|うち)|してない。"
)
_NOT_GONE = re.compile("(?:分)?の(?:ギフト|給付|クーポン|ポイント|特典|賞金|報酬|株)|[はも]?無事")
_PROMISED = re.compile("(?:時給|日給|報酬)[はに]?$")
_BY_A_CHILD = re.compile("(?:孫|息子|娘|子ども|子供|小学生|中学生|高校生)(?:が|は)[^。]{0,30}(?:ゲーム|課金)")
# 100円と打った, 500円のつもりが: what one typed oneself, and the sum that went was another.
_TYPED = re.compile(
    "円[^。]{0,14}(?:打|入力|押)|円の(?:つもり|はず)|円[^。]{0,10}(?:振り?込(?:め|もう|む)|送金しよう|送ろうと)|atm[^。]{0,30}(?:ボタン|押し|押せ|操作|言われ|指示|数字|番号)"
)
_WENT = re.compile(
    "(?:円|分|ほど|くらい|も|が|を)*(?:減っ|へっ|消え|取られ|とられ|抜かれ|持って[い行]かれ|送られ|なくな)"
)
# What a subscription of one's own drew has been paid.
_DRAWN = re.compile(
    "(?:円|分|ほど|くらい|ずつ|も|が|を|は|の)*[^。、]{0,18}?(?:引き?落(?:とされ|ちて(?:い|し)|としになっ)|引かれ|課金され|払(?:って|う?て)(?:い|き|た|る|ん|も|し))"
)
_BECAME = re.compile("(?:円)?(?:に|と)な(?:って|っと|り)")
# 別名義の口座へ振り込まれた, 残高が87万円減っていた: somebody else's transfer is one too.
_TO_ANOTHER = re.compile(
    "(?:別|他|ほか|よそ|知らない|知らん|見知らぬ|第三者|他人|別人)[^。、]{0,8}(?:口座|名義|人|相手|者|先)[^。、]{0,14}(?:送金|送られ|振り?込ま|移され|移って|出金|振込(?:され|みされ|が))"
)
_SHRANK = re.compile(
    "(?:口座|残高|預金|貯金)[^。]{0,14}(?:減っ|引き出され|抜かれ|抜き取られ|消え|なくな|無くな|送金され|出金され)"
)
_NO_LOSS = re.compile("(?:損|被害|実害|損失)(?:は|も)(?:な|あり|出|ゼロ)|はじかれ")
_MEANS: frozenset[PaymentMethod] = frozenset(
    {
        "prepaid_emoney",
        "bank_transfer",
        "cash",
        "convenience_store",
        "carrier_billing",
        "qr_payment",
        "crypto",
        "cod",
    }
)
_BY_ITSELF: frozenset[PaymentMethod] = frozenset({"carrier_billing", "qr_payment"})

Perhaps = tuple[ItemWord, int, int]


def with_what_is_gone(tale: Tale, situation: Situation, *, scheme: SchemeId | None) -> Situation:
    """Returns ``situation`` with the stage and the means that its sums tell of.

    A sum that was paid makes the stage ``paid``, one that was lost either that or, where others took it from card or account,
    ``unauthorized_use``; by the means that alone is named. Where somebody else operated the device and money is lost, it went from the
    account. ``scheme``: what the story looks like most.
    """
    sums = [one for one in situation.amounts if one.role in _MOVED and not _is_asked(tale, one)]
    if not sums or tale.is_message or tale.at_the_till or _in_the_family(tale):
        return situation
    lost = [one for one in sums if one.role == "lost"]
    if _refused(tale) and not _turned(tale, lost):
        return situation
    paid = [one for one in sums if one.role == "paid"]
    told = {"paid", "unauthorized_use"} & set(situation.stage)
    operated = bool(lost) and (scheme == "support_scam" or _operated(situation) or _typed(tale))
    coins = any(one.method == "crypto" for one in situation.payments)
    taken = lost and ((scheme in _TAKEN_OVER and not coins) or _taken(tale, lost[0], paid_in_coins=coins))
    if not told and taken and not operated:
        if not _NO_LOSS.search(tale.scan.text):
            situation = _reached(situation, "unauthorized_use", lost[0])
            situation = _by_the_only(situation, _BY_ITSELF)
    elif (
        "paid" not in told
        and (
            scheme not in _SOLD or _went(tale, sums) or (scheme == "subscription_trap" and _drew(tale, paid))
        )
        and (paid or not told)
        and not _unsent(tale, lost)
    ):
        situation = _reached(situation, "paid", (paid or lost)[0])
        situation = _by(_by_the_only(situation, _MEANS), "crypto")
    if operated:
        return _from_the_account(tale, situation)
    by_others = lost and "unauthorized_use" in situation.stage and scheme != "securities_takeover"
    return _transferred_by_others(tale, situation) if by_others else situation


def with_what_may_be_given(tale: Tale, situation: Situation, *, items: Iterable[Perhaps]) -> Situation:
    """Returns ``situation`` with ``items`` (each with its levelled span) as perhaps given, where nothing else is told of them."""
    gave = {one.item: one for one in situation.gave}
    for item, start, end in items:
        if item not in gave and not tale.is_message:
            said = tale.quote(start, end)
            gave[item] = Gave(
                item=item, state="unknown", quote=said.quote, start=said.start, end=said.end, part=said.part
            )
    return msgspec.structs.replace(situation, gave=tuple(sorted(gave.values(), key=lambda one: one.start)))


def _in_the_family(tale: Tale) -> bool:
    child = ("safety", "minor_spending") in tale.matches or _BY_A_CHILD.search(tale.scan.text)
    return tale.at_home or bool(child)


def _is_asked(tale: Tale, amount: Amount) -> bool:
    """Whether a sum is only asked for or promised by the words right around it."""
    text = tale.parts.plain.original
    before = max(0, amount.start - 4)
    return amount.part is None and bool(
        _ASKED.match(text, amount.end)
        or _NOT_GONE.match(text, amount.end)
        or _PROMISED.search(text, before, amount.start)
    )


def _went(tale: Tale, sums: Sequence[Amount]) -> bool:
    """Whether the words right behind a sum say that it went: 9万減った is no price."""
    text = tale.parts.plain.original
    return any(one.part is None and _WENT.match(text, one.end) is not None for one in sums)


def _drew(tale: Tale, paid: Sequence[Amount]) -> bool:
    """Whether the words behind a sum say that it was drawn: 4,378円がカードから引き落とされていた."""
    text = tale.parts.plain.original
    return any(one.part is None and _DRAWN.match(text, one.end) is not None for one in paid)


def _unsent(tale: Tale, lost: Sequence[Amount]) -> bool:
    return not lost and bool(tale.hits("voice", "not_sent"))


def _typed(tale: Tale) -> bool:
    return bool(_TYPED.search(tale.scan.text) and _AT_A_BANK.search(tale.scan.text))


def _taken(tale: Tale, amount: Amount, *, paid_in_coins: bool) -> bool:
    """Whether the words around a lost sum say that others used card, account or phone."""
    text = tale.parts.plain.original
    if _BY_OTHERS_ANYWHERE.search(text):
        return True
    if paid_in_coins:
        return False
    return amount.part is None and bool(_BY_OTHERS.search(text, max(0, amount.start - 24), amount.end + 24))


def _refused(tale: Tale) -> bool:
    """Whether the person says that nothing was paid (まだ払っていません), and nowhere that anything was."""
    paying = {act.state for act in tale.acts if act.rule.pays}
    return not paying.isdisjoint({"not_done", "almost"}) and "done" not in paying


def _turned(tale: Tale, lost: Sequence[Amount]) -> bool:
    """5万円を振り込もうとしたら50万円になっていた: what was nearly done had been done."""
    text = tale.parts.plain.original
    return any(one.part is None and _BECAME.match(text, one.end) is not None for one in lost)


def _operated(situation: Situation) -> bool:
    given = any(one.item == "remote_control" and one.state != "refused" for one in situation.gave)
    return given or "remote_access_given" in situation.stage


def _reached(situation: Situation, stage: StageWord, amount: Amount) -> Situation:
    fact = StageFact(stage=stage, quote=amount.quote, start=amount.start, end=amount.end, part=amount.part)
    reached = {*situation.stage, stage} - {"received_only"}
    facts = [one for one in situation.facts if one.stage != "received_only"]
    facts = sorted([*facts, fact], key=lambda one: (STAGE_ORDER.index(one.stage), one.start))
    stages = tuple(one for one in STAGE_ORDER if one in reached)
    return msgspec.structs.replace(situation, stage=stages, facts=tuple(facts))


def _by(situation: Situation, method: PaymentMethod, named: Sequence[Payment] | None = None) -> Situation:
    payments = tuple(
        msgspec.structs.replace(one, state="paid") if one.method == method else one
        for one in (situation.payments if named is None else named)
    )
    return msgspec.structs.replace(situation, payments=payments)


def _by_the_only(situation: Situation, means: frozenset[PaymentMethod]) -> Situation:
    named = situation.payments
    return (
        _by(situation, named[0].method, named) if len(named) == 1 and named[0].method in means else situation
    )


def _transferred_by_others(tale: Tale, situation: Situation) -> Situation:
    text = tale.scan.text
    by_card = any(one.item == "bank_card" and one.state == "given" for one in situation.gave)
    if by_card and not _TO_ANOTHER.search(text):
        return situation  # drawn with the card that was taken: no transfer
    hit = _TO_ANOTHER.search(text) or (_SHRANK.search(text) if _AT_A_BANK.search(text) else None)
    if hit is None or any(one.method != "credit_card" for one in situation.payments):
        return situation
    said = tale.quote(hit.start(), hit.end())
    way = Payment(
        method="bank_transfer",
        state="unknown",
        quote=said.quote,
        start=said.start,
        end=said.end,
        part=said.part,
    )
    ways = tuple(sorted((*situation.payments, way), key=lambda one: one.start))
    return msgspec.structs.replace(situation, payments=ways)


def _from_the_account(tale: Tale, situation: Situation) -> Situation:
    named = situation.payments
    bank = _AT_A_BANK.search(tale.scan.text)
    if bank and all(one.method != "bank_transfer" for one in named):
        said = tale.quote(bank.start(), bank.end())
        way = Payment(
            method="bank_transfer",
            state="paid",
            quote=said.quote,
            start=said.start,
            end=said.end,
            part=said.part,
        )
        named = tuple(sorted((*named, way), key=lambda one: one.start))
    return _by(situation, "bank_transfer", named)
