"""After a disposal the index is built anew: what was taken out of it stands on in its files until then, sealed by a key that stays."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.models import Disposal
from madoguchi.web.desk.search import outbox
from madoguchi.web.desk.search.index import IndexBusy, thrown_away


def forget() -> int:
    """Builds the index of every centre anew that disposed of records since; returns how many centres. Housekeeping calls it.

    Which disposals an index knows is noted beside it after it was built, all of them, not the newest: a clock may have been set back.
    Whatever is stopped in between is done again.
    """
    return sum(_forgotten(centre) for centre in Centre.objects.order_by("pk"))


def _forgotten(centre: Centre) -> bool:
    with within(centre):
        rows = Disposal.objects.filter(centre=centre).order_by("pk")
        made = list(rows.values_list("pk", flat=True))
    noted, known = _note_of(centre), hashlib.sha256(" ".join(made).encode()).hexdigest()
    if not made or (noted.is_file() and noted.read_text(encoding="ascii") == known):
        return False
    try:
        outbox.rebuild(centre)
    except IndexBusy:  # the next time
        return False
    here = outbox.folder_of(centre)
    for other in here.parent.glob(f"{centre.pk}-*"):
        if other != here:  # of the time before the dictionary was installed
            thrown_away(other)
    noted.write_text(known, encoding="ascii")
    return True


def _note_of(centre: Centre) -> Path:
    return Path(settings.DATA) / "search" / f"{centre.pk}.disposed"
