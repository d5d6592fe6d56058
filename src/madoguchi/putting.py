"""Verbs of putting money in: which thing they move, read from the words around them.

入れた tells of a payment where money (50万円を入れた) or the place where it went (投資アプリに入れた) stands before it. 番号を入れた,
手に入れた and 引き出した do not.
"""

from __future__ import annotations

import re

from madoguchi.knowledge.shapes import ActRule
from madoguchi.patterns import Hit

_REACH = 16
_FURTHER = 24
_AROUND = 40
_MONEY = (
    "(?:円|万|えん|まん|金|貯蓄|財産|ボーナス|コイン|通貨|資産|btc|usdt|額|費|料|代|全部|すべて|もの)"
    "(?:分|ほど|くらい|ぐらい|程度|ずつ|近く|以上|余り|あまり|弱|強|だけ|のみ|ばかり)*"
)
# Right before the verb: money with its particle, a place with its own, a means, or how often it was done.
_BEFORE = re.compile(
    f"{_MONEY}(?:[をもはと、]|だけ)*$|[^手気耳目間][にへ]$|[^手気耳目間]に(?:も|は|、)$|まで$"
    "|(?:で|から|にて|して|通して|通じて|使って|利用して|経由で|分けて|かけて|て)、?$"
    "|(?:全部|全額|まとめて|一度に|一括|何度も|何回も|[0-9一二三四五六七八九十]回|少しずつ|続けて|毎月|毎週)[でも、]*$"
)
_TO_ONESELF = re.compile("(?:自分|自身|本人|私|わたし)の?[^、。]{0,6}(?:口座|銀行|通帳|財布|アプリ)[にへ]$")
_OTHER_THING = re.compile(
    "(?:番号|コード|暗証|パスワード|情報|名前|住所|写真|画像|画面|メール|書類|明細|控え|アプリ|ソフト|荷物|商品|品物|請求書|メッセージ|履歴書)[をもは]"
)
_CONDITION = re.compile("なければ|ないと|なきゃ|なかったら|なくては|いただきません")
# What is named between: money taken along in a bag or drawn out is not transferred, cards of other kinds are no credit cards.
_NOT_BY_IT = {
    "bank_transfer": re.compile(
        "ビットコイン|暗号資産|仮想通貨|レターパック|封筒|小包|宅配|袋|箱|現金|[下降]ろ|おろ|引き出|払い戻|から[^、。]{0,16}出$"
    ),
    "credit_card": re.compile(
        "(?:電子マネー|ギフト|プリペイド|プリペイド型|キャッシュ|デビット|ポイント|会員|アップル|apple|グーグル(?:プレイ)?|アマゾン|sd|sim|円分)の?カード"
    ),
    "convenience_store": re.compile(
        "電子マネー|ギフト|プリペイド|プリカ|カード|買[いっわ]|購入|atm|送$|コンビニから[^。]{0,24}(?:現金|札束)"
    ),
}
_NEXT_SUM = re.compile("[ただ](?:合計|総額|計|約|およそ)?[0-9一二三四五六七八九十]")
_MOVED = "(?:払|入れ|振り?込|振替|送|渡|入金|送金|移)"
_TAKEN_BACK = re.compile(
    "(?:[^。]{0,6}(?:と思[いっ]|つもり|と(?:言|い|書)[いっき])[^。]{0,12}[がどに]|[^。]{0,12}。(?:いや|いえ|あ、|訂正|間違|まちが|すみません|ごめん))"
    f"[^。]{{0,16}}[、。]?[^。]{{0,16}}{_MOVED}[^。、]{{0,6}}(?:ていない|てない|ていませ|てませ|ていなかっ|てなかっ|ておりませ|ませんでし)"
)
_GOES_ON = re.compile("[てで](?:い|お)(?:る|ま)")
_KEEPS_ON = re.compile("[てで](?:い|お)?(?:る|ま)|[とど](?:る|り)")
_HOUSEHOLD = re.compile("(?:電気|ガス|水道|電話|携帯|新聞|光熱|家)(?:代|料|賃|費)|受信料|保険料|税|年金")
_OFTEN = re.compile("毎月|毎年|毎週|いつも|普段|ふだん|ずっと前から|以前から|通常")
# USDTを預けると毎日増える: what is promised to everybody.
_PROMISED = re.compile(
    "(?:る?(?:と|だけで)|たら|れば)、?[^。、]{0,10}(?:毎日|毎月|毎週|増え|もらえ|稼げ|つく|付く|儲|もうか|利益|配当|倍|%|当た|返って)"
)
# 退職金を入れていた投資信託が: whose money lies where, not a deed of this story.
_LIES_THERE = re.compile("[てで](?:い|お)[たる][一-龥ァ-ヴ]")

_A_SUM = "[0-9一二三四五六七八九十百千]万|[0-9万千百]円|[0-9]まん|現金|お金|おかね|札束|大金"
_CASH = re.compile(_A_SUM)
_CASH_AT_THE_VERB = re.compile(f"(?:{_A_SUM}|[^料代]金[をばも、])[^、。]{{0,12}}$")
_TOLD_BEHIND = re.compile(
    "[^。0-9]{0,16}[。、 ]{1,2}[^。、0-9]{0,8}[0-9一二三四五六七八九十百千万,]{1,10}(?:円|万|まん)(?:円)?"
    "(?:くらい|ぐらい|ほど|です|でし|だ|や|じゃ|。|、| |$)"
    "|[^。]{0,16}[。、 ]{1,2}(?:中身は)?(?:現金|お金|札束)"
)
_OTHER_MONEY = re.compile(
    "スマホ決済|コード決済|ペイ|pay|振り?込|送金|カード|電子マネー|ギフト|プリペイド|プリカ|暗号資産|仮想通貨|コイン|通帳|小切手|手形|番号|コード|円分"
)
_HANDED = re.compile(
    "書類|書面|資料|用紙|名刺|荷物|品物|商品|プレゼント|土産|印鑑|身分証|保険証|免許|パスポート|チケット|手紙|写真|画像|スマホ|携帯|パソコン|鍵"
    "|指輪|ネックレス|着物|貴金属|時計|バッグ|家電|本を|メール|返事|データ|動画|ファイル|履歴書|(?:住所|名前)[をもは]"
)


