"""What the person did: acts found in the text, and whether they were done, left undone, nearly done or only asked for.

A verb stem decides nothing; the words behind it do (押した / 押さなかった / 押しかけた / 押すよう言われた). Tails are read from at most
34 code points, so the work per act is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from madoguchi.english_acts import NOTHING_BEHIND, REACH, is_said_of, state_in_english
from madoguchi.knowledge.shapes import ActRule
from madoguchi.patterns import Hit, Scan
from madoguchi.putting import (
    is_cash,
    is_habit,
    is_household,
    is_of_things,
    is_promised,
    is_put,
    is_to_oneself,
    next_sum,
    taken_back,
)
from madoguchi.whose_number import is_no_gift

# 買うて, 払うた, 言うとった for 買って, 払った, 言っていた; 払うて言われた is 払えと.
_IN_THE_WEST = re.compile("[てた]|と[るっ]|とら[んへなず]")
_SO_THEY_SAY = re.compile("て(?:言わ|いわ|ゆわ|言う|ゆう|いう|聞)")
# お金を用意したが、だまされているのではないか: what is only feared has not happened.
_FEARED = re.compile(
    "(?:(?:さ?れ)?て)?い?る(?:の|ん)?(?:では(?:ない|$|。)|じゃない|でしょうか|だろうか|かもしれ)"
)
# 購入したことになっていた: somebody else did; who sent money without knowing has sent it.
_AS_IF = re.compile("[ただ]ことに(?:な[っり]|され)")
_SENT = re.compile("送金|振り?込|送")
_QUOTES = re.compile("[「『」』]")
_TELLS = re.compile(
    "届(?:いた|き|いて)|[来き](?:た|まし|て)|[言い]われ|書(?:かれ|いて)|表示され|と(?:の)?(?:電話|メール|手紙|sms|連絡|はがき)"
)

State = Literal["done", "not_done", "almost", "demanded", "passive", "said", "unclear"]
_TAIL = 34
_MAX_ACTS = 300  # far more than anybody tells; keeps hostile repetition cheap
_PLAIN = frozenset("るすうくぐつぬぶむ")

_OBLIGE = re.compile(
    r"(?:なければ|ないと|なくては|なくちゃ|なきゃ|ねば|ざるを|ないで(?:くださ|下さ|ほし)|ませんか)"
)
_UNDONE = re.compile(
    r"(?:られ|れ|でき|き|い)?(?:ない|なかっ|なく|ませ[んぬ]|ず|ぬまま|まい|へん|んかっ|んで(?:し|す|よ)|んと)"
    r"|[ただ](?:覚え|記憶|おぼえ|こと)も、[^。]{0,30}(?:覚え|記憶|おぼえ|こと)も?(?:一切|全く)?(?:な|あり)"
    r"|[ただ](?:覚え|記憶|おぼえ|つもり|こと)(?:は|が|も|の|など)?(?:全|まった|一切)?(?:く)?(?:な|あり)"
    r"|ちゃ(?:いけ|だめ|ダメ|駄目)"
    r"|[てで](?:は|も)?(?:い|お)?(?:ない|なかっ|ませ|まへん|まひん|なく|らん|りません|へん)"
    r"|[とど](?:ら(?:ん|へん|な|ず)|りませ)|ら(?:ん(?:[けばしで。、]|ので|から|と)|へん)|[ただ]り(?:は|も|なんか|とか)?(?:して)?(?:い)?(?:な[いかく]|ませ|へん)|んやっ|んだった|んじゃった|まへん|ひん(?:か|。|、|$)"
)
_ALMOST = re.compile(
    r".{0,2}(?:そうに(?:な|し)|かけ(?:た|て|ま|る|、|だ)|る?ところ(?:だ|で(?:し|気|止|怪|お|変|、|踏|家|店|娘|息)|を、?[^。、]{0,12}(?:止め|とめ|制止|引き止|声を)))"
    r"|う(?:と(?:し|思|、)|か)|よう(?:と(?:し|思|、)|か(?:と|。|、|迷|な))"
    r"|(?:る|く|す|む|ぐ|う|つ)?(?:直前|寸前|前に|手前)"
)
_TOLD = r"(?:言|いわ|いう|いっ|求め|指示|案内|要求|請求|促|迫|命|誘|勧|すすめ|頼|催促|説明|脅|せか|急か|書|ある|あっ|あり|出|の|話|聞|伝え|要)"
_ASKED = re.compile(
    rf"[るすうくぐつぬぶむ]?(?:よう(?:に)?|様に)(?:と|、)?{_TOLD}|[るすうくぐつぬぶむ]?ように|(?:ろ|よ|え|れ|せ|け|め|げ|べ|ね)?(?:と|って){_TOLD}|うて(?:言わ|いわ|ゆわ|言う|ゆう|いう|聞)"
    rf"|[てで](?:と|って)(?:{_TOLD}|、?[^。、]{{0,14}}(?:から|が)[^。、]{{0,8}}(?:来[たてま]|きた|届[いき]))"
    r"|[てで](?:ね|よ[。!、]|~|!|くれる|ちょうだい|頂戴)|[てで](?:ほし|欲し|くださ|下さ|くれ(?:と|な)|もらいた|こい|来い|もらいます|もらえ(?:ば|れ|ない|ま)|いただ)|[ろえれせけめげ](?:と|、と|。|$)"
    r"|なさい|たら(?:いい|よい|返|お金|すぐ)|[れえせけめげべてね]?ば(?:い|よ|返|す|お|報|、)"
)
_NOT_YET = re.compile(
    r"[るすうくぐつぬぶむ](?:必要|ため|つもり|予定|か(?:どう|。|、|迷|と|$)|べき|ことが?でき|ことは|方法|の(?:は|が|か|を|も|で|に)|気|なら|しか|前|とき|"
    r"と(?:は|も)?(?:言っ|言い|いって|話し[てたま]|伝え|約束|答え|申し出|返事)|時|際|まで|わけ|義務|だけ|に(?:は|あた)|ことになって(?:い|お)|など|よう|場合|んだ|んで|かも|はず|らし|だろう|でしょう)"
    r"|[るすうくぐつぬぶむ](?:と|って)(?:話し|おっしゃ|申し|(?:言|い)(?:って|うて)(?:い|お|る))"  # 番号を言うと話している: to come
    r"|[るすうくぐつぬぶむ]と、?[^。、]{0,24}?[^い]る(?:よう(?:だ|です|で、)|らし|みたい)"  # 押すと出てくるようだ: nobody pressed it
    r"|[てで]?い?れば|[てで]おくべき|たい|たく|やす|にく|方法|方が|忘れ|ましょう|ます(?:か|ので|が)|[てで](?:い(?:い|も)の?か|も(?:い|よ|大丈)|ええ|は(?:いけ|なら|だめ|ダメ)|よい)|先"
)
_SHORT_IN_KANA = re.compile("か[っいうわおえ]|い[いう]|こう|ゆ[わいっおう]")
_OBJECT_ENDS = frozenset("をもは、。 円つば")
_COUNTED = re.compile(
    "(?:[0-9一二三四五六七八九十](?:まい|枚|こ|個|ほん|本|だい|台|かい|回|ぶん|分)|(?:円|えん)(?:ぶん|分)|まん|えん|番号|ばんごう|カード|コード)$"
)
_NOUN_BEFORE = tuple("分割 一括 受取人 前 後 先 着 月 未 代引 代引き リボ ボーナス".split())
_STANDING = frozenset({"contract"})
_NOUN_ENDS = frozenset("みきしちにりけせめ")
_TALKING = frozenset({"call", "reply"})
_FIXED_ASKED = re.compile(
    "(?:て|る|ろ)(?:と|って|よう(?:に)?と?)(?:言|い[わう]|求|指示|頼)|る?よう(?:に)?(?:言|指示|求)"
)
_INCOMING = re.compile(r"(?:て|で)(?:き[たてま]|来[たてま]|くれ)")  # 電話してきた: the other side called
_IS_STATE = re.compile(
    r"て(?:い|お)る[^。、とがの]|て(?:い|お)た(?:会社|店|業者|所|ところ|サイト|ショップ|携帯|電話)"
)  # 契約している会社: whose customer, not a deed of this story
_FORCED = re.compile(r"(?:させられ|され(?:て(?:しま)?|た|ま|、|そ)|せられ)")
_PASSIVE = re.compile(r"(?:ら)?れ(?:て|た|る|、|ま|そ|ない)")
_DONE = re.compile(
    r"[てで]|[ただ]|ちゃ|じゃっ|とっ|まし[たて]|、|つつ|ながら|[るすうくぐつぬぶむ](?:と|う?ち|や否|なり|ことに[しな])"
    r"|[とど](?:る|り[まや]|っ|んね)|(?:よ|は)っ[たて]"  # 送っとる, 振り込んどった, 払いよった, 払わはった
    r"|ると|$|[ 。!\n」）)・]|すぎ|続け|終え|出し|始め|込ん|直し|上げ|合っ|まくっ|暗証|印鑑|通帳"
)


class Act(msgspec.Struct, frozen=True, eq=False, gc=False):
    """``rule`` was read at [start, end) of the levelled text; ``state`` says whether it was done."""

    rule: ActRule
    state: State
    start: int
    end: int


def acts_in(scan: Scan, matches: Iterable[tuple[ActOwner, list[Hit]]], *, quoted: Quoting) -> list[Act]:
    """Returns the acts in text order."""
    acts: list[Act] = []
    for owner, hits in matches:
        acts.extend(_act(owner, hit, scan, quoted) for hit in hits if _is_meant(owner.rule, hit, scan.text))
    acts.sort(key=lambda act: (act.start, act.end))
    return _without_repeats(acts)


@dataclass(frozen=True, slots=True, eq=False)
class ActOwner:
    """Owner of an act's patterns; ``fixed`` patterns are done as they stand."""

    rule: ActRule
    fixed: bool


