"""Signs in a text: one pass of every pattern of the knowledge, then which sign of which scheme stands where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from madoguchi.acts import ActOwner, Quoting
from madoguchi.chats import chat_in
from madoguchi.claimed import is_claimed
from madoguchi.english import is_english, is_whole
from madoguchi.english_back import given_back
from madoguchi.knowledge import Knowledge, load, rules_of
from madoguchi.knowledge.kept import keep, read_kept
from madoguchi.knowledge.reader import KnowledgeError
from madoguchi.own_people import without_own_people
from madoguchi.parts import Parts
from madoguchi.pasted import pasted_in, tells_of_harm
from madoguchi.patterns import Compiled, Hit, NativeScanner, PatternError, Patterns, Scanner, scanner_for
from madoguchi.reported import Reported, tells_of_others
from madoguchi.tale import SignOwner, Tale, kinds_of, with_acts
from madoguchi.told_names import TOLD_NAME, is_name, is_told, longest, name_rule, rests_on
from madoguchi.unsaid import left_unsaid
from madoguchi.who_speaks import speaks_as_message
from madoguchi.whole_words import end_of_verb
from madoguchi.words import Sign

ACTIVE = frozenset({"on_trial", "in_use"})


@lru_cache(maxsize=4)
def _scanner(holder: _ByRevision) -> Scanner | NativeScanner:
    rows = [(owner, row) for owner, those in _owners(holder.knowledge) for row in those]
    return scanner_for(_patterns(_ByRules(holder.knowledge), tuple(rows)), [owner for owner, _ in rows])


def _patterns(holder: _ByRules, rows: Sequence[tuple[object, str]]) -> Compiled:
    """The patterns of ``rows``; all languages share them, for their rules are the same."""
    found = _compiled_before.get(holder)
    if found is None or len(found.rows) != len(rows):
        found = _kept_or_compiled(holder.knowledge, rows)
        _compiled_before.clear()
        _compiled_before[holder] = found
    return found


def _kept_or_compiled(knowledge: Knowledge, rows: Sequence[tuple[object, str]]) -> Compiled:
    shipped = knowledge is load() or rules_of(knowledge.revision) == load().revision != knowledge.revision
    kept = read_kept("patterns", Compiled) if shipped else None
    if kept is None or len(kept.rows) != len(rows):
        kept = _compiled(knowledge, rows)
        if shipped:
            keep("patterns", kept)
    return kept


def _compiled(knowledge: Knowledge, rows: Iterable[tuple[object, str]]) -> Compiled:
    patterns = Patterns(knowledge.concepts, knowledge.readings)
    for owner, row in rows:
        try:
            patterns.add(row)
        except PatternError as error:
            raise KnowledgeError(
                where=_place(owner), what=str(error), mend="パターンを直してください。"
            ) from None
    return patterns.compile()


class _ByRevision:
    """Lets the cache key on the revision while the knowledge itself (not hashable) comes along."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return hash(self.knowledge.revision)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByRevision) and other.knowledge.revision == self.knowledge.revision


class _ByRules(_ByRevision):
    """The same for what all languages of a knowledge share."""

    def __hash__(self) -> int:
        return hash(rules_of(self.knowledge.revision))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByRules) and rules_of(other.knowledge.revision) == rules_of(
            self.knowledge.revision
        )


_compiled_before: dict[_ByRules, Compiled] = {}


def scanner_of(knowledge: Knowledge) -> Scanner | NativeScanner:
    """Returns the compiled patterns of ``knowledge`` (compiled once). Raises KnowledgeError for a faulty pattern."""
    return _scanner(_ByRevision(knowledge))


@lru_cache(maxsize=4)
def _act_signs_of(holder: _ByRevision) -> tuple[SignOwner, ...]:
    schemes = [scheme for scheme in holder.knowledge.schemes.values() if scheme.status in ACTIVE]
    return tuple(SignOwner(scheme.id, rule) for scheme in schemes for rule in scheme.signs if rule.acts)


