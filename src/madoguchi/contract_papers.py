"""When the papers of a contract came, as told (契約書はその場でもらいました, 書面は11月5日に届きました), or that none came; and what it was for.

Which papers the law asks for, nobody reads here: that a paper came on a day is all that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from madoguchi.days import Day

Span = tuple[int, int]

_PAPER = "(?:契約(?:の)?(?:書面|書類|書|紙)|契約|申込書|注文書|書面|書類|控え|紙)"
_CAME = "(?:届|受け?取|受領|もら|貰|渡され|渡してき|渡しに|交付|送られて|送って|来まし|来た|来て|来、|置いて)"
_RECEIVED = re.compile(rf"{_PAPER}(?:が|を|も|の控え|など|は|、|だけ)[^。\n]{{0,24}}?{_CAME}")
_BEHIND_DAY = re.compile(
    rf"(?:の?(?:朝|昼|夕方|夜|午前|午後|曜日|\([月火水木金土日]\)))?(?:に|、|、?郵便で|に郵便で|にメールで)?[^。\n]{{0,12}}?{_RECEIVED.pattern}"
)
_BEFORE_DAY = re.compile(rf"{_PAPER}(?:は|が|を|も)[^。\n]{{0,10}}$")
_DAY_THEN_CAME = re.compile(rf"(?:の?(?:朝|昼|夕方|夜|午前|午後))?(?:に|、|付で)?[^。\n、]{{0,14}}?{_CAME}")
_NONE = re.compile(
    rf"{_PAPER}(?:は|を|が|も|など|らしいもの|一切)*(?:[^。\n]{{0,10}}?)"
    "(?:もら(?:って|え)|貰って|受け?取って|届いて|渡されて|渡して|交付され|来て)(?:い)?(?:ない|ませ|おら|なかっ)"
    rf"|{_PAPER}(?:は|を|が|も)*(?:[^。\n]{{0,6}}?)(?:ありませ|ないまま|なしで|無し|くれませ|くれな|もらえ[なま]|もらわ[なず]|届か[なず]|来ませ|来ない)"
)
_CAME_ON = re.compile(
    r"\b(?:(?:contract|papers?|documents?|copy) (?:[a-z]{1,12} ){0,3}?(?:came|arrived|reached me) (?:in the mail |by mail )?"
    r"|(?:received|got|was given|were given) (?:a|the|my|their) (?:[a-z]{1,12} )?(?:contract|papers?|documents?|copy) )(?:on )?$"
)
_REST = re.compile("[ぁ-ん]{0,10}")
_AT_ONCE = re.compile(
    rf"{_PAPER}(?:は|も|を|が|の控えは|など)?[^。\n]{{0,8}}?"
    "(?:その場|その日|当日|即日|同じ日|同日|契約(?:した|の)日|その時|そのとき|契約時)(?:に|で|のうちに)?[^。\n]{0,8}?"
    rf"{_CAME}|(?:その場|その日|当日|同じ日|同日)(?:に|で)[^。\n]{{0,8}}?{_PAPER}(?:を|も|が)[^。\n]{{0,8}}?{_CAME}|受領は?(?:同日|当日|契約日)"
)
_DENIED = re.compile("[^。\n]{0,6}?(?:ない|ませ[んぬ]|なかっ|おらず)")
_GOODS = (
    "屋根|外壁|塗装|瓦|雨どい|雨樋|床下|換気扇|排水管|洗浄|太陽光|ソーラー|蓄電池|給湯器|エコキュート|浄水器|分電盤|ブレーカー|シロアリ"
    "|白アリ|駆除|リフォーム|耐震|布団|ふとん|マットレス|掃除機|脱毛|エステ|痩身|美容|整形|教材|スクール|講座|コース|プラン|サポート"
    "|マニュアル|健康食品|サプリ|化粧品|美容液|絵画|版画|着物|宝石|指輪|ネックレス|ブローチ|貴金属|時計|カニ|かに|海産物|魚介"
    "|光回線|インターネット回線|ウォーターサーバー|新聞|英会話|学習塾|家庭教師|パソコン教室|結婚相談|結婚相手|墓石|消火器|鍵の|水漏れ"
    "|トイレの|アンテナ|工事|会員権|情報商材|ミシン|補聴器|仏壇|学習機器"
)
_COUNT = "[0-9一二三四五六七八九十]{1,4}(?:枚|台|個|点|本|セット|組|箱|袋|着|冊|回分?|か月分?|ヶ月分?|年)"
_THING = re.compile(
    rf"(?:[一-龥]{{1,3}}の)?[一-龥々ァ-ヶー・a-z0-9]{{0,10}}(?:{_GOODS})[一-龥々ァ-ヶー・a-z0-9]{{0,10}}(?:の(?:[一-龥々ァ-ヶー・a-z0-9]{{1,10}}))?"
    rf"(?:(?:を|が|は|、)?{_COUNT})?"
)
_HEAD = re.compile(
    "^(?:商法の|[母父夫妻私]の|[人者]に|[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|[0-9]{1,2}日|昨日|今日|先日|突然|急|無料|毎月|合計|総額|高額)+"
)
_TAIL = re.compile(
    "(?:訪問販売|契約書?|申込書?|勧誘|営業|業者|会社|広告|説明会?|電話|体験|見積書?|チラシ|員|点検|無料|サロン|店)+$"
)
_NO_THING = re.compile("^(?:工事|コース|プラン|サポート|洗浄|点検|回線)?$")


def received_of(days: Sequence[Day], *, text: str) -> list[Day]:
    """Returns the days on which papers of the contract came, each once."""
    found = [day for day in days if _came_on(day, text)]
    return list({(one.from_day, one.to_day): one for one in found}.values())


def _came_on(day: Day, text: str) -> bool:
    behind = text[day.end : day.end + 60]
    if _CAME_ON.search(text[max(0, day.start - 48) : day.start]):
        return True
    hit = _BEHIND_DAY.match(behind)
    if hit is None and _BEFORE_DAY.search(text[max(0, day.start - 24) : day.start]):
        hit = _DAY_THEN_CAME.match(behind)
    return hit is not None and not _DENIED.match(behind, hit.end())


def received_at_once(text: str) -> Span | None:
    """Returns where it is told that the papers came on the day of the contract itself; None where it is not."""
    hit = next((one for one in _AT_ONCE.finditer(text) if not _DENIED.match(text, one.end())), None)
    return _to_the_end(hit.span(), text) if hit else None


def _to_the_end(place: Span, text: str) -> Span:
    """``place`` with the rest of its last word: what is quoted ends where the clause ends, if that is near."""
    rest = _REST.match(text, place[1])
    return (place[0], rest.end()) if rest else place


def none_received(text: str) -> Span | None:
    """Returns where it is told that no papers came; None where it is not."""
    hit = _NONE.search(text)
    return _to_the_end(hit.span(), text) if hit else None


def things_of(places: Sequence[Span], *, text: str) -> Iterator[Span]:
    """Yields what a contract was for, each once, in the sentences around ``places``."""
    found: dict[str, Span] = {}
    for start, end in sorted({_sentence(text, at) for at, _ in places}):
        for hit in _THING.finditer(text, start, end):
            first, last = _trimmed(hit[0])
            word = hit[0][first:last]
            if not _NO_THING.match(word) and text[hit.end() : hit.end() + 1] not in {"が", "は"}:
                found.setdefault(word, (hit.start() + first, hit.start() + last))
    yield from (place for word, place in found.items() if not any(word in other != word for other in found))


def _trimmed(words: str) -> Span:
    head, tail = _HEAD.match(words), _TAIL.search(words)
    first, last = head.end() if head else 0, tail.start() if tail else len(words)
    return (first, last - 1) if words[first:last].endswith("の") else (first, last)


def _sentence(text: str, at: int) -> Span:
    start = max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
    ends = [found for mark in "。\n" if (found := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))
