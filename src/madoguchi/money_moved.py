"""What a sum is by the deed that stands right beside it: drawn from a card, made to pay, what I paid was, drawn out again.

Nothing is weighed here: these are forms of the language (a causative, a relative clause, a total) that mean the same in every
scheme (decision 006, "Outright").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from madoguchi.amounts import Yen
from madoguchi.surroundings import Money
from madoguchi.words import AmountRole

SO = "(?:ほど|くらい|ぐらい|近く|余り|以上|前後|相当|もの|だけ|分)"  # how much it was, not what it was
_REACH = 80
_BEFORE = 40

# しまいに11万円かかった, 3万円で収まった
_CAME_TO = re.compile(
    f"(?:{SO}|も)*(?:は|を|が|で|に|の)?(?:決着|折り合|収ま(?:っ|り)|落ち着(?:い|き)|手を打|片付(?:い|き)|出費|取られ(?:た|て|まし|、)|かかっ(?:た|て)|かかりまし|要し(?:た|て)|(?:集金|徴収)され(?:た|て|まし|、)|の(?:お)?買い?物をし(?:た|て|まし)"
    "|費やし|投じ(?:た|て)|つぎ込|注ぎ込|の支払いにな|支払いになっ)"
    f"|(?:{SO}|も)*(?:を|も)かけ(?:た|て|まし)"
)
_OF_LINE = re.compile("通信料|通信費|通話料|送信料|電話代|携帯代|料金が")
_DRAWN_OUT = re.compile(
    f"(?:{SO}|まで|は|が|を|も|、|本当に|実際に|すぐ(?:に)?|確かに|きちんと|無事)*(?:引き出せ|出金でき|引き出すことができ|出金することができ|下ろせ)(?:た|て[^いな]|まし|、)"
)
_CAME_BACK = re.compile(
    f"(?:{SO}|まで|は|が|を|も|無事)*(?:返してもら(?:え|っ|い)|返って(?:き|来)|戻って(?:き|来)|払い戻され|返金され|返され|返還され)(?:まし)?た(?:[^ら]|$)"
)
_CAME_BACK_WAS = re.compile(
    "(?:引き出せた|出金できた|戻った|返ってきた|返された|戻ってきた|返金された)(?:の|金|額|お金|分)?(?:は|が)(?:約|わずか|たった|計|結局)*$"
)

# A subscription draws a fee that was agreed to once, however little one knew of it.
_DRAWN = re.compile(
    f"(?:{SO}|ずつ)*[^。]{{0,14}}?(?:引き落とさ|引き落とし(?:に|が|と|で|。|、)|引かれ(?:た|て|る|、)|落ちて(?:い|し|お)|落ちた|落ちる)"
)
_NOT_DRAWN = re.compile("予定|予告|される(?:と|前)|され(?:ず|な)|でき(?:ず|な)|落ちる(?:前|と)")
_MEMBER = re.compile(
    "会費|年額|月額|更新|定期|体験|退会|入会|会員|解約|プラン|アプリ|無料|回目|購読|サブスク|お試し|海外の会社"
)
_FEE = re.compile("会費|年額|月額|購読|サブスク|自動更新")
_STRANGER = re.compile(
    "不正|乗っ取|他人|誰か|第三者|偽|フィッシング|盗|身に覚え|買い物をされ|犯人|使われ|海外の店|申し立て|知らない(?:店|人|会社)|聞いたこと"
)

_MADE_TO = re.compile(
    "[^。、]{0,16}?(?:払わ|支払わ|振り?込ま|送ら|買わ|渡さ|出さ|送金さ|入金さ|購入さ|持ってこさ|立て替えさ|借りさ)(?:せ(?:た|て|、|。|られ(?:た|て|、|まし))|され(?:た|て|、|まし))"
)
# 1,000円は郵便局で払い込み済みである
_SETTLED = re.compile(
    "[^。、]{0,14}?(?:払い込み|払込み?|支払い?|入金|振込み?|振り込み|納付|決済|送金)済(?:み|で|。|$)"
)
_NUMBER = "(?:約|計|合計|総額|およそ|全部で|合わせて|わずか|たった|だけで)*$"
_NAME = "(?:の|お?金|金額|額|総額|合計|代金|料金|費用|(?:手付け?|着手|保証|契約|申込|予約|頭|内|前)金|登録料|手数料|会費|分)?(?:は|が|も|の|、)?"
_PAID_WAS = re.compile(
    "(?:払った|振り?込んだ|入れた|送った|渡した|送金した|入金した|預けた|つぎ込んだ|注ぎ込んだ|取られた|失った|払わされた|買わされた|投じた|納めた|(?:渡し|払っ|送っ|入れ)てしまった|(?:振り?込ん|つぎ込ん)でしまった"
    f"|(?:だまし|騙し)取られた){_NAME}{_NUMBER}"
)
_BACK_AGAIN = re.compile("(?:戻|返)(?:った|って(?:き|来)た|してもら|され)|返金され")
_THEY = re.compile("(?:相手|業者|会社|店|犯人|側|運営|銀行)(?:が|から|の)[^。、]{0,12}$")
_LOST_WAS = re.compile(
    f"(?:引き出された|引き落とされた|使われた|盗まれた|抜かれた|抜き取られた|送金された|買われた|売られた|奪われた){_NAME}{_NUMBER}"
)
_ASKED_WAS = re.compile(f"(?:請求された|求められた|要求された|迫られた){_NAME}{_NUMBER}")

# 500万円振り込むから口座を教えて: what the other side says that it will give.
_PROMISED = re.compile(
    f"(?:{SO}|を|も|ずつ|丸ごと|全部|すぐ|に|あなた)*(?:(?:振り?込む|渡す|送る|あげる|差し上げる|譲る|貸す|贈る|送金する|入金する)(?:から|ので|代わり)"
    "|払うから[^。]{0,14}(?:ほし|くれ|くださ|下さ|教え|貸し))"
)
# 120万円おろして、100万円を渡した: where the money came from, and what was paid of it.
_DRAWN_FROM = re.compile(
    f"(?:{SO}|ずつ|を|も|は)*(?:借り(?:た|て|、|入れ|させ)|借入|借金し|おろし|下ろし|引き出し|解約し|作り|用意し|工面し|かき集め)"
)
_BORROWED = re.compile(
    f"(?:{SO}|ずつ|を|も|は|、|さらに|追加で|新たに)*(?:借り(?:入れ)?|借金し|借入し|借り入れし)(?:た|まし)"
)
_HANDED_ON = re.compile("振り?込[んみ]|払[っい]|送金し|入金し|渡し|送っ|つぎ込")
_HANDED = re.compile("[^。、]{0,20}(?:渡|払|振り?込|送|入れ|預け|つぎ込)")

_TOTAL = re.compile("(?:合計|総計|総額|合わせて|あわせて|全部で|しめて|計)(?:は|で|が|の|約|およそ|、)*$")
_MAX_PARTS = 6
_MOVED: frozenset[AmountRole] = frozenset({"paid", "lost", "demanded", "refunded"})

Told = tuple[Yen, AmountRole]


def role_of_deed(money: Money, at: int) -> AmountRole | None:
    """Returns what the deed beside the amount number ``at`` says that it is, or None."""
    left, right = before(money, at), behind(money, at)
    if _PROMISED.match(right) or _is_debt(money, at, right=right) or _is_source(money, at, right=right):
        return "other"
    if _SETTLED.match(right):
        return "paid"
    if _MADE_TO.match(right):
        return None if money.scheme == "securities_takeover" else "paid"
    return (
        _drawn(money, right) or _was(money, left, right=right) or _in_the_end(money, left=left, right=right)
    )


def with_totals(money: Money, told: Sequence[Told]) -> list[Told]:
    """Returns ``told`` with each total (合計8万円) and its parts of one role: that of the parts where these agree."""
    found, quoted = list(told), money.tale.quoting.holds
    for at, (yen, role) in enumerate(found):
        if not _TOTAL.search(before(money, at)):
            continue
        parts = _parts_of(yen, [one for one, _ in found[:at]])
        if any(quoted(found[part][0].start) != quoted(yen.start) for part in parts):
            continue  # what somebody else adds up holds no payment of one's own
        roles = {found[part][1] for part in parts}
        if role != "paid" and len(roles) == 1 and roles <= _MOVED:
            found[at] = yen, roles.pop()
        elif len(roles) > 1 and role in ("demanded", "lost"):
            found = [(one, role if part in parts else old) for part, (one, old) in enumerate(found)]
    return found


def behind(money: Money, at: int) -> str:
    """Returns the words behind the amount in its sentence, at most up to the next amount."""
    yen, text = money.yens[at], money.text
    end = text.find("。", yen.end)
    stop = money.yens[at + 1].start if at + 1 < len(money.yens) else len(text)
    return text[yen.end : min(stop, end + 1 if end >= 0 else len(text), yen.end + _REACH)]


def before(money: Money, at: int) -> str:
    """Returns the words before the amount in its sentence, at most from the amount before."""
    yen, text = money.yens[at], money.text
    start = max(text.rfind("。", 0, yen.start) + 1, money.yens[at - 1].end if at else 0)
    return text[max(start, yen.start - _BEFORE) : yen.start]


def _parts_of(total: Yen, earlier: Sequence[Yen]) -> range:
    """Returns which of the ``earlier`` amounts, right before the total, add up to it; an empty range if none do."""
    left = total.yen or 0
    for first in range(len(earlier) - 1, max(-1, len(earlier) - 1 - _MAX_PARTS), -1):
        part = earlier[first]
        left -= (part.yen or 0) * part.count
        if left == 0 and (len(earlier) - first > 1 or part.count > 1):
            return range(first, len(earlier))
    return range(0)


def _is_debt(money: Money, at: int, *, right: str) -> bool:
    """50万円を借りました: where the money went is told elsewhere, unless the next words hand it on."""
    if not _BORROWED.match(right):
        return False
    end = money.yens[at].end
    until = money.yens[at + 1].start if at + 1 < len(money.yens) else end + _BEFORE
    return not _HANDED_ON.search(money.text, end, min(until, end + _BEFORE))


def _is_source(money: Money, at: int, *, right: str) -> bool:
    if not (_DRAWN_FROM.match(right) and at + 1 < len(money.yens)):
        return False
    yen, then = money.yens[at], money.yens[at + 1]
    here = "。" not in money.text[yen.end : then.start]
    return here and 0 < money.sums[at + 1] <= money.sums[at] and bool(_HANDED.match(money.text, then.end))


def _drawn(money: Money, right: str) -> AmountRole | None:
    if not _DRAWN.match(right) or not _MEMBER.search(money.text) or _STRANGER.search(money.text):
        return None
    if money.taken and not _FEE.search(money.text):
        return None
    return "demanded" if _NOT_DRAWN.search(right) else "paid"


def _was(money: Money, left: str, *, right: str) -> AmountRole | None:
    """私が払ったのは12万円, 振り込んだ45万円, 請求された3万円."""
    if paid := _PAID_WAS.search(left):
        others = money.taken or "unauthorized_use" in money.stages or _THEY.search(left, 0, paid.start())
        return None if others or _BACK_AGAIN.search(right) else "paid"
    if _ASKED_WAS.search(left):
        return "demanded"
    return "lost" if _LOST_WAS.search(left) and "unauthorized_use" in money.stages else None


def _in_the_end(money: Money, *, left: str, right: str) -> AmountRole | None:
    """What it cost in the end was paid (しまいに11万円かかった); what could be drawn out came back (1万円は引き出せた)."""
    if _CAME_BACK.match(right):
        return "refunded"
    if money.taken or "unauthorized_use" in money.stages:
        return None
    if _DRAWN_OUT.match(right) or _CAME_BACK_WAS.search(left):
        return "refunded"
    return "paid" if _CAME_TO.match(right) and not _OF_LINE.search(left) else None
