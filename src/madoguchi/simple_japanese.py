"""Simple Japanese as people write it who are learning it: kana words with blanks between them, and no particles (おかね おくった).

Such words are read as the patterns spell them: kana as kanji, and the particle that stands between a noun and its verb put in
(お金を送った). What is put in belongs to the words that it was read from, so quotes stay verbatim. Other texts are left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Offsets = tuple[int, ...]
Filled = tuple[str, Offsets | None, Offsets | None]

_LETTER = "ぁ-んァ-ヶー\\-一-龥々"
_BLANK = re.compile(f"[ぁ-んァ-ヶー\\-一-龥々][ 　]+[{_LETTER}0-9]")
_LETTERS = re.compile("[ぁ-んァ-ヶ一-龥]")
_KANA_LETTER = re.compile("[ぁ-ん]")
_ANY_KANJI = re.compile("[一-龥]")
_SAMPLE, _FEW, _SHORTEST, _KANJI_SHARE, _SHORT = 60, 3, 16, 12, 2
_BEFORE_A_WORD = "をがはにでとのても"
_FEWEST, _LONGEST = 2, 9  # so many blanks at least, and so many letters from one to the next at most

_NOUNS = {
    "おかね": "お金", "かね": "金", "でんわ": "電話", "けいさつ": "警察", "ぎんこう": "銀行", "しゃしん": "写真", "どうが": "動画",
    "はだか": "裸", "ばんごう": "番号", "あんしょうばんごう": "暗証番号", "こうざ": "口座", "つうちょう": "通帳", "なまえ": "名前",
    "じゅうしょ": "住所", "かいしゃ": "会社", "しごと": "仕事", "ともだち": "友達", "かぞく": "家族", "こいびと": "恋人", "ひと": "人",
    "おとこのひと": "男の人", "おんなのひと": "女の人", "おとこ": "男", "おんな": "女", "がめん": "画面", "くつ": "靴", "ふく": "服",
    "にもつ": "荷物", "てがみ": "手紙", "さいばん": "裁判", "いえ": "家", "にゅうかん": "入管", "めーる": "メール", "かーど": "カード",
    "ざいりゅうかーど": "在留カード", "ざいりゅうカード": "在留カード", "ほけんしょう": "保険証", "ぱすぽーと": "パスポート",
    "にゅうこくかんりきょく": "入国管理局",
    "ざいりゅう": "在留", "あぷり": "アプリ", "さいと": "サイト", "りんく": "リンク",
    "ぱすわーど": "パスワード", "こんびに": "コンビニ", "すまほ": "スマホ", "ぱそこん": "パソコン", "しゃっきん": "借金",
    "りょうきん": "料金", "てすうりょう": "手数料", "ちゅうもん": "注文", "けいやく": "契約", "とうし": "投資", "ぜんぶ": "全部",
    "べんごし": "弁護士", "せいきゅう": "請求", "ぜいきん": "税金", "にんしょう": "認証", "げんきん": "現金", "あいて": "相手",
    "ふりこみ": "振込", "へんじ": "返事", "せいねんがっぴ": "生年月日", "はんにん": "犯人", "かかり": "係", "やくしょ": "役所",
    "しやくしょ": "市役所", "きゃっしゅかーど": "キャッシュカード", "しゅうり": "修理", "けいこく": "警告", "はんこ": "はんこ",
    "やね": "屋根", "つま": "妻", "おっと": "夫", "むすこ": "息子", "むすめ": "娘", "がっこう": "学校", "わたし": "私", "もじ": "文字",
    "すうじ": "数字", "けた": "桁", "かくにん": "確認", "ろぐいん": "ログイン", "うけとり": "受け取り", "しょうひん": "商品",
    "まいつき": "毎月", "まいにち": "毎日", "ていき": "定期", "かいやく": "解約", "しょかい": "初回", "おためし": "お試し",
    "むりょう": "無料", "さぷり": "サプリ", "けしょうひん": "化粧品", "けしょうすい": "化粧水", "しゃんぷー": "シャンプー",
    "くすり": "薬", "だいえっと": "ダイエット", "かぶ": "株", "かそうつうか": "仮想通貨", "ぐるーぷ": "グループ", "こうこく": "広告",
    "せんせい": "先生", "ゆうめいじん": "有名人", "えふえっくす": "fx", "らいん": "ライン", "いんすた": "インスタ",
    "ふぇいすぶっく": "フェイスブック", "まっちんぐあぷり": "マッチングアプリ", "ねっと": "ネット", "けっこん": "結婚",
    "びょうき": "病気", "しゅじゅつ": "手術", "ひこうき": "飛行機", "ひこうきだい": "飛行機代", "がいこく": "外国", "ぐんじん": "軍人",
    "かのじょ": "彼女", "かれ": "彼", "びざ": "ビザ", "にほん": "日本", "すき": "好き", "いっかい": "一回", "つぎ": "次",
    "みせ": "店", "おみせ": "お店", "てつづき": "手続き", "しゅうかん": "週間", "にほんご": "日本語", "じてんしゃ": "自転車",
    "でんどうじてんしゃ": "電動自転車", "しょうきん": "賞金", "とうせん": "当選", "たからくじ": "宝くじ", "かぎ": "鍵",
    "といれ": "トイレ", "うんてんめんきょ": "運転免許", "でんき": "電気", "がす": "ガス", "やちん": "家賃", "へや": "部屋",
    "ふどうさん": "不動産", "おおや": "大家", "きゅうりょう": "給料", "びよういん": "美容院", "えすて": "エステ", "だつもう": "脱毛",
    "やすい": "安い", "たかい": "高い", "あやしい": "怪しい", "こわい": "怖い", "ほんもの": "本物", "にせもの": "偽物",
}  # fmt: skip
_PARTICLES = (
    "から",
    "まで",
    "だけ",
    "には",
    "では",
    "とは",
    "にも",
    "は",
    "が",
    "を",
    "に",
    "と",
    "で",
    "も",
    "の",
    "へ",
    "や",
)


class _Verb(NamedTuple):
    """``ends``: what may follow the stem; ``takes``: the particle of the noun before it; ``given``: one is told to do it."""

    kanji: str
    ends: str
    takes: str = "を"
    given: bool = False


_R, _W, _S = "(?:ら|り|る|っ|れ[とばっ ]|ろう)", "(?:わ|い|う|っ|え[とば ]|お)", "(?:さ|し|す|せ[とば]|そ)"
_ICHIDAN = "(?:た|て|る|ま|な|ちゃ|ろ|ら|ず|よ|$)"
_VERBS: dict[str, _Verb] = {
    "おく": _Verb("送", _R, given=True),
    "はら": _Verb("払", _W, given=True),
    "しはら": _Verb("支払", _W, given=True),
    "ふりこ": _Verb("振り込", "(?:ま|む|ん|め|も|みま|みし)", given=True),
    "いれ": _Verb("入れ", _ICHIDAN, given=True),
    "おしえ": _Verb("教え", _ICHIDAN, given=True),
    "お": _Verb("押", "(?:し[たてまち]|す(?:$| |と|よ)|さな|され|せと|せば)", given=True),
    "わた": _Verb("渡", "(?:し(?:た(?:$|[^ち])|て|ま)|す|さな|せと)", given=True),
    "か": _Verb("買", "(?:った|って(?:$|[^に])|いま|う(?:$| |と|よ)|わな|わさ)", given=True),
    "う": _Verb("売", "(?:った|って|りま|る(?:$| |と|よ)|らな)"),
    "みせ": _Verb("見せ", "(?:る|た|て|ま|な|ろ)"),
    "み": _Verb("見", "(?:た(?:$|[^い])|て|ま[しす]|られ)"),
    "き": _Verb("来", "(?:た(?:$|[^いな])|て|ま[しすせ])", takes="が"),
    "こ": _Verb("来", "(?:ない|なか|られ)", takes="が"),
    "く": _Verb("来", "(?:る(?:$| |と))", takes="が"),
    "とど": _Verb("届", "(?:か|き|く|い|け)", takes="が"),
    "ひら": _Verb("開", "(?:か|き|く|い|こ)", given=True),
    "うけと": _Verb("受け取", _R),
    "つか": _Verb("使", "(?:わ|い[たまて]|う|っ)"),
    "つかま": _Verb("捕ま", _R, takes="が"),
    "とま": _Verb("止ま", _R, takes="が"),
    "とめ": _Verb("止め", _ICHIDAN),
    "と": _Verb("取", "(?:った|って|られ|りま|る(?:$| |と))"),
    "おど": _Verb("脅", "(?:さ|し[たてま])", takes="に"),
    "だま": _Verb("騙", "(?:さ|し[たてま])", takes="に"),
    "し": _Verb("知", "(?:らな|らん|りあ|って)", takes="を"),
    "しりあ": _Verb("知り合", "(?:い|っ)", takes="に"),
    "おぼえ": _Verb("覚え", _ICHIDAN, takes="が"),
    "こま": _Verb("困", "(?:って|った|りま|る(?:$| ))", takes="が"),
    "い": _Verb("言", "(?:わ(?:れ|な)|いま[すし]|う(?:$| )|えと)", takes="が"),
    "か_": _Verb("書", "(?:いた|いて|きま|く(?:$| |と))", given=True),
    "ばらま": _Verb("ばらま", "(?:か|き|く|い)"),
    "けさ": _Verb("消さ", "(?:な|れ)"),
    "たす": _Verb("助", "(?:け)"),
    "あ": _Verb("会", "(?:った[ことひ ]|っていま|って(?:い)?な|いた[いく]|いませ|いに)", takes="に"),
    "ひかれ": _Verb("引かれ", _ICHIDAN, takes="が"),
    "ひきだ": _Verb("引き出", _S),
    "だ": _Verb("出", "(?:せな|せま|しま|した|して)"),
    "ふえ": _Verb("増え", _ICHIDAN, takes="が"),
    "もうか": _Verb("儲か", _R, takes="が"),
    "やめ": _Verb("やめ", _ICHIDAN),
    "さそ": _Verb("誘", "(?:わ|い|う|っ)", takes="に"),
    "すすめ": _Verb("勧め", "(?:ら|た|て|る|ま)", takes="に"),
    "もど": _Verb("戻", "(?:ら|り|る|っ|して|した|しま|せ)", takes="が"),
    "あた": _Verb("当た", "(?:り[まし]|った|って|る(?:$| |と))", takes="が"),
    "ま": _Verb("待", "(?:ちま|って(?:い|る|も|$| )|った(?:$| )|つ(?:$| ))"),
    "たの": _Verb("頼", "(?:ん|み|む|ま)"),
}  # fmt: skip
# Verbs that stay as they are, before which the particle is put in all the same.
_AS_THEY_ARE = {"もらっ": "を", "かけ": "を", "あげた": "を", "なくな": "が", "ほし": "が", "ない": "が"}
_STEMS = sorted(((kana.rstrip("_"), verb) for kana, verb in _VERBS.items()), key=lambda pair: -len(pair[0]))
_VERB_AT = [(kana, verb, re.compile(verb.ends)) for kana, verb in _STEMS]
_KANJI_VERBS = tuple({verb.kanji: verb for verb in _VERBS.values()}.items())
_OFFICES = ("警察", "銀行", "入管", "市役所", "役所", "弁護士", "裁判所", "NTT", "ntt", "会社")
_SAID = re.compile("いった|いって(?:い|ま|た)|言った")
_TOLD = re.compile("(?:い|言)(?:われ|いま[すし]|う(?:$|[。 ])|った|ってい)")
_PLAIN_END = re.compile("(?:[るすうくむ]|ない|なさい|ください|ろ|え|れ|て|だ|です|ます|せん)$")
_WORD = re.compile(rf"[{_LETTER}0-9a-z]+")
_NOUN_END = re.compile("[ァ-ヶー\\-一-龥々]$|円$|えん$")


def in_full(text: str, *, starts: Offsets | None, ends: Offsets | None) -> Filled:
    """Returns a levelled ``text`` in simple Japanese with kanji and particles, with the original offsets; others as they are."""
    if not is_simple(text):
        return _runs(text, starts, ends) if is_in_kana(text) else (text, starts, ends)
    spans = _Spans(text, starts, ends)
    at = 0
    before = ""  # the last word, as it was put down
    for word in _WORD.finditer(text):
        gap = text[at : word.start()]
        said = _spelled(word[0], before if gap.strip(" 　") == "" else "", text[: word.start()])
        joint = _joint(before, said, word[0]) if gap and not gap.strip(" 　") else ""
        if joint:
            spans.put(joint, start=at, end=word.start())
        else:
            spans.keep(at, word.start())
        spans.put(said, start=word.start(), end=word.end()) if said != word[0] else spans.keep(
            word.start(), word.end()
        )
        before, at = said, word.end()
    spans.keep(at, len(text))
    return spans.levelled()


def is_simple(text: str) -> bool:
    """Returns whether words of a levelled ``text`` stand apart as in simple Japanese: several blanks, few letters from one to the next."""
    if " " not in text:
        return False
    blanks = len(_BLANK.findall(text))
    if blanks < _FEWEST:
        return False
    letters = len(_LETTERS.findall(text))
    return (
        letters <= _LONGEST * (blanks + text.count("。") + 1)
        and 3 * len(_KANA_LETTER.findall(text)) >= letters
    )


def is_in_kana(text: str) -> bool:
    """Returns whether a levelled ``text`` of some length has hardly a kanji: a whole story in hiragana, without blanks."""
    if len(_ANY_KANJI.findall(text, 0, _SAMPLE)) > _FEW:
        return False
    kana = len(_KANA_LETTER.findall(text))
    return kana >= _SHORTEST and _KANJI_SHARE * len(_ANY_KANJI.findall(text)) <= kana


def _runs(text: str, starts: Offsets | None, ends: Offsets | None) -> Filled:
    """Nouns and verbs of the list in runs of kana: at the beginning of a run, behind a particle and behind て."""
    spans = _Spans(text, starts, ends)
    at, kept, begins = 0, 0, True
    while at < len(text):
        found = _first_word(text, at) if begins else None
        if found is None:
            begins = text[at] in _BEFORE_A_WORD or not _KANA_LETTER.match(text, at)
            at += 1
            continue
        kana, kanji = found
        spans.keep(kept, at)
        spans.put(kanji, start=at, end=at + len(kana))
        at = kept = at + len(kana)
        particle = next((one for one in _PARTICLES if text.startswith(one, at)), "")
        begins = bool(particle) and kana in _NOUNS
        at += len(particle) if begins else 0
    spans.keep(kept, len(text))
    return spans.levelled()


def _first_word(text: str, at: int) -> tuple[str, str] | None:
    """The noun (before a particle or a mark) or verb of the list that stands at ``at``, in kana and in kanji."""
    for size in range(10, _SHORT, -1):
        noun = _NOUNS.get(text[at : at + size])
        rest = text[at + size : at + size + 2]
        if noun and (not rest or rest.startswith(_PARTICLES) or not _KANA_LETTER.match(rest)):
            return text[at : at + size], noun
    for kana, verb, ends in _VERB_AT:
        if (
            (len(kana) >= _SHORT or kana == "い")
            and text.startswith(kana, at)
            and ends.match(text, at + len(kana))
        ):
            told = kana != "い" or text.startswith("われ", at + 1)
            return (kana, verb.kanji) if told else None
    return None


class _Spans:
    """A text that is put down piece by piece, with the original offsets of each character."""

    def __init__(self, text: str, starts: Offsets | None, ends: Offsets | None) -> None:
        self._text = text
        self._from = starts or tuple(range(len(text)))
        self._to = ends or tuple(range(1, len(text) + 1))
        self._chars: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def keep(self, start: int, end: int) -> None:
        self._chars += self._text[start:end]
        self._starts += self._from[start:end]
        self._ends += self._to[start:end]

    def put(self, said: str, *, start: int, end: int) -> None:
        """Puts ``said`` for what stands at [start, end): letters that both begin or end with keep their places."""
        old = self._text[start:end]
        tail = 0
        while tail < min(len(old), len(said)) and old[-1 - tail] == said[-1 - tail]:
            tail += 1
        new = said[: len(said) - tail]
        self._chars += new
        self._starts += [self._from[start]] * len(new)
        self._ends += [self._to[max(end - tail, start + 1) - 1]] * len(new)
        self.keep(end - tail, end)

    def levelled(self) -> Filled:
        return "".join(self._chars), tuple(self._starts), tuple(self._ends)


def _spelled(word: str, before: str, told: str) -> str:
    """``word`` as the patterns spell it: a noun with its particles, or a verb; what follows a particle is a word too."""
    for start, part in _cut(word):
        noun = _NOUNS.get(part)
        if noun is not None and start == 0:
            rest = word[len(part) :]
            return noun + (_spelled_after(rest, noun) if rest else "")
    if _SAID.match(word) and (before.endswith(_OFFICES) or before.endswith(("と", "だ", "です"))):
        return "言" + word[1:] if word.startswith("い") and _called(told) else word
    verb = _verb_at(word)
    if verb is None:
        return word
    kana, found = verb
    kanji = found.kanji
    if kana == "と" and before.rstrip("をはも").endswith(("写真", "動画", "ビデオ")):
        kanji = "撮"
    return kanji + word[len(kana) :]


def _spelled_after(rest: str, noun: str) -> str:
    """What follows ``noun`` in one word: particles, and then a verb or another noun."""
    for particle in _PARTICLES:
        if rest.startswith(particle):
            after = rest[len(particle) :]
            return particle + (_spelled(after, noun + particle, "") if after else "")
    return rest


def _cut(word: str) -> list[tuple[int, str]]:
    """Where a noun of the list may end in ``word``: at its end or before a particle, the longest first."""
    found = []
    for size in range(min(len(word), 10), 1, -1):
        rest = word[size:]
        if not rest or rest.startswith(_PARTICLES) or rest[0] in "0123456789":
            found.append((0, word[:size]))
    return found


def _verb_at(word: str) -> tuple[str, _Verb] | None:
    for kana, verb, ends in _VERB_AT:
        if word.startswith(kana) and ends.match(word, len(kana)):
            return kana, verb
    return None


def _called(told: str) -> bool:
    return any(word in told for word in ("でんわ", "電話", "メール", "めーる", "きた", "来た", "sms"))


def _joint(before: str, said: str, word: str) -> str:
    """The particle that belongs between two words that stand apart; empty where none is missing."""
    if _TOLD.match(said):
        if before.endswith(_OFFICES) and said.startswith(("言った", "言って")):
            return "だと"
        if not _PLAIN_END.search(before) or before.endswith(("と", "って")):
            return ""
        given = any(before.startswith(kanji) and verb.given for kanji, verb in _KANJI_VERBS)
        return "ように" if given and before[-1] in "るすうくむ" else "と"
    if not before or not _NOUN_END.search(before):
        return ""
    for kanji, verb in _KANJI_VERBS:
        if said.startswith(kanji) and len(said) > len(kanji):
            return verb.takes
    return next((takes for start, takes in _AS_THEY_ARE.items() if word.startswith(start)), "")
