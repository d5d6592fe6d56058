"""What the names of attached files give away. No file is opened: the name alone says what opening it would do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from madoguchi.knowledge.shapes import LinkTrick
from madoguchi.plain_text import MAX_CHARS, level

MAX_NAMES = 200
_BY_ENDING = ("attached_program", "attached_container", "attached_page", "attached_macro")
_OPENED = _BY_ENDING[:3]  # what a name that looks like a document's may hide
_TURNED = re.compile(
    "[\u202a-\u202e\u2066-\u2069]"
)  # signs that turn the order of writing round: exe.fdp shown as pdf.exe
_GAP = re.compile(r"\s{5,}\.")
_TOLD = ("パスワード", "password", "解凍", "ぱすわーど")


def tricks_of_names(
    names: Sequence[str], text: str, *, rules: Mapping[str, LinkTrick]
) -> Iterator[tuple[str, str]]:
    """Yields (trick id, name) for what ``names`` show; ``text`` is what the mail says (a password for the file?)."""
    for name in names[:MAX_NAMES]:
        first, ending = _endings(name)
        kinds = [id_ for id_ in _BY_ENDING if ending in rules[id_].endings]
        yield from ((id_, name) for id_ in kinds)
        hides = first in rules["attached_disguise"].endings and any(id_ in _OPENED for id_ in kinds)
        if hides or _TURNED.search(name) or (kinds and _GAP.search(name)):
            yield "attached_disguise", name
        if ending in rules["attached_locked"].endings and any(
            word in level(text[:MAX_CHARS]) for word in _TOLD
        ):
            yield "attached_locked", name


def _endings(name: str) -> tuple[str, str]:
    """The last two endings in lower case, half width: ``請求書.pdf .EXE`` gives pdf and exe."""
    pieces = [piece.strip() for piece in level(name).lower().split(".")]
    return (pieces[-2] if len(pieces) > 2 else ""), (pieces[-1] if len(pieces) > 1 else "")
