"""How often somebody may try something; counted in memory, so that nothing about a visitor is written down."""

import ipaddress
import time

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kernel.actors import Actor
from kernel.errors import TooFast

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def check(rate: str, *key: str) -> None:
    """Count one try under this key; raise TooFast beyond the rate (such as `5/15 minutes`)."""
    item = parse(rate)
    if not _limiter.hit(item, *key):
        reset = _limiter.get_window_stats(item, *key).reset_time
        raise TooFast(retry_in=max(1, int(reset - time.time()) + 1))


def forget_all() -> None:
    """Start counting anew."""
    _storage.reset()


def whose(actor: Actor) -> str:
    """The key of a limit: the person, or the network of a visitor."""
    return f"person:{actor.person_id}" if actor.signed_in else f"network:{network()}"


def network() -> str:
    """The visitor's network: /24 for IPv4, /56 for IPv6."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    prefix = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
