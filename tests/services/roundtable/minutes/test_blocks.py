"""Votes, resolutions and tasks come into the minutes by themselves, once, and say what rows say."""

from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.live import beside
from kernel.verify import faults
from roundtable.decisions.rules.votes import Choice
from roundtable.meetings.blocks import blocks_of
from roundtable.minutes import blocks, queries
from roundtable.minutes.blocks import materialised
from roundtable.minutes.models import MinutesUpdate
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.forms import FormEdit, merge_form
from roundtable.minutes.services.lines import add_line
from roundtable.minutes.services.updates import store_updates
from tests.factories.decisions import DURING, TEXT, a_sitting
from tests.factories.meetings import at
from tests.factories.minutes import Device, joined, text_of

pytestmark = pytest.mark.usefixtures("database")


def doc_of(sitting) -> UUID:
    return queries.doc_of_item(sitting.item.id).id


def updates(doc_id) -> list[tuple[int, str]]:
    statement = select(MinutesUpdate.seq, MinutesUpdate.origin)
    statement = statement.where(MinutesUpdate.doc_id == doc_id).order_by(MinutesUpdate.seq)
    found = db.session.execute(statement)
    return [(row.seq, row.origin) for row in found]


def page(sitting, key: str = "anna") -> Device:
    return joined(sitting.made.persons[key], doc_of(sitting))


def test_vote_resolution_and_task_leave_a_line_each_in_their_order() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    sitting.task(resolution.id)
    lines = ["[[Abstimmung 1]]", f"[[Beschluss {resolution.number}]]", "[[Auftrag 1]]"]
    assert text_of(doc_of(sitting)).split() == " ".join(lines).split()
    assert updates(doc_of(sitting)) == [(1, "system"), (2, "system"), (3, "system")]
    assert faults()["minutes"] == []


