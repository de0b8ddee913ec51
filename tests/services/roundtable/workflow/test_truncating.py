"""90 days after the approval only the approved text is left of the working texts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.actors import SYSTEM
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.verify import faults
from roundtable.minutes.blocks import materialised
from roundtable.minutes.models import MinutesClient, MinutesSnapshot, MinutesUpdate
from roundtable.minutes.queries import doc_of_item, state_of
from roundtable.minutes.rules.facts import with_lines
from roundtable.minutes.services.snapshots import snapshot_if_due
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import StepRefused
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.jobs import forget_working_texts
from roundtable.minutes.workflow.services.holding import version_of
from tests.factories.meetings import at
from tests.factories.protocols import OPEN_TEXT, Paper, a_paper

pytestmark = pytest.mark.usefixtures("database")
SECRET = "Das nehmen wir wieder heraus"


@pytest.fixture
def paper() -> Paper:
    """Approved minutes of an item in which something was typed and deleted again."""
    made = a_paper("RT")
    text = state_of(doc_of_item(made.sitting.item.id).id).text
    made.write(made.sitting.item, f"{text} {SECRET}")
    made.write(made.sitting.item, text)
    snapshot_if_due(doc_id=doc_of_item(made.sitting.item.id).id, at_leave=True)
    return made.approved()


def run(paper: Paper, days: int) -> None:
    with at(paper.minutes.approved_at + timedelta(days=days)):
        forget_working_texts()


def stored_bytes() -> bytes:
    return b"".join(db.session.scalars(select(MinutesUpdate.data)))


def test_before_the_time_everything_stays(paper) -> None:
    before = stored_bytes()
    run(paper, 89)
    assert stored_bytes() == before
    assert SECRET.encode() in before
    with at(paper.now), pytest.raises(StepRefused):
        services.truncate(actor=SYSTEM, meeting=paper.sitting.meeting)


def test_after_it_the_approved_text_alone_is_left_and_nobody_is_named(paper) -> None:
    doc = doc_of_item(paper.sitting.item.id)
    version = content_of(version_of(paper.minutes))
    (item,) = [i for i in version.items if i.number == paper.sitting.item.number]
    versions = paper.minutes.number
    run(paper, 91)
    assert SECRET.encode() not in stored_bytes()
    state = state_of(doc.id)
    assert (state.epoch, state.seq) == (2, 1)
    assert state.text == with_lines(item.text, item.facts), "facts stay lines, drawn once"
    told = materialised(paper.sitting.meeting.id, {paper.sitting.item.id: state.text})
    assert told[paper.sitting.item.id].text == item.text
    assert db.session.scalars(select(MinutesSnapshot)).all() == []
    people = set(db.session.scalars(select(MinutesUpdate.person_id)))
    assert people | set(db.session.scalars(select(MinutesClient.person_id))) == {None}
    assert paper.minutes.number == versions
    assert faults()["minutes-versions"] == []


def test_a_second_run_finds_nothing_and_a_correction_is_still_possible(paper) -> None:
    paper.release()
    run(paper, 91)
    with at(paper.minutes.approved_at + timedelta(days=92)):
        assert services.to_truncate() == []
    paper.now += timedelta(days=95)
    assert paper.correct(f"Berichtigt. {OPEN_TEXT}").number == 2


def test_the_clock_alone_forgets(paper) -> None:
    paper.now += timedelta(days=120)
    with pytest.raises(NotPermitted):
        paper.do(services.truncate, "chair")
