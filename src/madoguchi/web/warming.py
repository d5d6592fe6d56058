"""What is read once is read before somebody waits for it: Japanese before the port opens, the other languages right after."""

from __future__ import annotations

import gc
import threading

from madoguchi import consult
from madoguchi.web.knowing import known_in
from madoguchi.web.public.clock import now
from madoguchi.web.tongue import TONGUES, Tongue

_STORY = "警告画面が出て電話した"


def begin() -> threading.Thread:
    """Reads Japanese, and has the rest read in the background."""
    _read("ja")
    rest = threading.Thread(target=_rest, name="warming", daemon=True)
    rest.start()
    return rest


def _rest() -> None:
    for tongue in TONGUES:
        _read(tongue)
    gc.collect()
    gc.freeze()  # what was read stays for good: nobody's answer waits for a search through it


def _read(tongue: Tongue) -> None:
    consult(_STORY, at=now(), knowledge=known_in(tongue))
