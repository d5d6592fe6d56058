"""How far it has gone: the stage facts, each with the words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from madoguchi.acts import Act
from madoguchi.claimed import is_claimed
from madoguchi.patterns import Hit
from madoguchi.tale import Tale, not_sent
from madoguchi.words import ItemWord, SchemeId, StageFact, StageWord

STAGE_ORDER: tuple[StageWord, ...] = (
    "received_only",
    "clicked_or_called",
    "remote_access_given",
    "app_installed",
    "personal_info_given",
    "credentials_given",
    "card_given",
    "contract_signed",
    "paid",
    "unauthorized_use",
    "being_threatened",
    "device_infected",
)
_FEARED = re.compile(
    r".{0,4}(?:ることは|るか(?:も|ど)|ますか|ないか|るので|るのでは|のではない|かもしれ|ないよう|る恐れ|るおそれ|たらどう|ないため|そうにな)"
)
_DENIED = re.compile(r".{0,20}(?:いっさい|一切|全く|まったく)(?:な|あり)")

Fact = tuple[StageWord, int, int]


class Supposed(msgspec.Struct, frozen=True):
    """What follows from the scheme that a story looks like most; nothing when none is known.

    ``implied``: stages that follow from the scheme, each with the levelled span that it rests on; ``excluded``: stages that the
    scheme only pretends (a fake alert infects nothing); ``answered``: whether in this scheme only those pay who answered;
    ``app_infects``: whether the app that it makes people install is malware; ``calls_own_side``: whether people only call
    their own side here, the bank or the operator; ``perhaps``: what may have been given by what its signs tell of.
    """

    scheme: SchemeId | None = None
    implied: tuple[Fact, ...] = ()
    excluded: frozenset[StageWord] = frozenset()
    answered: bool = False
    app_infects: bool = False
    calls_own_side: bool = False
    perhaps: tuple[tuple[ItemWord, int, int], ...] = ()


def stage_facts(tale: Tale, supposed: Supposed) -> list[Fact]:
    """Returns the facts as (stage, start, end) of the levelled text, at most three places a stage.

    What the person says was done comes first: a stage that only follows from the scheme is added where it is not told.
    """
    facts: list[Fact] = []
    if not tale.is_message:
        done = _steps(tale, own_side=supposed.calls_own_side)
        facts += [(stage, act.start, act.end) for act in done for stage in _stages_of(act, tale)]
        facts += _spent_at_home(facts, tale)
        facts += [("being_threatened", hit.start, hit.end) for hit in _threats(tale)]
        facts += [("unauthorized_use", hit.start, hit.end) for hit in _used_by_others(tale)]
        told = {stage for stage, _, _ in facts}
        facts += [fact for fact in _not_denied(supposed.implied, tale) if fact[0] not in told]
        facts += _reached(facts, by=_IN_THERE | {"paid"} if _answers(supposed, tale) else _IN_THERE)
    left_out = _NO_STRANGER | set(supposed.excluded) if tale.at_home else supposed.excluded
    facts = [fact for fact in facts if fact[0] not in left_out]
    if supposed.app_infects:
        facts += [("device_infected", start, end) for stage, start, end in facts if stage == "app_installed"]
    if all(fact[0] == "being_threatened" for fact in facts):
        facts += _received(tale)
    return _first_of_each(facts)


# A child that bought in a game has met no trader and followed no stranger's link.
_NO_STRANGER: frozenset[StageWord] = frozenset({"clicked_or_called", "contract_signed"})
_CALLING = frozenset({"call", "answer_call"})


def _steps(tale: Tale, *, own_side: bool) -> Iterator[Act]:
    """The acts that were done; where people only call their own side, calls and looking things up are no step into it."""
    return (act for act in tale.done if not (own_side and act.rule.id in _CALLING))


def _spent_at_home(facts: Sequence[Fact], tale: Tale) -> list[Fact]:
    """What a child played for has been paid, in whatever words it is told."""
    if not tale.at_home:
        return []
    used: list[Fact] = [
        ("unauthorized_use", told.start(), told.end()) for told in _WITHOUT_LEAVE.finditer(tale.scan.text)
    ][:1]
    if any(stage == "paid" for stage, _, _ in facts):
        return used
    return used + [("paid", hit.start, hit.end) for hit in tale.hits("safety", "minor_spending")[:1]]


# A child that used the card of another, told as such or without leave: somebody else's use, beside what has been paid.
_WITHOUT_LEAVE = re.compile(
    "無断|黙って|だまって|勝手|内緒|持ち出|覚えのない|覚えがな|知らない(?:間|うち)|目を盗|抜き取|こっそり|(?:許可|承諾|同意)(?:を得|な|し)"
    "|(?:私|わたし|親|父|母|夫|妻|祖母|祖父|家族|保護者)(?:名義)?の(?:クレジット)?カード|登録して(?:い|あっ)?た(?:クレジット)?カード|カード[^。、]{0,6}を[^。、]{0,6}(?:撮|盗)"
)


def _stages_of(act: Act, tale: Tale) -> list[StageWord]:
    """An act's stages; what was typed and never sent has not been given, and a seal is no button."""
    if act.rule.stage == ["clicked_or_called"] and _SEAL.search(
        tale.scan.text, max(0, act.start - _SEALED), act.start
    ):
        return []
    if act.rule.stage == ["personal_info_given"] and _LOGIN.match(tale.scan.text, act.start, act.end):
        return ["credentials_given"]
    if _GIVING.isdisjoint(act.rule.stage) or not not_sent(tale, act):
        return act.rule.stage
    return ["clicked_or_called"]


