"""Taking a proposed code, or not. What was not taken is not proposed again; nobody is asked why."""

from __future__ import annotations

from typing import get_args

import msgspec

from madoguchi.web.desk.cases.codes_given import CodeNotKnown, Codes, checked
from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.cases.record import Identity, put_party
from madoguchi.web.desk.codes import Answer
from madoguchi.web.desk.models import Case, Party, Proposal
from madoguchi.web.desk.proposals import OF_CONSUMER, Proposed

_SUMS = ("contract_amount", "paid_amount")
_LISTS = ("secondary_schemes", "stages", "payment_methods", "content_categories", "keywords")


@changes("write_codes")
def answer_proposal(doing: Doing, proposed: Proposed, answer: Answer) -> str:
    """Takes ``proposed`` into the record (beside what a list already holds), or leaves it out. Raises CodeNotKnown."""
    if answer not in get_args(Answer):
        raise CodeNotKnown("提案には「入れる」か「入れない」で答えてください。")
    if answer == "taken":
        _take(doing, proposed)
    sealed = doing.sealed(proposed.quote, f"proposal/{proposed.field}/{proposed.value}")
    Proposal.objects.update_or_create(
        case=doing.this,
        field=proposed.field,
        value=proposed.value,
        defaults={"state": answer, "sealed_reason": sealed},
    )
    doing.fields.add(f"proposal.{proposed.field}")
    return f"{proposed.field}-{proposed.value}"


def _take(doing: Doing, proposed: Proposed) -> None:
    if proposed.field in OF_CONSUMER:  # who it is stays as it stands
        party = Party.objects.filter(case=doing.this, part="consumer").first()
        known = doing.opened(party.sealed, "party/consumer") if party else "{}"
        identity = msgspec.json.decode(known, type=Identity)
        put_party(doing, "consumer", coded={proposed.field: proposed.value}, identity=identity)
        return
    given = checked(_codes(doing.this, proposed))
    Case.objects.filter(pk=doing.this.pk).update(**given)
    doing.fields.update(given)


def _codes(case: Case, proposed: Proposed) -> Codes:
    value: object = int(proposed.value) if proposed.field in _SUMS else proposed.value
    if proposed.field in _LISTS:
        value = list(dict.fromkeys([*getattr(case, proposed.field), proposed.value]))
    return msgspec.convert({proposed.field: value}, Codes)


def still_open(case: Case, found: tuple[Proposed, ...]) -> list[Proposed]:
    """Returns what of ``found`` was neither taken nor left out, and does not stand in the record already."""
    answered = set(Proposal.objects.filter(case=case).values_list("field", "value"))
    return [one for one in found if (one.field, one.value) not in answered and not _stands(case, one)]


def _stands(case: Case, one: Proposed) -> bool:
    if one.field in OF_CONSUMER:
        consumer = Party.objects.filter(case=case, part="consumer").first()
        return getattr(consumer, one.field, "") not in ("", "unknown")
    held = getattr(case, one.field)
    return one.value in held if isinstance(held, list) else held not in ("", None)
