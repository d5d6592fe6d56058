"""The pages of the letters in the consumer's own name: which there are and on what they rest, and one of them, to mend, print and mark as sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from madoguchi.consult import TOKYO
from madoguchi.knowledge import load
from madoguchi.papers import CannotSet
from madoguchi.papers.own_letters import LetterNotes, LetterWords, letter_pdf
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.frame import Sending
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.codes import SENT_WAYS
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.forms import day_of, sending, version_of
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.hearing import heard_in
from madoguchi.web.desk.letters.first_words import beside, blanks_in, first_words
from madoguchi.web.desk.letters.grounds import offers_of
from madoguchi.web.desk.pages import REFUSED, of_case, refusal, shown, status_of
from madoguchi.web.practice import LINE
from madoguchi.web.public.clock import now

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_HOWS = {"oral": "口頭", "written": "書面"}
_NOT_YET = "まだ確かめていません"
_COVERS = ("fax_cover", "address_label")


# --- the list -----------------------------------------------------------------------------------------


@_PAGE
@at_the_desk("read_case")
def letters(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The letters of a case; POST begins one, or keeps at which conditions somebody looked."""
    if request.method != "POST":
        return _list(request, member, case_id)
    try:
        made = _begun(request, member, case_id)
    except REFUSED as error:
        return _list(request, member, case_id, error=error)
    return _to(case_id, made)


def _begun(request: HttpRequest, member: Member, case_id: str) -> str:
    """Does the write; returns the id of the letter that it made, if any."""
    if rule := request.POST.get("rule"):
        cases.look_at_conditions(member, sending(request), case_id, rule, request.POST.getlist("condition"))
        return ""
    form = load().letters.get(request.POST.get("draft", ""))
    if form is None:
        raise NotFit("その書面はありません。一覧から選んでください。")
    whole = readings.read_case(member, case_id, at=now())
    heard = heard_in(whole.texts.get("memo", ""), at=now())
    words = first_words(whole, form, told=heard.answer.situation.contract)
    return cases.draft_letter(member, sending(request), case_id, form.id, words)


def _list(
    request: HttpRequest, member: Member, case_id: str, *, error: Exception | None = None
) -> HttpResponse:
    whole = readings.read_case(member, case_id, at=now())
    answer = heard_in(whole.texts.get("memo", ""), at=now()).answer  # not within: nobody waits for it
    with within(member.centre):
        kept, seen = readings.letters_of(whole), readings.conditions_seen_of(whole)
    offers = offers_of(whole.case, answer, seen=seen)
    more: dict[str, Any] = {
        "kept": kept,
        "first": [one for one in offers if one.first],
        "others": [one for one in offers if not one.first],
        "covers": [load().letters[one] for one in _COVERS],
        "may_write": _may_write(member, whole),
    }
    told = {**of_case(whole, "letters"), **more, **refusal(request, error)}
    return shown(request, member, name="letters", more=told, status=status_of(error))


def _may_write(member: Member, whole: readings.WholeCase) -> bool:
    return whole.case.centre_id == member.centre.pk and member.may("write_letter")


def _to(case_id: str, letter_id: str = "") -> HttpResponseRedirect:
    if letter_id:
        return HttpResponseRedirect(reverse("desk-letter", args=[case_id, letter_id]))
    return HttpResponseRedirect(reverse("desk-letters", args=[case_id]))


# --- one letter ---------------------------------------------------------------------------------------


