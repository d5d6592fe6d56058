"""A mail, a text or a picture that lies with a case, read like one that somebody brings: its words are lines to be ticked."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from madoguchi.papers.material import About
from madoguchi.web.desk.readings import WholeFile
from madoguchi.web.desk.taking_in.brought import Brought, NotBrought, digest_of, safe
from madoguchi.web.desk.taking_in.case_texts import read
from madoguchi.web.desk.taking_in.told import Told, said_in
from madoguchi.web.public.entry import NotTaken, story_of_file
from madoguchi.web.public.limits import TooOften

READABLE = frozenset({"message/rfc822", "text/plain", "image/png", "image/jpeg", "image/webp"})


def brought_by_file(file: WholeFile, *, at: dt.datetime) -> Brought:
    """Returns what ``file`` says, read as of ``at`` in a process of its own. Raises NotBrought, UnreadableText."""
    try:
        story = story_of_file(SimpleUploadedFile(file.name, file.data))
    except NotTaken:
        raise NotBrought(
            "このファイルの文を読めませんでした。保存して開き、要る所をメモに写してください（写真は、字が小さいと読めません）。"
        ) from None
    except TooOften:
        raise NotBrought("いま、ほかのファイルを読んでいます。少し待って、もう一度押してください。") from None
    if not story.text.strip():
        raise NotBrought("このファイルには、読める文がありません。")
    return Brought(
        way="attached",
        number="",
        made_at="",
        by=safe(file.name, most=120),
        checked="unsigned",
        signer="",
        digest=digest_of(file.data),
        said=said_in(Told(story=story, answer=read(story, at=at), about=About())),
    )
