"""Edits of shared minutes: how many are acknowledged in a second, and how long a much edited document takes to open."""

from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID, uuid4

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, Table, Uuid, insert, select

from bench import bare_ballots, world
from bench.table import Line, Measure, compared
from kernel import clock
from kernel.database import db, in_transaction
from kernel.ids import new_id
from roundtable.minutes import held, queries
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.services.snapshots import snapshot_if_due
from roundtable.minutes.services.updates import NewUpdate, Stored, store_updates
from tests.factories.minutes import Device, a_doc, joined
from tests.factories.people import person
from tests.support.postgres import postgres_server
from tests.support.replicas import Replica, yjs_node

EACH = 60  # edits of one round
BATCH = 20
EDITS = 10_000

BARE = Table(
    "bare_updates",
    MetaData(),
    Column("doc_id", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)


def lines() -> list[Line]:
    """Storing on both databases, opening on SQLite."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        url = f"sqlite:///{name}/forum.sqlite3"
        with world.platform(Path(name), url):
            found = [*_storing("SQLite FULL", url), *_opening()]
    with TemporaryDirectory(prefix="forum-bench-") as name, postgres_server(durable=True) as server:
        url = server.new_database()
        with world.platform(Path(name), url):
            return [*found, *_storing("PostgreSQL", url)]


def _storing(words: str, url: str) -> Iterator[Line]:
    engine = bare_ballots.engine_for(url)
    BARE.metadata.create_all(engine)
    device = joined(person("Anna"), a_doc())
    edits = _edits(device)
    for size, name, aim in ((1, "one by one", 0.1), (BATCH, f"{BATCH} at a time", 0.1)):
        what = f"edits stored {name}, {words}"
        ours, bare = partial(_ours, edits, size), _bare(engine, size)
        yield compared(what, ours, bare, "/s", aim, more_is_better=True)
    engine.dispose()


def _edits(device: Device) -> Iterator[NewUpdate]:
    chance = Random(3)
    while True:
        yield device.packed(device.wander(chance))


def _ours(edits: Iterator[NewUpdate], size: int) -> float:
    made = list(islice(edits, EACH))
    started = perf_counter()
    for at in range(0, EACH, size):
        answers = store_updates(batch=made[at : at + size])
        assert all(isinstance(answer, Stored) for answer in answers)
        db.session.remove()  # as at the end of a request
    return EACH / (perf_counter() - started)


def _bare(engine: Engine, size: int) -> Measure:
    numbers, doc_id, data = count(1), uuid4(), b"x" * 60

    def measure() -> float:
        started = perf_counter()
        for _ in range(0, EACH, size):
            with engine.begin() as connection:
                for seq in islice(numbers, size):
                    connection.execute(insert(BARE).values(doc_id=doc_id, seq=seq, data=data))
        return EACH / (perf_counter() - started)

    return measure


def _opening() -> Iterator[Line]:
    doc_id = _edited()
    statement = select(MinutesUpdate.data).where(MinutesUpdate.doc_id == doc_id)
    rows = [
        b64encode(d).decode() for d in db.session.scalars(statement.order_by(MinutesUpdate.seq))
    ]
    with yjs_node() as node:

        def yjs() -> float:
            return 1000 * float(node.ask("seconds_of_replay", updates=rows))

        yield compared("10,000 edits opened from rows", lambda: _opened(doc_id), yjs, "ms", 2)
        assert snapshot_if_due(doc_id=doc_id, at_leave=True)
        what = "10,000 edits opened from a snapshot"
        yield compared(what, lambda: _opened(doc_id), yjs, "ms", 0.25)


def _edited() -> UUID:
    """A document of so many edits; its rows are put in at once, as they were received."""
    chance, writer, doc_id = Random(4), Replica(), a_doc("")
    edits = [writer.wander(chance) for _ in range(EDITS)]

    def put() -> None:
        db.session.execute(
            insert(MinutesUpdate), [_row(doc_id, n, e) for n, e in enumerate(edits, 1)]
        )
        db.session.get_one(MinutesDoc, doc_id).seq = EDITS

    in_transaction(put)
    return doc_id


def _row(doc_id: UUID, seq: int, data: bytes) -> dict[str, object]:
    return {
        "doc_id": doc_id,
        "epoch": 1,
        "seq": seq,
        "update_id": new_id(),
        "person_id": None,
        "origin": "live",
        "at": clock.now(),
        "data": data,
    }


def _opened(doc_id: UUID) -> float:
    db.session.remove()
    held.forget_all()
    started = perf_counter()
    state = queries.state_of(doc_id)
    taken = 1000 * (perf_counter() - started)
    assert isinstance(state, queries.DocState)
    assert state.seq == EDITS
    return taken
