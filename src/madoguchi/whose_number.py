"""Which thing a number or a card is, and into whose hands it went: 暗証番号 is no code of a gift card, 妻に渡した is no loss.

An act's pattern names a thing and a verb; what stands around the two says whether that thing, and a stranger, are meant.
"""

from __future__ import annotations

import re

from madoguchi.knowledge.shapes import ActRule
from madoguchi.patterns import Hit

_PASSWORD = re.compile("パスワード|パスコード|合言葉|id|ログイン情報|契約者番号|店番号")
_REACH = 24  # how far before the thing its recipient is told
_STORY = 120  # how far back a gift card was named that is only called a card later
_OTHER_NUMBER = re.compile(
    "(?:暗証|暗唱|口座|電話|携帯|連絡先の?|郵便|認証|確認|受付|会員|登録|契約者|取引|店|マイナンバーの?|個人|証明書の?|予約|注文"
    "|(?:キャッシュ|クレジット|デビット|銀行の)カードの?)$"
)
_OTHER_CARD = re.compile(
    "(?:電子マネー|ギフト|プリペイド|プリカ|アップル|apple|グーグル(?:プレイ)?|google ?(?:play)?|アマゾン|amazon|itunes|バリアブル"
    "|sd|sim|ic|クリスマス|誕生日|バースデー|お祝い|お礼|招待|診察|名刺|ポイント|会員|マイナンバー|在留|クレジット|メッセージ|図書|クオ|バンドル|メモリー|スタンプ|円分の?)(?:の)?$"
)
_CALLED = 10
_NO_MONEY = re.compile(
    "(?:在留|マイナンバー|個人番号|保険証?|健康保険|診察|会員|ポイント|図書館?|学生|住基|社員)(?:の)?$"
)
_BOUGHT = re.compile(
    "枚|円分|コンビニ|スーパー|ドラッグストア|購入|買(?:[ういえおわっ]|わさ)|電子マネー|ギフト|プリペイド|アップル|グーグル|アマゾン"
)
_CARD = re.compile("通帳|つうちょう|カード")
_OF_A_BANK = ("キャッシュ", "銀行の", "銀行", "デビット", "口座の")
_NO_GIFT_CARD = (*_OF_A_BANK, "クレジット")
_GIFT_CARDS = re.compile(
    "電子マネー|(?:ギフト|プリペイド|アップル|apple|グーグル(?:プレイ)?|google ?(?:play)?|アマゾン|itunes)カード"
)
_GIFT_CARD_S = re.compile(
    "(?:電子マネー|ギフト|プリペイド|プリカ|アップル|apple|グーグル(?:プレイ)?|google ?(?:play)?|アマゾン|amazon|itunes|バリアブル)(?:カード)?の?$"
)
# Which card was told of last, before a card number that is called nothing else.
_GIFT_OR_CREDIT = re.compile(
    "(?P<gift>電子マネー|プリカ|(?:ギフト|プリペイド|アップル|apple|グーグル(?:プレイ)?|google ?(?:play)?|アマゾン|itunes) ?(?:ギフト)?(?:の)?カード)"
    "|クレ(?:ジット|カ)|(?:カード(?:会社|払い|決済|情報|名義)|カードで(?:払|支払|決済|購入|買))|デビット|キャッシュカード|visa|有効期限"
)
# カード番号も教えた, その後サイトで: another card than the one that was bought.
_ONE_MORE = re.compile("カードの?番号(?:まで)?も")
_ANOTHER_MATTER = re.compile(
    "その後|そのあと|それから|次に|別の|別に|今度|返金|サイト|通販|リンク|ページ|フォーム|予約|買わ[ずな]|断[っり]|購入せず|購入は?し(?:な|ませ)"
)
_BOUGHT_ONE = re.compile("枚|円分|購入|買(?:[いっ]|わさ)")
_BARE_NUMBER = re.compile("カードの?(?:裏の?)?番号|カードでは?(?:決済|支払|使え)")
_COIN = re.compile("暗号資産|仮想通貨|ビットコイン")
_NOT_ITSELF = re.compile(
    "(?:で|から|に|の(?:暗証|番号|情報|写真|コピー|画像|裏|表|名義|有効|利用|明細|請求|残高|再発行|更新|交換|件|こと)|番号|情報|会社|詐欺|が(?:使|止|必要|悪用|不正)|を(?:使|見せ?|確か|作|止|なく))"
)
# A card that was only shown, cut or put into an envelope, and then was gone.
_TAKEN = re.compile(
    "封筒|袋に|すり替|すりかえ|入れ替|持ち去|持ち帰|[持も]って(?:行|い[かきくっ]|帰)|預か|回収|取り上げ"
)
_OTHER_OBJECT = re.compile(
    "(?:お金|現金|預金|番号|写真|コピー|画像|書類|円|メール|返事|荷物)[をも][^、。をも]*$"
)
_KIN = "妻|夫|主人|娘|息子|孫|母|父|姉|兄|弟|妹|嫁|家内|旦那|家族|両親|親|子ども|子供"
_OWN_HANDS = re.compile(
    f"(?:{_KIN}|店員|レジ|窓口|受付|atm|機械|病院|ヘルパー|後見人|本人)(?:さん)?(?:に|へ|で)[^にへ。]*$"
)
_INCOMING = re.compile("[てで](?:くれ|もら|いただ|頂)")
_AT_THE_COUNTER = re.compile("[てで]、?[^。]{0,10}(?:記帳|繰り?越|再発行|両替)")
_SENT_TO_ME = re.compile("[てで](?:き[たてま]|来[たてま])")
# カード番号を聞かれ、住所を言った: asked for one thing, another was told.
_ANSWERED = re.compile(
    "(?:聞かれ|求められ|尋ねられ|たずねられ|言われ|要求され)[^。]{0,12}(?:住所|名前|氏名|生年月日|電話番号|年齢|職業)(?:だけ)?[をもは]?[^。、]{0,4}$"
)
# her bank card to me, to her son; her bank card number is no card.
_KEPT_IN_ENGLISH = re.compile(
    "(?: back)? to (?:me|us|my |our |the bank\\b|(?:her|his) (?:own|son|daughter|husband|wife|mother|father|sister|brother))"
    "| (?:number|details|info|pin\\b|statement|back\\b)"
)
_CALLS = re.compile("[電会通対]話")  # 電話番号が出たので電話する: 話す is no telling there
_NEGATED = re.compile(
    "(?:ない|ませ[んぬ]|なかった)(?:が|けど|けれど|ですが|し|ので|、)|(?:ずに|わず|えず|さず)、|断(?:り|って)、?|拒否し"
)

