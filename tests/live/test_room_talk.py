"""Writing and voting in the room through sockets: acknowledged after the commit, once, and heard by seats alone."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from kernel.actors import SYSTEM
from kernel.database import db
from kernel.events import EventRow
from roundtable.decisions.models import LiveBallot
from roundtable.decisions.services import close_vote
from roundtable.meetings.talk.models import TalkMessage
from roundtable.tables.services.seats import end_seat
from tests.factories.decisions import Sitting, a_sitting
from tests.factories.meetings import goes_on
from tests.factories.people import person
from tests.factories.speaking import Talk, a_talk

TEXT = "Ich bringe die Liste mit."


@pytest.fixture
def talk(town) -> Talk:
    made = a_talk()
    goes_on(made.meeting)
    return made


@pytest.fixture
def sitting(town) -> Sitting:
    made = a_sitting(present=("ben",))
    goes_on(made.meeting)
    return made


def room_of(meeting) -> str:
    return f"meeting:{meeting.id}"


def word(talk: Talk, **more: object) -> dict[str, Any]:
    return {"room": room_of(talk.meeting), "id": str(uuid4()), "text": TEXT, **more}


def in_room(town, made, meeting, who: str, way: str = "member"):
    socket = getattr(town, way)(made.persons[who])
    assert socket.ask("join", {"room": room_of(meeting)})["ok"]
    return socket


def rows(model: type, **where: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**where)) or 0


def test_what_is_said_is_heard_by_all_seats_under_its_number_and_without_its_text(
    town, talk
) -> None:
    anna, guest = (in_room(town, talk.made, talk.meeting, who) for who in ("anna", "guest"))
    answer = anna.ask("say", word(talk))
    assert answer["ok"]
    db.session.rollback()
    (message,) = db.session.scalars(
        select(TalkMessage).where(TalkMessage.meeting_id == talk.meeting.id)
    )
    assert message.text == TEXT
    event = guest.hear()[0]
    assert (event["seq"], event["kind"], event["actor"]) == (answer["seq"], "talk.said", None)
    assert event["data"] == {"message_id": str(message.id), "members": False}


def test_a_repeat_after_a_lost_line_gets_the_first_answer(town, talk) -> None:
    sent = word(talk)
    anna = talk.made.persons["anna"]
    first = town.member(anna).ask("say", sent)
    again = town.member(anna).ask("say", sent)
    assert first["ok"]
    assert (again, rows(TalkMessage, meeting_id=talk.meeting.id)) == (first, 1)
    other = town.member(talk.made.persons["ben"]).ask("say", sent)
    assert (other["ok"], other["code"]) == (False, "closed")


def test_refusals_have_codes(town, talk) -> None:
    anna = town.member(talk.made.persons["anna"])
    for more, code, why in (
        ({"text": " "}, "invalid", "text"),
        ({"text": "x" * 1001}, "too_large", "text"),
        ({"id": "eins"}, "invalid", "id"),
        ({"room": f"meeting:{uuid4()}"}, "not_found", None),
        ({"room": "meeting:eins"}, "not_found", None),
    ):
        answer = anna.ask("say", word(talk, **more))
        assert (answer["ok"], answer["code"], answer.get("why")) == (False, code, why)
    assert town.member(person("Fremde")).ask("say", word(talk))["code"] == "not_found"
    assert town.visitor().ask("say", word(talk))["code"] == "not_signed_in"
    assert rows(TalkMessage, meeting_id=talk.meeting.id) == 0


def test_who_loses_the_seat_neither_speaks_nor_hears(town, talk) -> None:
    removed = in_room(town, talk.made, talk.meeting, "ben", "browser")
    stays = in_room(town, talk.made, talk.meeting, "anna")
    end_seat(actor=SYSTEM, seat=talk.made.seats["ben"])
    assert stays.ask("say", word(talk))["ok"]
    assert removed.hears_nothing_for(2)
    assert removed.ask("say", word(talk))["code"] == "not_found"


def ballot(vote, choice: str = "dafuer", **more: object) -> dict[str, Any]:
    return {"live_vote": str(vote.id), "id": str(uuid4()), "choice": choice, **more}


def test_a_vote_is_acknowledged_and_heard_without_its_choice(town, sitting) -> None:
    vote = sitting.opened()
    anna, guest = (in_room(town, sitting.made, sitting.meeting, who) for who in ("anna", "guest"))
    sent = ballot(vote)
    answer = anna.ask("vote", sent)
    assert answer["ok"]
    assert rows(LiveBallot, vote_id=vote.id) == 1
    event = guest.hear()[0]
    assert (event["seq"], event["kind"], event["actor"]) == (answer["seq"], "live_vote.cast", None)
    assert event["data"] == {"vote_id": str(vote.id), "cast": 1}
    logged = db.session.scalars(select(EventRow.payload).where(EventRow.kind == "live_vote.cast"))
    assert "dafuer" not in str(logged.all())


def test_a_repeated_vote_gets_the_first_answer_and_a_second_one_is_refused(town, sitting) -> None:
    vote = sitting.opened()
    town.member(sitting.made.persons["ben"]).ask("vote", ballot(vote))
    sent, anna = ballot(vote), sitting.made.persons["anna"]
    first, again = (town.member(anna).ask("vote", sent) for _ in range(2))
    assert first["ok"]
    assert again == first
    second = town.member(anna).ask("vote", ballot(vote, "dagegen"))
    assert (second["ok"], second["code"], second["why"]) == (False, "closed", "schon_abgestimmt")
    sitting.do(close_vote, vote=vote)
    assert town.member(anna).ask("vote", sent) == first
    late = town.member(sitting.made.persons["chair"]).ask("vote", ballot(vote))
    assert (late["ok"], late["code"], late.get("why")) == (False, "closed", None)


def test_a_vote_is_refused_as_the_form_refuses_it(town, sitting) -> None:
    vote, draft = sitting.opened(rule="konsens"), sitting.prepared()
    anna = town.member(sitting.made.persons["anna"])
    for sent, code, why in (
        (ballot(vote, "vielleicht"), "invalid", "choice"),
        (ballot(vote, ""), "invalid", "choice"),
        (ballot(vote, "dagegen"), "invalid", "reason"),
        (ballot(vote, "dagegen", reason="Das\x00nicht."), "invalid", None),
        (ballot(vote, "dagegen", reason="Das \ud800 nicht."), "invalid", "reason"),
        (ballot(vote, id="eins"), "invalid", "id"),
        (ballot(draft), "not_found", None),
    ):
        answer = anna.ask("vote", sent)
        assert (answer["ok"], answer["code"], answer.get("why")) == (False, code, why)
    guest = town.member(sitting.made.persons["guest"])
    assert guest.ask("vote", ballot(vote))["code"] == "not_permitted"
    assert town.member(person("Fremde")).ask("vote", ballot(vote))["code"] == "not_found"
    assert town.visitor().ask("vote", ballot(vote))["code"] == "not_signed_in"
    veto = ballot(vote, "dagegen", reason="Das Geld fehlt.")
    assert anna.ask("vote", veto)["ok"]
