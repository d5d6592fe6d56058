"""The page of the files of a case. A file is handed out to be kept, never shown: nothing of it can run among our pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.file_kinds import ENDINGS, MOST_BYTES, MOST_FILES, NAMES
from madoguchi.web.desk.forms import sending
from madoguchi.web.desk.gates import Member, looking
from madoguchi.web.desk.pages import of_case, refusal, shown, status_of, written
from madoguchi.web.desk.sealing import CannotOpen
from madoguchi.web.desk.stored_files import FileMissing
from madoguchi.web.desk.taking_in.kept_files import READABLE
from madoguchi.web.public.clock import now

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
# default-src first: whoever opens the file in spite of everything opens it without any right of ours.
_CSP = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@_PAGE
@at_the_desk("read_case")
def files(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The files of a case; POST adds one or removes one."""
    if request.method != "POST":
        return _shown(request, member, case_id)
    done = written(request, lambda: _write(request, member, case_id), page="files", case_id=case_id)
    return done if isinstance(done, HttpResponse) else _shown(request, member, case_id, error=done)


def _write(request: HttpRequest, member: Member, case_id: str) -> None:
    if removed := request.POST.get("remove"):
        cases.remove_file(member, sending(request), case_id, removed)
        return
    file = request.FILES.get("file")
    name, data = (file.name or "", file.read()) if file else ("", b"")
    cases.attach(member, sending(request), case_id, name, data)


def _shown(
    request: HttpRequest, member: Member, case_id: str, *, error: Exception | None = None
) -> HttpResponse:
    whole = readings.read_case(member, case_id, at=now())
    with looking(member.centre):
        kept = readings.files_of(whole)
    more: dict[str, Any] = {
        "files": [(row, name, NAMES.get(row.media_type, "")) for row, name in kept],
        "may_write": whole.case.centre_id == member.centre.pk and member.may("attach"),
        "readable": READABLE,
        "most": MOST_FILES,
        "megabytes": MOST_BYTES // 1024 // 1024,
        "accept": ",".join(ending for endings in ENDINGS.values() for ending in endings),
    }
    told = {**of_case(whole, "files"), **more, **refusal(request, error)}
    return shown(request, member, name="files", more=told, status=status_of(error))


@require_safe
@at_the_desk("read_file")
def file(request: HttpRequest, member: Member, case_id: str, file_id: str) -> HttpResponse:
    """Hands out one file to be kept."""
    try:
        found = readings.read_file(member, case_id, file_id=file_id, at=now())
    except (FileMissing, CannotOpen) as error:
        return _shown(request, member, case_id, error=error)
    response = HttpResponse(found.data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = _as_attachment(found.name)
    response.headers["Content-Security-Policy"] = _CSP
    return response


def _as_attachment(name: str) -> str:
    """A header knows ASCII alone; the true name comes encoded beside it (RFC 6266)."""
    ending = name.rpartition(".")[2].lower()
    plain = f"file.{ending}" if ending.isascii() and ending.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
