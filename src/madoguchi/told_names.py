"""Names of schemes as people say them (サポート詐欺に遭いました): a weak sign, for what happened outweighs what it was called.

Nothing is said by a name that is denied (ではないと言われた), only asked about (かどうか), read or warned of, or part of a longer word
(フィッシング対策協議会); nor do the words of such a name speak for any scheme by themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from madoguchi.knowledge.shapes import Scheme, SignRule
from madoguchi.patterns import Hit
from madoguchi.phrases import Phrases, said

TOLD_NAME = "told_name"
WEIGHT_OF_NAME = 3  # suspicious by itself, never more: one typical sign of another scheme outweighs it
_BEFORE = 24
_START, _END = attrgetter("start"), attrgetter("end")

_IS_NOT = "(?:な(?:い|く|かっ|さそう)|あり(?:ませ|得)|ございませ|ねえ|ねぇ)"
_NO_VICTIM = (
    "(?:の被害)?に(?:は|も|まだ)?(?:遭|あ|会|合|引っ?掛か|引っかか|ひっかか|かか|騙さ|だまさ|なら?)"
    "[っわられりてい]{0,5}(?:ない|ませ|なかっ|ず)"
)
_DENIED = re.compile(
    f"(?:だけ)?(?:では|じゃ){_IS_NOT}|は(?:関係|無関係|違|ちが)|とは(?:違|ちが|異|別|関係|言え|いえ|思え|思わ|考え|限)|の(?:可能性|疑い|心配|おそれ)は{_IS_NOT}"
    f"|{_NO_VICTIM}|(?:だ|か|か?な)?と(?:思|疑|勘違)[^。]{{0,8}}(?:違|ちが|勘違|誤解)"
)
# 詐欺ではないか, ではないでしょうか: whoever asks so thinks it is one
_SUSPECTED = re.compile(
    "(?:では|じゃ)(?:ない|ありません|ございません)(?:ん)?(?:です|でしょう|だろう|の(?:です|でしょう|だろう)?)?か"
)
_ASKED = re.compile(
    "(?:なの|だったの|である|だった|に(?:遭|あ)ったの)?か(?:どうか|否か|は?(?:分か|わか|判断|不明|知り|知ら))"
    "|とは(?:何|なに|なん|どう|どんな|どの)|って(?:何|なに|なん|どう|どんな|どの|ある)|(?:の(?:手口|やり方|特徴|仕組み|例))?(?:について|のことを?|を)(?:知り|教え|調べ|学|読|聞きたい)"
)
_MENTIONED = re.compile(
    "(?:など)?(?:に|には)(?:は|も)?(?:ご)?(?:注意|気を?[付つ]け|警戒|用心|備え)|が(?:とても|すごく)?(?:心配|不安|怖|恐|こわ|多い|増え|流行|はや)"
    "|を(?:防|避け|見分け|見抜)|の(?:ニュース|記事|番組|特集|ポスター|チラシ|講座|注意|対策|見分け|予防|防止|本を)"
    "|(?:対策|防止|予防|注意|警戒|撲滅|特集|講座|ニュース|協議会|110|と?報告)"
)
_LONGER = re.compile("サイト|メール|sms|ショートメール|画面|ページ|ホームページ|url|リンク")
_NOT_IN_ENGLISH = re.compile(r"(?:\bnot|n['’]t|\bwhether|\bif)(?: this| it)?(?: was| is| be)?(?: an?)? $")


def name_rule(scheme: Scheme, phrases: Phrases) -> SignRule:
    """Returns the sign that the names of ``scheme`` are, in a story only."""
    return SignRule(
        id=TOLD_NAME,
        why=said(phrases, "why_told_name"),
        weight=WEIGHT_OF_NAME,
        samples=list(scheme.names),
        any=list(scheme.names),
        where="story",
    )


def is_name(text: str, hit: Hit) -> bool:
    """Returns whether ``hit`` is a word of its own, no part of a thing that is told of (フィッシングサイト)."""
    return not _LONGER.match(text, hit.end)


def is_told(text: str, hit: Hit) -> bool:
    """Returns whether the name at ``hit`` of the levelled ``text`` is said of what happened."""
    if _ASKED.match(text, hit.end) or _MENTIONED.match(text, hit.end):
        return False
    if _NOT_IN_ENGLISH.search(text[max(0, hit.start - _BEFORE) : hit.start]):
        return False
    if _DENIED.match(text, hit.end):
        suspected = _SUSPECTED.match(text, hit.end)
        return suspected is not None and not text.startswith("どう", suspected.end())
    return True


def rests_on(hit: Hit, names: Sequence[Hit], *, text: str) -> bool:
    """Returns whether ``hit`` stands within one of ``names`` (as ``longest`` gives them), or begins in one that is not told of.

    投資 in 投資詐欺とは関係のない話 begins in one; only the few names over the place where ``hit`` begins are looked at.
    """
    first, behind = bisect_right(names, hit.start, key=_END), bisect_right(names, hit.start, key=_START)
    return any(hit.end <= one.end or not is_told(text, one) for one in names[first:behind])


def longest(names: Iterable[Hit]) -> list[Hit]:
    """Returns ``names`` in text order without those that stand within a longer one (ロマンス詐欺 in 国際ロマンス詐欺).

    None of them holds another, so their ends are in order like their beginnings.
    """
    kept: list[Hit] = []
    for one in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or one.end > kept[-1].end or one[:2] == kept[-1][:2]:
            kept.append(one)
    return kept


def without(text: str, names: Sequence[Hit]) -> str:
    """Returns ``text``, as long as before, with blanks for the names (as ``longest`` gives them)."""
    pieces: list[str] = []
    done = 0
    for one in names:
        if one.end > done:
            pieces += text[done : one.start], " " * (one.end - max(done, one.start))
            done = one.end
    return "".join((*pieces, text[done:]))
