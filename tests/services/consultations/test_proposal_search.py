"""What search learns of proposals."""

from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.events import EventRow
from participation.consultations.models.formats import Visibility
from participation.consultations.proposal_search import changed_with_format, documents, ids
from participation.consultations.services.formats import archive_format
from participation.consultations.services.members import add_member
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_category, a_district, a_format
from tests.factories.proposals import a_proposal, a_signed_answer, an_answer, office_pair


def test_a_proposal_is_found_by_its_words_and_the_offices_answer(database) -> None:
    format_ = a_format(category_keys=(a_category(),))
    proposal = a_proposal(
        format_, category_key="orte", district_key=a_district().key, text="Für **alle**."
    )
    answer = an_answer(proposal)
    document = documents([str(proposal.id)])[str(proposal.id)]
    assert (document.title, document.art, document.parent) == (
        proposal.title,
        "vorschlag",
        format_.title,
    )
    assert document.url == f"/beteiligung/{format_.slug}/vorschlaege/1"
    assert (document.body, document.facts) == ("Für alle.", ("Harburg", "Thema 1"))
    assert (document.district, document.status, document.status_kind) == (
        "Hamburg-Nord",
        "angenommen",
        "done",
    )
    assert [(p.anchor, p.text) for p in document.passages] == [
        (f"antwort-{answer.id}", "Das machen wir gern.")
    ]


def test_drafts_of_the_office_are_not_known(database) -> None:
    proposal = a_proposal()
    a_signed_answer(proposal, office_pair())
    assert documents([str(proposal.id)])[str(proposal.id)].passages == ()


def test_proposals_of_internal_formats_leave_no_trace(database) -> None:
    format_, member = a_format(visibility=Visibility.INTERN), a_citizen()
    add_member(actor=an_official(), format_=format_, person_id=UUID(str(member.person_id)))
    proposal = a_proposal(format_, author=member)
    assert documents([str(proposal.id)]) == {}


def test_a_format_that_changes_touches_its_proposals(database) -> None:
    format_ = a_format()
    made = {a_proposal(format_).subject for _ in range(2)}
    a_proposal()
    archive_format(actor=an_official(), format_=format_)
    row = db.session.scalars(select(EventRow).where(EventRow.kind == "format.archived")).one()
    assert set(changed_with_format(row)) == made


def test_any_number_of_documents_costs_the_same(database, statements) -> None:
    format_ = a_format()
    for _ in range(5):
        a_proposal(format_)
    some, everything = list(ids())[:2], list(ids())
    counts = []
    for chosen in (some, everything):
        database.expire_all()
        statements.clear()
        assert len(documents(chosen)) == len(chosen)
        counts.append(len(statements))
    assert counts[0] == counts[1]
