"""The real server, killed again and again while people write minutes, talk and vote.

What was acknowledged is stored once, in one order for everybody, and told once. Devices send again, with the same id,
what was not acknowledged, and keep their journals outside of the server. After each restart and at the end the journals
are held against the database. `LIVE_KILL_ROUNDS` says how often the server dies on each database.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Row, and_, select

from discussion.threads.events import CommentPosted
from discussion.threads.models import Comment
from kernel.app import settings_of
from kernel.database import db
from kernel.events import Event, EventRow, room_head
from kernel.verify import faults
from roundtable.decisions.events import VoteCast
from roundtable.decisions.models import LiveBallot, LiveVote, LiveVoter
from roundtable.decisions.rules.votes import State
from roundtable.decisions.tally import counts_of_vote
from roundtable.meetings.talk.events import TalkSaid
from roundtable.meetings.talk.models import TalkMessage
from roundtable.minutes import held, loading
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from tests.factories.minutes import text_of
from tests.live.company import Company, Journal, a_company
from tests.live.devices import Editor, Talker, Voter
from tests.support.server import Killable, killable_server

ROUNDS = int(os.environ.get("LIVE_KILL_ROUNDS", "25"))
#: how far the server's clock goes on with each life: nobody waits because they wrote too fast in the one before
STEP = timedelta(minutes=15)
#: on a machine that does other things, too
PATIENCE_S = 120
Lives = list[Future[None]]


@pytest.mark.race
@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_doubled_or_disordered_whenever_the_server_dies(
    real_app: Flask,
) -> None:
    own = settings_of(real_app)
    where = {"INSTANCE": str(own.instance), "DATABASE_URL": own.database_url}
    with real_app.app_context(), killable_server(**where) as server:
        company = a_company(server.url)
        with ThreadPoolExecutor(len(company.devices) + 1) as pool:
            votes = pool.submit(company.hold_votes, real_app)
            lives = [votes, *(pool.submit(device.live) for device in company.devices)]
            try:
                kill_at_random(server, company, lives)
                company.no_more_votes.set()
                assert wait(votes.done, lives), "a vote did not end"
                company.place.rest.set()
                assert wait(lambda: not is_anything_open(company), lives), "not acknowledged"
                assert wait(lambda: agrees(company), lives), "somebody has not heard everything"
            finally:
                company.place.over.set()
            for life in lives:
                life.result(PATIENCE_S)
        assert_whole(company)


def kill_at_random(server: Killable, company: Company, lives: Lives) -> None:
    """So many lives; each ends at a random moment after somebody was told something in it, with deeds on their way."""
    chance, groups = Random(7), list(company.groups().values())
    for life in range(1, ROUNDS + 1):
        told, group = company.acknowledged(), groups[life % len(groups)]
        assert wait(lambda told=told: company.acknowledged() > told, lives), "nobody was told"
        time.sleep(chance.uniform(0, 0.4))
        wait(lambda group=group: any(device.pending for device in group), lives, within_s=2)
        server.kill()
        server.start_again(STEP * life)
        assert_kept(company)


def wait(look: Callable[[], bool], lives: Lives, *, within_s: float = PATIENCE_S) -> bool:
    """Whether it comes true in time; a device that fails ends the test."""
    end = time.monotonic() + within_s
    while not look():
        for life in lives:
            if life.done():
                life.result()
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def is_anything_open(company: Company) -> bool:
    """Whether somebody has sent what was not acknowledged yet."""
    return any(device.pending for device in company.devices)


def agrees(company: Company) -> bool:
    """Whether everybody has heard all that was told, and shows the stored text."""
    db.session.rollback()
    text = text_of(company.doc_id)
    heads = {room: room_head(db.session(), room) for room in (company.room, company.thread)}
    return all(talker.last == heads[talker.room] for talker in company.of(Talker)) and all(
        editor.text == text for editor in company.of(Editor)
    )


def assert_kept(company: Company) -> None:
    """Whatever was acknowledged is stored under the number that was told."""
    journals = company.journals()  # first: rows are added meanwhile
    stored = stored_now(company)
    for name, journal in journals.items():
        assert journal.items() <= stored[name].items(), f"{name}: lost, or under another number"
    db.session.rollback()  # a reader that stays would keep the log of SQLite from being emptied


def assert_whole(company: Company) -> None:
    """All journals together are what is stored, and all that follows from it is so."""
    assert company.journals() == stored_now(company)
    for device in company.devices:
        numbers = list(device.told.values())
        assert numbers == sorted(set(numbers)), "acknowledged in another order than it was done"
    caught = [group for group in company.groups().values() if any(device.cut for device in group)]
    assert len(caught) > 1, (
        "the server hardly died on anybody"
    )  # of a group nearly always; chance decides
    assert_heard(company)
    assert_text(company)
    assert_counted(company)
    assert not any(faults().values())


def stored_now(company: Company) -> dict[str, Journal]:
    """Ids with numbers as the database holds them; texts and rooms are numbered without a gap."""
    db.session.rollback()
    messages = db.session.execute(
        select(TalkMessage.key, TalkMessage.id, TalkMessage.seq)
        .where(TalkMessage.meeting_id == company.meeting_id)
        .order_by(TalkMessage.seq)
    ).all()
    comments = db.session.execute(select(Comment.text, Comment.id)).all()
    ballots = ballots_of(company.meeting_id)
    in_room, in_thread = facts_of(company.room), facts_of(company.thread)
    said = numbers_of(in_room, TalkSaid, lambda row: row.payload["message_id"])
    posted = numbers_of(in_thread, CommentPosted, lambda row: row.subject_id)
    cast = numbers_of(in_room, VoteCast, lambda row: (row.payload["vote_id"], row.actor_id))
    talkers = company.talkers(company.thread)
    texts = {text: id_ for each in talkers for id_, text in each.texts.copy().items()}
    assert [row.seq for row in messages] == list(range(1, len(messages) + 1))
    assert len(comments) == len({row.text for row in comments}), "a comment is doubled"
    return {
        "edits": edits_of(company.doc_id),
        "messages": {str(row.key): said[str(row.id)] for row in messages},
        "comments": {texts[row.text]: posted[str(row.id)] for row in comments},
        "ballots": {str(b.key): cast[str(b.vote_id), b.person_id] for b in ballots},
    }


def edits_of(doc_id: UUID) -> Journal:
    """The log of the text."""
    rows = db.session.execute(
        select(MinutesUpdate.update_id, MinutesUpdate.seq)
        .where(MinutesUpdate.doc_id == doc_id)
        .order_by(MinutesUpdate.seq)
    ).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    return {str(row.update_id): row.seq for row in rows}


def ballots_of(meeting_id: UUID) -> Sequence[Row[UUID, UUID, UUID | None]]:
    """All ballots with who put them."""
    of_seat = and_(LiveVoter.vote_id == LiveBallot.vote_id, LiveVoter.seat_id == LiveBallot.seat_id)
    statement = (
        select(LiveBallot.key, LiveBallot.vote_id, LiveVoter.person_id)
        .join(LiveVoter, of_seat)
        .join(LiveVote, LiveVote.id == LiveBallot.vote_id)
        .where(LiveVote.meeting_id == meeting_id)
    )
    return db.session.execute(statement).all()


def facts_of(room: str) -> Sequence[EventRow]:
    """What a room was told."""
    rows = db.session.scalars(
        select(EventRow).where(EventRow.room == room).order_by(EventRow.seq)
    ).all()
    assert [row.room_seq for row in rows] == list(range(1, len(rows) + 1))
    return rows


def numbers_of(
    rows: Sequence[EventRow], fact: type[Event], key: Callable[[EventRow], Hashable]
) -> dict[Hashable, int]:
    """Under which number each thing was told; none twice."""
    found = [(key(row), row.room_seq or 0) for row in rows if row.kind == fact.kind]
    assert len(found) == len(dict(found)), f"{fact.kind}: told twice"
    return dict(found)


def assert_heard(company: Company) -> None:
    """Everybody has heard every fact of the room once, in its order, through all lives."""
    for talker in company.of(Talker):
        told = [(row.room_seq, row.kind) for row in facts_of(talker.room)]
        assert talker.heard == told


def assert_text(company: Company) -> None:
    """Each word that somebody wrote and left stands there once, for everybody, however the text is read."""
    editors, doc = company.of(Editor), db.session.get_one(MinutesDoc, company.doc_id)
    held.forget_all()
    text = text_of(company.doc_id)
    written = Counter(word for editor in editors for word in editor.standing)
    assert Counter(text.split(";")[:-1]) == written
    assert doc.seq == sum(len(editor.told) for editor in editors)
    assert text == loading.replayed_text(company.doc_id, 1, doc.seq).text
    assert {editor.text for editor in editors} == {text}


def assert_counted(company: Company) -> None:
    """Each vote counts exactly the voters who were told so, with what they chose."""
    said: dict[str, Counter[str]] = {}
    for voter in company.of(Voter):
        for vote_id, (_, choice) in voter.ballots.items():
            said.setdefault(vote_id, Counter())[choice] += 1
    held_votes = db.session.scalars(
        select(LiveVote).where(LiveVote.meeting_id == company.meeting_id)
    ).all()
    assert {str(vote.id) for vote in held_votes} == said.keys()
    for vote in held_votes:
        counts, expected = counts_of_vote(vote), said[str(vote.id)]
        assert vote.state is State.GESCHLOSSEN
        assert counts.cast == len(company.of(Voter))
        assert (counts.yes, counts.no, counts.abstained) == (
            expected["dafuer"],
            expected["dagegen"],
            expected["enthaltung"],
        )
