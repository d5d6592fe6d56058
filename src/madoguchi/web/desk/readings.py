"""Every read of a case: through the gate, opened, and noted in the log, for reading what is personal is an act of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from madoguchi.knowledge import load
from madoguchi.knowledge.shapes.letters import LetterForm
from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.database import rows_of
from madoguchi.web.desk import case_keys, log, stored_files
from madoguchi.web.desk.cases.consents import ConsentWords
from madoguchi.web.desk.cases.record import Identity, fiscal_year
from madoguchi.web.desk.codes import SENT_WAYS, TEXT_NAMES, TextField
from madoguchi.web.desk.gates import Member, NotThere, case_for, looking
from madoguchi.web.desk.letter_models import ConditionSeen, Letter
from madoguchi.web.desk.log_together import noted
from madoguchi.web.desk.models import (
    Approval,
    Attachment,
    Case,
    Consent,
    Due,
    OldNumber,
    Party,
)
from madoguchi.web.desk.permissions import Act
from madoguchi.web.desk.sealing import opened

_COUNTED = 5  # digits of the number of a case within its year
_TEXTS = "SELECT field, revision, sealed FROM case_text WHERE case_id = %s ORDER BY revision"
_OTHER_SIDE = "SELECT id, kind, mark, sealed, role FROM counterpart WHERE case_id = %s ORDER BY id"


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, opened: its codes, its newest texts, who the parties are, what is known of the other side. ``key`` opens the rest."""

    case: Case
    key: bytes
    texts: Mapping[TextField, str]
    parties: Mapping[str, tuple[Party, Identity]]
    other_side: tuple[OtherSide, ...]

    @property
    def counterparts(self) -> tuple[tuple[str, str], ...]:
        """Kind and value of everything that is kept of the other side."""
        return tuple((one.kind, one.value) for one in self.other_side)


def read_case(member: Member, case_id: str, *, at: dt.datetime) -> WholeCase:
    """Returns the case ``case_id``, opened; the log notes who read it. Raises NotThere, NotAllowed."""
    with looking(member.centre):
        case = case_for(member, case_id, act="read_case", today=at.date())
        key = case_keys.key_of(case)
        whole = WholeCase(
            case=case,
            key=key,
            texts=texts_of(case, key),
            parties=parties_in(case, key),
            other_side=tuple(_other_side(case, key)),
        )
    _note(member, case, "read_case", at)  # last: who else is noted in this centre waits from here to the end
    return whole  # handed out only when the log has it for good


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file of a case, opened."""

    name: str
    data: bytes


def read_file(member: Member, case_id: str, *, file_id: str, at: dt.datetime) -> WholeFile:
    """Returns a file of the case ``case_id``, opened; the log notes who read it. Raises NotThere, NotAllowed, FileMissing."""
    with looking(member.centre):
        case = case_for(member, case_id, act="read_file", today=at.date())
        row = Attachment.objects.filter(case=case, pk=file_id).first()
        if row is None:
            raise NotThere
        key = case_keys.key_of(case)
        name = opened(bytes(row.sealed_name), key=key, place=f"{case.pk}/file_name/{row.pk}").decode()
        data = opened(stored_files.read(row.pk), key=key, place=f"{case.pk}/file/{row.pk}")
    _note(member, case, "read_file", at)
    return WholeFile(name, data)


def find_number(member: Member, number: str, *, at: dt.datetime) -> str:
    """Returns the id of the case of the member's centre with ``number``, also an old one; 12 alone is the twelfth of this year. Raises NotThere."""
    short = number.isdecimal() and len(number) <= _COUNTED
    whole = f"{fiscal_year(at.date())}-{int(number):0{_COUNTED}}" if short else number
    with looking(member.centre):
        old = OldNumber.objects.filter(centre=member.centre, number=number).first()
        found = None if old and short else Case.objects.filter(centre=member.centre, number=whole).first()
        now_at = (found.merged_into_id or found.pk) if found else None  # a part of another leads to that one
        case_id = now_at or (old.case_id if old else None)
        if case_id is None:
            raise NotThere
        case_for(member, case_id, act="read_case", today=at.date())
        return case_id


def texts_of(case: Case, key: bytes) -> dict[TextField, str]:
    """Returns the newest revision of each text of ``case``, opened with its ``key``."""
    newest = {field: (revision, sealed) for field, revision, sealed in rows_of(_TEXTS, case.pk)}
    return {
        field: opened(bytes(sealed), key=key, place=f"{case.pk}/{field}/{revision}").decode(
            "utf-8", "surrogatepass"
        )
        for field in TEXT_NAMES
        if field in newest
        for revision, sealed in (newest[field],)
    }


def parties_in(case: Case, key: bytes) -> dict[str, tuple[Party, Identity]]:
    """Returns who speaks and whom it is about, by part, opened with the ``key`` of ``case``."""
    found = {}
    for party in Party.objects.filter(case=case):
        whole = opened(bytes(party.sealed), key=key, place=f"{case.pk}/party/{party.part}")
        found[party.part] = party, msgspec.json.decode(whole, type=Identity)
    return found


