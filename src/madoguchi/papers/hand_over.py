"""The hand-over code as a QR picture: read by our own import only. It holds a signed code, never an address."""

from __future__ import annotations

import io

from madoguchi.papers.parts_needed import needed

_DOT = 5  # dots of the picture for a square of the code: at 200 dots to the inch a fax keeps it


def qr_of(code: bytes) -> bytes:
    """Returns ``code`` as a PNG, black on white, with its margin. Raises CannotSet without the extra ``papers``."""
    out = io.BytesIO()
    needed("segno").make_qr(code, error="m", boost_error=False).save(out, kind="png", scale=_DOT, border=4)
    return out.getvalue()
