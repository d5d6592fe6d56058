"""The disposal of records in two steps: a list to look through, then the signature of the head with the password."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from madoguchi.web.accounts.confirming import NotConfirmed, assert_confirmed
from madoguchi.web.desk import cases, retention
from madoguchi.web.desk.cases.disposing import ListChanged, YearsNotFit
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.forms import sending
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.pages import shown
from madoguchi.web.practice import LINE
from madoguchi.web.public.clock import now


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk("dispose")
def disposal(request: HttpRequest, member: Member) -> HttpResponse:
    """What is due, and what was disposed of; POST sets the years, shows the list to sign, or takes the signature."""
    if request.method != "POST":
        return _due(request, member)
    steps = {"years": _years, "list": _list, "sign": _sign}
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise NotThere
    return step(request, member)


def _due(request: HttpRequest, member: Member, *, error: str = "", status: int = 200) -> HttpResponse:
    ripe, count = retention.ripe_for(member, today=now().date())
    more = {"ripe": ripe, "count": count, "done": retention.disposals_of(member), "error": error}
    return shown(request, member, name="disposal", more=more, status=status)


def _years(request: HttpRequest, member: Member) -> HttpResponse:
    typed = request.POST.get("kept_years", "").strip()
    try:
        if typed and not (typed.isascii() and typed.isdigit()):
            raise YearsNotFit("年数は、数で入れてください。決まっていないときは空けてください。")
        cases.keep_for(member, sending(request), int(typed[:4]) if typed else None)
    except YearsNotFit as error:
        return _due(request, member, error=str(error), status=422)
    return HttpResponseRedirect(reverse("desk-disposal"))


def _list(request: HttpRequest, member: Member, *, error: str = "", status: int = 200) -> HttpResponse:
    """The list as it would be signed, with its hash."""
    ids = _ids(request)
    with within(member.centre):
        chosen = retention.chosen_of(member, ids, today=now().date())
    if not chosen or not all(one.may_go for one in chosen):
        return _due(request, member, error=error or "廃棄する記録を選んでください。", status=422)
    digest = retention.digest_of(retention.listed_of(chosen))
    more = {
        "chosen": chosen,
        "digest": digest,
        "ids": " ".join(one.case_id for one in chosen),
        "error": error,
    }
    return shown(request, member, name="disposal_sign", more=more, status=status)


def _ids(request: HttpRequest) -> list[str]:
    typed = [*request.POST.getlist("case"), *request.POST.get("ids", "").split()]
    return list(dict.fromkeys(typed))[: retention.MOST_LISTED]


def _sign(request: HttpRequest, member: Member) -> HttpResponse:
    try:
        assert_confirmed(request, member.staff)
        made = cases.dispose(member, sending(request), _ids(request), request.POST.get("digest", ""))
    except NotConfirmed as error:
        return _list(request, member, error=str(error), status=422)
    except ListChanged as error:
        return _due(request, member, error=str(error), status=409)
    return HttpResponseRedirect(f"{reverse('desk-disposal')}#{made}")


@require_safe
@at_the_desk("dispose")
def certificate(request: HttpRequest, member: Member, disposal_id: str) -> HttpResponse:
    """The certificate of a disposal, as a text to print and keep."""
    found = retention.disposal_of(member, disposal_id)
    if found is None:
        raise NotThere
    text = retention.certificate_of(found, line=f"【{LINE}】\n" if settings.PRACTICE else "")
    name = f'attachment; filename="disposal-{found.at:%Y%m%d}-{found.pk[:8]}.txt"'
    return HttpResponse(
        text.encode("utf-8-sig"),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": name},
    )
