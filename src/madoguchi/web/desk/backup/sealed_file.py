"""A file sealed to the public half of a recovery key, written and read in pieces of a mebibyte: memory does not grow with it.

Every file has a key of its own (X25519 with a key pair made for it), every piece its number and whether it is the last: a piece that
was changed, moved, left out or cut off at the end does not open.
"""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from madoguchi.web.desk.backup.recovery_key import private_of, public_of
from madoguchi.web.desk.backup.troubles import Altered, CannotRestore

_MAGIC = b"madoguchi backup 1\n"
_PIECE, _TAG, _MARK, _PUBLIC = 1 << 20, 16, 8, 32
_HEAD = len(_MAGIC) + _MARK + _PUBLIC


class SealedWriter:
    """Seals what is written to it into ``file``. ``key`` opens this one file again; ``close`` writes the last piece."""

    def __init__(self, file: BinaryIO, public: bytes) -> None:
        once = X25519PrivateKey.generate()
        theirs = once.public_key().public_bytes_raw()
        self.key = _key(once.exchange(X25519PublicKey.from_public_bytes(public)), theirs, public)
        self._file, self._kept, self._number = file, bytearray(), 0
        self._head = _MAGIC + _mark(public) + theirs
        file.write(self._head)

    def write(self, data: bytes) -> int:
        """Takes ``data``; returns how many bytes."""
        self._kept += data
        while len(self._kept) > _PIECE:
            self._put(bytes(self._kept[:_PIECE]), last=False)
            del self._kept[:_PIECE]
        return len(data)

    def close(self) -> None:
        """Writes what is left as the last piece. The file stays open."""
        self._put(bytes(self._kept), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(AESGCM(self.key).encrypt(nonce, piece, self._head))
        self._number += 1


class SealedReader:
    """Reads what was sealed into ``file``, with the key that its writer had, or that ``key_for`` gives. Raises Altered, CannotRestore."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        file.seek(0)
        self._head, self._file, self._key = _head_of(file), file, key
        self._next, self._number, self._kept = file.read(_PIECE + _TAG), 0, b""
        if not self._next:
            raise Altered

    def read(self, size: int) -> bytes:
        """Returns up to ``size`` bytes; none at the end, which was checked then."""
        if not self._kept and self._next:
            self._take()
        found, self._kept = self._kept[:size], self._kept[size:]
        return found

    def _take(self) -> None:
        piece, self._next = self._next, self._file.read(_PIECE + _TAG)
        try:
            nonce = _nonce(self._number, last=not self._next)
            self._kept = AESGCM(self._key).decrypt(nonce, piece, self._head)
        except (InvalidTag, ValueError):
            raise Altered from None
        self._number += 1


def key_for(file: BinaryIO, recovery: str) -> bytes:
    """Returns the key of ``file`` by the recovery key. Raises CannotRestore: no backup, or another key's."""
    file.seek(0)
    head, public = _head_of(file), public_of(recovery)
    mark, theirs = head[len(_MAGIC) : -_PUBLIC], head[-_PUBLIC:]
    if mark != _mark(public):
        raise CannotRestore(
            "この復旧鍵では開きません。この控えを作ったときの復旧鍵（紙の「しるし」が同じもの）を入れてください。"
            "紙が合っているときは、控えのファイルの先頭が壊れています。"
        )
    try:
        return _key(private_of(recovery).exchange(X25519PublicKey.from_public_bytes(theirs)), theirs, public)
    except ValueError:
        raise Altered from None


def _head_of(file: BinaryIO) -> bytes:
    head = file.read(_HEAD)
    if not head.startswith(_MAGIC):
        raise CannotRestore(
            "まどぐちの控えのファイルではないか、先頭が壊れています。名前が .backup で終わるファイルを渡してください。"
        )
    if len(head) < _HEAD:
        raise Altered
    return head


def _mark(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_MARK]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _key(shared: bytes, theirs: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=_MAGIC + theirs + public).derive(shared)
