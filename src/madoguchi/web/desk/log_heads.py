"""Where the logs of all centres end, as a file to keep elsewhere: who takes the whole machine back to an earlier day is found by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.log import Fault
from madoguchi.web.desk.log_models import AuditEntry, AuditHead

MOST_BYTES = 5_000_000


class Head(msgspec.Struct, frozen=True):
    """The last entry of the log of a centre (``code`` for people to read): its number, and its mark in hexadecimal."""

    centre: str
    code: str
    seq: int
    mac: str


class Heads(msgspec.Struct, frozen=True):
    """What the file holds: when it was made (ISO) and the end of every log."""

    made: str
    heads: tuple[Head, ...]
    format: Literal[1] = 1


class NotHeads(ValueError):
    """A file is no list of ends as ``heads_now`` makes it; says how to get one (Japanese)."""


def heads_now(*, at: dt.datetime) -> Heads:
    """Returns where the log of every centre ends; centres without an entry are left out."""
    found = []
    for centre in Centre.objects.order_by("code"):
        with within(centre):
            head = AuditHead.objects.filter(centre=centre).first()
        if head and head.seq:
            found.append(Head(centre.pk, centre.code, head.seq, bytes(head.mac).hex()))
    return Heads(at.isoformat(timespec="seconds"), tuple(found))


def written(heads: Heads) -> bytes:
    """Returns ``heads`` as the bytes of a file."""
    return msgspec.json.format(msgspec.json.encode(heads), indent=1) + b"\n"


def heads_of(data: bytes) -> Heads:
    """Reads what ``written`` wrote. Raises NotHeads."""
    try:
        if len(data) > MOST_BYTES:
            raise ValueError
        return msgspec.json.decode(data, type=Heads)
    except (ValueError, RecursionError):
        raise NotHeads(
            "操作の記録の終わりを控えたファイルとして読めません。madoguchi desk log heads --out で作ったファイルを渡してください。"
        ) from None


def faults_against(heads: Heads) -> Iterator[Fault]:
    """Yields where the logs are not what they were when ``heads`` was made: cut off, taken back, written anew, or a centre gone."""
    centres = {centre.pk: centre for centre in Centre.objects.all()}
    for head in heads.heads:
        centre = centres.get(head.centre)
        if centre is None:
            yield Fault(head.centre, head.seq, f"控えにあるセンター（符号 {head.code}）が、ありません。")
            continue
        with within(centre):
            entry = AuditEntry.objects.filter(centre=centre, seq=head.seq).first()
        if entry is None:
            yield Fault(head.centre, head.seq, f"記録がありません（控えを作ったときは、{head.seq} 件まで）。")
        elif bytes(entry.mac).hex() != head.mac:
            yield Fault(head.centre, head.seq, "控えを作ったときの内容と違います。")
