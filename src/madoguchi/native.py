"""The native module where it was built, None where it was not: its twins in Python say what it means and give the same results.

It is built from src/native when the program is installed and a C compiler is there (decision 015). ``MADOGUCHI_PURE=1`` leaves it out.
"""

from __future__ import annotations

import os

__all__ = ["HOW_IT_READS", "NATIVE"]

try:
    import madoguchi._native as NATIVE
except ImportError:
    NATIVE = None  # type: ignore[assignment]

if os.environ.get("MADOGUCHI_PURE") == "1":
    NATIVE = None  # type: ignore[assignment]

HOW_IT_READS = "ネイティブモジュールで読み取ります" if NATIVE else "Pythonだけで読み取ります"
