"""What a person brings (words, a pasted message, a mail, a picture) becomes a Story, with secret numbers hidden before anything else."""

from __future__ import annotations

from typing import get_args

import msgspec
from django.core.files.uploadedfile import UploadedFile

from madoguchi.intake import MAX_MAIL_BYTES, text_of
from madoguchi.plain_text import UnreadableText
from madoguchi.secret_numbers import hidden
from madoguchi.web.public.turns import FILES
from madoguchi.web.public.walk import MOST_BESIDE, MOST_PIECES, fits
from madoguchi.words import Medium, Story, Unreadable

_MEDIA: tuple[Medium, ...] = get_args(Medium)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_MOST_SENDER = 200


class NotTaken(ValueError):
    """What was brought cannot be read; ``key`` names the words that say so and how to mend it, ``why`` the reason of the reader."""

    def __init__(self, key: str, why: Unreadable | None = None) -> None:
        super().__init__(key)
        self.key, self.why = key, why


def story_of_words(text: str, *, medium: str = "", sender: str = "") -> Story:
    """Returns the story that was typed or pasted. Raises NotTaken."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n ")
    if not plain.strip():
        raise NotTaken("tell.error.empty")
    if not fits(plain):
        raise NotTaken("tell.error.long")
    known = next((one for one in _MEDIA if one == medium), None)
    return hidden(Story(text=plain, medium=known, sender=sender.strip()[:_MOST_SENDER] or None))


def story_of_file(file: UploadedFile[bytes]) -> Story:
    """Returns the story in an uploaded file, told by its content, not by its name. Raises NotTaken, TooOften."""
    if (file.size or 0) > MAX_MAIL_BYTES:
        raise NotTaken("tell.error.file_large")
    data = file.read()
    try:
        story = _read(data)
    except UnreadableText as error:
        raise NotTaken("tell.error.file", error.reason) from None
    if not story.text.strip() and not (story.urls or story.attachments or story.subject):
        raise NotTaken("tell.error.empty")
    if not fits(story.text):
        raise NotTaken("tell.error.long")
    return hidden(_within(story))


def _within(story: Story) -> Story:
    """What travels beside a text is cut to what a walk carries: a link of 2,000 characters says no more with the rest."""
    room = MOST_PIECES // 4
    return msgspec.structs.replace(
        story,
        subject=story.subject[:MOST_BESIDE] if story.subject else None,
        sender=story.sender[:MOST_BESIDE] if story.sender else None,
        urls=tuple(one[:MOST_BESIDE] for one in story.urls[:room]),
        anchors=tuple((seen[:MOST_BESIDE], href[:MOST_BESIDE]) for seen, href in story.anchors[:room]),
        attachments=story.attachments[:room],
    )


def _read(data: bytes) -> Story:
    if data.startswith(_PICTURES):
        from madoguchi.intake.picture import picture_of

        with FILES.turn():
            return picture_of(data, where="画像").story
    if _is_mail(data):
        from madoguchi.intake.apart import read_mail

        with FILES.turn():
            return read_mail(data, where="メール")
    text = text_of(data, where="ファイル")
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        from madoguchi.intake.page import story_of_page

        return story_of_page(text)
    return Story(text=text)


def _is_mail(data: bytes) -> bool:
    """A mail begins with fields: a name, a colon; one of them says from whom or when."""
    first = data[:4096].lstrip().split(b"\n")
    names = [
        line.partition(b":")[0].lower() for line in first if b":" in line and line[:1] not in (b" ", b"\t")
    ]
    begins = bool(first) and b":" in first[0] and b" " not in first[0].partition(b":")[0]
    return begins and bool({b"from", b"received", b"date", b"message-id"} & set(names))
