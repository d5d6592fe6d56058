"""A sum that is told twice: first in short, then as it came about (170万円をだまし取られました。… 指定の口座に170万円を振り込みました)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from madoguchi.amounts import Yen
from madoguchi.tale import Tale

_HARM = re.compile("だまし取|騙し取|だましと|詐取|取られ|とられ|盗られ|被害|損害|失った|返してほし|返金")
_IN_ALL = re.compile("(?:合計|総額|全部で|計|合わせて|あわせて)(?:で|、)?(?:現金)?(?:約|およそ)?$")
_ON_TOP = re.compile(
    "さらに|更に|追加|もう(?:一|1)|翌|今度|[回度日人件枚]目|別の|ほか|他に|それぞれ|残り|再び|再度|また|[a-z甲乙丙]社"
    "|(?:私|妻|夫|父|母|息子|娘|友人|友達|知人|姉|兄|弟|妹|祖[父母])も"
)
_MAYBE_ON_TOP = re.compile("次|もう|その後|ずつ")
_FOR = re.compile("として|名目")
_HOW = re.compile(
    "電子マネー|クレジット|クレカ|振り?込|送金|コンビニ|現金|手渡|暗号資産|仮想通貨|ペイ|ローン"
)
_TOO = re.compile("分?(?:相当)?も")
# 50万円を下ろして…50万円を渡した: it was got ready, then it went.
_GOT_READY = re.compile("(?:分)?を?(?:全部|すべて)?(?:下ろ|おろし|引き?出|用意)")
# 五十万ですよ、五十万; 通信料が1万2千円に。この1万2千円
_STRESSED = re.compile("(?:です|や|だ)(?:よ|ね|ぞ|で)?[、。 ]?(?:約)?")
_POINTED_AT = re.compile("(?:この|その|例の)(?:約)?$")
# 先に支払った1万円に報酬を乗せた額: the payment that was told before.
_PAID_BEFORE = re.compile(
    "(?:事前に|先に|最初に|すでに|既に|さっき|初めに|前に)[^。、0-9]{0,10}(?:払った|振り?込んだ|送金した|入金した|渡した|預けた|送った)(?:この|その|約|の)?$"
)
_DAY = re.compile("[0-9]{1,2}日|(?:月|火|水|木|金|土|日)曜|今日|昨日|きのう|先週|先月|[0-9]{1,2}月")
_LARGE = 100_000  # two payments of the same lesser sum are often two


def told_again(tale: Tale, yen: Yen, *, before: Sequence[Yen]) -> bool:
    """Returns whether ``yen`` is one of the payments or losses ``before`` it, told a second time in another sentence.

    So it is where one of the two sentences tells of the harm or of a total, or where the sum is large; not where words, days or
    places of payment set the two apart. Two that may be two are both kept.
    """
    if yen.yen is None:
        return False
    same = [one for one in before if (one.yen, one.count) == (yen.yen, yen.count)]
    return any(_is_the_same(tale, one, yen) for one in same)


def _is_the_same(tale: Tale, one: Yen, yen: Yen) -> bool:
    text = tale.scan.text
    (start, end), (then, until) = _sentence(text, one), _sentence(text, yen)
    if _GOT_READY.match(text, one.end) or _STRESSED.fullmatch(text, one.end, yen.start):
        return True
    if _POINTED_AT.search(text, max(0, yen.start - 4), yen.start):
        return True
    if _PAID_BEFORE.search(text, max(then, yen.start - 24), yen.start):
        return True
    if start == then or _TOO.match(text, yen.end):
        return False
    first, second = text[start:end], text[then:until]
    harm = bool(_HARM.search(first)), bool(_HARM.search(second))
    in_all = _IN_ALL.search(text, max(0, yen.start - 12), yen.start)
    if in_all and harm[0] and (yen.yen or 0) >= _LARGE:
        return True
    if _ON_TOP.search(text, then, yen.end):
        return False
    if in_all or harm[0] != harm[1]:
        return True
    if _on_other_days(first, second):
        return False
    return any(harm) or ((yen.yen or 0) >= _LARGE and not _is_apart(first, second, text[then : yen.end]))


def _is_apart(first: str, second: str, before: str) -> bool:
    how = set(_HOW.findall(first)), set(_HOW.findall(second))
    other_way = all(how) and how[0].isdisjoint(how[1])
    return other_way or bool(_MAYBE_ON_TOP.search(before) or _FOR.search(second))


def _on_other_days(first: str, second: str) -> bool:
    days = set(_DAY.findall(first)), set(_DAY.findall(second))
    return all(days) and days[0] != days[1]


def _sentence(text: str, yen: Yen) -> tuple[int, int]:
    end = text.find("。", yen.end)
    return text.rfind("。", 0, yen.start) + 1, len(text) if end < 0 else end
