"""Ballots per second and how evenly they are taken, on SQLite (synchronous=FULL) and PostgreSQL (fsync on).

Every measured ballot is a voter's first. The service stands beside a bare ORM in the same process and on the same
database; the HTTP API, with token, stands beside a bare Flask page over that ORM, both behind the same server class.
"""

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from accounts.people.models import Person
from bench import bare_ballots, serving, world
from bench.client import Connection
from bench.table import Line, compared
from kernel.actors import Actor
from kernel.database import db
from participation.voting import services
from participation.voting.models import Vote
from tests.support.postgres import postgres_server

EACH = 60  # ballots of one round
CONNECTIONS = 8
EACH_CONNECTION = 30
ROUNDS = 5


def lines() -> list[Line]:
    """The lines of both databases."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        found = _on("SQLite FULL", Path(name), f"sqlite:///{name}/forum.sqlite3")
    with TemporaryDirectory(prefix="forum-bench-") as name, postgres_server(durable=True) as server:
        return found + _on("PostgreSQL", Path(name), server.new_database())


def _on(words: str, folder: Path, url: str) -> list[Line]:
    crowd = CONNECTIONS * EACH_CONNECTION
    with world.platform(folder, url):
        people, tokens = world.voters(2 * ROUNDS * EACH + crowd)
        vote = world.open_vote()
        slug = vote.slug
        service = _service(f"cast by service, {words}", vote, people[: ROUNDS * EACH], url)
    waiting = iter(tokens[ROUNDS * EACH :])
    with serving.ours(folder, url) as port, serving.bare_ballots(url, folder) as bare:
        ours = Box(port, f"/api/v1/votes/{slug}/ballots", waiting)
        theirs = Box(bare, "/ballots", iter(tokens * 2))
        return [service, _api(f"cast by API, {words}", ours, theirs), _spread(words, ours)]


def _service(what: str, vote: Vote, people: list[Person], url: str) -> Line:
    engine, chance = bare_ballots.engine_for(url), Random(4)
    vote_id = bare_ballots.new_vote(engine)
    voters = iter([Actor(person.id, person.display_name) for person in people])

    def ours() -> float:
        started = perf_counter()
        for actor in islice(voters, EACH):
            nonce = secrets.token_bytes(32)
            choices = world.choices_of(chance)
            services.cast_ballot(actor=actor, vote=vote, choices=choices, nonce=nonce)
            db.session.remove()  # as at the end of a request
        return EACH / (perf_counter() - started)

    def bare() -> float:
        started = perf_counter()
        for _ in range(EACH):
            bare_ballots.cast(engine, vote_id, secrets.token_hex(16), world.choices_of(chance))
        return EACH / (perf_counter() - started)

    line = compared(what, ours, bare, "/s", 0.5, more_is_better=True)
    engine.dispose()
    return line


class Box:
    """Where ballots are sent by HTTP, each with a fresh token."""

    def __init__(self, port: int, address: str, tokens: Iterator[str]) -> None:
        self.port, self.address, self.tokens = port, address, tokens
        self.chance = Random(5)

    def cast(self, connection: Connection, token: str) -> float:
        """Send one ballot; the seconds until its receipt."""
        body = json.dumps({"choices": world.choices_of(self.chance)}).encode()
        headers = (f"Authorization: Bearer {token}", "Content-Type: application/json")
        request = connection.request(self.address, *headers, body=body)
        started = perf_counter()
        assert connection.ask(request).status == 201
        return perf_counter() - started

    def rate(self) -> float:
        """Ballots per second over one connection."""
        connection, started = Connection(self.port), perf_counter()
        for token in islice(self.tokens, EACH):
            self.cast(connection, token)
        connection.close()
        return EACH / (perf_counter() - started)

    def crowd(self) -> list[float]:
        """The seconds of each ballot when several connections cast at once."""
        queues = [list(islice(self.tokens, EACH_CONNECTION)) for _ in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return [taken for part in pool.map(self._all, queues) for taken in part]

    def _all(self, tokens: list[str]) -> list[float]:
        connection = Connection(self.port)
        taken = list(map(partial(self.cast, connection), tokens))
        connection.close()
        return taken


def _api(what: str, ours: Box, bare: Box) -> Line:
    return compared(what, ours.rate, bare.rate, "/s", 0.5, more_is_better=True)


def _spread(words: str, box: Box) -> Line:
    """The slowest of a hundred beside the median, with all connections casting at once."""
    taken = box.crowd()
    slowest = quantiles(taken, n=100)[98]
    what = f"p99 beside median, {CONNECTIONS} connections, {words}"
    return Line(what, slowest * 1000, median(taken) * 1000, "ms", 4)
