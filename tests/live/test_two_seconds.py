"""Whoever loses what let them in is shown out within two seconds, with a clock in hand: no machine is too slow for it.

Time passes here only where the follower of the log waits, and always as long as it may: what was lost was lost in
another process, so nobody wakes it, right after it has looked. What it finds then it ends in the same look.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from accounts.people.models import Person
from accounts.sessions.services.sessions import (
    begin_session,
    create_token,
)
from kernel import clock
from kernel.database import db
from kernel.live import following, line
from kernel.live.following import LOOK_S, Follower
from kernel.live.line import CUT_S, Line
from kernel.live.listeners import Listener, Listeners, Place
from kernel.live.people import Credential, doorkeeper
from kernel.live.rooms import subject_for
from kernel.secret_marks import hash_of
from roundtable.meetings.telling import room_of
from roundtable.tables.services.seats import end_seat
from tests.factories.people import actor, actor_of, person
from tests.factories.speaking import a_talk
from tests.live.losses import get_a_role, give_the_key_back, lock, lose_a_role, sign_out

pytestmark = pytest.mark.usefixtures("database")
PROMISED_S = 2.0


class Enough(BaseException):
    """The follower would go on for ever."""


class Hand:
    """Time, as the follower waits; `deed` is done once, when it has just looked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, begin: datetime) -> None:
        self.passed, self.deed, self.woken = 0.0, [], iter(())
        monkeypatch.setattr(following, "time", SimpleNamespace(monotonic=lambda: self.passed))
        monkeypatch.setattr(clock, "now", lambda: begin + timedelta(seconds=self.passed))

    def wait(self, most: float) -> None:
        if self.passed > 2 * PROMISED_S:
            raise Enough
        while self.deed and self.passed:
            self.deed.pop()()
        self.passed += next(self.woken, most)

    def clear(self) -> None:
        """Nobody woke it, or everybody did."""


class Door:
    """A process with one listener; when they were shown out, and why."""

    def __init__(self, app: Flask, hand: Hand, credential: Credential) -> None:
        self.app, self.hand, self.book = app, hand, Listeners()
        self.shown: list[tuple[float, str]] = []
        self.follower = Follower(
            self.book,
            tell=lambda _room, _facts: None,
            look_after=lambda listener: Line._look_after(self, listener),
            expelled=self.note,
        )
        self.follower._news = hand
        self.follower.begin()
        standing = doorkeeper().standing_of(credential)
        self.listener = Listener("a", "eio-a", "", credential, standing)
        self.book.admit(self.listener)

    def show_out(self, listener: Listener, reason: str) -> None:
        self.book.drop(listener.sid)
        self.note(listener, reason)

    def note(self, _listener: Listener, why: str) -> None:
        self.shown.append((self.hand.passed, why))

    def lose(self, deed: Callable[[], object]) -> list[str]:
        """Why the listener was shown out; in time."""
        lost_at = self.hand.passed

        def now() -> None:
            nonlocal lost_at
            lost_at = self.hand.passed
            deed()

        self.hand.deed = [now]
        with pytest.raises(Enough):
            self.follower.follow(self.app, lambda: None)
        assert all(at - lost_at <= PROMISED_S for at, _why in self.shown)
        return [why for _at, why in self.shown]


def by_session(who: Person) -> Credential:
    return Credential(
        "session", hash_of(begin_session(person=who, way="password", device="Browser"))
    )


def by_key(who: Person) -> Credential:
    return Credential("token", hash_of(create_token(person=who, days=1)))


@pytest.mark.parametrize(
    ("opened", "loss", "role", "reason"),
    [
        (by_session, sign_out, None, "signed_out"),
        (by_key, give_the_key_back, None, "signed_out"),
        (by_session, lock, None, "signed_out"),
        (by_session, get_a_role, None, "signed_out"),
        (by_key, lose_a_role, "moderator", "rights_changed"),
    ],
)
def test_who_loses_what_let_them_in_is_shown_out_in_time(
    app, monkeypatch, *, opened: Any, loss: Any, role: str | None, reason: str
) -> None:
    who, hand = person("Anna", role=role), Hand(monkeypatch, clock.now())
    door = Door(app, hand, opened(who))
    assert door.lose(lambda: loss(db.session.get_one(Person, who.id))) == [reason]


@pytest.mark.parametrize("seed", range(50))
def test_what_ends_by_the_clock_ends_in_time_whenever_the_follower_is_woken(
    app, monkeypatch, seed: int
) -> None:
    chance = random.Random(seed)
    credential = by_key(person("Anna"))
    standing = doorkeeper().standing_of(credential)
    assert standing
    early = chance.uniform(0, LOOK_S)
    hand = Hand(monkeypatch, standing.over_at - timedelta(seconds=early))
    door = Door(app, hand, credential)
    hand.woken = iter([chance.choice([0.0, 0.2, 0.49, 0.5, LOOK_S]) for _ in range(8)])
    with pytest.raises(Enough):
        door.follower.follow(app, lambda: None)
    ((shown_at, why),) = door.shown
    assert why == "signed_out"
    assert 0 <= shown_at - early <= PROMISED_S


def test_who_loses_a_seat_is_shown_out_of_its_rooms_in_time_though_nobody_speaks(
    app, monkeypatch
) -> None:
    talk = a_talk()
    room, anna = room_of(talk.meeting.id), talk.made.persons["anna"]
    hand = Hand(monkeypatch, talk.now)
    door = Door(app, hand, by_session(anna))
    subject = subject_for(actor_of(anna), room)
    door.book.enter(door.listener, room, Place(subject, door.book.stamp))
    seat, office = talk.made.seats["anna"], actor(role="administration")
    assert door.lose(lambda: end_seat(actor=office, seat=db.session.merge(seat))) == [room]
    assert not door.book.has(room)


def test_who_is_shown_out_is_told_why_and_closed_at_once_and_cut_in_time(monkeypatch) -> None:
    done: list[object] = []
    note = lambda what: lambda *_words, **_more: done.append(what)  # noqa: E731
    queue = SimpleNamespace(drop_waiting=note("dropped"), cut=note("cut"))
    connection = SimpleNamespace(closed=False, queue=queue, close=note("closed"))
    engine = SimpleNamespace(sockets={"eio-a": connection})
    monkeypatch.setattr(line.gevent, "spawn_later", lambda after, _cut: done.append(after))
    Line.show_out(
        SimpleNamespace(engine=engine, _say=note("told")), Listener("a", "eio-a", ""), "signed_out"
    )
    assert done == ["dropped", "told", "closed", CUT_S]
    assert LOOK_S + CUT_S <= PROMISED_S