def _act_signs(knowledge: Knowledge) -> tuple[SignOwner, ...]:
    return _act_signs_of(_ByRevision(knowledge))


def _place(owner: object) -> str:
    if isinstance(owner, SignOwner):
        return (
            f"schemes/{owner.scheme}.yaml signs/{owner.rule.id}"
            if owner.scheme
            else f"genuine {owner.rule.id}"
        )
    return f"language {owner}"


def _owners(knowledge: Knowledge) -> Iterator[tuple[object, Sequence[str]]]:
    for scheme in knowledge.schemes.values():
        if scheme.status in ACTIVE:
            yield from (
                (SignOwner(scheme.id, rule), rule.any) for rule in scheme.signs if rule.status in ACTIVE
            )
            if scheme.names:
                rule = name_rule(scheme, knowledge.phrases)
                yield SignOwner(scheme.id, rule), rule.any
    yield from ((SignOwner(None, rule), rule.any) for rule in knowledge.genuine if rule.status in ACTIVE)
    for act in knowledge.acts:
        yield ActOwner(act, fixed=False), act.any
        yield ActOwner(act, fixed=True), act.done
    for row in knowledge.safety:
        yield ("safety", row.id), row.any
    yield from ((("asked", topic.id), topic.any) for topic in knowledge.asked_topics.values())
    for question in knowledge.questions.values():
        yield from ((("told", question.id, choice.id), choice.told) for choice in question.choices)
        yield from ((("told_untouched", question.id, one.id), one.told_untouched) for one in question.choices)
    yield from ((("desk", desk.id), desk.named) for desk in knowledge.contacts.values() if desk.stands_for)
    yield from _offers(knowledge)
    yield from _language(knowledge)


def _offers(knowledge: Knowledge) -> Iterator[tuple[object, Sequence[str]]]:
    """Owners begin with "offer"; solicitations.py reads them."""
    for rule in knowledge.solicitations.values():
        for point in rule.points:
            yield ("offer", "point", rule.id, point.id), point.any
            yield ("offer", "given", rule.id, point.id), point.given
    yield from ((("offer", "trade", trade.id), trade.any) for trade in knowledge.offers.trades)
    yield from ((("offer", "loosely", trade.id), trade.loosely) for trade in knowledge.offers.trades)
    yield from ((("offer", "word", word.id), word.any) for word in knowledge.offers.words)
    if voice := knowledge.offers.voice:
        yield ("offer", "denied"), voice.denied
        yield ("offer", "notices"), voice.notices
        yield ("offer", "sells"), voice.sells


def _language(knowledge: Knowledge) -> Iterator[tuple[object, Sequence[str]]]:
    means, voice = knowledge.means, knowledge.voice
    yield from ((("payment", method), rows) for method, rows in means.payments.items())
    yield from ((("channel", channel), rows) for channel, rows in means.channels.items())
    yield from ((("age", band), rows) for band, rows in means.ages.items())
    yield from ((("role", role), rows) for role, rows in means.roles.items())
    yield from ((("sale", way), rows) for way, rows in means.sales.items())
    digits = ["5", "6", "7", "8", "9"]
    yield ("person", "family"), [f"{who}({'|'.join(voice.family_after + digits)})" for who in means.family]
    yield ("person", "self"), voice.self_
    yield ("person", "other"), voice.other
    yield ("person", "watches"), voice.watches
    yield ("person", "friends"), voice.friends
    for name in (
        "message",
        "story",
        "threats",
        "unauthorized",
        "under_18",
        "complied",
        "helping",
        "unsaid_hand",
        "unsaid_send",
        "unsaid_tell",
        "unsaid_put",
        "hearsay",
        "of_others",
        "for_oneself",
        "not_sent",
        "harm",
        "trouble",
        "everyday",
        "odd",
    ):
        yield ("voice", name), getattr(voice, name)


