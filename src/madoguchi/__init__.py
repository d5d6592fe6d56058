"""Madoguchi (窓口): reads what a person says or received, and says what to do now, with desks that are open."""

from madoguchi.consult import consult
from madoguchi.words import Consultation, Story

__all__ = ["Consultation", "Story", "consult"]
