"""What the operator learns of a fault: when, its kind and the line of our code. Never what a person wrote, nor an address."""

from __future__ import annotations

import secrets
import sys
import traceback
from pathlib import Path
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.utils import timezone

_OURS = Path(__file__).parents[1]


def note(event: str, error: BaseException, *, number: str = "") -> None:
    """Writes one line to standard error, with the ``number`` of the fault. The message of ``error`` may carry a person's words: it is left out."""
    told = (f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}", event, type(error).__name__, _line_of(error), number)
    print("madoguchi", *filter(None, told), file=sys.stderr, flush=True)


def new_number() -> str:
    """Returns the number of a fault (32 bits): it says nothing of it, and is found in the operator's lines."""
    told = secrets.token_hex(4).upper()
    return f"{told[:4]}-{told[4:]}"


def number_of(request: HttpRequest) -> str:
    """Returns the number of the fault of ``request``, the same whoever asks."""
    told = getattr(request, "fault_number", "") or new_number()
    request.fault_number = told  # type: ignore[attr-defined]  # it goes with the request from the signal to the page
    return str(told)


def listen() -> None:
    """From now on every fault of a request is noted."""
    got_request_exception.connect(_heard, dispatch_uid="madoguchi-faults")


def _heard(request: HttpRequest | None = None, **_: Any) -> None:
    error = sys.exc_info()[1]
    if error is not None:
        note("fault", error, number=number_of(request) if request is not None else "")


def _line_of(error: BaseException) -> str:
    """The innermost line of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__, limit=-200)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_OURS)]
    return f"{Path(ours[-1].filename).relative_to(_OURS)}:{ours[-1].lineno}" if ours else "-"