def read(parts: Parts, knowledge: Knowledge, *, is_message: bool | None, today: dt.date) -> Tale:
    """Returns what stands in ``parts``. ``is_message`` None: the text itself tells whether somebody received it."""
    scanner = scanner_of(knowledge)
    scan = scanner.scan(parts.plain)
    found = scanner.matches(scan)
    english = is_english(scan.text)
    matches = (
        _told_in_english(found, scan.text, knowledge) if english else _said_in_japanese(found, scan.text)
    )
    matches = without_own_people(matches, scan.text)
    if not english:
        matches = left_unsaid(matches, scan.text, owners=_spoken_acts(_ByRules(knowledge)))
    chat = chat_in(parts.plain, today=today) or (pasted_in(scan.text) if is_message is None else None)
    quoting = (
        Quoting(parts.plain.text, others=chat.others, own=chat.begins) if chat else Quoting(parts.plain.text)
    )
    message = (
        (not chat and speaks_as_message(matches, quoting, text=scan.text))
        if is_message is None
        else is_message
    )
    tale = Tale(
        parts=parts,
        scan=scan,
        matches=matches,
        kinds=kinds_of(matches),
        acts=(),
        quoting=quoting,
        done=(),
        act_signs=_act_signs(knowledge),
        is_message=message,
        today=today,
        chat=chat,
        is_english=english,
    )
    tale = with_acts(tale, knowledge.voice.own_side)
    if chat and chat.pasted and not (tale.done or tells_of_harm(scan.text, chat)):
        return read(parts, knowledge, is_message=True, today=today)  # nobody did anything yet
    return tale


def _told_in_english(
    matches: Mapping[object, list[Hit]], text: str, knowledge: Knowledge
) -> dict[object, list[Hit]]:
    return {**_whole_words(matches, text), **given_back(text, _fixed_acts(_ByRules(knowledge)))}


@lru_cache(maxsize=4)
def _fixed_acts(holder: _ByRules) -> Mapping[str, ActOwner]:
    return {act.id: ActOwner(act, fixed=True) for act in holder.knowledge.acts}


@lru_cache(maxsize=4)
def _spoken_acts(holder: _ByRules) -> Mapping[str, ActOwner]:
    return {act.id: ActOwner(act, fixed=False) for act in holder.knowledge.acts}


def _whole_words(matches: Mapping[object, list[Hit]], text: str) -> dict[object, list[Hit]]:
    """The hits in an English ``text`` that are whole words; what comes before every scheme is kept as it stands, on the careful side."""
    kept: dict[object, list[Hit]] = {}
    for owner, hits in matches.items():
        careful = isinstance(owner, tuple) and owner[0] == "safety"
        whole = hits if careful else [hit for hit in hits if is_whole(text, start=hit.start, end=hit.end)]
        if whole:
            kept[owner] = whole
    return kept


_TOLD = (("voice", "story"), ("voice", "trouble"))


def _said_in_japanese(matches: Mapping[object, list[Hit]], text: str) -> Mapping[object, list[Hit]]:
    """The hits in a text that is not English: a few English words in it (told me to, should I) make no story of it."""
    kept = dict[object, list[Hit]]()
    for owner in _TOLD:
        hits = matches.get(owner, ())
        japanese = [hit for hit in hits if not text[hit.start : hit.end].isascii()]
        if len(japanese) < len(hits):
            kept[owner] = japanese
    if not kept:
        return matches
    return {owner: hits for owner, hits in {**matches, **kept}.items() if hits}


def signs_in(tale: Tale) -> list[tuple[SignOwner, Hit]]:
    """Returns each sign that stands in the text once, at its earliest place, if it is meant for this kind of text.

    Of a warning that asks for nothing itself, what it tells of others is left out.
    """
    found = _signs(tale, None)
    if tale.is_message and (any(owner.rule.warns for owner, _ in found) or tells_of_others(tale.scan.text)):
        own = _signs(tale, Reported(tale.scan, tale.quoting))
        if not any(owner.rule.bids for owner, _ in own):
            return own
    return found


