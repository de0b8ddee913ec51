"""A real server on each database, and people with keys and cookies for it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.people.models import Person
from accounts.sessions.actors import COOKIE_KEY
from accounts.sessions.services.sessions import begin_session, create_token
from app import create_app
from discussion.threads.models import Comment, Thread
from discussion.threads.services.posting import post_comment
from kernel.database import db
from kernel.settings import Settings
from kernel.subjects import Subject
from participation.consultations.models.proposals import Proposal
from tests.conftest import DATABASES, NewDatabase
from tests.factories.people import actor_of, person
from tests.factories.proposals import a_proposal
from tests.support.folder_long import Kept
from tests.support.raw_socket import RawSocket
from tests.support.server import Server, running_server

Served = tuple[Flask, Server]
SERVERS = Kept(Path(__file__).parent)


@dataclass
class Town:
    """A running platform, and a hand in its database from a process of its own."""

    app: Flask
    server: Server
    open_sockets: list[RawSocket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url

    def socket(self, **how: Any) -> RawSocket:
        """A new connection, hung up with the test."""
        made = RawSocket(self.url, **how)
        self.open_sockets.append(made)
        return made

    def member(self, who: Person) -> RawSocket:
        """A connection of a person's program."""
        made = self.socket()
        assert "sid" in made.connect(create_token(person=who, days=1))
        return made

    def visitor(self) -> RawSocket:
        """A connection of somebody without an account."""
        made = self.socket()
        assert "sid" in made.connect()
        return made

    def browser(self, who: Person) -> RawSocket:
        """A connection with the cookie of a session."""
        made = self.socket(cookie=self.cookie(who))
        assert "sid" in made.connect()
        return made

    def cookie(self, who: Person) -> str:
        """A fresh session of the person, as a browser sends it."""
        secret = begin_session(person=who, way="password", device="Testbrowser")
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = secret
        found = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert found
        return f"{found.key}={found.value}"

    def conversation(self) -> "Conversation":
        """A proposal that one comment was made on."""
        return self.conversation_about(a_proposal(), by=person("Ada"))

    def conversation_about(self, proposal: Proposal, *, by: Person) -> "Conversation":
        """The same about this one."""
        post_comment(actor=actor_of(by), subject=proposal.subject, text="Anfang.")
        thread = db.session.scalars(
            select(Thread).where(Thread.subject_id == proposal.subject.id)
        ).one()
        return Conversation(proposal, thread.room, thread.id)


@dataclass(frozen=True)
class Conversation:
    """What is talked about, and where it is told."""

    proposal: Proposal
    room: str
    thread_id: UUID

    @property
    def subject(self) -> Subject:
        return self.proposal.subject

    def say(self, who: Person, text: str) -> UUID:
        """Somebody comments on the page."""
        return post_comment(actor=actor_of(who), subject=self.subject, text=text)

    def texts(self) -> list[str]:
        """What is stored, in the order it was posted."""
        db.session.rollback()
        stored = select(Comment.text).where(Comment.thread_id == self.thread_id)
        return list(db.session.scalars(stored.order_by(Comment.created_at)))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """The servers end with the last test that needs them."""
    SERVERS.leave(nextitem)


@pytest.fixture(scope="session")
def servers() -> Iterator[Kept]:
    """They end with the run, too, however that ends."""
    yield SERVERS
    SERVERS.end()


@pytest.fixture(scope="session", params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """The database, one after the other."""
    found: str = request.param
    return found


@pytest.fixture
def served(
    kind: str,
    servers: Kept,
    tmp_path_factory: pytest.TempPathFactory,
    new_database: NewDatabase,
) -> Served:
    """A server on this database, started once for all tests of this folder."""

    def start() -> AbstractContextManager[Served]:
        folder = tmp_path_factory.mktemp("live")
        return serve(folder, new_database(kind, folder))

    return servers.get(kind, start)


@contextmanager
def serve(folder: Path, url: str) -> Iterator[Served]:
    """A server in a process of its own, and the same platform in this one."""
    app = create_app(Settings(instance=folder, database_url=url, testing=True))
    with running_server(INSTANCE=str(folder), DATABASE_URL=url) as server:
        yield app, server
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(served: Served) -> Iterator[Town]:
    app, server = served
    made = Town(app, server)
    with app.app_context():
        yield made
        db.session.rollback()
    for each in made.open_sockets:
        each.close()


@pytest.fixture
def conversation(town: Town) -> Conversation:
    return town.conversation()


@pytest.fixture
def rss(town: Town) -> Callable[[], int]:
    """How many kilobytes the server holds in memory now."""

    def measure() -> int:
        status = Path(f"/proc/{town.server.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])

    return measure
