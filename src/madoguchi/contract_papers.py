"""When the papers of a contract came, as told (契約書はその場でもらいました, 書面は11月5日に届きました), or that none came.

Which papers the law asks for, nobody reads here: that a paper came on a day is all that is told. An estimate or a report of
an inspection is no paper of a contract, and what was only promised (11月3日に届くと言われた) did not come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from madoguchi.days import Day

Span = tuple[int, int]

_MOST_PLACES = 200  # mentions of papers that are looked at: each is held against each day
_BEFORE, _TOPIC = 18, 60  # how far a day stands before its papers, and how far behind them
_PAPER = re.compile(
    "契約(?:の)?(?:書面|書類|書|紙|控え)(?:の控え)?|申込書(?:の控え)?|注文書(?:の控え)?|法定書面|書面|書類|控え|紙"
)
_STRICT = ("契約", "申込書", "注文書", "法定")
_OTHERS = re.compile(
    "(?:見積|点検|診断|調査|検査|報告|領収|保証|請求|督促|解約|案内|広告|チラシ|パンフ|カタログ|説明|名刺|納品|完了|通知"
    "|アンケート|身分|証明|免許|登記|裁判|弁護士|市役所|保険|返金|返品|(?:別|前|以前|他|ほか)の)[^。、\n0-9]{0,6}$"
)
_OTHER_CONTRACT = re.compile("(?:(?:別|前|以前|他|ほか)の[^。、\n]{0,8}|(?:見積書?|解約)の?)$")
_IS = "(?:など|だけ|自体|類|一式|[と・や][^。、\n]{1,10}?)?(?:は|が|を|も|:|、)+"
_CAME = (
    "(?:届い(?:た|て)|届きまし|届き、|届けられた?|受け?取(?:りまし|った|って|り、|り済)|受領(?:しまし|した|して|し、|済|。|\n|$)"
    "|(?:もら|貰)(?:いまし|った|って|い、|い済)|いただ(?:きまし|いた|いて)|頂(?:きまし|いた|いて)|渡され(?:まし|た|て|、)"
    "|渡して(?:き|くれ[たてま]|もらい|もらっ|い|行)|渡しに来|手渡し|交付(?:されまし|された|されて|を?受け)|送られて(?:き|来)|送って(?:き|来|くれ[たてま]|もらい|もらっ)"
    "|(?:送付|郵送)され(?:まし|た|て|、)|来まし|来た|来て|来、|置いて(?:い|行)|入って(?:い|き)|着いた|着きまし|到着し)"
)
_CAME_WORD = re.compile(_CAME)
_UNDONE = re.compile("は?(?:い|お|き|来|こ|くれ|もらえ|いただけ)?(?:な[いかくけ]|ませ|らず|りませ)")
_UNSURE = re.compile(
    "(?:い|き|た|ました|した|て|いた|いました)?(?:の)?(?:ら|はず|筈|つもり|としても|と言われ|と(?:業者|相手|会社)|とうそ|という(?:話|うそ)"
    "|か(?:どうか|は|も|、|分|わか|覚|忘|不明))"
)
_LATER = re.compile("後日|後で|あとで|のちに|後から|あとから|翌|次の日|日後|週間後|来週|来月|までに")
_TIMES = "(?:の?(?:頃|ころ|ごろ|朝|昼|夕方|夜|午前|午後|[月火水木金土日]曜日?|\\([月火水木金土日]\\)))*"
_DAY_THEN = re.compile(f"{_TIMES}(?:には|に|、|付で|になって)*[^。\n、がをはも]{{0,14}}?{_CAME}")
_ALSO = re.compile(f"{_TIMES}(?:に|、|で)+")
_PAPER_THEN = re.compile(f"{_IS}[^。\n、を]{{0,24}}?{_CAME}")
_CAME_WAS = re.compile(
    f"(?:{_IS}[^。\n、]{{0,12}}?{_CAME}|の?(?:受け?取り?|受領|交付|到着)(?:した)?)(?:の|日|年月日)*(?:は|が|:|、)*(?:たしか|確か|多分|たぶん)?$"
)
_OPENS = re.compile("[。\n](?:それから|その後|結局|やっと|ようやく|実際は|実際に|で、|、)*$")
_TOPIC_OF = re.compile(_IS)
# A topic of its own behind a comma: the papers are no longer spoken of. 日 stands in no topic here (11月5日は受け取れず).
_OTHER_TOPIC = re.compile(
    "[、。][^。、\n]{0,10}?(?:[ァ-ヶー一-旤旦-龥](?:は|も)|(?:商品|品物?|荷物|布団|工事|作業|代金|請求)が)"
)
_TO_THEM = re.compile("(?:業者|会社|相手|先方|販売店)(?:に|へ|の)")
_CAME_ON = re.compile(
    r"\b(?:(?:contract|papers?|documents?|copy) (?:[a-z]{1,12} ){0,3}?(?:came|arrived|reached me) (?:in the mail |by mail )?"
    r"|(?:received|got|was given|were given) (?:a|the|my|their) (?:[a-z]{1,12} )?(?:contract|papers?|documents?|copy) )(?:on )?$"
)
_NOT_HERE = "(?:て|で)?は?(?:い|お)?(?:な[いかく]|ませ|らず|りませ)"
_NONE = re.compile(
    f"(?:[^。\n]{{0,24}}?(?:届か[なず]|届きませ|届いて{_NOT_HERE}|(?:もら|貰)(?:え[なまず]|わ[なず]|って{_NOT_HERE})"
    f"|受け?取(?:れ[なまず]|ら[なず]|って{_NOT_HERE})|いただけ[なまず]|いただいて{_NOT_HERE}|渡(?:されず|されな|されませ|されて{_NOT_HERE}|さず|してくれ[なまず]|してもらえ[なまず])"
    f"|交付され(?:ず|な|ませ|て{_NOT_HERE})|送られて(?:こ|来|き)(?:な|ず|ませ)|送って(?:こ|来|くれ|き)(?:な|ず|ませ)"
    f"|来(?:ず|ませ|ない|なかった|て{_NOT_HERE})|くれ(?:ず|な|ませ)|見て{_NOT_HERE}|見たこと(?:が|も)?(?:あり|な)|未(?:着|受領|交付|受取))"
    f"|(?:など|らしいもの)?(?:は|が|も|を|って)?(?:、|まだ|全く|一切|何も|一枚も|手元に(?:は|も)?|うちに(?:は)?|家に(?:は)?)*"
    "(?:ありませ|ない(?:まま|で|です|。|、|の|と|し)|なく(?:て|、)|なし|無し|無い|まだ(?:です|でし|だ|で、|。|\n|$)))"
)
_STILL = re.compile("まだ|今も|いまも|いまだ|未だ|いまだに")
_ANY = re.compile(
    f"(?:{_IS}|って)[^。\n]{{0,30}}?(?:届|受け?取|受領|もら|貰|渡|交付|送[らっりる付]|郵送|後日|来|着[いくか]|到着|置いて|いただ|頂|まだ)"
)
_NONE_IN_ENGLISH = re.compile(
    r"\b(?:no|without any) (?:contract |written )?(?:papers?|documents?|copy)\b"
    r"|\b(?:never|not|n.t) (?:get|got|gotten|receive|received|been given|given|have|see|seen) (?:a|any|the|my) (?:[a-z]{1,12} )?"
    r"(?:contract|papers?|documents?|copy)\b"
    r"|\b(?:contract|papers?|documents?|copy) (?:never|(?:has|have|did) ?(?:not|n.t)|(?:hasn|haven|didn).t) (?:come|came|arrived?)\b"
)
_REST = re.compile("[ぁ-ん]{0,10}")
_AT = "(?:その場|その日|当日|即日|同じ日|同日|契約(?:した|の)日|その時|そのとき|契約時|契約と同時|同時)"
_AT_ONCE = re.compile(f"(?:{_IS})?[^。\n、]{{0,8}}?{_AT}(?:に|で|のうちに)*[^。\n、]{{0,8}}?{_CAME}")
_AT_ONCE_BEFORE = re.compile("(?:その場|その日|当日|同じ日|同日|契約と同時|契約時)(?:に|で)[^。\n]{0,8}$")
_THEN_CAME = re.compile(f"{_IS}[^。\n、]{{0,8}}?{_CAME}")
_NOTED = re.compile("(?:の)?受領は?(?:同日|当日|契約日)")


class _Place(NamedTuple):
    """A place where papers of a contract are named; ``until``: the end of its sentence."""

    start: int
    end: int
    until: int


class Papers:
    """What a levelled text tells of the papers of a contract."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [
            _Place(hit.start(), hit.end(), _end_of(text, hit.end()))
            for hit in islice(_PAPER.finditer(text), _MOST_PLACES)
            if _of_a_contract(text, hit)
        ]

    def days(self, days: Sequence[Day]) -> list[Day]:
        """Returns those of ``days`` on which papers came, each once."""
        came: list[Day] = []
        after: Day | None = None
        for day in reversed(days):
            if self._came_on(day, days) or (after in came[-1:] and self._shares(day, after)):
                came.append(day)
            after = day
        return list({(one.from_day, one.to_day): one for one in reversed(came)}.values())

    def at_once(self) -> Span | None:
        """Returns where it is told that they came on the day of the contract itself; None where it is not."""
        for place in self._places:
            hit = _AT_ONCE.match(self._text, place.end, place.until)
            if hit is None and _AT_ONCE_BEFORE.search(self._text[max(0, place.start - 18) : place.start]):
                hit = _THEN_CAME.match(self._text, place.end, place.until)
            hit = hit or _NOTED.match(self._text, place.end)
            if hit and self._sure(hit.end()):
                return _to_the_end((place.start, hit.end()), self._text)
        return None

    def none(self) -> Span | None:
        """Returns where it is told that none came; None where it is not."""
        english = _NONE_IN_ENGLISH.search(self._text)
        if english:
            return english.span()
        for place in self._places:
            hit = _NONE.match(self._text, place.end, place.until)
            if (
                hit
                and not self._came_in(place.end, hit.end())
                and not self._came_after_all(hit.end(), place.until)
            ):
                return _to_the_end((place.start, hit.end()), self._text)
        return None

    def told(self) -> Span | None:
        """Returns where papers are told of as having come or being to come, on whatever day; None where they are not."""
        for place in self._places:
            hit = _ANY.match(self._text, place.end, place.until)
            if hit:
                return _to_the_end((place.start, hit.end()), self._text)
        return None

    def named_outright(self, day: Day) -> bool:
        """Whether what came on ``day`` is called a paper of the contract, and not just a paper (書類, 控え)."""
        until = min(_end_of(self._text, day.end), day.end + _BEFORE)
        behind = [one for one in self._places if day.end <= one.start <= until]
        before = [one for one in self._places if 0 <= day.start - one.end <= _TOPIC]
        return any(self._text.startswith(_STRICT, one.start) for one in (*behind[:1], *before[-1:])[:1])

    def _came_on(self, day: Day, days: Sequence[Day]) -> bool:
        if _CAME_ON.search(self._text[max(0, day.start - 48) : day.start]):
            return True
        return self._paper_behind(day, days) or self._paper_before(day)

    def _paper_behind(self, day: Day, days: Sequence[Day]) -> bool:
        """11月12日に郵便で契約書が来た."""
        until = _end_of(self._text, day.end)
        for place in self._places:
            if not day.end <= place.start <= min(day.end + _BEFORE, until):
                continue
            hit = _PAPER_THEN.match(self._text, place.end, place.until)
            if hit is None or not self._sure(hit.end()):
                continue
            words = self._text[day.end : hit.end()]
            if not _LATER.search(words) and not any(day.end <= one.start < hit.end() for one in days):
                return True
        return False

    def _paper_before(self, day: Day) -> bool:
        """契約書は11月12日に届きました; also 契約書が来ず、11月12日に届きました and 契約書が届いたのは11月12日."""
        for place in reversed(self._places):
            if not 0 <= day.start - place.end <= _TOPIC:
                continue
            words = self._text[place.end : day.start]
            if _CAME_WAS.match(words) and not self._text.startswith(("では", "じゃ"), day.end):
                return True
            goes_on = place.until >= day.start or _OPENS.search(words)
            if not goes_on or not _TOPIC_OF.match(words) or _OTHER_TOPIC.search(words):
                return False
            hit = _DAY_THEN.match(self._text, day.end, _end_of(self._text, day.end) + 1)
            to_them = hit and _TO_THEM.search(self._text[place.end : hit.end()])
            return hit is not None and not to_them and self._sure(hit.end())
        return False

    def _shares(self, day: Day, after: Day) -> bool:
        """申込書は11月9日に、契約書は11月12日に届きました: the first day has the verb of the second."""
        hit = _ALSO.match(self._text, day.end)
        named = any(place.until >= day.start for place in self._places if place.end <= day.start)
        return bool(hit and named) and any(
            one.start == (hit.end() if hit else -1) < after.start for one in self._places
        )

    def _sure(self, at: int) -> bool:
        return not _UNDONE.match(self._text, at) and not _UNSURE.match(self._text, at)

    def _came_after_all(self, at: int, until: int) -> bool:
        return not _STILL.search(self._text, at, until) and self._came_in(at, until)

    def _came_in(self, at: int, until: int) -> bool:
        return any(self._sure(hit.end()) for hit in _CAME_WORD.finditer(self._text, at, until))


