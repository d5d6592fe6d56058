"""Writing the record: memo and texts, codes, the two parties, the other side, what has its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import get_args

import msgspec
from django.conf import settings

from madoguchi.plain_text import MAX_CHARS, MAX_CHARS_DESK
from madoguchi.secret_numbers import secrets_hidden
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.cases.codes_given import Codes, checked
from madoguchi.web.desk.cases.frame import Doing, changes, creates
from madoguchi.web.desk.codes import CounterpartKind, Method, PartyWord, Sex, TextField
from madoguchi.web.desk.keyring import keyring_of
from madoguchi.web.desk.models import Case, CaseText, Counter, Counterpart, Due, Party
from madoguchi.web.desk.sealing import mark_of
from madoguchi.web.desk.writing import counterpart_levelled
from madoguchi.words import AgeBand

_MOST: Mapping[TextField, int] = {"memo": MAX_CHARS_DESK, "title": 60, "goods": 120}
_MOST_IDENTITY, _MOST_COUNTERPART = 400, 2_000


class NotFit(ValueError):
    """What was written does not fit the record; says what is wrong and how to mend it (Japanese)."""


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who somebody is and how to reach them; everything may be empty. Sealed as one."""

    name: str = ""
    kana: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    email: str = ""
    reach: str = ""
    why_not_self: str = ""


class PartyCodes(msgspec.Struct, frozen=True):
    """What is counted of a party; an empty one is unknown."""

    relation: str = ""
    age_band: AgeBand | None = None
    sex: Sex = "unknown"
    occupation: str = ""
    municipality_code: str = ""


IDENTITY, PARTY_CODES = Identity.__struct_fields__, PartyCodes.__struct_fields__


@creates("open_case")
def open_case(doing: Doing, method: Method = "phone") -> str:
    """Opens a case that came by ``method`` now; returns its id."""
    return new_case(doing, method)


# What has no decorator is a part of a write: it is called within one, never by a page.


def new_case(doing: Doing, method: Method) -> str:
    """Makes the case that ``doing`` is about, and its key; returns its id."""
    day = doing.at.date()
    doing.case = Case.objects.create(
        centre=doing.member.centre,
        number=_next_number(doing, day),
        counsellor=doing.member.staff,
        received_at=doing.at,
        received_on=day,
        method=method,
    )
    doing.fields.add("method")
    case_keys.make_key(doing.case)
    return doing.case.id


def fiscal_year(day: dt.date) -> int:
    """Returns the fiscal year (April to March) of ``day``."""
    return day.year - (day.month < 4)


def _next_number(doing: Doing, day: dt.date) -> str:
    year = fiscal_year(day)
    Counter.objects.get_or_create(centre=doing.member.centre, fiscal_year=year)
    counter = Counter.objects.select_for_update(no_key=True).get(centre=doing.member.centre, fiscal_year=year)
    counter.last += 1
    counter.save(update_fields=("last",))
    return f"{year}-{counter.last:05}"


@changes("write_text")
def write_text(
    doing: Doing, field: TextField, text: str, *, settled: bool = False, version: int | None = None
) -> str:
    """Writes a free text. An open revision is replaced (the memo is saved while it is typed), a settled one is followed by the next.

    Raises NotFit over 200,000 characters of memo, 60 of title, 20,000 of any other; ChangedMeanwhile where somebody else wrote
    to the case since ``version``: nobody's words are put over another's unseen.
    """
    assert_unchanged(doing, version)
    return put_text(doing, field, text=text, settled=settled)


