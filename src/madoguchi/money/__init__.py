"""Money: what was paid or asked for, what can still go, what an SMS hijack can cost at most, what may help.

Decimals are exact inside and floored to the yen at the very end, as bills are. Every figure carries its
derivation; redress is told as conditions, never as a verdict. Nothing here reads a clock or a file.
"""

from madoguchi.money.ceilings import Ceiling, Terms, UnknownCarrier, Use, ceiling_of, tariff_of
from madoguchi.money.exposure import exposure_of
from madoguchi.money.payment_order import dated_order, order_runs_until
from madoguchi.money.redress import compensation_for, cover_for, policies_on, redress_for
from madoguchi.money.withdrawal import dated_plan, dated_rules, withdrawals_for

__all__ = [
    "Ceiling",
    "Terms",
    "UnknownCarrier",
    "Use",
    "ceiling_of",
    "compensation_for",
    "cover_for",
    "dated_order",
    "dated_plan",
    "dated_rules",
    "exposure_of",
    "order_runs_until",
    "policies_on",
    "redress_for",
    "tariff_of",
    "withdrawals_for",
]
