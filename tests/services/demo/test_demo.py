"""The demo as it lies in the database: complete, in order of time, and written once."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.people.models import Person
from accounts.people.passwords import matches
from accounts.people.queries import actor_of
from demo.content import load
from discussion.threads.models import Comment
from kernel import clock, relay
from kernel.database import db
from kernel.events import EventRow, broken_links
from kernel.mail import Mail
from participation.consultations.models.answers import Answer
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal, Signature
from participation.consultations.rules.phases import running
from participation.voting.models import BallotRow, Vote
from participation.voting.queries import own_ballot
from participation.voting.results import Result
from portal.site_pages.queries import written_pages
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.task_models import Task
from roundtable.meetings.models import Meeting, Rsvp
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.tables.models import Deputy, RoundTable, Seat
from search_index.archive.models import ArchiveRecord
from tests.services.demo.conftest import write_demo

CONTENT = load()


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def vote_at(slug: str) -> Vote:
    return db.session.scalars(select(Vote).where(Vote.slug == slug)).one()


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (Format, 4),
        (Proposal, 25),
        (ArchiveRecord, 10),
        (Comment, len(CONTENT.comments)),
        (Answer, sum(len(p.answers) for p in CONTENT.proposals)),
        (Signature, sum(p.signatures for p in CONTENT.proposals)),
        (Person, len(CONTENT.people) + len(CONTENT.crowd)),
        (RoundTable, 2),
        (Seat, sum(len(t.seats) for t in CONTENT.tables)),
        (Meeting, len(CONTENT.meetings)),
        (Resolution, sum(len(m.motions) for m in CONTENT.meetings if m.begins)),
        (Task, sum(len(m.tasks) for m in CONTENT.meetings)),
        (SpeakerEntry, sum(len(m.asking) for m in CONTENT.meetings)),
        (Rsvp, sum(len(m.answers) for m in CONTENT.meetings)),
        (Deputy, sum(len(s.deputies) for t in CONTENT.tables for s in t.seats)),
    ],
)
def test_everything_of_the_content_is_there_once(demo: Flask, model: Any, expected: int) -> None:
    assert count(model) == expected


def test_each_proposal_knows_its_supporters(demo: Flask) -> None:
    stored = db.session.scalars(select(Proposal)).all()
    assert {p.title: p.signatures for p in stored} == {
        p.title: p.signatures for p in CONTENT.proposals
    }


def test_nobody_gets_a_mail_about_what_is_made_up(demo: Flask) -> None:
    assert count(Mail) == 0
    assert relay.lag()["handlers"] == 0


def test_each_format_stands_in_another_phase(demo: Flask) -> None:
    formats = db.session.scalars(select(Format)).all()
    phases = {f.slug: running(f.phases, clock.now()) for f in formats}
    assert {slug: phase and phase.type.value for slug, phase in phases.items()} == {
        "angebote-der-engagement-karte": "vote",
        "orte-fuers-engagement-in-nord": "collect",
        "ehrenamts-pass-mitte-2021": None,
        "geld-im-ehrenamt": "discuss",
    }


def test_the_earlier_vote_is_counted_by_its_rule_and_public(demo: Flask) -> None:
    vote = vote_at("ehrenamts-pass-mitte-2022")
    winners = Result.of_json(vote.result or {}).winners
    carried_out = [
        p.title for p in CONTENT.proposals if p.answers and p.answers[-1].status == "umgesetzt"
    ]
    assert vote.turnout >= 100
    assert vote.state == "veroeffentlicht"
    assert sorted(o.title for o in vote.options if o.key in winners) == sorted(carried_out)


def test_the_present_vote_is_open_and_leaves_every_demo_account_its_ballot(demo: Flask) -> None:
    vote = vote_at("angebote-der-engagement-karte")
    ballots = select(func.count()).where(BallotRow.vote_id == vote.id)
    assert vote.state == "offen"
    assert db.session.scalar(ballots) == 48
    for person in CONTENT.people:
        if person.demo and person.card:
            own = own_ballot(actor_of(person.email), vote)
            assert own is not None
            assert not own.is_counted


def test_people_of_the_round_table_are_named_as_far_as_they_agreed(demo: Flask) -> None:
    shown = demo.test_client().get("/runde-tische/engagementfreundliche-unternehmen/").text
    assert "Tobias R., Reimers Fördertechnik GmbH" in shown
    assert "Bäckerei Boysen" in shown
    assert [name for name in ("Katrin B.", "Minh-Anh", "Elbkontor", "Jule") if name in shown] == []


def test_one_meeting_was_held_one_runs_and_two_will_come(demo: Flask) -> None:
    by_state = Counter(db.session.scalars(select(Meeting.state)).all())
    assert by_state == {"geschlossen": 1, "laufend": 1, "eingeladen": 1, "terminiert": 1}
    running = select(Meeting).where(Meeting.state == "laufend")
    states = [item.state for item in db.session.scalars(running).one().items]
    assert states == ["beraten"] * 6 + ["aufgerufen"] + ["geplant"] * 2


def test_visitors_read_of_the_running_meeting_what_is_public(demo: Flask) -> None:
    number = db.session.scalars(select(Meeting).where(Meeting.state == "laufend")).one().nr
    address = f"/runde-tische/engagementfreundliche-unternehmen/sitzungen/{number}/"
    shown = demo.test_client().get(address).text
    assert "Freistellung für Engagement" in shown
    assert [word for word in ("zögert", "vertraulich") if word in shown] == []


def test_resolutions_of_the_held_meeting_are_public(demo: Flask) -> None:
    shown = demo.test_client().get("/beschluesse/").text
    assert [
        title for title in ("Zwei Tage im Jahr", "Termine vier Wochen vorher") if title in shown
    ]
    assert "Empfehlung zur Freistellung" not in shown


def test_the_log_is_whole_and_runs_in_order_of_time(demo: Flask) -> None:
    times = db.session.scalars(select(EventRow.at).order_by(EventRow.seq)).all()
    assert [pair for pair in pairwise(times) if pair[0] > pair[1]] == []
    assert times[-1] <= clock.now()
    assert broken_links(db.session()) == []


def test_only_demo_people_have_a_password(demo: Flask) -> None:
    entered = db.session.scalars(select(Person).where(Person.password_hash.is_not(None))).all()
    assert {p.email for p in entered} == {p.email for p in CONTENT.people if p.demo}
    assert matches("gelbe boje im nebel", entered[0].password_hash)


def test_every_page_a_visitor_may_ask_for_is_written(demo: Flask) -> None:
    assert set(written_pages()) == {
        "impressum",
        "datenschutz",
        "barrierefreiheit",
        "leichte-sprache",
        "gebaerdensprache",
        "hilfe",
    }


def test_the_first_page_shows_what_runs_now(demo: Flask) -> None:
    shown = demo.test_client().get("/").get_data(as_text=True)
    assert "Welche Angebote soll die Engagement-Karte haben?" in shown
    assert "Vergünstigungen für den Ehrenamts-Pass Mitte" in shown


def test_a_second_time_changes_nothing(demo: Flask) -> None:
    before = Counter(db.session.scalars(select(EventRow.hash)))
    assert not write_demo()
    assert Counter(db.session.scalars(select(EventRow.hash))) == before
