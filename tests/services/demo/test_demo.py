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
from demo.cli import show_where_to_look
from demo.content import load
from discussion.threads.models import Comment
from kernel import clock, relay
from kernel.actors import ANONYMOUS
from kernel.app import settings_of
from kernel.database import db
from kernel.events import EventRow, broken_links
from kernel.mail import Mail
from kernel.way import way
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
from roundtable.meetings.talk.models import TalkMessage
from roundtable.minutes.workflow.models import Minutes, MinutesVersion, Objection, Publication
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


def test_meetings_stand_at_every_step_of_their_way(demo: Flask) -> None:
    by_state = Counter(db.session.scalars(select(Meeting.state)).all())
    assert by_state == {
        "abgeschlossen": 2,
        "geschlossen": 1,
        "laufend": 1,
        "eingeladen": 1,
        "terminiert": 1,
    }
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


def test_eight_resolutions_stand_in_every_state(demo: Flask) -> None:
    by_state = Counter(str(state) for state in db.session.scalars(select(Resolution.state)))
    assert by_state == {
        "gefasst": 2,
        "in_umsetzung": 2,
        "umgesetzt": 2,
        "geaendert": 1,
        "aufgehoben": 1,
    }
    changed = select(Resolution).where(Resolution.state == "geaendert")
    successor = db.session.get(Resolution, db.session.scalars(changed).one().successor_id)
    assert successor is not None
    assert successor.title == "Zwei Tage im Jahr"


def test_two_minutes_are_published_by_somebody_who_did_not_submit_them(demo: Flask) -> None:
    published = db.session.scalars(select(Publication).order_by(Publication.released_at)).all()
    submitters = set(db.session.scalars(select(MinutesVersion.submitted_by)))
    assert len(published) == 2
    assert submitters & {one.released_by for one in published} == set()
    ways = db.session.scalars(select(Minutes.way).where(Minutes.state == "veroeffentlicht")).all()
    assert [str(way) for way in ways] == ["fristablauf"] * 2


def test_an_accepted_wish_is_worked_in_and_a_rejected_one_is_not(demo: Flask) -> None:
    accepted, rejected = (wish for m in CONTENT.meetings if m.minutes for wish in m.minutes.wishes)
    stored = {wish.quote: str(wish.state) for wish in db.session.scalars(select(Objection))}
    assert stored == {accepted.quote: "angenommen", rejected.quote: "abgelehnt"}
    first = select(Publication.content).order_by(Publication.released_at).limit(1)
    text = db.session.scalars(first).one()
    assert accepted.replacement in text
    assert accepted.quote not in text
    assert rejected.quote in text


def test_published_minutes_hold_each_vote_once_and_nothing_confidential(demo: Flask) -> None:
    client = demo.test_client()
    for meeting in db.session.scalars(select(Meeting).where(Meeting.state == "abgeschlossen")):
        answer = client.get(f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/protokoll")
        assert answer.status_code == 200
        for motion in next(m for m in CONTENT.meetings if m.title == meeting.title).motions:
            assert answer.text.count(f": {motion.title}</strong>") == 2, (
                "the vote and what it became"
            )
        assert "schildert seine Lage" not in answer.text


@pytest.mark.parametrize(
    "steps",
    [
        (
            "Werkzeugkoffer zum Ausleihen in Wilhelmsburg",
            "Was Betriebe verleihen können",
            "Werkzeug gemeinsam verleihen",
            "Liste der Maschinen zusammenstellen, die Betriebe verleihen",
        ),
        (
            "Freier Eintritt in die Schwimmhalle",
            "Vergünstigungen für den Ehrenamts-Pass Mitte",
            "Gruppenleitung lernen: auch für Auszubildende",
            "Kursplätze für Auszubildende",
            "Fragen, welche Auszubildenden den Kurs machen möchten",
        ),
    ],
)
def test_the_way_leads_from_a_citizens_proposal_to_the_task(
    demo: Flask, steps: tuple[str, ...]
) -> None:
    resolution = db.session.scalars(select(Resolution).where(Resolution.title == steps[-2])).one()
    titles = [stop.title for stop in way(ANONYMOUS, resolution.subject)]
    places = [next((n for n, t in enumerate(titles) if step in t), -1) for step in steps]
    assert -1 not in places, titles
    assert places == sorted(places)


def test_the_start_says_where_to_look_and_whom_to_be(
    demo: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    show_where_to_look()
    said = capsys.readouterr().out
    home = settings_of(demo).public_url
    addresses = [word.removeprefix(home) for word in said.split() if word.startswith(home)]
    room, people = addresses[1], [address.rpartition("/") for address in addresses[2:]]
    assert addresses[0] == "/"
    assert demo.test_client().get(room).status_code == 302, "signing in comes first"
    assert demo.test_client().get(room.removesuffix("live")).status_code == 200
    assert {way for way, _slash, _key in people} == {"/anmelden/als"}
    offered = {person.key for person in CONTENT.people if person.demo}
    assert {key for _way, _slash, key in people} <= offered
    assert len(people) == 3


def test_people_talk_in_the_running_meeting(demo: Flask) -> None:
    messages = db.session.scalars(select(TalkMessage.text).order_by(TalkMessage.seq)).all()
    assert messages == [said.text for m in CONTENT.meetings for said in m.talk]


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
    assert "Termine vier Wochen vorher" in shown


def test_a_second_time_changes_nothing(demo: Flask) -> None:
    before = Counter(db.session.scalars(select(EventRow.hash)))
    assert not write_demo()
    assert Counter(db.session.scalars(select(EventRow.hash))) == before
