"""What the pages are measured on: 500 proposals, a conversation of 5,000 comments, a counted vote. Made by services,
but for the comments."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert, select

from accounts.people.models import Person
from accounts.sessions.services.sessions import create_token
from app import create_app
from discussion.threads.models import Comment, State, Thread
from discussion.threads.services.reacting import react
from kernel import clock, relay
from kernel.database import db, in_transaction
from kernel.ids import new_id
from kernel.markdown import render
from kernel.settings import Settings
from kernel.subjects import Subject
from participation.engagement_card.cli import give_cards
from participation.voting import services as voting
from participation.voting.models import Vote
from participation.voting.services import OptionDraft
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person
from tests.factories.people import sign_in as enter
from tests.factories.proposals import a_proposal
from tests.factories.votes import ELECTION_OFFICE, at, cast, draft_of, while_open

PROPOSALS = 500
COMMENTS = 5_000
REPLIES = 4
READERS, VOICES = 16, 3
OPTIONS = 24
BALLOTS = 200
TEXT = "Das hilft **allen**, die sich abends engagieren. Bitte denken Sie auch an Wege ohne Auto."


@dataclass(frozen=True)
class World:
    """Where the pages are."""

    proposals: str
    thread: str
    result: str


@contextmanager
def platform(folder: Path, database_url: str = "") -> Iterator[Flask]:
    """The platform in this folder, with a current schema, inside its application context."""
    app = create_app(Settings(instance=folder, database_url=database_url, testing=True))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def build() -> World:
    """Fill the empty platform; readers have taken all facts when this returns."""
    people = in_transaction(lambda: [person(f"Person {n}") for n in range(PROPOSALS)])
    slug, talked_about = in_transaction(lambda: _proposals(people))
    in_transaction(lambda: _talk(people, talked_about))
    result = _result()
    relay.catch_up()
    return World(
        proposals=f"/beteiligung/{slug}/",
        thread=f"/gespraech/{talked_about.kind}/{talked_about.id}/",
        result=f"/abstimmungen/{result}/ergebnis",
    )


def voters(number: int) -> tuple[list[Person], list[str]]:
    """People with an active card, and a token for each."""

    def make() -> tuple[list[Person], list[str]]:
        people = [person(f"Stimme {n}") for n in range(number)]
        give_cards([one.id for one in people])
        return people, [create_token(person=one, days=1) for one in people]

    return in_transaction(make)


def open_vote() -> Vote:
    """A vote of all card holders that takes ballots now."""
    vote = _announced(hours_ago=26)
    return voting.open_vote(actor=ELECTION_OFFICE, vote=vote)


def choices_of(chance: Random) -> dict[str, int]:
    """A random ballot."""
    return {f"o{n}": 1 for n in chance.sample(range(1, OPTIONS + 1), chance.randint(1, 9))}


def _announced(*, hours_ago: int) -> Vote:
    """A vote that was announced then; it opens a day later and closes another day later."""
    chance = Random(2)
    options = [
        OptionDraft(f"o{n}", f"Angebot {n}", chance.randrange(2, 30) * 100_00)
        for n in range(1, OPTIONS + 1)
    ]
    with at(clock.now() - timedelta(hours=hours_ago)):
        draft = replace(draft_of(budget_cents=10_000_00), electorate="card-holders")
        vote = voting.prepare_vote(actor=ELECTION_OFFICE, draft=draft, options=options)
        return voting.announce_vote(actor=ELECTION_OFFICE, vote=vote)


def _proposals(people: list[Person]) -> tuple[str, Subject]:
    format_ = a_format()
    made = [
        a_proposal(format_, author=actor_of(one), title=f"Mehr Platz für Ideen {number}")
        for number, one in enumerate(people)
    ]
    return format_.slug, made[-1].subject


def _talk(people: list[Person], about: Subject) -> None:
    """Branches of a comment with its replies; written at once, for five thousand posts would take minutes."""
    thread, start = new_id(), clock.now() - timedelta(days=9)
    rows = [
        row
        for number in range(COMMENTS // (REPLIES + 1))
        for row in _branch(thread, people[number % len(people)], start + timedelta(minutes=number))
    ]
    about_columns = {"subject_kind": about.kind, "subject_id": about.id}
    head = {"id": thread, "created_at": start, "version": 1, "comment_count": len(rows)}
    db.session.execute(insert(Thread).values(**about_columns, **head))
    db.session.execute(insert(Comment), rows)


def _branch(thread: UUID, author: Person, posted_at: datetime) -> list[dict[str, object]]:
    root = new_id()
    return [
        {
            "id": new_id() if place else root,
            "thread_id": thread,
            "parent_id": root if place else None,
            "root_id": root if place else None,
            "depth": 2 if place else 1,
            "place": place,
            "reply_count": 0 if place else REPLIES,
            "author_id": author.id,
            "state": State.SICHTBAR,
            "created_at": posted_at,
            "text": TEXT,
            "text_html": render(TEXT).html,
            "text_version": 1,
        }
        for place in range(REPLIES + 1)
    ]


def _result() -> str:
    """The slug of a counted, published vote."""
    people, _tokens = voters(BALLOTS)
    vote, chance = _announced(hours_ago=60), Random(3)
    with while_open(vote):
        vote = voting.open_vote(actor=ELECTION_OFFICE, vote=vote)
    for one in people:
        cast(vote, actor_of(one), *choices_of(chance))
    voting.close_vote(actor=ELECTION_OFFICE, vote=vote)
    voting.destroy_secret(actor=ELECTION_OFFICE, vote=vote)
    vote = voting.count_vote(actor=ELECTION_OFFICE, vote=vote)
    return voting.publish_result(actor=ELECTION_OFFICE, vote=vote).slug


def readers(app: Flask, made: World) -> list[str]:
    """The cookies of people with an account who were here before; a quarter gave their voice to comments there."""
    found = []
    newest = select(Comment.id).where(Comment.depth == 1).order_by(Comment.created_at.desc())
    for number in range(READERS):
        browser, one = app.test_client(), person(f"Person {number}")
        enter(browser, one)
        if number % 4 == 0:
            for comment_id in db.session.scalars(newest.limit(VOICES)).all():
                react(actor=actor_of(one), comment_id=comment_id, value=1)
        assert browser.get(made.thread).status_code == 200
        found.append(_cookie_of(browser))
    return found


def _cookie_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie("forum")
    assert cookie
    return f"forum={cookie.value}"
