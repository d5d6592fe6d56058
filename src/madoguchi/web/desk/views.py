"""The pages of the desk. Each view is one call of the domain: a read through the gate, or a write of ``cases``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madoguchi.web.desk import at_hand, cases, changes, readings
from madoguchi.web.desk.advice import advice_of, said_in
from madoguchi.web.desk.backup import standing
from madoguchi.web.desk.cases.proposing import still_open
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.codes import METHODS, Method, PartyWord, TextField
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.drafting import draft_of, texts_drafted
from madoguchi.web.desk.forms import (
    agreed_of,
    codes_of,
    moment_of,
    number_of,
    party_of,
    sending,
    texts_of,
    version_of,
)
from madoguchi.web.desk.gates import Member, NotThere, looking
from madoguchi.web.desk.hearing import Heard, heard_in
from madoguchi.web.desk.last_days import last_days_of
from madoguchi.web.desk.lists import lists
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.network import count_from_others
from madoguchi.web.desk.pages import REFUSED, of_case, refusal, shown, status_of, written
from madoguchi.web.desk.permissions import Act
from madoguchi.web.desk.proposals import Proposed, proposals_of
from madoguchi.web.desk.search.duplicates import duplicates_of
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.desk.shown import open_ends, registered_lines, registered_texts
from madoguchi.web.desk.states import is_now
from madoguchi.web.desk.taking_in.origins import sources_of
from madoguchi.web.desk.todays import DUE_NAMES, today_of
from madoguchi.web.public.clock import now

_MOST_DESKS = 6
_HEARD = frozenset(
    {"intake", "record", "beside", "approval"}
)  # the pages on which something of the reading stands
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def _case(
    request: HttpRequest, member: Member, case_id: str, *, page: str, error: Exception | None = None
) -> HttpResponse:
    """The page ``page`` of a case; ``error``: why what was sent was not taken. What was typed comes back with it."""
    whole = readings.read_case(member, case_id, at=now())
    # Not within: nobody's write waits for a long memo to be read, nor for the search of another.
    heard = heard_in(whole.texts.get("memo", "") if page in _HEARD else "", at=now())
    with nullcontext() if page == "beside" else looking(member.centre):
        more = _PAGES[page](member, whole, heard)
    told = {**of_case(whole, page), **more, **refusal(request, error)}
    return shown(request, member, name=page, more=told, status=status_of(error))


def _page(
    request: HttpRequest, member: Member, case_id: str, *, page: str, do: Callable[[], object]
) -> HttpResponse:
    """Shows a page of a case; for POST it does the write first, and what is refused is said on the page."""
    if request.method != "POST":
        return _case(request, member, case_id, page=page)
    done = written(request, do, page=page, case_id=case_id)
    return done if isinstance(done, HttpResponse) else _case(request, member, case_id, page=page, error=done)


# --- what each page shows ---------------------------------------------------------------------------


def _intake(_: Member, whole: readings.WholeCase, heard: Heard) -> dict[str, Any]:
    dues = readings.dues_of(whole)
    terms = list(last_days_of(heard, (one for one, _ in dues)))
    lists_ = {"lists": lists(), "dues": dues, "due_names": DUE_NAMES, "terms": terms}
    return {**lists_, "asked": heard.asked, "sources": sources_of(whole)}


def _record(_: Member, whole: readings.WholeCase, heard: Heard) -> dict[str, Any]:
    draft, proposed = draft_of(heard), still_open(whole.case, proposals_of(heard))
    said = list(said_in(whole))
    sourced = [
        (one.text, [heard.memo[slice(*span)] for span in one.spans])
        for one in filter(None, (draft.title, draft.goods, *draft.summary, *(() if said else draft.handling)))
    ]
    return {
        "draft": draft,
        "drafted": texts_drafted(draft, said),
        "said": said,
        "sourced": sourced,
        "proposed": proposed,
        "lists": lists(),
        "sources": sources_of(whole),
        "sent_letters": _sent_letters(whole),
    }


def _sent_letters(whole: readings.WholeCase) -> list[readings.OpenLetter]:
    return [one for one in readings.letters_of(whole) if one.row.sent_on]


def _approval(_: Member, whole: readings.WholeCase, heard: Heard) -> dict[str, Any]:
    history = readings.approvals_of(whole)
    before = changes.before_of(whole, history)
    decided = any(row.decision for row, _ in history)
    known = before.texts if before else None if decided else _drafted(whole, heard)
    lines = changes.texts_marked(whole.texts, known)
    codes = changes.codes_marked(whole.case, before.codes if before else None)
    marks = {"before": before, "compared": known is not None, "changed": changes.any_changed(lines, codes)}
    more = {"history": history, "sent_letters": _sent_letters(whole), **marks}
    return {"lines": lines, "codes": codes, "open_ends": open_ends(whole), **more}


def _drafted(whole: readings.WholeCase, heard: Heard) -> dict[TextField, str]:
    """What the record was offered before anybody wrote it; of what has no draft, and of a text that is not there, nothing is marked."""
    drafted = texts_drafted(draft_of(heard), list(said_in(whole)))
    return {field: drafted.get(field, text) for field, text in whole.texts.items() if text}


def _register(_: Member, whole: readings.WholeCase, __: Heard) -> dict[str, Any]:
    codes, texts = registered_lines(whole.case), registered_texts(whole)
    told = {"codes": codes, "texts": texts, "all_lines": [*texts, *codes]}
    return {**told, "open_ends": open_ends(whole)}


def _beside(member: Member, whole: readings.WholeCase, heard: Heard) -> dict[str, Any]:
    answer = heard.answer
    with looking(member.centre):  # the rest of this page waits for nobody
        advised = advice_of(whole, heard)
    found: dict[str, Any] = {
        "plan": answer.plan,
        "advised": advised,
        "may_say": _may_write(member, whole.case),
        "cards": list(at_hand.cards_of(heard)),
        "rules": list(at_hand.rules_of(heard)),
        "questions": answer.questions,
        "not_known": answer.not_known,
        "desks": answer.contacts[:_MOST_DESKS],
    }
    if member.may("search"):
        found["similar"] = similar(member, heard.memo, at=now(), but=whole.case.id)
        found["same"] = duplicates_of(member, whole.case.id, at=now())
    return found


def _may_write(member: Member, case: Case) -> bool:
    return case.centre_id == member.centre.pk and member.may("write_text") and is_now(case, "write_text")


def _consents(_: Member, whole: readings.WholeCase, __: Heard) -> dict[str, Any]:
    return {"consents": readings.consents_of(whole)}


_PAGES: Mapping[str, Callable[[Member, readings.WholeCase, Heard], dict[str, Any]]] = {
    "intake": _intake,
    "record": _record,
    "approval": _approval,
    "register": _register,
    "beside": _beside,
    "consents": _consents,
}


# --- the addresses ----------------------------------------------------------------------------------


def _where_to(member: Member) -> str:
    """Who reads no case is led to what they may read."""
    others: dict[Act, str] = {"back_up": "desk-backup", "read_report": "desk-report", "read_log": "desk-log"}
    return next((reverse(name) for act, name in others.items() if member.may(act)), "")


@require_safe
@at_the_desk("read_case", else_to=_where_to)
def today(request: HttpRequest, member: Member) -> HttpResponse:
    """Today's desk."""
    rights = {"may_open": member.may("open_case"), "may_decide": member.may("decide")}
    others = count_from_others(member, at=now())
    more = {"today": today_of(member, at=now()), "others": others, "methods": METHODS, **rights}
    return shown(request, member, name="today", more={**more, **standing.reminder(member, at=now())})


