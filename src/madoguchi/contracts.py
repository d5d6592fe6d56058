"""What the words plainly tell of a contract: its day, its sum, how it came about, with whom. What they do not tell stays empty.

Nothing is told of a contract that was not made (まだ契約していません, 契約するよう言われた); how somebody came to sell, and who, is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from madoguchi.acts import Act
from madoguchi.amounts import yen_in
from madoguchi.contract_days import days_of, delivery_of
from madoguchi.contract_papers import none_received, received_at_once, received_of, things_of
from madoguchi.contract_sums import sums_of
from madoguchi.days import Day
from madoguchi.other_sides import parties_in
from madoguchi.tale import Tale
from madoguchi.told_days import days_told
from madoguchi.words import Contract, ContractSum, DateSpan, PaymentMethod, Quoted, Sale, SalesWord

Span = tuple[int, int]

_MOST = 6
_MOST_PLACES = 200  # deeds, days and sums that are looked at: each deed is held against each day
# Of the acts that tell of a contract, those by which it is made: 解約したい tells of one too.
_MAKES = re.compile(
    "契約|サイン|署名|印|判|ハンコ|はんこ|申し?込|注文|購入|買|発注|入会|加入|頼|依頼|承諾|了承|同意|記入|書|組"
)
_UNMAKES = re.compile("解約|クーリング|キャンセル|取り消|断れず|買い?取|破い|受け取")
_NOTED = re.compile("[円万をで事](?:の)?(?:契約|購入|注文)(?:済み?|成立|締結)?(?:[。、;\n]|$)")
_LABELLED = re.compile(
    "契約(?:をした|した|の|締結|年月)?(?:日(?:付)?(?:は|が|:)|(?:は|:)(?:たしか|確か|去年の|昨年の)?(?:[0-9]{1,4}[月/年]|昨日|きのう|一昨日|おととい|先週|先月|今月))"
)
_ON_A_DAY = re.compile(
    "契約を[^。、\n]{0,14}(?:日|曜|昨日|きのう|おととい|先週|先月)[^。、\n]{0,4}にし(?:まし|た|て)"
)
_NOT_YET = re.compile("(?:まだ|未)[^。]{0,24}$")
_OPEN = re.compile("[^。]{0,16}(?:予定|未定|まだ|決ま|不明|わから|分から)")
_NOT_SO = re.compile(
    "(?:で|の販売で|とか)?(?:は|も)?(?:なく|ない|ありませ|なかっ)|[^。、]{0,16}(?:来ていませ|来ていな|来ませ|ではありませ|ではな|じゃな|でな)"
)
_TRADES = re.compile(
    "契約|勧め|すすめ|勧誘|購入|買[いっうわ]|工事|点検|売り|申し?込|サイン|見積|修理|注文|営業|販売|セールス|contract|salesman|sell"
)
_SOLD = re.compile(
    "売って(?:しま|渡)|売りま|売った|売らされ|買い?取られ|買い?取って(?:い|行)|引き渡し(?:まし|てしま|た)"
)
_SIGNED = re.compile(
    r"\b(?:signed|agreed to|entered into|made) (?:a|an|the|this|their|my|your) (?:[a-z]{1,16} ){0,3}contract\b"
)
_CALLED_FOR = re.compile(
    "呼ん[だで]|来てもら|来てくれるよう|頼んで来|依頼し|電話をかけて来|チラシ|広告|検索|ホームページ|予約"
)
_COMER = re.compile(
    "(?:来た|訪れた|家に|自宅に|うちに|実家に|玄関に|業者|会社|男|女|人|作業員|点検|見積|調査|挨拶|あいさつ|近所|近く|通りがか)"
)
_SAID_OUTRIGHT = ("訪問販売", "訪販", "訪問勧誘", "訪問セールス")
_NO_SHOP = ("喫茶", "飲食", "茶")
_BUYS_UP = re.compile("買い?取|訪問購入|押し買い|不用品")
_BY_A_SALE = frozenset({"buy", "register"})  # a contract where the words tell how it came about


def contract_in(tale: Tale, methods: Sequence[PaymentMethod]) -> Contract:
    """Returns what is told of a contract; ``methods``: the means of payment that are named. A message tells of none."""
    if tale.is_message:
        return Contract()
    sales, parties = _sales(tale), _parties(tale)
    deeds = _deeds(tale, sales, bought=bool(sales) and "prepaid_emoney" not in methods)
    if not deeds:
        return Contract(sales=sales, parties=parties)
    days = days_told(tale)[:_MOST_PLACES]
    papers = received_of([day for day in days if day.from_day <= tale.today], text=tale.scan.text)[:_MOST]
    made = days_of(deeds, days, scan=tale.scan, today=tale.today)[:_MOST]
    made = [day for day in made if day not in papers] or made
    comes = delivery_of(days, text=tale.scan.text, but=[*made, *papers])[:_MOST]
    return Contract(
        days=tuple(span_of(tale, one) for one in made),
        amounts=_amounts(tale, deeds),
        sales=sales,
        parties=parties,
        delivery=tuple(span_of(tale, one) for one in comes),
        papers=tuple(span_of(tale, one) for one in papers) or tuple(_at_once(tale, made)),
        no_papers=None if papers else _quoted(tale, none_received(tale.scan.text)),
        things=tuple(_things(tale, deeds)),
        made=True,
    )


def _at_once(tale: Tale, made: Sequence[Day]) -> Iterator[DateSpan]:
    """Papers that came with the contract itself came on its day."""
    place = received_at_once(tale.scan.text)
    if place and made:
        yield span_of(tale, msgspec.structs.replace(made[0], start=place[0], end=place[1]))


def _quoted(tale: Tale, place: Span | None) -> Quoted | None:
    if place is None:
        return None
    said = tale.quote(*place)
    return Quoted(quote=said.quote, start=said.start, end=said.end) if said.part is None else None


def _things(tale: Tale, deeds: Sequence[Span]) -> Iterator[Quoted]:
    ways = [
        hit
        for owner, hits in tale.matches.items()
        if isinstance(owner, tuple) and owner[0] == "sale"
        for hit in hits
    ]
    places = [*deeds, *((hit.start, hit.end) for hit in ways)]
    for place in islice(things_of(places, text=tale.scan.text), _MOST):
        said = _quoted(tale, place)
        if said:
            yield said


def _deeds(tale: Tale, sales: Sequence[Sale], *, bought: bool) -> list[Span]:
    """Where the person tells that the contract was made (levelled); ``bought``: a purchase makes one here."""
    text = tale.scan.text
    acts = [act for act in tale.done if _makes(act, text) and (act.rule.id not in _BY_A_SALE or bought)]
    noted = [hit.span() for hit in _NOTED.finditer(text) if not _is_open(hit.start(), text)]
    spans = [(act.start, act.end) for act in acts]
    spans += [hit.span() for hit in _ON_A_DAY.finditer(text)]
    spans += [
        hit.span() for hit in _LABELLED.finditer(text) if not _OPEN.match(text[hit.end() : hit.end() + 24])
    ]
    spans += [(end - 2, end) for start, end in noted if not tale.quoting.holds(start)]
    if any(one.way == "door_purchase" for one in sales):
        spans += [hit.span() for hit in _SOLD.finditer(text)]
    if tale.foreign:
        spans += [hit.span() for hit in _SIGNED.finditer(text)]
    return sorted(dict.fromkeys(spans))[:_MOST_PLACES]


def _makes(act: Act, text: str) -> bool:
    if act.rule.id not in _BY_A_SALE and "contract_signed" not in act.rule.stage:
        return False
    words = text[act.start : act.end]
    return (
        bool(_MAKES.search(words)) and not _UNMAKES.search(words) and text[act.start - 1 : act.start] != "解"
    )


def _is_open(start: int, text: str) -> bool:
    return bool(_NOT_YET.search(text[max(0, start - 30) : start + 1]))


def _amounts(tale: Tale, deeds: Sequence[Span]) -> tuple[ContractSum, ...]:
    found = sums_of(deeds, yen_in(tale.scan.text)[:_MOST_PLACES], scan=tale.scan)[:_MOST]
    told = [(one, tale.quote(one.start, one.end)) for one in found]
    return tuple(
        ContractSum(
            yen=(one.yen or 0) * one.count,
            certain=one.certain,
            quote=said.quote,
            start=said.start,
            end=said.end,
            part=said.part,
        )
        for one, said in told
    )


def span_of(tale: Tale, day: Day) -> DateSpan:
    """Returns ``day`` (levelled) with the words of the original that tell it."""
    said = tale.quote(day.start, day.end)
    return DateSpan(
        from_day=day.from_day,
        to_day=day.to_day,
        precision=day.precision,
        quote=said.quote,
        start=said.start,
        end=said.end,
        part=said.part,
    )


def _sales(tale: Tale) -> tuple[Sale, ...]:
    """Each way once, at its first place; what somebody says it was not (訪問販売ではなく) is none."""
    text, found = tale.scan.text, dict[SalesWord, Sale]()
    for owner, hits in tale.matches.items():
        if not (isinstance(owner, tuple) and owner[0] == "sale"):
            continue
        told = [hit for hit in hits if not _NOT_SO.match(text, hit.end) and not tale.denies(hit.end)]
        sells = _TRADES.search(text) and not _BUYS_UP.search(text)
        if owner[1] == "door_to_door" and not sells:  # who comes to buy, or to take cards, sells nothing
            told = [hit for hit in told if text.startswith(_SAID_OUTRIGHT, hit.start)]
        if owner[1] == "door_to_door" and _CALLED_FOR.search(
            text
        ):  # who was sent for came to no door unasked
            told = [hit for hit in told if not _COMER.match(text, hit.start)]
        if owner[1] == "shop":
            told = [hit for hit in told if not text.endswith(_NO_SHOP, 0, hit.start)]
        for hit in sorted(told, key=lambda hit: (hit.start, hit.end))[:1]:
            said = tale.quote(hit.start, hit.end)
            found[owner[1]] = Sale(
                way=owner[1], quote=said.quote, start=said.start, end=said.end, part=said.part
            )
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _parties(tale: Tale) -> tuple[Quoted, ...]:
    found = dict[str, Quoted]()
    for start, end in parties_in(tale.scan.text):
        said = tale.quote(start, end)
        if said.part is None:
            found.setdefault(
                tale.scan.text[start:end], Quoted(quote=said.quote, start=said.start, end=said.end)
            )
    return tuple(found.values())[:_MOST]
