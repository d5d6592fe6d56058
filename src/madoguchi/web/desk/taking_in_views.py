"""Taking in what somebody brings: first it is shown beside the record, and only what is ticked is written.

Between the two pages the server keeps nothing: the lines travel in the form, signed, for this person and this case alone.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.codes import METHODS, Method
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.forms import sending, version_of
from madoguchi.web.desk.gates import Member, NotThere, looking
from madoguchi.web.desk.pages import REFUSED, refusal, shown, status_of
from madoguchi.web.desk.pages import of_case as told_of_case
from madoguchi.web.desk.sealing import CannotOpen
from madoguchi.web.desk.stored_files import FileMissing
from madoguchi.web.desk.taking_in.brought import MOST_BYTES, WAYS, Brought, NotBrought, head_of
from madoguchi.web.desk.taking_in.kept_files import brought_by_file
from madoguchi.web.desk.taking_in.kept_walks import NOT_HERE, brought_by_number
from madoguchi.web.desk.taking_in.lines import lines_of
from madoguchi.web.desk.taking_in.opening import IsNumber, brought_in
from madoguchi.web.desk.taking_in.origins import SIGNED, taken_in_of, was_taken
from madoguchi.web.public import limits
from madoguchi.web.public.clock import now
from madoguchi.web.public.numbers import NotANumber, number_of

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_MOST_CARRIED = 900_000  # characters of what travels in the form
_HOURS = 12 * 3_600
_STALE = "読みこんでから時間がたったか、ほかの画面のものです。もう一度読みこんでください。"
_TOO_OFTEN = (
    "この番号では、見つかりません。ちがう番号が続いています。正しい番号なら、いまも開けます。"
    "1字ずつ見くらべて、1分ほどおいて入れてください。ファイルか貼りつけでも受け取れます。"
)


@_PAGE
@at_the_desk("take_in")
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """Takes something into a new case."""
    return _answer(request, member, whole=None)


@_PAGE
@at_the_desk("take_in")
def of_case(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Takes something into a case of the member's own centre: what another centre shares is never written to."""
    whole = readings.read_case(member, case_id, at=now())
    if whole.case.centre_id != member.centre.pk:
        raise NotThere
    return _answer(request, member, whole=whole)


def _answer(request: HttpRequest, member: Member, *, whole: readings.WholeCase | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, member, whole)
    try:
        if "brought" in request.POST:
            return _taken(request, member, whole)
        found = _kept(request, member, whole) if "kept" in request.POST else _brought(request)
        return _page(request, member, whole, brought=found)
    except REFUSED as error:
        return _page(request, member, whole, error=error)


def _brought(request: HttpRequest) -> Brought:
    """What the form brings. Sizes are asked before anything is read. Raises NotBrought, UnreadableText."""
    file = request.FILES.get("file")
    data = file.read() if file else b""
    scanned, pasted = request.POST.get("scanned", ""), request.POST.get("pasted", "")
    if scanned.strip() and pasted.strip():
        raise NotBrought("番号・符号の欄と、貼る欄の、どちらか一つにしてください。")
    typed = scanned if scanned.strip() else pasted
    if len(typed) > MOST_BYTES:
        raise NotBrought(f"長すぎます（{len(typed):,}文字）。引きつぎの文だけを貼ってください。")
    try:
        return brought_in(data, typed, at=now())
    except IsNumber:
        return _by_number(request, typed)


def _kept(request: HttpRequest, member: Member, whole: readings.WholeCase | None) -> Brought:
    """What a file of the case says."""
    if whole is None:
        raise NotThere
    try:
        file = readings.read_file(member, whole.case.id, file_id=request.POST["kept"][:32], at=now())
    except (FileMissing, CannotOpen) as error:
        raise NotBrought(str(error)) from None
    return brought_by_file(file, at=now())


def _by_number(request: HttpRequest, typed: str) -> Brought:
    """A number that is wrong counts like one on the public pages: nobody tries them out from the desk either."""
    try:
        number = number_of(typed)
        limits.look_up(request)
        return brought_by_number(number, at=now())
    except NotANumber:
        raise NotBrought(
            f"「{typed.strip()[:40]}」は、相談メモの番号（16けた）ではありません。{NOT_HERE}"
        ) from None
    except limits.WrongNumbers:
        raise NotBrought(_TOO_OFTEN) from None
    except NotBrought as nothing:
        try:
            limits.was_wrong(request)
        except limits.WrongNumbers:
            raise NotBrought(_TOO_OFTEN) from None
        raise nothing from None


def _taken(request: HttpRequest, member: Member, whole: readings.WholeCase | None) -> HttpResponse:
    """Writes what is ticked, in one act."""
    brought = _carried(request, _salt(member, whole))
    chosen = [int(one) for one in request.POST.getlist("take") if one.isdecimal() and len(one) < 4]
    if whole is None:
        method: Method = next((one for one in METHODS if one == request.POST.get("method")), "phone")
        made = cases.take_in_new(member, sending(request), method, brought, chosen)
        return HttpResponseRedirect(reverse("desk-intake", args=[made]))
    cases.take_in(member, sending(request), whole.case.id, brought, chosen, version=version_of(request))
    return HttpResponseRedirect(reverse("desk-bring", args=[whole.case.id]))


def _salt(member: Member, whole: readings.WholeCase | None) -> str:
    return f"taking-in/{member.staff.pk}/{member.centre.pk}/{whole.case.pk if whole else ''}"


def _carried(request: HttpRequest, salt: str) -> Brought:
    try:
        told = signing.loads(request.POST.get("brought", "")[:_MOST_CARRIED], salt=salt, max_age=_HOURS)
        return msgspec.convert(told, Brought)
    except (signing.BadSignature, msgspec.ValidationError):
        raise NotBrought(_STALE) from None


def _carry(brought: Brought, salt: str) -> str:
    carried = signing.dumps(msgspec.to_builtins(brought), salt=salt, compress=True)
    if len(carried) > _MOST_CARRIED:
        raise NotBrought(
            "引きつぎの中身が長すぎて、ここでは比べられません。文（case.txt）の必要な所だけを貼ってください。"
        )
    return carried


def _page(
    request: HttpRequest,
    member: Member,
    whole: readings.WholeCase | None,
    *,
    brought: Brought | None = None,
    error: Exception | None = None,
) -> HttpResponse:
    more: dict[str, Any] = {"base": "desk/case.html" if whole else "desk/frame.html", "methods": METHODS}
    if whole:
        more |= told_of_case(whole, "bring")
        with looking(member.centre):
            more["before"] = taken_in_of(whole)
    if brought:
        more |= _beside(member, brought, whole)
        more["carried"] = _carry(brought, _salt(member, whole))
    more |= refusal(request, error)
    return shown(request, member, name="take_in", more=more, status=status_of(error))


def _beside(member: Member, brought: Brought, whole: readings.WholeCase | None) -> dict[str, Any]:
    letters: list[readings.OpenLetter] = []
    if whole and any(one.letter for one in brought.said):
        with looking(member.centre):
            letters = readings.letters_of(whole)
    lines = lines_of(brought, whole, letters=letters)
    return {
        "brought": brought,
        "way": WAYS[brought.way],
        "from_whom": head_of(brought.way),
        "signed": SIGNED[brought.checked],
        "lines": [one for one in lines if one.state != "same"],
        "same": [one for one in lines if one.state == "same"],
        "again": was_taken(member, brought.digest, at=now()),
    }
