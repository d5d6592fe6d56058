"""Whether the forms of reports hold together: a desk that is there, an address to send to, one form for one day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Container, Iterator

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.dated import within
from madoguchi.knowledge.shapes import ReportForm

_ID = "id の綴りを確かめるか、足してください。"


def problems_of_reports(known: Knowledge) -> Iterator[str]:
    """Yields what is wrong with the forms of ``known.reports``, one Japanese line each."""
    carriers = {one.id for one in known.carriers.carriers}
    for form in known.reports.values():
        yield from _of_one(form, known, carriers)
    for one, other in itertools.combinations(known.reports.values(), 2):
        if _same_thing(one, other) and _together(one, other):
            what = f"同じ日に「{one.id}」も当てはまります。"
            yield _line(other, what, "前のほうに valid_until を書いてください。")


def _of_one(form: ReportForm, known: Knowledge, carriers: Container[str]) -> Iterator[str]:
    desk = known.contacts.get(form.contact)
    if desk is None:
        yield _line(form, f"窓口「{form.contact}」がありません。", _ID)
    if form.carrier and form.carrier not in carriers:
        yield _line(form, f"通信会社「{form.carrier}」がありません。", _ID)
    if form.way == "mail" and desk and not (desk.mail and form.subject):
        mend = "窓口に mail を、この様式に subject を書くか、way を変えてください。"
        yield _line(form, "メールで送る様式なのに、宛先か件名がありません。", mend)
    if not form.media or not form.fields:
        yield _line(form, "media か fields が空です。", "受けるものと、書く欄を書いてください。")
    if form.way == "not_known" and form.carrier and not form.not_known:
        yield _line(form, "何が分からないかが、書かれていません。", "not_known に書いてください。")


def _same_thing(one: ReportForm, other: ReportForm) -> bool:
    return one.kind == other.kind and one.carrier == other.carrier and bool({*one.media} & {*other.media})


def _together(one: ReportForm, other: ReportForm) -> bool:
    """Whether some day lies in both periods: if so, the later of the two beginnings does."""
    day = max((form.valid_from for form in (one, other) if form.valid_from), default=dt.date.min)
    return all(within(day, begin=form.valid_from, end=form.valid_until) for form in (one, other))


def _line(form: ReportForm, what: str, mend: str) -> str:
    return f"reports/{form.id}: {what} 直し方: {mend}"
