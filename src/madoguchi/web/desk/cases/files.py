"""Files of a case: whole and sealed on the disk first, then their row. Acknowledged is what has both."""

from __future__ import annotations

from django.db import transaction

from madoguchi.web.accounts.models import new_id
from madoguchi.web.desk import stored_files
from madoguchi.web.desk.cases.frame import Doing, changes
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.file_kinds import MOST_FILES, NotAFile, kind_of, name_of
from madoguchi.web.desk.letter_models import Letter
from madoguchi.web.desk.models import Attachment
from madoguchi.web.desk.sealing import sealed


@changes("attach")
def attach(doing: Doing, name: str, data: bytes) -> str:
    """Keeps a file with the case; returns its id. Raises NotAFile for what is not on the list, too large, or one too many;
    NotFit for a case that is a part of another."""
    if doing.this.merged_into is not None:
        raise NotFit(
            f"この相談は {doing.this.merged_into.number} にまとめました。ファイルは、そちらに添えてください。"
        )
    return put_file(doing, name, data=data)


def put_file(doing: Doing, name: str, *, data: bytes) -> str:
    """Puts a file into the record; returns its id. Raises NotAFile."""
    media_type = kind_of(name, data)
    if Attachment.objects.filter(case=doing.this).count() >= MOST_FILES:
        raise NotAFile(f"一つの相談に添えられるのは {MOST_FILES} 個までです。いらないものを外してください。")
    file_id = new_id()
    stored_files.write(file_id, sealed(data, key=doing.key, place=f"{doing.this.pk}/file/{file_id}"))
    Attachment.objects.create(
        pk=file_id,
        case=doing.this,
        size=len(data),
        media_type=media_type,
        sealed_name=doing.sealed(name_of(name), f"file_name/{file_id}"),
        by=doing.member.staff,
        at=doing.at,
    )
    doing.fields.add("file")
    return file_id


@changes("attach")
def remove_file(doing: Doing, file_id: str) -> str:
    """Takes a file out of the case; its bytes go when that is committed. Raises NotFit for one that is not of this case, or was sent."""
    if Letter.objects.filter(case=doing.this, file=file_id).exclude(sent_on=None).exists():
        raise NotFit("出した書面の控えです。外せません。")
    gone, _ = Attachment.objects.filter(case=doing.this, pk=file_id).delete()
    if not gone:
        raise NotFit("そのファイルは、この事案にありません。画面を開き直してください。")
    transaction.on_commit(lambda: stored_files.remove(file_id))
    doing.fields.add("file")
    return file_id
