"""A server killed at random moments: what its clients were told is stored, once.

Clients send again what was not acknowledged, with the same key, until it is; they keep a journal outside.
`KILL_ROUNDS` says how many lives the server has on each database.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from threading import Event

import pytest
from sqlalchemy import func, select

from accounts.people.models import Person
from accounts.sessions.services.sessions import create_token
from discussion.threads.models import Comment
from kernel import clock
from kernel.database import db
from kernel.subjects import Subject
from kernel.verify import faults
from participation.voting import queries
from participation.voting.models import BallotRow, RollEntry
from tests.factories import votes
from tests.factories.people import actor_of, person
from tests.factories.proposals import a_proposal
from tests.support.own_settings import environment_of
from tests.support.server import free_port
from tests.support.source_tree import ROOT

ROUNDS = int(os.environ.get("KILL_ROUNDS", "25"))
CLIENTS = 6
COMMENTS_EACH = 9  # more in a minute would be too fast


@dataclass
class Client:
    """A program of one voter: what it was told stands in its journal."""

    token: str
    port: int
    stop: Event
    casts: list[str] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)

    def live(self, vote: str, thread: Subject) -> None:
        """Cast again and again, and comment now and then."""
        number = 0
        while not self.stop.is_set():
            choices = {f"o{number % 3 + 1}": 1}
            told = self.told(f"/api/v1/votes/{vote}/ballots", {"choices": choices}, f"c{number}")
            self.casts.append(told["receipt"])
            if number < COMMENTS_EACH:
                text = f"{self.token} {number}"
                told = self.told(f"/api/v1/threads/{thread}/comments", {"text": text}, f"t{number}")
                self.comments[text] = told["id"]
            number += 1

    def told(self, address: str, body: dict[str, object], key: str) -> dict[str, str]:
        """What the server acknowledges, asked until it does."""
        while True:
            try:
                return self._post(address, body, key)
            except (OSError, HTTPException):
                time.sleep(0.01)

    def _post(self, address: str, body: dict[str, object], key: str) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", address, json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status == 201, text
        told: dict[str, str] = json.loads(text)
        return told


@contextmanager
def mortal_server(app, port: int, people: list[Person]) -> Iterator["subprocess.Popen[str]"]:
    """A server that is born again after each death; with the block all of it ends."""
    command = [sys.executable, "-m", "tests.faults.mortal_server", str(port)]
    with subprocess.Popen(
        [*command, json.dumps([str(each.id) for each in people])],
        cwd=ROOT,
        env=environment_of(app),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def kill_at_random(server: "subprocess.Popen[str]", clients: list[Client]) -> None:
    """So many lives; all but the last end at a random moment after somebody was told something in it."""
    chance = random.Random(7)
    assert server.stdin
    assert server.stdout
    for _life in range(ROUNDS):
        living, told = int(server.stdout.readline()), acknowledged(clients)
        while acknowledged(clients) == told:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        os.kill(living, signal.SIGKILL)
        server.stdin.write("again\n")
        server.stdin.flush()


def acknowledged(clients: list[Client]) -> int:
    """How many casts the clients were told of."""
    return sum(len(client.casts) for client in clients)


def open_vote_of(people: list[Person]) -> str:
    """A vote that is open now, with these people on its roll."""
    votes.TOWN.people = {each.id for each in people}
    with votes.at(clock.now() - timedelta(hours=36)):
        return votes.open_vote().slug


@pytest.mark.race
@pytest.mark.timeout(240)
def test_what_was_acknowledged_is_stored_once_whenever_the_server_dies(real_app) -> None:
    with real_app.app_context():
        people = [person(f"Person {number}") for number in range(CLIENTS)]
        vote, thread = open_vote_of(people), a_proposal().subject
        port, stop = free_port(), Event()
        clients = [Client(create_token(person=each, days=1), port, stop) for each in people]
        with mortal_server(real_app, port, people) as server, ThreadPoolExecutor(CLIENTS) as pool:
            lives = [pool.submit(client.live, vote, thread) for client in clients]
            try:
                kill_at_random(server, clients)
            finally:
                stop.set()
            for life in lives:
                life.result(60)
        assert_journals_hold(people, clients, vote)


def assert_journals_hold(people: list[Person], clients: list[Client], slug: str) -> None:
    """Every acknowledgement is in the database, once, and nothing else is."""
    db.session.rollback()
    for each, client in zip(people, clients, strict=True):
        vote = queries.vote_for(actor_of(each), slug)
        own = queries.own_ballot(actor_of(each), vote)
        assert own
        assert (own.counter, own.code) == (len(client.casts), client.casts[-1])
        stored = select(Comment.text, Comment.id).where(Comment.author_id == each.id)
        assert {text: str(id_) for text, id_ in db.session.execute(stored)} == client.comments
    marked = select(func.count()).select_from(RollEntry).where(RollEntry.state == "online")
    ballots = select(func.count()).select_from(BallotRow)
    assert db.session.scalar(marked) == db.session.scalar(ballots) == CLIENTS
    assert not any(faults().values())
