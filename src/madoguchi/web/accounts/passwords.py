"""Passwords: how they are kept (scrypt, four at once at most), and which are taken (long enough, and not a common one)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from django.contrib.auth.hashers import ScryptPasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from madoguchi.web.accounts.models import Staff

FEWEST_ALONE, FEWEST_WITH_SECOND, MOST = 15, 8, 200
_AT_ONCE, _PATIENCE = 4, 3.0
_turns = threading.BoundedSemaphore(_AT_ONCE)


class TooBusy(RuntimeError):
    """So many passwords are being tried that this one was not looked at."""


class WeakPassword(ValueError):
    """A password that is not taken; says why (Japanese)."""


class Scrypt(ScryptPasswordHasher):
    """scrypt (N = 2^14, r = 8, p = 5: 16 MiB). A flood of sign-ins takes four cores' memory at most, not the machine's."""

    def encode(self, *args: object, **kwargs: object) -> str:
        """Returns the hash of a password. Raises TooBusy."""
        if not _turns.acquire(timeout=_PATIENCE):
            raise TooBusy
        try:
            return super().encode(*args, **kwargs)  # type: ignore[arg-type]
        finally:
            _turns.release()


def is_right(staff: Staff | None, password: str) -> bool:
    """Returns whether ``password`` is that of ``staff``. For nobody the same work is done, and the answer is no. Raises TooBusy."""
    kept = staff.password if staff and staff.password else _nobodys()
    right = check_password(_levelled(password), kept)
    return bool(right and staff and staff.password)


def _levelled(password: str) -> str:
    """One keyboard writes full-width what another writes half-width: it is the same password."""
    return unicodedata.normalize("NFKC", password[:MOST])


@cache
def _nobodys() -> str:
    return make_password("nobody has this password")


def set_password(staff: Staff, password: str) -> None:
    """Gives ``staff`` a new password; every session of theirs ends. Whoever calls has asked ``assert_strong``. Raises TooBusy."""
    staff.password = make_password(_levelled(password))
    staff.epoch += 1
    staff.save(update_fields=("password", "epoch"))


def assert_strong(password: str, *, second: bool, known: Iterable[str] = ()) -> None:
    """Raises WeakPassword. ``second``: there is a second factor; ``known``: the login, names of the person and of the centre.

    Length counts, not kinds of characters; a word that everybody tries first does not.
    """
    fewest = FEWEST_WITH_SECOND if second else FEWEST_ALONE
    if not fewest <= len(password) <= MOST:
        raise WeakPassword(f"パスワードは {fewest} 文字以上、{MOST} 文字までにしてください。")
    plain = _levelled(password).casefold()
    if len(set(plain)) < 5 or _is_run(plain) or _repeated(plain) in _most_tried() or plain in _most_tried():
        raise WeakPassword("よく使われるパスワードです。ほかの言葉をいくつかつないでください。")
    rest = plain
    for word in sorted({word.casefold() for word in (*known, "madoguchi") if len(word) > 2}, key=len):
        rest = rest.replace(word, "")
    if len(rest) < fewest // 2:
        raise WeakPassword("ログイン名や名前から分かるパスワードです。ほかの言葉にしてください。")


@cache
def _most_tried() -> frozenset[str]:
    """The twenty thousand passwords that are tried first; the list comes with Django."""
    return frozenset(CommonPasswordValidator().passwords)


def _repeated(plain: str) -> str:
    """The piece that ``plain`` is made of, where it is one piece again and again."""
    at = (plain + plain).find(plain, 1)
    return plain[:at]


def _is_run(plain: str) -> bool:
    """1234567…, abcdefg…, and the same backwards; the zero after nine goes on."""
    steps = {
        (ord(after) - ord(before)) % 10 if (before + after).isdigit() else ord(after) - ord(before)
        for before, after in pairwise(plain)
    }
    return steps in ({1}, {9}, {-1})
