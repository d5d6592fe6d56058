"""The table of rights: what each role may do, and how far. What does not stand here nobody may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from madoguchi.web.accounts.models import Role

Act = Literal[
    "read_case",
    "read_summary",
    "read_file",
    "open_case",
    "write_text",
    "write_codes",
    "write_party",
    "write_counterpart",
    "write_due",
    "write_letter",
    "take_in",
    "attach",
    "record_consent",
    "revoke_consent",
    "share",
    "merge",
    "ask_approval",
    "decide",
    "register",
    "reopen",
    "close",
    "search",
    "export",
    "dispose",
    "read_report",
    "analyse",
    "read_log",
    "manage_staff",
    "manage_centre",
    "back_up",
]
ACTS: tuple[Act, ...] = get_args(Act)

_COUNSELLOR: tuple[Act, ...] = (
    "read_case",
    "read_summary",
    "read_file",
    "open_case",
    "write_text",
    "write_codes",
    "write_party",
    "write_counterpart",
    "write_due",
    "write_letter",
    "take_in",
    "attach",
    "record_consent",
    "revoke_consent",
    "share",
    "merge",
    "ask_approval",
    "register",
    "reopen",
    "close",
    "search",
    "export",
    "read_report",
)
_APPROVER: tuple[Act, ...] = ("read_case", "read_summary", "read_file", "decide", "search", "read_report")
RIGHTS: Mapping[Role, frozenset[Act]] = {
    "counsellor": frozenset(_COUNSELLOR),
    "approver": frozenset(_APPROVER),
    "head": frozenset((*_COUNSELLOR, *_APPROVER, "dispose", "read_log", "manage_centre")),
    "network_analyst": frozenset(("read_summary", "search", "read_report", "analyse")),
    "auditor": frozenset(("read_log", "read_report")),
    "administrator": frozenset(("manage_staff", "manage_centre", "read_log", "back_up")),
}
# A case that another centre shared may be read as far as the share goes; nothing of it is written there.
SHARED: frozenset[Act] = frozenset(("read_case", "read_summary", "read_file"))
_OF_SUMMARIES: frozenset[Act] = frozenset(("read_summary",))


def may(roles: frozenset[Role], act: Act) -> bool:
    """Returns whether one of ``roles`` allows ``act`` in their own centre."""
    return any(act in RIGHTS[role] for role in roles)


def may_of_a_share(roles: frozenset[Role], act: Act, *, scope: str) -> bool:
    """Returns whether one of ``roles`` allows ``act`` on a case that another centre shared as far as ``scope``."""
    reach = SHARED if scope == "case" else _OF_SUMMARIES
    return act in reach and may(roles, act)
