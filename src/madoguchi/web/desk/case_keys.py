"""Every case has a key of its own, wrapped by its centre's key, wrapped by the key outside the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import connection, transaction

from madoguchi.web.accounts.models import Centre
from madoguchi.web.database import rows_of
from madoguchi.web.desk.keyring import KeyMissing, keyring_of
from madoguchi.web.desk.models import Case, CaseKey, CentreKey
from madoguchi.web.desk.sealing import CannotOpen, new_key, opened, sealed

_BATCH = 5_000


def centre_key(centre: Centre) -> CentreKey:
    """Returns the newest key of ``centre``; the first who asks makes it."""
    found = CentreKey.objects.filter(centre=centre).order_by("-generation").first()
    return found or _new_centre_key(centre, 1)


def _new_centre_key(centre: Centre, generation: int) -> CentreKey:
    ring = keyring_of(settings.DATA)
    outer = ring.newest()
    place = f"centre_key/{centre.pk}/{generation}"
    wrapped = sealed(new_key(), key=ring.outer(outer), place=place)
    return CentreKey.objects.create(centre=centre, generation=generation, outer=outer, wrapped=wrapped)


def _bytes_of(row: CentreKey) -> bytes:
    return _centres(bytes(row.wrapped), row.outer, row.centre_id, row.generation)


def _centres(wrapped: bytes, outer: int, centre_id: str, generation: int) -> bytes:
    key = keyring_of(settings.DATA).outer(outer)
    return opened(wrapped, key=key, place=f"centre_key/{centre_id}/{generation}")


_KEY_OF = (
    'SELECT k.wrapped, c.wrapped, c."outer", c.centre_id, c.generation'
    " FROM case_key k JOIN centre_key c ON c.id = k.centre_key_id WHERE k.case_id = %s"
)


def make_key(case: Case) -> bytes:
    """Makes the key of a new ``case`` and returns it."""
    row, key = centre_key(case.centre), new_key()
    CaseKey.objects.create(
        case=case, centre_key=row, wrapped=sealed(key, key=_bytes_of(row), place=f"case_key/{case.pk}")
    )
    return key


def key_of(case: Case) -> bytes:
    """Returns the key of ``case``. Raises KeyMissing after its key was destroyed, CannotOpen with a wrong outer key."""
    for wrapped, by, outer, centre_id, generation in rows_of(_KEY_OF, case.pk):
        key = _centres(bytes(by), outer, centre_id, generation)
        return opened(bytes(wrapped), key=key, place=f"case_key/{case.pk}")
    raise KeyMissing(f"事案 {case.number} の鍵は廃棄されています。記録は、だれにも開けません。")


def shred(case: Case) -> None:
    """Destroys the key of ``case``: what it sealed is noise from now on, but in backups that were made before (decision 024)."""
    CaseKey.objects.filter(case=case).delete()


def keys_of(centre: Centre, *, batch: int = _BATCH) -> Iterator[dict[str, bytes | None]]:
    """Yields the keys that ``centre`` wraps, by case, some thousand at a time; None: one that does not open. Raises KeyMissing."""
    wraps = {row.pk: _bytes_of(row) for row in CentreKey.objects.filter(centre=centre)}
    last = ""
    while True:
        rows = CaseKey.objects.filter(centre_key__in=wraps, case__gt=last).order_by("case")
        found = {
            case_id: _opened_or_none(bytes(wrapped), wraps[by], f"case_key/{case_id}")
            for case_id, by, wrapped in rows.values_list("case_id", "centre_key_id", "wrapped")[:batch]
        }
        if not found:
            return
        yield found
        last = max(found)


def _opened_or_none(wrapped: bytes, key: bytes, place: str) -> bytes | None:
    try:
        return opened(wrapped, key=key, place=place)
    except CannotOpen:
        return None


# --- rotation ---------------------------------------------------------------------------------------


def begin_rotation(centre: Centre) -> CentreKey:
    """Gives ``centre`` a new key; new cases take it, old ones follow by ``rotate_some``."""
    return _new_centre_key(centre, centre_key(centre).generation + 1)


@transaction.atomic
def rotate_some(centre: Centre, *, batch: int = _BATCH) -> int:
    """Wraps at most ``batch`` case keys of ``centre`` by its newest key; returns how many; 0: all are."""
    newest = centre_key(centre)
    key = _bytes_of(newest)
    old = CaseKey.objects.filter(centre_key__centre=centre, centre_key__generation__lt=newest.generation)
    rows = old.select_for_update(of=("self",), no_key=True).order_by("pk")
    keys = {row.pk: _bytes_of(row) for row in CentreKey.objects.filter(centre=centre)}
    anew = {
        case_id: _wrapped_anew(bytes(wrapped), keys[by], key, f"case_key/{case_id}")
        for case_id, by, wrapped in rows.values_list("case_id", "centre_key_id", "wrapped")[:batch]
    }
    _put(anew, newest)
    return len(anew)


def _put(anew: Mapping[str, bytes], by: CentreKey) -> None:
    """One by one with rows as objects it takes ten times as long; and PostgreSQL's lock reads the cases of the centre for each statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE case_key SET wrapped = given.wrapped, centre_key_id = %s"
                " FROM unnest(%s::text[], %s::bytea[]) AS given (case_id, wrapped) WHERE case_key.case_id = given.case_id",
                (by.pk, list(anew), list(anew.values())),
            )
            return
        rows = [(wrapped, by.pk, case_id) for case_id, wrapped in anew.items()]
        cursor.executemany("UPDATE case_key SET wrapped = %s, centre_key_id = %s WHERE case_id = %s", rows)


def forget_old(centre: Centre) -> None:
    """Destroys the older keys of ``centre``. Raises IntegrityError where one still wraps a case key."""
    newest = centre_key(centre)
    CentreKey.objects.filter(centre=centre, generation__lt=newest.generation).delete()


def _wrapped_anew(wrapped: bytes, old: bytes, new: bytes, place: str) -> bytes:
    return sealed(opened(wrapped, key=old, place=place), key=new, place=place)


@transaction.atomic
def wrap_centres_anew(centres: Iterable[Centre] | None = None) -> int:
    """Wraps the keys of the centres (all) by the newest outer key; returns how many. The older outer key may then be destroyed."""
    ring = keyring_of(settings.DATA)
    outer = ring.newest()
    old = CentreKey.objects.exclude(outer=outer).select_for_update(no_key=True)
    rows = list(old if centres is None else old.filter(centre__in=list(centres)))
    for row in rows:
        place = f"centre_key/{row.centre_id}/{row.generation}"
        row.wrapped = sealed(_bytes_of(row), key=ring.outer(outer), place=place)
        row.outer = outer
        row.save(update_fields=("wrapped", "outer"))
    return len(rows)
