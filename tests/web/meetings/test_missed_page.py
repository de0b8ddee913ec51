""" "Was habe ich verpasst?" without JavaScript: since a number, a time, one's arrival; it writes nothing."""

import re
from datetime import timedelta

import pytest

from kernel.database import db
from kernel.events import room_head
from roundtable.decisions import services as decisions
from roundtable.decisions.rules.votes import Choice
from roundtable.meetings import services as meeting_services
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.speaking import services as speaking
from tests.factories import people
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import MEETS_AT, at
from tests.factories.speaking import Talk, a_talk
from tests.factories.talk import write


@pytest.fixture
def talk(staged) -> Talk:
    return staged(a_talk)


def missed(app, talk: Talk, who: str, more: str = "?nach=0") -> list[str]:
    browser = app.test_client()
    people.sign_in(browser, talk.made.persons[who])
    address = f"/runde-tische/{talk.made.table.slug}/sitzungen/{talk.meeting.nr}/live/verpasst"
    with at(talk.now):
        page = browser.get(address + more)
    assert page.status_code == 200
    found = re.search(r'<ul class="ef-prose">(.*?)</ul>', page.text, re.S)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


def head(talk: Talk) -> int:
    return room_head(db.session(), f"meeting:{talk.meeting.id}")


def test_five_lines_say_what_happened(app, talk) -> None:
    before = head(talk)
    entry = talk.ask("anna")
    talk.chair("call_next", entry_id=entry.id)
    talk.chair("skip", entry_id=entry.id)
    talk.speech("ben", 30)
    write(talk, "ben")
    write(talk, "anna")
    first, second = talk.meeting.items[:2]
    talk.turn(0, ItemState.BERATEN)
    talk.turn(1, ItemState.AUFGERUFEN)
    assert missed(app, talk, "anna", f"?nach={before}") == [
        "Sie waren an der Reihe und wurden übergangen. Melden Sie sich noch einmal, wenn Sie sprechen möchten.",
        f"Aufgerufen: TOP {second.number} {second.title}. Beraten: TOP {first.number} {first.title}.",
        "Gesprochen: Ben.",
        "1 neue Nachricht im Gespräch.",
    ]
    assert missed(app, talk, "anna", f"?nach={head(talk)}") == []


def test_votes_are_named_with_what_came_out(app, client) -> None:
    sitting = a_sitting(present=("ben",))
    vote = sitting.announced(Choice.DAFUER, Choice.DAFUER)
    open_ = sitting.opened(title="Pause")
    talk = Talk(sitting.made, sitting.meeting, DURING)
    said = missed(app, talk, "ben")
    assert f"Abgestimmt: {vote.title} (angenommen), Pause (offen)." in said
    sitting.do(decisions.abort_vote, vote=open_, reason="Es war noch zu früh.")
    assert "Pause (abgebrochen)" in " ".join(missed(app, talk, "ben"))


def test_guests_hear_neither_titles_nor_votes_nor_talk_of_a_nonpublic_item(app, client) -> None:
    sitting = a_sitting(public=False, present=("ben",))
    sitting.announced(Choice.DAFUER, Choice.DAFUER)
    talk = Talk(sitting.made, sitting.meeting, DURING)
    write(talk, "anna")
    member, guest = (" ".join(missed(app, talk, who)) for who in ("ben", "guest"))
    assert ("Freistellung" in member, "1 neue Nachricht" in member) == (True, True)
    assert ("Freistellung" in guest, "Nachricht" in guest, "Abgestimmt" in guest) == (
        False,
        False,
        False,
    )
    assert f"Aufgerufen: TOP {sitting.item.number}." in guest


def test_without_scripts_one_chooses_a_time(app, talk) -> None:
    write(talk, "ben")
    talk.later(20 * 60)
    write(talk, "ben")
    assert missed(app, talk, "anna", "?seit=15") == ["1 neue Nachricht im Gespräch."]
    assert "2 neue Nachrichten im Gespräch." in missed(app, talk, "anna", "?seit=30")
    assert "2 neue Nachrichten im Gespräch." in missed(app, talk, "anna", "?seit=unsinn")
    assert missed(app, talk, "anna", "?nach=unsinn") == missed(app, talk, "anna", "")


def test_by_default_it_begins_when_one_came(app, talk) -> None:
    write(talk, "ben")
    talk.later(60)
    talk.presence("secretary", inward=True)
    write(talk, "ben")
    assert missed(app, talk, "secretary", "") == ["1 neue Nachricht im Gespräch."]
    assert "2 neue Nachrichten im Gespräch." in missed(app, talk, "secretary", "?seit=beginn")


def test_a_pause_and_the_end_are_told(app, talk) -> None:
    before = head(talk)
    with at(talk.now):
        meeting_services.interrupt_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
    assert missed(app, talk, "anna", f"?nach={before}") == ["Die Sitzung ist unterbrochen."]


def test_a_stranger_finds_no_such_page(app, talk) -> None:
    browser = app.test_client()
    people.sign_in(browser, people.person("Fremde"))
    address = f"/runde-tische/{talk.made.table.slug}/sitzungen/{talk.meeting.nr}/live/verpasst"
    with at(MEETS_AT + timedelta(minutes=1)):
        assert browser.get(address).status_code == 404


def test_the_speaker_who_stands_in_is_named(app, talk) -> None:
    before = head(talk)
    talk.presence("secretary", inward=True, deputy="Mia Wolf")
    with at(talk.now):
        entry = speaking.enter(
            actor=talk.made.actor("chair"),
            meeting=talk.meeting,
            entry_id=talk.meeting.id,
            seat_id=talk.made.seat_id("secretary"),
            kind=Kind.BEITRAG,
        )
    for deed in ("call_next", "start_speech"):
        talk.chair(deed, entry_id=entry.id)
    assert missed(app, talk, "anna", f"?nach={before}") == ["Gesprochen: Mia Wolf."]
    assert missed(app, talk, "secretary", f"?nach={before}") == ["Gesprochen: Mia Wolf."]