_SEAL = re.compile("(?:印鑑?|判子?|判こ|ハンコ|はんこ|拇印)(?:を|も|ば|まで|、)?$")
_SEALED = 6
# What one logs in with is no personal detail: メールアドレスとパスワードを入れた.
_LOGIN = re.compile(
    r"(?:メールアドレス|アドレス|口座番号|電話番号)(?:と|や|、|,|・|も)(?:パスワード|暗証番号|id)[^、。]*$"
)
_GIVING: frozenset[StageWord] = frozenset({"personal_info_given", "credentials_given", "card_given"})
_ANSWERED: frozenset[StageWord] = frozenset({"clicked_or_called", "contract_signed"})
_NOTHING_DONE = re.compile(
    "(?:返信|返事|電話|連絡|登録|申し?込み?|注文|応答|クリック|タップ|契約)(?:は|も|を|まで)?(?:まだ|一切|全く)?し(?:て(?:は|も)?い?)?(?:ない|ませ|なかっ|ず)"
    "|何も(?:まだ)?(?:押|し|入|答|返|払|申)[^。]{0,6}(?:ない|ませ|なかっ)|(?:来|届い|受け取っ|見|聞い)ただけ"
)
_IN_THERE: frozenset[StageWord] = _GIVING | {"app_installed"}
_ON_LINE = frozenset({"sms", "email", "web_popup", "web_site", "sns", "phone", "app"})
_DENIABLE: frozenset[StageWord] = frozenset({"contract_signed", "paid", "app_installed"})


def _answers(supposed: Supposed, tale: Tale) -> bool:
    """Whether who paid had opened, called or answered first: not by post alone, and not where others take the money."""
    if not supposed.answered or supposed.calls_own_side:
        return False
    ways = {owner[1] for owner, _ in tale.of_kind("channel")}
    return "postal" not in ways or not _ON_LINE.isdisjoint(ways)


def _reached(facts: Sequence[Fact], *, by: frozenset[StageWord]) -> list[Fact]:
    """Whoever typed or told something in there had opened, called or answered first."""
    if any(stage == "clicked_or_called" for stage, _, _ in facts):
        return []
    return [("clicked_or_called", start, end) for stage, start, end in facts if stage in by][:1]


def _not_denied(implied: Sequence[Fact], tale: Tale) -> list[Fact]:
    """Leaves out what the scheme implies where the person says that it was not done (まだ注文していません)."""
    done = {stage for act in tale.done for stage in act.rule.stage}
    denied = {stage for act in tale.acts if act.state in ("not_done", "almost") for stage in act.rule.stage}
    refused = (denied - done) & _DENIABLE
    if not done and implied and _NOTHING_DONE.search(tale.scan.text):
        refused |= _ANSWERED
    return [fact for fact in implied if fact[0] not in refused]


