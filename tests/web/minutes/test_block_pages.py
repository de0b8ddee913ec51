"""Blocks on the pages of minutes: what rows say stands there, whatever the text says."""

import pytest

from roundtable.minutes import queries
from tests.factories import people
from tests.factories.decisions import DURING, TEXT, a_sitting
from tests.factories.meetings import at
from tests.factories.minutes import joined


@pytest.fixture
def sitting(staged):
    return staged(lambda: a_sitting("RT"))


@pytest.fixture
def anna(app, sitting):
    browser = app.test_client()
    people.sign_in(browser, sitting.made.persons["anna"])
    return browser


def base(sitting) -> str:
    return f"/runde-tische/{sitting.made.table.slug}/sitzungen/{sitting.meeting.nr}/mitschrift/"


def read(browser, page) -> str:
    with at(DURING):
        return browser.get(page).text


def write(sitting, at_: int, text: str) -> None:
    doc_id = queries.doc_of_item(sitting.item.id).id
    joined(sitting.made.persons["ben"], doc_id).say(at_, text)


def test_readers_see_the_block_and_not_its_line(anna, sitting) -> None:
    sitting.adopted()
    write(sitting, 0, "Wir haben lange geredet.\n")
    page = read(anna, base(sitting))
    assert "Wir haben lange geredet." in page
    assert "[[" not in page
    assert page.count(TEXT) == 1
    assert "Ja: 2, Nein: 0, Enthaltung: 0" in page


def test_readers_see_what_people_wrote_as_the_minutes_will_show_it(anna, sitting) -> None:
    write(sitting, 0, "@Anna Berg[S3] ist **dafür**.\n\n> Zitat <b>\n")
    page = read(anna, base(sitting))
    assert "Anna Berg ist <strong>dafür</strong>." in page
    assert "<blockquote>" in page
    assert "[S3]" not in page
    assert "<b>" not in page


def test_a_writer_sees_beside_the_text_what_stands_fixed(anna, sitting) -> None:
    here = f"{base(sitting)}{sitting.item.id}"
    assert "Was feststeht" not in read(anna, here)
    sitting.adopted()
    page = read(anna, here)
    assert "[[Abstimmung 1]]" in page
    assert "Was feststeht" in page
    assert TEXT in page


def test_the_title_of_what_stands_fixed_fits_the_page_and_the_room(anna, sitting) -> None:
    here = f"{base(sitting)}{sitting.item.id}"
    sitting.adopted()
    assert 'section__title">Was feststeht</h2>' in read(anna, here)
    assert 'section__title">Was feststeht</h3>' in read(anna, f"{here}?raum=1")


def test_who_may_not_read_an_item_reads_nothing_of_it_in_the_room_either(app, sitting) -> None:
    sitting.adopted()
    guest = app.test_client()
    people.sign_in(guest, sitting.made.persons["guest"])
    with at(DURING):
        answer = guest.get(f"{base(sitting)}{sitting.item.id}?raum=1")
        room = guest.get(base(sitting).replace("mitschrift/", "live"))
    assert answer.status_code == 404
    assert room.status_code == 200
    assert "mitschrift" not in room.text
    assert "Was feststeht" not in answer.text + room.text


def test_no_edit_falsifies_and_none_makes_a_block_disappear(anna, sitting) -> None:
    sitting.adopted()
    doc_id = queries.doc_of_item(sitting.item.id).id
    ben = joined(sitting.made.persons["ben"], doc_id)
    ben.send(ben.cut(0, len(ben.text)))
    ben.say(0, "[[Abstimmung 1]]\nJa: 0\n[[Abstimmung 1]]\n[[Abstimmung 7]]\n")
    page = read(anna, base(sitting))
    assert page.count("Ja: 2, Nein: 0, Enthaltung: 0") == 1
    assert TEXT in page
    assert "Abstimmung 7" in page


def test_a_task_names_its_owner_to_members(anna, sitting) -> None:
    sitting.task()
    page = read(anna, base(sitting))
    assert "Auftrag 1: Betriebe anschreiben" in page
    assert "Wer: Anna, bis 1. Juni 2024" in page
    assert "[S3]" not in page


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "a | b"]
)
def test_hostile_words_stay_words(anna, sitting, words) -> None:
    sitting.announced(title=words, text=words)
    page = read(anna, base(sitting))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_pages_cost_the_same_with_many_blocks(anna, sitting, statements) -> None:
    sitting.announced()
    sitting.task()
    statements.drain()
    read(anna, base(sitting))
    few = len(statements.drain())
    for number in range(4):
        sitting.announced(title=f"Frage {number}")
        sitting.task(title=f"Auftrag {number}")
    statements.drain()
    read(anna, base(sitting))
    assert len(statements.drain()) <= few
