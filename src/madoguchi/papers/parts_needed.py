"""The packages of the extra ``papers``, looked for where they are used: all else starts without them."""

from __future__ import annotations

import importlib
from typing import Any

NOT_INSTALLED = "紙を作る部品（typst とフォント）がありません。直し方: pip install 'madoguchi[papers]' を実行してください。"


class CannotSet(LookupError):
    """A paper cannot be made here; says why and how to mend it (Japanese)."""


def needed(name: str) -> Any:
    """Returns the module ``name`` of the extra. Raises CannotSet when it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise CannotSet(NOT_INSTALLED) from None