def is_cash(hit: Hit, *, text: str) -> bool:
    """Returns whether what is handed over or sent by the verb of ``hit`` is money: it stands at the verb, or alone around it.

    人に渡してしまいました。500万円です: told behind the verb. 銀行の人にカードを渡した: another thing.
    """
    start = max(0, hit.start - _AROUND, text.rfind("。", 0, max(0, hit.start - 2)) + 1)
    if _OTHER_MONEY.search(text, max(start, hit.last - _FURTHER), hit.last):
        return False
    if _CASH_AT_THE_VERB.search(text, start, hit.last):
        return True
    if _HANDED.search(text, max(start, hit.last - _FURTHER), hit.last):
        return False
    sentence_before = max(0, hit.start - _AROUND)
    if _CONDITION.search(text, sentence_before, hit.last):
        return False
    if _CASH.search(text, sentence_before, hit.last):
        return True
    told = _TOLD_BEHIND.match(text, hit.end)
    return told is not None and not _OTHER_MONEY.search(text, hit.end, told.end() + 2)


def is_put(rule: ActRule, hit: Hit, *, text: str) -> bool:
    """Returns whether the verb of ``hit`` (it begins at ``last``) moves money, by the means of ``rule``, in the levelled ``text``.

    Money is moved where the words right before the verb name it, its way or its goal, and no other thing is what is moved.
    """
    before = text[max(hit.start, hit.last - _REACH) : hit.last]
    another = _OTHER_THING.search(text, hit.start, hit.last) or _CONDITION.search(text, hit.start, hit.last)
    if another or _is_other_means(rule, hit, text):
        return False
    return bool(_BEFORE.search(before))


def is_to_oneself(hit: Hit, *, text: str) -> bool:
    """Returns whether the money of ``hit`` went to another account of one's own (自分の別の口座に移した): nobody was paid."""
    return bool(_TO_ONESELF.search(text, max(hit.start, hit.last - _REACH), hit.last))


# キャッシュカード3枚と通帳1冊をだまし取られた: things that are no money.
_THINGS_TAKEN = re.compile(
    "(?:カード|通帳|印鑑|暗証番号|番号|情報|パスワード|アカウント|id|写真|スマホ|携帯電話|書類|免許証)(?:計)?(?:[0-9]{1,2}(?:枚|冊|通|台|本|個))?(?:など)?(?:を|が|も)[^。、0-9円]{0,12}$"
)
_MONEY_TOO = re.compile("円|現金|お金|金銭|預金|電子マネー|ギフト|プリペイド|アップル|グーグル")


def is_of_things(hit: Hit, *, text: str) -> bool:
    """Returns whether what ``hit`` tells of as swindled away (だまし取られ) is a card or a secret, and no money beside it."""
    if not text.startswith(("だま", "騙", "詐取"), hit.start):
        return False
    start = max(text.rfind("。", 0, hit.start) + 1, hit.start - _AROUND)
    return bool(_THINGS_TAKEN.search(text, start, hit.start)) and not _MONEY_TOO.search(
        text, start, hit.start
    )


def _is_other_means(rule: ActRule, hit: Hit, text: str) -> bool:
    around = text[max(0, hit.start - _REACH) : hit.last + 1]
    return any(one in _NOT_BY_IT and _NOT_BY_IT[one].search(around) for one in rule.payment)


def is_habit(hit: Hit, *, text: str) -> bool:
    """Returns whether money is put in all the time (毎月、口座振替で納めている) or lies where it was put, so that no deed is told."""
    often = _OFTEN.search(text, max(0, hit.start - _FURTHER), hit.last)
    goes_on = often and _GOES_ON.match(text, hit.end)
    return bool(goes_on or _LIES_THERE.match(text, hit.end))


def is_household(hit: Hit, *, text: str) -> bool:
    """Returns whether a household bill is paid all the time (電気代を毎月払っとる): what one owes nothing of, not a deed of the story."""
    before = max(0, hit.start - _FURTHER)
    often = _OFTEN.search(text, before, hit.last) and _HOUSEHOLD.search(text, before, hit.last)
    return bool(often and _KEEPS_ON.match(text, hit.end))


def is_promised(hit: Hit, *, text: str) -> bool:
    """Returns whether something is promised for a payment (課金したら稼げる), so that it is asked for and not made yet."""
    return bool(_PROMISED.match(text, hit.end))


def next_sum(hit: Hit, *, text: str) -> int | None:
    """Returns where the first figure of a sum ends that the verb stands before (入れた60万円): of that one it tells, not of one before."""
    found = _NEXT_SUM.match(text, hit.end)
    return found.end() if found else None


def taken_back(end: int, *, text: str) -> bool:
    """Returns whether a payment told up to ``end`` is put right behind it: 払ったと思いましたが、まだ振り込まれていませんでした."""
    return bool(_TAKEN_BACK.match(text, end))
