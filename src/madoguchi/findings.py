"""Weighs the signs: which schemes the words point to, with what speaks against each.

A scheme's score is the sum of the weights of its signs, each sign once, minus what counts against. Weights are whole
numbers set by hand in the scheme's file (1 hint, 3 typical, 5 hardly anything else), never fitted to the corpus. Beside
the signs, single words add or take a little: in a story by scheme (topics.py), in a message also by whether false or
genuine messages speak so (wording.py). They were learned from the project's own invented stories and messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from madoguchi.english_topics import english_topics
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Scheme
from madoguchi.links import EVERYDAY, KNOWN_NAME, NAMES_NOBODY, Trick
from madoguchi.patterns import Hit
from madoguchi.phrases import Phrases, said
from madoguchi.prepared import once_for_each
from madoguchi.signs import names_in, quoted_sign, signs_in
from madoguchi.tale import SignOwner, Tale
from madoguchi.told_names import TOLD_NAME, WEIGHT_OF_NAME, without
from madoguchi.topics import Topics, topics_in
from madoguchi.trouble import CALM, SHORT, bar_of, is_everyday, is_plain, trouble_in
from madoguchi.whole_words import is_kanji, whole_word
from madoguchi.wording import Wording, wording_of
from madoguchi.words import Finding, SchemeId, Sign, Verdict

SCHEME_FROM = 4
_OF_NO_SCHEME = ("lost_card", "asks_only", "known_matter", "rental_end", "work_dispute", "kept_there")
SUSPICIOUS_FROM = 2.7  # chosen on sets of messages that others wrote (decision 007)
_ACCUSES_NOBODY: set[SchemeId] = {"other_consumer"}
_SAYS_SO = 0.5  # the most that is asked for beyond the usual of who says that something is wrong, or that somebody is at the door
_FEW_KANJI = 0.15
_SHOWN = 3
_WORDS_ALONE = SCHEME_FROM - 0.5
_OF_NAME = _WORDS_ALONE + 0.2 - WEIGHT_OF_NAME  # a name alone: above words, below certainty
_MESSAGE_NEEDS = 0.55  # a message is thought genuine until something speaks against it
_OF_SCHEME = 0.3
_OF_WORDS = 1.2
# The words of a message take no more than this from its signs (padding: decision 007); from a message that borrows a famous name
# or leads into a trap they take less.
_GENUINE_MOST, _GENUINE_MOST_OF_NAMED = -2.5, -1.5


class Weighed(msgspec.Struct, frozen=True):
    """A scheme with its score and the signs for it, before it is put into words.

    ``bar``: by how much the score must be higher (below 0: may be lower) than usual, for how the story is told (trouble.py).
    """

    scheme: SchemeId
    score: float
    signs: tuple[tuple[SignOwner, Hit], ...]
    tricks: tuple[Sign, ...] = ()
    topics: Topics | None = None
    wording: Wording | None = None
    bar: float = 0.0


def weigh(
    tale: Tale, knowledge: Knowledge, *, tricks: Sequence[Trick] = (), alone: bool = False
) -> list[Weighed]:
    """Returns the schemes that have a positive score, the heaviest first (ties: the order of the vocabulary).

    ``tricks``: what the links of the message give away (links.py). ``alone``: the text is an address and nothing else, whose letters
    are no words that anybody said.
    """
    by_scheme: dict[SchemeId, list[tuple[SignOwner, Hit]]] = {}
    against: list[tuple[SignOwner, Hit]] = []
    signs = [] if alone else signs_in(tale)
    traps = {trick.id for trick in tricks if knowledge.link_tricks[trick.id].trap}
    bid = bool(traps) or any(owner.rule.bids for owner, _ in signs)
    named = bool(traps) or any(trick.id == KNOWN_NAME for trick in tricks)
    for owner, hit in signs:
        rule = owner.rule
        if (
            (bid and rule.unless_bid)
            or (named and rule.unless_named)
            or (traps - EVERYDAY and rule.unless_trapped)
        ):
            continue
        (against if owner.scheme is None else by_scheme.setdefault(owner.scheme, [])).append((owner, hit))
    by_link: dict[SchemeId, list[Trick]] = {}
    for trick in tricks:
        by_link.setdefault(knowledge.link_tricks[trick.id].scheme, []).append(trick)
    linked = {scheme for scheme, those in by_link.items() if any(one.id != NAMES_NOBODY for one in those)}
    found = [
        _weighed(
            scheme,
            by_scheme.get(scheme, []),
            against,
            [_trick_sign(t, knowledge) for t in by_link.get(scheme, [])],
        )
        for scheme in knowledge.schemes
        if scheme in by_scheme or scheme in linked
    ]
    if tale.is_message and not alone:
        wording = wording_of(tale.scan.text, knowledge.message_words)
        most = _GENUINE_MOST_OF_NAMED if named else _GENUINE_MOST
        found = _with_wording(found, wording, against, tilt=max(_OF_WORDS * wording.score, most))
    elif not tale.is_message:
        found = _as_told(found, tale, knowledge, settled=bool(against))
    found = [w for w in found if w.score > 0 and not (tale.at_home and w.scheme in _BY_STRANGERS)]
    if tale.at_the_till:  # a clerk sees somebody buy: words of a shop tell of no trick
        found = [w for w in found if w.signs]
    if not tale.is_message and not tale.foreign:
        found = [w for w in found if _may_stand_alone(knowledge.schemes[w.scheme].only_with, tale.scan.text)]
    order = _order(knowledge.schemes)
    ranked = sorted(found, key=lambda w: (-w.score, order[w.scheme]))
    return _in_their_turn(ranked, knowledge) if ranked else ranked


def _as_told(found: list[Weighed], tale: Tale, knowledge: Knowledge, *, settled: bool) -> list[Weighed]:
    """Adds what single words say where the story speaks of trouble: words of everyday life accuse nobody.

    ``settled``: somebody says that it turned out to be real, or their own.
    """
    of_none = settled or any(("safety", row) in tale.matches for row in _OF_NO_SCHEME)
    if tale.in_english or tale.foreign:
        return _with_topics(found, tale, knowledge=knowledge) if tale.in_english and not of_none else found
    trouble, length = trouble_in(tale.scan.text, knowledge.trouble_words), len(tale.scan.text)
    if not of_none and (is_plain(trouble, length) or (tale.troubled and (trouble >= CALM or length < SHORT))):
        found = _with_topics(found, tale, knowledge=knowledge)
    bar = bar_of(trouble, length)
    advertises = any(owner[1] == "word" for owner, _ in tale.of_kind("offer"))
    troubled = tale.troubled and not is_everyday(trouble, length)
    if advertises or tale.of_kind("safety") or troubled or _is_simple(tale.scan.text):
        bar = min(bar, _SAYS_SO)
    # a name is a word that says so; a trouble over a contract accuses nobody
    said_so = {w.scheme for w in found if _is_named(w)} | (_ACCUSES_NOBODY if troubled else set())
    return [msgspec.structs.replace(w, bar=min(bar, 0.0) if w.scheme in said_so else bar) for w in found]


def _is_simple(text: str) -> bool:
    """Whether so few kanji stand in ``text`` as in the Japanese of learners, which the pieces that were learned know little of."""
    return sum(1 for char in text if is_kanji(char)) < _FEW_KANJI * len(text)


@once_for_each
def _order(schemes: Mapping[SchemeId, Scheme]) -> dict[SchemeId, int]:
    return {scheme: at for at, scheme in enumerate(schemes)}


# A child of the house used the card: no stranger got at it.
_BY_STRANGERS: frozenset[SchemeId] = frozenset({"phishing", "account_takeover", "fake_shop", "one_click"})
_LEAST_OF_LATER = 0.5  # a loss that one word hints at does not come before what is told at length


def _in_their_turn(ranked: list[Weighed], knowledge: Knowledge) -> list[Weighed]:
    """What came after another scheme (they who promise the lost money back) stands right behind the first of those.

    It leads where one of its signs does: the loss is an old one, and what happens now is the fee.
    """
    leading = [w for w in ranked for owner, _ in w.signs if owner.rule.leads][:1]
    if leading:
        leading = [w for w in ranked if any(owner.rule.leads for owner, _ in w.signs)]
        ranked = [*leading, *(w for w in ranked if w not in leading)]
    later = [w for w in ranked if _is_suspicious(w) and knowledge.schemes[w.scheme].after]
    later = [w for w in later if w not in leading]
    for one in later:
        before = [
            w
            for w in ranked
            if w.scheme in knowledge.schemes[one.scheme].after
            and w.score >= max(SCHEME_FROM, _LEAST_OF_LATER * one.score)
        ]
        if before:
            rest = [w for w in ranked if w is not one and w is not before[0]]
            ranked = [before[0], one, *rest]
    return ranked


def _with_wording(
    found: Sequence[Weighed],
    wording: Wording,
    against: Sequence[tuple[SignOwner, Hit]],
    *,
    tilt: float,
) -> list[Weighed]:
    """Adds how the words of a message speak; the scheme that they speak of most is held below certainty without signs.

    ``tilt``: what they say for and against falseness, within its bounds.
    """
    tilt -= _MESSAGE_NEEDS
    raised = [
        msgspec.structs.replace(
            w, score=w.score + tilt + _OF_SCHEME * wording.schemes.get(w.scheme, 0.0), wording=wording
        )
        for w in found
    ]
    known = {w.scheme for w in found}
    likeliest = max(wording.schemes, key=lambda scheme: wording.schemes[scheme], default=None)
    if likeliest is None or likeliest in known:
        return raised
    alone = min(tilt + _OF_SCHEME * wording.schemes[likeliest], _WORDS_ALONE)
    alone -= sum(owner.rule.weight for owner, _ in against)
    return [*raised, Weighed(likeliest, alone, tuple(against), wording=wording)]


def _with_topics(found: Sequence[Weighed], tale: Tale, *, knowledge: Knowledge) -> list[Weighed]:
    """Adds what single words say: to the schemes that have signs, and, held below certainty, to those without."""
    topics = _topics_of(tale, knowledge)
    with_signs = {w.scheme for w in found}
    raised = [
        msgspec.structs.replace(
            w, score=w.score + (_OF_NAME if _is_named(w) else topics.scores.get(w.scheme, 0.0)), topics=topics
        )
        for w in found
    ]
    alone = [
        Weighed(scheme, min(score, _WORDS_ALONE), (), topics=topics)
        for scheme, score in topics.scores.items()
        if score > 0  # nothing else is ever ranked
        and scheme not in with_signs
        and (score < SUSPICIOUS_FROM or _several(topics, scheme))
        and _may_stand_alone(_needed(knowledge.schemes[scheme], tale), tale.scan.text)
    ]
    return [*raised, *alone]


def _topics_of(tale: Tale, knowledge: Knowledge) -> Topics:
    text = without(tale.scan.text, names_in(tale))
    if tale.in_english:
        return english_topics(text, knowledge.english_words)
    return topics_in(text, knowledge.topic_words)


def _needed(scheme: Scheme, tale: Tale) -> Sequence[str]:
    return scheme.alone_with_en if tale.in_english else scheme.alone_with


def _may_stand_alone(needed: Sequence[str], text: str) -> bool:
    """Whether one of the ``needed`` words stands in ``text``: nobody is told of pictures or of prizes who spoke of neither."""
    for word in needed:
        if word in text:
            return True
    return not needed


def _several(topics: Topics, scheme: SchemeId) -> bool:
    """Whether more than one word speaks for ``scheme``: 様子 or 警察 alone names none."""
    places = topics.strongest(scheme)
    return bool(places) and places[0][1] <= places[-1][0]


def _is_named(weighed: Weighed) -> bool:
    """Whether only its name was said: that goes before single words, which then neither raise nor lower it, and behind what happened."""
    return {owner.rule.id for owner, _ in weighed.signs if owner.rule.counts == "for"} == {TOLD_NAME}


def _trick_sign(trick: Trick, knowledge: Knowledge) -> tuple[int, Sign]:
    rule = knowledge.link_tricks[trick.id]
    sign = Sign(
        counts=rule.counts,
        id=rule.id,
        why=rule.why.replace("{name}", trick.name or ""),
        quote=trick.quote,
        start=trick.start,
        end=trick.end,
        part=trick.part,
    )
    return rule.weight if rule.counts == "for" else -rule.weight, sign


def _weighed(
    scheme: SchemeId,
    signs: Sequence[tuple[SignOwner, Hit]],
    against: Sequence[tuple[SignOwner, Hit]],
    tricks: Sequence[tuple[int, Sign]],
) -> Weighed:
    everything = (*signs, *against)
    score = sum(o.rule.weight if o.rule.counts == "for" else -o.rule.weight for o, _ in everything)
    return Weighed(
        scheme, score + sum(weight for weight, _ in tricks), everything, tuple(sign for _, sign in tricks)
    )


def verdict_of(weighed: Sequence[Weighed]) -> Verdict:
    """Returns what the words amount to. It is about the text; it never clears anything."""
    if not weighed or not _is_suspicious(weighed[0]):
        return "nothing_known"
    best = weighed[0]
    return "scheme" if best.score >= SCHEME_FROM + max(best.bar, 0.0) and _is_sure(best) else "suspicious"


def _is_suspicious(weighed: Weighed) -> bool:
    return weighed.score >= SUSPICIOUS_FROM + weighed.bar


def _is_sure(weighed: Weighed) -> bool:
    """Whether signs carry it: in a story one typical sign does not become certain by single words beside it."""
    weights = [owner.rule.weight for owner, _ in weighed.signs if owner.rule.counts == "for"]
    return weighed.topics is None or len(weights) > 1 or max(weights, default=0) >= SCHEME_FROM


def findings_of(tale: Tale, weighed: Sequence[Weighed], *, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Returns the first scheme and at most two more that weigh at least half as much, or came after it."""
    if not weighed or not _is_suspicious(weighed[0]):
        return ()
    least = weighed[0].score / 2
    shown = [
        w
        for w in weighed[:_SHOWN]
        if _is_suspicious(w) and (w.score >= least or knowledge.schemes[w.scheme].after)
    ]
    return tuple(_finding(tale, w, knowledge) for w in shown)


