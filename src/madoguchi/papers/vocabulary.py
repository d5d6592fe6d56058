"""The vocabulary as the papers write it: in Japanese, whatever language the person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from madoguchi.knowledge.phrase_files import shipped_phrases


def _named(kind: str) -> Mapping[str, str]:
    """word -> what it is called, of all sentences that begin with ``kind``."""
    return {
        name.removeprefix(kind): text for name, text in shipped_phrases().items() if name.startswith(kind)
    }


PERSONS: Final = _named("person_")
AGES: Final = _named("age_")
STAGES: Final = _named("stage_")
METHODS: Final = _named("method_")
METHOD_STATES: Final = _named("method_is_")
ITEMS: Final = _named("item_")
ITEM_STATES: Final = _named("item_is_")
ROLES: Final = _named("role_")
SALES: Final = _named("sale_")
DESKS: Final = _named("desk_contact_")
