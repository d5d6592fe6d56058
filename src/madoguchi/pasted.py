"""A message that was pasted in above, below or between the lines of somebody who tells what they did with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.chats import Chat, Turn

_TO_A_CUSTOMER = re.compile(
    "https?:|www\\.|://|お客様|お客さま|会員様|各位|平素|弊社|当社|ご(?:確認|連絡|利用|登録|入力|返信|対応|注意|理解|了承|案内|購入|注文)"
    "|お(?:手続|支払|届け|荷物|願い|知らせ|問い合わせ|受け取)|【|させていただ|いたし|致し|申し上げ|ございま"
)
_DONE = re.compile(
    "(?:入力|送信|登録|クリック|タップ|ログイン|ダウンロード|インストール|アクセス|返信|電話|購入|送金|入金|課金|契約)(?:して(?:しま|い|も)|した|しまし|しちゃ|済み|後)"
    "|(?:押し|入れ|教え|伝え|渡し|開い|申し込ん|振り?込ん|払っ|送っ|買っ|読ん)(?:て(?:しま|い|も)|で(?:しま|い)|た|だ|ちゃ)|(?:押し|入れ|教え|伝え|渡し|開き|申し込み|振り?込み|払い|送り|買い)まし"
    "|(?:使わ|引き落とさ|引き出さ|売ら|乗っ取ら|盗ま|抜か)れ"
)
_TOLD = re.compile(
    "[てで]しま|[てで]も[うた]|ちゃ[っいう]|けど|んです|そうです|済み|(?:[っいんけえれせてで][ただ]|[^まで]した)(?:[。!?、\\s]|$|と|ら|あと|後|ので|のに|の|ん|よ|が)"
    "|(?:私|母|父|夫|妻|息子|娘|友人|友達|自分|うち)(?:が|は|も|に)|この(?:メール|sms|メッセージ|サイト|リンク)|こんな|こちらの|これ|それ|[下上]の|以下の|[↑↓←]|昨日|さっき|先ほど|今朝"
    "|(?:カード|口座|暗証|パスワード|番号|個人情報|住所|名前|コード|免許証)[^。]{0,12}[をもで](?:入力|入れ|教え|伝え|送|登録)"
)
_POINTS = re.compile(
    "(?:こんな|この|こういう|こちらの|以下の|[下上]の|これ|それ)[^。]{0,30}(?:来|き|届|です|見|↓|:)|(?:メール|sms|メッセージ|line|通知)(?:が|です|だ|の内容|の本文|本文)"
    "|[↑↓]|詐欺|本物|偽物|大丈夫|どうし(?:たら|よう|れば)|怪し|やばい|助けて|教えて"
)
# What a sender or a warning says to its readers: …てください, …てしまった方は, 自動で送信しています.
_TO_READERS = re.compile(
    "[てで](?:くださ|下さ|ね)|あなた|皆(?:さん|様|さま)|場合[は、：:]|た方[はが]|た人は|自動(?:で|的|通知|送信|返信)|から送信|心当たり|ましょう|ませんか"
    "|かもしれません|かまいません|必要はあり|たら[^。]{0,10}完了|このメール(?:は|から|を送)|いただ|私たち|当選|キャンペーン|事務局|だから大丈夫|だけで大丈夫|[てで]ほしい"
)
_ASKED_OF_US = ("教え", "助け")
_HARMED = re.compile("(?:使わ|引き落とさ|引き出さ|売ら|乗っ取ら|盗ま|抜か|取ら)れ")
_RULE = re.compile(r"[\s\-=_*~―─>.、。]*")


class _Line(NamedTuple):
    start: int
    end: int
    words: str


def pasted_in(text: str) -> Chat | None:
    """Returns the (levelled) ``text`` as the turns of its teller and of the message that is pasted in.

    None where there is no such message, or where the lines around it tell of no deed: then it is read as the message that it is.
    """
    if "\n" not in text:
        return None
    lines = list(_lines(text))
    head = _own(lines)
    tail = _own(lines[:0:-1]) if head < len(lines) else 0
    message = lines[head : len(lines) - tail]
    around = [*lines[:head], *lines[len(lines) - tail :]]
    if not message or not any(_TO_A_CUSTOMER.search(line.words) for line in message):
        return None
    if not any(_tells_of_a_deed(line.words) for line in around):
        return None
    turns = [*lines[:head], _Line(message[0].start, message[-1].end, ""), *lines[len(lines) - tail :]]
    return Chat(
        turns=tuple(Turn(one.start, one.end, bool(one.words), None) for one in turns),
        days=(),
        stamps=(),
        bids=False,
        pasted=True,
    )


def _own(lines: Sequence[_Line]) -> int:
    """How many of the first lines are the teller's; lines without words go with those before them."""
    number = 0
    for at, line in enumerate(lines, 1):
        if _RULE.fullmatch(line.words):
            continue
        if not (_tells_of_a_deed(line.words) or _points_at_it(line.words)):
            break
        number = at
    return number


def _tells_of_a_deed(words: str) -> bool:
    return not _is_to_readers(words) and bool(
        _DONE.search(words) and (_TOLD.search(words) or _POINTS.search(words))
    )


def _points_at_it(words: str) -> bool:
    return not _is_to_readers(words) and bool(_POINTS.search(words))


def _is_to_readers(words: str) -> bool:
    said = _TO_READERS.finditer(words)
    return bool(_TO_A_CUSTOMER.search(words)) or any(
        not words.endswith(_ASKED_OF_US, 0, found.start()) for found in said
    )


def tells_of_harm(text: str, chat: Chat) -> bool:
    """Returns whether the teller of ``chat`` says that others used or took what is theirs."""
    return any(_HARMED.search(text, turn.start, turn.end) for turn in chat.turns if turn.own)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for words in text.split("\n"):
        yield _Line(start, start + len(words), words)
        start += len(words) + 1
