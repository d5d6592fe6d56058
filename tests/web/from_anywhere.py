"""A hook of schemathesis: every request comes from another address, through the proxy that the site trusts in this test."""

import secrets
from typing import Any

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    address = ".".join(str(1 + secrets.randbelow(250)) for _ in range(4))
    case.headers = {**(case.headers or {}), "X-Forwarded-For": address}
