"""Codes that the memo suggests, each with the words that suggest it. A counsellor takes them one by one; none is taken by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from madoguchi.papers.vocabulary import METHODS, STAGES
from madoguchi.web.desk.codes import CONTENT_CATEGORIES, FIELD_NAMES, KINDS, SALES_CHANNELS
from madoguchi.web.desk.hearing import Heard, Span
from madoguchi.words import AmountRole, Quoted

_MOST_SECONDARY = 2
_SECONDARY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Proposed:
    """``value`` for the column ``field``, ``shown`` as people say it, because of ``quote`` (``span`` in the memo)."""

    field: str
    value: str
    shown: str
    quote: str
    span: Span

    @property
    def label(self) -> str:
        """What the column is called."""
        return FIELD_NAMES[self.field]


def proposals_of(heard: Heard) -> tuple[Proposed, ...]:
    """Returns what the memo suggests, in the order of the record; each value once. What nothing suggests is not proposed."""
    found: dict[tuple[str, str], Proposed] = {}
    for one in (
        *_schemes(heard),
        *_stages(heard),
        *_methods(heard),
        *_sums(heard),
        *_channel(heard),
        *_contents(heard),
        *_kind(heard),
    ):
        found.setdefault((one.field, one.value), one)
    return tuple(found.values())


def _of(quoted: Quoted, heard: Heard, *, field: str, value: str, shown: str) -> Proposed:
    return Proposed(field, value, shown, heard.memo[quoted.start : quoted.end], (quoted.start, quoted.end))


def _schemes(heard: Heard) -> Iterator[Proposed]:
    for place, one in enumerate(heard.answer.schemes):
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        if signs and place == 0:
            yield _of(signs[0], heard, field="scheme", value=one.id, shown=one.name)
        elif signs and place <= _MOST_SECONDARY and (one.weight or 0) >= _SECONDARY_FROM:
            yield _of(signs[0], heard, field="secondary_schemes", value=one.id, shown=one.name)


def _stages(heard: Heard) -> Iterator[Proposed]:
    for one in heard.answer.situation.facts:
        if one.part is None:
            yield _of(one, heard, field="stages", value=one.stage, shown=STAGES[one.stage])


def _methods(heard: Heard) -> Iterator[Proposed]:
    for one in heard.answer.situation.payments:
        if one.part is None:
            yield _of(one, heard, field="payment_methods", value=one.method, shown=METHODS[one.method])


def _sums(heard: Heard) -> Iterator[Proposed]:
    """What the contract is for, else what was asked for; and what was paid: two columns, never one for the other."""
    roles: dict[str, tuple[AmountRole, ...]] = {"paid_amount": ("paid", "lost")}
    agreed = [one for one in heard.answer.situation.contract.amounts if one.part is None]
    if len(agreed) == 1:
        shown = f"{agreed[0].yen:,}円"
        yield _of(agreed[0], heard, field="contract_amount", value=str(agreed[0].yen), shown=shown)
    elif not agreed:
        roles["contract_amount"] = ("demanded",)
    for field, wanted in roles.items():
        told = [
            one
            for one in heard.answer.situation.amounts
            if one.role in wanted and one.yen and one.part is None
        ]
        totals = {(one.yen or 0) * one.count for one in told}
        if len(totals) == 1:  # of several sums a person says which it is: nothing is added blindly
            total = totals.pop()
            yield _of(told[0], heard, field=field, value=str(total), shown=f"{total:,}円")


# Whoever was neither visited nor called nor in a shop, and met the other side over a net, dealt at a distance.
_OVER_A_NET = re.compile(
    "ネット|通販|サイト|アプリ|メール|ＳＭＳ|SMS|画面|広告|ＳＮＳ|SNS|LINE|インスタ|検索|URL|リンク|注文|ダウンロード"
)
_CALLED = re.compile("電話(?:が|で)?(?:勧誘|かかって|来て|きて|があ)|突然(?:の)?電話")
_CONTENTS: Mapping[str, re.Pattern[str]] = {
    "contract": re.compile(
        "契約|解約|返金|請求|払|支払|振り?込|購入|買っ|キャンセル|クーリング|違約金|返品|引き落と|課金|料金|円|代金|カード"
    ),
    "sales_method": re.compile(
        "勧誘|だま|騙|詐欺|偽|警告|脅|嘘|うそ|必ずもうか|儲か|無料|初回|広告|突然|しつこ|強引|長時間|名乗|装|誇大|当選"
    ),
    "safety_quality": re.compile(
        "けが|怪我|やけど|発煙|発火|壊れ|故障|不良|異臭|かぶれ|湿疹|体調|アレルギー|破損|粗悪|効果がな"
    ),
}
_INQUIRY = re.compile("教えて|知りたい|とは何|方法を|どこに|確認したい|本当か|でしょうか")


def _first(heard: Heard, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[tuple[str, Span]]:
    for value, pattern in patterns.items():
        hit = pattern.search(heard.memo)
        if hit:
            yield value, hit.span()


def _shown(heard: Heard, *, field: str, value: str, names: Mapping[str, str], span: Span) -> Proposed:
    return Proposed(field, value, names[value], heard.memo[slice(*span)], span)


def _channel(heard: Heard) -> Iterator[Proposed]:
    """One channel: as the words tell it; else who called, else what came over a net."""
    for one in heard.answer.situation.contract.sales:
        if one.part is None:
            yield _of(one, heard, field="sales_channel", value=one.way, shown=SALES_CHANNELS[one.way])
            return
    for value, span in _first(heard, {"telemarketing": _CALLED, "mail_order": _OVER_A_NET}):
        yield _shown(heard, field="sales_channel", value=value, names=SALES_CHANNELS, span=span)
        return


def _contents(heard: Heard) -> Iterator[Proposed]:
    for value, span in _first(heard, _CONTENTS):
        yield _shown(heard, field="content_categories", value=value, names=CONTENT_CATEGORIES, span=span)


_NO_LOSS = (
    "received_only",
    "contract_signed",
)  # a question on cancelling names a contract, but not that one was made


def _kind(heard: Heard) -> Iterator[Proposed]:
    """Trouble that has begun is a complaint; a question alone an inquiry."""
    situation, asked = heard.answer.situation, _INQUIRY.search(heard.memo)
    facts = [one for one in situation.facts if one.part is None and one.stage != "received_only"]
    trouble = situation.payments or any(one.stage not in _NO_LOSS for one in facts)
    if trouble or (not asked and (facts or heard.answer.verdict == "scheme")):
        signs = [sign for one in heard.answer.schemes[:1] for sign in one.signs if sign.part is None]
        for quoted in (*facts[:1], *signs[:1]):
            yield _of(quoted, heard, field="kind", value="complaint", shown=KINDS["complaint"])
            return
    elif asked:
        span = asked.span()
        yield Proposed("kind", "inquiry", KINDS["inquiry"], heard.memo[slice(*span)], span)