def _signs(tale: Tale, reported: Reported | None) -> list[tuple[SignOwner, Hit]]:
    kind = "message" if tale.is_message else "story"
    found: list[tuple[SignOwner, Hit]] = [] if tale.is_message else _signs_of_acts(tale)
    names = names_in(tale)
    told = frozenset(names)
    for owner, hits in tale.of_kind("sign"):
        pasted = owner.rule.where == "message" != kind and tale.holds_a_message
        if pasted or owner.rule.where in (kind, "both"):
            hits = [hit for hit in hits if _counts(owner, hit, tale, reported)]
            if pasted:  # what only a message says, the person's own words do not
                hits = [hit for hit in hits if tale.others_say(hit.start)]
            if owner.rule.id == TOLD_NAME:
                hits = [hit for hit in hits if hit in told]
            elif (
                names
            ):  # the words of a name (投資, オレオレ) say nothing beside it, and nothing where it is denied
                hits = [hit for hit in hits if not rests_on(hit, names, text=tale.scan.text)]
            if not hits:
                continue
            first = hits[0] if len(hits) == 1 else min(hits, key=lambda hit: (hit.start, -hit.end))
            found.append((owner, first))
    return sorted(found, key=lambda pair: pair[1].start)


def names_in(tale: Tale) -> list[Hit]:
    """Returns where a story says the name of a scheme, denied or not; of a name within a name the longer one."""
    if tale.is_message:
        return []
    hits = [hit for owner, those in tale.of_kind("sign") if owner.rule.id == TOLD_NAME for hit in those]
    return [hit for hit in longest(hits) if is_name(tale.scan.text, hit)] if hits else []


def _counts(owner: SignOwner, hit: Hit, tale: Tale, reported: Reported | None) -> bool:
    rule, text = owner.rule, tale.scan.text
    if rule.id == TOLD_NAME and not is_told(text, hit):
        return False
    if (rule.bids and _unbid(hit, text)) or (
        rule.not_before and text.startswith(tuple(rule.not_before), hit.end)
    ):
        return False
    if rule.counts == "against":
        return True
    if "unauthorized_use" in rule.implies and not tale.is_message and is_claimed(text, hit):
        return False
    return not tale.denies(hit.end) and not (reported and reported.holds(hit.start))


def _signs_of_acts(tale: Tale) -> list[tuple[SignOwner, Hit]]:
    """Signs that rest on what was done and how it came, not on wording: an app installed after an SMS."""
    done: dict[str, Hit] = {}
    for act in tale.done:
        done.setdefault(act.rule.id, Hit(act.start, act.end, act.start))
    ways = {owner[1] for owner, _ in tale.of_kind("channel")}
    found = []
    for owner in tale.act_signs:
        where = [done[act] for act in owner.rule.acts if act in done]
        if where and (not owner.rule.channel or not ways.isdisjoint(owner.rule.channel)):
            found.append((owner, where[0]))
    return found


_UNBID = (
    "ないで",
    "せず",
    "しないよう",
    "誘導",
    "ことはあり",
    "ことはござ",
    "ことは一切",
    "お伺い",
    "おやめ",
)
_AFTER = 16


def _unbid(hit: Hit, text: str) -> bool:
    """A bid that is turned round (入力しないでください) is none."""
    around = text[hit.start : hit.end + _AFTER]
    return any(word in around for word in _UNBID)


def quoted_sign(tale: Tale, owner: SignOwner, *, hit: Hit) -> Sign:
    """Returns the sign with the original words that it rests on."""
    end = hit.end if tale.is_message else end_of_verb(tale.scan.text, hit.end)
    said = tale.quote(hit.start, end)
    return Sign(
        id=owner.rule.id,
        quote=said.quote,
        start=said.start,
        end=said.end,
        part=said.part,
        counts=owner.rule.counts,
        why=owner.rule.why,
    )