def put_text(doing: Doing, field: TextField, *, text: str, settled: bool = False) -> str:
    """Puts a free text into the record; what nobody should have written down goes in as asterisks, as long as it was. Raises NotFit."""
    most = _MOST.get(field, MAX_CHARS)
    if field not in get_args(TextField):
        raise NotFit(f"{field} という欄はありません。")
    if len(text) > most:
        raise NotFit(f"長すぎます（{len(text):,}文字）。{most:,}文字までにしてください。")
    last = CaseText.objects.filter(case=doing.this, field=field).order_by("-revision").first()
    revision = 1 if last is None else last.revision + last.settled
    sealed = doing.sealed(secrets_hidden(text), f"{field}/{revision}")
    written = {"settled": settled, "sealed": sealed, "by": doing.member.staff, "at": doing.at}
    if last is not None and last.revision == revision:  # the case is locked: nobody writes beside us
        CaseText.objects.filter(pk=last.pk).update(**written)
    else:
        CaseText.objects.create(case=doing.this, field=field, revision=revision, **written)
    doing.fields.add(field)
    return f"{field}-{revision}"


@changes("write_codes")
def keep_record(doing: Doing, codes: Codes, texts: Mapping[TextField, str], *, version: int) -> str:
    """Sets codes and texts of the record in one act: all of it or nothing. Raises as ``set_codes`` and ``write_text`` do."""
    assert_unchanged(doing, version)
    set_given(doing, codes)
    for field, text in texts.items():
        put_text(doing, field, text=text)
    return doing.this.id


@changes("write_codes")
def set_codes(doing: Doing, codes: Codes, *, version: int) -> str:
    """Sets the codes that are given, if nobody changed the case since ``version``. Raises CodeNotKnown, ChangedMeanwhile."""
    assert_unchanged(doing, version)
    set_given(doing, codes)
    return doing.this.id


def set_given(doing: Doing, codes: Codes) -> None:
    """Sets the codes that are given. Raises CodeNotKnown."""
    given = checked(codes)
    Case.objects.filter(pk=doing.this.pk).update(**given)
    doing.fields.update(given)


class ChangedMeanwhile(ValueError):
    """Somebody else changed the case since it was read; ``version`` is the newest."""

    def __init__(self, version: int) -> None:
        super().__init__("ほかの人が、この事案を先に変えました。新しい内容を見て、もう一度入れてください。")
        self.version = version


def assert_unchanged(doing: Doing, version: int | None) -> None:
    """Raises ChangedMeanwhile where the case is not at ``version`` any more."""
    if version is not None and doing.this.version != version:
        raise ChangedMeanwhile(doing.this.version)


@changes("write_party")
def set_party(
    doing: Doing, part: PartyWord, codes: PartyCodes, identity: Identity, *, version: int | None = None
) -> str:
    """Sets who called or whose contract it is. Raises NotFit for a text that is too long, ChangedMeanwhile."""
    assert_unchanged(doing, version)
    return put_party(doing, part, coded=coded_of(codes), identity=identity)


def coded_of(codes: PartyCodes) -> dict[str, str]:
    """Returns the columns of what is counted of a party."""
    return {**msgspec.structs.asdict(codes), "age_band": codes.age_band or ""}


_MOST_WORD = 24
_FIT: Mapping[str, Callable[[str], bool]] = {
    "relation": lambda value: len(value) <= _MOST_WORD,
    "age_band": lambda value: value in ("", *get_args(AgeBand)),
    "sex": lambda value: value in get_args(Sex),
    "occupation": lambda value: len(value) <= _MOST_WORD,
    "municipality_code": lambda value: (
        not value or (value.isascii() and value.isdigit() and len(value) in (5, 6))
    ),
}


def is_party_code(name: str, value: str) -> bool:
    """Returns whether ``value`` may stand in the column ``name`` of a party: these columns lie open and are counted."""
    return name in _FIT and _FIT[name](value)


def put_party(doing: Doing, part: PartyWord, *, coded: Mapping[str, str], identity: Identity) -> str:
    """Puts who a party is into the record; of the columns in ``coded`` only those that are given. Raises NotFit."""
    long = [name for name in IDENTITY if len(getattr(identity, name)) > _MOST_IDENTITY]
    if long or part not in get_args(PartyWord):
        raise NotFit(f"{'、'.join(long) or part}: {_MOST_IDENTITY}文字までにしてください。")
    strange = [name for name, value in coded.items() if not is_party_code(name, value)]
    if strange:
        raise NotFit(f"{'、'.join(strange)}: 一覧にある値か、{_MOST_WORD}文字までの言葉にしてください。")
    sealed = doing.sealed(msgspec.json.encode(identity).decode(), f"party/{part}")
    Party.objects.update_or_create(case=doing.this, part=part, defaults={**coded, "sealed": sealed})
    doing.fields.update(f"{part}.{name}" for name in coded)
    doing.fields.add(f"{part}.identity")
    return part


