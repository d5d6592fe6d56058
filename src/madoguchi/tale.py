"""One text with everything that was read from it, handed from thought to thought; and what of it was really done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import msgspec

from madoguchi.acts import Act, Quoting, acts_in, how_it_ended
from madoguchi.amounts import Yen, yen_in
from madoguchi.chats import Chat
from madoguchi.claimed import is_claimed
from madoguchi.knowledge.shapes import SignRule
from madoguchi.parts import Parts, Quote
from madoguchi.patterns import Hit, Scan
from madoguchi.prepared import kept
from madoguchi.words import SchemeId

_NOT_COMPLIED = re.compile(
    r".{0,4}(?:しない|なければ|すべき|いいのか|べきか|ないと|わなか|いません|ず)|[^。]{0,24}(?:しよ|お|も|そ)うと[し思]"
)
_DENIAL = re.compile(
    r"っ?て(?:は|も)?(?:い|お)?(?:ない|ませ|なかっ|りませ|へん|らん)|は(?:まだ|今のところ)?(?:ない|なかった|ありませ|ございませ)"
    r"|[はもを]?し(?:て(?:は|も)?)?(?:い|お)?(?:ない|ませ[んぬ]|なかっ)"
)
_DENIAL_BEGINS = tuple("ってはもをし")
_STATE_DENIED = re.compile(r"てい(?:ない|ませ|なかっ)")

_JAPANESE, _JAPANESE_RUNS = re.compile("[ぁ-ヿ一-鿿]"), re.compile("[ぁ-ヿ一-鿿]+")
_FEW_LETTERS, _MOSTLY, _FEW_WORDS = 20, 10, 4
_ADDRESS = re.compile(r"[^ \n]*(?:://|[a-z]\.[a-z]|@)[^ \n]*")
_KANA = re.compile("[ぁ-ヿ]")
_START = attrgetter("start")
# In Japanese these hardly ever stand without kana.
_CHINESE = re.compile("[我你您们們这這说說錢钱麼么嗎吗给为骗网买卖货谁让怎她他吧呢]")


@dataclass(frozen=True, slots=True, eq=False)
class SignOwner:
    """Owner of a sign's patterns: the scheme it speaks of (None: against every scheme) and the rule."""

    scheme: SchemeId | None
    rule: SignRule


