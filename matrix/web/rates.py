"""How often one address may have an answer computed: any number of times unless RATE_LIMIT says one. Each worker counts
its own."""

from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest

MINUTE: Final = 60
_MOST: Final = 100_000
"""Addresses that are counted within a minute; past them all begin anew, rather than fill the memory."""

_lock = Lock()
_minute = 0
_counts: dict[str, int] = {}


def address_of(request: HttpRequest) -> str | None:
    """The client's IP address: what the PROXIES in front wrote into X-Forwarded-For, each at its end; what stands
    before that, anybody may have written. Else the peer's; None where that is no address (a socket's file)."""
    sent = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    forwarded = [sent[-settings.PROXIES]] if 0 < settings.PROXIES <= len(sent) else []
    for found in (*forwarded, str(request.META.get("REMOTE_ADDR", ""))):
        try:
            return str(ip_address(found))
        except ValueError:
            continue
    return None


def client_of(request: HttpRequest) -> str:
    """Whose request it is: by the address; of IPv6 the first half, which is what one household has."""
    address = ip_address(address_of(request) or "::")
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


def seconds_to_wait(request: HttpRequest) -> int:
    """After how many seconds the request may come again; 0 where it may be answered."""
    if not settings.RATE_LIMIT:
        return 0
    now = time()
    with _lock:
        over = _minute == now // MINUTE and _counts.get(client_of(request), 0) >= settings.RATE_LIMIT
    return MINUTE - int(now % MINUTE) if over else 0


def count(request: HttpRequest) -> None:
    """An answer was computed."""
    global _minute
    if not settings.RATE_LIMIT:
        return
    client, minute = client_of(request), int(time() // MINUTE)
    with _lock:
        if minute != _minute or len(_counts) >= _MOST:
            _minute = minute
            _counts.clear()
        _counts[client] = _counts.get(client, 0) + 1
