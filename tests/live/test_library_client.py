"""The usual client gets along with our transport: by WebSocket, by polling, and from one to the other."""

from collections.abc import Iterator
from queue import Queue
from uuid import uuid4

import pytest
import socketio

from accounts.sessions.services.sessions import create_token
from tests.factories.people import person

TRANSPORTS = [["websocket"], ["polling"], ["polling", "websocket"]]


class Client:
    """A connected client of the library."""

    def __init__(self, url: str, token: str, transports: list[str]) -> None:
        self.heard: Queue[dict[str, object]] = Queue()
        self.line = socketio.Client(reconnection=False)
        self.line.on("event", self.heard.put, namespace="/live")
        self.line.connect(
            url, auth={"token": token}, namespaces=["/live"], transports=transports, wait_timeout=10
        )

    def ask(self, name: str, data: dict[str, object]) -> dict[str, object]:
        return self.line.call(name, data, namespace="/live", timeout=10)


@pytest.fixture(params=TRANSPORTS, ids="+".join)
def client(request, town) -> Iterator[Client]:
    made = Client(town.url, create_token(person=person("Anna"), days=1), request.param)
    yield made
    made.line.disconnect()


def test_the_librarys_client_talks_and_hears_in_order(client, conversation) -> None:
    assert client.ask("join", {"room": conversation.room})["seq"] == 1
    told = [
        client.ask("say", {"room": conversation.room, "id": str(uuid4()), "text": f"Wort {n}"})
        for n in range(5)
    ]
    heard = [client.heard.get(timeout=10) for _ in range(5)]
    assert (
        [answer["seq"] for answer in told] == [event["seq"] for event in heard] == [2, 3, 4, 5, 6]
    )


def test_a_hundred_events_by_any_transport_are_all_answered(client) -> None:
    answers: Queue[dict[str, object]] = Queue()
    for _ in range(100):
        client.line.emit("leave", {"room": "thread:x"}, namespace="/live", callback=answers.put)
    assert {answers.get(timeout=10).get("code") for _ in range(100)} <= {None, "too_fast"}
    assert client.ask("leave", {"room": "thread:x"})["ok"] in {True, False}
