"""On which day a contract was made, and when the thing or the work was to come, as the words beside a day say it.

A day belongs to a contract where it stands before the deed in its sentence (10月3日に契約した), where it is named as its day
(契約日は10月3日), or where the deed followed on the spot (その場で契約した). What came later (翌日) has a day of its own, which is not told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from madoguchi.days import Day
from madoguchi.days_to_come import is_to_come
from madoguchi.patterns import Scan

Span = tuple[int, int]

_BEFORE, _BEHIND, _REACH = 40, 16, 160
_ANOTHER_DAY = re.compile(
    "翌日|翌朝|翌週|翌月|次の日|後日|日後|週間後|か月後|ヶ月後|別の日|あくる日|[^月0-9/][0-9]{1,2}日(?:に|、|の|は)"
)
_ON_THE_SPOT = re.compile("その場|その日|当日|即日|即決|同じ日|同日|そのまま|その時|そのとき")
_DAY_OF = re.compile(
    "(?:契約|申込|申し込み|申し込|購入|注文|買|サイン|署名|入会|加入|依頼|発注|頼)(?:を|に|書に)?(?:締結|結ん|サイン|署名|し)?(?:の日付|した日付?|んだ日|た日|日|年月日|の日|したの|んだの|たの|書の日付)?"
    "(?:は|が|:|、|\\(|も|=)+(?:たしか|確か|多分|たぶん)?$"
)
_DATED = re.compile("(?:付け?|づけ)(?:の|で)(?:契約|申込|注文|書面)")
_PAPER_DATED = re.compile("(?:契約書|申込書|注文書)(?:の日付|面)?(?:は|が|に)$")
_IS_MADE = re.compile("契約を(?:去年の|昨年の|今年の)?$")
_SIGNED_ON = re.compile(
    r"\b(?:signed|made) (?:a|the|this|their|my) (?:[a-z]{1,12} )?contract (?:[a-z]{1,12} ){0,3}?(?:on )?$"
)
_IS_ITS_DATE = re.compile("(?:付け?|づけ)|に?なって(?:い|お)|と書(?:いて|かれ)")
_ARRIVES = re.compile("[^。]{0,14}(?:届|受け?取|もら|渡さ|来|送)")
_BY_ONE_WHO_CAME = re.compile("来|訪|呼ん|行っ|行き|誘われ|声をかけ|電話|勧誘|勧め")
_MET_LATER = re.compile("来|訪|会[いっう]|行っ|行き|伺")
_MADE_ON = re.compile("(?:の|に)?(?:契約|申込|申し込み)(?:です|でした|だ|。|、|\n|$|書)")
_OPENS = re.compile("(?:^|[。\\n])(?:それは|たしか|確か|日付は|日は|日にちは|去年の|昨年の|今年の)?$")
_ALONE = re.compile("(?:頃|ごろ)?(?:のことです|のことでした|のこと|の話|です|でした|だっ|。|\n|$)")
_NOT_IT = re.compile("(?:では|じゃ)な|でなく")
_PUT_RIGHT = re.compile("いや|いえ|訂正|正しくは|正確には|間違|じゃなく|ではなく|違って|違い")
_WRONG = re.compile("の?(?:間違|まちがい|誤り|が正し|に訂正)")
_NEAR_RIGHT = 40
_COMES = "工事|着工|施工|納品|納車|引き?渡し?|配達|配送|商品|荷物|届く|届いた|作業|開始|サービス"
_COMES_ON = re.compile(f"(?:{_COMES})(?:の|は|が|も|を|開始|予定|日|、|:|たの)*(?:早ければ|早くて)?$")
_THEN_COMES = re.compile(
    "(?:の?予定)?(?:に|から|より|に?は|まで|までに)?(?:、)?(?:屋根の|家の)?(?:工事|着工|施工|納品|納車|引き?渡|配達|届|作業|商品が)"
)


def days_of(deeds: Sequence[Span], days: Sequence[Day], *, scan: Scan, today: dt.date) -> list[Day]:
    """Returns the days on which the contract at ``deeds`` (levelled) was made, each once, in the order of the text."""
    told = [one for one in days if not _comes(one, scan.text, today)]
    found = [*_named(told, scan.text), *_before(deeds, told, scan), *_alone(deeds, told, scan)]
    right = {(one.from_day, one.to_day): one for one in (_put_right(day, days, scan.text) for day in found)}
    return sorted(right.values(), key=lambda day: day.start)


def delivery_of(days: Sequence[Day], *, text: str, but: Sequence[Day]) -> list[Day]:
    """Returns the days on which the thing or the work comes or came; ``but``: days that are the contract's own."""
    own = {one.start for one in but}
    found = [
        day
        for day in days
        if day.start not in own
        and (
            _COMES_ON.search(text[max(0, day.start - _BEFORE) : day.start])
            or _THEN_COMES.match(text[day.end : day.end + _BEHIND])
        )
    ]
    return list({(one.from_day, one.to_day): one for one in found}.values())


