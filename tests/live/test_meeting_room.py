"""The room of a meeting: its seats hear what happens, ask to speak and take it back; for all others there is none."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from accounts.sessions.services.sessions import create_token
from kernel.actors import SYSTEM
from kernel.database import db
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.services import close_meeting
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.tables.services.seats import end_seat
from tests.factories.meetings import a_deputy
from tests.factories.people import person
from tests.factories.speaking import Talk, a_talk


@pytest.fixture
def talk(town) -> Talk:
    return a_talk()


def room_of(talk: Talk) -> str:
    return f"meeting:{talk.meeting.id}"


def wish(talk: Talk, **more: object) -> dict[str, Any]:
    return {"meeting": str(talk.meeting.id), "id": str(uuid4()), "kind": "beitrag", **more}


def in_room(town, talk: Talk, who: str, way: str = "member"):
    socket = getattr(town, way)(talk.made.persons[who])
    assert socket.ask("join", {"room": room_of(talk)})["ok"]
    return socket


def by_http(town, talk: Talk, after: int, headers: dict[str, str]) -> dict[str, Any]:
    address = f"{town.url}/api/v1/rooms/{room_of(talk)}/events?after={after}"
    with urlopen(Request(address, headers=headers)) as answer:  # noqa: S310 (our server)
        return json.load(answer)


def entries(talk: Talk) -> int:
    db.session.rollback()
    of_meeting = SpeakerEntry.meeting_id == talk.meeting.id
    return db.session.scalar(select(func.count()).select_from(SpeakerEntry).where(of_meeting)) or 0


def test_who_asks_is_heard_by_all_seats_under_the_acknowledged_number(town, talk) -> None:
    anna, guest = in_room(town, talk, "anna"), in_room(town, talk, "guest", "browser")
    sent = wish(talk)
    answer = anna.ask("speak", sent)
    assert answer["ok"]
    for each in (anna, guest):
        event = each.hear()[0]
        assert (event["seq"], event["kind"], event["actor"]) == (
            answer["seq"],
            "speaker.asked",
            None,
        )
        assert event["data"] == {
            "entry_id": sent["id"],
            "item_id": str(talk.meeting.items[0].id),
            "what": "beitrag",
            "entered": False,
        }


def test_a_repeat_gets_the_first_answer(town, talk) -> None:
    sent = wish(talk)
    anna = talk.made.persons["anna"]
    first, again = (town.member(anna).ask("speak", sent) for _ in range(2))
    assert (first, entries(talk)) == (again, 1)
    back = [town.member(anna).ask("withdraw", sent) for _ in range(2)]
    assert back[0] == back[1] == {"ok": True, "seq": first["seq"] + 1}
    other = town.member(talk.made.persons["ben"]).ask("speak", sent)
    assert (other["ok"], other["code"]) == (False, "closed")


def test_refusals_have_codes(town, talk) -> None:
    anna, secretary = (town.member(talk.made.persons[key]) for key in ("anna", "secretary"))
    assert anna.ask("speak", wish(talk))["ok"]
    assert anna.ask("speak", wish(talk))["code"] == "closed"
    assert secretary.ask("speak", wish(talk))["code"] == "closed"
    assert anna.ask("speak", wish(talk, kind="rede"))["code"] == "invalid"
    assert anna.ask("withdraw", wish(talk))["code"] == "not_found"
    assert anna.ask("speak", wish(talk, meeting=str(uuid4())))["code"] == "not_found"


def test_for_strangers_and_visitors_there_is_no_such_room(town, talk) -> None:
    stranger, visitor = town.member(person("Fremde")), town.visitor()
    for each in (stranger, visitor):
        assert each.ask("join", {"room": room_of(talk)})["code"] == "not_found"
    assert stranger.ask("speak", wish(talk))["code"] == "not_found"
    assert visitor.ask("speak", wish(talk))["code"] == "not_signed_in"
    with pytest.raises(HTTPError, match="404"):
        by_http(town, talk, 0, {})
    assert entries(talk) == 0


def test_what_happens_is_told_without_a_name_or_a_title(town, talk) -> None:
    guest = in_room(town, talk, "guest")
    entry = talk.ask("anna")
    talk.chair("call_next", entry_id=entry.id)
    talk.chair("start_speech", entry_id=entry.id)
    talk.chair("end_speech", entry_id=entry.id)
    talk.presence("ben", inward=False)
    talk.turn(0, ItemState.BERATEN)
    talk.turn(1, ItemState.AUFGERUFEN)
    heard = guest.hear(7)
    assert [event["kind"] for event in heard] == [
        "speaker.asked",
        "speaker.called",
        "speaker.started",
        "speaker.ended",
        "presence.noted",
        "item.turned",
        "item.called",
    ]
    assert {event["actor"] for event in heard} == {None}
    told = str(heard)
    names = [*(who.display_name for who in talk.made.persons.values()), talk.meeting.items[1].title]
    assert [name for name in names if name in told] == []


def test_who_was_away_catches_up_by_socket_or_by_http(town, talk) -> None:
    anna = talk.made.persons["anna"]
    before = in_room(town, talk, "anna").ask("join", {"room": room_of(talk)})["seq"]
    talk.ask("anna")
    talk.ask("ben")
    missed = town.member(anna).ask("join", {"room": room_of(talk), "after": before})
    assert [event["kind"] for event in missed["missed"]] == ["speaker.asked"] * 2
    key = {"Authorization": f"Bearer {create_token(person=anna, days=1)}"}
    twin = by_http(town, talk, before, key)
    assert (twin["missed"], twin["seq"]) == (missed["missed"], missed["seq"])


def test_who_loses_the_seat_is_told_though_nobody_says_anything(town, talk) -> None:
    removed, stays = in_room(town, talk, "ben", "browser"), in_room(town, talk, "anna")
    end_seat(actor=SYSTEM, seat=talk.made.seats["ben"])
    assert removed.next_bye() == {"reason": "not_permitted", "room": room_of(talk)}
    assert stays.hears_nothing_for(1)
    assert stays.byes == []


def leaves(talk: Talk) -> None:
    talk.presence("ben", inward=False)


def closes(talk: Talk) -> None:
    close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)


@pytest.mark.parametrize("end", [leaves, closes])
def test_who_stands_in_is_in_the_room_until_they_leave_or_it_ends(town, talk, end) -> None:
    a_deputy(talk.made, "ben")
    outside = town.member(talk.made.persons["mia"])
    assert outside.ask("join", {"room": room_of(talk)})["code"] == "not_found"
    leaves(talk)
    talk.presence("ben", inward=True, deputy="Mia Wolf")
    mia, anna = in_room(town, talk, "mia", "browser"), in_room(town, talk, "anna")
    assert mia.ask("speak", wish(talk))["ok"]
    assert anna.hear()[0]["kind"] == mia.hear()[0]["kind"] == "speaker.asked"
    end(talk)
    assert mia.next_bye() == {"reason": "not_permitted", "room": room_of(talk)}
    assert mia.ask("speak", wish(talk))["code"] == "not_found"
    assert mia.ask("join", {"room": room_of(talk)})["code"] == "not_found"
    assert anna.byes == []


def test_who_loses_the_seat_hears_nothing_more(town, talk) -> None:
    removed, stays = in_room(town, talk, "ben", "browser"), in_room(town, talk, "anna")
    end_seat(actor=SYSTEM, seat=talk.made.seats["ben"])
    talk.ask("anna")
    assert stays.hear()[0]["kind"] == "speaker.asked"
    assert removed.hears_nothing_for(2)
    assert removed.byes == [{"reason": "not_permitted", "room": room_of(talk)}]
    assert removed.ask("join", {"room": room_of(talk)})["code"] == "not_found"
    assert removed.ask("speak", wish(talk))["code"] == "not_found"
