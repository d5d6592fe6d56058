"""An operator's own desks: one YAML file outside the package, laid over the knowledge that is shipped.

A municipality names its own centre there, with its number, hours and source, and the centre is shown before the
hotline wherever a step leads to that. The file obeys the same shapes, checks and display rule as everything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.reader import KnowledgeError, read_file
from madoguchi.knowledge.shapes import Contact, Source, StepRule
from madoguchi.knowledge.shapes.shape import Shape


class OwnDesksFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``before``: the shipped contact in front of which these desks are shown."""

    contacts: list[Contact]
    sources: list[Source]
    before: str = "hotline_188"


def with_own_desks(known: Knowledge, path: Path) -> Knowledge:
    """Returns ``known`` with the desks of the file at ``path``.

    Raises KnowledgeError for a fault in the file, for an id that is already in use and for what the checks of the
    knowledge refuse; OSError when the file cannot be read.
    """
    own = read_file(path, OwnDesksFile)
    _refuse_taken(path, [one.id for one in own.contacts], known.contacts.keys(), "窓口")
    _refuse_taken(path, [one.id for one in own.sources], known.sources.keys(), "出典")
    if own.before not in known.contacts:
        raise _fault(
            path, f"before の「{own.before}」という窓口はありません。", "hotline_188 などにしてください。"
        )
    laid = _laid_over(known, own, digest=hashlib.sha256(path.read_bytes()).hexdigest()[:6])
    problems = problems_of(laid)
    if problems:
        raise _fault(path, problems[0], "この行の言うとおりに直してください。")
    return laid


def _laid_over(known: Knowledge, own: OwnDesksFile, *, digest: str) -> Knowledge:
    ids = [one.id for one in own.contacts]
    schemes = {
        id_: msgspec.structs.replace(one, steps=[_with(step, ids, own.before) for step in one.steps])
        for id_, one in known.schemes.items()
    }
    return replace(
        known,
        revision=f"{known.revision}+{digest}",
        sources={**known.sources, **{one.id: one for one in own.sources}},
        contacts={**known.contacts, **{one.id: one for one in own.contacts}},
        steps=tuple(_with(step, ids, own.before) for step in known.steps),
        schemes=schemes,
    )


def _with(step: StepRule, ids: Sequence[str], before: str) -> StepRule:
    if before not in step.contacts:
        return step
    at = step.contacts.index(before)
    return msgspec.structs.replace(step, contacts=[*step.contacts[:at], *ids, *step.contacts[at:]])


def _refuse_taken(path: Path, ids: Sequence[str], taken: Container[str], what: str) -> None:
    doubled = [one for one in ids if one in taken or ids.count(one) > 1]
    if doubled:
        raise _fault(path, f"{what}の id「{doubled[0]}」は、もう使われています。", "別の id にしてください。")


def _fault(path: Path, what: str, mend: str) -> KnowledgeError:
    return KnowledgeError(where=str(path), what=what, mend=mend)
