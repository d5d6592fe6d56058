"""One door for everything that can be brought: told apart by its first bytes, never by its name."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import msgspec

from madoguchi.intake import MAX_MAIL_BYTES, text_of
from madoguchi.plain_text import MAX_CHARS_DESK
from madoguchi.web.desk.taking_in import case_texts
from madoguchi.web.desk.taking_in.brought import MOST_BYTES, Brought, NotBrought
from madoguchi.web.desk.taking_in.case_files import brought_in_json
from madoguchi.web.desk.taking_in.case_texts import brought_in_text
from madoguchi.web.desk.taking_in.codes_scanned import brought_in_code, is_code
from madoguchi.web.desk.taking_in.desk_records import FIRST as OF_A_DESK
from madoguchi.web.desk.taking_in.desk_records import brought_by_desk

_MOST_MEMBERS = 20
_MEMBER = b"PK\1\2"  # stands before each in the directory
_JSON, _TEXT = "case.json", "case.txt"
_SHORT = 60
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


class IsNumber(Exception):
    """What was brought is too short for a case: it can only be a continue number, which is looked up under its own limits."""


def brought_in(data: bytes, typed: str, *, at: dt.datetime) -> Brought:
    """Returns what an uploaded file (``data``, empty for none) and a field (``typed``: pasted or scanned) bring together.

    A file and the hand-over code of the same case have to fit. Raises NotBrought, UnreadableText, IsNumber.
    """
    if not data:
        return _typed(typed, at=at)
    bare = data.removeprefix(
        b"\xef\xbb\xbf"
    ).lstrip()  # an editor or a mail may have put a mark or a line before it
    if bare.startswith(OF_A_DESK):
        _assert_small(bare)
        return brought_by_desk(bare, typed)
    found = _file(data, at=at)
    if is_code(typed):
        code = brought_in_code(typed)
        fits = code.number == found.number if found.way == "text" else code.digest == found.digest
        if not fits:
            raise NotBrought(
                "符号とファイルが合いません。別の相談の符号か、中を変えたファイルです。二つとも、作った窓口に確かめてください。"
            )
        return found if found.checked in ("known", "own") or found.way == "text" else _as_signed(found, code)
    if typed.strip():
        raise NotBrought(
            "ファイルと一緒に入れられるのは、引きつぎの符号だけです。どちらか一つにしてください。"
        )
    return found


def _as_signed(found: Brought, code: Brought) -> Brought:
    """The code names the very bytes of the file: who signed the code vouches for the file."""
    return msgspec.structs.replace(found, checked=code.checked, signer=code.signer)


def _typed(typed: str, *, at: dt.datetime) -> Brought:
    plain = typed.strip().removeprefix("\ufeff")
    if not plain:
        raise NotBrought("ファイルを選ぶか、番号・符号・引きつぎの文のどれかを入れてください。")
    if is_code(plain):
        return brought_in_code(plain)
    if plain.startswith("{"):
        return brought_in_json(plain.encode("utf-8", "replace"))
    if case_texts.FIRST in plain[:_SHORT]:
        return brought_in_text(plain, at=at)
    if len(plain) <= _SHORT:
        raise IsNumber
    raise NotBrought(
        "引きつぎのファイル（case.json）、引きつぎの文（「【番号】」で始まる）、符号のどれでもありません。初めから終わりまでを貼ってください。"
    )


def _file(data: bytes, *, at: dt.datetime) -> Brought:
    if data.startswith(_PICTURES):
        raise NotBrought(
            "絵や PDF は、ここでは読めません。一緒にある case.json か case.txt を選ぶか、最後のページの符号（QR）を読み取ってください。"
        )
    if data.startswith(b"PK\x03\x04"):
        return _file(_unpacked(data), at=at)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return brought_in_json(data.removeprefix(b"\xef\xbb\xbf"))
    _assert_small(data)
    text = text_of(data, where="引きつぎの文").strip()
    if case_texts.FIRST not in text[:_SHORT]:
        raise NotBrought(
            "引きつぎのファイル（case.json）でも、引きつぎの文（case.txt）でもありません。別のファイルを選んでください。"
        )
    return brought_in_text(text[: MAX_CHARS_DESK + 1], at=at)


def _assert_small(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise NotBrought(
            f"ファイルが大きすぎます（{len(data):,} バイト）。{MOST_BYTES:,} バイトまでです。引きつぎのファイルかを確かめてください。"
        )


def _unpacked(data: bytes) -> bytes:
    """The case in an archive as the public pages hand it out (case.zip), counted while it is unpacked.

    Its members are counted before anything is parsed: what the archive says of their number may be wrong, the marks before them not.
    """
    if len(data) > MAX_MAIL_BYTES or data.count(_MEMBER) > _MOST_MEMBERS:
        raise NotBrought(
            f"この圧縮ファイルは大きすぎるか、中のファイルが多すぎます（{_MOST_MEMBERS} 個まで）。開いて、中の {_JSON} か {_TEXT} を選んでください。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            found = next((one for name in (_JSON, _TEXT) for one in members if one.filename == name), None)
            if found is None or found.file_size > MOST_BYTES:
                raise NotBrought(
                    f"この圧縮ファイルに、{_JSON} も {_TEXT} もありません。開いて、中のファイルを選んでください。"
                )
            with archive.open(found) as member:
                inner = member.read(MOST_BYTES + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        LookupError,
    ) as error:
        if isinstance(error, NotBrought):
            raise
        raise NotBrought("圧縮ファイルを開けません。こわれているか、鍵がかかっています。") from None
    if inner.startswith(b"PK\x03\x04") or len(inner) > MOST_BYTES:
        raise NotBrought("圧縮ファイルの中のファイルを読めません。開いて、中のファイルを選んでください。")
    return inner
