"""The case as a file that a human carries to another desk: JSON, the same as text, and as pictures in a PDF.

It holds what the person agreed to hand over, in the form of schema 1, signed when the operator has a key. Weights and ids of
signs are left out: whoever reads it must not learn how to write around them.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any

import msgspec

from madoguchi.papers.consents import Consent
from madoguchi.papers.material import About, Added, Done, Seen
from madoguchi.papers.signing import Signer
from madoguchi.words import SCHEMA, Consultation, Story, Word

CODE = "MADOGUCHI1"
MOST_OF_CODE = 1_500  # bytes in a hand-over code


class Signature(Word, frozen=True, kw_only=True):
    """``by``: the name of the key; ``value``: base64 of the Ed25519 signature over the case with ``signature`` null."""

    method: str
    by: str
    value: str


class Case(Word, frozen=True, kw_only=True):
    """case.json. ``signature`` None: nobody has signed it, and who made it cannot be checked."""

    schema: int
    number: str
    created_at: dt.datetime
    revision: str
    operator: str
    story: Story
    answers: dict[str, str]
    consultation: Consultation
    consents: tuple[Consent, ...]
    added: tuple[Added, ...]
    about: About
    done: dict[str, Done]
    signature: Signature | None = None


def case_of(seen: Seen, signer: Signer | None = None) -> Case:
    """Returns the case as far as ``seen`` goes, signed by ``signer`` when there is one."""
    public = "" if seen.operator.public else "（公的機関ではありません）"
    case = Case(
        schema=SCHEMA,
        number=seen.number,
        created_at=seen.at,
        revision=seen.answer.knowledge.revision,
        operator=f"{seen.operator.name}{public}",
        story=seen.story,
        answers=dict(seen.answers),
        consultation=for_the_public(seen.answer),
        consents=seen.consents,
        added=seen.added,
        about=seen.about,
        done=dict(seen.done),
    )
    if signer is None:
        return case
    value = base64.b64encode(signer.sign(_signed_bytes(msgspec.to_builtins(case)))).decode()
    signature = Signature(method="Ed25519", by=signer.name, value=value)
    return msgspec.structs.replace(case, signature=signature)


def for_the_public(answer: Consultation) -> Consultation:
    """Returns ``answer`` with weights and ids of signs null."""
    schemes = tuple(
        msgspec.structs.replace(
            one, weight=None, signs=tuple(msgspec.structs.replace(sign, id=None) for sign in one.signs)
        )
        for one in answer.schemes
    )
    return msgspec.structs.replace(answer, schemes=schemes)


def case_json(case: Case) -> bytes:
    """Returns the bytes of case.json: UTF-8, keys in the order of the schema, two spaces."""
    return msgspec.json.format(msgspec.json.encode(case), indent=2) + b"\n"


def signed_by(data: bytes, public_key: bytes) -> bool:
    """Returns whether the case.json ``data`` was signed with the key to ``public_key`` (32 bytes) and not changed since.

    Keys that a later version added are covered too. Raises ValueError for what is no case file.
    """
    from madoguchi.papers.signing import holds

    try:
        case = msgspec.json.decode(data)
        signature = case["signature"]
        value = base64.b64decode(signature["value"], validate=True) if signature else None
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, RecursionError):
        raise ValueError("事案のファイル（case.json）として読めません。") from None
    return value is not None and holds(public_key, value, over=_signed_bytes(case))


def _signed_bytes(case: dict[str, Any]) -> bytes:
    """What is signed: the case with ``signature`` null, keys sorted, no spaces."""
    return msgspec.json.encode({**case, "signature": None}, order="sorted")


def hand_over_code(case: Case, signer: Signer) -> bytes:
    """Returns the text of the hand-over code: which case it is, its digest, the signature; never an address.

    ``MADOGUCHI1.<payload>.<signature>``, both base64url. The rest travels as the file.
    """
    told = {
        "number": case.number,
        "created_at": case.created_at.isoformat(timespec="minutes"),
        "revision": case.revision,
        "schemes": [one.id for one in case.consultation.schemes],
        "stage": list(case.consultation.situation.stage),
        "case": hashlib.sha256(case_json(case)).hexdigest(),
        "by": signer.name,
    }
    payload = base64.urlsafe_b64encode(msgspec.json.encode(told)).rstrip(b"=")
    head = CODE.encode() + b"." + payload
    code = head + b"." + base64.urlsafe_b64encode(signer.sign(head)).rstrip(b"=")
    if len(code) > MOST_OF_CODE:
        raise ValueError(
            f"引きつぎの符号が長すぎます（{len(code):,} バイト）。番号と鍵の名前を短くしてください。"
        )
    return code
