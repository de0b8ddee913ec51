"""Live documents, and devices that write in them as browsers do: one page, one client id, its own copy."""

from collections.abc import Callable
from uuid import UUID

from accounts.people.models import Person
from kernel.ids import new_id
from roundtable.minutes import queries
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.opening import open_doc
from roundtable.minutes.services.updates import NewUpdate, Stored, claim_client, store_updates
from roundtable.minutes.ydoc import Refused
from tests.factories.meetings import a_round, planned
from tests.support.replicas import Node, Replica, YjsReplica

SEED = "## Beratung\n\nGrüße an 😀 alle.\n"


def an_item() -> UUID:
    """An item of an agenda that nobody was invited to."""
    return planned(a_round()).items[0].id


def a_doc(text: str = SEED) -> UUID:
    """A document with this text."""
    return open_doc(item_id=an_item(), text=text).id


class Page:
    """An open page of a person: what it does with the server, whatever holds its text."""

    client: int
    state: Callable[[], bytes]
    hear: Callable[[bytes], None]
    put: Callable[[int, str], bytes]

    def belongs(self, person_id: UUID, doc_id: UUID) -> None:
        """Say whose page it is, of which document."""
        self.person_id = person_id
        self.doc_id = doc_id
        self.epoch = self.seq = 0

    def join(self) -> None:
        """Bind the client id, then take in what is missing."""
        state = queries.state_of(self.doc_id, state_vector=self.state())
        assert not isinstance(state, Refused), state
        if self.epoch != state.epoch:
            assert claim_client(
                doc_id=self.doc_id,
                epoch=state.epoch,
                client=self.client,
                person_id=self.person_id,
            )
        self.epoch, self.seq = state.epoch, state.seq
        self.hear(state.diff)

    def packed(self, data: object, update_id: UUID | None = None) -> NewUpdate:
        """An edit as the server gets it."""
        stamp = Stamp(update_id or new_id(), self.person_id, "live")
        return NewUpdate(self.doc_id, self.epoch, self.client, stamp, data)

    def send(self, data: object, update_id: UUID | None = None) -> Stored | Refused:
        """What the server answers."""
        return store_updates(batch=[self.packed(data, update_id)])[0]

    def say(self, at: int, text: str) -> Stored | Refused:
        """Write and send."""
        return self.send(self.put(at, text))


class Device(Page, Replica):
    """A page with pycrdt."""

    def __init__(self, person: Person, doc_id: UUID, client_id: int | None = None) -> None:
        Replica.__init__(self, client_id)
        self.belongs(person.id, doc_id)


class YjsDevice(Page, YjsReplica):
    """A page with Yjs, as in browsers."""

    def __init__(self, node: Node, person_id: UUID, doc_id: UUID) -> None:
        YjsReplica.__init__(self, node)
        self.belongs(person_id, doc_id)


def joined(person: Person, doc_id: UUID, client_id: int | None = None) -> Device:
    """A page that has just been opened."""
    device = Device(person, doc_id, client_id)
    device.join()
    return device


def text_of(doc_id: UUID) -> str:
    """What is stored."""
    state = queries.state_of(doc_id)
    assert not isinstance(state, Refused), state
    return state.text
