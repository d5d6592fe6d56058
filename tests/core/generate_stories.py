"""A seeded maker of plausible Japanese stories, for tests of properties (quotes, offsets, no crash).

The stories are no corpus: they carry no labels and prove nothing about recognition. They are
strung together from the slots below, so that a thousand of them meet many spellings of
money, dates, negations and numbers in many voices. The same seed gives the same stories.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


def slots(text: str) -> tuple[str, ...]:
    """This function will take apart what stands between bars and line ends; an empty slot says nothing."""
    return tuple(re.split(r"[|\n]", text.strip("\n")))


class Tale(NamedTuple):
    """A trouble: how it began, what was asked for, what was done, and by what means one would pay."""

    opening: str
    demands: tuple[str, ...]
    acts: tuple[str, ...]
    means: tuple[str, ...]


def tale(block: str) -> Tale:
    """This function will read four lines: the opening, the demands, the acts, the means."""
    opening, demands, acts, means = block.strip("\n").split("\n")
    return Tale(opening, slots(demands), slots(acts), slots(means))


PERSONS = slots("""
私は|母（78）が|父が|夫が|七十九歳の祖母が|高校生の息子が|娘（17）が|職場の後輩が
お客さんが|近所の方が|妻の母が|わたしは がいこくじんです。わたしは |当方、|うちのオカンが
""")
DONE = slots("しまいました|しまったそうです|しもてん|しまったど|しもうたとよ|しまいました。後悔しています")
NEGATED = slots("""
お金は払っていません|まだ一円も払うてへん|カード番号は入力していません|電話はしていません
名前も住所も言ってません|暗証番号は誰にも教えてねえ|アプリは入れとらんです|何も押していません
お金は はらって いません|書面はもらっていない
""")
ALMOST = slots("""
レジで店員さんに止められて、払わずにすみました|銀行の窓口で声をかけられ、振り込みませんでした
送信を押す前に変だと思って閉じました|買おうとしたところで息子から電話がありました
番号を打ちかけましたが、途中でやめました
""")
FEELINGS = slots("""
怖くて眠れません|恥ずかしくて家族に言えません|だまされたんやろか|どうしたらいいか分かりません
腹が立ちます|しんぱいです|自分が情けない|半信半疑です|もう触るのもおっかねえ|||
""")
QUESTIONS = slots("""
これは詐欺ですか|お金は戻りますか|家に来ますか|払わないといけないのでしょうか
警察に言ったほうがいいですか|なぜ番号を知られたのですか|どこに相談すればよいですか
パソコンはもう使えませんか|どげんしたらよかですか|どないしたらええの|おしえて ください|
""")
URLS = slots("""
https://update-kakunin.example/a1|http://jp-post.redelivery.example/x
hxxps://card-anshin[.]example/login|netsec-trade.example/2fa
https://a.example/?u=%E7%A2%BA%E8%AA%8D&b=1|ｈｔｔｐｓ：／／ｐａｙ．ｅｘａｍｐｌｅ／
""")
TALES = """パソコンに「ウイルスに感染」という画面が出て
修理代として{money}必要だと言われ|サポート料{money}と言われ
電話をかけて|遠隔操作をさせて|変なソフトを入れて|カードの番号を読み上げて
電子マネー|カード|ネット銀行の振込

未納料金があるというSMSが来て
{money}払わないと裁判だと言われ|本日中に{money}と迫られ|差し押さえると脅され
折り返し電話をして|名前を言って|返信して
コンビニ払い|電子マネー|現金書留

荷物を持ち帰ったというショートメールが届き
アプリを更新するように出て|手数料{money}の画面が出て
リンクを開いて|住所と電話番号を入れて|カード番号を入れて|アプリを入れて
カード|キャリア決済

{money}が当たったというメールを読み
受け取りに手数料{money}が要ると言われ|保証金{money}を求められ
返事を出して|口座番号を教えて|免許証の写真を送って
ギフトカード|コンビニ払い|銀行振込

証券会社からメールが来て
再登録しないと口座を止めると書かれ|二段階認証の設定を求められ
ログインの番号を入れて|取引パスワードを入れて|認証コードを伝えて
銀行振込

LINEで知り合った人から副業に誘われ
登録料{money}と言われ|{money}ためないと出金できないと言われ
グループに入って|アプリを入れて|消費者金融で借りて
ビットコイン|個人名の口座への振込|PayPay

警察を名のる電話があり
逮捕状が出ている、{money}預けろと言われ|口座を調べるからと言われ
生年月日を言って|暗証番号を教えて|言われるまま銀行へ行って
現金|ATM|宅配便で送る現金

格安のお店で靴を頼み
{money}の代金を前払いと言われ|欠品の返金に{money}の番号を入れるよう言われ
注文して|QRコードを読んで|住所を入れて
代引き|PayPay|クレジットカード

ハードディスクが壊れて業者に頼み
{money}の見積もりを出され|今すぐ決めれば{money}に下げると言われ
機器を送って|申込書に名前を書いて|電話で承諾して
現金|カード|振込