class Quoting:
    """Where somebody's words are quoted (「…」, or ``others`` in a conversation): acts in there are said, not done.

    ``own``: where quotation marks hold the person's own line of a conversation.
    """

    def __init__(self, text: str, *, others: Sequence[tuple[int, int]] = (), own: Sequence[int] = ()) -> None:
        self.spans: list[tuple[int, int]] = []
        opened = -1
        for mark in _QUOTES.finditer(text) if "「" in text or "『" in text else ():
            opens = mark[0] in "「『"
            if opens and opened < 0:
                opened = mark.start()
            elif not opens and opened >= 0:
                self.spans.append((opened, mark.start()))
                opened = -1
        if sum(end - start for start, end in self.spans) > 0.6 * len(text) and not self._is_told(text):
            self.spans = []
        self.spans = [span for span in self.spans if span[0] not in own] + [*others]

    def _is_told(self, text: str) -> bool:
        """Whether somebody tells, outside the quotation marks, where the words came from (…という手紙が届いた)."""
        return any(not self.holds(hit.start()) for hit in _TELLS.finditer(text))

    def holds(self, at: int) -> bool:
        """Returns True when ``at`` lies inside quoted words."""
        for start, end in self.spans:
            if start < at < end:
                return True
        return False


def _is_meant(rule: ActRule, hit: Hit, text: str) -> bool:
    if text.startswith(" card", hit.end) and text.endswith("cash", 0, hit.end):
        return False  # her cash card is no cash
    if rule.pays and (is_to_oneself(hit, text=text) or is_of_things(hit, text=text)):
        return False
    if rule.pays and rule.puts and not is_put(rule, hit, text=text):
        return False
    if rule.hands and not is_cash(hit, text=text):
        return False
    return not _inside_a_word(hit, text) and not (rule.gave and is_no_gift(rule, hit, text=text))


