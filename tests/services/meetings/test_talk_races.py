"""Many write in one room at once, on both databases, with real commits."""

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.errors import TooFast
from kernel.ids import new_id
from roundtable.meetings.queries import meetings_by_ids
from roundtable.meetings.rules.talk import AT_ONCE
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.services import say
from tests.factories.meetings import MEETS_AT, at
from tests.factories.speaking import Talk, a_talk
from tests.support.races import all_at_once

pytestmark = pytest.mark.race
EVERYBODY = ("chair", "secretary", "anna", "ben", "guest")


@pytest.fixture
def talk(real_app):
    with real_app.app_context():
        yield a_talk("TR")


def word(talk: Talk, who: str, key: UUID, text: str):
    meeting_id, actor = talk.meeting.id, talk.made.actor(who)

    def write() -> UUID:
        (meeting,) = meetings_by_ids([meeting_id])
        return say(actor=actor, meeting=meeting, key=key, text=text).id

    return partial(write)


def stored() -> list[TalkMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(TalkMessage).order_by(TalkMessage.seq)))


def test_what_all_write_at_once_stands_in_one_order_without_a_gap(real_app, talk) -> None:
    words = [word(talk, who, new_id(), f"{who} {n}") for n in range(4) for who in EVERYBODY]
    with at(MEETS_AT):
        answers = all_at_once(real_app, words)
    assert all(isinstance(answer, UUID) for answer in answers), answers
    assert [message.seq for message in stored()] == list(range(1, len(words) + 1))


def test_50_repeats_of_one_message_are_one_with_one_answer(real_app, talk) -> None:
    with at(MEETS_AT):
        answers = all_at_once(real_app, [word(talk, "anna", new_id(), "Danke.")] * 50)
    assert ({answers[0]}, len(stored())) == (set(answers), 1)


def test_nobody_floods_the_room_by_many_windows(real_app, talk) -> None:
    words = [word(talk, "anna", new_id(), f"Nummer {n}") for n in range(2 * AT_ONCE)]
    with at(MEETS_AT):
        answers = all_at_once(real_app, words)
    assert len(stored()) == AT_ONCE
    assert sum(isinstance(answer, TooFast) for answer in answers) == AT_ONCE
