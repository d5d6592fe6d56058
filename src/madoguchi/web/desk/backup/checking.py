"""Looks at a desk that was restored: is the file whole, is everything there, does every key and every text open, is the log as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from madoguchi.web.accounts.models import Centre, Staff
from madoguchi.web.desk import log, stored_files
from madoguchi.web.desk.backup.contents import Counts
from madoguchi.web.desk.case_keys import keys_of
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.keyring import KeyMissing
from madoguchi.web.desk.letter_models import Letter
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Attachment, Case, CaseText, Party
from madoguchi.web.desk.sealing import CannotOpen, opened
from madoguchi.web.desk.stored_files import FileMissing

_WHY_LOST = "控えを作る前から、なかったか、作っている間に外されたものです"


@dataclass(frozen=True, slots=True)
class Found:
    """What is there, how many case keys, texts and files opened, and what is wrong (Japanese); the lists are short."""

    counts: Counts
    keys: int
    texts: int
    files: int
    wrong: tuple[str, ...]


@dataclass
class _Tally:
    keys: int = 0
    texts: int = 0
    files: int = 0
    shut_keys: int = 0
    shut_texts: int = 0
    shut_files: int = 0
    lost_files: int = 0


def looked_at(expected: Counts) -> Found:
    """Returns what is found in the database and with the keys of this process' settings, against what the backup said."""
    counts, tally, faults = counted(), _Tally(), 0
    wrong = [*_database(), *_missing(counts, expected)]
    for centre in Centre.objects.order_by("pk"):
        with within(centre):
            faults += len(log.faults(centre))
            try:
                _open_all(centre, tally)
            except (KeyMissing, CannotOpen) as error:
                wrong.append(str(error))
    told = (
        (faults, f"操作の記録に、つながらない所が {faults} か所あります"),
        (tally.shut_keys, f"事案の鍵が {tally.shut_keys:,} 件、開きません"),
        (tally.shut_texts, f"文章が {tally.shut_texts:,} 件、開きません"),
        (tally.shut_files, f"添えたファイルが {tally.shut_files:,} 個、開きません"),
        (tally.lost_files, f"添えたファイルが {tally.lost_files:,} 個、ありません（{_WHY_LOST}）"),
    )
    wrong += [said for count, said in told if count]
    return Found(counts, tally.keys, tally.texts, tally.files, tuple(wrong))


def counted() -> Counts:
    """Counts what is in the database, centre by centre."""
    found = [0, 0, 0]
    for centre in Centre.objects.order_by("pk"):
        with within(centre):
            found[0] += Case.objects.filter(centre=centre).count()
            found[1] += CaseText.objects.filter(case__centre=centre).count()
            found[2] += AuditEntry.objects.filter(centre=centre).count()
    return Counts(Centre.objects.count(), Staff.objects.count(), *found)


def _database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        said = cursor.fetchone()[0]
        if said != "ok":
            yield f"データベースの検査: {said}"
        cursor.execute("PRAGMA foreign_key_check")
        if cursor.fetchone():
            yield "データベースの検査: 表どうしのつながりが欠けています"


def _missing(counts: Counts, expected: Counts) -> Iterator[str]:
    names = {
        "centres": "センター",
        "staff": "職員",
        "cases": "事案",
        "texts": "文章",
        "entries": "操作の記録",
    }
    for name, said in names.items():
        there, wanted = getattr(counts, name), getattr(expected, name)
        if there != wanted:
            yield f"{said}: 控えを作ったときは {wanted:,} 件、いまは {there:,} 件です"


def _open_all(centre: Centre, tally: _Tally) -> None:
    for keys in keys_of(centre):
        tally.keys += len(keys)
        tally.shut_keys += sum(key is None for key in keys.values())
        for case_id, place, sealed in _texts(min(keys), max(keys), centre=centre):
            key = keys.get(case_id)
            if key is not None:
                tally.texts += 1
                tally.shut_texts += not _opens(sealed, key, f"{case_id}/{place}")
        _open_files(keys, centre, tally)


def _open_files(keys: Mapping[str, bytes | None], centre: Centre, tally: _Tally) -> None:
    """Every file that has a row is on the disk, and it and its name open by the key of their case."""
    those = {"case__centre": centre, "case__gte": min(keys), "case__lte": max(keys)}
    rows = Attachment.objects.filter(**those).values_list("case_id", "pk", "sealed_name")
    for case_id, file_id, name in rows.iterator(2_000):
        key = keys.get(case_id)
        if key is None:
            continue
        try:
            sealed = stored_files.read(file_id)
        except (FileMissing, OSError):
            tally.lost_files += 1
            continue
        tally.files += 1
        whole = _opens(sealed, key, f"{case_id}/file/{file_id}")
        tally.shut_files += not (whole and _opens(bytes(name), key, f"{case_id}/file_name/{file_id}"))


def _texts(first: str, last: str, *, centre: Centre) -> Iterator[tuple[str, str, bytes]]:
    """case, place, sealed bytes of every text and identity of the cases ``first`` to ``last``."""
    those = {"case__centre": centre, "case__gte": first, "case__lte": last}
    texts = CaseText.objects.filter(**those).values_list("case_id", "field", "revision", "sealed")
    for case_id, field, revision, sealed in texts.iterator(2_000):
        yield case_id, f"{field}/{revision}", bytes(sealed)
    letters = Letter.objects.filter(**those).values_list("case_id", "pk", "sealed")
    for case_id, letter_id, sealed in letters.iterator(2_000):
        yield case_id, f"letter/{letter_id}", bytes(sealed)
    for case_id, part, sealed in Party.objects.filter(**those).values_list("case_id", "part", "sealed"):
        yield case_id, f"party/{part}", bytes(sealed)


def _opens(sealed: bytes, key: bytes, place: str) -> bool:
    try:
        opened(sealed, key=key, place=place)
    except CannotOpen:
        return False
    return True