@_PAGE
@at_the_desk("read_case")
def letter(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> HttpResponse:
    """One letter; POST keeps it, prints it, marks it as sent, makes a cover for it or throws it away."""
    if request.method != "POST":
        return _one(request, member, case_id, letter_id)
    acts: dict[str, Callable[[HttpRequest, Member, str, str], str]] = {
        "save": _save,
        "print": _print,
        "sent": _sent,
        "not_sent": _not_sent,
        "remove": _remove,
        **dict.fromkeys(_COVERS, _cover),
    }
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise NotFit("何をするかが分かりません。画面を開き直してください。")
        made = act(request, member, case_id, letter_id)
    except REFUSED as error:
        return _one(request, member, case_id, letter_id, error=error)
    return _to(case_id, made)


def _one(
    request: HttpRequest, member: Member, case_id: str, letter_id: str, error: Exception | None = None
) -> HttpResponse:
    whole, found = _read(member, case_id, letter_id)
    words = _typed(request) if error and "body" in request.POST else found.words
    more: dict[str, Any] = {
        "letter": found,
        "words": words,
        "blanks": blanks_in(found.words),
        "ways": SENT_WAYS,
        "today": now().astimezone(TOKYO).date(),
        "agreed": _agreed_already(found),
        "covers": [load().letters[one] for one in _COVERS] if found.form.layout == "letter" else [],
        "may_write": _may_write(member, whole),
    }
    told = {**of_case(whole, "letters"), **more, **refusal(request, error)}
    return shown(request, member, name="letter", more=told, status=status_of(error))


def _read(member: Member, case_id: str, letter_id: str) -> tuple[readings.WholeCase, readings.OpenLetter]:
    whole = readings.read_case(member, case_id, at=now())
    with within(member.centre):
        kept = readings.letters_of(whole)
    found = next((one for one in kept if one.row.pk == letter_id), None)
    if found is None:
        raise NotThere
    return whole, found


def _typed(request: HttpRequest) -> LetterWords:
    typed = {name: request.POST.get(name, "") for name in LetterWords.__struct_fields__}
    return LetterWords(**{name: text.replace("\r\n", "\n").strip() for name, text in typed.items()})


def _save(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    agreed = request.POST.get("agreed", "")
    words, version = _typed(request), version_of(request)
    return cases.write_letter(
        member, sending(request), case_id, letter_id, words, agreed=agreed, version=version
    )


def _print(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    """Keeps what was typed and prints that. It is set before anything is written: nobody waits for it."""
    _, found = _read(member, case_id, letter_id)
    words, agreed, sent = _typed(request), request.POST.get("agreed", ""), sending(request)
    told = f"{_HOWS[agreed]}（{_day(sent.at)}）" if agreed in _HOWS else _agreed_already(found, words)
    notes = LetterNotes(told, LINE if settings.PRACTICE else "")
    try:
        data = letter_pdf(words, layout=found.form.layout, notes=notes, at=sent.at)
    except CannotSet as error:
        raise NotFit(str(error)) from None
    cases.write_letter(member, sent, case_id, letter_id, words, agreed=agreed, version=version_of(request))
    cases.keep_print(member, Sending(f"{sent.key}-p", sent.at), case_id, letter_id, words, data)
    return letter_id


def _agreed_already(found: readings.OpenLetter, words: LetterWords | None = None) -> str:
    """How and when the consumer agreed to ``words`` (to those that are kept, when none are given)."""
    consent = found.row.consent
    if consent is None or not found.agreed or (words or found.words) != found.words:
        return _NOT_YET
    return f"{_HOWS.get(consent.how, consent.how)}（{_day(consent.given_at)}）"


def _day(at: dt.datetime) -> str:
    local = at.astimezone(TOKYO)
    return f"{local.year}年{local.month}月{local.day}日"


def _sent(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    on, way = day_of(request.POST.get("on", "")), request.POST.get("way", "")
    return cases.mark_sent(member, sending(request), case_id, letter_id, on, way)


def _not_sent(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    return cases.unmark_sent(member, sending(request), case_id, letter_id)


def _remove(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    cases.remove_letter(member, sending(request), case_id, letter_id)
    return ""


def _cover(request: HttpRequest, member: Member, case_id: str, letter_id: str) -> str:
    """A cover for the fax or a label, with the addresses of this letter."""
    form = load().letters[request.POST["act"]]
    _, found = _read(member, case_id, letter_id)
    return cases.draft_letter(member, sending(request), case_id, form.id, beside(found.words, form))
