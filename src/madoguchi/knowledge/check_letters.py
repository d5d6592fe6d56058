"""Whether the letters hold together: rules that are there, conditions that they have, parts of a record that there are."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import get_args

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes.letters import LetterForm, LetterPart

_MOST_ID = 16


def problems_of_letters(known: Knowledge) -> Iterator[str]:
    """Yields what is wrong with ``known.letters``, one Japanese line each."""
    for form in known.letters.values():
        yield from _of(form, known)


def _of(form: LetterForm, known: Knowledge) -> Iterator[str]:
    if len(form.id) > _MOST_ID:
        yield _line(form, f"id が {_MOST_ID} 文字を超えます。", "短くしてください。")
    for rule in form.rules:
        if rule not in known.redress:
            yield _line(form, f"決まり「{rule}」が law にありません。", "id の綴りを確かめてください。")
    for said in form.record:
        rule_ = known.redress.get(said.rule)
        if said.rule not in form.rules or not rule_ or not 0 < said.condition <= len(rule_.conditions):
            mend = "rules の中の決まりと、その条件の番号（1から）にしてください。"
            yield _line(form, f"record の「{said.rule}」の条件がありません。", mend)
    strange = {part for line in form.body for part in parts_in(line)} - set(get_args(LetterPart))
    if strange:
        mend = f"使えるのは {'、'.join(get_args(LetterPart))} です。"
        yield _line(form, f"本文の「{'、'.join(sorted(strange))}」は記録の項目ではありません。", mend)


def parts_in(line: str) -> list[str]:
    """Returns the parts of the record that ``line`` names in braces."""
    return [name for _, name, _, _ in Formatter().parse(line) if name is not None]


def _line(form: LetterForm, what: str, mend: str) -> str:
    return f"letters/{form.id}: {what} 直し方: {mend}"
