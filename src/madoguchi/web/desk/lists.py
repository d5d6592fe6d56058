"""The lists of codes as people say them. Nothing here needs a database: forms, reports and the import of old cases read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from madoguchi.knowledge import load
from madoguchi.papers.vocabulary import AGES, METHODS
from madoguchi.web.desk.codes import (
    CONTENT_CATEGORIES,
    KINDS,
    OUTCOMES,
    PRODUCTS,
    SALES_CHANNELS,
    SEXES,
)
from madoguchi.words import PaymentMethod


def lists() -> dict[str, Mapping[str, str]]:
    """Returns the lists that the forms offer: code -> as people say it."""
    return {
        "kinds": {code: name for code, name in KINDS.items()},
        "schemes": {one.id: one.name for one in load().schemes.values()},
        "products": {name: name for name in PRODUCTS},
        "channels": SALES_CHANNELS,
        "contents": CONTENT_CATEGORIES,
        "payments": {code: METHODS[code] for code in get_args(PaymentMethod)},
        "outcomes": {code: name for code, name in OUTCOMES.items()},
        "ages": AGES,
        "sexes": {code: name for code, name in SEXES.items()},
    }
