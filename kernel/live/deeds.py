"""What people may do through a socket: each feature registers event name, payload and handler.

A handler translates: payload, service, answer. What it answers is acknowledged with `ok: true`; what it raises becomes
a refusal with a code (`answers`). Several features may have the same deed in rooms of their own: `say` in `thread:…`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from kernel.access import Access
from kernel.actors import Actor
from kernel.errors import NotFound, RuleViolation
from kernel.i18n import _

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends an event, and through which socket."""

    actor: Actor
    sid: str


Sent = TypeVar("Sent", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Deed:
    """A socket event with its threshold; `room` is the prefix of the rooms it belongs to, or empty."""

    name: str
    room: str
    payload: type[BaseModel]
    access: Access
    handler: Callable[[Caller, Any], Answer]


_deeds: dict[tuple[str, str], Deed] = {}


def socket_event(
    name: str, payload: type[Sent], access: Access, *, room: str = ""
) -> Callable[[Callable[[Caller, Sent], Answer]], Callable[[Caller, Sent], Answer]]:
    """Register the handler of a socket event and the threshold that is held before it."""

    def declare(handler: Callable[[Caller, Sent], Answer]) -> Callable[[Caller, Sent], Answer]:
        _deeds[name, room] = Deed(name, room, payload, access, handler)
        return handler

    return declare


def deeds() -> list[Deed]:
    """All that can be done."""
    return list(_deeds.values())


def deed_for(name: str, data: Mapping[str, object]) -> Deed:
    """The deed of this name in the room that the data speak of."""
    room = data.get("room")
    prefix = room.partition(":")[0] if isinstance(room, str) else ""
    found = _deeds.get((name, prefix)) or _deeds.get((name, ""))
    if found:
        return found
    if any(known == name for known, _room in _deeds):
        raise NotFound
    raise RuleViolation(_("Dieses Ereignis kennen wir nicht."))
