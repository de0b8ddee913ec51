"""What search learns of comments: those that every visitor may read."""

from collections.abc import Collection, Iterable, Mapping
from textwrap import shorten
from uuid import UUID

from discussion.threads.queries.comments import (
    Found,
    comments_about,
    comments_by_ids,
    visible_comment_ids,
)
from discussion.threads.subject import KIND, address_of
from kernel.actors import ANONYMOUS
from kernel.clock import BERLIN
from kernel.subjects import Card, Subject
from search_index.port import PUBLIC, SearchDocument
from search_index.registry import Source

#: What is talked about comes before the talk.
BOOST = 0.8
#: A comment has no title; its first words speak for it, and its `parent` names what it is about.
TITLE_LENGTH = 70


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """Documents of the visible ones on public subjects; the others are not found."""
    found = comments_by_ids(ANONYMOUS, [UUID(comment_id) for comment_id in ids])
    return {str(id_): _document(comment, about) for id_, (comment, about) in found.items()}


def ids() -> Iterable[str]:
    """The ids of all visible comments, as a stream."""
    return (str(comment_id) for comment_id in visible_comment_ids())


def touched_about(subjects: Collection[Subject]) -> Iterable[Subject]:
    """The comments on these subjects: their documents change with a subject's title or visibility."""
    return (Subject(KIND, str(comment_id)) for comment_id in comments_about(subjects))


def _document(found: Found, about: Card) -> SearchDocument:
    comment = found.comment
    return SearchDocument(
        kind=KIND,
        id=str(comment.id),
        art="beitrag",
        title=shorten(comment.plain, TITLE_LENGTH, placeholder=" …"),
        parent=about.title,
        body=comment.plain,
        date=comment.created_at.astimezone(BERLIN).date(),
        url=address_of(comment.id),
        audience=frozenset({PUBLIC}),
        boost=BOOST,
    )


SOURCE = Source(KIND, documents, ids)
