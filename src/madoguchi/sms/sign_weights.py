"""How much each hijack sign says: ``hijack_signs.yaml``, a small file that people can read.

Points add. Ten points are at least ten times the odds in the simulation that they were learned from (``sms.simulated``), and
no probability of anything outside of it. Learned anew by ``tools/learn_hijack_signs.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes.shape import Shape

_FILE = Path(__file__).parent / "hijack_signs.yaml"
BY_TIME = ("burst", "week", "night", "hours")
BY_TEXTS = ("new_recipients", "one_text", "no_replies", "failed", "abroad")  # only on a legal basis


class Levels(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From how many points on the subscriber is told, and from how many on somebody should think of stopping the line."""

    notice: int
    stop: int


class Weights(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``start``: the points of a line of which nothing speaks; ``points``: sign -> points for each 1.0 of it."""

    start: float
    points: dict[str, float]
    levels: Levels


class SignWeights(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. ``most``: sign -> the most of it that is counted, so that no sign decides alone."""

    most: dict[str, float]
    by_time: Weights
    with_texts: Weights


@cache
def shipped_weights() -> SignWeights:
    """Returns the weights that are shipped with the package. Raises KnowledgeError (file:line)."""
    return read_file(_FILE, SignWeights)


def weights_for(basis: str | None, weights: SignWeights) -> tuple[Weights, Mapping[str, float]]:
    """Returns what is used with or without a legal basis, and the most of each sign."""
    return weights.with_texts if basis else weights.by_time, weights.most
