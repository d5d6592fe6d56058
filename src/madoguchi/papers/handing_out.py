"""From a message to files in a folder, and what is said about them: which papers were written, and what to do now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes.reports import ReportKind, Way
from madoguchi.papers import files_of, is_report, refused
from madoguchi.papers.consents import (
    FIELDS,
    RECIPIENTS,
    TO,
    Consent,
    FieldName,
    SheetKind,
    agreed_for,
    asked_for,
)
from madoguchi.papers.making import is_sheet, papers_of
from madoguchi.papers.material import About, Bundle, Operator, Translated
from madoguchi.papers.received import Original, Received
from madoguchi.papers.reports import (
    MEDIA,
    NoReport,
    Report,
    Route,
    carrier_report_of,
    kinds_for,
    message_in,
    report_of,
)
from madoguchi.papers.signing import KeyOf, Signer
from madoguchi.papers.writing import write_papers
from madoguchi.telling.layout import bulleted, clean, labelled, titled, wrapped
from madoguchi.words import Consultation, PersonWord, Story, Word

_NOW: dict[Way, str] = {
    "mail": ".eml をメールソフトで開き、中を見てから、自分で送ります。開けないときは、.txt の文を新しいメールに貼ります。",
    "phone": ".txt の出し方を見て、届いた携帯電話から転送します。",
    "app": ".txt の出し方を見て、携帯電話のアプリから知らせます。",
    "not_known": "公式の案内で受け付け方を確かめてから、.txt の文を使ってください。",
}
_ELSEWHERE = "どこに知らせるかは、madoguchi check の答えの窓口で聞けます。"
_EACH = (
    "契約している会社の出し方を .txt で見て、知らせます。--carrier を付けると、その会社の分だけになります。"
)


class Wanted(NamedTuple):
    """Which papers: no ``kinds`` = every report that takes the message. ``carrier``: the person's own company."""

    kinds: tuple[str, ...] = ()
    carrier: str | None = None


class Paper(Word, frozen=True, kw_only=True):
    """A paper that was written. ``now``: what the person does with it."""

    kind: ReportKind
    form: str
    files: tuple[str, ...]
    to: Route
    now: str
    attach: tuple[str, ...]
    fill_in: tuple[str, ...]
    hidden: dict[str, int]


class Refusal(Word, frozen=True, kw_only=True):
    """A paper that was asked for and does not fit."""

    kind: str
    why: str


class Given(Word, frozen=True, kw_only=True):
    """A paper that was made of the story, for whom, and which fields of it may stand there."""

    kind: SheetKind
    files: tuple[str, ...]
    to: str
    fields: tuple[FieldName, ...]


class HandedOut(Word, frozen=True, kw_only=True):
    """What came of it: reports ``written``, other papers ``given``; ``sent`` is always False: a person sends.

    ``signed``: whose key signed the case.
    """

    written: tuple[Paper, ...]
    refused: tuple[Refusal, ...]
    sent: bool = False
    given: tuple[Given, ...] = ()
    signed: KeyOf | None = None


class Beside(NamedTuple):
    """What stands beside a story. ``consents`` None: who asks for a paper at this computer agrees to it by asking."""

    about: About = About()
    consents: tuple[Consent, ...] | None = None
    operator: Operator = Operator()
    signer: Signer | None = None


class Brought(NamedTuple):
    """What the papers are about: the story, the mail as it came, the answer to it, and what is known and was answered.

    ``translated``: the answer in the language of whoever takes a paper, for those that are not Japanese alone.
    """

    story: Story
    original: Original
    answer: Consultation
    knowledge: Knowledge
    answers: Mapping[str, str] = MappingProxyType({})
    person: PersonWord | None = None
    translated: Mapping[SheetKind, Translated] = MappingProxyType({})
    beside: Beside = Beside()


def hand_out(brought: Brought, wanted: Wanted, *, folder: Path, at: dt.datetime) -> HandedOut:
    """Writes the wanted papers of ``brought`` into ``folder`` as of ``at`` (aware) and returns what came of it.

    Raises NoReport when nothing can be written, NoConsent, AlreadyThere when a file is in the way, OSError for the folder.
    """
    reason = refused(wanted.kinds)
    if reason:
        raise NoReport(reason)
    sheets = [kind for kind in dict.fromkeys(wanted.kinds) if is_sheet(kind)]
    asked = [kind for kind in dict.fromkeys(wanted.kinds) if is_report(kind)]
    reports, refusals = _reports(brought, asked, wanted, at=at) if asked or not sheets else ([], [])
    if not reports and not sheets:
        raise NoReport("\n".join(one.why for one in refusals))
    made = {kind: papers_of(_bundle(brought, kind, at), [kind], at=at) for kind in sheets}
    files = {report.kind: files_of(report, at=at) for report in reports}
    everything = [*made.values(), *files.values()]
    write_papers({name: content for one in everything for name, content in one.items()}, folder)
    papers = [_paper(report, folder, tuple(files[report.kind])) for report in reports]
    given = [_given(brought, kind, tuple(str(folder / name) for name in made[kind]), at) for kind in sheets]
    signed = brought.beside.signer.key if brought.beside.signer and "case" in sheets else None
    return HandedOut(written=tuple(papers), refused=tuple(refusals), given=tuple(given), signed=signed)


