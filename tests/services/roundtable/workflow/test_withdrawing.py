"""What was public is closed at once; for a day that may be taken back, afterwards it stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import StepRefused, TooLateToTakeBack
from roundtable.minutes.workflow.queries import Published, Standing, published
from tests.factories.protocols import OPEN_TEXT, a_paper

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(hours=24)
REASON = "Ein Name stand darin."


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT").published())


def outside(paper) -> list[Published]:
    return published(ANONYMOUS, paper.sitting.made.table.slug, "2024-01")


def events(kind: str) -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).where(EventRow.kind == kind)))


@pytest.mark.parametrize("corrections", [0, 1])
def test_what_is_taken_back_is_as_it_was(paper, corrections: int) -> None:
    for _each in range(corrections):
        paper.correct(f"{OPEN_TEXT} Berichtigt.")
        paper.release("Zahl verwechselt")
    before, state = outside(paper), paper.minutes.state
    paper.withdraw()
    assert {one.state for one in outside(paper)} == {Standing.ZURUECKGEZOGEN}
    assert paper.minutes.state is State.DEPUBLIZIERT
    paper.restore()
    assert (outside(paper), paper.minutes.state) == (before, state)


def test_after_a_day_it_stays_withdrawn_by_the_clock_of_the_server(paper) -> None:
    withdrawal = paper.withdraw()
    paper.now = withdrawal.at + DAY
    with pytest.raises(TooLateToTakeBack):
        paper.restore()
    assert paper.minutes.state is State.DEPUBLIZIERT
    assert {one.reason for one in outside(paper)} == {REASON}
    paper.now -= timedelta(seconds=1)
    paper.restore()
    assert paper.minutes.state is State.VEROEFFENTLICHT


def test_another_withdrawal_has_a_day_of_its_own(paper) -> None:
    paper.withdraw()
    paper.now += DAY / 2
    paper.restore()
    again = paper.withdraw("Nun doch.")
    assert {one.reason for one in outside(paper)} == {"Nun doch."}
    paper.now = again.at + DAY - timedelta(seconds=1)
    paper.restore()
    assert {one.state for one in outside(paper)} == {Standing.GUELTIG}


def test_everybody_may_know_who_took_it_back_and_twice_is_once(paper) -> None:
    paper.withdraw()
    first = paper.restore()
    assert paper.restore() is first
    (row,) = events("minutes.restored")
    assert (row.audience, row.payload) == (["public"], {"number": 1})
    office = paper.office().person_id
    assert (row.actor_id, first.taken_back_by, first.taken_back_at) == (office, office, paper.now)


def test_a_correction_that_waits_is_released_after_it_was_taken_back(paper) -> None:
    paper.correct(f"{OPEN_TEXT} Berichtigt.")
    paper.withdraw()
    with pytest.raises(StepRefused):
        paper.release("Zahl verwechselt")
    paper.restore()
    assert paper.release("Zahl verwechselt").number == 2


def test_what_was_not_withdrawn_is_not_taken_back(paper) -> None:
    with pytest.raises(StepRefused):
        paper.restore()
    assert events("minutes.restored") == []


@pytest.mark.parametrize("who", ["chair", "secretary", "anna", "guest"])
def test_the_administration_alone_takes_back(paper, who: str) -> None:
    paper.withdraw()
    with pytest.raises(NotPermitted):
        paper.do(services.restore_minutes, who)
    assert paper.minutes.state is State.DEPUBLIZIERT


def test_a_withdrawal_is_taken_back_once_and_never_changed(paper) -> None:
    withdrawal = paper.withdraw()
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(withdrawal, "reason", "Anders"))
    paper.restore()
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(withdrawal, "taken_back_at", None))
