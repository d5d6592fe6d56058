"""Whether a day without a year is still to come: a term, an appointment, what is announced (11月25日までに, 12月10日の予定).

People tell of what has happened, so a day without a year is past unless the words beside it say otherwise; what they say in
the past (11月25日までに払いました) stays past.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

_BEFORE, _BEHIND = 16, 40
_COMING = re.compile(
    "明後日|あさって|明日|あした|再来週(?:の?[月火水木金土日]曜日?)?|来週(?:の?[月火水木金土日]曜日?)?|再来月|来月|来年"
)
_NO_DAY = ("香", "葉", "ば")  # 明日香, 明日葉, あしたば
# 今夜で終わりにします: no day of what happened, whoever says it.
NO_EVENT = (
    "で終わりにし",
    "で終わりにす",
    "で終わらせ",
    "でおわりに",
    "で最後にし",
    "で最後にす",
    "でおしまいにし",
    "で死",
    "で消え",
)
_TONIGHT = ("今夜", "今晩", "tonight", "this evening")
_GOES_ON = re.compile("て(?:い|お)(?:る|ます)")
_WILL = re.compile(
    r"\b(?:will|going to|is coming|are coming|is due|wants? (?:me|us|her|him) to|ha(?:ve|s) to|must|plans? to|supposed to|until|by)\b|['’]ll\b"
)
_CLAUSE = re.compile(r"[。.,;!?\n]| and | but | so ")
_AHEAD = {"明日": 1, "あした": 1, "明後日": 2, "あさって": 2}
_WEEKDAYS = "月火水木金土日"
_ANNOUNCED = re.compile(
    "(?:期限|期日|締め?切り?日?|〆切|納期|納付日|支払日|予定日?|(?:引き落とし|引落し?|振替|振込|工事|着工|訪問|出頭)(?:予定)?日|次回?|(?:工事|作業|施工|着工|納品)(?:は|が))"
    "(?:は|が|も|、|:|=| |の|日)*$"
)
_TERM = re.compile(
    r"(?:\([月火水木金土日祝・]{1,3}\)|[月火水木金土日]曜日?)?"
    "(?:の?(?:午前|午後|正午|昼|夕方|朝|夜)?(?:[0-9]{1,2}(?:時(?:半|[0-9]{1,2}分)?|:[0-9]{2}))?(?:頃|ごろ)?)"
    "(?:まで|迄|が(?:期限|期日|締め?切|〆切|納期|支払日)|[をの]?(?:期限|期日|締め?切|〆切)|の?(?:予定|納期|予約|約束)"
    "|に[^、。たっ]{0,14}?(?:来る|来ます|来ても?ら|来てくれる|伺う|伺いま|うかがう|うかがいま|始ま[るり]|届く|届きます|行われ[るま]|行います|行く|行きます"
    "|払う|払います|支払う|振り込む|引き落とされ[るま]|引き落とし|停止|解約され[るま]|失効|着工|出頭|会う|会います|予定|予約|戻る|戻り|戻します|返って来|返ってく|返金|入金され|振り込まれ)"
    "|(?:から|より)(?:工事|着工|始ま[るり]|始める|始めます|停止|値上))"
)
# The words that make a day one ahead, where the clause itself tells of nothing past.
_AHEAD_BEFORE = re.compile(
    "(?:来週|再来週|来月|明日|あした|明後日|あさって|今度|こんど)(?:は|の|に|、|,| |\\()*$"
)
_TOPIC = re.compile(
    "(?:\\([月火水木金土日祝・]{1,3}\\)|[月火水木金土日]曜日?)?(?:の?(?:午前|午後|正午|昼|夕方|朝|夜|深夜|未明)?(?:中|[0-9]{1,2}時(?:半|[0-9]{1,2}分)?)?(?:頃|ごろ)?)"
    "(?:は|に|から)、?"
)
_CLEFT = re.compile("(?:のは|のが|たは|日は|日が|日:)$")  # 契約したのは11月30日: what was done
_CLAUSE_END = re.compile("[。、\n!?]")
_STILL_OPEN = re.compile(
    "です|ます|予定|らしい|(?:る|だ|す|く|う|む)そう|(?:休み|休業|停電|断水|工事|点検|休止|停止|メンテナンス)(?:$|だ|の(?:案内|お知らせ|予定))"
)
_DONE = re.compile("[っいしきけれめせえべてげ]た[^いくけかちらな]|んだ[^いくけかちらなそと]")  # 届いた荷物
_QUOTED = re.compile(
    "(?:です|ます|ません|予定|[るすうくむ]|休み|休業|停電|断水|工事|点検|休止|停止|メンテナンス)(?:だ|である)?と(?:書|あ[りるっ]|い[うわっ]|言|通知|連絡|案内|お知らせ|メール|紙|知らせ|聞|の(?:こと|通知|連絡|案内|お知らせ|知らせ|メール|紙))"
)
_PAST = re.compile("(?:まし|でし|だっ|てい|でい)た|た(?:[。、がのけしと 」!?]|$)")
_OPEN = re.compile(
    "ないと|なければ|ない場合|なきゃ|よう[にと]|ください|下さい|なさい|[ろけせえめ]と|[るすうくむぶつぬ](?:と|よう|予定|必要|べき|か|。|、|$)"
    "|ます|です|とのこと|とあ[りるっ]|と言|と書|予定(?:[。、]|と|$)|」"
)


def is_later_today(text: str, start: int, *, end: int) -> bool:
    """Returns whether what the levelled ``text`` tells of today, the words at [start, end), has not happened yet (今夜また来ます)."""
    told = text[start:end]
    if told.isascii():
        before = [hit.end() for hit in _CLAUSE.finditer(text, 0, start)]
        behind = _CLAUSE.search(text, end)
        clause = text[before[-1] if before else 0 : behind.start() if behind else len(text)]
        return bool(_WILL.search(clause))
    if told not in _TONIGHT:
        return is_to_come(text, start, end=end)
    rest = text[end : end + _BEHIND].partition("。")[0]
    past, still_open = _PAST.search(rest + "。"), _OPEN.search(rest + "。")
    done = min((hit.start() for hit in (past, _GOES_ON.search(rest)) if hit), default=len(text))
    return still_open is not None and still_open.start() < done


def is_to_come(text: str, start: int, *, end: int) -> bool:
    """Returns whether the day at [start, end) of the levelled ``text`` is announced, and not told as past."""
    announced = _ANNOUNCED.search(text[max(0, start - _BEFORE) : start])
    term = _TERM.match(text[end : end + _BEHIND])
    if not announced and not term:
        return False
    rest = text[end + (term.end() if term else 0) : end + _BEHIND]
    past, still_open = _PAST.search(rest), _OPEN.search(rest)
    return past is None or (still_open is not None and still_open.start() < past.start())


def is_ahead(text: str, start: int, *, end: int) -> bool:
    """Whether the clause speaks of the day at [start, end) as one ahead: 来週の11月24日, 11月22日はメンテナンスです, 22日に停電するそうです."""
    if _CLEFT.search(text[max(0, start - _BEFORE) : start]):
        return False
    behind = text[end : end + _BEHIND]
    named, told = _AHEAD_BEFORE.search(text[max(0, start - _BEFORE) : start]), _TOPIC.match(behind)
    rest = _CLAUSE_END.split(behind[told.end() if told else 0 :], maxsplit=1)[0]
    quoted = _QUOTED.search(rest)
    if quoted:  # 11月22日はメンテナンスですと通知が来た: what came is past, what it says is not
        rest = rest[: quoted.end()]
    if _PAST.search(rest + "。") or _GOES_ON.search(rest) or _DONE.search(rest):
        return False
    return named is not None or (told is not None and bool(quoted or _STILL_OPEN.search(rest)))


Coming = tuple[dt.date, dt.date, Literal["day", "week", "month", "year"], int, int]


def coming_days(text: str, today: dt.date) -> Iterator[Coming]:
    """Yields (first, last, precision, start, end) for the words of days to come: 明日, 来週の火曜, 来月, 来年."""
    for hit in _COMING.finditer(text):
        if text.startswith((*_NO_DAY, *NO_EVENT), hit.end()):
            continue
        first, last, kind = _span_to_come(hit[0], today)
        yield first, last, kind, hit.start(), hit.end()


def _span_to_come(
    word: str, today: dt.date
) -> tuple[dt.date, dt.date, Literal["day", "week", "month", "year"]]:
    if ahead := _AHEAD.get(word):
        day = today + dt.timedelta(days=ahead)
        return day, day, "day"
    if word == "来年":
        return dt.date(today.year + 1, 1, 1), dt.date(today.year + 1, 12, 31), "year"
    many = 2 if word.startswith("再来") else 1
    if "週" not in word:
        years, month = divmod(today.month - 1 + many, 12)
        year, month = today.year + years, month + 1
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month"
    monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=many)
    if "曜" not in word:
        return monday, monday + dt.timedelta(days=6), "week"
    day = monday + dt.timedelta(days=_WEEKDAYS.index(word[word.index("曜") - 1]))
    return day, day, "day"
