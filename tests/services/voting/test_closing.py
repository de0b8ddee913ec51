"""After close nobody can link a person and a ballot, and every step may be repeated."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from kernel import database
from kernel.database import db
from kernel.events import EventRow
from participation.voting import jobs, services, vault
from participation.voting.errors import VoteIsNotOpen, VoteIsNotReady, WrongStep
from participation.voting.models import BallotRow, CountedBallots, RollEntry, Vote
from participation.voting.rules import secrecy
from participation.voting.rules.states import State
from participation.voting.services import counting
from tests.factories import votes

OFFICE = votes.ELECTION_OFFICE


def cast_some(vote: Vote, people, wishes) -> None:
    with votes.while_open(vote):
        for number, (person, key) in enumerate(zip(people, wishes, strict=True)):
            services.cast_ballot(
                actor=person, vote=vote, choices={key: 1}, nonce=number.to_bytes(32, "big")
            )


def closed_vote(wishes=("o2", "o1", "o2")) -> Vote:
    people = votes.new_town(len(wishes))
    vote = votes.open_vote()
    cast_some(vote, people, wishes)
    with votes.after_close(vote):
        return services.close_vote(actor=OFFICE, vote=vote)


def kinds() -> list[str]:
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.seq)))


def test_equal_ballots_are_counted_together_in_the_order_of_their_content(database) -> None:
    closed_vote()
    rows = db.session.scalars(select(CountedBallots).order_by(CountedBallots.number))
    assert [(row.choices, row.count) for row in rows] == [('{"o1":1}', 1), ('{"o2":1}', 2)]


def test_roll_and_box_are_empty_after_close(database) -> None:
    vote = closed_vote()
    assert vote.turnout == 3
    assert not db.session.scalars(select(BallotRow)).all()
    assert not db.session.scalars(select(RollEntry)).all()


def test_closing_twice_is_closing_once(database) -> None:
    vote = closed_vote()
    with votes.after_close(vote):
        assert services.close_vote(actor=OFFICE, vote=vote).turnout == 3
    assert kinds().count("vote.closed") == 1


def test_a_vote_does_not_close_before_its_time(database) -> None:
    votes.new_town(1)
    vote = votes.open_vote()
    with votes.while_open(vote), pytest.raises(WrongStep):
        services.close_vote(actor=OFFICE, vote=vote)


def test_a_closed_vote_takes_no_ballot_whatever_the_clock_says(database) -> None:
    vote = closed_vote()
    (late,) = votes.voters(1)
    with votes.while_open(vote), pytest.raises(VoteIsNotOpen):
        services.cast_ballot(actor=late, vote=vote, choices={"o1": 1}, nonce=bytes(32))


def test_a_vote_is_not_counted_while_its_secret_exists(database) -> None:
    vote = closed_vote()
    with pytest.raises(WrongStep):
        services.count_vote(actor=OFFICE, vote=vote)


def test_without_its_secret_a_vote_waits_for_people(database) -> None:
    """After a restore the box may hold fewer ballots than were acknowledged: nothing closes by itself."""
    votes.new_town(1)
    vote = votes.open_vote()
    secret = vault.read(vote.id)
    vault.destroy(vote.id)
    with votes.after_close(vote):
        jobs.keep_time()
        assert vote.status is State.OFFEN
        assert vote.slug in jobs.missing_keys()
        vault.enter(vote.id, secret)
        assert jobs.missing_keys() == ""
        assert services.close_vote(actor=OFFICE, vote=vote).status is State.GESCHLOSSEN


def log_of(app: Flask) -> Path:
    """SQLite's write-ahead log."""
    return Path(app.instance_path) / "forum.sqlite3-wal"


