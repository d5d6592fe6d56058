"""From the outbox into the index: a row goes only after the index has it on the disk, so that no kill between loses a case.

A row is written in the same transaction as the change of its case (``cases/frame.py``). Taken twice, it does the same twice.
These are acts of the program itself for one centre at a time; nothing of a case is handed to anybody here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.codes import TextField
from madoguchi.web.desk.gates import looking, within
from madoguchi.web.desk.hiding import Known
from madoguchi.web.desk.keyring import KeyMissing, keyring_of
from madoguchi.web.desk.models import Case, Outbox
from madoguchi.web.desk.readings import counterparts_in, parties_in, texts_of
from madoguchi.web.desk.sealing import KEY_BYTES, CannotOpen, opened, sealed
from madoguchi.web.desk.search.index import (
    HAS_INDEX,
    Entry,
    Index,
    IndexBroken,
    IndexBusy,
    code_of,
    thrown_away,
)
from madoguchi.web.desk.search.plain import PlainIndex
from madoguchi.web.desk.search.words import HAS_DICTIONARY, words_in
from madoguchi.web.desk.summaries import summary_of
from madoguchi.web.kept_keys import kept_key

_BATCH = 50  # so many cases are opened in one transaction
_KEY = "search.key"
AnyIndex = Index | PlainIndex


class Shown(msgspec.Struct, frozen=True):
    """What the index keeps of a case, sealed: its masked summary, and which version of the case it is."""

    text: str
    version: int


class _Opened(msgspec.Struct, frozen=True):
    case: Case
    texts: dict[TextField, str]
    known: Known


def search_key() -> bytes:
    """Returns the key (32 bytes) of the words and summaries in every index. Lost, the indexes are built anew."""
    return kept_key(keyring_of(settings.DATA).folder, _KEY)[:KEY_BYTES]


def folder_of(centre: Centre) -> Path:
    """Returns the folder of the index of ``centre``. With and without the dictionary words differ, and so do the folders."""
    kind = ("words" if HAS_DICTIONARY else "pairs") + ("" if HAS_INDEX else "-plain")
    return Path(settings.DATA) / "search" / f"{centre.pk}-{kind}"


def index_of(centre: Centre) -> AnyIndex:
    """Returns the index of ``centre``, opened once in a process. Raises IndexBroken."""
    return _opened_once(folder_of(centre))


@lru_cache(maxsize=256)
def _opened_once(folder: Path) -> AnyIndex:
    return Index(folder) if HAS_INDEX else PlainIndex(folder)


def feed(centre: Centre, *, most: int = 1_000, urgent: bool = False) -> int:
    """Puts what waits in the outbox of ``centre`` into its index, at most about ``most`` rows; returns how many rows went.

    ``urgent``: only while something waits that a search would find or show otherwise. 0 where nothing waits, and where another
    process is at it. An index that is missing or broken is built anew first.
    """
    done = 0
    try:
        if not folder_of(centre).exists():
            rebuild(centre)
        while done < most and (not urgent or _is_urgent(centre)) and (taken := _feed_some(centre)):
            done += taken
    except IndexBusy:
        return done
    except IndexBroken:
        with suppress(IndexBusy):  # another one builds it already
            rebuild(centre)
    return done


def _is_urgent(centre: Centre) -> bool:
    with looking(centre):
        return _waiting(centre).filter(what="index").exists()


def _waiting(centre: Centre) -> QuerySet[Outbox]:
    """Asked of each row that waits, not of every case of the centre: SQLite begins with the table that comes first here."""
    return Outbox.objects.filter(Exists(Case.objects.filter(pk=OuterRef("case"), centre=centre)))


def fed_all_urgent(centre: Centre) -> bool:
    """Feeds what a search would find or show otherwise; returns whether none of it is left."""
    feed(centre, urgent=True)
    return not _is_urgent(centre)


def changed_among(centre: Centre, case_ids: Sequence[str]) -> set[str]:
    """Returns which of ``case_ids`` (of ``centre``) have changed since the index took them in, as far as a search shows it."""
    if not case_ids:
        return set()
    with looking(centre):
        rows = Outbox.objects.filter(what="index", case__in=case_ids)
        return set(rows.values_list("case_id", flat=True))


def forget_opened() -> None:
    """Opens every index anew when it is next asked for."""
    _opened_once.cache_clear()


def feed_all() -> int:
    """Feeds every centre; returns how many rows went."""
    return sum(feed(centre) for centre in Centre.objects.order_by("pk"))


def _feed_some(centre: Centre) -> int:
    taken: list[int] = []
    with looking(centre):
        if not _waiting(centre).exists():
            return 0
    index_of(centre).write(_changes(centre, taken))
    with within(centre):
        Outbox.objects.filter(pk__in=taken).delete()
    return len(taken)


def _changes(centre: Centre, taken: list[int]) -> Iterator[Entry | str]:
    """What waits, read when nobody else writes to the index; ``taken`` is filled with the rows that may go afterwards."""
    with looking(centre):
        waiting = _waiting(centre)
        urgent = waiting.filter(what="index")
        first = (urgent if urgent.exists() else waiting).order_by("pk").values_list("case_id", flat=True)
        ids = list(dict.fromkeys(first[:_BATCH]))
        # All rows of these cases: a memo that was typed has many.
        rows = list(waiting.filter(case__in=ids).values_list("pk", flat=True))
        found = {case.pk: opened_case(case) for case in Case.objects.filter(pk__in=ids)}
    taken.extend(rows)
    for case_id in ids:
        one = found.get(case_id)
        yield entry_of(one) if one else case_id


def opened_case(case: Case) -> _Opened | None:
    """The case with what its summary needs; None where it now belongs to another case, or its key was destroyed or does not fit."""
    if case.merged_into is not None:
        return None
    try:
        key = case_keys.key_of(case)
        people = tuple(identity for _, identity in parties_in(case, key).values())
        known = Known(people, counterparts_in(case, key))
        return _Opened(case, texts_of(case, key), known)
    except (KeyMissing, CannotOpen):
        return None


def entry_of(one: _Opened) -> Entry:
    """Returns what goes into the index of a case."""
    text = summary_of(one.case, one.texts, known=one.known)
    return Entry(one.case.pk, codes_of(text), shown_sealed(one.case.pk, Shown(text, one.case.version)))


def codes_of(text: str) -> Sequence[str]:
    """Returns the codes of the words of ``text``, as often as they stand in it."""
    key = search_key()
    return [code_of(word.token, key) for word in words_in(text)]


def shown_sealed(case_id: str, shown: Shown) -> bytes:
    """Returns ``shown`` sealed for its place in the index."""
    return sealed(msgspec.json.encode(shown), key=search_key(), place=f"search/{case_id}")


def shown_of(case_id: str, data: bytes) -> Shown | None:
    """Returns what the index keeps of a case; None where another key sealed it."""
    try:
        return msgspec.json.decode(opened(data, key=search_key(), place=f"search/{case_id}"), type=Shown)
    except CannotOpen:
        return None


def rebuild(centre: Centre) -> int:
    """Throws the index of ``centre`` away and builds it from its cases; returns how many are in it. Raises IndexBusy.

    Needed after a restore of the database, and when the key of the search was lost. Whoever searches meanwhile finds what was there.
    """
    try:
        index = index_of(centre)
        return index.write(_all_entries(centre), anew=True)
    except IndexBroken:
        thrown_away(folder_of(centre))
        forget_opened()
        return index_of(centre).write(_all_entries(centre), anew=True)


def rebuild_all() -> int:
    """Builds the index of every centre anew; returns how many cases are in them: the command ``madoguchi desk search rebuild``."""
    return sum(rebuild(centre) for centre in Centre.objects.order_by("pk"))


def _all_entries(centre: Centre) -> Iterator[Entry]:
    last = ""
    while True:
        with looking(centre):
            rows = list(Case.objects.filter(centre=centre, pk__gt=last).order_by("pk")[:_BATCH])
            found = [one for case in rows if (one := opened_case(case))]
        yield from map(entry_of, found)
        if not rows:
            return
        last = rows[-1].pk


def missing(centre: Centre) -> list[str]:
    """Returns the cases of ``centre`` that the index lacks or has in an older version, besides those that wait in the outbox."""
    kept = {case_id: shown_of(case_id, data) for case_id, data in index_of(centre).sealed_of().items()}
    with looking(centre):
        waiting = Outbox.objects.filter(case__centre=centre).values("case")
        own = Case.objects.filter(centre=centre, merged_into=None, key__isnull=False).exclude(pk__in=waiting)
        versions = dict(own.values_list("pk", "version"))
    return sorted(
        pk for pk, version in versions.items() if (one := kept.get(pk)) is None or one.version != version
    )
