"""A draft that a person kept on the public pages of this installation, found by the number that they read out."""

from __future__ import annotations

import datetime as dt

import msgspec

from madoguchi.papers.consents import FIELDS, RECIPIENTS
from madoguchi.web.desk.taking_in.brought import Brought, NotBrought, digest_of, moment_in, safe
from madoguchi.web.desk.taking_in.case_texts import read
from madoguchi.web.desk.taking_in.told import Told, said_in
from madoguchi.web.public import drafts
from madoguchi.web.public.walk import Walk, written
from madoguchi.words import PersonWord

_PERSONS: dict[str | None, PersonWord] = {"self": "self", "family": "family"}
NOT_HERE = (
    "この番号の相談メモは、ここにはありません。番号を、4けたずつ聞き直してください。"
    "消したか、30日がすぎたか、別の機械にあるときは、ファイルか貼りつけで受け取ってください。"
)


def brought_by_number(number: str, *, at: dt.datetime) -> Brought:
    """Returns what is kept under the continue ``number``, read as of ``at``. Raises NotBrought."""
    walk = drafts.find(number, now=at)
    if walk is None or walk.whole is None:
        raise NotBrought(NOT_HERE)
    answer = read(walk.whole, at=at, answers=walk.answers)
    situation = msgspec.structs.replace(answer.situation, person=_PERSONS.get(walk.person, "other"))
    told = Told(story=walk.whole, answer=msgspec.structs.replace(answer, situation=situation))
    return Brought(
        way="number",
        number=number,
        made_at=moment_in(walk.started),
        by="この窓口の、相談する人のページ",
        checked="own",
        signer="",
        digest=digest_of(written(walk).encode()),
        said=said_in(told),
        agreed=tuple(_agreed(walk)),
    )


def _agreed(walk: Walk) -> list[str]:
    return [
        f"{safe(one.who, most=40)} → {RECIPIENTS[one.to]}: {'、'.join(FIELDS[name] for name in one.fields)}"
        for one in walk.consents
    ]
