"""What a trader's advert, call, quotation or contract says: the five known patterns of solicitation, with quote and question.

A text is read for them only where it speaks of a trade that sells help in need (knowledge/offers/trades.yaml), and not
where it is a public warning against such traders. A pattern is about words: nothing here says that a trader is a swindler.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import OfferVoice, OfferWordRule, PointRule, SolicitationRule, TradeRule
from madoguchi.knowledge.solicitation_words import words_of
from madoguchi.offer_wording import chances
from madoguchi.parts import Quote
from madoguchi.patterns import Hit
from madoguchi.phrases import Phrases, said
from madoguchi.tale import Tale
from madoguchi.words import Finding, Offer, OfferWord, Quoted, Solicitation, Verdict

_TAKEN_BACK = 24  # levelled characters behind a hit in which it may be denied (全額請求する|ことはありません)
_NEAR = 90  # in which the text answers the question itself
_TOLD_NEAR = 220  # in a told story the words of the trader stand near the trade
_NOTICE_FROM, _SURELY_FROM = 2, 3
# Chances of a sentence by its words alone; chosen on sentences left out (learn_solicitations.py --check).
SURE, MAYBE = 0.865, 0.5
_START = attrgetter("start")
_LONGEST_NAME, _MOST_NEAR = 200, 50  # of a trade: levelled characters; hits that are looked at
_OTHER_WORDS = "in_other_words"
_DOCUMENT = "seed002"


@dataclass(frozen=True, slots=True)
class Offers:
    """What was found: the offer (None: no trade, or nothing to say) and the patterns in the order of the document."""

    offer: Offer | None = None
    patterns: tuple[Solicitation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The tale beside what the knowledge says about offers."""

    tale: Tale
    known: Knowledge
    trade: TradeRule
    places: Sequence[Hit]
    asks: bool
    denials: Sequence[Hit]

    @property
    def told(self) -> bool:
        return bool(self.tale.hits("voice", "story"))


def offers_in(tale: Tale, knowledge: Knowledge, *, findings: Sequence[Finding], verdict: Verdict) -> Offers:
    """Returns the patterns of solicitation in ``tale``, each point once at its earliest place, and what to ask.

    ``findings`` and ``verdict`` say whom one does not talk to: such a one gets no questions. The work is linear in the hits.
    """
    voice = knowledge.offers.voice
    if not tale.of_kind("offer"):
        return Offers()
    named = _trade(tale, knowledge, how="trade")
    trade = named or _loosely(tale, knowledge, findings=findings, verdict=verdict)
    if voice is None or trade is None or _warns(tale):
        return Offers()
    how = "trade" if named else "loosely"
    asks = verdict != "scheme" or not _enemy(findings, trade, voice)
    denials = tale.hits("offer", "denied")
    reading = _Reading(tale, knowledge, trade, tale.hits("offer", how, trade.id), asks, denials)
    patterns = tuple(_patterns(reading))
    words = tuple(_words(reading)) if reading.asks and (named or patterns) else ()
    if not named and all(one.weak for one in patterns):
        return Offers()
    if not patterns and not (words and _offered(tale)):
        return Offers()
    return Offers(_offer(reading, patterns, words), patterns)


def _enemy(findings: Sequence[Finding], trade: TradeRule, voice: OfferVoice) -> bool:
    """Whether the words point to somebody whom one does not talk to, and not to such a trader."""
    return findings[0].id in voice.no_contact and not any(one.id in trade.schemes for one in findings)


def _trade(tale: Tale, knowledge: Knowledge, *, how: str) -> TradeRule | None:
    """The trade that the text speaks of most; on a tie the one that stands first in the knowledge."""
    counts = {owner[2]: len(hits) for owner, hits in tale.of_kind("offer") if owner[1] == how}
    spoken = [trade for trade in knowledge.offers.trades if trade.id in counts] if counts else []
    return max(spoken, key=lambda trade: counts[trade.id]) if spoken else None


