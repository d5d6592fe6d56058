"""The base of all shapes, and the two words that several of them use."""

from __future__ import annotations

from typing import Literal

import msgspec

LifeCycle = Literal["draft", "on_trial", "in_use", "retired"]
Kind = Literal["official_page", "secondary", "seed", "seed_public", "derived"]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping of a knowledge file; keys that are not named here are refused."""
