"""Papers from a walk: which there are, what each would tell to whom, and the files themselves, made in memory."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madoguchi.papers import is_report
from madoguchi.papers.consents import (
    FREE,
    NEEDS,
    PURPOSES,
    TO,
    Consent,
    FieldName,
    NoConsent,
    SheetKind,
    language_of,
)
from madoguchi.papers.making import SHEET_KINDS, is_sheet, papers_of
from madoguchi.papers.material import About, Added, Bundle, Translated
from madoguchi.papers.parts_needed import CannotSet
from madoguchi.plain_text import UnreadableText
from madoguchi.web.knowing import known_in
from madoguchi.web.public import limits
from madoguchi.web.public.agreements import holding
from madoguchi.web.public.answers import answer_to
from madoguchi.web.public.clock import now
from madoguchi.web.public.counting import counted
from madoguchi.web.public.entry import NotTaken
from madoguchi.web.public.reports import report_files
from madoguchi.web.public.troubles import lost, not_so, too_often
from madoguchi.web.public.turns import CASES
from madoguchi.web.public.walk import Lost, Walk, read
from madoguchi.web.tongue import TONGUES, Tongue
from madoguchi.words import PersonWord, Situation

_PERSONS: dict[str | None, PersonWord] = {"self": "self", "family": "family"}
_HOW = {
    "self": "本人がこの画面で選んだ",
    "asked": "本人に聞いて、よいと言われた",
    "cannot": "本人に聞くことができず、代わりの人が決めた",
}
_WHO_ADDS: Mapping[str, str] = {"self": "本人", "family": "家族", "watched": "見守る人", "customer": "店の人"}
_SOMEBODY = "話した人"
_NOT_ASKED = "代わりの人（本人には聞いていない）"
_AT_A_COUNTER = frozenset({"prepaid_emoney", "bank_transfer", "cash", "convenience_store"})
_OLD = frozenset({"60s", "70s", "80s", "90s_up"})
IDENTITY = ("name", "address", "phone", "sex", "age", "occupation")
_MOST_TYPED = 200
_TYPES = {
    ".pdf": "application/pdf",
    ".ics": "text/calendar; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


class Offered(NamedTuple):
    """A paper that can be made. ``free``: it tells nobody anything of the person; ``agreed``: what may stand on it.

    ``before``: what the person agreed to before they told something else: it is asked anew, from what it was.
    """

    kind: SheetKind
    free: bool
    agreed: tuple[FieldName, ...]
    before: tuple[FieldName, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """What a person may type about themselves for it: the six things that a centre asks, where they agreed to them."""
        return IDENTITY if "identity" in self.agreed else ()


def offered(walk: Walk) -> list[Offered]:
    """Returns the papers in the order in which people need them."""
    held = holding(walk)
    return [
        Offered(kind, kind in FREE, _agreed(held, kind), _agreed(walk.consents, kind)) for kind in SHEET_KINDS
    ]


def is_rare(kind: SheetKind, situation: Situation) -> bool:
    """Whether a paper is of little use here: a card for a shop or a bank where neither is spoken of, a watcher's sheet for who needs none."""
    if kind == "clerk-card":
        return all(payment.method not in _AT_A_COUNTER for payment in situation.payments)
    told_by_themselves = situation.person not in ("family", "other")
    return kind == "watcher-sheet" and told_by_themselves and situation.age_band not in _OLD


def _agreed(consents: Sequence[Consent], kind: SheetKind) -> tuple[FieldName, ...]:
    last = next((one for one in reversed(consents) if one.to == TO[kind]), None)
    return tuple(field for field in NEEDS[kind] if last and field in last.fields)