def _finding(tale: Tale, weighed: Weighed, knowledge: Knowledge) -> Finding:
    scheme = knowledge.schemes[weighed.scheme]
    return Finding(
        id=scheme.id,
        name=scheme.name,
        weight=weight_of(weighed.score),
        looks_like_instead=tuple(scheme.look_alikes),
        signs=(
            *(quoted_sign(tale, owner, hit=hit) for owner, hit in weighed.signs),
            *weighed.tricks,
            *_word_signs(tale, weighed, knowledge.phrases),
        ),
    )


def _word_signs(tale: Tale, weighed: Weighed, phrases: Phrases) -> Iterator[Sign]:
    """The learned words as whole words, each once: what speaks for a thing is not shown against it too."""
    wording = weighed.wording
    topics = weighed.topics.strongest(weighed.scheme) if weighed.topics else ()
    kinds = (
        (_TOPIC_WORD, topics),
        (_FALSE_WORD, wording.false if wording else ()),
        (_GENUINE_WORD, wording.genuine if wording else ()),
    )
    shown = set[str]()
    for kind, places in kinds:
        for place in places:
            sign = _word_sign(tale, place, kind, phrases)
            if sign.quote not in shown:
                shown.add(sign.quote)
                yield sign


_Kind = tuple[str, Literal["for", "against"]]
_TOPIC_WORD: _Kind = ("topic_word", "for")
_FALSE_WORD: _Kind = ("false_word", "for")
_GENUINE_WORD: _Kind = ("genuine_word", "against")


def _word_sign(tale: Tale, place: tuple[int, int], kind: _Kind, phrases: Phrases) -> Sign:
    words, (id_, counts) = tale.quote(*whole_word(tale.scan.text, start=place[0], end=place[1])), kind
    if (
        len(words.quote.split()) > 1
    ):  # two words with a space or a line between them, which levelling took away
        words = tale.quote(*place)
    why = said(phrases, f"why_{id_}")
    return Sign(
        id=id_, why=why, counts=counts, quote=words.quote, start=words.start, end=words.end, part=words.part
    )


def weight_of(score: float) -> float:
    """Returns the score on a scale of 0..1 (half of the rest is gained every 3 points). It is no probability."""
    return round(1.0 - float(0.5 ** (score / 3)), 2)
