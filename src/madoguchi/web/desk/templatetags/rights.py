"""``member|may:"read_report"``: whether the one who looks at a page may do something, so that no link leads to a refusal."""

from __future__ import annotations

from django import template

from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.permissions import ACTS

register = template.Library()


@register.filter
def may(member: Member, act: str) -> bool:
    """Returns whether ``member`` may do ``act``; an act that does not exist nobody may do."""
    return any(member.may(one) for one in ACTS if one == act)
