"""The reading that goes along while a counsellor types: what the memo already answers, and what there is still to ask."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from madoguchi.masks import levelled, ways_to_reach
from madoguchi.plain_text import MAX_CHARS_DESK
from madoguchi.web.desk.codes import Sex
from madoguchi.web.readers import READERS
from madoguchi.words import AgeBand, Consultation, Quoted, Story

Span = tuple[int, int]
_OTHER_DESKS = re.compile(
    "消費生活センター|国民生活センター|警察|交番|188|#9110|銀行|カード会社|弁護士|法テラス|ＩＰＡ|IPA"
)
_REACH_ME = re.compile("折り返し|折返し|つながる時間|連絡先|携帯[0-9０-９]|自宅[0-9０-９]")


# An age as it is noted: 母78, 本人 72 女, 70代の男性, 81歳. The word before or after says the sex as well.
_AGED = re.compile(
    "(母|父|祖母|祖父|妻|夫|姉|妹|兄|弟|娘|息子|女性|男性|女|男|本人)?[ （(、]{0,2}([1-9][0-9]{1,2})(歳代|歳|才|代)?[ ）)、の]{0,2}(女|男)?"
)
_A_SUM = frozenset("0123456789万千百円年月日時分回枚個箱台件%,.-/:ヶカ")
_SEXES: Mapping[str, Sex] = {
    **dict.fromkeys("母 祖母 妻 姉 妹 娘 女 女性".split(), "female"),
    **dict.fromkeys("父 祖父 夫 兄 弟 息子 男 男性".split(), "male"),
}
_OLDEST = 120
_BANDS: tuple[AgeBand, ...] = ("under_20", "20s", "30s", "40s", "50s", "60s", "70s", "80s", "90s_up")
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


@dataclass(frozen=True, slots=True)
class Aged:
    """An age that the memo tells; ``sex`` where a word beside it says so."""

    band: AgeBand
    sex: Sex | None
    span: Span


def ages_in(memo: str) -> Iterator[Aged]:
    """Yields the ages of people in ``memo``, as they come."""
    plain = levelled(memo)
    for hit in _AGED.finditer(plain):
        years, words = int(hit[2]), {_SEXES[word] for word in (hit[1], hit[4]) if word in _SEXES}
        before, after = plain[max(0, hit.start() - 1) : hit.start()], plain[hit.end() : hit.end() + 1]
        told = hit[3] or ((hit[1] or hit[4]) and after not in _A_SUM and not before.isdigit())
        if told and years <= _OLDEST:
            band = _BANDS[max(0, min(years // 10 - 1, len(_BANDS) - 1))]
            start, end = hit.start(), hit.end() - len(hit[0]) + len(hit[0].rstrip(" ）)、の"))
            yield Aged(band, words.pop() if len(words) == 1 else None, (start, end))


def _asked(memo: str, answer: Consultation) -> Iterator[Asked]:
    now = answer.situation
    yield Asked("age", "契約当事者の年代", tuple(one.span for one in ages_in(memo)))
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
