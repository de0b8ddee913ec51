"""Whoever is on a seat's list may stand in though nobody answered the invitation: named by account, for one seat."""

import pytest

from kernel.errors import NotFound, NotPermitted
from roundtable.meetings import services
from roundtable.meetings.errors import StandsInElsewhere
from roundtable.meetings.permissions import can_attend
from roundtable.meetings.queries import StandIn, seat_lines
from roundtable.meetings.services.answering import Answer, RsvpDraft
from tests.factories import people
from tests.factories.meetings import MONDAY, a_deputy, a_round, answered, at, invited
from tests.factories.speaking import Talk, a_talk

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def talk(database) -> Talk:
    """A meeting that Ben has left; Mia is on his list."""
    talk = a_talk()
    a_deputy(talk.made, "ben")
    talk.presence("ben", inward=False)
    return talk


def note(talk: Talk, key: str, who, by: str = "chair"):
    with at(talk.now):
        return services.note_presence(
            actor=talk.made.actor(by),
            meeting=talk.meeting,
            seat_id=talk.made.seat_id(key),
            inward=True,
            deputy_id=who.id,
        )


def offered(made, meeting, now, name: str) -> list[StandIn]:
    with at(now):
        lines = seat_lines(made.actor("secretary"), meeting)
    return list(next(line for line in lines if line.name == name).standins)


def for_(talk: Talk, name: str) -> list[StandIn]:
    return offered(talk.made, talk.meeting, talk.now, name)


def test_of_two_who_are_called_the_same_the_one_named_acts(talk) -> None:
    mia, other = talk.made.persons["mia"], people.person("Mia Wolf")
    a_deputy(talk.made, "ben", other)
    assert for_(talk, "Ben") == [StandIn("Mia Wolf", mia.id), StandIn("Mia Wolf", other.id)]
    row = note(talk, "ben", other)
    assert (row.deputy_name, row.deputy_id) == ("Mia Wolf", other.id)
    there = [can_attend(people.actor_of(who), talk.meeting, talk.now) for who in (mia, other)]
    assert there == [False, True]
    assert for_(talk, "Ben") == []


def test_nobody_acts_for_a_seat_that_does_not_list_them(talk) -> None:
    talk.presence("anna", inward=False)
    for stranger in (talk.made.persons["mia"], people.person("Fremd")):
        with pytest.raises(NotFound):
            note(talk, "anna", stranger)
    with pytest.raises(NotPermitted):
        note(talk, "ben", talk.made.persons["mia"], by="ben")
    assert for_(talk, "Anna") == []


def test_who_acts_for_one_seat_is_offered_for_no_other(talk) -> None:
    mia, guest = talk.made.persons["mia"], talk.made.persons["guest"]
    note(talk, "ben", mia)
    for who in (mia, guest):
        a_deputy(talk.made, "anna", who)
    talk.presence("anna", inward=False)
    assert for_(talk, "Anna") == []
    for busy in (mia, guest):
        with pytest.raises(StandsInElsewhere, match="anderen Sitz"):
            note(talk, "anna", busy)


def test_who_was_announced_comes_first_and_once(database) -> None:
    made = a_round()
    first, second = a_deputy(made, "anna"), people.person("Jo Kurz")
    a_deputy(made, "anna", second)
    meeting = invited(made)
    listed = [StandIn("Mia Wolf", first.id), StandIn("Jo Kurz", second.id)]
    assert offered(made, meeting, MONDAY, "Anna") == listed
    answered(made, meeting, "anna", "Neu Hier", "")
    assert offered(made, meeting, MONDAY, "Anna") == listed
    with at(MONDAY):
        seat_id = made.seat_id("anna")
        services.confirm_deputy(actor=made.actor("chair"), meeting=meeting, seat_id=seat_id)
    assert offered(made, meeting, MONDAY, "Anna") == [StandIn("Neu Hier", None), *listed]
    with at(MONDAY):
        draft = RsvpDraft(Answer.VERTRETUNG, deputy_id=second.id)
        services.answer_as(actor=made.actor("anna"), meeting=meeting, draft=draft)
    assert offered(made, meeting, MONDAY, "Anna") == listed[::-1]
