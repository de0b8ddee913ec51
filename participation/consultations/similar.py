"""What was already proposed or decided, shown while somebody writes: a hint that never blocks and is never logged.

Only what the writer may see. Where the index is missing or broken the hint is empty; writing goes on.
"""

from dataclasses import dataclass

import structlog

from kernel.actors import Actor
from participation.consultations.models.formats import Format
from participation.voting.models import KIND
from participation.voting.rules.states import State
from participation.voting.wording import STATES
from search_index import service
from search_index.port import Hit, NeedsRebuild
from search_index.wording import name_of_art

#: subject kinds in which something was decided
DECIDED = frozenset({"archive", "resolution", KIND})
KINDS = DECIDED | {"format", "proposal"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Similar:
    """One thing that resembles what is being written."""

    title: str
    url: str
    #: the German word of its kind
    word: str
    status: str
    #: "Dazu wurde schon beschlossen"
    decided: bool


def similar_to(actor: Actor, title: str, *, within: Format) -> list[Similar]:
    """At most five things the actor may see that share telling words with the title; none below twelve characters.

    The format in which somebody writes is no hint to them.
    """
    try:
        hits = service.similar_to_text(actor, title, kinds=KINDS)
        return [
            _similar(hit)
            for hit in hits
            if hit.subject != within.subject and not _is_undecided_vote(hit)
        ]
    except (NeedsRebuild, OSError) as error:
        log.warning("no hint", error=type(error).__name__)  # never the words
        return []


def _is_undecided_vote(hit: Hit) -> bool:
    """A vote without a public result: nothing is decided, and nobody can support it."""
    published, _mark = STATES[State.VEROEFFENTLICHT]
    return hit.subject.kind == KIND and hit.status != str(published)


def _similar(hit: Hit) -> Similar:
    word = name_of_art(hit.art)
    return Similar(hit.title, hit.url, word, hit.status, hit.subject.kind in DECIDED)