def counterparts_in(case: Case, key: bytes) -> tuple[tuple[str, str], ...]:
    """Returns kind and value of what is kept of the other side, in the order in which it came, opened with the ``key`` of ``case``."""
    return tuple((one.kind, one.value) for one in _other_side(case, key))


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Something that is kept of the other side: its id, its kind, the value as it was given, and whose it is (empty: not known)."""

    id: int
    kind: str
    value: str
    role: str = ""


def _other_side(case: Case, key: bytes) -> list[OtherSide]:
    return [
        OtherSide(
            pk, kind, opened(bytes(sealed), key=key, place=_place(case, kind, bytes(mark))).decode(), role
        )
        for pk, kind, mark, sealed, role in rows_of(_OTHER_SIDE, case.pk)
    ]


def _place(case: Case, kind: str, mark: bytes) -> str:
    return f"{case.pk}/counterpart/{kind}/{mark.hex()}"


# What follows is called within the transaction of whoever asks (``gates.looking``): PostgreSQL's lock holds for it as well.


def counterparts_of(whole: WholeCase) -> list[OtherSide]:
    """Returns what is kept of the other side, in the order in which it came."""
    return _other_side(whole.case, whole.key)


def files_of(whole: WholeCase) -> list[tuple[Attachment, str]]:
    """Returns the files of the case, the newest first, each with its name."""
    rows = Attachment.objects.filter(case=whole.case).select_related("by").order_by("-at", "pk")
    return [(row, _text(whole, row.sealed_name, f"file_name/{row.pk}")) for row in rows]


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter in the consumer's name, opened. ``agreed``, ``printed``: to these very words, of these very words."""

    row: Letter
    form: LetterForm
    words: LetterWords

    @property
    def agreed(self) -> bool:
        """Whether the consumer agreed to what it says now."""
        consent = self.row.consent
        return consent is not None and not consent.revoked_at and self.row.agreed_version == self.row.version

    @property
    def printed(self) -> bool:
        """Whether what it says now was printed."""
        return self.row.file_id is not None and self.row.printed_version == self.row.version

    @property
    def way(self) -> str:
        """By which way it went out, in words."""
        return SENT_WAYS.get(self.row.sent_way, self.row.sent_way)


def letters_of(whole: WholeCase) -> list[OpenLetter]:
    """Returns the letters of the case, the newest first; those of a form that is no more known are left out."""
    rows = Letter.objects.filter(case=whole.case).select_related("by", "consent").order_by("-at", "pk")
    forms = load().letters
    return [
        OpenLetter(
            row,
            forms[row.form],
            msgspec.json.decode(_text(whole, row.sealed, f"letter/{row.pk}"), type=LetterWords),
        )
        for row in rows
        if row.form in forms
    ]


def conditions_seen_of(whole: WholeCase) -> list[ConditionSeen]:
    """Returns the conditions of rules at which somebody looked in the case."""
    return list(ConditionSeen.objects.filter(case=whole.case).select_related("by"))


def dues_of(whole: WholeCase) -> list[tuple[Due, str]]:
    """Returns what has its hour in the case and is not done, the soonest first, each with its note."""
    rows = Due.objects.filter(case=whole.case, done_at=None).order_by("at")
    return [(row, _text(whole, row.sealed_note, f"due/{row.pk}")) for row in rows]


def approvals_of(whole: WholeCase) -> list[tuple[Approval, str]]:
    """Returns the requests for approval of the case, the newest first, each with the comment of whoever decided."""
    rows = Approval.objects.filter(case=whole.case).select_related("asked_by", "decided_by").order_by("-pk")
    return [(row, _text(whole, row.sealed_comment, f"approval/{row.pk}")) for row in rows]


def consents_of(whole: WholeCase) -> list[tuple[Consent, ConsentWords]]:
    """Returns the consents of the case, the newest first, each with to whom, what for, and the words that were read out."""
    rows = Consent.objects.filter(case=whole.case).select_related("by").order_by("-given_at")
    return [(row, _agreed(row, _text(whole, row.sealed_text, f"consent/{row.pk}"))) for row in rows]


def _agreed(row: Consent, text: str) -> ConsentWords:
    """A row that has its purpose open was written before all words of it were sealed as one."""
    if row.purpose:
        return ConsentWords(row.to, row.purpose, row.legal_basis, text)
    return msgspec.json.decode(text, type=ConsentWords)


def _text(whole: WholeCase, sealed: bytes, place: str) -> str:
    """What nobody has written yet is nothing."""
    if not sealed:
        return ""
    return opened(bytes(sealed), key=whole.key, place=f"{whole.case.pk}/{place}").decode(
        "utf-8", "surrogatepass"
    )


def _note(member: Member, case: Case, act: Act, at: dt.datetime) -> None:
    """In the log of the centre that reads: it can name its own people. On the disk when this returns."""
    noted(member.centre, log.Said(act, member.staff.id, case.id), at=at)
