"""A server killed while people talk: what was acknowledged is stored once, told once, and in one order for everybody.

Talkers send again what was not acknowledged, with the same id; listeners come back with the last number they have.
`LIVE_KILL_ROUNDS` says how often it dies on each database.
"""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import select

from accounts.people.models import Person
from accounts.sessions.services.sessions import create_token
from discussion.threads.models import Comment, Thread
from discussion.threads.services.posting import post_comment
from kernel.database import db
from kernel.verify import faults
from tests.factories.people import actor_of, person
from tests.factories.proposals import a_proposal
from tests.faults.test_random_kills import mortal_server
from tests.support.raw_socket import Gone, RawSocket
from tests.support.server import free_port

ROUNDS = int(os.environ.get("LIVE_KILL_ROUNDS", "5"))
TALKERS = 5
WORDS_EACH = 7  # more in a minute would be too fast


@dataclass
class Member:
    """Somebody who talks and listens through whatever life the server has; the journal is kept here."""

    token: str
    url: str
    room: str
    stop: Event
    acknowledged: dict[str, int] = field(default_factory=dict)
    heard: list[tuple[int, str]] = field(default_factory=list)

    def live(self) -> None:
        """Say all words, then listen until told to stop."""
        words = [(str(uuid4()), f"{self.token[:8]} {number}") for number in range(WORDS_EACH)]
        while not self.stop.is_set():
            try:
                self._be_there(words)
            except (OSError, Gone):
                time.sleep(0.05)

    def _be_there(self, words: list[tuple[str, str]]) -> None:
        with RawSocket(self.url, origin=None) as socket:
            socket.tcp.settimeout(2)
            assert "sid" in socket.connect(self.token)
            joined = socket.ask("join", {"room": self.room, "after": self.last})
            assert not joined["more"]
            self._take(joined["missed"])
            while not self.stop.is_set():
                self._say_or_listen(socket, [w for w in words if w[1] not in self.acknowledged])
                self._take(socket.events)
                socket.events.clear()

    def _say_or_listen(self, socket: RawSocket, left: list[tuple[str, str]]) -> None:
        if not left:
            self._listen(socket)
            return
        id_, text = left[0]
        answer = socket.ask("say", {"room": self.room, "id": id_, "text": text})
        assert answer["ok"], answer
        self.acknowledged[text] = answer["seq"]

    @staticmethod
    def _listen(socket: RawSocket) -> None:
        try:
            socket.tcp.settimeout(0.3)
            socket.text()
        except TimeoutError:
            pass

    @property
    def last(self) -> int:
        return self.heard[-1][0] if self.heard else 1

    def _take(self, events: list[dict]) -> None:
        self.heard += [(e["seq"], e["data"]["text"]) for e in events if e["seq"] > self.last]


def kill_at_random(server, members: list[Member]) -> None:
    """So many lives, each ended at a random moment after somebody was told something in it."""
    chance = random.Random(11)
    for _life in range(ROUNDS):
        living, told = int(server.stdout.readline()), told_to(members)
        end = time.monotonic() + 20
        while told_to(members) == told and told < TALKERS * WORDS_EACH and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.2))
        os.kill(living, signal.SIGKILL)
        server.stdin.write("again\n")
        server.stdin.flush()


def told_to(members: list[Member]) -> int:
    return sum(len(member.acknowledged) for member in members)


@pytest.mark.race
@pytest.mark.timeout(240)
def test_nothing_acknowledged_is_lost_doubled_or_disordered_whenever_the_server_dies(
    real_app,
) -> None:
    with real_app.app_context():
        people = [person(f"Person {number}") for number in range(TALKERS)]
        room, port, stop = a_room(people[0]), free_port(), Event()
        url = f"http://127.0.0.1:{port}"
        members = [Member(create_token(person=p, days=1), url, room, stop) for p in people]
        with mortal_server(real_app, port, people) as server, ThreadPoolExecutor(TALKERS) as pool:
            lives = [pool.submit(member.live) for member in members]
            try:
                kill_at_random(server, members)
                await_all_heard(members)
            finally:
                stop.set()
            for life in lives:
                life.result(60)
        assert_journals_hold(people, members)


def a_room(first: Person) -> str:
    subject = a_proposal().subject
    post_comment(actor=actor_of(first), subject=subject, text="Anfang.")
    return db.session.scalars(select(Thread)).one().room


def await_all_heard(members: list[Member]) -> None:
    end = time.monotonic() + 40
    while any(len(member.heard) < TALKERS * WORDS_EACH for member in members):
        assert time.monotonic() < end, [len(member.heard) for member in members]
        time.sleep(0.05)


def assert_journals_hold(people: list[Person], members: list[Member]) -> None:
    """All heard the same words in the same order without a gap, and these are what was told and what is stored."""
    db.session.rollback()
    told = {seq: text for member in members for text, seq in member.acknowledged.items()}
    for member in members:
        assert member.heard == sorted(told.items())
    assert sorted(told) == list(range(2, TALKERS * WORDS_EACH + 2))
    for who, member in zip(people, members, strict=True):
        stored = list(db.session.scalars(select(Comment.text).where(Comment.author_id == who.id)))
        assert sorted(set(stored) - {"Anfang."}) == sorted(member.acknowledged)
        assert len(stored) == len(set(stored))
    assert not any(faults().values())
