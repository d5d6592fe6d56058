"""Who runs this installation. Stands on every page and paper; names that imitate a public desk are refused (R21)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from madoguchi import papers
from madoguchi.papers.operators import NotAllowed, assert_allowed
from madoguchi.web.practice import LINE

__all__ = ["NotAllowed", "Operator", "for_practice", "operator_from"]

_OUR_NAME = "まどぐち"
_TRUE = frozenset({"1", "true", "yes", "on"})


class Operator(papers.Operator, frozen=True, kw_only=True):
    """Who stands on the papers, and ``site``: what the pages are called."""

    site: str

    @property
    def has_our_name(self) -> bool:
        """Whether the pages bear the name of this program."""
        return self.site == _OUR_NAME


def operator_from(environment: Mapping[str, str]) -> Operator:
    """Returns the operator of ``environment`` (MADOGUCHI_OPERATOR, _SITE_NAME, _PUBLIC_BODY, _CONTACT). Raises NotAllowed."""
    public = environment.get("MADOGUCHI_PUBLIC_BODY", "").lower() in _TRUE
    found = Operator(
        name=environment.get("MADOGUCHI_OPERATOR", papers.Operator().name).strip(),
        site=environment.get("MADOGUCHI_SITE_NAME", _OUR_NAME).strip(),
        public=public,
        contact=environment.get("MADOGUCHI_CONTACT", "").strip(),
    )
    for setting, name in (("MADOGUCHI_OPERATOR", found.name), ("MADOGUCHI_SITE_NAME", found.site)):
        assert_allowed(setting, name, public=public)
    return found


def for_practice(operator: Operator) -> Operator:
    """Returns who stands on the papers of a folder for learning: nobody who is real, so that no paper of it passes for one."""
    return msgspec.structs.replace(
        operator,
        name=f"{LINE}（作りものの相談です）",
        site=f"{LINE} {operator.site}",
        public=False,
        contact="",
    )
