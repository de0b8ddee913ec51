"""The rooms of the platform: each feature says who may listen to its own, and how their facts are told.

A room is heard as a whole or not at all: who may see its subject hears every fact in it. What only some may read does
not belong into what is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel import clock
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.events import EventRow
from kernel.subjects import Subject, may


@dataclass(frozen=True, slots=True)
class Told:
    """How a fact sounds to everybody in the room: whose deed it is, and what changed; plain values only."""

    actor: str | None
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class RoomKind:
    """A feature's rooms, named `<prefix>:<id>`.

    `subject_of` answers what an id is about and raises NotFound for none. `tell` puts facts into words by their number
    in the log, in a constant number of statements; it reads what is true now, so that nothing hidden is told later.
    """

    prefix: str
    subject_of: Callable[[str], Subject]
    tell: Callable[[Sequence[EventRow]], Mapping[int, Told]]


_kinds: dict[str, RoomKind] = {}
_quiet: set[str] = set()
Watcher = Callable[[Sequence[EventRow]], None]
_watchers: list[Watcher] = []
_endings: set[str] = set()


def register(kind: RoomKind) -> None:
    """Make a feature's rooms known; a second registration replaces the first."""
    _kinds[kind.prefix] = kind


def changes_no_right(*kinds: str) -> None:
    """Name facts after which everybody may hear what they heard before; after all others listeners are judged anew."""
    _quiet.update(kinds)


def ends_rights(*kinds: str) -> None:
    """Name facts after which somebody has lost what they hear: they are shown out at once, not with the next word."""
    _endings.update(kinds)


def has_ended_rights(row: EventRow) -> bool:
    """Whether somebody has lost a right with this fact."""
    return row.kind in _endings


def watch(watcher: Watcher) -> None:
    """Show each batch of new facts to a feature, in the process that serves browsers; twice is once."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def watchers() -> Sequence[Watcher]:
    """Who wants to look at new facts."""
    return _watchers


def may_change_rights(row: EventRow) -> bool:
    """Whether somebody may have lost a right with this fact."""
    return row.kind not in _quiet


def subject_for(actor: Actor, room: str) -> Subject:
    """What the room is about; NotFound where it is absent or closed to the actor."""
    prefix, colon, id_ = room.partition(":")
    kind = _kinds.get(prefix)
    if kind is None or not colon:
        raise NotFound
    subject = kind.subject_of(id_)
    if not may_listen(actor, subject):
        raise NotFound
    return subject


def may_listen(actor: Actor, subject: Subject) -> bool:
    """Who may see what a room is about may hear it."""
    return may(actor, "see", subject, clock.now()).visible


def told(room: str, rows: Sequence[EventRow]) -> list[dict[str, object]]:
    """Facts of one room as its listeners get them, in their order."""
    words = _kinds[room.partition(":")[0]].tell(rows)
    return [
        {
            "room": room,
            "seq": row.room_seq,
            "kind": row.kind,
            "at": row.at.isoformat(),
            "actor": words[row.seq].actor,
            "data": words[row.seq].data,
        }
        for row in rows
    ]
