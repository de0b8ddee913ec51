"""Wishes for changes: filed in time by members, decided by the secretary, worked in as the next version."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.actors import SYSTEM
from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.mail import Mail
from kernel.verify import faults
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.rules.changes import changed_items
from roundtable.minutes.rules.objections import MOST_OPEN
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import State, Way
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import (
    AnotherVersion,
    DecidedOtherwise,
    NotInTheText,
    StepRefused,
    TooLateToObject,
    TooManyWishes,
    WhyIsMissing,
    WishesAreOpen,
)
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.services.holding import version_of
from tests.factories.protocols import CANARY, OPEN_TEXT, Paper, a_paper

pytestmark = pytest.mark.usefixtures("database")


def submitted() -> Paper:
    paper = a_paper("RT")
    paper.submit()
    return paper


@pytest.fixture
def paper(staged):
    return staged(submitted)


def mails(subject: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.subject.like(f"{subject}%"))))


def test_a_member_files_a_wish_and_the_keepers_hear_of_it(paper) -> None:
    wish = paper.wish()
    assert (wish.state, wish.seat_id) == (Standing.OFFEN, paper.sitting.made.seat_id("anna"))
    assert len(mails("Änderungswunsch zum Protokoll")) == 2
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "minutes.objected"))
    assert row.audience == [f"table:{paper.sitting.made.table.id}"]
    assert set(row.payload) == {"objection_id", "number"}


def test_wishes_about_non_public_items_stay_out_of_mails_and_log(paper) -> None:
    paper.wish(item_id=paper.secret.id, quote=CANARY, replacement=f"{CANARY}!", reason=CANARY)
    said = "".join(mail.subject + mail.text for mail in db.session.scalars(select(Mail)))
    said += "".join(str(row.payload) for row in db.session.scalars(select(EventRow)))
    assert CANARY not in said


def test_guests_and_strangers_wish_nothing(paper) -> None:
    with pytest.raises(NotPermitted):
        paper.wish("guest")
    wish = services.Wish(1, paper.sitting.item.id, "Der Tisch", "", "Darum")
    with pytest.raises(NotPermitted):
        paper.do(services.file_objection, paper.office(), wish=wish)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"quote": "Das steht nirgends"}, NotInTheText),
        ({"quote": " "}, NotInTheText),
        ({"reason": " "}, WhyIsMissing),
        ({"number": 2}, AnotherVersion),
        ({"item_id": new_id()}, NotFound),
    ],
)
def test_a_wish_names_a_place_of_the_newest_version_and_why(paper, change, refusal) -> None:
    with pytest.raises(refusal):
        paper.wish(**change)


@pytest.mark.parametrize("quote", ["Anna dankt Ben", "@Anna[S3] dankt", "wird angenommen. Anna"])
def test_a_place_is_named_as_the_page_shows_it_or_as_it_was_written(paper, quote: str) -> None:
    assert paper.wish(quote=quote).quote == quote


def test_the_clock_of_the_server_ends_the_time(paper) -> None:
    until = paper.minutes.objections_until
    paper.now = until - timedelta(seconds=1)
    paper.wish()
    paper.now = until
    with pytest.raises(TooLateToObject):
        paper.wish("ben")


def test_a_seat_has_twenty_open_wishes_for_a_version_and_others_have_theirs(paper) -> None:
    first, *_others = [paper.wish() for _each in range(MOST_OPEN)]
    before = len(mails("Änderungswunsch zum Protokoll"))
    with pytest.raises(TooManyWishes, match="schon 20 Ihrer Änderungswünsche offen"):
        paper.wish()
    assert len(mails("Änderungswunsch zum Protokoll")) == before == 2 * MOST_OPEN
    paper.wish("ben")
    paper.decide(first, accept=False, answer="Nein")
    paper.wish()


def test_a_rejected_wish_is_answered_with_a_reason(paper) -> None:
    wish = paper.wish()
    with pytest.raises(WhyIsMissing):
        paper.decide(wish, accept=False, answer=" ")
    paper.decide(wish, accept=False, answer="So war es.")
    assert (wish.state, wish.answer) == (Standing.ABGELEHNT, "So war es.")
    assert paper.minutes.state is State.VORGELEGT
    assert len(mails("Ihr Änderungswunsch")) == 1
    assert paper.decide(wish, accept=False, answer="Noch einmal") is wish
    assert wish.answer == "So war es."
    with pytest.raises(DecidedOtherwise):
        paper.decide(wish, accept=True)
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(wish, "answer", "Anders"))


@pytest.mark.parametrize("who", ["chair", "anna", "guest"])
def test_the_secretary_alone_decides(paper, who: str) -> None:
    facts = {"objection_id": paper.wish().id, "accept": True}
    with pytest.raises(NotPermitted):
        paper.do(services.decide_objection, who, **facts)


def test_a_wish_of_another_meeting_is_not_found(paper) -> None:
    other = a_paper("ZW")
    other.submit()
    with pytest.raises(NotFound):
        paper.decide(other.wish(), accept=True)


def test_a_wish_that_changed_nothing_is_answered_and_not_worked_in(paper) -> None:
    paper.decide(paper.wish(), accept=True)
    version = paper.submit()
    said = "1 Änderungswunsch beantwortet, der Text ist derselbe"
    assert (version.number, version.reason) == (2, said)


def test_an_accepted_wish_opens_the_text_for_the_secretary_and_leads_to_the_next_version(
    paper,
) -> None:
    item = paper.sitting.item
    accepted, still_open = paper.wish(), paper.wish("ben", quote="berät", replacement="")
    paper.decide(accepted, accept=True)
    assert (paper.minutes.state, paper.minutes.objections_until) == (State.UEBERARBEITUNG, None)
    with pytest.raises(StepRefused):
        paper.wish()
    with pytest.raises(DocRefused) as refused:
        paper.write(item, "Ich auch", "chair")
    assert refused.value.field == "revised"
    paper.write(item, OPEN_TEXT.replace("Der Tisch berät", "Der Tisch beriet"))
    with pytest.raises(WishesAreOpen):
        paper.submit()
    paper.decide(still_open, accept=False, answer="Passt so.")
    version = paper.submit()
    assert (version.number, version.reason) == (2, "1 Änderungswunsch eingearbeitet")
    assert paper.minutes.state is State.VORGELEGT
    assert len(mails("Geändertes Protokoll")) == 4
    assert faults()["minutes-versions"] == []
    first = version_of(paper.minutes, 1)
    (change,) = changed_items(content_of(first), content_of(version))
    assert change.item.number == item.number
    assert version.previous_sha256 == first.sha256


def test_an_open_wish_hinders_silence_and_majority_until_it_is_rejected(paper) -> None:
    wish = paper.wish()
    paper.agree("anna", "ben")
    assert paper.minutes.state is State.VORGELEGT
    paper.decide(wish, accept=False, answer="Nein")
    assert (paper.minutes.state, paper.minutes.way) == (State.GENEHMIGT, Way.UMLAUF)


def test_silence_waits_for_the_last_decision(paper) -> None:
    wish = paper.wish()
    paper.now += timedelta(days=30)
    paper.do(services.approve_lapsed, SYSTEM)
    assert paper.minutes.state is State.VORGELEGT
    paper.decide(wish, accept=False, answer="Nein")
    paper.do(services.approve_lapsed, SYSTEM)
    assert (paper.minutes.state, paper.minutes.way) == (State.GENEHMIGT, Way.FRISTABLAUF)
