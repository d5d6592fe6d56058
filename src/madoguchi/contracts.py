"""What the words plainly tell of a contract: its day, its sum, how it came about, with whom. What they do not tell stays empty.

Nothing is told of a contract that was not made (まだ契約していません, 契約するよう言われた); how somebody came to sell, and who, is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from madoguchi.acts import Act
from madoguchi.bought_up import bought_up, taken_at, way_answered
from madoguchi.contract_days import days_of, delivery_of
from madoguchi.contract_goods import things_of
from madoguchi.contract_papers import Papers, is_about
from madoguchi.contract_sums import sums_of
from madoguchi.days import Day
from madoguchi.other_sides import parties_in
from madoguchi.patterns import Hit
from madoguchi.tale import Tale
from madoguchi.words import Contract, ContractSum, DateSpan, PaymentMethod, Quoted, Sale, SalesWord

Span = tuple[int, int]

_MOST = 6
_MOST_PLACES = 200  # deeds, days and sums that are looked at: each deed is held against each day
# Of the acts that tell of a contract, those by which it is made: 解約したい tells of one too.
_MAKES = re.compile(
    "契約|けいやく|サイン|さいん|署名|印|判|ハンコ|はんこ|申し?込|注文|購入|買|発注|入会|加入|頼|依頼|承諾|了承|同意|記入|書|組"
)
_UNMAKES = re.compile("解約|クーリング|キャンセル|取り消|断れず|買い?取|破い|受け取")
_NOTED = re.compile("[円万をで事](?:の)?(?:契約|購入|注文)(?:済み?|成立|締結)?(?:[。、;\n]|$)")
_LABELLED = re.compile(
    "契約(?:をした|した|の|締結|年月)?(?:日(?:付)?(?:は|が|:)|(?:は|:)(?:たしか|確か|去年の|昨年の)?(?:[0-9]{1,4}[月/年]|昨日|きのう|一昨日|おととい|先週|先月|今月))"
)
_ON_A_DAY = re.compile(
    "契約を[^。、\n]{0,14}(?:日|曜|昨日|きのう|おととい|先週|先月)[^。、\n]{0,4}"
    "に(?:訪問販売で|電話(?:勧誘)?で|自宅で|家で|店で)?し(?:まし|た|て)"
    "|契約を[^。、\n]{0,24}結(?:びました|んでしま)"
    "|(?:先週|先月|昨日|きのう|おととい)[^。、\n]{0,24}契約(?:$|。|\n)"
)
_NOT_YET = re.compile("(?:まだ|未)[^。]{0,24}$")
_OPEN = re.compile("[^。]{0,16}(?:予定|未定|まだ|決ま|不明|わから|分から)")
_NOT_SO = re.compile(
    "(?:で|の販売で|とか)?(?:は|も)?(?:なく|ない|ありませ|なかっ)|[^。、]{0,16}(?:来ていませ|来ていな|来ませ|ではありませ|ではな|じゃな|でな)"
)
_TRADES = re.compile(
    "契約|けいやく|勧め|すすめ|勧誘|購入|買[いっうわ]|工事|点検|売り|申し?込|サイン|見積|修理|注文|営業|販売|セールス|contract|salesman|sell"
)
_SIGNED = re.compile(
    r"\b(?:signed|agreed to|entered into|made) (?:a|an|the|this|their|my|your) (?:[a-z]{1,16} ){0,3}contract\b"
)
_CALLED_FOR = re.compile(
    "呼ん[だで]|来てもら|来てくれ|見に来て(?:ほし|もら)|頼んで来|依頼し|電話をかけて来|チラシ|広告|検索|ホームページ|予約"
    "|(?:自分|こちら|私|うち|家族|夫|妻|母|父)(?:から|で)(?:電話|連絡|頼)|(?:頼んだ|頼んでいた|お願いした|申し?込んだ|注文した)(?:[^。、]{0,12})(?:業者|会社|店|屋|人|方)"
    "|(?:修理|見積も?り?|点検|工事|掃除|作業)を(?:頼|お願いし)|(?:電話(?:番号)?(?:に|を|した|し|する)*(?:かけ)?(?:た?ら|ると|と|て)|ネットで(?:調べ|探|見つけ)|スマホで(?:調べ|探|見つけ))"
    "[^。]{0,14}(?:業者|人|男|女|作業員|屋|担当)[^。]{0,4}(?:が|に)[^。]{0,4}来"
)
# Who comes in these ways sells nothing at the door: what they bring or ask for was ordered, or is no sale.
_NO_SELLER = re.compile(
    "(?:宅配|配達|郵便|運送|引っ?越し?|警察|刑事|警官|消防|救急|銀行|弁護士|役所|友達|友人|知人|知り合い|親戚|担当|係|店|隣|近所|同僚|管理会社|大家)[^。、]{0,8}$"
)
_COMER = re.compile(
    "(?:来た|訪れた|家に|自宅に|うちに|実家に|玄関|業者|会社|男|女|人|ひと|おとこ|おんな|方|者|二人|三人|[123]人|若者|夫婦|お[じば]さん|お[兄姉]さん|職人|工務店|社員"
    "|屋|瓦|外壁|床下|塗装|水道|電気|作業員|点検|見積|調査|挨拶|あいさつ|近所|近く|通りがか|インター|チャイム|ピンポ|ドア|呼び鈴|ベル|工事|営業|セールス|訪問員)"
)
_SAID_OUTRIGHT = ("訪問販売", "訪販", "訪問勧誘", "訪問セールス")
_NO_SHOP = ("喫茶", "飲食", "茶")
_BUYS_UP = re.compile("買い?取|訪問購入|押し買い|不用品")
_BY_A_SALE = frozenset({"buy", "register"})  # a contract where the words tell how it came about


def contract_in(tale: Tale, methods: Sequence[PaymentMethod], *, days: Sequence[Day]) -> Contract:
    """Returns what is told of a contract; ``methods``: the means of payment that are named, ``days``: those of the tale.

    A message tells of none.
    """
    if tale.is_message:
        return Contract()
    sales, parties = _sales(tale), _parties(tale)
    deeds = _deeds(tale, sales, bought=bool(sales) and "prepaid_emoney" not in methods)
    if not deeds:
        return Contract(sales=sales, parties=parties)
    days = days[:_MOST_PLACES]
    papers = Papers(tale.scan.text)
    came = papers.days([day for day in days if day.from_day <= tale.today])
    made = days_of(deeds, days, scan=tale.scan, today=tale.today)[:_MOST]
    made = [day for day in made if day not in came] or made
    came = [day for day in came if not _before_it(day, made, papers)][:_MOST]
    comes = delivery_of(days, text=tale.scan.text, but=[*made, *came])[:_MOST]
    dated = tuple(_dated(tale, one) for one in came) or tuple(_at_once(tale, made, papers))
    none = None if dated else _quoted(tale, papers.none())
    return Contract(
        days=tuple(_dated(tale, one) for one in made),
        amounts=_amounts(tale, deeds),
        sales=sales,
        parties=parties,
        delivery=tuple(_dated(tale, one) for one in comes),
        papers=dated,
        no_papers=none,
        papers_undated=None if dated or none else _quoted(tale, papers.told()),
        things=tuple(_things(tale, deeds)),
        made=True,
    )


def _dated(tale: Tale, day: Day) -> DateSpan:
    return msgspec.structs.replace(span_of(tale, day), about=is_about(day, tale.scan.text))


def _before_it(day: Day, made: Sequence[Day], papers: Papers) -> bool:
    """What came before the contract and is called just a paper (書類, 控え) is none of its own."""
    return bool(made) and day.to_day < min(one.from_day for one in made) and not papers.named_outright(day)


def _at_once(tale: Tale, made: Sequence[Day], papers: Papers) -> Iterator[DateSpan]:
    """Papers that came with the contract itself came on its day."""
    place = papers.at_once()
    if place and made:
        told = span_of(tale, msgspec.structs.replace(made[0], start=place[0], end=place[1]))
        yield msgspec.structs.replace(told, about=is_about(made[0], tale.scan.text))


def _quoted(tale: Tale, place: Span | None) -> Quoted | None:
    if place is None:
        return None
    said = tale.quote(*place)
    return Quoted(quote=said.quote, start=said.start, end=said.end) if said.part is None else None


def _things(tale: Tale, deeds: Sequence[Span]) -> Iterator[Quoted]:
    ways = [hit for _, hits in tale.of_kind("sale") for hit in hits]
    beside = [(hit.start, hit.end) for hit in ways[:_MOST_PLACES]]
    for place in islice(things_of(deeds, beside=beside, text=tale.scan.text), _MOST):
        said = _quoted(tale, place)
        if said:
            yield said


def _deeds(tale: Tale, sales: Sequence[Sale], *, bought: bool) -> list[Span]:
    """Where the person tells that the contract was made (levelled); ``bought``: a purchase makes one here."""
    text = tale.scan.text
    acts = [act for act in tale.done if _makes(act, text) and (act.rule.id not in _BY_A_SALE or bought)]
    spans = [(act.start, act.end) for act in acts]
    if "契約" in text:
        spans += [hit.span() for hit in _ON_A_DAY.finditer(text)]
        spans += [
            hit.span()
            for hit in _LABELLED.finditer(text)
            if not _OPEN.match(text[hit.end() : hit.end() + 24])
        ]
    if "契約" in text or "購入" in text or "注文" in text:
        noted = [hit.span() for hit in _NOTED.finditer(text) if not _is_open(hit.start(), text)]
        spans += [(end - 2, end) for start, end in noted if not tale.quoting.holds(start)]
    if any(one.way == "door_purchase" for one in sales):
        spans += taken_at(text)
    if "contract" in text and tale.foreign:
        spans += [hit.span() for hit in _SIGNED.finditer(text)]
    return sorted(set(spans))[:_MOST_PLACES] if spans else spans


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
    found = sums_of(deeds, tale.yens[:_MOST_PLACES], scan=tale.scan)[:_MOST]
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
        later=day.later,
    )


def _sales(tale: Tale) -> tuple[Sale, ...]:
    """Each way once, at its first place; what somebody says it was not (訪問販売ではなく) is none."""
    found = dict[SalesWord, Sale]()
    for owner, hits in tale.of_kind("sale"):
        for hit in _of_way(owner[1], hits, tale)[:1]:
            said = tale.quote(hit.start, hit.end)
            found[owner[1]] = Sale(
                way=owner[1], quote=said.quote, start=said.start, end=said.end, part=said.part
            )
    ways = way_answered(frozenset(found), found)
    return tuple(sorted((one for one in found.values() if one.way in ways), key=lambda one: one.start))


def _of_way(way: SalesWord, hits: Sequence[Hit], tale: Tale) -> list[Hit]:
    """Those of ``hits``, in text order, that tell that the contract came about in this ``way``."""
    text = tale.scan.text
    told = [hit for hit in hits if not _NOT_SO.match(text, hit.end) and not tale.denies(hit.end)]
    if way == "door_to_door":
        told = _unasked(told, tale)
    if way == "door_purchase":
        told = bought_up(told, text)
    if way == "shop":
        told = [hit for hit in told if not text.endswith(_NO_SHOP, 0, hit.start)]
    return sorted(told, key=lambda hit: (hit.start, hit.end))


def _unasked(hits: Sequence[Hit], tale: Tale) -> list[Hit]:
    """Those of ``hits`` at which somebody came to sell and was not sent for."""
    text = tale.scan.text
    if not _TRADES.search(text) or _BUYS_UP.search(text):  # who comes to buy, or to take cards, sells nothing
        hits = [hit for hit in hits if text.startswith(_SAID_OUTRIGHT, hit.start)]
    comers = [hit for hit in hits if _COMER.match(text, hit.start)]
    if comers and (_CALLED_FOR.search(text) or tale.hits("sale", "shop")):
        return [hit for hit in hits if hit not in comers]
    no_sellers = [hit for hit in comers if tale.quoting.holds(hit.start) or _is_no_seller(hit, text)]
    return [hit for hit in hits if hit not in no_sellers]


def _is_no_seller(hit: Hit, text: str) -> bool:
    return bool(_NO_SELLER.search(text[max(0, hit.start - 20) : hit.start]))


def _parties(tale: Tale) -> tuple[Quoted, ...]:
    found = dict[str, Quoted]()
    for start, end in parties_in(tale.scan.text):
        said = tale.quote(start, end)
        if said.part is None:
            found.setdefault(
                tale.scan.text[start:end], Quoted(quote=said.quote, start=said.start, end=said.end)
            )
    return tuple(found.values())[:_MOST]
