"""Every write at the desk. Each function takes who writes, what came with the write, and (but for a new one) the case's id."""

from madoguchi.web.desk.cases.approval import ask_approval, close, decide, register, reopen
from madoguchi.web.desk.cases.bringing import bring_over
from madoguchi.web.desk.cases.consents import record_consent, revoke_consent, share
from madoguchi.web.desk.cases.disposing import dispose, keep_for
from madoguchi.web.desk.cases.frame import Sending
from madoguchi.web.desk.cases.proposing import answer_proposal
from madoguchi.web.desk.cases.record import (
    add_counterpart,
    add_due,
    finish_due,
    keep_record,
    open_case,
    set_codes,
    set_party,
    write_text,
)

__all__ = [
    "Sending",
    "add_counterpart",
    "add_due",
    "answer_proposal",
    "ask_approval",
    "bring_over",
    "close",
    "decide",
    "dispose",
    "finish_due",
    "keep_for",
    "keep_record",
    "open_case",
    "record_consent",
    "register",
    "reopen",
    "revoke_consent",
    "set_codes",
    "set_party",
    "share",
    "write_text",
]
