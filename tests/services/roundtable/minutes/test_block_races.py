"""Votes are announced while people write: every edit is stored, every line once, and all texts are the same."""

from functools import partial

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.decisions import services
from roundtable.meetings.queries import meetings_by_ids
from roundtable.minutes import queries
from roundtable.minutes.models import MinutesUpdate
from roundtable.minutes.services.lines import add_line
from tests.factories.decisions import DUE, DURING, a_sitting
from tests.factories.meetings import at
from tests.factories.minutes import joined, text_of
from tests.support.races import all_at_once

pytestmark = pytest.mark.race
TASKS, WORDS = 4, 6


@pytest.fixture
def sitting(real_app):
    with real_app.app_context():
        yield a_sitting("RT")


def test_lines_and_words_at_once_are_all_there(real_app, sitting) -> None:
    doc_id, meeting_id = queries.doc_of_item(sitting.item.id).id, sitting.meeting.id
    pages = [joined(sitting.made.persons[key], doc_id) for key in ("anna", "ben")]
    typed = [
        [page.put(len(page.text), f"{n}{who};") for n in range(WORDS)]
        for who, page in enumerate(pages)
    ]
    secretary, item_id = sitting.made.actor("secretary"), sitting.item.id

    def give(number: int) -> int:
        (meeting,) = meetings_by_ids([meeting_id])
        draft = services.TaskDraft(f"Auftrag {number}", DUE, item_id, organisation="IHK")
        return services.give_task(actor=secretary, meeting=meeting, draft=draft).running

    def write(who: int) -> list[int]:
        return [pages[who].send(update).seq for update in typed[who]]

    deeds = [partial(write, 0), partial(write, 1), *(partial(give, n) for n in range(TASKS))]
    with at(DURING):
        answers = all_at_once(real_app, deeds)
    assert sorted(answers[2:]) == [1, 2, 3, 4]
    db.session.rollback()
    text = text_of(doc_id)
    for number in range(1, TASKS + 1):
        assert text.split("\n").count(f"[[Auftrag {number}]]") == 1
    for who in (0, 1):
        assert "".join(f"{n}{who};" for n in range(WORDS)) in text
    assert faults()["minutes"] == []
    for page in pages:
        page.join()
    assert {page.text for page in pages} == {text}


def test_one_line_added_by_many_hands_is_there_once(real_app, sitting) -> None:
    doc_id, update_id = queries.doc_of_item(sitting.item.id).id, new_id()
    add = partial(add_line, doc_id=doc_id, mark="Auftrag 1", update_id=update_id)
    answers = all_at_once(real_app, [add] * 6)
    assert sum(1 for answer in answers if answer is not None) == 1
    db.session.rollback()
    assert text_of(doc_id) == "[[Auftrag 1]]\n"
    statement = select(MinutesUpdate.seq).where(MinutesUpdate.doc_id == doc_id)
    assert list(db.session.scalars(statement)) == [1]
