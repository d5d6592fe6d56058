"""The page of the backups, for the administrator: when the last one was made and looked at, and a button for the next."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from madoguchi.web.desk.backup import standing
from madoguchi.web.desk.backup.making import back_up, public_half
from madoguchi.web.desk.backup.recovery_key import mark_of
from madoguchi.web.desk.backup.troubles import CannotBackUp
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.keyring import KeyMissing
from madoguchi.web.desk.pages import shown
from madoguchi.web.public.clock import now

_PIECE = 1 << 20
_UNWRITTEN = "控えを書けません。USB メモリーなどの空きと、書きこめるかを確かめて、もう一度押してください。"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk("back_up")
def backup(request: HttpRequest, member: Member) -> HttpResponse:
    """What was backed up; POST makes a backup in the folder, hands one out, or looks at the last one."""
    if request.method != "POST":
        return _shown(request, member)
    try:
        return _done(request.POST.get("act", ""), member)
    except (CannotBackUp, KeyMissing) as error:
        return _shown(request, member, error=str(error))
    except OSError:
        return _shown(request, member, error=_UNWRITTEN)


def _done(act: str, member: Member) -> HttpResponse:
    if act == "hand_out":
        return _handed_out(member)  # type: ignore[return-value]
    if act == "check":
        last = next(iter(standing.made_lately(1)), None)
        if last is None:
            raise CannotBackUp("控えは、まだ一つもありません。")
        standing.look_again(last, at=now())
    elif act == "folder":
        standing.into_the_folder(at=now(), by=member.staff.pk)
    else:
        raise CannotBackUp("何をするかが分かりません。画面を開き直してください。")
    return HttpResponseRedirect(reverse("desk-backup"))


def _handed_out(member: Member) -> HttpResponseBase:
    """Makes a backup and hands it out; what was written for that goes with the last byte. It is sealed all the time."""
    at, folder = now(), tempfile.TemporaryDirectory(prefix="madoguchi-backup-")
    try:
        made = back_up(Path(folder.name), at=at, tls=standing.tls_folder(), by=member.staff.pk)
        standing.keep(made, at=at, handed_out=True)
        pieces = _Pieces(folder, made.path)
    except BaseException:
        folder.cleanup()
        raise
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response.headers["Content-Length"] = str(made.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.path.name}"'
    return response


class _Pieces:
    """A file in pieces; it is gone when the answer is closed, read to its end or not."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str], path: Path) -> None:
        self._folder, self._file = folder, path.open("rb")

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Called by the server when the answer is over."""
        self._file.close()
        self._folder.cleanup()


def _shown(request: HttpRequest, member: Member, *, error: str = "") -> HttpResponse:
    public = public_half()
    more: dict[str, Any] = {
        "made": standing.made_lately(),
        **standing.reminder(member, at=now()),
        "folder": settings.BACKUPS,
        "mark": mark_of(public) if public else "",
        "error": error,
    }
    return shown(request, member, name="backup", more=more, status=422 if error else 200)
