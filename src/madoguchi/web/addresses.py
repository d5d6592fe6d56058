"""Whose request it is: the address of the peer, or the right-most hop that a configured proxy vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Returns the address that limits are counted by; IPv6 by its /64, for one person has a whole one."""
    return address_in(request.META)


def address_in(meta: Mapping[str, Any]) -> str:
    """Returns the same from what WSGI calls the environment of a request."""
    peer = str(meta.get("REMOTE_ADDR", ""))
    if peer in settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        while hops and peer in settings.TRUSTED_PROXIES:
            peer = hops.pop()
    return _network(peer)


def _network(peer: str) -> str:
    try:
        found = ip_address(peer)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ip_address(int(found) >> 64 << 64))