def with_consent(walk: Walk, request: HttpRequest) -> Walk:
    """Returns ``walk`` with the consent of a form: to whom, which fields, who agreed. Raises NotTaken, Lost."""
    kind, who = request.POST.get("kind", ""), request.POST.get("agreed", "")
    if not is_sheet(kind):
        raise Lost
    fields = tuple(field for field in NEEDS[kind] if field in request.POST.getlist("field"))
    if who not in _HOW:
        raise NotTaken("sheet.error.agreed")
    if not fields:
        raise NotTaken("sheet.error.fields")
    consent = Consent(
        who=_NOT_ASKED if who == "cannot" else "本人",
        to=TO[kind],
        fields=fields,
        purpose=PURPOSES[kind],
        how=_HOW[who],
        when=now(),
    )
    others = tuple(one for one in walk.consents if one.to != consent.to)
    again = tuple(to for to in walk.again if to != consent.to)
    return msgspec.structs.replace(walk, consents=(*others, consent), again=again)


def about_in(request: HttpRequest) -> About:
    """Returns what a person typed about themselves beside a paper: it is in this one request, and nowhere else. Raises Lost."""
    typed = {name: request.POST.get(f"about-{name}", "").strip() for name in IDENTITY}
    if any(len(text) > _MOST_TYPED for text in typed.values()):
        raise Lost
    return About(**{name: text for name, text in typed.items() if text})


def bundle_of(
    walk: Walk, kind: SheetKind, *, tongue: Tongue, at: dt.datetime, about: About | None = None
) -> Bundle:
    """Returns what the paper ``kind`` of ``walk`` is made from. Raises Lost for a walk without a story."""
    if walk.whole is None:
        raise Lost
    answer = answer_to(walk, "ja", at=at)
    adds = _WHO_ADDS.get(walk.person or answer.situation.person, _SOMEBODY)
    return Bundle(
        story=walk.whole,
        answer=answer,
        knowledge=known_in("ja"),
        answers=walk.answers,
        translated=_translated(walk, kind, tongue=tongue, at=at),
        person=_PERSONS.get(walk.person, "other"),
        about=about or About(),
        operator=settings.OPERATOR,
        signer=settings.SIGNER if kind == "case" else None,
        consents=holding(walk),
        added=tuple(_added(one.at, one.text, by=adds) for one in walk.added),
        done=walk.done,
    )


def _translated(walk: Walk, kind: SheetKind, *, tongue: Tongue, at: dt.datetime) -> Translated | None:
    own = next(one for one in TONGUES if one == language_of(kind, tongue))
    return None if own == "ja" else Translated(answer_to(walk, own, at=at), known_in(own))


def _added(at: str, text: str, *, by: str) -> Added:
    try:
        return Added(at=dt.datetime.fromisoformat(at), by=by, text=text)
    except ValueError:
        raise Lost from None


def paper(request: HttpRequest, tongue: Tongue, *, kind: str) -> HttpResponse:
    """Gives one paper to take away; several files come as one archive. Nothing is written on this machine."""
    if request.method != "POST":
        return not_so(request, ("POST",))
    try:
        limits.count(request, limits.PAPERS)
        walk = counted(request, read(request.POST.get("walk", "")))
        files = _made(walk, kind, tongue, about=about_in(request))
    except limits.TooOften as often:
        return too_often(request, tongue, often=often)
    except (Lost, LookupError, NoConsent, CannotSet, UnreadableText):
        return lost(request, tongue)
    return _file(kind, files)


def _made(walk: Walk, kind: str, tongue: Tongue, *, about: About) -> dict[str, bytes]:
    at = now()
    if is_report(kind):
        return report_files(walk, kind, at=at)
    if not is_sheet(kind):
        raise Lost
    bundle = bundle_of(walk, kind, tongue=tongue, at=at, about=about)
    with CASES.turn() if kind == "case" else nullcontext():
        return papers_of(bundle, [kind], at=at)


def _file(kind: str, files: dict[str, bytes]) -> HttpResponse:
    if len(files) == 1:
        name, content = next(iter(files.items()))
    else:
        name, content = f"{kind}.zip", _archive(files)
    type_ = _TYPES.get(name[name.rfind(".") :], "application/zip")
    sent: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=type_, headers=sent)


def _archive(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return whole.getvalue()
