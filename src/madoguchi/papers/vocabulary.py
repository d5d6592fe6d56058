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
WHOSE_WORDS: Final[Mapping[str, str]] = {
    "self": "本人の言葉",
    "family": "話した人の言葉（本人の家族）",
    "other": "話した人の言葉（本人ではありません）",
    "customer": "話した人の言葉（店の人）",
}
IN_FULL = "（全文）"


def whose_words(person: str) -> str:
    """Returns over whose words it stands: ``person`` is whom the situation is about, seen from who told it."""
    return WHOSE_WORDS.get(person, WHOSE_WORDS["self"])
