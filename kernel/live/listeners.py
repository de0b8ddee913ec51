"""Who is connected to this process, which rooms they hear, and when they were last judged.

The one authority on who gets what: a broadcast goes to the sockets that stand here and to no others. Each place in a
room carries a stamp; a fact that may change rights outdates all stamps, and who holds an old one is judged before the
next word. So most words cost no query, and who lost the right hears nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotSignedIn, RuleViolation, TooFast
from kernel.i18n import lazy
from kernel.live.pace import Bucket, Patience
from kernel.live.people import Credential, Standing
from kernel.live.rooms import may_listen
from kernel.subjects import Subject

PER_SESSION = 5
PER_NETWORK = 200
ROOMS_EACH = 20
#: a stamp that none is
NEVER = -1
#: when it is worth while to try again where all places are taken
ROOM_IN_S = 10


class TooManyConnections(TooFast):
    """So many windows, or visitors of one network, are connected already; one that closes makes room."""

    message = lazy("Es sind schon zu viele Fenster verbunden. Bitte schließen Sie eines.")

    def __init__(self) -> None:
        super().__init__(retry_in=ROOM_IN_S)


class TooManyRooms(RuleViolation):
    """One socket hears a few rooms, not the whole platform."""

    message = lazy("Diese Verbindung hört schon zu viele Gespräche.")


@dataclass(slots=True)
class Place:
    """A socket's place in a room: what it is about, the stamp of the last judgement, the number told on joining."""

    subject: Subject
    stamp: int
    after: int = 0


@dataclass(slots=True)
class Listener:
    """A connected socket."""

    sid: str
    eio_sid: str
    network: str
    credential: Credential | None = None
    standing: Standing | None = None
    places: dict[str, Place] = field(default_factory=dict)
    bucket: Bucket = field(default_factory=Bucket)
    patience: Patience = field(default_factory=Patience)
    looked_after_at: float = field(default_factory=time.monotonic)

    @property
    def actor(self) -> Actor:
        """Who listens."""
        return self.standing.actor if self.standing else ANONYMOUS

    def is_over(self, at: datetime) -> bool:
        """Whether the credential has ended by itself, as far as was known when it was last looked at."""
        return self.standing is not None and at >= self.standing.over_at

    @property
    def key(self) -> Credential | str:
        """What the number of connections is limited by: the session, or the network of a visitor."""
        return self.credential or self.network


class Listeners:
    """All sockets of this process."""

    def __init__(self) -> None:
        self.stamp = 0
        self._by_sid: dict[str, Listener] = {}
        self._in_room: dict[str, dict[str, Listener]] = {}
        self._counts: Counter[Credential | str] = Counter()
        self._persons: dict[UUID, Bucket] = {}

    def __len__(self) -> int:
        return len(self._by_sid)

    def all(self) -> list[Listener]:
        """Everybody, as a list of their own: looking after one may end another."""
        return list(self._by_sid.values())

    def get(self, sid: str) -> Listener | None:
        """The listener behind a socket."""
        return self._by_sid.get(sid)

    def of_person(self, person_id: UUID) -> list[Listener]:
        """All sockets of a person."""
        return [listener for listener in self.all() if listener.actor.person_id == person_id]

    def of_engine(self) -> set[str]:
        """The Engine.IO names of all who have come in."""
        return {listener.eio_sid for listener in self._by_sid.values()}

    def admit(self, listener: Listener) -> None:
        """Let a socket in; raises TooManyConnections."""
        most = PER_SESSION if listener.credential else PER_NETWORK
        if self._counts[listener.key] >= most:
            raise TooManyConnections
        self._counts[listener.key] += 1
        self._by_sid[listener.sid] = listener

    def drop(self, sid: str) -> None:
        """Forget a socket; twice is once."""
        listener = self._by_sid.pop(sid, None)
        if listener is None:
            return
        for room in list(listener.places):
            self.leave(listener, room)
        self._counts[listener.key] -= 1
        if self._counts[listener.key] <= 0:
            del self._counts[listener.key]
        person_id = listener.actor.person_id
        if person_id and not self.of_person(person_id):
            now = time.monotonic()  # who comes back at once has no new bucket
            self._persons = {who: it for who, it in self._persons.items() if not it.is_full(now)}

    def enter(self, listener: Listener, room: str, place: Place) -> Place:
        """Give a judged listener a place in the room; raises TooManyRooms, or NotSignedIn for one who left."""
        if listener.sid not in self._by_sid:
            raise NotSignedIn
        if room not in listener.places and len(listener.places) >= ROOMS_EACH:
            raise TooManyRooms
        listener.places[room] = place
        self._in_room.setdefault(room, {})[listener.sid] = listener
        return place

    def leave(self, listener: Listener, room: str) -> None:
        """Give the place up; twice is once."""
        listener.places.pop(room, None)
        present = self._in_room.get(room, {})
        present.pop(listener.sid, None)
        if not present:
            self._in_room.pop(room, None)

    def has(self, room: str) -> bool:
        """Whether anybody is there."""
        return room in self._in_room

    def rooms(self, prefix: str) -> list[str]:
        """The rooms of this prefix in which somebody is."""
        return [room for room in self._in_room if room.startswith(prefix)]

    def outdate(self) -> None:
        """Somebody may have lost a right: judge everybody before the next word."""
        self.stamp += 1

    def outdate_places_of(self, listener: Listener) -> None:
        """The same for one."""
        for place in listener.places.values():
            place.stamp = NEVER

    def hearers(
        self, room: str, seq: int, expelled: Callable[[Listener, str], None]
    ) -> list[Listener]:
        """Who may hear this word in the room now; who may not any more is shown out.

        What they were told on joining they do not hear again.
        """
        verdicts: dict[Actor, bool] = {}
        found = []
        for listener in list(self._in_room.get(room, {}).values()):
            place = listener.places.get(room)
            if place is None:  # left while somebody else was judged
                continue
            if place.stamp != self.stamp:
                stamp, actor = self.stamp, listener.actor
                if actor not in verdicts:
                    verdicts[actor] = may_listen(actor, place.subject)
                if not verdicts[actor]:
                    self.leave(listener, room)
                    expelled(listener, room)
                    continue
                place.stamp = stamp
            if place.after < seq:
                found.append(listener)
        return found

    def still_there(self, hearers: Iterable[Listener], room: str) -> list[str]:
        """The Engine.IO names of those of the hearers who have not left the room since they were judged."""
        return [listener.eio_sid for listener in hearers if room in listener.places]

    def by_last_heard(
        self, hearers: Iterable[Listener], room: str, first: int, last: int
    ) -> dict[int, list[str]]:
        """The same by the number they have heard, where there is more up to `last`; before `first` all are alike."""
        found: dict[int, list[str]] = {}
        for listener in hearers:
            place = listener.places.get(room)
            if place and place.after < last:
                found.setdefault(max(place.after, first - 1), []).append(listener.eio_sid)
        return found

    def judge_all(self, expelled: Callable[[Listener, str], None]) -> None:
        """Show everybody out of the rooms that are closed to them now, though nothing is told there."""
        for room in list(self._in_room):
            self.hearers(room, 0, expelled)

    def take_turn(self, listener: Listener, now: float) -> None:
        """Count an event of this socket and its person; TooFast beyond their pace."""
        buckets = [listener.bucket]
        if person_id := listener.actor.person_id:
            buckets.append(self._persons.setdefault(person_id, Bucket()))
        if wait := max(bucket.wait_s(now) for bucket in buckets):
            raise TooFast(retry_in=wait)
        for bucket in buckets:
            bucket.take()