def _inside_a_word(hit: Hit, text: str) -> bool:
    """分かった is no かった (買った), という no いう (言う): such a verb in kana follows what it is done to.

    と書いてある is somebody else's writing.
    """
    if text.startswith("と書", hit.last - 1):
        return True
    if text.startswith("こう", hit.last) and not text.startswith(("て", "た", "と"), hit.last + 2):
        return True  # こう言われた; カードこうて is 買って
    if text.startswith("ないっ", hit.last - 1):
        return True  # 教えてないって言う: not いって
    if not _SHORT_IN_KANA.match(text, hit.last) or text[hit.last - 1 : hit.last] in _OBJECT_ENDS:
        return False
    return _COUNTED.search(text[max(0, hit.last - 6) : hit.last]) is None  # 2まい かった: so many were bought


def _act(owner: ActOwner, hit: Hit, scan: Scan, quoted: Quoting) -> Act:
    state, end = _state(owner, hit, scan.text, said=quoted.holds(hit.last))
    if state == "done" and owner.rule.pays and taken_back(end, text=scan.text):
        state = "not_done"
    if state == "done" and _only_so_to_say(owner, hit, scan.text):
        state = "not_done"
    following = next_sum(hit, text=scan.text) if owner.rule.puts else None
    return Act(owner.rule, state, hit.last if following else hit.start, following or end)