録画を持っているというメールが来て
{money}分の暗号資産を要求され|会社にばらすと書かれ
アプリを入れて|返信して|ビデオ通話をして
ビットコイン|電子マネー
"""
KANJI_DIGITS = "〇一二三四五六七八九"
FULLWIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
WEEKDAYS = "月火水木金土日"


def in_kanji(number: int) -> str:
    """This function will spell a number below a hundred million in kanji, as people write it."""
    upper, lower = divmod(number, 10_000)
    return (kanji_thousands(upper) + "万" if upper else "") + (kanji_thousands(lower) if lower else "")


def kanji_thousands(number: int) -> str:
    """This function will spell 1..9999 in kanji."""
    spelled = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            spelled += ("" if digit == 1 and name else KANJI_DIGITS[digit]) + name
    return spelled


def in_man(yen: int) -> str:
    """This function will spell yen as 3.5万 or 3万5千円, when it divides; else in digits."""
    man, rest = divmod(yen, 10_000)
    if not man or rest % 1000:
        return f"{yen}円"
    return f"{man}万{rest // 1000}千円" if rest else f"{man}万円"


SPELLINGS = slots("""
{yen}|{yen}円|{yen:,}円|{wide}円|{man}|{part:g}万円|{kanji}円
約{man}|{man}×3枚|{man}2回分|¥{yen:,}-|{yen} えん
""")
HUGE = ("1億2千万円", "３億５，０００万円", "一億円", "25億円", "ゼロを三つ足した額", "わからない額")


def money(dice: random.Random) -> str:
    """This function will spell a sum of money in one of the ways people type it."""
    if dice.random() < 0.06:
        return dice.choice(HUGE)
    yen = dice.choice((100, 1_000, 10_000)) * dice.randrange(1, 900) + dice.choice((0, 0, 0, 50, 98))
    wide, part = f"{yen:,}".translate(FULLWIDTH), yen / 10_000
    return dice.choice(SPELLINGS).format(yen=yen, wide=wide, part=part, man=in_man(yen), kanji=in_kanji(yen))


DAYS = slots("""
令和8年{m}月{d}日|R8.{m}.{d}|{m}/{d}|2026年{m}月{d}日|2026年{m}月{d}日の午後3時ごろ|2026-{m:02}-{d:02}
{d}日前|先月|きのうの夕方|先週の{w}曜ごろ|けさ|おととい|去年の暮れ|三週間くらい前|いつだったか
""")
PHONES = slots("050-0000-{n}|050(0000){n}|０５０‐００００‐{n}|+81 50 0000 {n}|050 0000 {n}")


def day(dice: random.Random) -> str:
    """This function will name a day the way people do: exactly, in eras, or about."""
    parts = {"m": dice.randint(1, 12), "d": dice.randint(2, 28), "w": dice.choice(WEEKDAYS)}
    named = dice.choice(DAYS).format(**parts)
    return named.translate(FULLWIDTH) if dice.random() < 0.1 else named


def phone(dice: random.Random) -> str:
    """This function will make a number of a kind that scammers show; none is assigned to anybody."""
    return dice.choice(PHONES).format(n=f"{dice.randrange(10_000):04}")


def trace(dice: random.Random) -> str:
    """This function will add, now and then, what the scammer left behind: a number or a link."""
    kind = dice.random()
    if kind < 0.3:
        return f"番号は{phone(dice)}です"
    return f"アドレスは {dice.choice(URLS)} でした" if kind < 0.55 else ""


def payment(dice: random.Random, means: Sequence[str]) -> str:
    """This function will say that money moved, nearly moved, or that it did not."""
    kind = dice.random()
    if kind < 0.3:
        return dice.choice(NEGATED)
    if kind < 0.5:
        return dice.choice(ALMOST)
    return f"{dice.choice(means)}で{money(dice)}払って{dice.choice(DONE)}"


def corrected(dice: random.Random) -> str:
    """This function will take back a sum once in ten times."""
    return f"いや、{money(dice)}ではなく{money(dice)}でした" if dice.random() < 0.1 else ""


def trouble(dice: random.Random, begun: Tale) -> str:
    """This function will tell who met what, when, and the first thing that they did."""
    opening = begun.opening.format(money=money(dice))
    demand = dice.choice(begun.demands).format(money=money(dice))
    done = dice.choice(begun.acts) + dice.choice(DONE)
    return f"{dice.choice(PERSONS)}{day(dice)}、{opening}、{demand}、{done}"


def sentences(dice: random.Random) -> list[str]:
    """This function will tell one trouble, sentence by sentence, without the full stops."""
    begun = tale(dice.choice(TALES.split("\n\n")))
    told = [trouble(dice, begun), payment(dice, begun.means), corrected(dice), trace(dice)]
    if dice.random() < 0.3:
        told.append(dice.choice(NEGATED))
    told += [dice.choice(FEELINGS), dice.choice(QUESTIONS)]
    return [one for one in told if one]


VOICES: tuple[Callable[[str], str], ...] = (
    lambda prose: prose,
    lambda prose: prose.translate({ord(mark): None for mark in "、。"}),  # dictated
    lambda prose: prose.replace("。", "\n").replace("、", "\n", 1),  # chatted
    lambda prose: prose.replace("。", "　").replace("、", " "),  # typed on a telephone
)


def story(dice: random.Random) -> str:
    """This function will make one story in one voice."""
    return dice.choice(VOICES)("。".join(sentences(dice)) + "。")


def stories(count: int, seed: int = 1) -> Iterator[str]:
    """This function will yield ``count`` distinct stories; the same seed yields the same ones."""
    dice = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < count:
        told = story(dice)
        if told not in seen:
            seen.add(told)
            yield told
