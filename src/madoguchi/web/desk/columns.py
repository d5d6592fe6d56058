"""Columns of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.db import models

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:  # the class is generic for the type checker alone
    _Text = models.TextField


class JsonText(_Text):
    """JSON in a text column. Django's own JSON column checks itself by a function that SQLite forbids with ``trusted_schema=OFF``."""

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """Returns what the text says."""
        return None if value is None else msgspec.json.decode(value)

    def to_python(self, value: Any) -> Any:
        """Returns ``value``, read where it is text."""
        return msgspec.json.decode(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        """Returns the text that is kept."""
        return None if value is None else msgspec.json.encode(value).decode()
