"""language/message_words.tsv: words of messages with what they weigh, one word a line.

``word<TAB>false=14 phishing=8``: tenths for "more as false messages speak than as genuine ones", and for the schemes of false
messages. Learned by tools/learn_messages.py, and read as strictly as everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from madoguchi.knowledge.topic_words import read_topic_words

FALSE = "false"
MessageWords = Mapping[str, Mapping[str, int]]


def read_message_words(path: Path) -> MessageWords:
    """Returns the words of the file at ``path``. Raises KnowledgeError (file:line) for a line that is none."""
    return read_topic_words(path)
