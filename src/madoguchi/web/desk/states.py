"""The life of a case: which acts its state allows. Approval (決裁) comes before registration, registration before the end."""

from __future__ import annotations

from collections.abc import Mapping

from madoguchi.web.desk.codes import STATE_NAMES, STATES, State
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.permissions import Act


class NotNow(ValueError):
    """The state of the case does not allow this act; says which state, and what to do first (Japanese)."""


_WRITING: frozenset[Act] = frozenset(
    ("write_text", "write_codes", "write_party", "write_counterpart", "take_in", "ask_approval", "merge")
)
_ALWAYS: frozenset[Act] = frozenset(
    ("write_due", "write_letter", "attach", "record_consent", "revoke_consent", "share", "dispose")
)
# Also of a part of another: what was agreed to is taken back where it was given, and a wrong file is taken out where it lies.
_STILL: frozenset[Act] = frozenset(("revoke_consent", "attach"))
ALLOWED: Mapping[State, frozenset[Act]] = {
    "in_hand": _ALWAYS | _WRITING,
    "for_approval": _ALWAYS | {"decide"},
    "returned": _ALWAYS | _WRITING,
    "approved": _ALWAYS | {"register", "reopen"},
    "registered": _ALWAYS | {"close", "reopen"},
    "closed": _ALWAYS | {"reopen"},
}
_FIRST: Mapping[State, str] = {
    "in_hand": "決裁に上げてください。",
    "for_approval": "決裁を待つか、もどしてもらってください。",
    "returned": "直して、もう一度決裁に上げてください。",
    "approved": "直すときは「開き直す」を押してください。",
    "registered": "直すときは「開き直す」を押してください。訂正として登録し直します。",
    "closed": "続きがあるときは「開き直す」を押してください。",
}


def is_now(case: Case, act: Act) -> bool:
    """Returns whether the state of ``case`` allows ``act``: for a page, which shows no button that would be refused."""
    state = next(one for one in STATES if one == case.state)
    return act in ALLOWED[state] and (case.merged_into_id is None or act in _STILL)


def assert_now(case: Case, act: Act) -> None:
    """Raises NotNow where the state of ``case`` does not allow ``act``, and for a case that is a part of another now."""
    if case.merged_into is not None and act not in _STILL:
        raise NotNow(f"この相談は {case.merged_into.number} にまとめました。続きは、そちらに書いてください。")
    state = next(one for one in STATES if one == case.state)
    if act not in ALLOWED[state]:
        raise NotNow(f"この事案は{STATE_NAMES[case.state]}です。{_FIRST[state]}")