def _bundle(brought: Brought, kind: SheetKind, at: dt.datetime) -> Bundle:
    return Bundle(
        story=brought.story,
        answer=brought.answer,
        knowledge=brought.knowledge,
        answers=brought.answers,
        translated=brought.translated.get(kind),
        person=brought.person,
        about=brought.beside.about,
        operator=brought.beside.operator,
        signer=brought.beside.signer,
        consents=_consents(brought, kind, at),
    )


def _consents(brought: Brought, kind: SheetKind, at: dt.datetime) -> tuple[Consent, ...]:
    if brought.beside.consents is not None:
        return brought.beside.consents
    return (asked_for(kind, who=Operator().name, when=at),)


def _given(brought: Brought, kind: SheetKind, files: tuple[str, ...], at: dt.datetime) -> Given:
    fields = agreed_for(kind, _consents(brought, kind, at))
    return Given(kind=kind, files=files, to=RECIPIENTS[TO[kind]], fields=fields)


def _reports(
    brought: Brought, asked: Sequence[ReportKind], wanted: Wanted, *, at: dt.datetime
) -> tuple[list[Report], list[Refusal]]:
    message = message_in(
        brought.story, brought.answer, original=brought.original, knowledge=brought.knowledge
    )
    kinds = asked or _by_itself(kinds_for(message, brought.knowledge, at=at), wanted)
    if not kinds:
        raise NoReport(f"{MEDIA[message.medium]}を受け付ける窓口は、知識にありません。{_ELSEWHERE}")
    reports: list[Report] = []
    refusals: list[Refusal] = []
    for kind in kinds:
        try:
            reports.append(_report(kind, message, brought, carrier=wanted.carrier, at=at))
        except NoReport as error:
            refusals.append(Refusal(kind=kind, why=str(error)))
    return reports, refusals


def _report(
    kind: ReportKind, message: Received, brought: Brought, *, carrier: str | None, at: dt.datetime
) -> Report:
    if kind == "report-carrier" and carrier:
        return carrier_report_of(carrier, message, answer=brought.answer, knowledge=brought.knowledge, at=at)
    return report_of(kind, message, answer=brought.answer, knowledge=brought.knowledge, at=at)


def _by_itself(kinds: Sequence[ReportKind], wanted: Wanted) -> list[ReportKind]:
    """Who names the company wants its report too, and hears why when it does not fit."""
    named: list[ReportKind] = ["report-carrier"] if wanted.carrier and "report-carrier" not in kinds else []
    return [*kinds, *named]


def _paper(report: Report, folder: Path, names: tuple[str, ...]) -> Paper:
    return Paper(
        kind=report.kind,
        form=report.form,
        files=tuple(str(folder / name) for name in names),
        to=report.route,
        now=_EACH if report.others else _NOW[report.route.way],
        attach=report.attach,
        fill_in=tuple(field.label for field in report.fields if not field.text and not field.optional),
        hidden={str(kind): count for kind, count in report.message.hidden.items()},
    )


def told(given: HandedOut) -> str:
    """Returns what was written and what the person does now, for a terminal."""
    lines = [
        *wrapped("紙を書きました。まだ、どこにも送られていません。送るかどうかは、あなたが決めます。"),
        *(line for one in given.given for line in titled(one.to, _handed(one))),
        *(line for paper in given.written for line in titled(clean(paper.to.desk.name), _told(paper))),
        *titled("署名", _signed(given.signed)),
        *titled("作れなかったもの", bulleted([one.why for one in given.refused])),
    ]
    return "\n".join(lines)


def _handed(one: Given) -> Iterator[str]:
    yield from (f"  {clean(name)}" for name in one.files)
    used = "、".join(FIELDS[field] for field in one.fields)
    yield from labelled("のせること", used or "起きたことは、何ものせません")
    yield from labelled("いま すること", "開いて中を見てから、自分で渡します。")


def _signed(key: KeyOf | None) -> Iterator[str]:
    if key:
        yield from labelled("署名した鍵", clean(key.name))
        yield from labelled("確かめる鍵（公開してよいもの）", key.public_key)


def _told(paper: Paper) -> Iterator[str]:
    yield from (f"  {clean(name)}" for name in paper.files)
    yield from labelled("いま すること", paper.now)
    yield from labelled("書き足すもの", "、".join(paper.fill_in))
    yield from labelled("自分で添えるもの", "、".join(paper.attach))
    if paper.hidden:
        yield from wrapped(
            "あなたのものかもしれない番号やアドレスを * にしました（.txt の「送る前に見ること」）。",
            first="  ",
        )
    yield from bulleted(paper.to.not_known)