class Listening:
    """A line that notes what it would tell."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, dict]] = []

    def say_all(self, room, name, said) -> None:
        self.heard.extend((room, name, dict(words)) for words, _but in said)

    def say_each(self, room, name, words_for) -> None:
        pass


def test_who_writes_hears_of_the_line_and_can_take_it_in(monkeypatch) -> None:
    sitting, line = a_sitting(), Listening()
    anna = page(sitting)
    monkeypatch.setattr(beside, "_speakers", [line])
    sitting.announced(Choice.DAGEGEN, Choice.DAGEGEN)
    ((room, name, words),) = line.heard
    assert (room, name) == (f"minutes:{doc_of(sitting)}", "y:update")
    assert (words["epoch"], words["seq"]) == (1, 1)
    anna.hear(words["u"])
    assert anna.text == "[[Abstimmung 1]]\n"


def test_a_vote_that_is_not_announced_leaves_nothing() -> None:
    sitting = a_sitting()
    sitting.opened()
    assert text_of(doc_of(sitting)) == ""


def test_a_repeated_handler_writes_once_even_where_the_line_was_deleted() -> None:
    sitting = a_sitting()
    sitting.announced(Choice.DAGEGEN, Choice.DAGEGEN)
    kinds = EventRow.kind == "live_vote.announced"
    row = db.session.scalars(select(EventRow).where(kinds)).one()
    (place,) = [
        blocks.Place(block.item_id, block.mark) for block in blocks_of(sitting.meeting.id)[1:]
    ]
    in_transaction(lambda: blocks.take_line(row, place))
    assert text_of(doc_of(sitting)) == "[[Abstimmung 1]]\n"
    anna = page(sitting)
    anna.send(anna.cut(0, len(anna.text)))
    in_transaction(lambda: blocks.take_line(row, place))
    assert text_of(doc_of(sitting)) == ""


def test_what_somebody_types_at_the_end_meanwhile_stays_whole() -> None:
    for _try in range(5):
        sitting = a_sitting()
        anna = page(sitting)
        anna.say(0, "Der Satz")
        typed = [anna.put(len(anna.text), sign) for sign in " geht weiter."]
        sitting.announced()
        for update in typed:
            anna.send(update)
        anna.join()
        stored = text_of(doc_of(sitting))
        assert stored.startswith("Der Satz geht weiter.\n\n[[Abstimmung 1]]\n")
        assert anna.text == stored


def test_a_form_of_an_older_state_keeps_the_line() -> None:
    sitting = a_sitting()
    doc_id = doc_of(sitting)
    page(sitting).say(0, "Eins\n")
    sitting.announced()
    stamp = Stamp(new_id(), sitting.made.persons["ben"].id, "form")
    merge_form(edit=FormEdit(doc_id, 1, 1, "Eins\nZwei\n", stamp))
    assert text_of(doc_id).startswith("Eins\nZwei\n\n[[Abstimmung 1]]\n")


def test_devices_go_on_after_the_line_and_no_number_is_missing() -> None:
    sitting = a_sitting()
    anna = page(sitting)
    anna.say(0, "Wort")
    sitting.announced(Choice.DAGEGEN, Choice.DAGEGEN)
    assert isinstance(store_updates(batch=[anna.packed(anna.put(0, "Noch ein "))])[0].seq, int)
    anna.join()
    assert anna.text == text_of(doc_of(sitting)) == "Noch ein Wort\n\n[[Abstimmung 1]]\n"
    assert [seq for seq, _origin in updates(doc_of(sitting))] == [1, 2, 3]


def test_nothing_of_the_fact_is_lost_where_the_log_is_damaged() -> None:
    sitting = a_sitting()
    page(sitting).say(0, "Wort")
    in_transaction(lambda: setattr(queries.doc_of_item(sitting.item.id), "seq", 7))
    vote = sitting.announced(Choice.DAGEGEN, Choice.DAGEGEN)
    assert vote.announced_at == DURING


def test_a_line_undone_with_its_fact_was_never_there() -> None:
    sitting = a_sitting()
    doc_id = doc_of(sitting)

    def fail() -> None:
        add_line(doc_id=doc_id, mark="Auftrag 1", update_id=new_id())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(fail)
    assert (text_of(doc_id), updates(doc_id)) == ("", [])


def test_minutes_say_what_rows_say_and_no_edit_falsifies_it() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted(title="Frei *und* gut")
    task = sitting.task(resolution.id)
    text = f"Vorher\n[[Beschluss {resolution.number}]]\n[[Beschluss {resolution.number}]]\nNachher"
    told = materialised(sitting.meeting.id, {sitting.item.id: text})[sitting.item.id].text
    assert told.count(TEXT) == 1
    assert told.startswith(f"Vorher\n\n> **Beschluss {resolution.number}: Frei \\*und\\* gut**")
    assert "> **Abstimmung 1: Frei \\*und\\* gut**" in told
    assert "Ja: 2, Nein: 0, Enthaltung: 0" in told
    assert f"> **Auftrag {task.running}: Betriebe anschreiben**" in told
    assert "Wer: @Anna[S3], bis 1. Juni 2024" in told


def test_attendance_stands_where_it_is_written_and_nowhere_else() -> None:
    sitting = a_sitting()
    here = sitting.meeting.items[0].id
    told = materialised(sitting.meeting.id, {here: "[[Anwesenheit]]"})[here].text
    assert "@Chair[S1], @Anna[S3]" in told
    assert materialised(sitting.meeting.id, {here: "Wort"})[here].text == "Wort"


def test_other_items_show_nothing_of_a_vote() -> None:
    sitting = a_sitting(public=False)
    sitting.adopted(title="Geheimnis", text="Sehr geheim")
    other = sitting.meeting.items[0].id
    stolen = "[[Abstimmung 1]]\nWort"
    told = materialised(sitting.meeting.id, {other: stolen, sitting.item.id: ""})
    assert told[other].text == "Abstimmung 1\nWort"
    assert "Sehr geheim" in told[sitting.item.id].text


def test_many_items_and_votes_cost_as_many_statements_as_few(statements) -> None:
    sitting = a_sitting()
    sitting.announced()
    sitting.task()
    ids = {item.id: "" for item in sitting.meeting.items}
    with at(DURING):
        db.session.expire_all()
        statements.drain()
        materialised(sitting.meeting.id, dict(list(ids.items())[:1]))
        few = len(statements.drain())
        for number in range(4):
            sitting.announced(title=f"Frage {number}")
            sitting.task(title=f"Auftrag {number}")
        db.session.expire_all()
        statements.drain()
        materialised(sitting.meeting.id, ids)
        assert len(statements.drain()) <= few