@require_POST
@at_the_desk("open_case")
def open_case(request: HttpRequest, member: Member) -> HttpResponse:
    """Opens a case and goes to its intake."""
    method: Method = next((one for one in METHODS if one == request.POST.get("method")), "phone")
    return HttpResponseRedirect(
        reverse("desk-intake", args=[cases.open_case(member, sending(request), method)])
    )


@require_POST
@at_the_desk("read_case")
def by_number(request: HttpRequest, member: Member) -> HttpResponse:
    """Goes to the case with a number, also an old one."""
    found = readings.find_number(member, number_of(request), at=now())
    return HttpResponseRedirect(reverse("desk-intake", args=[found]))


@_PAGE
@at_the_desk("read_case")
def intake(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The intake of a case; POST ends it: the memo is settled and stays as it is."""
    return _page(request, member, case_id, page="intake", do=lambda: _save_memo(request, member, case_id))


@require_POST
@at_the_desk("write_text")
def memo(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Saves the memo while it is typed, and says what is still to ask."""
    try:
        text = _save_memo(request, member, case_id)
        asked = heard_in(text, at=now()).asked
    except REFUSED as error:
        return HttpResponse(str(error), status=status_of(error))
    more = {"version": version_of(request) + 1, "saved": now(), "asked": asked}
    return shown(request, member, name="asked", more=more)


def _save_memo(request: HttpRequest, member: Member, case_id: str) -> str:
    """Saves the memo and returns it. A write makes the version of a case one higher."""
    text = request.POST.get("memo", "").replace("\r\n", "\n")
    settled = request.POST.get("settled") == "yes"
    version = version_of(request)
    cases.write_text(member, sending(request), case_id, "memo", text, settled=settled, version=version)
    return text


@require_POST
@at_the_desk("write_party")
def people(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Who called, and whose contract it is."""

    def do() -> None:
        part: PartyWord = "consumer" if request.POST.get("part") == "consumer" else "caller"
        codes, identity = party_of(request, part)
        cases.set_party(member, sending(request), case_id, part, codes, identity, version=version_of(request))

    return _page(request, member, case_id, page="intake", do=do)


@require_POST
@at_the_desk("write_due")
def due(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Notes something that has its hour, or ticks it off."""

    def do() -> None:
        if done := request.POST.get("done"):
            cases.finish_due(member, sending(request), case_id, done)
        else:
            kind = next((one for one in DUE_NAMES if one == request.POST.get("kind")), "follow_up")
            note = request.POST.get("note", "")
            cases.add_due(member, sending(request), case_id, kind, moment_of(request), note)

    return _page(request, member, case_id, page="intake", do=do)


@_PAGE
@at_the_desk("read_case")
def consents(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The consents of a case; POST records one or ends one."""

    def do() -> None:
        if ended := request.POST.get("revoke"):
            cases.revoke_consent(member, sending(request), case_id, ended)
        else:
            cases.record_consent(member, sending(request), case_id, agreed_of(request))

    return _page(request, member, case_id, page="consents", do=do)


@_PAGE
@at_the_desk("read_case")
def record(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The record in five minutes; POST keeps its codes and texts."""

    def do() -> None:
        cases.keep_record(
            member,
            sending(request),
            case_id,
            codes_of(request),
            texts_of(request),
            version=version_of(request),
        )

    return _page(request, member, case_id, page="record", do=do)


@require_safe
@at_the_desk("read_case")
def beside(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """What lies beside the memo: similar cases, what the scheme asks for, the desks that are open."""
    return _case(request, member, case_id, page="beside")


@require_POST
@at_the_desk("write_text")
def advice(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Keeps what was said (a proposed line or an own one), takes a line back, or notes that a proposed one is not to be said."""

    def do() -> None:
        answer, _, value = request.POST.get("answer", "").partition(":")
        if answer == "take_back":
            cases.take_back(member, sending(request), case_id, value)
        elif answer in ("said", "left_out"):
            step = _step(readings.read_case(member, case_id, at=now()), value)
            if answer == "said":
                cases.say(member, sending(request), case_id, step.text, step.id)
            else:
                cases.leave_out(member, sending(request), case_id, step.id, step.text)
        else:
            cases.say(member, sending(request), case_id, request.POST.get("line", ""))

    return _page(request, member, case_id, page="beside", do=do)


def _step(whole: readings.WholeCase, step_id: str) -> at_hand.Line:
    for one in at_hand.lines_of(heard_in(whole.texts.get("memo", ""), at=now())):
        if one.id == step_id:
            return one
    raise NotFit("その助言は、いまのメモからは出てきません。画面を開き直してください。")


@require_POST
@at_the_desk("write_codes")
def take(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Takes one proposed code, or leaves it out: only what the memo really suggests can be taken."""

    def do() -> None:
        whole = readings.read_case(member, case_id, at=now())
        answer, _, value = request.POST.get("answer", "").partition(":")
        found = _proposed(whole.texts.get("memo", ""), value)
        cases.answer_proposal(
            member, sending(request), case_id, found, "taken" if answer == "taken" else "left_out"
        )

    return _page(request, member, case_id, page="record", do=do)


def _proposed(text: str, name: str) -> Proposed:
    found = proposals_of(heard_in(text, at=now()))
    for one in found:
        if f"{one.field}={one.value}" == name:
            return one
    raise NotFit("その提案は、いまのメモからは出てきません。画面を開き直してください。")


@_PAGE
@at_the_desk("read_case")
def approval(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The approval of a case; POST asks for it, or decides."""

    def do() -> None:
        decision = request.POST.get("decision", "")
        if decision == "ask":
            cases.ask_approval(member, sending(request), case_id)
        else:
            comment = request.POST.get("comment", "")
            cases.decide(member, sending(request), case_id, decision, comment)  # type: ignore[arg-type]

    return _page(request, member, case_id, page="approval", do=do)


@_PAGE
@at_the_desk("read_case")
def register(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """What is registered; POST registers, ends or opens again."""
    acts = {"register": cases.register, "close": cases.close, "reopen": cases.reopen}

    def do() -> None:
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise NotThere
        act(member, sending(request), case_id)

    return _page(request, member, case_id, page="register", do=do)