class Tale(msgspec.Struct, frozen=True, dict=True):
    """One text with everything that was read from it, handed from thought to thought."""

    parts: Parts
    scan: Scan
    matches: Mapping[object, list[Hit]]
    kinds: Mapping[str, Sequence[tuple[Any, list[Hit]]]]
    acts: Sequence[Act]
    quoting: Quoting
    done: Sequence[Act]
    act_signs: Sequence[SignOwner]
    is_message: bool
    today: dt.date
    chat: Chat | None = None
    of_others: Sequence[
        Act
    ] = ()  # what happened to somebody else, by the news or by hearsay: no act of the person
    is_english: bool = False  # by its letters and little words, whoever speaks

    def quote(self, start: int, end: int) -> Quote:
        """Returns the original words of a levelled span, at least one character."""
        parts, end = self.parts, end if end > start else start + 1
        plain = parts.plain
        if (
            plain.starts is None and not parts.begins
        ):  # nearly always: nothing was moved, and nothing stands beside the text
            return Quote(plain.original[start:end], start, end, None)
        return parts.quote(start, end)

    def others_say(self, at: int) -> bool:
        """Whether what begins at ``at`` is said by the other side of a conversation that was pasted in."""
        return self.chat is not None and self.chat.others_say(at)

    def denies(self, end: int) -> bool:
        """Whether the person says that what is told up to ``end`` did not happen (払|っていない, 渡し|ていません)."""
        text = self.scan.text
        if self.is_message:
            return False
        if text.startswith(_DENIAL_BEGINS, end) and _DENIAL.match(text, end):
            return True
        return text.startswith("てい", max(end - 2, 0)) and bool(_STATE_DENIED.match(text, max(end - 2, 0)))

    @kept
    def foreign(self) -> bool:
        """Whether a text is in another language: of more than 20 letters hardly one is kana or kanji, and of several words none is an address."""
        text = self.scan.text
        if self.in_chinese:
            return True
        if _MOSTLY * sum(map(len, _JAPANESE_RUNS.findall(text, 0, len(text) // 2))) >= len(text):
            return False  # half of a Japanese story is enough to know
        if self.is_message:
            words = _ADDRESS.sub(" ", text)
            return len(words.split()) >= _FEW_WORDS and _MOSTLY * len(_JAPANESE.findall(words)) < len(words)
        letters = sum(map(str.isalpha, text))
        return letters > _FEW_LETTERS and _MOSTLY * len(_JAPANESE.findall(text)) < letters

    @property
    def holds_a_message(self) -> bool:
        """Whether a message is in here: the whole text is one, or the person pasted one in."""
        return self.is_message or (self.chat is not None and self.chat.pasted)

    @property
    def asked_in_chat(self) -> bool:
        """Whether the other side asks for money in a conversation that was pasted in."""
        return self.chat is not None and self.chat.bids

    @kept
    def in_english(self) -> bool:
        """Whether a story is told in English, the other language that is read."""
        return self.is_english and not self.is_message

    @kept
    def in_chinese(self) -> bool:
        """Whether a story is told in Chinese: hardly any kana, and words that Japanese does not write."""
        text = self.parts.plain.original  # levelling turns Chinese signs into Japanese ones
        if len(set(_CHINESE.findall(text))) < 2:
            return False
        return _MOSTLY * len(_KANA.findall(text)) < len(text)

    @kept
    def of_a_customer(self) -> bool:
        """Whether a clerk tells of the customer before them; what somebody is quoted with (お客さまがレジで…) is no such tale."""
        hits = () if self.is_message else self.matches.get(("safety", "at_the_till"), ())
        return any(not self.quoting.holds(hit.start) for hit in hits)

    @kept
    def at_the_till(self) -> bool:
        """Whether a clerk tells of a customer who is about to pay, so that nothing is paid yet."""
        return self.of_a_customer and not any(act.rule.pays for act in self.done)

    @kept
    def at_home(self) -> bool:
        """Whether only the family used the thing, a child that played: no stranger is told of."""
        return ("safety", "minor_spending") in self.matches and not _STRANGERS.search(
            _PLAYMATE.sub("", self.scan.text)
        )

    @kept
    def lured(self) -> bool:
        """Whether somebody else led on to the spending: a child that was told to buy gift cards did not play."""
        return bool(_LURED.search(self.scan.text))

    @kept
    def own_debit(self) -> bool:
        """Whether money that left an account is told as the person's own payment (携帯代です), and nothing is said to be wrong with it."""
        explained = any(owner.rule.id == "own_debit" for owner, _ in self.of_kind("sign"))
        return explained and not self.is_message and not _NOT_MINE.search(self.scan.text)

    @kept
    def yens(self) -> Sequence[Yen]:
        """The amounts in yen, in text order."""
        return yen_in(self.scan.text, english=self.is_english)

    @kept
    def troubled(self) -> bool:
        """Whether somebody says in any way that something is wrong."""
        return bool(self.matches.get(("voice", "trouble")))

    def of_kind(self, kind: str) -> Sequence[tuple[Any, list[Hit]]]:
        """Returns the owners of this kind (("channel", "sms"), …; "sign": the SignOwners) with where their patterns stand."""
        return self.kinds.get(kind, ())

    @property
    def everyday(self) -> bool:
        """Whether each payment that is told has an everyday purpose in its sentence or beside it (割り勘, 家賃), and nothing strange."""
        if self.matches.get(("voice", "odd")):
            return False
        sentence = self.scan.sentence
        named = {sentence(hit.start) for hit in self.hits("voice", "everyday")}
        paying = {sentence(act.start) for act in self.done if act.rule.pays}
        return bool(named) and all(not named.isdisjoint((at - 1, at, at + 1)) for at in paying)

    def hits(self, *owner: object) -> list[Hit]:
        """Returns where the patterns of ``owner`` stand, in text order."""
        found = self.matches.get(owner)
        return sorted(found, key=_START) if found else []


def kinds_of(matches: Mapping[object, list[Hit]]) -> dict[str, list[tuple[Any, list[Hit]]]]:
    """Returns ``matches`` by the kind of their owners, so that nobody has to look through all of them."""
    kinds: dict[str, list[tuple[Any, list[Hit]]]] = {}
    for pair in matches.items():
        owner = pair[0]
        kind = owner[0] if type(owner) is tuple else "sign" if type(owner) is SignOwner else "act"
        if kind in kinds:
            kinds[kind].append(pair)
        else:
            kinds[kind] = [pair]
    return kinds


def with_acts(tale: Tale, own_side: Sequence[str]) -> Tale:
    """Returns ``tale`` with its acts (at most 300, in text order) and which of them were done.

    ``own_side``: words for the people whom one rightly calls (bank, police, family).
    """
    told = acts_in(tale.scan, tale.of_kind("act"), quoted=tale.quoting)
    if tale.at_home:  # what a parent typed for the own child was given to nobody
        told = [act for act in told if _KEYS.isdisjoint(act.rule.gave)]
    if not told:
        return tale
    heard = _heard(tale)
    own = [act for act in told if not _of_others(act, heard, tale)] if heard else told
    others = [act for act in told if act not in own] if heard else ()
    read = msgspec.structs.replace(tale, acts=own, of_others=others)
    return msgspec.structs.replace(read, done=tuple(_done_acts(read, own_side)))


_LURED = re.compile(
    r"(?:ギフトカード|電子マネー|プリペイドカード)を買|言われるまま|[にと]言われて[^。]{0,20}(?:買|送|払)"
    r"|\b(?:gift cards?|prepaid cards?|pretend|hack|got a call|told (?:my|him|her) [a-z ]{0,12}to)\b"
)
_KEYS = frozenset({"password", "card_pin", "card_number"})
_PLAYMATE = re.compile("(?:ゲーム|遊び|対戦)の?相手")
_NOT_MINE = re.compile(
    "覚えが?(?:の|は)?(?:な|あり)|心当たり(?:が|は)?(?:な|あり)|ではな|じゃな|ではありません|契約して(?:い)?(?:な|ませ)|知らない|詐欺|偽|怪し|あやし|おかし|勝手に|不正|リンク|url"
    "|not mine|did not|didn't|never"
)
_STRANGERS = re.compile(
    r"偽|フィッシング|リンク|url|メール|sms|相手|乗っ取|名乗|知り合った|言われるまま|ギフトカード|プリペイドカード"
    r"|\b(?:pretend|hack|stranger|scam|phish|gift card|prepaid card|got a call|called me|told (?:my|him|her|me|us)|asked (?:my|him|her|me|us)|"
    r"met (?:a|him|her)|pop.?up|fake|virus|woman|man\b)"
)


_TAIL = 34  # letters behind a verb that say how it ended


def _done_acts(tale: Tale, own_side: Sequence[str]) -> list[Act]:
    """Returns the acts that were done: told as done, or demanded and then complied with (言われるまま)."""
    done = [act for act in tale.acts if act.state == "done"]
    complied = tale.hits("voice", "complied")
    if complied:
        done += [act for act in tale.acts if _is_asked(act, tale) and _followed(act, complied, tale)]
    done = [act for act in done if not _to_own_side(act, tale, own_side)]
    if any(not is_claimed(tale.scan.text, hit) for hit in tale.hits("voice", "unauthorized")):
        done = [act for act in done if not act.rule.unless_used]
    present = {act.rule.id for act in done}
    return [act for act in done if not act.rule.only_with or not present.isdisjoint(act.rule.only_with)]


def _heard(tale: Tale) -> Sequence[Hit]:
    heard = tale.hits("voice", "hearsay")
    return [*heard, *tale.hits("voice", "of_others")] if tale.hits("voice", "for_oneself") else heard


def _of_others(act: Act, heard: Sequence[Hit], tale: Tale) -> bool:
    """Somebody else's story: …を入れて被害に遭った人がたくさんいるらしい."""
    sentence = tale.scan.sentence
    return any(hit.end > act.end and sentence(hit.start) == sentence(act.start) for hit in heard)


_TALKING = frozenset({"call", "reply", "trader_contact"})


def _to_own_side(act: Act, tale: Tale, own_side: Sequence[str]) -> bool:
    """Calls to the bank, the police or the family are no step into the scheme (unless somebody poses as them)."""
    if act.rule.id not in _TALKING:
        return False
    near = tale.scan.text[max(0, act.start - 14) : act.end]
    return any([word in near for word in own_side]) and not _MASKS.search(near)


_MASKS = re.compile("名乗|かた[るっ]|装|偽|なりすま")


def _is_asked(act: Act, tale: Tale) -> bool:
    """Whether it was asked for, in words that are told or that are quoted (「番号を教えてください」と来た)."""
    if act.state != "said":
        return act.state == "demanded"
    text = tale.scan.text
    return how_it_ended(text[act.end : act.end + _TAIL], text[act.end - 1])[0] == "demanded"


def _followed(act: Act, complied: Sequence[Hit], tale: Tale) -> bool:
    for hit in complied:
        if _NOT_COMPLIED.match(tale.scan.text, hit.end):
            continue
        before = 0 <= act.start - hit.end <= 24 and act.state != "said"
        near = 0 <= hit.start - act.end <= 40 or before
        if near and abs(tale.scan.sentence(hit.start) - tale.scan.sentence(act.start)) <= 1:
            return True
    return False


def not_sent(tale: Tale, act: Act) -> bool:
    """Typed, then closed before sending: the same or the next sentence says so."""
    sentence = tale.scan.sentence
    return any(
        0 <= hit.start - act.end <= 40 and sentence(hit.start) - sentence(act.start) <= 1
        for hit in tale.hits("voice", "not_sent")
    )
