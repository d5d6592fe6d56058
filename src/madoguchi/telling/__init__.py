"""Answers and knowledge as text for a terminal: Japanese, at most 72 columns, nothing that shouts.

It decides nothing: every number, state and sentence comes from the Consultation or the knowledge. Words of
the input appear in 「」 only, without characters that act on a terminal and without links that work.
"""

from madoguchi.telling.answer import consultation
from madoguchi.telling.charges import ceiling
from madoguchi.telling.knowing import knowledge_item, knowledge_list, knowledge_summary

__all__ = ["ceiling", "consultation", "knowledge_item", "knowledge_list", "knowledge_summary"]
