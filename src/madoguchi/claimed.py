"""What a caller, an SMS or a mail says has happened: a claim of theirs, no fact that the person tells.

口座が不正利用されていると言われた is what swindlers say first. Where the person asked their own bank or looked for themselves (明細を見たら),
or had typed their number before, it is no mere claim.
"""

from __future__ import annotations

import re

from madoguchi.patterns import Hit

_BEFORE, _AFTER, _EARLIER, _LATER_MAIL = 80, 60, 200, 120
_WAY = (
    "電話|でんわ|着信|自動音声|音声|ガイダンス|留守電|sms|ショートメ(?:ール|ッセージ)|メール"
    "|メッセージ|line|ライン|dm|はがき|ハガキ|手紙|封書|ポップアップ|警告"
)
# …と言われた, …という電話, …とのSMS, …と書いてある: behind what is claimed, in its sentence.
_SAID = re.compile(
    "[^。!?\\n「『]{0,34}?(?:と|って|とか|など)(?:、?[^。、!?\\n]{0,16}?に、?(?:言われ|いわれ|告げられ|聞かされ|説明され)"
    "|(?:、?[^。、!?\\n]{0,16}?(?:から|が|で)、?)?(?:"
    "(?:言|い)(?:われ|って(?:い|お|き|来|ま)|います|いま|う(?:。|の|人|電話|から|ので|ん)|い、)|告げ|聞かさ|説明さ|話さ|のこと"
    "|連絡(?:が|を受|して[き来])|あ[りるっ]|出[たてまる]|書(?:い|か)|表示|届[いき]|来(?:た|て|ま)|きた|きて|きまし"
    f"|(?:いう|の|いった|いうような|ゆう|言う)(?:内容の)?(?:{_WAY}|連絡|通知|表示|画面)|(?:{_WAY})(?:が|で|を|に|。|$)))"
)
# 「カードが使われています」「入れ替えるので…」などと電話があった: what is quoted before other quotes is said as they are.
_QUOTES_ON = re.compile("[^「」]{0,40}(?:」、?「[^「」]{0,80})+")
# 銀行に電話したら, 明細を見ると: the person found it out.
_ASKED = re.compile(
    "(?:に|へ)(?:こちらから|自分から|すぐ|急いで)?(?:電話|連絡|問い?合わせ|確認|相談|聞い|尋ね|問いあわせ|電話をかけ)(?:を)?(?:し|い|入れ)?(?:たら|たところ|ると|て|直し)"
    "|(?:に|へ)(?:聞く|尋ねる|電話する|電話をする|連絡する|問い?合わせる|確認する|相談する)と"
    "|(?:調べ|見|確認し|確かめ|開い|ログインし|記帳し|聞い|照会し)(?:てみ)?(?:たら|たところ|ると|て(?:みると|分か|わか|気づ))|(?:見る|確認する|調べる|ログインする|記帳する|確かめる)と"
    "|調べてもら|調査し(?:て|た)"
)
# What the person knows better than anybody, or an operator alone can see: 覚えのない, SMSが大量に送信されている.
_OWN_WORDS = re.compile("覚え|送信|大量")
_KIN = re.compile(
    "(?:友|知人|知り合い|同僚|家族|娘|息子|兄|弟|姉|妹|母|父|夫|妻|フォロワー)[^。、]{0,4}(?:から|に|が)"
)
_GIVEN = re.compile(
    "(?:番号|情報|パスワード|コード|カード|id|暗証|アプリ|ソフト)[^。]{0,16}(?:入力し|入れ|打ち込ん|教え|伝え|渡し|登録し|インストールし|送っ|送信し)(?:て(?:しま|い、|、|から|お)|た|まし|ちゃ)"
)
_NAMED = re.compile(
    f"{_WAY}|言われ|言って[き来]|いわれ|名乗|警察|銀行|行員|職員|協会|(?:人|男|女|者)(?:が|から|に)"
)
_IN_ENGLISH = re.compile(
    "\\b(?:said|says|say|told|tells|claimed|claims|saying|claiming|telling)\\b[^。!?\\n]{0,60}$"
)
_CALLED_IN_ENGLISH = re.compile(
    "\\b(?:i|we|my [a-z]+) (?:called|asked|phoned|contacted|checked|looked|gave|typed|entered)\\b"
)

# 覚えのない注文の確認メールが来た。キャンセルはこちら、とリンクがある: an order that a mail tells of, and that wants a tap.
_ORDER_MAIL = re.compile(
    "[^。]{0,50}?(?:注文|購入|予約|買い物|配送|発送)[^。]{0,12}(?:メール|sms|ショートメール|ショートメッセージ)(?:が|も)?[^。]{0,6}(?:届|来[たて]|来まし|きた|きて|着)"
)
_TAP_HERE = re.compile("url|リンク|クリック|タップ|キャンセルは|キャンセルする")
_LOOKED = re.compile(
    "(?:公式|アプリ|サイト|履歴|アカウント)[^。]{0,16}(?:見|確認|ログイン|調べ)|明細|引き?落と|本当に|実際に|請求が(?:来|あ|届)|使われ"
)


def only_a_mail_says_so(text: str, start: int) -> bool:
    """Returns whether what stands at ``start`` of the levelled ``text`` is an order known by a mail alone, which wants a tap."""
    mail = _ORDER_MAIL.match(text, start, start + _LATER_MAIL)
    if mail is None:
        return False
    told = text[mail.end() : mail.end() + _AFTER]
    return bool(_TAP_HERE.search(told)) and not _LOOKED.search(told)


def is_claimed(text: str, hit: Hit) -> bool:
    """Returns whether what stands at ``hit`` of the levelled ``text`` is only what the other side says, by call or message."""
    sentence = max(text.rfind(mark, 0, hit.start) for mark in "。!?\n") + 1
    before = text[max(sentence, hit.start - _BEFORE) : hit.start]
    if text[hit.start : hit.end].isascii():
        return bool(_IN_ENGLISH.search(before)) and not _CALLED_IN_ENGLISH.search(text, 0, hit.start)
    if only_a_mail_says_so(text, hit.start):
        return True
    if _OWN_WORDS.search(text, hit.start, hit.end) or _ASKED.search(before):
        return False
    end = _QUOTES_ON.match(text, hit.end)
    behind = end.end() if end else hit.end
    said = _SAID.match(text, behind, behind + _AFTER)
    if said is None or _ASKED.search(said[0]) or _KIN.search(said[0]):
        return False  # 友達から電話がありました: they saw it themselves
    if _GIVEN.search(text, max(0, hit.start - _EARLIER), hit.start):
        return False
    return bool(_NAMED.search(before) or _NAMED.search(text, hit.start, said.end()))
