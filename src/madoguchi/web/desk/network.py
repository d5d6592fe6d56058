"""What a case has to do with others: whom it may be shown to, whom it is shown to, what became a part of it, what others show us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from madoguchi.knowledge import load
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import log, readings
from madoguchi.web.desk.cases.consents import ConsentWords, NoConsent
from madoguchi.web.desk.cases.joining import number_there
from madoguchi.web.desk.codes import Scope
from madoguchi.web.desk.gates import Member, NotThere, case_for, looking, valid_shares, within
from madoguchi.web.desk.models import Case, Consent, OldNumber, Share
from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.taking_in.brought import moment
from madoguchi.web.desk.taking_in.desk_records import sealed_record

SCOPE_NAMES: dict[Scope, str] = {"summary": "個人の分からない要約", "case": "相談の全部"}
_MOST = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """``centre`` may be shown the case as far as ``scope``, by the consent ``consent_id``, and is not yet."""

    centre: Centre
    consent_id: str
    scope: Scope

    @property
    def shown(self) -> str:
        """How far, in words."""
        return SCOPE_NAMES[self.scope]


@dataclass(frozen=True, slots=True)
class FromOthers:
    """A case that another centre shows us whole; ``taken_as``: our own case on it, if there is one."""

    case_id: str
    number: str
    centre: str
    received_on: dt.date
    what: str
    until: dt.date | None
    taken_as: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case of the own centre that another one may become a part of, as it is shown before that is done."""

    case_id: str
    number: str
    received_on: dt.date
    what: str


# The first three are called within the transaction of whoever asks (``gates.looking``).


def shares_of(whole: WholeCase) -> list[tuple[Share, str, str]]:
    """Returns to whom the case is shown, also what has ended, the newest first, each with how far and what for in words."""
    words = {row.pk: said.purpose for row, said in readings.consents_of(whole)}
    rows = Share.objects.filter(case=whole.case).select_related("centre", "consent").order_by("-pk")
    return [
        (row, SCOPE_NAMES["case" if row.scope == "case" else "summary"], words[row.consent.pk])
        for row in rows
    ]


def offers_of(case: Case, *, today: dt.date) -> list[Offer]:
    """Returns to whom ``case`` may be shown by its consents of ``today`` and is not yet."""
    open_ones = Consent.objects.filter(case=case, revoked_at=None).exclude(until__lt=today)
    shared = set(Share.objects.filter(case=case, revoked_at=None).values_list("centre", "consent", "scope"))
    offers = [
        Offer(centre, consent.pk, scope)
        for consent in open_ones.order_by("given_at")
        for centre in Centre.objects.filter(code=consent.to).exclude(pk=case.centre_id)
        for scope in SCOPE_NAMES
        if scope in consent.fields
    ]
    return [
        one
        for one in offers
        if shared.isdisjoint((one.centre.pk, one.consent_id, far) for far in (one.scope, "case"))
    ]


def outside_of(whole: WholeCase, *, today: dt.date) -> list[tuple[Consent, ConsentWords]]:
    """Returns the consents by which the whole case may go to somebody who is no centre of this installation."""
    here = set(Centre.objects.values_list("code", flat=True))
    return [
        (row, said)
        for row, said in reversed(readings.consents_of(whole))
        if row.revoked_at is None
        and (row.until is None or row.until >= today)
        and said.to not in here
        and "case" in row.fields
    ]


def parts_of(case: Case) -> list[Case]:
    """Returns the cases that became a part of ``case``, in the order of their numbers."""
    return list(Case.objects.filter(merged_into=case).order_by("number"))


def candidate(member: Member, case_id: str, *, at: dt.datetime) -> Candidate:
    """Returns the own case ``case_id`` as it is shown before another becomes a part of it. Raises NotThere, NotAllowed."""
    with looking(member.centre):
        case = case_for(member, case_id, act="merge", today=at.date())
        if case.centre_id != member.centre.pk:
            raise NotThere
        return Candidate(case.pk, case.number, case.received_on, _what(case))


def handed_over(member: Member, case_id: str, *, consent_id: str, number: str, at: dt.datetime) -> bytes:
    """Returns the record as a file for another installation, sealed under ``number``; the log notes it.

    Raises NotThere, NotAllowed, NoConsent, NotANumber, NotBrought.
    """
    whole = readings.read_case(member, case_id, at=at)
    with within(member.centre):
        case = case_for(member, case_id, act="export", today=at.date())
        if case.centre_id != member.centre.pk:
            raise NotThere
        found = next((one for one in outside_of(whole, today=at.date()) if one[0].pk == consent_id), None)
        if found is None:
            raise NoConsent("この相談をほかの机に渡すことへの同意（または法令の根拠）がありません。")
        row, said = found
        agreed = f"{said.to}（{said.purpose}、{moment(row.given_at)}）"
        letters = readings.letters_of(whole)
        made = sealed_record(whole, agreed, number=number, made_at=moment(at), letters=letters)
        log.note(member.centre, log.Said("export", member.staff.id, case.pk, ("consent", row.pk)), at=at)
        return made


def from_others(member: Member, *, at: dt.datetime) -> list[FromOthers]:
    """Returns the cases that other centres show the member's centre whole, the newest first; codes and numbers alone."""
    with looking(member.centre):
        shares = valid_shares(member, today=at.date()).filter(scope="case")
        rows = shares.select_related("case__centre", "from_centre").order_by("-pk")[:_MOST]
        numbers = {number_there(row.case): row for row in rows}
        taken = dict(
            OldNumber.objects.filter(centre=member.centre, number__in=list(numbers)).values_list(
                "number", "case"
            )
        )
        return [_told(row, str(taken.get(number, ""))) for number, row in numbers.items()]


def count_from_others(member: Member, *, at: dt.datetime) -> int:
    """Returns how many of ``from_others`` are not taken over yet: every look at today's desk asks it."""
    with looking(member.centre):
        shares = valid_shares(member, today=at.date()).filter(scope="case").order_by("-pk")
        numbers = {
            f"{code}:{number}"
            for code, number in shares.values_list("case__centre__code", "case__number")[:_MOST]
        }
        taken = OldNumber.objects.filter(centre=member.centre, number__in=numbers)
        return len(numbers) - (taken.count() if numbers else 0)


def _told(row: Share, taken_as: str) -> FromOthers:
    case = row.case
    return FromOthers(
        case_id=case.pk,
        number=case.number,
        centre=row.from_centre.name,
        received_on=case.received_on,
        what=_what(case),
        until=row.until,
        taken_as=taken_as,
    )


def _what(case: Case) -> str:
    scheme = load().schemes.get(case.scheme)
    return scheme.name if scheme else "手口は未入力"