def _threats(tale: Tale) -> list[Hit]:
    return [hit for hit in tale.hits("voice", "threats") if not _DENIED.match(tale.scan.text, hit.end)]


# 月会費8,800円がまた引き落とされた: what one's own contract draws is disputed; 覚えのない会費 is not one's own.
_OWN_FEE = re.compile("(?:会費|月謝|月額|家賃|受講料|授業料|保険料|管理費|基本料)[^。、]{0,16}$")
_NOT_OWN = re.compile("覚え|知らない|知らん|勝手に|入会して(?:い)?ない|契約して(?:い)?ない")


def _is_own_fee(tale: Tale, hit: Hit) -> bool:
    text = tale.scan.text
    return bool(_OWN_FEE.search(text, max(0, hit.start - 28), hit.start)) and not _NOT_OWN.search(text)


# 宝くじなど申し込んだ覚えはない: nobody used anything, there was nothing to win.
_NEVER_APPLIED = re.compile(
    "(?:応募(?:など)?(?:した)?|(?:くじ|懸賞)[^。、]{0,8}申し?込んだ)(?:こと|など)?(?:が|は|も|の)?覚え"
)


# What was paid with codes is used up, and neither locked data nor a parcel are an account's.
_GOODS = re.compile("商品|荷物|品物|小包|食品|サプリ|マスク")
_CODES_BEFORE = re.compile(
    "(?:電子マネー|ギフト券|ギフトカード|プリペイドカード|カードの残高|コード|番号)(?:は|が|も)?(?:全部|すべて|既に|すでに|もう)?$"
)


def _is_no_account(tale: Tale, hit: Hit) -> bool:
    text = tale.scan.text
    spent = _CODES_BEFORE.search(text, max(0, hit.start - 24), hit.start) and text.startswith(
        "使われ", hit.start
    )
    goods = ("safety", "came_unordered") in tale.matches and _GOODS.search(text, hit.start, hit.end + 4)
    return bool(spent or goods) or "暗号化" in text[hit.start : hit.end]


def _used_by_others(tale: Tale) -> list[Hit]:
    """Use by somebody else, unless it is only feared (悪用されないか), said in quoted words, claimed by a caller, or an own child's."""
    hits = [] if tale.at_home or tale.own_debit else tale.hits("voice", "unauthorized")
    return [
        hit
        for hit in hits
        if not _FEARED.match(tale.scan.text, hit.end)
        and not tale.denies(hit.end)
        and not tale.quoting.holds(hit.start)
        and not is_claimed(tale.scan.text, hit)
        and not _NEVER_APPLIED.search(tale.scan.text, hit.start, hit.end + 4)
        and not _is_own_fee(tale, hit)
        and not _is_no_account(tale, hit)
    ]


def _received(tale: Tale) -> list[Fact]:
    """The place where the thing came in: the first channel word, else the first word of the text."""
    hits = [hit for _, hits in tale.of_kind("channel") for hit in hits]
    first = min(hits, key=lambda hit: hit.start, default=None)
    if first is not None:
        return [("received_only", first.start, first.end)]
    start, end = _first_words(tale.scan.text)
    return [("received_only", start, end)] if end > start else []


def _first_words(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    ends = [at for at in (text.find(mark, start) for mark in "。、\n") if at > start]
    return start, min([*ends, start + 20, len(text.rstrip())])


def _first_of_each(facts: Iterable[Fact]) -> list[Fact]:
    """Keeps at most three places per stage, the earliest in the text."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: (fact[0], fact[1], -fact[2])):
        same = [old for old in kept if old[0] == fact[0]]
        if len(same) < 3 and not any(old[1] <= fact[1] < old[2] for old in same):
            kept.append(fact)
    return kept


def told_facts(tale: Tale, facts: Iterable[Fact]) -> tuple[StageFact, ...]:
    """Returns ``facts`` in the order of the stages, with the original words."""
    told = []
    for stage, start, end in sorted(facts, key=lambda fact: (STAGE_ORDER.index(fact[0]), fact[1])):
        said = tale.quote(start, end)
        told.append(StageFact(stage=stage, quote=said.quote, start=said.start, end=said.end, part=said.part))
    return tuple(told)
