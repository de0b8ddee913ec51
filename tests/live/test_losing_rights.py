"""Who loses a session, a key, an account or a right hears nothing after it, and is gone within two seconds."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.people.models import Person
from participation.consultations.models.formats import Visibility
from participation.consultations.services.members import add_member, remove_member
from tests.factories.actors import an_official
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person
from tests.factories.proposals import a_proposal
from tests.live.losses import get_a_role, give_the_key_back, lock, lose_a_role, sign_out

PATIENCE_S = (
    10  # nothing else ends a line this soon; `test_two_seconds.py` holds the two seconds promised
)


@pytest.mark.parametrize(
    ("way", "loss", "role", "reason"),
    [
        ("browser", sign_out, None, "signed_out"),
        ("member", sign_out, None, "signed_out"),
        ("member", give_the_key_back, None, "signed_out"),
        ("browser", lock, None, "signed_out"),
        ("member", lock, None, "signed_out"),
        ("browser", get_a_role, None, "signed_out"),
        ("browser", lose_a_role, "moderator", "rights_changed"),
        ("member", lose_a_role, "moderator", "rights_changed"),
    ],
)
def test_a_socket_ends_with_what_opened_it(
    *, town, conversation, way: str, loss: Callable[[Person], None], role: str | None, reason: str
) -> None:
    who = person("Anna", role=role)
    socket = getattr(town, way)(who)
    assert socket.ask("join", {"room": conversation.room})["ok"]
    loss(who)
    conversation.say(person("Ben"), "Ist Anna noch da?")
    assert socket.until_gone() < PATIENCE_S
    assert socket.events == []
    assert [bye["reason"] for bye in socket.byes] == [reason]


def test_the_others_windows_stay(town, conversation) -> None:
    anna, ben = person("Anna"), person("Ben")
    gone, stays = town.browser(anna), town.browser(ben)
    for each in (gone, stays):
        each.ask("join", {"room": conversation.room})
    sign_out(anna)
    assert gone.until_gone() < PATIENCE_S
    conversation.say(ben, "Ich bin noch da.")
    assert stays.hear()[0]["seq"] == 2


def test_a_session_that_ends_by_the_clock_takes_its_socket_along(town, conversation) -> None:
    socket = town.browser(person("Anna"))
    socket.ask("join", {"room": conversation.room})
    try:
        town.server.shift_clock(timedelta(days=15))
        assert socket.until_gone() < PATIENCE_S
        assert socket.byes[0]["reason"] == "signed_out"
    finally:
        town.server.shift_clock(timedelta(0))


def test_who_is_no_longer_invited_hears_nothing_more(town) -> None:
    format_ = a_format(visibility=Visibility.INTERN)
    anna, ben = person("Anna"), person("Ben")
    for each in (anna, ben):
        add_member(actor=an_official(), format_=format_, person_id=each.id)
    conversation = town.conversation_about(a_proposal(format_, author=actor_of(ben)), by=ben)
    removed, stays = town.browser(anna), town.browser(ben)
    for each in (removed, stays):
        assert each.ask("join", {"room": conversation.room})["ok"]
    assert town.visitor().ask("join", {"room": conversation.room})["code"] == "not_found"
    remove_member(actor=an_official(), format_=format_, person_id=anna.id)
    conversation.say(ben, "Jetzt sind wir unter uns.")
    assert stays.hear()[0]["data"]["text"] == "Jetzt sind wir unter uns."
    assert removed.hears_nothing_for(2)
    assert removed.byes == [{"reason": "not_permitted", "room": conversation.room}]
    assert removed.ask("join", {"room": conversation.room})["code"] == "not_found"


def test_a_stalled_socket_is_cut_all_the_same(town, conversation) -> None:
    who = person("Anna")
    for number in range(8):
        conversation.say(person(f"Person {number}"), "Ä" * 4_900)
    stalled = town.socket(cookie=town.cookie(who), receive_buffer=4_096)
    stalled.connect()
    for _ in range(10):
        stalled.emit("join", {"room": conversation.room, "after": 0})
    time.sleep(1)
    sign_out(who)
    conversation.say(person("Ben"), "Nach dem Abmelden.")
    time.sleep(2.5)
    stalled.until_gone()
    assert [event for event in stalled.events if "Nach dem" in str(event)] == []
