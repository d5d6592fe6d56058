"""Whether a Japanese story speaks of trouble or of everyday life, by the pieces of two or three characters that stand in it.

副業, 当選 and 修理 are told by people who were tricked and by people who were not; how the rest is told (てしまい, と言われ, くれない;
てもらった, 楽しみ) sets them apart. What each piece weighs was learned from the project's own invented stories and texts of everyday life
(training/, tools/learn_trouble.py, decision 038). It is no reason for a scheme: it decides how much the reasons must weigh.
"""

from __future__ import annotations

from madoguchi.knowledge.topic_words import TopicWords
from madoguchi.topics import topics_in

TROUBLE = "trouble"  # the only column of its table
# Of 330 stories that others wrote 5 of 100 stay below 7, of 60 everyday texts 5 of 100 come above it.
PLAIN = 7.0  # from here on it is a story of trouble, whatever it is of
CALM = 2.0  # below, words of trouble that everybody uses (請求, 困る) make none of it
_SURE = 9.0
_EASIER, _EASE = -1.2, 0.12
# One typical sign alone does not do in everyday life, one that is hardly anything else does.
_HARDER, _HARDEN = 1.7, 0.35
# So little trouble that no single word (解約, 返金) makes it any: of a short text, and of others.
_NONE_IN_SHORT, _NONE, _PLAINLY_HARDER = -2.0, 0.5, 3.4
SHORT = 40  # characters: a shorter text says less of how it is told


def trouble_in(text: str, words: TopicWords) -> float:
    """Returns how much the levelled ``text`` speaks of trouble, damped by its length; below 0 it speaks of everyday life."""
    return topics_in(text, words).scores.get(TROUBLE, 0.0)


def is_plain(trouble: float, length: int) -> bool:
    """Returns whether so much ``trouble`` makes it a story of trouble without a word that says so, in a text of ``length`` characters."""
    return trouble >= PLAIN and length >= SHORT


def is_everyday(trouble: float, length: int) -> bool:
    """Returns whether so little ``trouble`` makes a text of ``length`` characters one of everyday life, whatever words it uses."""
    return trouble < (_NONE if length >= SHORT else _NONE_IN_SHORT)


def bar_of(trouble: float, length: int) -> float:
    """Returns by how much reasons must weigh more (everyday life) or may weigh less (plain trouble) than usual.

    ``length``: of the text, in characters.
    """
    if trouble >= PLAIN and length < SHORT:
        return 0.0
    if trouble >= PLAIN:
        return max(_EASIER, min(0.0, _EASE * (_SURE - trouble)))
    most = _PLAINLY_HARDER if is_everyday(trouble, length) else _HARDER
    return min(most, _HARDEN * (PLAIN - trouble)) * min(1.0, length / SHORT)
