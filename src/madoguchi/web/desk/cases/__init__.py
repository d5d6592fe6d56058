"""Every write at the desk. Each function takes who writes, what came with the write, and (but for a new one) the case's id."""

from madoguchi.web.desk.cases.advising import leave_out, say, take_back
from madoguchi.web.desk.cases.approval import ask_approval, close, decide, register, reopen
from madoguchi.web.desk.cases.bringing import bring_over
from madoguchi.web.desk.cases.consents import record_consent, revoke_consent, share
from madoguchi.web.desk.cases.disposing import dispose, keep_for
from madoguchi.web.desk.cases.files import attach, remove_file
from madoguchi.web.desk.cases.frame import Sending
from madoguchi.web.desk.cases.joining import merge, take_over
from madoguchi.web.desk.cases.letters import (
    draft_letter,
    keep_print,
    look_at_conditions,
    mark_sent,
    remove_letter,
    unmark_sent,
    write_letter,
)
from madoguchi.web.desk.cases.proposing import answer_proposal
from madoguchi.web.desk.cases.record import (
    add_counterpart,
    add_due,
    change_counterpart,
    finish_due,
    keep_record,
    open_case,
    remove_counterpart,
    set_codes,
    set_party,
    write_text,
)
from madoguchi.web.desk.cases.taking_in import take_in, take_in_new

__all__ = [
    "Sending",
    "add_counterpart",
    "add_due",
    "answer_proposal",
    "ask_approval",
    "attach",
    "bring_over",
    "change_counterpart",
    "close",
    "decide",
    "dispose",
    "draft_letter",
    "finish_due",
    "keep_for",
    "keep_print",
    "keep_record",
    "leave_out",
    "look_at_conditions",
    "mark_sent",
    "merge",
    "open_case",
    "record_consent",
    "register",
    "remove_counterpart",
    "remove_file",
    "remove_letter",
    "reopen",
    "revoke_consent",
    "say",
    "set_codes",
    "set_party",
    "share",
    "take_back",
    "take_in",
    "take_in_new",
    "take_over",
    "unmark_sent",
    "write_letter",
    "write_text",
]
