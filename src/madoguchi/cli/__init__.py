"""The command ``madoguchi``: prints; decides nothing.

Errors say what is wrong, where and how to mend it, in Japanese and never as a traceback.
"""

from madoguchi.cli import (
    desk,
    desk_keys,
    desk_mart,
    desk_practice,
    desk_records,
    mart,
    operator_keys,
    papers,
    publish,
    safekeeping,
    serving,
    sms,
    statistics,
    warn,
)
from madoguchi.cli.root import main

__all__ = [
    "desk",
    "desk_keys",
    "desk_mart",
    "desk_practice",
    "desk_records",
    "main",
    "mart",
    "operator_keys",
    "papers",
    "publish",
    "safekeeping",
    "serving",
    "sms",
    "statistics",
    "warn",
]