def files_of(instance: Path) -> bytes:
    return b"".join(path.read_bytes() for path in instance.rglob("*") if path.is_file())


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_no_tag_slot_nonce_or_key_remains_in_any_file(real_app) -> None:
    with real_app.app_context():
        (anna,) = votes.new_town(1)
        vote = votes.open_vote()
        secret, nonce = vault.read(vote.id), bytes(range(32))
        with votes.while_open(vote):
            services.cast_ballot(actor=anna, vote=vote, choices={"o1": 1}, nonce=nonce)
        traces = [
            secret,
            nonce,
            secrecy.roll_tag(secret, str(anna.person_id)),
            secrecy.slot(secret, str(anna.person_id)),
        ]
        instance = Path(real_app.instance_path)
        assert all(trace in files_of(instance) for trace in traces)
        with votes.after_close(vote):
            services.close_vote(actor=OFFICE, vote=vote)
            services.destroy_secret(actor=OFFICE, vote=vote)
            services.destroy_secret(actor=OFFICE, vote=vote)
        left = files_of(instance)
        assert not [trace for trace in traces if trace in left]
        assert kinds().count("vote.key_destroyed") == 1


def test_giving_up_an_open_vote_deletes_ballots_and_secret(real_app) -> None:
    with real_app.app_context():
        (anna,) = votes.new_town(1)
        vote = votes.open_vote()
        votes.cast(vote, anna, "o1")
        services.abandon_vote(actor=OFFICE, vote=vote, reason="Das Budget entfällt.")
        assert not db.session.scalars(select(BallotRow)).all()
        assert not db.session.scalars(select(RollEntry)).all()
        jobs.keep_time()
        assert not vault.exists(vote.id)
        assert kinds()[-1] == "vote.key_destroyed"
        jobs.keep_time()
        assert kinds().count("vote.key_destroyed") == 1
        assert not vote.has_codes


def test_giving_up_a_closed_vote_leaves_no_secret_behind(real_app) -> None:
    with real_app.app_context():
        vote = closed_vote()
        services.abandon_vote(actor=OFFICE, vote=vote, reason="Es gab einen Fehler.")
        jobs.keep_time()
        assert not vault.exists(vote.id)


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_the_secret_is_not_noted_as_destroyed_while_the_old_log_is_read(
    real_app, monkeypatch
) -> None:
    """A reader keeps the write-ahead log, and with it the order of casting: the step is done again."""
    monkeypatch.setattr(database, "LOG_TIMEOUT_MS", 50)
    with real_app.app_context():
        db.engine.dispose()
        vote = closed_vote()
        reader = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM votes").fetchone()
        before = log_of(real_app).stat().st_size
        for _again in range(2):
            with pytest.raises(database.StillRead):
                services.destroy_secret(actor=OFFICE, vote=vote)
        assert vote.secret_destroyed_at is None
        assert log_of(real_app).stat().st_size == before, "no try may write the whole file anew"
        reader.close()
        services.destroy_secret(actor=OFFICE, vote=vote)
        assert vote.secret_destroyed_at is not None


@pytest.mark.parametrize("real_app", ["sqlite"], indirect=True)
def test_a_count_under_way_keeps_no_other_vote_from_its_end(real_app, monkeypatch) -> None:
    monkeypatch.setattr(database, "LOG_TIMEOUT_MS", 50)
    with real_app.app_context():
        one, other = closed_vote(), closed_vote()
        services.destroy_secret(actor=OFFICE, vote=one)
        count, sealed = counting.result_of, []

        def seal_meanwhile() -> None:
            with real_app.app_context():
                vote = db.session.get_one(Vote, other_id)
                services.destroy_secret(actor=OFFICE, vote=vote)
                sealed.append(vote.secret_destroyed_at)

        def long_count(*facts: object) -> object:
            thread = Thread(target=seal_meanwhile)
            thread.start()
            thread.join(30)
            return count(*facts)

        other_id = other.id
        monkeypatch.setattr(counting, "result_of", long_count)
        assert services.count_vote(actor=OFFICE, vote=one).status is State.AUSGEZAEHLT
        assert len(sealed) == 1


def test_a_damaged_secret_is_never_used(real_app) -> None:
    with real_app.app_context():
        votes.new_town(1)
        vote = votes.open_vote()
        (path,) = (Path(real_app.instance_path) / "keys").iterdir()
        path.write_bytes(b"")
        for use in (vault.read, vault.create):
            with pytest.raises(VoteIsNotReady):
                use(vote.id)


def test_postgresql_rewrites_the_tables_too(real_app) -> None:
    with real_app.app_context():
        vote = closed_vote()
        with votes.after_close(vote):
            services.destroy_secret(actor=OFFICE, vote=vote)
        assert vote.secret_destroyed_at is not None
