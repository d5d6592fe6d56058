"""What the desk keeps. Free text, identity and files are sealed under the key of their case; codes and days stand open.

Nothing here is written but by ``cases`` and nothing of a case is read but through ``gates``: managers hand out no row by themselves.
"""

from __future__ import annotations

import datetime as dt

from django.db import models

from madoguchi.web.accounts.models import Centre, Staff, new_id
from madoguchi.web.desk import letter_models, log_models  # noqa: F401 (Django finds tables through this module)
from madoguchi.web.desk.codes import KINDS, METHODS, OUTCOMES, STATES
from madoguchi.web.desk.columns import JsonText

_ID = 32


def _case(related: str) -> models.ForeignKey[Case, Case]:
    return models.ForeignKey("Case", on_delete=models.PROTECT, related_name=related)


def _by(related: str) -> models.ForeignKey[Staff, Staff]:
    return models.ForeignKey(Staff, on_delete=models.PROTECT, related_name=related)


class CentreKey(models.Model):
    """A key of a centre, wrapped by the key ``outer`` that lies outside the data folder. The newest generation wraps new cases."""

    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    generation: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    outer: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    wrapped: models.BinaryField[bytes, bytes] = models.BinaryField()
    centre_id: str

    class Meta:
        db_table = "centre_key"
        constraints = (models.UniqueConstraint(fields=("centre", "generation"), name="one_key_a_generation"),)


class Case(models.Model):
    """A consultation at a desk: its codes, days and sums. ``None`` is unknown, never 0."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="cases"
    )
    number: models.CharField[str, str] = models.CharField(max_length=24)
    state: models.CharField[str, str] = models.CharField(
        max_length=16, default="in_hand", choices=[(one, one) for one in STATES]
    )
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)
    counsellor: models.ForeignKey[Staff, Staff] = _by("cases")
    merged_into: models.ForeignKey[Case | None, Case | None] = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )

    received_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    received_on: models.DateField[dt.date, dt.date] = models.DateField()
    registered_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    closed_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    disposed_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    from_old_records: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    method: models.CharField[str, str] = models.CharField(
        max_length=8, choices=list(METHODS.items()), default="phone"
    )
    kind: models.CharField[str, str] = models.CharField(
        max_length=12, choices=list(KINDS.items()), blank=True
    )
    via_other_centre: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)

    scheme: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    secondary_schemes = JsonText(default=list)
    stages = JsonText(default=list)
    product_code: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    sales_channel: models.CharField[str, str] = models.CharField(max_length=24, blank=True)
    content_categories = JsonText(default=list)
    payment_methods = JsonText(default=list)
    keywords = JsonText(default=list)
    contracted_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    contract_amount: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    paid_amount: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    relief_amount: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    outcome: models.CharField[str, str] = models.CharField(
        max_length=16, choices=list(OUTCOMES.items()), blank=True
    )
    minutes_spent: models.PositiveIntegerField[int | None, int | None] = models.PositiveIntegerField(
        null=True
    )
    centre_id: str
    merged_into_id: str | None

    class Meta:
        db_table = "case_"
        constraints = (models.UniqueConstraint(fields=("centre", "number"), name="one_number_a_centre"),)
        indexes = (
            models.Index(fields=("centre", "state", "received_at"), name="case_by_state"),
            models.Index(fields=("centre", "received_on"), name="case_by_day"),
        )


class CaseKey(models.Model):
    """The key of a case, wrapped by its centre's. Without this row nobody can read the case again, but from a backup that was made before."""

    case: models.OneToOneField[Case, Case] = models.OneToOneField(
        Case, primary_key=True, on_delete=models.PROTECT, related_name="key"
    )
    centre_key: models.ForeignKey[CentreKey, CentreKey] = models.ForeignKey(
        CentreKey, on_delete=models.PROTECT
    )
    wrapped: models.BinaryField[bytes, bytes] = models.BinaryField()
    case_id: str
    centre_key_id: int

    class Meta:
        db_table = "case_key"


class CaseText(models.Model):
    """One free text of a case. A ``settled`` one never changes again: what follows is a further revision."""

    case: models.ForeignKey[Case, Case] = _case("texts")
    field: models.CharField[str, str] = models.CharField(max_length=12)
    revision: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    settled: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()
    by: models.ForeignKey[Staff, Staff] = _by("texts")
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "case_text"
        constraints = (models.UniqueConstraint(fields=("case", "field", "revision"), name="one_revision"),)


