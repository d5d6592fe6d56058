"""Similar cases: what a counsellor reads beside a memo. Own cases first, then those that other centres share; each says why it is there.

The index only proposes. What is handed out went through the gate: a case that the member may not see leaves this function neither as
a hit nor as a count, and a search of nobody's cases looks like a search without hits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from madoguchi.consult import TOKYO
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import Member, NotAllowed, cases_for, looking, valid_shares
from madoguchi.web.desk.log_together import noted
from madoguchi.web.desk.models import Case, CaseKey
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.feeding import FEEDER
from madoguchi.web.desk.search.index import HAS_INDEX, Found, IndexBroken, IndexBusy, weights_of
from madoguchi.web.desk.search.sentences import Met, best_sentence, met_in
from madoguchi.web.desk.search.words import HAS_DICTIONARY, Word, sought_in

MOST_CHARS = 6_000  # of what is looked for: the first words of a long memo tell what it is about
_MOST_HITS = 50
_FED = 100  # rows that a search puts into the index by itself; a longer outbox is for ``feed_all``
_YEAR = 365
_PLAIN = "辞書と索引（追加の部品 search）が入っていないため、文字の並びだけで探しています。言いかえの一部は見つかりません。"


@dataclass(frozen=True, slots=True)
class Hit:
    """A similar case. ``sentence``: the masked sentence that matched, ``spans``: the places of the words in it (characters).

    ``score`` compares hits of one search and one centre only. ``old``: received more than a year ago, or recorded before the desk.
    """

    case_id: str
    number: str
    centre: str
    shared: bool
    score: float
    sentence: str
    spans: tuple[tuple[int, int], ...]
    met: tuple[Met, ...]
    received_on: dt.date
    old: bool
    from_old_records: bool = False

    @property
    def age_mark(self) -> str:
        """What stands beside old material (Japanese); empty for newer."""
        if not self.old:
            return ""
        if self.from_old_records:
            return f"古い相談（前の記録から。{self.received_on.year}年{self.received_on.month}月）。手口や法令が変わっていることがあります。"
        return f"1年以上前の相談（{self.received_on.year}年{self.received_on.month}月）。手口や法令が変わっていることがあります。"


@dataclass(frozen=True, slots=True)
class Similar:
    """The hits, best first, own before shared; ``notice`` says where the search is less than it could be (Japanese)."""

    hits: tuple[Hit, ...]
    notice: str = ""


def similar(member: Member, text: str, *, at: dt.datetime, most: int = 5, but: str = "") -> Similar:
    """Returns at most ``most`` own and ``most`` shared cases (1 to 50) like ``text``, without the case ``but``.

    ``text`` is a memo or words to look for, of any length; its first 6,000 characters count, and it is kept nowhere. The log of the
    member's centre notes the search. Raises NotAllowed for somebody who may not search.
    """
    if not member.may("search"):
        raise NotAllowed("search")
    most = max(1, min(most, _MOST_HITS))
    sought = sought_in(text[:MOST_CHARS])
    weights = weights_of(sought, outbox.search_key())
    own = _without(_of(member.centre, weights, most=(most + bool(but)) * 2), but)
    lent = _without(_lent(member, weights, at=at, most=most + bool(but)), but)
    noted(member.centre, log.Said("search", member.staff.id), at=at)
    hits = _through_the_gate(member, own, lent, at=at)
    chosen = [
        (case, one) for own in (True, False) for case, one in _first(hits, member.centre, own=own)[:most]
    ]
    asked = _Asked(text, sought.first(), _day(at), member.centre)
    made = (_hit(asked, case, one=one) for case, one in chosen)
    return Similar(tuple(filter(None, made)), "" if HAS_DICTIONARY and HAS_INDEX else _PLAIN)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(TOKYO).date()


def _without(found: Iterable[Found], case_id: str) -> list[Found]:
    return [one for one in found if one.case_id != case_id]


def _lent(member: Member, weights: Mapping[str, float], *, at: dt.datetime, most: int) -> Iterator[Found]:
    """What the indexes of other centres propose, of each just what it shares."""
    with looking(member.centre):
        shares = valid_shares(member, today=_day(at))
        lent: dict[str, list[str]] = {}
        for centre_id, case_id in shares.values_list("from_centre_id", "case_id"):
            lent.setdefault(centre_id, []).append(case_id)
    for centre in Centre.objects.filter(pk__in=lent) if lent else ():
        yield from _of(centre, weights, most=most, among=lent[centre.pk])


def _of(
    centre: Centre, weights: Mapping[str, float], *, most: int, among: Sequence[str] | None = None
) -> list[Found]:
    """What the index of ``centre`` proposes. Of a case that has changed, nothing older is shown than what it is now."""
    if FEEDER.keeps_up(centre) and outbox.folder_of(centre).exists():
        found = _found(centre, weights, most=most, among=among)
        if not _changed(centre, found):
            return found
    outbox.feed(centre, most=_FED, urgent=True)
    found = _found(centre, weights, most=most, among=among)
    changed = _changed(centre, found)  # while another process writes to the index
    return [one for one in found if one.case_id not in changed]


def _changed(centre: Centre, found: Sequence[Found]) -> set[str]:
    return outbox.changed_among(centre, [one.case_id for one in found])


def _found(
    centre: Centre, weights: Mapping[str, float], *, most: int, among: Sequence[str] | None
) -> list[Found]:
    try:
        return outbox.index_of(centre).find(weights, most=most, among=among)
    except IndexBroken:
        with suppress(IndexBusy):
            outbox.rebuild(centre)
            return outbox.index_of(centre).find(weights, most=most, among=among)
        return []  # another process builds it anew; the next search finds


def _through_the_gate(
    member: Member, own: Sequence[Found], lent: Sequence[Found], *, at: dt.datetime
) -> list[tuple[Case, Found]]:
    """The cases among those proposed that the member may see the summary of, in their order. An own one without a key is gone."""
    ids = [one.case_id for one in (*own, *lent)]
    with looking(member.centre):
        may_see = cases_for(member, "read_summary", today=_day(at))
        # A part of another is left out here: asked for it, SQLite looks through all cases that are none.
        rows = (may_see.select_related("centre") if lent else may_see).filter(pk__in=ids)
        found = {case.pk: case for case in rows if case.merged_into_id is None}
        mine = [case for case in found.values() if case.centre_id == member.centre.pk]
        keyed = set(CaseKey.objects.filter(pk__in=[one.pk for one in mine]).values_list("pk", flat=True))
    for case in mine:
        case.centre = member.centre
    gone = {case.pk for case in mine} - keyed
    unique = {one.case_id: one for one in (*own, *lent)}
    return [(found[pk], one) for pk, one in unique.items() if pk in found and pk not in gone]


def _first(hits: Sequence[tuple[Case, Found]], here: Centre, *, own: bool) -> list[tuple[Case, Found]]:
    those = [(case, one) for case, one in hits if (case.centre_id == here.pk) is own]
    return sorted(those, key=lambda pair: -pair[1].score)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    first: Mapping[str, Word]
    today: dt.date
    here: Centre


def _hit(asked: _Asked, case: Case, *, one: Found) -> Hit | None:
    """The hit with its sentence; None where the index was sealed by another key, or no sentence met a word."""
    shown = outbox.shown_of(one.case_id, one.sealed)
    best = best_sentence(shown.text, asked.first) if shown else None
    if best is None:
        return None
    sentence, words = best
    return Hit(
        case_id=case.pk,
        number=case.number,
        centre=case.centre.name,
        shared=case.centre_id != asked.here.pk,
        score=one.score,
        sentence=sentence,
        spans=tuple(sorted({(word.start, word.end) for word in words})),
        met=met_in(asked.text, asked.first, sentence=sentence, words=words),
        received_on=case.received_on,
        old=case.from_old_records or (asked.today - case.received_on).days > _YEAR,
        from_old_records=case.from_old_records,
    )