def _only_so_to_say(owner: ActOwner, hit: Hit, text: str) -> bool:
    """Whether a deed is only feared (だまされているのではないか), or only stands somewhere as if it were done."""
    if owner.rule.pays and _FEARED.match(text, hit.end):
        return True
    return bool(_AS_IF.match(text, hit.end)) and not _SENT.search(text, hit.start, hit.end)


def _state(owner: ActOwner, hit: Hit, text: str, *, said: bool) -> tuple[State, int]:
    tail = text[hit.end : hit.end + _TAIL]
    if said:
        return "said", hit.end
    before = text[max(0, hit.start - 4) : hit.start]
    if before.removesuffix("\n").endswith(_NOUN_BEFORE) and not before.endswith("名前"):
        return "unclear", hit.end
    if owner.rule.id in _TALKING and (text[hit.end - 1] == "。" or _INCOMING.match(tail)):
        return "unclear", hit.end
    if owner.rule.pays and is_household(hit, text=text):
        return "unclear", hit.end
    if (owner.rule.id in _STANDING and _IS_STATE.match(tail)) or (
        owner.rule.puts and is_habit(hit, text=text)
    ):
        return "unclear", hit.end
    if owner.rule.pays and not owner.fixed and is_promised(hit, text=text):
        return "demanded", hit.end
    if owner.fixed and text[hit.start].isascii():
        before = text[max(0, hit.start - REACH) : hit.start]
        rule = owner.rule
        gives = rule.pays or bool(rule.gave)
        if NOTHING_BEHIND.match(text, hit.end):
            return "not_done", hit.end
        if gives and is_said_of(text[hit.start : hit.end], text[hit.end : hit.end + REACH]):
            return "unclear", hit.end
        told = state_in_english(before, text[hit.start : hit.end], pays=rule.pays, gives=gives)
        by_others = told == "unclear" and "remote_control" in rule.gave  # they take control of my mouse
        return ("done" if by_others else told), hit.end
    if owner.fixed:
        return _fixed_state(tail, text[hit.end - 1]), hit.end
    last = text[hit.end - 1]
    plain = last in _PLAIN and not tail.startswith("る")  # 押す: its ending belongs to what is read
    plain = plain and not (last == "う" and _IN_THE_WEST.match(tail) and not _SO_THEY_SAY.match(tail))
    state, used = how_it_ended(last + tail if plain else tail, last)
    return state, max(hit.end, hit.end + used - plain)


def _fixed_state(tail: str, last: str) -> State:
    """遠隔操作のソフトを入れ is done as it stands, unless てと言われた or るよう言われた follows, or that it was not done.

    ``last``: the last letter of what was read; a verb in -て takes the state of the demand that it leads to.
    """
    if _UNDONE.match(tail):
        return "not_done"
    asked = _FIXED_ASKED.match(tail) or (last in "てで" and _asked_later(last + tail))
    return "demanded" if asked else "done"


