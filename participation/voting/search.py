"""What search learns of votes: question and options once announced, what won once published."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from kernel.actors import ANONYMOUS
from kernel.clock import BERLIN
from participation.voting import queries
from participation.voting.models import KIND, Vote
from participation.voting.permissions import can_see_result
from participation.voting.results import Result
from participation.voting.wording import mark_of
from search_index.port import PUBLIC, Passage, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of those votes that every visitor may see."""
    votes = queries.votes_by_ids(ANONYMOUS, [UUID(vote_id) for vote_id in ids], with_options=True)
    return {str(vote.id): _document(vote) for vote in votes}


def ids() -> Iterable[str]:
    """The ids of all votes."""
    return (str(vote_id) for vote_id in queries.all_ids())


def _document(vote: Vote) -> SearchDocument:
    mark = mark_of(vote)
    return SearchDocument(
        kind=KIND,
        id=str(vote.id),
        art="abstimmung",
        title=vote.title,
        body=f"{vote.question}\n{vote.effect}",
        passages=tuple(_result_passages(vote)),
        facts=tuple(option.title for option in vote.options),
        date=vote.opens_at.astimezone(BERLIN).date(),
        status=str(mark.word),
        status_kind=mark.kind,
        url=queries.address_of(vote),
        audience=frozenset({PUBLIC}),
    )


def _result_passages(vote: Vote) -> Iterable[Passage]:
    if vote.result is None or not can_see_result(ANONYMOUS, vote):
        return
    for option in Result.of_json(vote.result).options:
        yield Passage("", option.title, option.explanation)


SOURCE = Source(KIND, documents, ids)
