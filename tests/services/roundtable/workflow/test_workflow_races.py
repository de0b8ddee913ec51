"""Many at once at the minutes of one meeting, on both databases, with real commits."""

from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from sqlalchemy import func, select

from kernel import clock
from kernel.actors import SYSTEM
from kernel.database import db
from kernel.events import EventRow
from kernel.mail import Mail
from roundtable.meetings.queries import meetings_by_ids
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.rules.objections import MOST_OPEN
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import State
from roundtable.minutes.services.writing import write_update
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import StepRefused, TooLateToObject, TooManyWishes
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import (
    Consent,
    MinutesReturn,
    MinutesVersion,
    Objection,
    Publication,
    Withdrawal,
)
from roundtable.minutes.workflow.services import Wish
from tests.factories.meetings import at
from tests.factories.minutes import Device
from tests.factories.protocols import AFTER, LATER, a_paper
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


@pytest.fixture
def paper(real_app):
    with real_app.app_context():
        yield a_paper("RT")


def rows(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def kinds(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(EventRow.kind == kind)) or 0


def step(paper, deed, who, **facts):
    """A deed for a thread of its own, which finds the meeting in its own session."""
    meeting_id = paper.sitting.meeting.id
    actor = who if not isinstance(who, str) else paper.sitting.made.actor(who)

    def run():
        (meeting,) = meetings_by_ids([meeting_id])
        return deed(actor=actor, meeting=meeting, **facts)

    return run


def test_parallel_submissions_are_one_version_with_one_mail_for_each_member(
    real_app, paper
) -> None:
    submit = step(paper, services.submit_minutes, "secretary")
    with at(AFTER):
        answers = all_at_once(real_app, [submit] * 10)
    assert len({answer.sha256 for answer in answers}) == 1
    assert (rows(MinutesVersion), kinds("minutes.submitted")) == (1, 1)
    sent = select(func.count()).where(Mail.subject.like("Protokoll zum Lesen%"))
    assert db.session.scalar(sent) == 4


def test_an_edit_in_flight_is_in_the_version_or_refused(real_app, paper) -> None:
    doc_id = doc_of_item(paper.sitting.item.id).id
    devices = []
    for key in ("chair", "secretary") * 4:
        device = Device(paper.sitting.made.persons[key], doc_id)
        device.join()
        devices.append((key, device))
    packed = [d.packed(d.put(0, f"<{n}>")) for n, (_key, d) in enumerate(devices)]

    actors = [paper.sitting.made.actor(key) for key, _device in devices]

    def write(number: int) -> int:
        return write_update(actor=actors[number], update=packed[number]).seq

    submit = step(paper, services.submit_minutes, "secretary")
    deeds = [partial(write, n) for n in range(8)]
    with at(AFTER):
        answers = all_at_once(real_app, [*deeds[:3], submit, *deeds[3:]])
    written = answers[:3] + answers[4:]
    assert isinstance(answers[3], MinutesVersion), answers[3]
    db.session.rollback()
    (version,) = db.session.scalars(select(MinutesVersion)).all()
    text = content_of(version).items[-1].text
    for number, answer in enumerate(written):
        if isinstance(answer, Exception):
            assert isinstance(answer, DocRefused), answer
            assert answer.field == "submitted"
        assert (f"<{number}>" in text) is not isinstance(answer, Exception)


def test_parallel_consents_approve_once(real_app, paper) -> None:
    paper.submit()

    deeds = [step(paper, services.agree, who, number=1) for who in ("anna", "ben", "chair")]
    with at(AFTER):
        answers = all_at_once(real_app, deeds)
    refusals = {type(answer) for answer in answers if isinstance(answer, Exception)}
    assert refusals <= {StepRefused}
    assert paper.minutes.state is State.GENEHMIGT
    assert (rows(Consent), kinds("minutes.approved")) == (2, 1)


def test_silence_approves_once_however_often_the_job_runs(real_app, paper) -> None:
    paper.submit()
    with at(LATER):
        answers = all_at_once(real_app, [step(paper, services.approve_lapsed, SYSTEM)] * 10)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert paper.minutes.state is State.GENEHMIGT
    assert kinds("minutes.approved") == 1


def test_a_late_wish_and_the_end_of_the_time_never_both_happen(
    real_app, paper, monkeypatch
) -> None:
    paper.submit()
    until = paper.minutes.objections_until
    ticks = count(-3)  # each look at the clock is a millisecond later; some look before the end
    wish = Wish(1, paper.sitting.item.id, "Der Tisch berät", "", "Nein")

    object_ = step(paper, services.file_objection, "anna", wish=wish)
    lapse = step(paper, services.approve_lapsed, SYSTEM)
    monkeypatch.setattr(clock, "now", lambda: until + timedelta(milliseconds=next(ticks)))
    answers = all_at_once(real_app, [object_, lapse, object_, lapse, object_, lapse])
    refused = {type(answer) for answer in answers if isinstance(answer, Exception)}
    assert refused <= {TooLateToObject, StepRefused}
    ticks = count(1)
    lapse()  # once more: all may have looked too early, or too late
    open_wishes = rows(Objection)
    approved = paper.minutes.state is State.GENEHMIGT
    assert approved is not bool(open_wishes)


def test_ten_wishes_at_once_take_the_last_place_once(real_app, paper) -> None:
    paper.submit()
    for _each in range(MOST_OPEN - 1):
        paper.wish()
    wish = Wish(1, paper.sitting.item.id, "Der Tisch berät", "", "Nein")
    with at(AFTER):
        deeds = [step(paper, services.file_objection, "anna", wish=wish)] * 10
        answers = all_at_once(real_app, deeds)
    refused = [type(answer) for answer in answers if isinstance(answer, Exception)]
    assert refused == [TooManyWishes] * 9
    assert rows(Objection) == MOST_OPEN


def test_two_decisions_at_once_are_one(real_app, paper) -> None:
    paper.submit()
    wish = paper.wish()

    facts = {"objection_id": wish.id, "answer": "Darum"}
    accept, reject = (
        step(paper, services.decide_objection, "secretary", accept=yes, **facts)
        for yes in (True, False)
    )
    with at(AFTER):
        answers = all_at_once(real_app, [accept, reject] * 3)
    said = {answer.state for answer in answers if not isinstance(answer, Exception)}
    assert len(said) == 1
    db.session.rollback()
    stored = db.session.get_one(Objection, wish.id, populate_existing=True)
    assert {stored.state} == said
    accepted = stored.state is Standing.ANGENOMMEN
    assert (paper.minutes.state is State.UEBERARBEITUNG) is accepted


def test_parallel_releases_are_one_publication(real_app, paper) -> None:
    paper.approved()
    seen, office = paper.preview(), paper.office()
    facts = {"number": 1, "seen_sha256": seen.sha256}
    release = step(paper, services.release_minutes, office, **facts)
    with at(LATER):
        answers = all_at_once(real_app, [release] * 10)
    assert {answer.sha256 for answer in answers} == {seen.sha256}
    assert (rows(Publication), kinds("minutes.published")) == (1, 1)
    moved = select(func.count()).where(
        EventRow.kind == "meeting.moved", EventRow.payload["state"].as_string() == "abgeschlossen"
    )
    assert db.session.scalar(moved) == 1
    sent = select(func.count()).where(Mail.subject.like("Protokoll veröffentlicht%"))
    assert db.session.scalar(sent) == 5
    assert paper.minutes.state is State.VEROEFFENTLICHT


def test_of_return_and_release_one_happens(real_app, paper) -> None:
    paper.approved()
    seen, office = paper.preview(), paper.office()
    release = step(paper, services.release_minutes, office, number=1, seen_sha256=seen.sha256)
    give_back = step(paper, services.return_minutes, office, number=1, reason="Ein Name")
    with at(LATER):
        answers = all_at_once(real_app, [release, give_back] * 5)
    refusals = {type(answer) for answer in answers if isinstance(answer, Exception)}
    done = {type(answer) for answer in answers if not isinstance(answer, Exception)}
    assert refusals == {StepRefused}
    assert len(done) == 1
    found = (rows(Publication), rows(MinutesReturn))
    expected = {(1, 0): State.VEROEFFENTLICHT, (0, 1): State.UEBERARBEITUNG}
    assert paper.minutes.state is expected[found]
    assert (kinds("minutes.published"), kinds("minutes.returned")) == found


def test_withdrawals_and_their_ends_take_turns(real_app, paper) -> None:
    paper.published()
    office = paper.office()
    withdraw = step(paper, services.withdraw_minutes, office, reason="Ein Name")
    restore = step(paper, services.restore_minutes, office)
    with at(LATER):
        answers = all_at_once(real_app, [withdraw, restore] * 5)
    refusals = {type(answer) for answer in answers if isinstance(answer, Exception)}
    assert refusals <= {StepRefused}, "who came before the first withdrawal"
    is_closed = paper.minutes.state is State.DEPUBLIZIERT
    closed = kinds("minutes.withdrawn") - kinds("minutes.restored")
    assert closed == is_closed
    standing = select(func.count()).where(Withdrawal.taken_back_at.is_(None))
    assert db.session.scalar(standing) == closed