def _of_a_contract(text: str, hit: re.Match[str]) -> bool:
    before = text[max(0, hit.start() - 14) : hit.start()]
    pattern = _OTHER_CONTRACT if hit[0].startswith(_STRICT) else _OTHERS
    return not pattern.search(before)


def _to_the_end(place: Span, text: str) -> Span:
    """``place`` with the rest of its last word: what is quoted ends where the clause ends, if that is near."""
    rest = _REST.match(text, place[1])
    return (place[0], rest.end()) if rest else place


def _end_of(text: str, at: int) -> int:
    """The end of the sentence around ``at``, within the reach in which papers are still spoken of."""
    reach = text[at : at + 120]
    ends: Iterator[int] = (found for mark in "。\n" if (found := reach.find(mark)) >= 0)
    return at + min(ends, default=len(reach))


_ABOUT_BEFORE = re.compile(
    "(?:たしか|確か|多分|たぶん|おそらく|恐らく|約|だいたい|大体|およそ|about |around |roughly )(?:は|、|に)?$"
)
_ABOUT = re.compile("くらい|ぐらい|ほど|頃|ごろ|前後")
_ABOUT_BEHIND = re.compile(
    "の?(?:頃|ころ|ごろ|くらい|ぐらい|あたり|前後|だったと思|だったか|か、?[0-9一二三四五六七八九十]|に?[^。、\n]{0,10}(?:たと思|たような))"
)


def is_about(day: Day, text: str) -> bool:
    """Whether the words tell ``day`` only about (10日くらい前, 11月3日ごろ, たしか11月3日)."""
    return bool(
        _ABOUT.search(text[day.start : day.end])
        or _ABOUT_BEHIND.match(text[day.end : day.end + 20])
        or _ABOUT_BEFORE.search(text[max(0, day.start - 10) : day.start])
    )
