"""Disposing of records whose time is over: the key first, then what it sealed. What is counted stays, without anybody in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from madoguchi.web.accounts.models import Centre
from madoguchi.web.database import empty_log
from madoguchi.web.desk import case_keys, log, stored_files
from madoguchi.web.desk.backup.leftovers import sweep_snapshot
from madoguchi.web.desk.cases.frame import Doing, creates, put_out
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.letter_models import ConditionSeen, Letter
from madoguchi.web.desk.models import (
    Approval,
    Attachment,
    Case,
    CaseText,
    Consent,
    Counterpart,
    Disposal,
    Due,
    Party,
    Proposal,
    Registered,
    Share,
    TakenIn,
)
from madoguchi.web.desk.retention import MOST_YEARS, chosen_of, digest_of, listed_of

_SEALED = (
    Letter,
    ConditionSeen,
    CaseText,
    Counterpart,
    Due,
    Proposal,
    Approval,
    Attachment,
    TakenIn,
    Share,
    Consent,
)  # a share rests on its consent
_PERSONAL = ("sex", "occupation", "municipality_code", "keywords", "secondary_schemes")


class ListChanged(ValueError):
    """What was signed is not what is due any more; says what to do (Japanese)."""


class YearsNotFit(ValueError):
    """No number of years that records could be kept (Japanese)."""


@creates("manage_centre")
def keep_for(doing: Doing, years: int | None) -> str:
    """Sets how many years the centre keeps its records; None: it has not said, and nothing is due. Raises YearsNotFit."""
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise YearsNotFit(f"年数は、1 から {MOST_YEARS} の数にしてください。")
    Centre.objects.filter(pk=doing.member.centre.pk).update(kept_years=years)
    doing.fields.add("kept_years")
    return doing.member.centre.id


@creates("dispose")
def dispose(doing: Doing, case_ids: Sequence[str], digest: str) -> str:
    """Disposes of the records of a list whose hash was signed; returns the id of the disposal.

    All of them or none. Raises ListChanged where the list is not what was signed, or one of it may not go.
    """
    _locked(
        doing.member, case_ids
    )  # first: what is written to them meanwhile is seen here, or waits and finds them gone
    chosen = chosen_of(doing.member, case_ids, today=doing.at.date())
    listed = listed_of(chosen)
    if not chosen or digest_of(listed) != digest or not all(one.may_go for one in chosen):
        raise ListChanged(
            "一覧を出したあとで、記録が変わりました。一覧を出し直して、もう一度確かめてください。"
        )
    made = Disposal.objects.create(
        centre=doing.member.centre,
        by=doing.member.staff,
        at=doing.at,
        kept_years=doing.member.centre.kept_years or 0,
        listed=listed,
        digest=digest,
    )
    for case in _locked(doing.member, [one.case_id for one in chosen]):
        _gone(doing, case)
    transaction.on_commit(empty_log)
    transaction.on_commit(lambda: sweep_snapshot(settings.DATA))  # it would open what is gone now
    doing.fields.update((f"sha256.{digest}", f"count.{len(listed)}"))
    return made.id


def _locked(member: Member, case_ids: Sequence[str]) -> list[Case]:
    """The cases, of the own centre alone, locked in one order to the end of the disposal."""
    own = Case.objects.select_for_update(no_key=True).filter(centre=member.centre, pk__in=case_ids)
    return list(own.order_by("pk"))


def _gone(doing: Doing, case: Case) -> None:
    """The case, and those that were merged into it."""
    for merged in Case.objects.select_for_update(no_key=True).filter(merged_into=case):
        _gone(doing, merged)
    case_keys.shred(case)
    files = list(Attachment.objects.filter(case=case).values_list("pk", flat=True))
    for model in _SEALED:
        model._default_manager.filter(case=case).delete()
    _only_counted(case)
    Case.objects.filter(pk=case.pk).update(
        disposed_on=doing.at.date(),
        version=case.version + 1,
        keywords=[],
        secondary_schemes=[],
        stages=[],
        contracted_on=None,
    )
    put_out(case)
    log.note(doing.member.centre, log.Said("dispose_case", doing.member.staff.id, case.pk), at=doing.at)
    transaction.on_commit(lambda: _without(files))


def _only_counted(case: Case) -> None:
    """Of the people only the age band of the consumer stays; of what was registered, what the report counts."""
    Party.objects.filter(case=case, part="caller").delete()
    Party.objects.filter(case=case).update(
        relation="", sex="", occupation="", municipality_code="", sealed=b""
    )
    for row in Registered.objects.filter(case=case):
        kept = {name: value for name, value in row.record.items() if name not in _PERSONAL}
        Registered.objects.filter(pk=row.pk).update(record=kept)


def _without(files: Sequence[str]) -> None:
    """The sealed bytes go when nothing points to them any more; what a crash leaves here nobody can open, and it is swept."""
    for name in files:
        stored_files.remove(name)
