"""The situation: who, how far, what was given, by which means, how much, when. Every fact has its quote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from madoguchi.amounts import number_of
from madoguchi.contracts import contract_in, span_of
from madoguchi.gone import with_what_is_gone, with_what_may_be_given
from madoguchi.knowledge.amount_clues import AmountClues
from madoguchi.spending import gave_in, named_in_passing, paid_by_card, payments_in, used_by_others
from madoguchi.stages import STAGE_ORDER, Fact, Supposed, stage_facts, told_facts
from madoguchi.sums import amounts_in
from madoguchi.tale import Tale
from madoguchi.told_days import days_told
from madoguchi.turned_to import turned_to
from madoguchi.words import AgeBand, ChannelWord, ItemWord, PersonWord, Situation, StageWord

_YEARS = "[0-9]{1,3}|[一二三四五六七八九十]{1,4}"
_KIN = "母|父|祖母|祖父|妻|夫|息子|娘|孫"
_AGE = re.compile(
    rf"({_YEARS})(?:歳|才)|(?:{_KIN}|女|男)\(?([5-9][0-9])|(?:{_KIN})\(({_YEARS})\)|({_YEARS})の(?:{_KIN})|(?:{_KIN})は({_YEARS})で"
)
_AGE_BEGINS = re.compile("[0-9一二三四五六七八九十母父祖妻夫息娘孫女男]")
_AGED_FAMILY = re.compile(rf"[0-9一二三四五六七八九十歳]の(?:{_KIN})")
_MY_FAMILY = re.compile(
    r"\b(?:my|our) (?:mother|father|mom|mum|dad|parents|grandmother|grandfather|grandma|grandpa|husband|wife|son|daughter|sister|brother)\b"
    r"(?:['’]s)? (?:is|was|has|had|got|called|gave|bought|paid|sent|told|wants|received|clicked|transferred|read|installed|answered|let|lost|says)\b"
)
# Without one of these no age is told. Each begins with a set of characters, which `re` looks for many times faster than for a choice.
_MAYBE_AGED = (
    re.compile("[歳才]"),
    re.compile(r"[母父妻夫子娘孫女男](?:\(|[5-9]|は[0-9一二三四五六七八九十])"),
    re.compile("[0-9一二三四五六七八九十]の[母父祖妻夫息娘孫]"),
)
_AGE_IN_ENGLISH = re.compile(
    r"\b([0-9]{1,2})[ -]years?[ -]olds?\b"
    r"|\b(?:son|daughter|boy|girl|child|kid|grand[a-z]{1,8}|brother|sister|mother|father)(?:, | \()([0-9]{1,2})\b"
)
_MAX_DATES = 200
_LETTER = re.compile("[a-z]")
_OUT_OF_HAND: frozenset[StageWord] = frozenset(
    {"paid", "remote_access_given", "credentials_given", "card_given", "unauthorized_use", "device_infected"}
)
_NOT_ALONE: frozenset[ItemWord] = frozenset(
    {"personal_details", "account_number", "id_document", "app_permission"}
)
_MYSELF = re.compile("(?:私|わたし|あたし|僕|ぼく|俺|自分)(?:は|が|も|の口座|のカード|のスマホ|の携帯)")
_NEXT = 8
_LED = re.compile(
    "と(?:言|い)うので|と(?:言|い)って|って(?:言|い)う|[ろえけせめれ]と|(?:勧|すす)め[てたる]|誘って|紹介(?:し[てた]|の)|送って[きく来]|送った|送られ|くれ[たて]|ので"
)
_ADULT_GATE = re.compile("以上|未満|以下|(?:です)?か|です[」』\"'をとの]")  # what a page asks, not who tells


def situation_of(tale: Tale, supposed: Supposed, *, clues: AmountClues) -> Situation:
    """Returns the situation. ``clues``: what the words around an amount weigh for what it is."""
    payments = payments_in(tale)
    cards = [] if tale.is_message or tale.at_home else paid_by_card(tale, payments)
    given: list[Fact] = [("card_given", start, end) for start, end in cards]
    facts = stage_facts(tale, msgspec.structs.replace(supposed, implied=(*supposed.implied, *given)))
    reached, days = {stage for stage, _, _ in facts}, days_told(tale)
    stages = tuple([stage for stage in STAGE_ORDER if stage in reached])
    payments = named_in_passing(tale, used_by_others(payments, stages), stages=stages)
    told = Situation(
        person=_person(tale),
        age_band=_age_band(tale),
        channel=_channel(tale),
        stage=stages,
        facts=told_facts(tale, facts),
        gave=gave_in(tale),
        payments=payments,
        amounts=amounts_in(tale, stages, scheme=supposed.scheme, clues=clues),
        dates=tuple(span_of(tale, day) for day in days[:_MAX_DATES]),
        contract=contract_in(tale, [one.method for one in payments], days=days),
        turned_to=turned_to(tale),
    )
    return with_what_is_gone(
        tale, with_what_may_be_given(tale, told, items=supposed.perhaps), scheme=supposed.scheme
    )


def handed_over(situation: Situation) -> bool:
    """Whether money, a card, a secret, the device or control of it went to somebody: nobody is told that waiting will do."""
    given = {one.item for one in situation.gave if one.state == "given"}
    return bool(given - _NOT_ALONE) or not _OUT_OF_HAND.isdisjoint(situation.stage)


def _person(tale: Tale) -> PersonWord:
    if tale.is_message:
        return "unknown"
    if tale.at_the_till:
        return "other"
    if any(not tale.quoting.holds(hit.start) for hit in tale.hits("person", "watches")):
        return "other"
    if tale.hits("person", "family") or _AGED_FAMILY.search(tale.scan.text):
        return "family"
    if tale.in_english and tale.at_home:
        return "family"
    if "my " in tale.scan.text and _MY_FAMILY.search(tale.scan.text):
        return "family"
    if _of_a_friend(tale):
        return "other"
    if tale.hits("person", "self"):
        return "self"
    return "other" if tale.hits("person", "other") else "self"


def _of_a_friend(tale: Tale) -> bool:
    """Whether a friend or neighbour did it, and not the teller whom they led to it (友人が勧めるので契約しました)."""
    text = tale.scan.text
    told = (hit for hit in tale.hits("person", "friends") if not tale.quoting.holds(hit.start))
    return not _MYSELF.search(text) and any(not _LED.search(text, hit.start, hit.end + _NEXT) for hit in told)


def _age_band(tale: Tale) -> AgeBand | None:
    if tale.is_message:
        return None
    found: list[tuple[int, AgeBand]] = []
    for owner, hits in tale.of_kind("age"):
        found += [(hit.start, owner[1]) for hit in hits]
    told = any(sign.search(tale.scan.text) for sign in _MAYBE_AGED)
    for hit in _ages(tale.scan.text) if told else ():
        years = number_of(next(group for group in hit.groups() if group))
        if years is not None and not _ADULT_GATE.match(tale.scan.text, hit.end()):
            found.append((hit.start(), _band(int(years))))
    for hit in _AGE_IN_ENGLISH.finditer(tale.scan.text) if tale.in_english else ():
        found.append((hit.start(), _band(int(hit[1] or hit[2]))))
    return min(found)[1] if found else None


def _ages(text: str) -> Iterator[re.Match[str]]:
    """What _AGE finds, looked for only where it may begin."""
    done = 0
    for sign in _AGE_BEGINS.finditer(text):
        hit = _AGE.match(text, sign.start()) if sign.start() >= done else None
        if hit:
            done = hit.end()
            yield hit


def _band(years: int) -> AgeBand:
    if years < 20:
        return "under_20"
    bands: tuple[AgeBand, ...] = ("20s", "30s", "40s", "50s", "60s", "70s", "80s", "90s_up")
    return bands[min(years // 10 - 2, 7)]


def _channel(tale: Tale) -> ChannelWord | None:
    found: list[tuple[int, ChannelWord]] = []
    for owner, hits in tale.of_kind("channel"):
        found += [(hit.start, owner[1]) for hit in hits if not _inside(tale.scan.text, hit.start)]
    return min(found)[1] if found else None


def _inside(text: str, at: int) -> bool:
    """Whether what begins at ``at`` is the end of a longer word: online and オンライン are no LINE, grandmother no DM."""
    if text.startswith("ライン", at):
        return text.endswith(("オン", "ガイド", "タイム", "デッド"), 0, at)
    return at > 0 and bool(_LETTER.match(text, at) and _LETTER.match(text, at - 1))
