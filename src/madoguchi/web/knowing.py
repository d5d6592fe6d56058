"""What the site knows: the knowledge that is shipped, with the operator's own desks laid over it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge import known_in as shipped_in
from madoguchi.knowledge.own_desks import with_own_desks
from madoguchi.web.tongue import Tongue


@lru_cache
def known_in(tongue: Tongue) -> Knowledge:
    """Returns the knowledge in ``tongue``, read once. Raises KnowledgeError and OSError for a file of desks that cannot be used."""
    known = shipped_in(tongue)
    return with_own_desks(known, settings.DESKS) if settings.DESKS else known
