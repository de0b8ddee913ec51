"""What search learns of proposals: their words and the office's answers, where every visitor may read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from kernel.actors import ANONYMOUS
from kernel.clock import BERLIN
from kernel.events import EventRow
from kernel.i18n import _
from kernel.subjects import Subject
from participation.consultations.models.answers import Answer
from participation.consultations.models.proposals import KIND, Proposal
from participation.consultations.proposal_wording import mark_of
from participation.consultations.queries.answers import public_answers_to
from participation.consultations.queries.proposals import (
    address_of,
    ids_in_format,
    ids_of_all,
    whole_proposals_by_ids,
)
from search_index.port import PUBLIC, Passage, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of those proposals that every visitor may see; internal formats leave no trace."""
    proposals = whole_proposals_by_ids(ANONYMOUS, ids)
    answers = public_answers_to([proposal.id for proposal in proposals])
    return {str(p.id): _document(p, answers.get(p.id, [])) for p in proposals}


def ids() -> Iterable[str]:
    """The ids of all proposals."""
    return (str(proposal_id) for proposal_id in ids_of_all())


def changed_with_format(row: EventRow) -> Iterable[Subject]:
    """A format that changed its title or its readers changes what is known of its proposals."""
    return (Subject(KIND, str(number)) for number in ids_in_format(UUID(row.subject_id)))


def _document(proposal: Proposal, answers: Sequence[Answer]) -> SearchDocument:
    mark = mark_of(proposal)
    return SearchDocument(
        kind=KIND,
        id=str(proposal.id),
        art="vorschlag",
        title=proposal.title,
        audience=frozenset({PUBLIC}),
        url=address_of(proposal),
        parent=proposal.format.title,
        section=proposal.format.title,
        body=proposal.plain,
        passages=tuple(_passage(answer) for answer in answers),
        facts=tuple(filter(None, [proposal.place, _topic(proposal)])),
        date=proposal.created_at.astimezone(BERLIN).date(),
        district=proposal.district.name if proposal.district else "",
        status=mark.word,
        status_kind=mark.kind,
    )


def _topic(proposal: Proposal) -> str:
    return proposal.category.title if proposal.category else ""


def _passage(answer: Answer) -> Passage:
    return Passage(f"antwort-{answer.id}", _("Antwort der Verwaltung"), answer.plain)


SOURCE = Source(KIND, documents, ids)
