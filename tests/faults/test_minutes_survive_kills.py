"""A writing process killed at random moments: what it acknowledged is stored, once, in order.

Four devices keep sixty edits in flight. Whatever was not acknowledged they send again under its id to the next process.
`KILL_ROUNDS` says how many lives the process has on each database.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.minutes import held, loading
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from tests.factories.minutes import a_doc, joined, text_of
from tests.factories.people import person
from tests.support.own_settings import environment_of
from tests.support.source_tree import ROOT

ROUNDS = int(os.environ.get("KILL_ROUNDS", "10"))
DEVICES = 4
IN_FLIGHT = 60
BATCH = 15


@dataclass
class Journal:
    """What the devices have been told, kept outside of the process."""

    seq_of: dict[str, int] = field(default_factory=dict)

    def note(self, batch, answers) -> None:
        """Every edit is acknowledged, and never with another number than before."""
        for sent, answer in zip(batch, answers, strict=True):
            assert answer["ok"], answer
            assert self.seq_of.setdefault(sent["id"], answer["seq"]) == answer["seq"]


class Desk:
    """All devices with the edits that they have made but not been told of."""

    def __init__(self, people, doc_id: UUID) -> None:
        self.doc_id = doc_id
        self.devices = [joined(each, doc_id) for each in people]
        self.pending: list[dict[str, object]] = []
        self.ids: list[str] = []

    def fill(self) -> None:
        """Have sixty edits in flight, each with a word that is found again."""
        while len(self.pending) < IN_FLIGHT:
            device = self.devices[len(self.ids) % DEVICES]
            data = device.put(len(device.text), f"ä{len(self.ids)};")
            self.ids.append(str(new_id()))
            self.pending.append(
                {
                    "id": self.ids[-1],
                    "doc": str(self.doc_id),
                    "person": str(device.person_id),
                    "client": device.client,
                    "data": b64encode(data).decode(),
                }
            )


@contextmanager
def writer(app) -> Iterator["subprocess.Popen[str]"]:
    """The process whose lives are short; with the block it ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.minutes_writer"],
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


def live(
    process: "subprocess.Popen[str]", desk: Desk, folder: Path, kill_after: int | None
) -> list:
    """One life; it is killed a moment after so many batches were answered. The batches with their answers."""
    assert process.stdin
    assert process.stdout
    sent = [desk.pending[at : at + BATCH] for at in range(0, len(desk.pending), BATCH)]
    batches, answers = folder / "batches", folder / f"answers-{new_id()}"
    batches.write_text("".join(json.dumps(batch) + "\n" for batch in sent), encoding="utf-8")
    answers.touch()
    process.stdin.write(json.dumps([str(batches), str(answers)]) + "\n")
    process.stdin.flush()
    living = int(process.stdout.readline())
    if kill_after is not None:
        while answers.read_text(encoding="utf-8").count("\n") < kill_after:
            time.sleep(0.001)
        time.sleep(random.Random(len(desk.ids)).uniform(0, 0.02))
        os.kill(living, signal.SIGKILL)
    assert process.stdout.readline() == "dead\n"
    told = answers.read_text(encoding="utf-8").splitlines(keepends=True)
    return list(zip(sent, [json.loads(line) for line in told if line.endswith("\n")], strict=False))


@pytest.mark.race
@pytest.mark.timeout(600)
def test_what_was_acknowledged_is_stored_once_and_in_order(real_app, tmp_path) -> None:
    chance, journal, cut = random.Random(11), Journal(), 0
    with real_app.app_context(), writer(real_app) as process:
        desk = Desk([person(f"Person {n}") for n in range(DEVICES)], a_doc("Anfang;"))
        for life in range(ROUNDS + 1):
            desk.fill()
            for batch, answers in live(
                process, desk, tmp_path, chance.randrange(3) if life < ROUNDS else None
            ):
                journal.note(batch, answers)
            desk.pending = [each for each in desk.pending if each["id"] not in journal.seq_of]
            cut += bool(desk.pending)
        assert cut > ROUNDS // 2, "the process died too late to be of interest"
        assert_journal_holds(desk, journal)


def assert_journal_holds(desk: Desk, journal: Journal) -> None:
    """Each edit is in the log under its number, each word in the text, and all devices see it."""
    db.session.rollback()
    rows = db.session.execute(
        select(MinutesUpdate.update_id, MinutesUpdate.seq)
        .where(MinutesUpdate.doc_id == desk.doc_id, MinutesUpdate.seq > 1)
        .order_by(MinutesUpdate.seq)
    ).all()
    assert desk.pending == []
    assert {str(update_id): seq for update_id, seq in rows} == journal.seq_of
    assert [(str(update_id), seq) for update_id, seq in rows] == list(
        zip(desk.ids, range(2, len(desk.ids) + 2), strict=True)
    ), "lost, doubled, or out of order"
    doc = db.session.get_one(MinutesDoc, desk.doc_id)
    assert doc.seq == len(desk.ids) + 1
    held.forget_all()
    text = text_of(desk.doc_id)
    assert all(text.count(f"ä{number};") == 1 for number in range(len(desk.ids)))
    assert text == loading.replayed_text(desk.doc_id, 1, doc.seq).text
    for device in desk.devices:
        device.join()
    assert {device.text for device in desk.devices} == {text}
    assert not any(faults().values())