def _loosely(
    tale: Tale, knowledge: Knowledge, *, findings: Sequence[Finding], verdict: Verdict
) -> TradeRule | None:
    """The trade that things and dealings point to, where the text is known for nothing that has no such trader."""
    trade = _trade(tale, knowledge, how="loosely")
    if trade is None or verdict != "scheme" or any(one.id in trade.schemes for one in findings):
        return trade
    return None


def _warns(tale: Tale) -> bool:
    """A public notice about such traders: it warns more than once, or once without a voice that sells or tells.

    What stands in a sentence that warns sells nothing (188へご相談ください); a voice that sells is no notice, unless it does little
    but warn.
    """
    notices = tale.hits("offer", "notices")
    warnings, warning = _distinct(notices), {tale.scan.sentence(hit.start) for hit in notices}
    own = [hit for hit in tale.hits("offer", "sells") if not tale.quoting.holds(hit.start)]
    if any(tale.scan.sentence(hit.start) not in warning for hit in own):
        return warnings >= _SURELY_FROM
    return warnings >= _NOTICE_FROM or (warnings == 1 and not tale.hits("voice", "story"))


def _distinct(hits: Sequence[Hit]) -> int:
    return len({hit.start // 8 for hit in hits})


def _offered(tale: Tale) -> bool:
    """Whether a trader speaks himself, so that single words of the offer are worth a question."""
    return bool(tale.hits("offer", "sells")) or tale.is_message


# --- patterns ---------------------------------------------------------------------------------------


def _patterns(reading: _Reading) -> Iterator[Solicitation]:
    rules = sorted(reading.known.solicitations.values(), key=lambda rule: rule.number)
    found = {
        rule.id: [one for point in rule.points for one in _point(reading, rule, point)] for rule in rules
    }
    said = [one for points in found.values() for one in points]
    spoken = _by_words(reading, said)
    for rule in rules:
        points = found[rule.id]
        if rule.id in spoken and all(one.weak and one.answered is None for one in points):
            points.append(_in_other_words(reading, rule, *spoken[rule.id]))
        yield from sorted(points, key=lambda one: (one.weak, one.start))


def _by_words(reading: _Reading, said: Sequence[Solicitation]) -> dict[str, tuple[float, Quote]]:
    """For each pattern the sentence whose words speak most for it and for no other, with its chance.

    A sentence in which a point stands (``said``) is explained by it, and not by its words once more.
    """
    found: dict[str, tuple[float, Quote]] = {}
    text, words = reading.tale.scan.text, words_of(reading.known.solicitation_words)
    for start, end in reading.tale.scan.sentences():
        by_pattern = chances(text[start:end], words)
        best = max(by_pattern, key=lambda pattern: by_pattern[pattern], default="")
        chance = by_pattern.get(best, 0.0)
        if chance < max(MAYBE, found[best][0] if best in found else 0.0):
            continue
        quote = reading.tale.quote(start, end)
        explained = any(
            one.part == quote.part and quote.start < one.end and one.start < quote.end for one in said
        )
        if not explained and (not reading.told or _near_trade(reading, Hit(start, end, start))):
            found[best] = (chance, quote)
    return found


def _in_other_words(reading: _Reading, rule: SolicitationRule, chance: float, words: Quote) -> Solicitation:
    return Solicitation(
        id=rule.id,
        name=rule.name,
        point=_OTHER_WORDS,
        why=rule.in_other_words.why,
        quote=words.quote,
        start=words.start,
        end=words.end,
        part=words.part,
        ask=tuple(rule.in_other_words.ask) if reading.asks else (),
        serious=rule.serious,
        in_writing=tuple(rule.in_writing),
        sources=tuple(rule.sources),
        weak=chance < SURE,
    )


def _point(reading: _Reading, rule: SolicitationRule, point: PointRule) -> Iterator[Solicitation]:
    hits = [hit for hit in reading.tale.hits("offer", "point", rule.id, point.id) if _counts(reading, hit)]
    if not hits:
        return
    first = min(hits, key=lambda hit: (hit.start, -hit.end))
    answered = _answered(reading.tale, first, ("offer", "given", rule.id, point.id))
    words = reading.tale.quote(first.start, first.end)
    yield Solicitation(
        id=rule.id,
        name=rule.name,
        point=point.id,
        why=point.why,
        quote=words.quote,
        start=words.start,
        end=words.end,
        part=words.part,
        ask=tuple(point.ask) if reading.asks else (),
        serious=rule.serious,
        in_writing=tuple(rule.in_writing),
        sources=tuple(dict.fromkeys([*point.sources, *rule.sources])),
        weak=point.hint or answered is not None,
        answered=answered,
    )


def _counts(reading: _Reading, hit: Hit) -> bool:
    """The words are not taken back, and stand where the trade is spoken of."""
    return not _denied(reading, hit) and (not reading.told or _near_trade(reading, hit))


def _near_trade(reading: _Reading, hit: Hit) -> bool:
    first = bisect_left(reading.places, hit.start - _TOLD_NEAR - _LONGEST_NAME, key=_START)
    behind = bisect_left(reading.places, hit.end + _TOLD_NEAR, key=_START)
    return any(hit.start - place.end < _TOLD_NEAR for place in reading.places[first:behind][:_MOST_NEAR])


def _denied(reading: _Reading, hit: Hit) -> bool:
    first = bisect_left(reading.denials, hit.end - 4, key=_START)
    behind = bisect_right(reading.denials, hit.end + _TAKEN_BACK, key=_START)
    here = reading.tale.scan.sentence(hit.end - 1)
    return any(reading.tale.scan.sentence(back.start) == here for back in reading.denials[first:behind])


def _answered(tale: Tale, hit: Hit, owner: tuple[str, ...]) -> Quoted | None:
    for given in tale.hits(*owner):
        if given.start - hit.end <= _NEAR and hit.start - given.end <= _NEAR:
            words = tale.quote(given.start, given.end)
            return Quoted(quote=words.quote, start=words.start, end=words.end, part=words.part)
    return None


# --- the offer as a whole ---------------------------------------------------------------------------


def _words(reading: _Reading) -> Iterator[OfferWord]:
    for rule in reading.known.offers.words:
        hits = [hit for hit in reading.tale.hits("offer", "word", rule.id) if not _denied(reading, hit)]
        if hits:
            yield _word(reading.tale, rule, hits[0])


def _word(tale: Tale, rule: OfferWordRule, hit: Hit) -> OfferWord:
    words = tale.quote(hit.start, hit.end)
    return OfferWord(
        id=rule.id,
        ask=tuple(rule.ask),
        sources=tuple(rule.sources),
        quote=words.quote,
        start=words.start,
        end=words.end,
        part=words.part,
    )


def _offer(reading: _Reading, patterns: Sequence[Solicitation], words: tuple[OfferWord, ...]) -> Offer:
    trade, found = reading.trade, [one for one in patterns if not one.weak]
    said_by: Literal["trader", "person"] = "person" if reading.told else "trader"
    paper = [line for one in patterns for line in one.in_writing] + trade.in_writing
    return Offer(
        id=trade.id,
        name=trade.name,
        said_by=said_by,
        says=_says(len({one.id for one in found}), said_by, trade=trade, phrases=reading.known.phrases),
        seen=reading.known.sources[_DOCUMENT].seen,
        words=words,
        in_writing=tuple(dict.fromkeys(paper)),
        sources=tuple(trade.sources),
    )


def _says(count: int, said_by: Literal["trader", "person"], *, trade: TradeRule, phrases: Phrases) -> str:
    """The one sentence on the whole. It counts patterns of words and judges nobody."""
    whose, source = said(phrases, f"offer_whose_{said_by}"), said(phrases, "offer_source")
    if not count:
        return said(phrases, "offer_none", whose=whose, source=source)
    how_many = said(phrases, f"count_{count}")
    return said(phrases, "offer_some", whose=whose, source=source, count=how_many, why=trade.why)
