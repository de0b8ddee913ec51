"""How often somebody may try something; counted in memory, so that nothing about a visitor is written down."""

import ipaddress
import time
from itertools import count

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kernel.actors import Actor
from kernel.errors import TooFast

#: how many checks there are between two looks at what is over
PRUNED_EVERY = 1_000

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)
_checks = count(1)


def check(rate: str, *key: str) -> None:
    """Count one try under this key; raise TooFast beyond the rate (such as `5/15 minutes`)."""
    if next(_checks) % PRUNED_EVERY == 0:
        _forget_what_is_over()
    item = parse(rate)
    if not _limiter.hit(item, *key):
        reset = _limiter.get_window_stats(item, *key).reset_time
        raise TooFast(retry_in=max(1, int(reset - time.time()) + 1))


def forget_all() -> None:
    """Start counting anew."""
    for key in list(_storage.events):
        _forget(key)


def _forget_what_is_over() -> None:
    """The library keeps the key of an empty window for ever: a stranger's invented addresses would fill the memory."""
    for key in list(_storage.events):
        _forget(key, counted=False)


def _forget(key: str, *, counted: bool = True) -> None:
    """Drop a key, and what is counted under it, with its lock held: the library's thread tidies the same."""
    with _storage.locks[key]:
        if not counted and _storage.events.get(key):
            return
        _storage.events.pop(key, None)
    _storage.locks.pop(key, None)


def whose(actor: Actor) -> str:
    """The key of a limit: the person, or the network of a visitor."""
    return f"person:{actor.person_id}" if actor.signed_in else f"network:{network()}"


def network() -> str:
    """The visitor's network: /24 for IPv4, /56 for IPv6."""
    return network_of(request.remote_addr or "127.0.0.1")


def network_of(text: str) -> str:
    """The network of an address as a proxy may write it; all that is none counts as one network."""
    try:
        address = ipaddress.ip_address(_without_port(text))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # what a socket for both kinds calls an IPv4 visitor
    prefix = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def _without_port(text: str) -> str:
    """`192.0.2.7` of `192.0.2.7:4711`, `2001:db8::1` of `[2001:db8::1]:4711` and of `2001:db8::1%eth0`."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    return text.partition("%")[0]
