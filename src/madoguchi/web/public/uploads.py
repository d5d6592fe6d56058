"""Uploaded files: in memory only, every byte counted while it is read. What is too much ends the reading at once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from madoguchi.intake import MAX_MAIL_BYTES


class InMemory(FileUploadHandler):
    """Keeps what a form brings in memory, at most 10 MiB of all its files together."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._taken = 0
        self._file = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A further file begins."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Takes a piece. Raises RequestDataTooBig with the first byte too many."""
        self._taken += len(raw_data)
        if self._taken > MAX_MAIL_BYTES:
            self._file = BytesIO()
            raise RequestDataTooBig
        self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Returns the whole file. Its name and kind are what the sender says: nothing here believes them."""
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
