"""“You were told millions”: the most that a carrier's terms let it bill for SMS, worked out on a page, and what to ask.

GET with carrier and days, so that it works without JavaScript and holds nothing of anybody. There are finitely many answers
(``_page`` keeps them), so nobody is ever refused this page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string

from madoguchi.money import Ceiling, Terms, Use, ceiling_of
from madoguchi.sms.notice import plan_for_blocked
from madoguchi.web.knowing import known_in
from madoguchi.web.public.clock import now
from madoguchi.web.public.foreign_words import marked_as_japanese
from madoguchi.web.public.troubles import not_so
from madoguchi.web.site import frame, prefix_of
from madoguchi.web.tongue import Tongue

_READ = ("GET", "HEAD")
CARRIERS = ("docomo", "au", "softbank", "rakuten")
MOST_DAYS, MOST_MONTHS = 31, 12
WAIVED = ("kiyose",)  # where the waiver that is known was told of
_STEPS = ("now", "today")


class Asked(NamedTuple):
    """What the form says. ``months``: the line is in its N-th month, 0 when that is not known."""

    carrier: str = ""
    days: int = 31
    months: int = 0
    overseas: bool = False

    @property
    def query(self) -> str:
        told = {"carrier": self.carrier, "days": self.days, "months": self.months}
        return urlencode({**told, "overseas": "1"} if self.overseas else told)


def sms_bill(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """The page; with a carrier, also the ceiling. What cannot be read comes back as the form with a word about it."""
    if request.method not in _READ:
        return not_so(request, _READ)
    asked, wrong = _asked(request.GET)
    day = now().date()
    return HttpResponse(_page(tongue, asked, wrong, day.isoformat()), status=422 if wrong else 200)


def _asked(form: QueryDict) -> tuple[Asked, bool]:
    if not form:
        return Asked(), False
    days, months = (
        _whole(form.get("days", "31"), MOST_DAYS),
        _whole(form.get("months") or "0", MOST_MONTHS),
    )
    carrier = next((one for one in CARRIERS if one == form.get("carrier")), None)
    if carrier is None or not days or months is None:
        return Asked(), True
    return Asked(carrier, days, months, form.get("overseas") == "1"), False


def _whole(text: str, most: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        return None
    return int(text) if int(text) <= most else None


@lru_cache(maxsize=512)
def _page(tongue: Tongue, asked: Asked, wrong: bool, day: str) -> bytes:
    """``day``: a new day may have other terms."""
    request = HttpRequest()
    request.method, request.path = "GET", f"{prefix_of(tongue)}sms-bill/"
    shown = frame(request, tongue, page="bill")
    if asked.carrier:
        shown["here"] = f"{shown['here']}?{asked.query}"
    names = {one.id: one.name for one in known_in(tongue).carriers.carriers}
    shown |= {
        "carriers": [(one, names[one]) for one in CARRIERS],
        "asked": asked,
        "error": "bill.error" if wrong else "",
        "most": most_of(tongue, asked) if asked.carrier else None,
        "steps": _steps(tongue),
        "waived": WAIVED,
    }
    text = render_to_string("public/sms_bill.html", shown)
    return (marked_as_japanese(text) if tongue == "en" else text).encode()


def most_of(tongue: Tongue, asked: Asked) -> Ceiling:
    """Returns the ceiling as the command has it, said in ``tongue``."""
    known = known_in(tongue)
    rows = known.carriers
    terms = Terms(carriers=tuple(rows.carriers), tariffs=tuple(rows.tariffs), phrases=known.phrases)
    use = Use(days=asked.days, first_months=asked.months or None, overseas=asked.overseas)
    return ceiling_of(asked.carrier, terms, use=use, on=now().date())


@lru_cache
def _steps(tongue: Tongue) -> tuple[str, ...]:
    """What to do first, as the plan for whose line was hijacked has it."""
    answer = plan_for_blocked(now(), knowledge=known_in(tongue))
    return tuple(step.text for step in answer.plan.steps if step.when in _STEPS)[:5]