# IDとパスワードなどの個人情報: the secrets that stand before it, and nothing else.
_SECRETS_CALLED_PERSONAL = re.compile("(?:パスワード|番号|コード|id)(?:など|等|といった)の?個$")

# 契約書に名前を書いた, 名前を書いて判を押した: who signs gives no details away.
_NAME_ALONE = re.compile("(?:名前|なまえ|氏名|フルネーム)[^、。]{0,14}?(?:書|か|記)")
_MORE_THAN_A_NAME = re.compile("住所|じゅうしょ|電話|番号|生年月日|年齢|勤務先|職場|職業|家族|メール")
_SIGNED_PAPER = re.compile(
    "契約|けいやく|申込書|申し込み書|同意書|承諾書|注文書|見積書|書類|書面|用紙|紙に|サイン|署名|判[をもこ子]|ハンコ|はんこ|印鑑|押印"
)


def is_no_gift(rule: ActRule, hit: Hit, *, text: str) -> bool:
    """Returns whether ``hit`` names another thing, another deed or one's own side, so that nothing of ``rule`` was given.

    ``text`` is levelled. ``hit`` reaches from the thing to the stem of the verb; what follows the stem is looked at too.
    """
    if _NEGATED.search(text, hit.start, hit.last) or _CALLS.match(text, hit.last - 1):
        return True
    if "password" in rule.gave and text.endswith("ワンタイム", 0, hit.start):
        # a code for once is no password; another one may stand before it
        return not _PASSWORD.search(
            text, max(text.rfind("。", 0, hit.start), hit.start - _STORY // 3), hit.start - 5
        )
    if _is_of_a_gift_card(rule, hit, text):
        return True
    if "prepaid_code" in rule.gave:
        return bool(_COIN.search(text, hit.start, hit.end)) or _is_another_number(hit, text)
    if "personal_details" in rule.gave:
        return _is_signature(hit, text) or bool(_SECRETS_CALLED_PERSONAL.search(text[: hit.start + 1][-24:]))
    if text[hit.start].isascii():
        return "bank_card" in rule.gave and bool(_KEPT_IN_ENGLISH.match(text, hit.end))
    if "card_number" in rule.gave and _NO_MONEY.search(text[max(0, hit.start - _CALLED) : hit.start]):
        return True
    if "card_number" in rule.gave and (_ANSWERED.search(text, hit.start, hit.last) or _lent(rule, hit, text)):
        return True
    return "bank_card" in rule.gave and (_is_another_card(hit, text) or _stays(hit, text))


def is_gift_card_number(text: str, start: int) -> bool:
    """Returns whether the card number at ``start`` is a prepaid card's: アップルカードを買い、カード番号を伝えた names no credit card.

    ``text`` is levelled. Called カード番号 alone, it is the number of the card that was told of last.
    """
    if not _BARE_NUMBER.match(text, start):
        return False
    before = text[max(0, start - _STORY) : start]
    told = list(_GIFT_OR_CREDIT.finditer(before))
    if not told or told[-1].lastgroup != "gift" or _ONE_MORE.match(text, start):
        return False
    since = before[told[-1].end() :]
    bought = _BOUGHT_ONE.search(before) is not None
    return bought and not _ANOTHER_MATTER.search(since)


def _is_of_a_gift_card(rule: ActRule, hit: Hit, text: str) -> bool:
    """電子マネーのカード番号, 電子マネーを買ってID番号を教えた: neither the number of a credit card nor of an account."""
    if "card_number" in rule.gave:
        return is_gift_card_number(text, hit.start) or bool(
            _GIFT_CARD_S.search(text[max(0, hit.start - 14) : hit.start])
        )
    start = max(text.rfind("。", 0, hit.start) + 1, hit.start - _REACH)
    return (
        "password" in rule.gave
        and text.startswith("id番号", hit.start)
        and bool(_GIFT_CARDS.search(text, start, hit.start))
    )


def _is_signature(hit: Hit, text: str) -> bool:
    """A name, and nothing else, that was written on a paper of a contract, or with a seal beside it, in the same sentence."""
    if not _NAME_ALONE.match(text, hit.start, hit.end):
        return False
    start = text.rfind("。", 0, hit.start) + 1
    said = text[max(start, hit.start - _REACH) : hit.end + _REACH].partition("。")[0]
    return bool(_SIGNED_PAPER.search(said)) and not _MORE_THAN_A_NAME.search(said)


def _is_another_number(hit: Hit, text: str) -> bool:
    """The last number before the verb decides: 電子マネーを断り、暗証番号を言った tells of no code."""
    at = text.rfind("番号", hit.start, hit.end)
    if at >= 0 and _OTHER_NUMBER.search(text[max(0, at - 12) : at]):
        return True
    if not text.startswith("カード", hit.start):
        return False
    before = max(0, hit.start - _STORY)
    return text.endswith(_NO_GIFT_CARD, before, hit.start) or not _BOUGHT.search(text, before, hit.end)


def _is_another_card(hit: Hit, text: str) -> bool:
    if hit.start == hit.last:
        return False  # the card is left unsaid at the verb (unsaid.py)
    cards = [card for card in _CARD.finditer(text, hit.start, hit.end) if _is_of_a_bank(card, text)]
    if not cards:
        return True
    between = text[cards[-1].end() : hit.last]
    joined = between.startswith(("と", "や", "、", "・", "も"))
    shown = between.startswith(("を", "では", "じゃ", "が", "に")) and _TAKEN.search(text, hit.start, hit.end)
    return bool(_NOT_ITSELF.match(between) and not shown) or (
        not joined and bool(_OTHER_OBJECT.search(between))
    )


def _is_of_a_bank(card: re.Match[str], text: str) -> bool:
    before = text[max(0, card.start() - _STORY) : card.start()]
    if card[0] != "カード" or before.endswith(_OF_A_BANK):
        return True
    return not _OTHER_CARD.search(before[-12:]) and not _GIFT_CARDS.search(before)


def _lent(rule: ActRule, hit: Hit, text: str) -> bool:
    """夫にクレジットカードを渡して買い物を頼んだ: the card itself, to one's own side."""
    return rule.id == "give_credit_card" and _stays(hit, text)


def _stays(hit: Hit, text: str) -> bool:
    """Handed to one's own side, or come from the bank: 妻に渡した, 送ってもらった."""
    if (
        _OWN_HANDS.search(text[max(0, hit.start - _REACH) : hit.last])
        or _INCOMING.match(text, hit.end)
        or _AT_THE_COUNTER.match(text, hit.end)
    ):
        return True
    return text.startswith("送", hit.last) and bool(_SENT_TO_ME.match(text, hit.end))
