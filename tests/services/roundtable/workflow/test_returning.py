"""Before the release the administration gives back what must not become public; the table approves anew."""

import pytest
from sqlalchemy import func, select

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from kernel.verify import faults
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import AnotherVersion, StepRefused, WhyIsMissing
from roundtable.minutes.workflow.models import MinutesReturn
from tests.factories.protocols import LATER, OPEN_TEXT, a_paper

pytestmark = pytest.mark.usefixtures("database")
NAMED = "Anna fragt nach."
REASON = "Annas Name steht im Text."


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT", more=NAMED).approved())


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.subject.like("Protokoll zurück%"))))


def events(kind: str) -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).where(EventRow.kind == kind)))


def test_a_name_in_free_text_is_taken_out_before_anybody_reads_it(paper) -> None:
    assert "Anna" in paper.preview().names
    paper.give_back(REASON)
    paper.write(paper.sitting.item, OPEN_TEXT)
    version = paper.submit()
    assert (version.number, version.reason) == (2, f"Von der Verwaltung zurückgegeben: {REASON}")
    assert paper.minutes.state is State.VORGELEGT
    with pytest.raises(StepRefused):
        paper.release()
    paper.agree("anna", "ben")
    assert paper.preview().names == ()
    assert NAMED not in paper.release().content
    assert faults()["minutes-versions"] == []


def test_the_secretary_alone_writes_and_nothing_is_approved_any_more(paper) -> None:
    returned = paper.give_back(REASON)
    assert (returned.number, returned.reason, returned.returned_at) == (1, REASON, LATER)
    minutes = paper.minutes
    assert (minutes.state, minutes.approved_at, minutes.way) == (State.UEBERARBEITUNG, None, None)
    with pytest.raises(DocRefused) as refused:
        paper.write(paper.sitting.item, "Ich auch", "chair")
    assert refused.value.field == "revised"
    with pytest.raises(StepRefused):
        paper.release()
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(returned, "reason", "Anders"))


def test_members_are_written_to_and_neither_mail_nor_log_says_why(paper) -> None:
    paper.give_back(REASON)
    sent = mails()
    assert len(sent) == 4  # the guest reads no minutes
    assert all("/protokoll/stand" in mail.text for mail in sent)
    (row,) = events("minutes.returned")
    assert (row.audience, row.payload) == (
        [f"table:{paper.sitting.made.table.id}"],
        {"number": 1},
    )
    assert len(events("minutes.revised")) == 1, "open pages hear that the secretary may write"
    assert REASON not in "".join(mail.subject + mail.text for mail in sent)


def test_the_same_return_again_changes_nothing(paper) -> None:
    first = paper.give_back(REASON)
    assert paper.give_back("Noch einmal", number=1) is first
    assert (first.reason, len(mails()), len(events("minutes.returned"))) == (REASON, 4, 1)


def test_a_return_says_why_and_is_of_the_approved_version(paper) -> None:
    with pytest.raises(WhyIsMissing):
        paper.give_back(" ")
    with pytest.raises(AnotherVersion):
        paper.give_back(number=2)
    assert paper.minutes.state is State.GENEHMIGT


def test_what_lies_before_the_table_or_is_public_is_not_given_back(paper) -> None:
    other = a_paper("ZW")
    other.submit()
    with pytest.raises(StepRefused):
        other.give_back()
    paper.release()
    with pytest.raises(StepRefused):
        paper.give_back()
    assert db.session.scalar(select(func.count()).select_from(MinutesReturn)) == 0


@pytest.mark.parametrize("who", ["chair", "secretary", "anna", "guest"])
def test_the_administration_alone_gives_back(paper, who: str) -> None:
    with pytest.raises(NotPermitted):
        paper.do(services.return_minutes, who, number=1, reason=REASON)
    assert paper.minutes.state is State.GENEHMIGT
