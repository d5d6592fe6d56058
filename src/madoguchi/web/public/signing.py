"""The site signs the case files that it hands over, so that a desk can tell that nobody changed them since."""

from __future__ import annotations

import base64
from functools import lru_cache

from django.conf import settings

from madoguchi.papers import CannotSet, Signer


@lru_cache
def signer() -> Signer:
    """Returns who signs here: the name of the site and the key of this installation. Raises CannotSet without the extra ``papers``."""
    return Signer(settings.OPERATOR.site, settings.CASE_KEY)


def public_key() -> str:
    """Returns the key to check signatures with, in base64; nothing where papers cannot be made."""
    try:
        return base64.b64encode(signer().public_key).decode()
    except CannotSet:
        return ""
