"""Passkeys (WebAuthn) as the second factor: a key in the machine or on a ring signs for this site alone, so that no copy of our page gets it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from madoguchi.web.accounts.factors import add, opened_of
from madoguchi.web.accounts.models import SecondFactor, Staff

_STATE, _MOST = "passkey", 20_000
_WISH = UserVerificationRequirement.PREFERRED


def can_have(request: HttpRequest) -> bool:
    """Returns whether a browser would make a passkey here: for a name, over HTTPS or on this machine; never for a bare number."""
    host = _host(request)
    return host == "localhost" or (
        request.is_secure() and not host.replace(".", "").isdigit() and ":" not in host
    )


def _host(request: HttpRequest) -> str:
    whole = request.get_host()
    return whole if whole.endswith("]") else whole.partition(":")[0]


def _server(request: HttpRequest) -> Fido2Server:
    own = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(name="madoguchi", id=_host(request))
    return Fido2Server(party, verify_origin=lambda origin: origin == own)


def _held(staff: Staff) -> list[tuple[SecondFactor, AttestedCredentialData]]:
    return [(one, AttestedCredentialData(opened_of(one))) for one in staff.factors.filter(kind="passkey")]


def wish_to_add(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """Returns what the browser needs to make a passkey of ``staff``; the challenge stays in the session."""
    user = PublicKeyCredentialUserEntity(id=staff.pk.encode(), name=staff.login, display_name=staff.name)
    told, state = _server(request).register_begin(
        user, [key for _, key in _held(staff)], user_verification=_WISH
    )
    request.session[_STATE] = dict(state)
    return dict(told)


def added(request: HttpRequest, staff: Staff, *, answer: str, name: str) -> list[str] | None:
    """Adds the passkey that the browser made; returns the recovery codes of the first factor. None: it is not what was asked for."""
    state, said = request.session.pop(_STATE, None), _read(answer)
    if state is None or said is None:
        return None
    try:
        data = _server(request).register_complete(state, said).credential_data
    except (ValueError, KeyError, TypeError):
        return None
    return None if data is None else add(staff, "passkey", data=bytes(data), name=name)


def wish_to_use(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """Returns what the browser needs to use a passkey of ``staff``; empty where there is none."""
    keys = [key for _, key in _held(staff)]
    if not keys or not can_have(request):
        return {}
    told, state = _server(request).authenticate_begin(keys, user_verification=_WISH)
    request.session[_STATE] = dict(state)
    return dict(told)


def is_passkey(request: HttpRequest, staff: Staff, *, answer: str) -> bool:
    """Returns whether a passkey of ``staff`` signed what was asked for. A counter that does not grow is a copy: no."""
    state, said, held = request.session.pop(_STATE, None), _read(answer), _held(staff)
    if state is None or said is None or not held:
        return False
    try:
        used = _server(request).authenticate_complete(state, [key for _, key in held], said)
        count = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError):
        return False
    factor = next(one for one, key in held if key.credential_id == used.credential_id)
    fresh = SecondFactor.objects.filter(pk=factor.pk, used__lt=count) if count or factor.used else None
    return fresh is None or bool(fresh.update(used=count))


def _read(answer: str) -> dict[str, Any] | None:
    try:
        return msgspec.json.decode(answer[:_MOST], type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None