class Party(models.Model):
    """The caller (相談者) or the consumer (契約当事者): what is counted stands open, who they are is sealed."""

    case: models.ForeignKey[Case, Case] = _case("parties")
    part: models.CharField[str, str] = models.CharField(max_length=8)
    relation: models.CharField[str, str] = models.CharField(max_length=24, blank=True)
    age_band: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    sex: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    occupation: models.CharField[str, str] = models.CharField(max_length=24, blank=True)
    municipality_code: models.CharField[str, str] = models.CharField(max_length=6, blank=True)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "party"
        constraints = (models.UniqueConstraint(fields=("case", "part"), name="one_party_a_part"),)


class Counterpart(models.Model):
    """A name, number, address or account of the other side, and whose. ``mark`` finds the same one in another case without telling it."""

    case: models.ForeignKey[Case, Case] = _case("counterparts")
    kind: models.CharField[str, str] = models.CharField(max_length=8)
    role: models.CharField[str, str] = models.CharField(max_length=16, blank=True)
    mark: models.BinaryField[bytes, bytes] = models.BinaryField(max_length=32)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "counterpart"
        indexes = (models.Index(fields=("kind", "mark"), name="same_counterpart"),)


class Consent(models.Model):
    """Who agreed to what, for whom (a centre's code), how and when; or the law that allows it. Revoked, it stays as history."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    case: models.ForeignKey[Case, Case] = _case("consents")
    who: models.CharField[str, str] = models.CharField(max_length=8)
    to: models.CharField[str, str] = models.CharField(max_length=40)
    fields = JsonText()
    # What for and by which law is sealed with the words; these two hold what was written before that.
    purpose: models.CharField[str, str] = models.CharField(max_length=80)
    how: models.CharField[str, str] = models.CharField(max_length=8)
    legal_basis: models.CharField[str, str] = models.CharField(max_length=80, blank=True)
    given_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    until: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    revoked_at: models.DateTimeField[dt.datetime | None, dt.datetime | None] = models.DateTimeField(null=True)
    sealed_text: models.BinaryField[bytes, bytes] = models.BinaryField()
    by: models.ForeignKey[Staff, Staff] = _by("consents")

    class Meta:
        db_table = "consent"


class Share(models.Model):
    """``case`` may be read by ``centre`` as far as ``consent`` goes; ``scope``: its masked summary, or all of it."""

    # Its end stands here too: the row-level lock of PostgreSQL reads this row alone.
    case: models.ForeignKey[Case, Case] = _case("shares")
    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="shared_with_us"
    )
    consent: models.ForeignKey[Consent, Consent] = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="shares"
    )
    from_centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="shared_by_us"
    )
    scope: models.CharField[str, str] = models.CharField(max_length=8)
    until: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    revoked_at: models.DateTimeField[dt.datetime | None, dt.datetime | None] = models.DateTimeField(null=True)

    class Meta:
        db_table = "share"
        constraints = (
            models.UniqueConstraint(fields=("case", "centre", "consent"), name="one_share_a_consent"),
        )


class Approval(models.Model):
    """A request for approval (決裁) and what was decided; ``kind`` says by whom: the head, in their place, or alone."""

    case: models.ForeignKey[Case, Case] = _case("approvals")
    asked_by: models.ForeignKey[Staff, Staff] = _by("asked")
    asked_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    decided_by: models.ForeignKey[Staff | None, Staff | None] = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="decided"
    )
    decided_at: models.DateTimeField[dt.datetime | None, dt.datetime | None] = models.DateTimeField(null=True)
    decision: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    kind: models.CharField[str, str] = models.CharField(max_length=12, blank=True)
    sealed_comment: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    put = JsonText(null=True)  # which revision of each text, and the codes (``registering.codes_put``)
    asked_by_id: str

    class Meta:
        db_table = "approval"


class Due(models.Model):
    """Something that has its day or hour: a call-back, a deadline such as cooling-off."""

    case: models.ForeignKey[Case, Case] = _case("dues")
    kind: models.CharField[str, str] = models.CharField(max_length=16)
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    done_at: models.DateTimeField[dt.datetime | None, dt.datetime | None] = models.DateTimeField(null=True)
    sealed_note: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")

    class Meta:
        db_table = "due"
        indexes = (
            models.Index(fields=("case", "done_at", "at"), name="due_next"),
            models.Index(fields=("at",), name="due_open", condition=models.Q(done_at=None)),
        )


class Attachment(models.Model):
    """A file of a case. It lies in the data folder under a name of its own, sealed; its real name is sealed here."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    case: models.ForeignKey[Case, Case] = _case("attachments")
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    media_type: models.CharField[str, str] = models.CharField(max_length=40)
    sealed_name: models.BinaryField[bytes, bytes] = models.BinaryField()
    by: models.ForeignKey[Staff, Staff] = _by("attachments")
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "attachment"


