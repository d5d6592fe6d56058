"""A carrier whose caps are so low that short logs cross them."""

from __future__ import annotations

import msgspec

from madoguchi.sms.crossings import Watching
from madoguchi.sms.windows import rules_of


def small(watching: Watching, *, by: int = 40, restricts: bool = False) -> Watching:
    """``watching`` with every cap divided by ``by``; without what follows a crossing unless ``restricts``."""
    gone = {} if restricts else {"restriction_hours": None, "restriction_months": None}
    caps = [msgspec.structs.replace(cap, value=cap.value // by, **gone) for cap in watching.carrier.caps]
    carrier = msgspec.structs.replace(watching.carrier, caps=caps)
    return Watching(carrier, watching.prices, watching.watched._replace(rules=rules_of(caps)), watching.basis)
