"""The reading that goes along while a counsellor types: what the memo already answers, and what there is still to ask."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.masks import ways_to_reach
from madoguchi.plain_text import MAX_CHARS_DESK
from madoguchi.web.readers import READERS
from madoguchi.words import Consultation, Quoted, Story

Span = tuple[int, int]
_OTHER_DESKS = re.compile(
    "消費生活センター|国民生活センター|警察|交番|188|#9110|銀行|カード会社|弁護士|法テラス|ＩＰＡ|IPA"
)
_REACH_ME = re.compile("折り返し|折返し|つながる時間|連絡先|携帯[0-9０-９]|自宅[0-9０-９]")


_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to ask. ``spans``: where the memo answers it (characters of the memo); none: not yet."""

    id: str
    label: str
    spans: tuple[Span, ...]

    @property
    def ticked(self) -> bool:
        """Whether the memo answers it."""
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class Heard:
    """A memo and what was read out of it, as of ``at``; where nobody drafts from it, the last of all days: none is to come."""

    memo: str
    answer: Consultation
    asked: tuple[Asked, ...]
    at: dt.datetime = _LAST


def heard_in(memo: str, *, at: dt.datetime) -> Heard:
    """Reads ``memo`` (at most 200,000 characters) as of ``at``. Raises UnreadableText."""
    answer = READERS.read(Story(text=memo), at=at, answers={}, tongue="ja", limit=MAX_CHARS_DESK)
    return Heard(memo, answer, tuple(_asked(memo, answer)), at)


def _asked(memo: str, answer: Consultation) -> Iterator[Asked]:
    now = answer.situation
    ages = re.finditer(r"[0-9０-９]{1,3}\s*(?:歳|才|代)|[父母夫妻娘息祖本人男女]\s*[0-9０-９]{2}", memo)
    yield Asked("age", "契約当事者の年代", tuple(hit.span() for hit in ages) if now.age_band else ())
    yield Asked("when", "いつ", _spans(now.dates))
    yield Asked(
        "how_far",
        "どこまで進んだか（電話・遠隔・入力）",
        _spans(one for one in now.facts if one.stage != "received_only"),
    )
    yield Asked("method", "支払方法", _spans(now.payments))
    yield Asked("amount", "金額", _spans(one for one in now.amounts if one.yen is not None))
    told = now.contract
    if "contract_signed" in now.stage or told.days or told.amounts:
        yield Asked("contract_day", "契約日", _spans(told.days))
        yield Asked("contract_amount", "契約購入金額", _spans(told.amounts))
        yield Asked("sales_channel", "販売購入形態", _spans(told.sales))
    yield Asked("gave", "渡したもの（番号・暗証番号・書類）", _spans(now.gave))
    yield Asked("other_side", "相手の番号・名前・アドレス", (*_reach(memo), *_spans(now.contract.parties)))
    yield Asked("other_desks", "ほかの窓口への相談", tuple(hit.span() for hit in _OTHER_DESKS.finditer(memo)))
    yield Asked("reach", "折り返しの連絡先と時間", tuple(hit.span() for hit in _REACH_ME.finditer(memo)))


def _spans(found: Iterable[Quoted]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((one.start, one.end) for one in found if one.part is None))


def _reach(memo: str) -> Iterator[Span]:
    for way in ways_to_reach(memo):
        at = memo.find(way)
        if at >= 0:
            yield at, at + len(way)
    for hit in re.finditer(r"https?://\S{1,200}|[a-z0-9-]{2,63}\.(?:com|net|jp|info|top|xyz)\b", memo):
        yield hit.span()
