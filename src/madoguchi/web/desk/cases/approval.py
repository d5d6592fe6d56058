"""Approval (決裁), registration and the end of a case; opening it again corrects what was registered by a further row."""

from __future__ import annotations

from typing import Literal

from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.models import Approval, Case, CaseText, Registered
from madoguchi.web.desk.registering import codes_put, record_of

Decision = Literal["approved", "returned"]
_MOST_COMMENT = 4_000


class NotForYou(ValueError):
    """Somebody else has to decide; says who (Japanese)."""


@changes("ask_approval")
def ask_approval(doing: Doing) -> str:
    """Puts the case before whoever decides, and keeps what stands in it now; returns the id of the request."""
    texts = CaseText.objects.filter(case=doing.this).exclude(field="memo")
    texts.filter(settled=False).update(settled=True)  # what somebody decides on is not written over
    newest = dict(texts.order_by("revision").values_list("field", "revision"))
    made = Approval.objects.create(
        case=doing.this,
        asked_by=doing.member.staff,
        asked_at=doing.at,
        put={"texts": newest, "codes": codes_put(doing.this)},
    )
    _now(doing, "for_approval")
    return str(made.pk)


@changes("decide")
def decide(doing: Doing, decision: Decision, comment: str = "") -> str:
    """Approves or returns. Whoever asked may decide alone only where the centre says so. Raises NotForYou."""
    asked = Approval.objects.filter(case=doing.this, decision="").order_by("-pk").first()
    alone = asked is not None and asked.asked_by_id == doing.member.staff.pk
    if asked is None or decision not in ("approved", "returned") or len(comment) > _MOST_COMMENT:
        raise NotForYou("決めることのできる決裁の依頼がありません。")
    if alone and not doing.member.centre.approves_alone:
        raise NotForYou(
            "自分で上げた決裁は、ほかの人が決めます。一人の窓口では、センターの設定で「自己確認」を使えます。"
        )
    Approval.objects.filter(pk=asked.pk).update(
        decided_by=doing.member.staff,
        decided_at=doing.at,
        decision=decision,
        kind="alone" if alone else "by_approver",
        sealed_comment=doing.sealed(comment, f"approval/{asked.pk}"),
    )
    _now(doing, decision)
    return str(asked.pk)


@changes("register")
def register(doing: Doing) -> str:
    """Registers the record as it stands, without anything personal; a second time it is a correction."""
    day = max(
        doing.at.date(), doing.this.received_on
    )  # a clock that was set back registers nothing before it came
    first = Registered.objects.filter(case=doing.this).order_by("pk").first()
    registered_on = first.registered_on if first else day
    made = Registered.objects.create(
        case=doing.this,
        centre=doing.this.centre,
        registered_on=registered_on,
        revised_on=day if first else None,
        record=record_of(doing.this),
    )
    _now(doing, "registered", registered_on=registered_on)
    return str(made.pk)


@changes("reopen")
def reopen(doing: Doing) -> str:
    """Opens the case for changes; what was registered stays registered until it is registered anew."""
    _now(doing, "in_hand", closed_on=None)
    return doing.this.id


@changes("close")
def close(doing: Doing) -> str:
    """Ends the case."""
    _now(doing, "closed", closed_on=doing.at.date())
    return doing.this.id


def _now(doing: Doing, state: str, **columns: object) -> None:
    Case.objects.filter(pk=doing.this.pk).update(state=state, **columns)
    doing.fields.update(("state", *columns))
