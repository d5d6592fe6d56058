"""What of a case is registered: the columns of the table ``consultations``, and nothing that says who somebody is."""

from __future__ import annotations

from madoguchi.web.desk.models import Case, Party

COLUMNS = (
    "via_other_centre",
    "kind",
    "scheme",
    "secondary_schemes",
    "product_code",
    "sales_channel",
    "content_categories",
    "contract_amount",
    "paid_amount",
    "payment_methods",
    "outcome",
    "minutes_spent",
    "keywords",
)
_OF_CONSUMER = ("age_band", "sex", "occupation", "municipality_code")


def record_of(case: Case) -> dict[str, object]:
    """Returns the registered columns of ``case`` as they stand now; unknown is None or empty, never 0."""
    now = Case.objects.get(pk=case.pk)
    consumer = Party.objects.filter(case=case, part="consumer").first()
    return {
        "received_on": now.received_on.isoformat(),
        "centre": now.centre.code,
        "prefecture": now.centre.prefecture,
        **{column: getattr(now, column) for column in COLUMNS},
        **{column: getattr(consumer, column, "") for column in _OF_CONSUMER},
    }


def codes_put(case: Case) -> dict[str, object]:
    """Returns the codes that whoever approves looks at: what would be registered, and the day of the contract."""
    day = Case.objects.values_list("contracted_on", flat=True).get(pk=case.pk)
    return {**record_of(case), "contracted_on": day.isoformat() if day else ""}
