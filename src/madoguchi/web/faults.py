"""What the operator learns of a fault: when, its kind and the line of our code. Never what a person wrote, nor an address."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from django.core.signals import got_request_exception
from django.utils import timezone

_OURS = Path(__file__).parents[1]


def note(event: str, error: BaseException) -> None:
    """Writes one line to standard error. The message of ``error`` may carry a person's words: it is left out."""
    print(
        f"madoguchi {timezone.now():%Y-%m-%dT%H:%M:%SZ} {event} {type(error).__name__} {_line_of(error)}",
        file=sys.stderr,
        flush=True,
    )


def listen() -> None:
    """From now on every fault of a request is noted."""
    got_request_exception.connect(_heard, dispatch_uid="madoguchi-faults")


def _heard(**_: Any) -> None:
    error = sys.exc_info()[1]
    if error is not None:
        note("fault", error)


def _line_of(error: BaseException) -> str:
    """The innermost line of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__, limit=-200)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_OURS)]
    return f"{Path(ours[-1].filename).relative_to(_OURS)}:{ours[-1].lineno}" if ours else "-"
