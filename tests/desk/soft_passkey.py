"""A passkey made of software: signs as a key on a ring does, for the site that the browser says it is on."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

_PRESENT, _VERIFIED, _KEY = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """``origin``: what the browser says the site is; ``count``: how often it has signed."""

    origin: str = "http://localhost"
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, wish: dict[str, dict[str, object]]) -> str:
        """What the browser answers to the wish to make a key."""
        public = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        told = AuthenticatorData.create(self._site(), _PRESENT | _VERIFIED | _KEY, self.count, bytes(held))
        whole = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(told)})
        return self._answer(wish, "webauthn.create", attestationObject=whole)

    def used(self, wish: dict[str, dict[str, object]]) -> str:
        """What the browser answers to the wish to use it."""
        self.count += 1
        told = bytes(AuthenticatorData.create(self._site(), _PRESENT | _VERIFIED, self.count))
        said = self._said(wish, "webauthn.get")
        signature = self.key.sign(told + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(wish, "webauthn.get", authenticatorData=told, signature=signature)

    def _site(self) -> bytes:
        host = self.origin.partition("://")[2].partition(":")[0]
        return hashlib.sha256(host.encode()).digest()

    def _said(self, wish: dict[str, dict[str, object]], what: str) -> bytes:
        said = {"type": what, "challenge": wish["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, wish: dict[str, dict[str, object]], what: str, **more: bytes) -> str:
        response = {"clientDataJSON": self._said(wish, what), **more}
        told = {name: websafe_encode(value) for name, value in response.items()}
        id_ = websafe_encode(self.id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": told})
