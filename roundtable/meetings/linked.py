"""What an item of the agenda is about: a proposal, a format, the result of a public vote, an earlier resolution.

Each reader sees of these what they may see anywhere else; the others leave no trace.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

import structlog

from kernel.actors import Actor
from kernel.links import links_of
from kernel.subjects import Card, Subject, cards
from roundtable.meetings.models import AgendaItem
from search_index import service
from search_index.port import NeedsRebuild, Question

#: the subject led to the item
DISCUSSED = "discussed"
#: an item led to the one that goes on with it in a later meeting
CARRIED = "carried"
KINDS = frozenset({"proposal", "format", "vote", "resolution"})
MOST = 10
MOST_FOUND = 10

log = structlog.get_logger()


def subjects_of(items: Collection[AgendaItem]) -> dict[UUID, list[Subject]]:
    """What each item is about, oldest link first; for services, pages ask for `cards_of`."""
    ids = {item.subject: item.id for item in items}
    found: dict[UUID, list[Subject]] = {}
    for tie in links_of(ids) if ids else ():
        if tie.kind == DISCUSSED and tie.target in ids:
            found.setdefault(ids[tie.target], []).append(tie.source)
    return found


def cards_of(actor: Actor, items: Collection[AgendaItem]) -> Mapping[UUID, list[Card]]:
    """The same as far as the actor sees it; one statement and one for each kind."""
    found = subjects_of(items)
    seen = cards(actor, {subject for subjects in found.values() for subject in subjects})
    return {
        item_id: [seen[subject] for subject in subjects if subject in seen]
        for item_id, subjects in found.items()
    }


def found_by(actor: Actor, text: str) -> list[Card]:
    """What the actor finds by these words and may link; nothing while the index is being built."""
    if not text.strip():
        return []
    question = Question(text=text.strip()[:200], filters={"kind": KINDS}, size=MOST_FOUND)
    try:
        hits = service.find(actor, question).hits
    except (NeedsRebuild, OSError) as error:
        log.warning("nothing found to link", error=type(error).__name__)  # never the words
        return []
    seen = cards(actor, [hit.subject for hit in hits])
    return [seen[hit.subject] for hit in hits if hit.subject in seen]
