"""Approval by silence at its time, or by the majority of the voting seats before it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.errors import NotPermitted
from roundtable.minutes.rules.states import State, Way
from roundtable.minutes.workflow import jobs, services
from roundtable.minutes.workflow.errors import AnotherVersion, StepRefused
from roundtable.minutes.workflow.models import Consent
from tests.factories.meetings import at
from tests.factories.protocols import LATER, Paper, a_paper

pytestmark = pytest.mark.usefixtures("database")


def submitted() -> Paper:
    paper = a_paper("RT")
    paper.submit()
    return paper


@pytest.fixture
def paper(staged):
    return staged(submitted)


def test_the_job_approves_at_the_end_of_the_time_and_not_before(paper) -> None:
    until = paper.minutes.objections_until
    with at(until - timedelta(seconds=1)):
        jobs.keep_time()
    assert paper.minutes.state is State.VORGELEGT
    with at(until):
        jobs.keep_time()
        jobs.keep_time()
    assert (paper.minutes.state, paper.minutes.way) == (State.GENEHMIGT, Way.FRISTABLAUF)
    assert paper.minutes.approved_at == until


def test_people_do_not_say_that_the_time_is_over(paper) -> None:
    paper.now = LATER
    for who in ("secretary", "chair", paper.office()):
        with pytest.raises(NotPermitted):
            paper.do(services.approve_lapsed, who)


def test_a_majority_of_the_voting_seats_approves_at_once(paper) -> None:
    paper.agree("anna", "anna")
    assert paper.minutes.state is State.VORGELEGT
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 1
    paper.agree("ben")
    assert (paper.minutes.state, paper.minutes.way) == (State.GENEHMIGT, Way.UMLAUF)
    with pytest.raises(StepRefused):
        paper.agree("chair")


@pytest.mark.parametrize("who", ["secretary", "guest"])
def test_who_does_not_vote_does_not_agree(paper, who: str) -> None:
    with pytest.raises(NotPermitted):
        paper.agree(who)


def test_a_consent_is_given_to_the_version_that_was_read(paper) -> None:
    with pytest.raises(AnotherVersion):
        paper.do(services.agree, "anna", number=2)


def test_consents_to_an_older_version_count_for_nothing(paper) -> None:
    paper.agree("anna")
    paper.decide(paper.wish("ben"), accept=True)
    paper.submit()
    paper.agree("ben")
    assert paper.minutes.state is State.VORGELEGT
    paper.agree("chair")
    assert paper.minutes.state is State.GENEHMIGT


def test_one_meeting_that_refuses_holds_up_no_other(paper, monkeypatch) -> None:
    other = a_paper("ZW")
    other.submit()
    real = services.approve_lapsed

    def refusing(*, actor, meeting):
        if meeting.id == paper.sitting.meeting.id:
            raise NotPermitted
        return real(actor=actor, meeting=meeting)

    monkeypatch.setattr(services, "approve_lapsed", refusing)
    with at(LATER):
        jobs.keep_time()
    assert other.minutes.state is State.GENEHMIGT
    assert paper.minutes.state is State.VORGELEGT
