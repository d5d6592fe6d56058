"""What was given and by which means: items and payments with the words that tell them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Literal

import msgspec

from madoguchi.acts import Act
from madoguchi.patterns import Hit
from madoguchi.tale import Tale, not_sent
from madoguchi.whose_number import is_gift_card_number
from madoguchi.words import Gave, ItemWord, Payment, PaymentMethod, StageWord

_BEHIND_THE_VERB = 50
_NOT_PAYING = re.compile(
    r"(?:は|を)(?:使って(?:い|る|ま)|お使い|利用して(?:い|る|ま)|持って(?:い|る|ま)|やって(?:い|る|ま))|まれ|めな|めると|んでくれ|(?:先|用)の口座|会社|の(?:id|パスワード|ログイン|画面|契約|サイト)|に(?:ログイン|入[らりっれ])"
)
_CANNOT = re.compile("カード(?:が|は)(?:使え|通ら)(?:ず|な)")
_COMES_IN = re.compile(
    r"(?:振り?込|送金|入金)(?:まれ|され)(?:な|ま|て|た|る|ず)"
)  # 振り込まれない: what should come in
# What stands right before says that it is another means: ビットコインを振り込む, ギフトカードを買う.
_OTHER_MEANS: dict[PaymentMethod, re.Pattern[str]] = {
    "bank_transfer": re.compile(r"(?:ビットコイン|暗号資産|仮想通貨|ペイ|pay)[^。、]{0,6}$"),
    "credit_card": re.compile(
        r"(?:電子マネー|ギフト|プリペイド|キャッシュ|デビット|会員|ポイント|アップル|apple|sd|在留|マイナンバー|保険証|診察|図書|学生)の?$"
    ),
}
_VISA_CARD = re.compile(
    r"[ぁ-龥]|(?:with|by|on|to) (?:my |the |a |his |her )?visa|visa (?:card|debit|credit)|visa\W*$"
)

_PLAY = re.compile("google ?play|グーグルプレイ")
_GIFT_CARD = re.compile(
    r"(?:ストア)?の?(?: ?(?:gift|ギフト|カード|card|code|コード|番号|プリペイド|voucher))"
)
_IN_A_SHOP = re.compile(r"\b(?:on|in|from|via|through|at) (?:the |my )?$")
_OF_A_SHOP = re.compile(
    "(?:ストア)?(?:の|で|から|に|を通じて)?[^。]{0,16}?(?:ゲーム|アプリ|課金|アイテム|スキン|ガチャ|履歴|明細|アカウント)|ストア"
)

_SENT_TOO: tuple[PaymentMethod, ...] = ("qr_payment", "crypto")
_BANK = re.compile("現金[^。、]{0,16}送金|銀行|口座|信金|信用金庫|農協|郵貯|ゆうちょ|bank")
_AFTER = 30
# What ends the words of a means that stands alone: 振り込みです。 カードで、全部で30万円です。
_ALONE = re.compile(
    "み?(?:で|から|払い|決済|送金)*(?:です|でした|だった|。|、(?:全部で|合計で?|合わせて|計)?[0-9一二三四五六七八九十百千万,]{1,12}円(?:です|でした|。))"
)

GaveState = Literal["given", "typed_not_sent", "refused", "unknown"]
PaymentState = Literal["paid", "demanded", "unknown"]
_GIVEN: dict[str, GaveState] = {"done": "given", "not_done": "refused", "almost": "refused"}


def gave_in(tale: Tale) -> tuple[Gave, ...]:
    """Returns each item once: given, typed and not sent, or refused, at its telling place."""
    done = tale.done
    best: dict[ItemWord, Gave] = {}
    for act in tale.acts:
        state: GaveState | None = "given" if act in done else _GIVEN.get(act.state)
        if tale.is_message or state is None or (act.rule.only_with and act not in done):
            continue
        for item in act.rule.gave:
            if item not in best or (state == "given" and best[item].state != "given"):
                said = tale.quote(act.start, act.end)
                kept: GaveState = "typed_not_sent" if state == "given" and not_sent(tale, act) else state
                best[item] = Gave(
                    item=item, state=kept, quote=said.quote, start=said.start, end=said.end, part=said.part
                )
    return tuple(sorted(best.values(), key=lambda gave: gave.start))


def payments_in(tale: Tale) -> tuple[Payment, ...]:
    """Returns each means of payment that is named or implied, paid by it or only asked for."""
    done: Sequence[Act] = [] if tale.is_message else _but_implied(tale.done)
    named = [act for act in tale.acts if act.rule.puts and act.rule.payment]
    desks = [
        act for act in tale.acts if act.rule.turned_to
    ]  # カード会社に電話した names nobody's means of payment
    found: dict[PaymentMethod, Payment] = {}
    for owner, hits in tale.of_kind("payment"):
        told = [hit for hit in hits if _is_means(owner[1], hit, tale.scan.text)]
        told = [hit for hit in told if owner[1] != "bank_transfer" or not _verb_of_another(hit, named)]
        told = [hit for hit in told if not any(one.start <= hit.start < one.end for one in desks)]
        if told:
            found[owner[1]] = _payment(tale, owner[1], min(told, key=lambda hit: hit.start), done)
    for act in _but_implied(tale.acts):
        for method in act.rule.payment:
            hit = Hit(act.start, act.end, act.start)
            if method not in found and _tells(act, tale) and _is_means(method, hit, tale.scan.text):
                found[method] = _payment(tale, method, hit, done)
    return tuple(sorted(_sent_by_app(tale, found).values(), key=lambda payment: payment.start))


def used_by_others(payments: Sequence[Payment], stages: Container[StageWord]) -> tuple[Payment, ...]:
    """Returns ``payments``; of a card that somebody else used nobody asks anything: whether money went by it is not known."""
    if "unauthorized_use" not in stages:
        return tuple(payments)
    return tuple(
        msgspec.structs.replace(one, state="unknown")
        if one.method == "credit_card" and one.state == "demanded"
        else one
        for one in payments
    )


_CARD_STAGES: frozenset[StageWord] = frozenset(
    {"card_given", "unauthorized_use", "paid", "contract_signed", "credentials_given"}
)
_CARD_FIRM = re.compile("カード会社")
_NOT_TYPED = re.compile(
    "(?:カード)?(?:の)?(?:番号|情報|暗証番号|コード)?(?:など|とか|や暗証番号)?(?:は|も|を|の入力は)?(?:まだ|一切|何も)?"
    "(?:入力|入れ|教え|伝え|登録|送信|打|答え|渡)[^。、]{0,8}(?:ない|ません|なかった|ず|ねえ|へん)"
)
_MONEY_NOT_GIVEN = re.compile("お金")
_DRAWN = re.compile("口座から[^。]*(?:引き出|引き落|下ろ|おろ)")  # with the card that was taken: no transfer


def named_in_passing(
    tale: Tale, payments: Sequence[Payment], *, stages: Container[StageWord]
) -> tuple[Payment, ...]:
    """Returns ``payments`` without what only a name or a denial names: カード会社を名乗るSMS, カード番号は入れていない, お金も渡していない."""
    return tuple(
        one for one in payments if one.state != "demanded" or not _in_passing(tale, one.method, stages)
    )


def _in_passing(tale: Tale, method: PaymentMethod, stages: Container[StageWord]) -> bool:
    text, hits = tale.scan.text, tale.matches.get(("payment", method), ())
    if method == "cash" and not hits:
        acts = [act for act in tale.acts if "cash" in act.rule.payment]
        return all(
            act.state == "not_done" and _MONEY_NOT_GIVEN.search(text, max(0, act.start - 1), act.end)
            for act in acts
        )
    if method == "bank_transfer":
        by_card = any("bank_card" in act.rule.gave for act in tale.done)
        return by_card and bool(hits) and all(_DRAWN.search(text, hit.start, hit.end) for hit in hits)
    if method != "credit_card" or any(stage in stages for stage in _CARD_STAGES):
        return False
    acts = [act for act in tale.acts if "credit_card" in act.rule.payment and act.state != "not_done"]
    return not acts and all(
        _CARD_FIRM.match(text, hit.start) or _NOT_TYPED.match(text, hit.end) for hit in hits
    )


def _sent_by_app(tale: Tale, found: dict[PaymentMethod, Payment]) -> dict[PaymentMethod, Payment]:
    """PayPayで返すと言われ、逆に3万円送金した: 送金 beside an app that pays, or a coin, and no bank named, is the app's."""
    method = next((one for one in _SENT_TOO if ("payment", one) in tale.matches), None)
    bank = found.get("bank_transfer")
    words = {
        tale.scan.text[hit.start : hit.end] for hit in tale.matches.get(("payment", "bank_transfer"), ())
    }
    if method is None or bank is None or words != {"送金"} or _BANK.search(tale.scan.text):
        return found
    own = found.get(method)
    told = own if own is not None and bank.state != "paid" else bank
    kept: dict[PaymentMethod, Payment] = {name: one for name, one in found.items() if name != "bank_transfer"}
    return kept | {method: msgspec.structs.replace(told, method=method)}


