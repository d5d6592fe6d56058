"""Keeping what was said to the person: each line with who and when, and a proposed line that a counsellor would rather not say."""

from __future__ import annotations

from madoguchi.secret_numbers import secrets_hidden
from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.cases.record import NotFit, put_text
from madoguchi.web.desk.models import CaseText, Proposal

MOST_LINE = 400
FIELD = "advice"


def line_of(text: str) -> str:
    """Returns ``text`` as one line, as it is kept: without breaks, and without what nobody should have written down."""
    return secrets_hidden(" ".join(text.split()))


# Every one of these is a revision of its own, settled: so each line has its person and its hour, and a line that was taken back is
# not gone without a trace. They ask for no version: a line is added beside the others and put over nobody's words.


@changes("write_text")
def say(doing: Doing, text: str, step: str = "") -> str:
    """Adds a line that was said; ``step``: the proposed step that it is, empty for a counsellor's own. Said already, it stays once.

    Raises NotFit for nothing, and over 400 characters of an own line.
    """
    line = line_of(text)
    if not line or (len(line) > MOST_LINE and not step):
        raise NotFit(f"助言の行は 1〜{MOST_LINE} 文字で入れてください。")
    if step:
        Proposal.objects.filter(case=doing.this, field=FIELD, value=step).delete()  # said after all
        doing.fields.add(f"proposal.{FIELD}")
    lines = _lines(doing)
    return FIELD if line in lines else _put(doing, [*lines, line])


@changes("write_text")
def take_back(doing: Doing, line: str) -> str:
    """Takes a line out of what was said: it was ticked by mistake. Raises NotFit for one that does not stand there."""
    lines, gone = _lines(doing), line_of(line)  # a form gives breaks and spaces back in its own way
    stay = [one for one in lines if line_of(one) != gone]
    if not gone or len(stay) == len(lines):
        raise NotFit("その行は、言ったことの中にありません。画面を開き直してください。")
    return _put(doing, stay)


@changes("write_text")
def leave_out(doing: Doing, step: str, text: str) -> str:
    """Keeps that a proposed step is not to be said in this case; nobody is asked why. The log has who and when."""
    sealed = doing.sealed(text, f"proposal/{FIELD}/{step}")
    Proposal.objects.update_or_create(
        case=doing.this,
        field=FIELD,
        value=step,
        defaults={"state": "left_out", "sealed_reason": sealed},
    )
    doing.fields.add(f"proposal.{FIELD}")
    return FIELD


def _lines(doing: Doing) -> list[str]:
    last = CaseText.objects.filter(case=doing.this, field=FIELD).order_by("-revision").first()
    text = doing.opened(last.sealed, f"{FIELD}/{last.revision}") if last else ""
    return text.split("\n") if text else []


def _put(doing: Doing, lines: list[str]) -> str:
    return put_text(doing, "advice", text="\n".join(lines), settled=True)
