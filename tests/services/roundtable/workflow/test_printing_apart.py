"""Minutes are printed before they are frozen: nobody waits for the print, and what moved on meanwhile is noticed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from kernel.database import db, writing
from kernel.errors import NotPermitted
from kernel.ids import new_id
from roundtable.meetings.queries import meetings_by_ids
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.rules.public import Content
from roundtable.minutes.rules.states import State
from roundtable.minutes.services.writing import write_form
from roundtable.minutes.workflow import seams, services
from roundtable.minutes.workflow.errors import AnotherVersion, StillWritten
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import MinutesVersion
from roundtable.minutes.workflow.services.submitting import TRIES
from tests.factories.protocols import OPEN_TEXT, PRESS, Paper, a_paper

#: longer than any print, shorter than the patience of a writer
PATIENCE_S = 5


def press_that(does: Callable[[], object]) -> None:
    """While it prints, this happens."""

    def faults(content: Content) -> list[seams.PrintFault]:
        does()
        return list(PRESS.faults(content))

    seams.print_with(replace(PRESS, faults=faults))


def versions() -> list[MinutesVersion]:
    db.session.rollback()
    return list(db.session.scalars(select(MinutesVersion).order_by(MinutesVersion.number)))


def test_no_print_is_made_inside_a_transaction(database) -> None:
    paper, held_up = a_paper("RT"), list[bool]()
    press_that(lambda: held_up.append(writing()))
    paper.published()
    assert held_up == [False], "the first submission"
    paper.correct(f"{OPEN_TEXT} Berichtigt.")
    assert held_up == [False, False], "the correction"


def test_where_nobody_stops_writing_nothing_is_frozen(database) -> None:
    paper, edits = a_paper("RT"), count(1)
    press_that(lambda: paper.write(paper.sitting.item, f"{OPEN_TEXT} {next(edits)}", "chair"))
    with pytest.raises(StillWritten):
        paper.submit()
    assert next(edits) == TRIES + 1
    assert (versions(), paper.minutes.state) == ([], State.REDAKTION)


def test_an_edit_of_any_item_is_noticed(database) -> None:
    paper, edits = a_paper("RT"), count(1)

    def move() -> None:
        if next(edits) == 1:
            paper.write(paper.secret, "Anderes, vertraulich.")

    press_that(move)
    version = paper.submit()
    texts = {item.number: item.text for item in content_of(version).items}
    assert texts["N 1"] == "Anderes, vertraulich."


def test_who_may_not_submit_prints_nothing(database) -> None:
    paper, prints = a_paper("RT"), list[int]()
    press_that(lambda: prints.append(1))
    with pytest.raises(NotPermitted):
        paper.do(services.submit_minutes, "anna")
    paper.submit()
    paper.submit()
    assert len(prints) == 1, "what lies before the table already is not printed again"


def beside(app: Flask, deed: Callable[[], object]) -> None:
    """Somebody else does it in a thread of their own; they must not have to wait for us."""

    def run() -> None:
        with app.app_context():
            deed()

    pool = ThreadPoolExecutor(1)
    try:
        pool.submit(run).result(PATIENCE_S)
    finally:
        pool.shutdown(wait=False)


def edit_of(paper: Paper, text: str) -> Callable[[], object]:
    item_id, chair = paper.sitting.item.id, paper.sitting.made.actor("chair")

    def write() -> None:
        doc = doc_of_item(item_id)
        write_form(
            actor=chair, doc=doc, epoch=doc.epoch, seq=doc.seq, text=text, update_id=new_id()
        )

    return write


@pytest.mark.race
def test_who_writes_during_the_print_does_not_wait_and_is_in_the_version(real_app) -> None:
    with real_app.app_context():
        paper, prints = a_paper("RT"), count(1)
        write = edit_of(paper, f"{OPEN_TEXT} Nachgetragen.")
        press_that(lambda: next(prints) == 1 and beside(real_app, write))
        paper.submit()
        (version,) = versions()
        assert "Nachgetragen." in content_of(version).items[-1].text
        assert next(prints) == 3, "the first print was of an older text"


@pytest.mark.race
def test_of_two_corrections_that_are_printed_at_once_one_is_of_an_older_version(real_app) -> None:
    with real_app.app_context():
        paper = a_paper("RT").published()
        prints = count(1)
        rival = correction_of(paper, f"{OPEN_TEXT} Zuerst.")
        press_that(lambda: next(prints) == 1 and beside(real_app, rival))
        with pytest.raises(AnotherVersion):
            paper.correct(f"{OPEN_TEXT} Zu spät.", number=1)
        assert [version.number for version in versions()] == [1, 2]
        assert "Zuerst." in content_of(versions()[-1]).items[-1].text


def correction_of(paper: Paper, text: str) -> Callable[[], object]:
    meeting_id, number = paper.sitting.meeting.id, paper.sitting.item.number or ""
    secretary = paper.sitting.made.actor("secretary")

    def correct() -> None:
        (meeting,) = meetings_by_ids([meeting_id])
        services.propose_correction(
            actor=secretary, meeting=meeting, number=1, texts={number: text}, reason="Zahl"
        )

    return correct
