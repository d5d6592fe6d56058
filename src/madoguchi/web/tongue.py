"""The languages of the site and the words of its pages: one file a language, the same keys in each.

``words/ja.yaml`` is the measure: a key that another language lacks, has too many of, or fills with other placeholders is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal, get_args

import yaml

Tongue = Literal["ja", "easy", "en"]
TONGUES: tuple[Tongue, ...] = get_args(Tongue)
_WORDS = Path(__file__).with_name("words")
_PLACE = re.compile(r"\{([a-z_]+)\}")


class WordsMissing(ValueError):
    """The words of a language do not fit those of Japanese; says which (file and key)."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in ``tongue``. A text may have ``{places}`` and, in the easy language, readings."""

    tongue: Tongue
    texts: Mapping[str, str]
    do_not_call_in_templates: ClassVar[bool] = True  # Django would call it without a key

    def __call__(self, key: str, **values: object) -> str:
        """Returns the text of ``key`` with its places filled. Raises KeyError for a key that is not there."""
        text = self.texts[key]
        return _PLACE.sub(lambda place: str(values[place[1]]), text) if values else text


def places_of(text: str) -> frozenset[str]:
    """Returns the names of the places in ``text``."""
    return frozenset(_PLACE.findall(text))


@lru_cache
def words_in(tongue: Tongue) -> Words:
    """Returns the words in ``tongue``. Raises WordsMissing when they are not those of Japanese."""
    texts = _read(tongue)
    if tongue != "ja":
        _compare(tongue, texts, words_in("ja").texts)
    return Words(tongue, texts)


def _read(tongue: Tongue) -> dict[str, str]:
    path = _WORDS / f"{tongue}.yaml"
    found = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise WordsMissing(f"{path.name}: 「キー: 文」の形にしてください。")
    return found


def _compare(tongue: Tongue, texts: Mapping[str, str], measure: Mapping[str, str]) -> None:
    missing = sorted(measure.keys() - texts.keys())
    unknown = sorted(texts.keys() - measure.keys())
    other = sorted(
        key for key in measure.keys() & texts.keys() if places_of(measure[key]) != places_of(texts[key])
    )
    if missing or unknown or other:
        raise WordsMissing(
            f"words/{tongue}.yaml: 足りない {missing}、余分 {unknown}、入れる所がちがう {other}"
        )