def paid_by_card(tale: Tale, payments: Sequence[Payment]) -> list[tuple[int, int]]:
    """Returns where (levelled start, end) the person tells of having paid by credit card: the number was given then.

    ``payments``: those of the text. Nothing is returned where prepaid cards are told of: people call both a card.
    """
    if any(payment.method == "prepaid_emoney" for payment in payments):
        return []
    hits = [
        hit
        for hit in tale.matches.get(("payment", "credit_card"), ())
        if not _CANNOT.search(tale.scan.text, hit.start, hit.end + 8)
    ]
    paying = [act for act in tale.done if act.rule.pays and not act.rule.payment]
    near = [(hit, act) for hit in hits for act in paying if _reaches(act, hit, tale)]
    return [(hit.start, max(hit.end, act.end)) for hit, act in near[:1]]


def _but_implied(acts: Sequence[Act]) -> list[Act]:
    """Leaves out what a place alone implies (50万円を取引所に入れた: a transfer) where the means is named (カードで)."""
    named = {act.end for act in acts if act.rule.puts and act.rule.payment}
    return [
        act
        for act in acts
        if act.rule.puts or act.end not in named or "bank_transfer" not in act.rule.payment
    ]


def _verb_of_another(hit: Hit, named: Sequence[Act]) -> bool:
    """Whether the word ``hit`` ends what was paid by another means: ペイペイで2万円を送金した is no transfer."""
    return any(
        act.start < hit.start and hit.end <= act.end and "bank_transfer" not in act.rule.payment
        for act in named
    )