def _comes(day: Day, text: str, today: dt.date) -> bool:
    return day.from_day > today or is_to_come(text, day.start, end=day.end)


def _named(days: Sequence[Day], text: str) -> Iterator[Day]:
    for at, day in enumerate(days):
        behind = text[day.end : day.end + _BEHIND]
        before = text[max(0, day.start - _BEFORE) : day.start]
        if _NOT_IT.match(behind):
            if _DAY_OF.search(before):  # 契約は11月3日ではなく11月4日です
                yield from (one for one in days[at + 1 : at + 2] if one.start - day.end <= _BEHIND)
        elif _DAY_OF.search(before) or _DATED.match(behind) or _makes_it(text, day):
            yield day
        elif (_IS_MADE.search(before) and behind.startswith("にし")) or _SIGNED_ON.search(before):
            yield day
        elif _PAPER_DATED.search(before) and _IS_ITS_DATE.match(behind):
            yield day


def _makes_it(text: str, day: Day) -> bool:
    """11月3日に契約です; but 11月20日に契約書が届きました tells when the paper came."""
    hit = _MADE_ON.match(text, day.end)
    if hit is None:
        return False
    return not (text[hit.end() - 1] == "書" and _ARRIVES.match(text, hit.end()))


def _before(deeds: Sequence[Span], days: Sequence[Day], scan: Scan) -> Iterator[Day]:
    """The last day before each deed, in its own sentence; in one before it where the deed followed on the spot.

    Also where that sentence tells of somebody who came or called, and the deed is told right behind it.
    """
    for start, _ in deeds:
        earlier = [day for day in days if day.end <= start and start - day.end <= _REACH]
        if not earlier:
            continue
        day = earlier[-1]
        between, apart = scan.text[day.end : start], scan.sentence(start) - scan.sentence(day.start)
        if _ANOTHER_DAY.search(between) or _NOT_IT.match(between):
            continue
        on_the_spot = apart <= 2 and _ON_THE_SPOT.search(scan.text[start - min(start, 40) : start])
        if apart == 0 or on_the_spot or (apart == 1 and _one_visit(between)):
            yield day


def _one_visit(between: str) -> bool:
    """Whether the sentence of the day tells of a visit or a call, and the next one of no further meeting."""
    there, _, then = between.partition("。")
    if "電話" in there and _MET_LATER.search(there.partition("電話")[2] + then):
        return False
    return bool(_BY_ONE_WHO_CAME.search(there))


def _alone(deeds: Sequence[Span], days: Sequence[Day], scan: Scan) -> Iterator[Day]:
    """契約しました。11月7日です: a sentence that says nothing but the day, right behind that of the deed."""
    sentences = {scan.sentence(start) for start, _ in deeds}
    for day in days:
        opens = _OPENS.search(scan.text[max(0, day.start - _BEFORE) : day.start])
        if (
            opens
            and scan.sentence(day.start) - 1 in sentences
            and _ALONE.match(scan.text[day.end : day.end + _BEHIND])
        ):
            yield day


def _put_right(day: Day, days: Sequence[Day], text: str) -> Day:
    """10月3日に契約しました。いや、10月5日でした: the day that puts it right."""
    after = next((one for one in days if one.start >= day.end), None)
    if after is None or after.start - day.end > _NEAR_RIGHT:
        return day
    corrected = _PUT_RIGHT.search(text[day.end : after.start]) or _WRONG.match(
        text[after.end : after.end + _BEHIND]
    )
    return after if corrected else day
