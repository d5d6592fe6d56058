"""Reports of a message for the desks that collect them: what to send where, in the form that the desk takes.

Nothing is sent. Where a desk takes what is known from knowledge/reports, its address from the register by the display
rule; what was not found is said to be not known. A text of which nobody knows the message is no report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.hours import STALE_AFTER, TOKYO, contact_at, shown_on
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.dated import in_force
from madoguchi.knowledge.shapes import FieldRule, ReportForm
from madoguchi.knowledge.shapes.reports import FieldOf, ReportKind, Way
from madoguchi.papers.received import Original, Received, received_of
from madoguchi.parts import Parts
from madoguchi.signs import read
from madoguchi.words import Consultation, ContactNow, Medium, Story, Word

REPORT_KINDS: tuple[ReportKind, ...] = ("report-spam-centre", "report-anti-phishing", "report-carrier")
MEDIA: dict[Medium, str] = {
    "sms": "SMS",
    "email": "メール",
    "popup": "画面に出たもの",
    "dm": "DM",
    "voice_script": "電話",
    "ad": "広告",
    "postal": "郵便",
}
_OPTIONAL: frozenset[FieldOf] = frozenset({"own", "did", "header", "summary"})
_NO_MESSAGE = (
    "報告には、届いた文そのものが要ります。これは起きたことの話のようです。届いたメールやSMSの文を、そのまま渡してください。"
    "届いた文なのにこう出るときは、--medium sms か --medium email を付けてください。"
)


class NoReport(LookupError):
    """A report cannot be written; says why and what to do (Japanese)."""


class Field(Word, frozen=True, kw_only=True):
    """A field as the desk names it. ``text`` empty: nobody told it, and the person writes it (or not: ``optional``)."""

    label: str
    text: str
    of: FieldOf
    optional: bool


class Desk(Word, frozen=True, kw_only=True):
    """Where a report goes; addresses as the display rule lets people see them."""

    id: str
    name: str
    mail: str | None
    web: str | None
    verified: bool


class Route(Word, frozen=True, kw_only=True):
    """How one desk takes a report: the desk, the way, what to do there."""

    desk: Desk
    way: Way
    steps: tuple[str, ...]
    look: tuple[str, ...]
    not_known: tuple[str, ...]
    sources: tuple[str, ...]
    seen: dt.date
    stale: bool


class Report(Word, frozen=True, kw_only=True):
    """One report, ready for a person to look at and send. ``subject`` is ours and holds nothing of the message.

    ``others``: the ways of the single carriers, where the person did not say which one is theirs.
    """

    kind: ReportKind
    form: str
    name: str
    route: Route
    others: tuple[Route, ...]
    subject: str
    fields: tuple[Field, ...]
    attach: tuple[str, ...]
    message: Received
    revision: str


class _Asked(NamedTuple):
    answer: Consultation
    knowledge: Knowledge
    at: dt.datetime


def message_in(story: Story, answer: Consultation, *, original: Original, knowledge: Knowledge) -> Received:
    """Returns the message that ``story`` is, for reports. Raises NoReport for a story and for an empty text."""
    if not story.text.strip() and original.raw is None:
        raise NoReport(_NO_MESSAGE)
    is_message = True if story.medium or original.raw is not None else None
    tale = read(Parts.of(story), knowledge, is_message=is_message, today=answer.knowledge.as_of)
    if not tale.is_message:
        raise NoReport(_NO_MESSAGE)
    return received_of(story, answer, original=original)


def report_of(
    kind: ReportKind,
    message: Received,
    *,
    answer: Consultation,
    knowledge: Knowledge,
    at: dt.datetime,
) -> Report:
    """Returns the report of ``message`` to the desk of ``kind`` as of the minute ``at`` (aware).

    Raises NoReport where the desk does not take this kind of message, or no form is known for that day.
    """
    return _report(kind, message, _Asked(answer, knowledge, at), carrier=None)


def carrier_report_of(
    carrier: str, message: Received, *, answer: Consultation, knowledge: Knowledge, at: dt.datetime
) -> Report:
    """Returns the report to one ``carrier`` (id of carriers/*.yaml). Raises NoReport as ``report_of`` does."""
    known = [form.carrier for form in knowledge.reports.values() if form.carrier]
    if carrier not in known:
        raise NoReport(
            f"通信会社「{carrier}」は分かりません。{'、'.join(dict.fromkeys(known))} から選んでください。"
        )
    return _report("report-carrier", message, _Asked(answer, knowledge, at), carrier=carrier)


def kinds_for(message: Received, knowledge: Knowledge, *, at: dt.datetime) -> tuple[ReportKind, ...]:
    """Returns the kinds that take ``message``. A carrier is left out where nobody said that it was an SMS."""
    day = at.astimezone(TOKYO).date()
    fitting = [
        kind for kind in REPORT_KINDS if any(_takes(form, message) for form in _forms(kind, knowledge, day))
    ]
    return tuple(kind for kind in fitting if not (kind == "report-carrier" and message.assumed))


def _report(kind: ReportKind, message: Received, asked: _Asked, *, carrier: str | None) -> Report:
    day = asked.at.astimezone(TOKYO).date()
    forms = _forms(kind, asked.knowledge, day)
    form = _chosen(forms, message, carrier, kind=kind)
    alone = form.carrier is not None or kind != "report-carrier"
    others = [one for one in forms if one.carrier and _takes(one, message)]
    return Report(
        kind=kind,
        form=form.id,
        name=form.name,
        route=_route(form, asked),
        others=() if alone else tuple(_route(one, asked) for one in others),
        subject=form.subject,
        fields=tuple(_fields(form, message, asked.answer)),
        attach=tuple(one.text for one in form.attach),
        message=message,
        revision=asked.knowledge.revision,
    )


def _forms(kind: ReportKind, knowledge: Knowledge, day: dt.date) -> Sequence[ReportForm]:
    return in_force([form for form in knowledge.reports.values() if form.kind == kind], day)


def _takes(form: ReportForm, message: Received) -> bool:
    return message.medium in form.media and (bool(message.links) or not form.needs_links)


def _chosen(
    forms: Sequence[ReportForm], message: Received, carrier: str | None, *, kind: ReportKind
) -> ReportForm:
    fitting = [form for form in forms if form.carrier == carrier and message.medium in form.media]
    if not fitting:
        raise NoReport(_does_not_take(kind, forms, message))
    if fitting[0].needs_links and not message.links:
        raise NoReport(
            f"{kind}: この窓口が受けるのはページのアドレスです。届いた文に、アドレスがありません。"
        )
    return fitting[0]


def _does_not_take(kind: ReportKind, forms: Sequence[ReportForm], message: Received) -> str:
    if not forms:
        return f"{kind}: この日の受付の形が、知識にありません。--at の日を確かめてください。"
    takes = "、".join(dict.fromkeys(MEDIA[one] for form in forms for one in form.media))
    came = f"届いたものは{MEDIA[message.medium]}として読みました"
    return (
        f"{kind}: この窓口の受付の形は{takes}のものだけです。{came}。ちがうときは --medium を付けてください。"
    )


# --- where it goes ------------------------------------------------------------------------------------


def _route(form: ReportForm, asked: _Asked) -> Route:
    contact = asked.knowledge.contacts[form.contact]
    day = asked.at.astimezone(TOKYO).date()
    if not shown_on(contact, day):
        raise NoReport(f"{form.kind}: 窓口「{contact.name}」は、この日の案内にありません。")
    now = contact_at(contact, asked.at, sources=asked.knowledge.sources)
    return Route(
        desk=_desk(now),
        way=form.way if form.way != "mail" or now.mail else "not_known",
        steps=tuple(one.text for one in form.steps),
        look=tuple(one.text for one in form.look),
        not_known=tuple(form.not_known),
        sources=tuple(_cited(form, asked.knowledge)),
        seen=form.seen,
        stale=day - form.seen > STALE_AFTER,
    )


def _desk(now: ContactNow) -> Desk:
    return Desk(id=now.id, name=now.name, mail=now.mail, web=now.web, verified=now.verified)


def _cited(form: ReportForm, knowledge: Knowledge) -> Iterator[str]:
    """Every document that a line of the form rests on, each once; its address is told by ``knowledge show``."""
    rows = [*form.steps, *form.attach, *form.look]
    for one in dict.fromkeys([*form.sources, *(id_ for row in rows for id_ in row.sources)]):
        source = knowledge.sources[one]
        dated = f"、資料日付 {source.doc_date}" if source.doc_date else ""
        kind = "" if source.kind == "official_page" else "、公式でない紹介"
        yield f"{source.publisher}「{source.title}」（{source.seen} に写しを確認{dated}{kind}）"


# --- what stands in it --------------------------------------------------------------------------------


def _fields(form: ReportForm, message: Received, answer: Consultation) -> Iterator[Field]:
    for rule in form.fields:
        text = _told(rule, message, answer)
        pieces = _cut(text, rule.most_chars) or [""]
        for at, piece in enumerate(pieces):
            label = f"{rule.label}（続き）" if at else rule.label
            yield Field(label=label, text=piece, of=rule.of, optional=rule.of in _OPTIONAL)


def _told(rule: FieldRule, message: Received, answer: Consultation) -> str:
    parts = {
        "received": moment_in_full(message.received) if message.received else "",
        "sender": message.sender,
        "subject": message.subject,
        "text": message.text,
        "links": "\n".join(message.links),
        "header": message.header,
        "summary": _summary(answer),
    }
    return parts.get(rule.of, "")  # "did" and "own": only the person can tell


def moment_in_full(moment: dt.datetime) -> str:
    """Returns ``2026年11月21日20時40分`` (Asia/Tokyo)."""
    local = moment.astimezone(TOKYO)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}時{local.minute:02d}分"


def _summary(answer: Consultation) -> str:
    """What it looks like, said as what it is: read by a program, with the reasons; nothing when nothing was found."""
    if answer.verdict == "nothing_known" or not answer.schemes:
        return ""
    first = answer.schemes[0]
    reasons = dict.fromkeys(sign.why for sign in first.signs if sign.counts == "for" and sign.why)
    told = "".join(f"\n・{why}" for why in list(reasons)[:5])
    return f"「{first.name}」に似たところがあります（プログラムが文から読み取ったもので、確かめてはいません）。{told}"


def _cut(text: str, most: int | None) -> list[str]:
    if most is None or len(text) <= most:
        return [text] if text else []
    return [text[at : at + most] for at in range(0, len(text), most)]