@changes("write_counterpart")
def add_counterpart(doing: Doing, kind: CounterpartKind, value: str, role: str = "") -> str:
    """Adds a name, number, address or account of the other side, as it was given; the same one is added once. ``role`` empty: not known."""
    return put_counterpart(doing, kind, value=value, role=role)


def put_counterpart(doing: Doing, kind: CounterpartKind, *, value: str, role: str = "") -> str:
    """Puts something of the other side into the record, once; returns its id. A role that is given replaces one before. Raises NotFit."""
    if role and role not in settings.COUNTERPART_ROLES:
        raise NotFit("相手方の役割は、一覧から選んでください。")
    if kind not in get_args(CounterpartKind) or not 0 < len(value.strip()) <= _MOST_COUNTERPART:
        raise NotFit(f"相手の情報は 1〜{_MOST_COUNTERPART:,} 文字で入れてください。")
    mark = mark_of(kind, counterpart_levelled(kind, value), key=keyring_of(settings.DATA).marks)
    found = Counterpart.objects.filter(case=doing.this, kind=kind, mark=mark).first()
    if found is None:
        sealed = doing.sealed(value, f"counterpart/{kind}/{mark.hex()}")
        found = Counterpart.objects.create(case=doing.this, kind=kind, mark=mark, sealed=sealed, role=role)
    elif role:
        Counterpart.objects.filter(pk=found.pk).update(role=role)
    doing.fields.add(f"counterpart.{kind}")
    return str(found.pk)


@changes("write_counterpart")
def change_counterpart(
    doing: Doing, counterpart_id: str, kind: CounterpartKind, value: str, role: str = ""
) -> str:
    """Puts another value and role in the place of what is kept of the other side; returns its id. Raises NotFit."""
    row = _counterpart(doing, counterpart_id)
    row.delete()  # first: the same number in another writing is kept as it is written now
    doing.fields.add(f"counterpart.{row.kind}")
    return put_counterpart(doing, kind, value=value, role=role)


@changes("write_counterpart")
def remove_counterpart(doing: Doing, counterpart_id: str) -> str:
    """Takes something of the other side out of the record. Raises NotFit for one that is not of this case."""
    row = _counterpart(doing, counterpart_id)
    row.delete()
    doing.fields.add(f"counterpart.{row.kind}")
    return counterpart_id


def _counterpart(doing: Doing, counterpart_id: str) -> Counterpart:
    fits = counterpart_id.isdecimal() and len(counterpart_id) < 19
    found = Counterpart.objects.filter(case=doing.this, pk=counterpart_id).first() if fits else None
    if found is None:
        raise NotFit("その相手方は、この事案にありません。画面を開き直してください。")
    return found


@changes("write_due")
def add_due(doing: Doing, kind: str, at: dt.datetime, note: str = "") -> str:
    """Adds something that has its hour: a call-back, a deadline."""
    if len(note) > MAX_CHARS or not 0 < len(kind) <= 16:
        raise NotFit(f"予定のメモは {MAX_CHARS:,} 文字までにしてください。")
    made = Due.objects.create(case=doing.this, kind=kind, at=at, sealed_note=b"")
    Due.objects.filter(pk=made.pk).update(sealed_note=doing.sealed(secrets_hidden(note), f"due/{made.pk}"))
    doing.fields.add("due")
    return str(made.pk)


@changes("write_due")
def finish_due(doing: Doing, due_id: str) -> str:
    """Ticks off what was due. Raises NotFit for one that is not of this case."""
    if not due_id.isdecimal() or not Due.objects.filter(case=doing.this, pk=due_id).update(done_at=doing.at):
        raise NotFit("その予定は、この事案にありません。")
    doing.fields.add("due.done")
    return due_id