def _is_means(method: PaymentMethod, hit: Hit, text: str) -> bool:
    """Not money that comes in, nor another means of the same name."""
    if _NOT_PAYING.match(text, hit.end) or (
        method == "bank_transfer" and _COMES_IN.search(text, hit.start, hit.end + 2)
    ):
        return False
    if (
        method == "credit_card"
        and text[hit.start : hit.end] == "visa"
        and not _VISA_CARD.search(text, max(0, hit.start - 12), hit.end + 6)
    ):
        return False
    if method == "prepaid_emoney" and _is_shop(hit, text):
        return False
    if method == "credit_card" and (
        is_gift_card_number(text, hit.start) or _CANNOT.search(text, hit.start, hit.end + 8)
    ):
        return False
    other = _OTHER_MEANS.get(method)
    return not (other and other.search(text[max(0, hit.start - 16) : hit.start]))


def _is_shop(hit: Hit, text: str) -> bool:
    """Whether Google Play is the shop where games and apps are bought, and no gift card."""
    named = _PLAY.match(text, hit.start)
    if named is None or _GIFT_CARD.match(text, named.end()):
        return False
    before = text[max(0, hit.start - 12) : hit.start]
    return bool(_IN_A_SHOP.search(before) or _OF_A_SHOP.match(text, named.end()))


def _tells(act: Act, tale: Tale) -> bool:
    if act.state in {"passive", "unclear"}:
        return False
    return not act.rule.only_with or any(other.rule.id in act.rule.only_with for other in tale.acts)


def _payment(tale: Tale, method: PaymentMethod, hit: Hit, done: Sequence[Act]) -> Payment:
    said = tale.quote(hit.start, hit.end)
    paid = any(act.rule.pays and (method in act.rule.payment or _near(tale, act, method)) for act in done)
    paid = paid or tale.at_home or _named_after(tale, hit, done)
    unclear = tale.chat is not None and tale.chat.unclear and tale.others_say(hit.start)
    state: PaymentState = "paid" if paid else "unknown" if unclear else "demanded"
    return Payment(
        method=method, state=state, quote=said.quote, start=said.start, end=said.end, part=said.part
    )


def _near(tale: Tale, act: Act, method: PaymentMethod) -> bool:
    """A general verb of paying counts for the means named last before it, within reach."""
    if act.rule.payment:
        return False
    reached = (hit for hit in tale.matches.get(("payment", method), ()) if _reaches(act, hit, tale))
    return any(not act.rule.puts or _is_last(tale, hit, act) for hit in reached)


def _is_last(tale: Tale, hit: Hit, act: Act) -> bool:
    """Whether ``act`` stands in the sentence of the means ``hit`` or the next, and no other means between them."""
    if tale.scan.sentence(act.end - 1) - tale.scan.sentence(hit.start) > 1:
        return False
    return not any(hit.end < one.start < act.end for _, others in tale.of_kind("payment") for one in others)


def _named_after(tale: Tale, hit: Hit, done: Sequence[Act]) -> bool:
    """入れました。銀行振り込みです: a means that stands alone behind a payment, in its sentence or the next, tells how it was made."""
    if not _ALONE.match(tale.scan.text, hit.end):
        return False
    here = tale.scan.sentence(hit.start)
    return any(
        act.rule.pays
        and not act.rule.payment
        and 0 <= hit.start - act.end <= _AFTER
        and here - tale.scan.sentence(act.start) <= 1
        for act in done
    )


def _reaches(act: Act, hit: Hit, tale: Tale) -> bool:
    """English names the means behind the verb: paid 5,000 yen by credit card."""
    return (-_BEHIND_THE_VERB if tale.in_english else -6) <= act.end - hit.end <= 40
