"""Pages with a live text on the real server, without a browser."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from queue import Queue
from typing import Any
from uuid import UUID, uuid4

import engineio
import socketio

from accounts.people.models import Person
from accounts.sessions.services.sessions import create_token
from kernel import clock
from roundtable.meetings import services as meetings
from roundtable.meetings.models import Meeting
from roundtable.minutes import queries
from tests.factories.meetings import Round, a_round, planned, with_item
from tests.support.replicas import Replica


class InOrder(engineio.Client):
    """Takes messages one after the other; the library gives each a thread, and parts of one may overtake."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._one = ThreadPoolExecutor(1)

    def _trigger_event(self, event: str, *args: Any, run_async: bool = False, **how: Any) -> Any:
        if run_async:
            return self._one.submit(super()._trigger_event, event, *args, **how)
        return super()._trigger_event(event, *args, **how)


class Client(socketio.Client):
    """The usual client, which hears binary words whole."""

    def __init__(self) -> None:
        super().__init__(reconnection=False)

    def _engineio_client_class(self) -> type[engineio.Client]:
        return InOrder


class Editor(Replica):
    """A page with the live text of one item."""

    def __init__(self, url: str, who: Person, doc: UUID) -> None:
        super().__init__()
        self.doc_id, self.epoch = str(doc), 0
        self.heard: Queue[dict[str, Any]] = Queue()
        self.states: Queue[dict[str, Any]] = Queue()
        self.carets: Queue[dict[str, Any]] = Queue()
        self.byes: Queue[dict[str, Any]] = Queue()
        self.line = Client()
        for name, queue in (
            ("y:update", self.heard),
            ("y:state", self.states),
            ("y:aw", self.carets),
            ("bye", self.byes),
        ):
            self.line.on(name, queue.put, namespace="/live")
        self.line.connect(
            url,
            auth={"token": create_token(person=who, days=1)},
            namespaces=["/live"],
            transports=["websocket"],
            wait_timeout=10,
        )

    def ask(self, name: str, **words: object) -> dict[str, Any]:
        words = {"doc": self.doc_id, "cid": self.client, **words}
        answer: dict[str, Any] = self.line.call(name, words, namespace="/live", timeout=10)
        return answer

    def join(self) -> dict[str, Any]:
        answer = self.ask("y:join", sv=self.state())
        if answer["ok"]:
            self.epoch = answer["epoch"]
            self.hear(answer["diff"])
        return answer

    def send(self, data: object, **words: object) -> dict[str, Any]:
        return self.ask("y:update", **{"epoch": self.epoch, "id": str(uuid4()), "u": data, **words})

    def listen(self) -> dict[str, Any]:
        """The next edit of somebody else, taken in."""
        words = self.heard.get(timeout=10)
        self.hear(words["u"])
        return words


class Room:
    """A running meeting, and pages in it."""

    def __init__(self, url: str, made: Round, meeting: Meeting, doc: UUID) -> None:
        self.url, self.made, self.meeting, self.doc = url, made, meeting, doc
        self.opened: list[Editor] = []

    def page(self, key: str, doc: UUID | None = None) -> Editor:
        return self.page_of(self.made.persons[key], doc)

    def page_of(self, who: Person, doc: UUID | None = None) -> Editor:
        editor = Editor(self.url, who, doc or self.doc)
        self.opened.append(editor)
        return editor

    def joined(self, key: str) -> Editor:
        editor = self.page(key)
        assert editor.join()["ok"]
        return editor


def running_now(made: Round) -> Meeting:
    """A meeting that runs today, by the server's own clock."""
    now = clock.now()
    meeting = planned(made, starts_at=now, ends_at=now + timedelta(hours=3))
    with_item(made, meeting, "Vertraulich", public=False)
    chair = made.actor("chair")
    meetings.invite(actor=chair, meeting=meeting, link_to=lambda secret: secret, reason="Es eilt.")
    meetings.note_presence(actor=chair, meeting=meeting, seat_id=made.seat_id("anna"), inward=True)
    return meetings.start_meeting(actor=chair, meeting=meeting, agenda_confirmed=True)


@contextmanager
def a_writing_room(url: str) -> Iterator[Room]:
    """A meeting that runs; its pages end with the test."""
    made = a_round()
    meeting = running_now(made)
    found = Room(url, made, meeting, queries.doc_of_item(meeting.items[0].id).id)
    try:
        yield found
    finally:
        for editor in found.opened:
            editor.line.disconnect()