class Proposal(models.Model):
    """A code that the reading proposes, with its reason (a quote of the memo); a counsellor takes it or not."""

    case: models.ForeignKey[Case, Case] = _case("proposals")
    field: models.CharField[str, str] = models.CharField(max_length=24)
    value: models.CharField[str, str] = models.CharField(max_length=40)
    state: models.CharField[str, str] = models.CharField(max_length=8)
    sealed_reason: models.BinaryField[bytes, bytes] = models.BinaryField()

    class Meta:
        db_table = "proposal"
        constraints = (models.UniqueConstraint(fields=("case", "field", "value"), name="proposed_once"),)


class TakenIn(models.Model):
    """Something that was brought and taken into a case: where it comes from, and what of it was taken. ``mark`` knows it again."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    case: models.ForeignKey[Case, Case] = _case("taken_in")
    mark: models.BinaryField[bytes, bytes] = models.BinaryField(max_length=32)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()
    by: models.ForeignKey[Staff, Staff] = _by("taken_in")
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "taken_in"


class Registered(models.Model):
    """What was registered of a case, without anything personal. A correction or a withdrawal is a further row (two clocks)."""

    case: models.ForeignKey[Case, Case] = _case("registrations")
    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    registered_on: models.DateField[dt.date, dt.date] = models.DateField()
    revised_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    withdrawn: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    record = JsonText()

    class Meta:
        db_table = "registered"


class OldNumber(models.Model):
    """A number under which a case was known before it was merged or taken over (the other centre's code before it): it leads there."""

    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    number: models.CharField[str, str] = models.CharField(max_length=40)
    case: models.ForeignKey[Case, Case] = _case("old_numbers")
    case_id: str

    class Meta:
        db_table = "old_number"
        constraints = (models.UniqueConstraint(fields=("centre", "number"), name="one_old_number"),)


class Disposal(models.Model):
    """A list of records whose time was over, as the head signed it: numbers and days, and the hash of the list. Never changed."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    by: models.ForeignKey[Staff, Staff] = _by("disposals")
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    kept_years: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField()
    listed = JsonText()
    digest: models.CharField[str, str] = models.CharField(max_length=64)

    class Meta:
        db_table = "disposal"


class Counter(models.Model):
    """The last case number of a centre in a fiscal year."""

    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    fiscal_year: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField()
    last: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "counter"
        constraints = (models.UniqueConstraint(fields=("centre", "fiscal_year"), name="one_counter"),)


class Outbox(models.Model):
    """A case whose place in the search index is older than what is kept: written in the same transaction as the change."""

    case: models.ForeignKey[Case, Case] = _case("outbox")
    # "index": a search takes it in first. "later": what is found and shown is the same as before, only the version is newer.
    what: models.CharField[str, str] = models.CharField(max_length=8, default="index")

    class Meta:
        db_table = "outbox"
        indexes = (models.Index(fields=("what",), name="outbox_first"),)


class Done(models.Model):
    """An act that was acknowledged, by the key that came with it: sent again it is not done again."""

    staff: models.ForeignKey[Staff, Staff] = _by("done")
    key: models.CharField[str, str] = models.CharField(max_length=64)
    act: models.CharField[str, str] = models.CharField(max_length=32)
    made: models.CharField[str, str] = models.CharField(max_length=_ID, blank=True)
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "done"
        constraints = (models.UniqueConstraint(fields=("staff", "key"), name="done_once"),)
