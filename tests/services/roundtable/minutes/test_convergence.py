"""Devices that write at once, lose answers and connections, and fill in forms: in the end all have one text.

Two of three devices are Yjs itself, the library of browsers. `CONVERGENCE_SEEDS` says how many stories SQLite hears;
PostgreSQL hears a tenth of them, for the rows are the same.
"""

import os
from random import Random

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.ids import new_id
from roundtable.minutes import held, loading, queries
from roundtable.minutes.models import MinutesUpdate
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.forms import FormEdit, Merged, merge_form
from roundtable.minutes.services.snapshots import snapshot_if_due
from roundtable.minutes.services.updates import Stored
from roundtable.minutes.ydoc import Code, Refused
from tests.factories.minutes import Device, YjsDevice, a_doc
from tests.factories.people import person
from tests.support.replicas import WORDS, yjs_node

SEEDS = int(os.environ.get("CONVERGENCE_SEEDS", "200"))
GROUPS = 10
STEPS = 10


@pytest.fixture(scope="module")
def node():
    with yjs_node() as found:
        yield found


class Story:
    """One document, three pages, and what happens to them."""

    def __init__(self, node, people, seed: int) -> None:
        self.chance = Random(seed)
        self.doc_id = a_doc("## Beratung 😀\n\nGrüße an alle.\n")
        self.pages = [YjsDevice(node, each.id, self.doc_id) for each in people[:2]]
        self.pages += [Device(each, self.doc_id) for each in people[2:]]
        self.writer = people[0].id
        self.acknowledged: set[int] = set()
        for page in self.pages:
            page.join()

    def step(self) -> None:
        """Something happens to somebody."""
        page = self.chance.choice(self.pages)
        deeds = [self.send, self.send, self.send, self.batch, self.lose, self.repeat, self.rejoin]
        self.chance.choice([*deeds, self.fill_in, self.housekeeping])(page)

    def told(self, page, answer) -> None:
        """An acknowledgement is kept; a gap is healed as devices do it."""
        if isinstance(answer, Refused):
            assert answer == Refused(Code.RESYNC, "gap")
            self.rejoin(page)
        else:
            assert isinstance(answer, Stored | Merged)
            self.acknowledged.add(answer.seq)

    def send(self, page) -> None:
        update = page.wander(self.chance)
        self.told(page, page.send(update))

    def batch(self, page) -> None:
        """Several edits travel in one update."""
        before = page.state()
        for _ in range(self.chance.randint(2, 5)):
            page.wander(self.chance)
        self.told(page, page.send(page.push(before)))

    def lose(self, page) -> None:
        """An edit that never arrives."""
        page.wander(self.chance)

    def repeat(self, page) -> None:
        """An answer is lost: the same edit comes again under its id."""
        update, update_id = page.wander(self.chance), new_id()
        first, again = page.send(update, update_id), page.send(update, update_id)
        assert getattr(first, "seq", first) == getattr(again, "seq", again)
        self.told(page, first)

    def rejoin(self, page) -> None:
        """Take in what is missing, push what the server lacks."""
        page.join()
        state = queries.state_of(self.doc_id)
        answer = page.send(page.push(state.state_vector))
        assert isinstance(answer, Stored)
        self.acknowledged.add(answer.seq)

    def fill_in(self, _page) -> None:
        """A form that shows an earlier state comes back changed."""
        head = queries.state_of(self.doc_id).seq
        seq = self.chance.randint(1, head)
        shown = loading.stored_text(self.doc_id, 1, seq).text
        at = self.chance.randint(0, len(shown))
        text = shown[:at] + self.chance.choice(WORDS) + shown[at + self.chance.randint(0, 9) :]
        stamp = Stamp(new_id(), self.writer, "form")
        merged = merge_form(edit=FormEdit(self.doc_id, 1, seq, text.replace("\n", "\r\n"), stamp))
        assert isinstance(merged, Merged)
        self.acknowledged.add(merged.seq)

    def housekeeping(self, _page) -> None:
        """A snapshot is kept, the process forgets what it holds."""
        snapshot_if_due(doc_id=self.doc_id, at_leave=True)
        held.forget_all()

    def end(self) -> None:
        """All are online for a moment: one text everywhere, and the rows say the same."""
        for page in self.pages:
            self.rejoin(page)
        for page in self.pages:
            page.join()
        held.forget_all()
        state = queries.state_of(self.doc_id)
        assert {page.text for page in self.pages} == {state.text}
        assert loading.replayed_text(self.doc_id, 1, state.seq).text == state.text
        rows = select(func.count()).where(MinutesUpdate.doc_id == self.doc_id)
        assert db.session.scalar(rows) == state.seq
        assert self.acknowledged <= set(range(1, state.seq + 1))


@pytest.mark.parametrize("group", range(GROUPS))
def test_all_devices_and_the_store_come_to_one_text(database, node, group) -> None:
    people = [person(name) for name in ("Anna", "Ben", "Carl")]
    seeds = range(SEEDS // 10 if db.engine.dialect.name == "postgresql" else SEEDS)
    for seed in seeds[group::GROUPS]:
        story = Story(node, people, seed)
        for _ in range(STEPS):
            story.step()
        story.end()
    node.ask("forget")


def test_yjs_and_pycrdt_tell_the_same_hash(database, node) -> None:
    doc_id = a_doc("ä😀\u0301ẞ\n")
    page = YjsDevice(node, person("Anna").id, doc_id)
    page.join()
    page.say(1, "👩‍👩‍👧")
    state = queries.state_of(doc_id)
    assert page.text == state.text == "ä👩‍👩‍👧😀\u0301ẞ\n"


def test_half_a_character_from_yjs_is_refused_and_nothing_breaks(database, node) -> None:
    doc_id = a_doc("a😀b")
    page = YjsDevice(node, person("Anna").id, doc_id)
    page.join()
    half = page._bytes("cut", at=2, length=1)
    assert page.send(half) == Refused(Code.INVALID, "half_character")
    assert queries.state_of(doc_id).text == "a😀b"