def how_it_ended(tail: str, stem_end: str) -> tuple[State, int]:
    """Returns the state that the words behind a verb stem tell, and how many of them belong to it."""
    if stem_end == "。":  # カードの情報を入力。: told as a note
        return "done", 0
    if stem_end in _NOUN_ENDS and tail.startswith(("だ", "で")):  # 振込みだけ: a noun, no past tense
        return "unclear", 0
    found = _ENDED.match(tail)
    if found is None:
        # アプリをダウンロードし投資資金を…: a clause that ends without a comma
        return ("done" if stem_end == "し" and _goes_on(tail) else "unclear"), 0
    how = str(found.lastgroup)
    if how == "forced":
        caused = tail.startswith("させられ") or (stem_end == "さ" and tail.startswith("せられ"))
        by_oneself = stem_end not in "しすさせ" or caused
        if tail.startswith("そう", found.end() - 1):
            return "almost", found.end()  # 切らされそう
        return ("done" if by_oneself else "passive"), found.end()
    state = _STATES[how]
    if state == "done" and _LATER_ALMOST.match(tail):
        return "almost", found.end()
    asked = state == "done" and _asked_later(tail)
    return ("demanded" if asked else state), found.end()


_NEXT_CLAUSE = re.compile("[一-龥ァ-ヴ]{2}")
_NO_CLAUSE = (
    "次第",
    "放題",
    "損ね",
    "損な",
    "兼ね",
    "得る",
    "切れ",
    "忘れ",
    "用の",
    "済み",
    "希望",
    "予定",
    "代金",
    "金額",
    "方法",
    "可能",
    "不要",
)


def _goes_on(tail: str) -> bool:
    return _NEXT_CLAUSE.match(tail) is not None and not tail.startswith(_NO_CLAUSE)


# The first that fits counts.
_ENDINGS: tuple[tuple[str, State, re.Pattern[str]], ...] = (
    ("obliged", "demanded", _OBLIGE),
    ("undone", "not_done", _UNDONE),
    ("almost", "almost", _ALMOST),
    ("forced", "passive", _FORCED),
    ("asked", "demanded", _ASKED),
    ("not_yet", "not_done", _NOT_YET),
    ("passive", "passive", _PASSIVE),
    ("done", "done", _DONE),
)
_STATES = {name: state for name, state, _ in _ENDINGS}
_ENDED = re.compile("|".join(f"(?P<{name}>{ending.pattern})" for name, _, ending in _ENDINGS))
_LATER = re.compile(
    r"[てで]、?[^。、たっ]{0,18}(?:(?:よう|ように)(?:に)?(?:と)?(?:言|求|指示|案内|要求|促|迫|誘|勧|頼|催促|説明|あ[るっり]|書)"
    r"|(?:と|って)(?:言わ|いわ|指示|求め|要求|迫|促|せか|急か|催促|命じ|のこと|言う(?:[^こ]|$)|言い|いう(?:[^こ]|$))|(?:て|で)(?:ほし|欲し|くださ|下さ)|こい(?:と|って)|必要|なければ|ないと|、とあ[るり])|[てで][^。たっ]{0,12}返送を、と|[てで][^。たっ]{0,18}[れせけめえろ]と(?:あ[っりる]|書|いう|言|要|迫)"
    r"|[てで]、?[^。、たっ]{0,16}(?:送れ|返送すれ|送り返せ|出せ|振り?込め|支払え|払え|返信すれ)ば(?:、|払|支払|もら|受け取|よい|いい|確|手続|権利|届|当)"
)

# 封筒に入れて送ろうとした: the money did not leave.
_LATER_ALMOST = re.compile(
    "[てで]、?[^。、たっ]{0,8}(?:送ろ|渡そ|払お|振り?込も|入れよ|預けよ|持って(?:行|い)こ|出そ)うと(?:し|思|、)"
)


def _asked_later(tail: str) -> bool:
    """買って番号を知らせるよう言われた: the verb in -て takes the state of the demand that it leads to."""
    return bool(_LATER.match(tail))


def _without_repeats(acts: Iterable[Act]) -> list[Act]:
    """Keeps, of acts of one kind and state that overlap, the first in the text; at most 300 acts in all."""
    kept: list[Act] = []
    ends: dict[tuple[str, State], int] = {}
    for act in acts:
        kind = (act.rule.id, act.state)
        if act.start < ends.get(kind, 0):
            continue
        ends[kind] = act.end
        kept.append(act)
        if len(kept) == _MAX_ACTS:
            break
    return kept
