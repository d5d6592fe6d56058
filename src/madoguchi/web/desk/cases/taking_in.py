"""Taking what was brought into a record: the lines that somebody ticked, in one act, with where they come from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.conf import settings

from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.cases.frame import Doing, changes, creates
from madoguchi.web.desk.cases.letters import put_letter
from madoguchi.web.desk.cases.record import (
    IDENTITY,
    Identity,
    NotFit,
    assert_unchanged,
    new_case,
    put_counterpart,
    put_party,
    put_text,
    set_given,
)
from madoguchi.web.desk.codes import CounterpartKind, Method, PartyWord
from madoguchi.web.desk.keyring import keyring_of
from madoguchi.web.desk.models import CaseText, Party, Proposal, TakenIn
from madoguchi.web.desk.sealing import mark_of
from madoguchi.web.desk.taking_in.brought import Brought, Said, head_of
from madoguchi.web.desk.taking_in.naming import LISTS, WORDS

_SUMS = ("contract_amount", "paid_amount")


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where what was taken comes from; sealed as one. ``fields``: what was taken of it."""

    way: str
    number: str
    made_at: str
    by: str
    checked: str
    signer: str
    agreed: tuple[str, ...]
    fields: tuple[str, ...]


def mark_of_brought(digest: str) -> bytes:
    """Returns the mark by which the same thing is known again when it is brought once more."""
    return mark_of("brought", digest, key=keyring_of(settings.DATA).marks)


@creates("take_in")
def take_in_new(doing: Doing, method: Method, brought: Brought, chosen: Sequence[int]) -> str:
    """Opens a case that came by ``method`` and takes the ``chosen`` lines of ``brought`` into it; returns its id. Raises NotFit."""
    new_case(doing, method)
    _take(doing, brought, chosen)
    return doing.this.id


@changes("take_in")
def take_in(doing: Doing, brought: Brought, chosen: Sequence[int], *, version: int) -> str:
    """Takes the ``chosen`` lines (by their place) into the case; what stands there and was ticked is replaced.

    Raises NotFit, CodeNotKnown, ChangedMeanwhile: all of it is taken or nothing.
    """
    assert_unchanged(doing, version)
    _take(doing, brought, chosen)
    return doing.this.id


def _take(doing: Doing, brought: Brought, chosen: Sequence[int]) -> None:
    said = [one for at, one in enumerate(brought.said) if at in set(chosen)]
    if not said:
        raise NotFit("取りこむ行に、印が一つもありません。")
    rooms: dict[str, list[Said]] = {}
    for one in said:
        rooms.setdefault(one.field.rpartition(".")[0], []).append(one)
    head = f"〔{head_of(brought.way)}〕"
    _take_words(doing, rooms.get("memo", []), head=head)
    for part in ("caller", "consumer"):
        _take_party(doing, part, rooms.get(part, []))
    for one in rooms.get("counterpart", []):
        put_counterpart(doing, _kind(one), value=one.value, role=one.role)
    for one in rooms.get("letter", []):
        if one.letter is not None:
            put_letter(doing, one.letter)
    _take_codes(doing, rooms.get("", []), head=head)
    _note(doing, brought, said)


def _kind(one: Said) -> CounterpartKind:
    return one.field.rpartition(".")[2]  # type: ignore[return-value]  # checked where it is put


def _take_words(doing: Doing, said: list[Said], *, head: str) -> None:
    """Under what stands in the memo, never in its place."""
    if not said:
        return
    lines = [
        one.value if one.field == "memo.words" else f"{WORDS[one.field.rpartition('.')[2]]}: {one.value}"
        for one in said
    ]
    row = CaseText.objects.filter(case=doing.this, field="memo").order_by("-revision").first()
    before = doing.opened(row.sealed, f"memo/{row.revision}") if row else ""
    block = "\n".join((head, *lines))
    put_text(doing, "memo", text=f"{before.rstrip()}\n\n{block}\n" if before.strip() else f"{block}\n")


def _take_party(doing: Doing, part: PartyWord, said: list[Said]) -> None:
    if not said:
        return
    given = {one.field.rpartition(".")[2]: one.value for one in said}
    row = Party.objects.filter(case=doing.this, part=part).first()
    held = (
        msgspec.json.decode(doing.opened(row.sealed, f"party/{part}"), type=Identity) if row else Identity()
    )
    identity = msgspec.structs.replace(held, **{name: given[name] for name in given if name in IDENTITY})
    coded = {name: given[name] for name in given if name not in IDENTITY}
    put_party(doing, part, coded=coded, identity=identity)


def _take_codes(doing: Doing, said: list[Said], *, head: str) -> None:
    """Beside what a list already holds; a sum as a number. Each stays with the words it was read from."""
    if not said:
        return
    given: dict[str, object] = {}
    for one in said:
        if one.field in LISTS:
            held = given.get(one.field, getattr(doing.this, one.field))
            given[one.field] = list(dict.fromkeys([*_rows(held), one.value]))
        else:
            given[one.field] = int(one.value) if one.field in _SUMS else one.value
    set_given(doing, msgspec.convert(given, Codes))
    for one in said:
        Proposal.objects.update_or_create(
            case=doing.this,
            field=one.field,
            value=one.value,
            defaults={
                "state": "taken",
                "sealed_reason": doing.sealed(f"{head}{one.quote}", f"proposal/{one.field}/{one.value}"),
            },
        )


def _rows(held: object) -> list[str]:
    return [str(one) for one in held] if isinstance(held, list) else []


def _note(doing: Doing, brought: Brought, said: list[Said]) -> None:
    origin = Origin(
        way=brought.way,
        number=brought.number,
        made_at=brought.made_at,
        by=brought.by,
        checked=brought.checked,
        signer=brought.signer,
        agreed=brought.agreed,
        fields=tuple(dict.fromkeys(one.field for one in said)),
    )
    made = TakenIn(case=doing.this, by=doing.member.staff, at=doing.at, mark=mark_of_brought(brought.digest))
    made.sealed = doing.sealed(msgspec.json.encode(origin).decode(), f"taken_in/{made.pk}")
    made.save(force_insert=True)
    doing.fields.update(origin.fields)
