"""Follows the event log and tells what is new: after each commit of this process, and each second for all others.

One reader in the order of the log, so a room hears its facts in the order of their numbers, whoever committed first.
Lost hints lose nothing: the next look finds the rows.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from heapq import nsmallest
from itertools import groupby

import gevent
import structlog
from flask import Flask
from gevent.event import Event
from sqlalchemy import bindparam, func, select

from kernel import clock
from kernel.database import db
from kernel.error_pages import is_outage
from kernel.events import EventRow
from kernel.live.beside import keepers
from kernel.live.listeners import Listener, Listeners
from kernel.live.people import doorkeeper
from kernel.live.rooms import has_ended_rights, may_change_rights, told, watchers

LOOK_S = 1.0
SWEEP_S = 30.0
#: at least, between two looks at who is there
REST_S = LOOK_S / 2
BATCH = 500
FEW = 20
#: made once: it is asked after each commit
NEWS = select(EventRow).where(EventRow.seq > bindparam("seq")).order_by(EventRow.seq).limit(BATCH)
Tell = Callable[[str, Sequence[tuple[int, Mapping[str, object]]]], None]
log = structlog.get_logger()


class Follower:
    """Reads the log for the listeners of this process."""

    def __init__(
        self,
        listeners: Listeners,
        *,
        tell: Tell,
        look_after: Callable[[Listener], object],
        expelled: Callable[[Listener, str], None],
    ) -> None:
        self._listeners = listeners
        self._tell = tell
        self._expelled = expelled
        self._look_after = look_after
        self._news = Event()
        self._seq = 0
        self._looked_at = time.monotonic()
        #: how many are to be looked after now
        self._turns = 0.0

    def wake(self) -> None:
        """Something was committed."""
        self._news.set()

    def begin(self) -> None:
        """Before the first listener comes in: what was told until now is none of theirs."""
        if not len(self._listeners):
            self._seq = db.session.scalar(select(func.max(EventRow.seq))) or 0

    def follow(self, app: Flask, each_time: Callable[[], None]) -> None:
        """For ever: look when woken and at least each second; each second also at who is there, and `each_time`."""
        while True:
            self._news.wait(LOOK_S)
            self._news.clear()
            try:
                with app.app_context():
                    self._look()
                    is_time = self._has_rested()
                    if is_time:
                        self._sweep()
                        for keeper in keepers():
                            self._told(keeper, "sockets not looked after")
                if is_time:
                    each_time()
            except Exception:
                log.exception("live follower failed")
                gevent.sleep(LOOK_S)

    def _look(self) -> None:
        while len(self._listeners):
            rows = db.session.scalars(NEWS, {"seq": self._seq}).all()
            self._take(rows)
            if len(rows) < BATCH:
                return
            db.session.remove()  # the next are judged by what is true then

    def _take(self, rows: Sequence[EventRow]) -> None:
        if not rows:
            return
        if any(map(may_change_rights, rows)):
            self._listeners.outdate()
        for person_id in {p for row in rows if (p := doorkeeper().concerned(row))}:
            for listener in self._listeners.of_person(person_id):
                self._look_after(listener)
        if any(map(has_ended_rights, rows)):
            self._told(partial(self._listeners.judge_all, self._expelled), "nobody shown out")
        for watcher in watchers():
            self._told(partial(watcher, rows), "facts not watched")
        heard = (row for row in rows if row.room and self._listeners.has(row.room))
        for room, facts in groupby(sorted(heard, key=_room_of), key=_room_of):
            self._tell_room(room, list(facts))
        self._seq = rows[-1].seq

    def _tell_room(self, room: str, facts: Sequence[EventRow]) -> None:
        def tell() -> None:
            for begin in range(0, len(facts), FEW):
                self._tell_few(room, facts[begin : begin + FEW])

        self._told(tell, "room not told", room=room)

    def _tell_few(self, room: str, facts: Sequence[EventRow]) -> None:
        """Put a few into words and tell them; others have their turn meanwhile, so the next are looked at anew."""
        words = told(room, facts)
        self._tell(
            room, [(row.room_seq or 0, word) for row, word in zip(facts, words, strict=True)]
        )
        db.session.remove()

    def _told(self, deed: Callable[[], None], failed: str, **more: str) -> None:
        """One room that cannot be told must not silence the others: its listeners ask for what they miss."""
        try:
            deed()
        except Exception as error:
            if is_outage(error):  # all of it is looked at again
                raise
            log.exception(failed, **more)

    def _has_rested(self) -> bool:
        """Whether it is time to look at all who are there: not after each commit, however many there are."""
        return time.monotonic() - self._looked_at >= REST_S

    def _sweep(self) -> None:
        """What nobody records as a fact: credentials that ended by the clock; and within half a minute everybody."""
        now = clock.now()
        for listener in self._listeners.all():
            if listener.is_over(now):
                self._look_after(listener)
        for listener in self._longest_alone():
            self._listeners.outdate_places_of(listener)
            self._look_after(listener)

    def _longest_alone(self) -> list[Listener]:
        """So many that all have their turn in time, but never many at once: nobody is told anything meanwhile."""
        everybody, moment = self._listeners.all(), time.monotonic()
        passed, self._looked_at = moment - self._looked_at, moment
        self._turns = min(self._turns + len(everybody) * passed / SWEEP_S, len(everybody))
        few = nsmallest(int(self._turns), everybody, key=_looked_after_at)
        self._turns -= len(few)
        for listener in few:
            listener.looked_after_at = moment
        return few


def _looked_after_at(listener: Listener) -> float:
    return listener.looked_after_at


def _room_of(row: EventRow) -> str:
    return row.room or ""
