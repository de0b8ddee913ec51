"""What was already proposed or decided, shown while somebody writes: a hint that never blocks and is never logged.

The index answers for the reader's audience alone. Where it is missing or broken the hint is empty; writing goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from kernel.actors import Actor, tokens_of
from search_index.port import Hit, Question, SearchIndex

SHORTEST = 12
MOST = 5
#: subject kinds in which something was decided
DECIDED = frozenset({"resolution", "archive", "vote"})
KINDS = frozenset({"proposal", "format"}) | DECIDED

log = structlog.get_logger()
Index = Callable[[], SearchIndex]
_index: list[Index] = []


@dataclass(frozen=True, slots=True)
class Similar:
    """One thing that resembles what is being written."""

    title: str
    url: str
    art: str
    status: str
    #: "Dazu wurde schon beschlossen"
    decided: bool


def ask(index: Index) -> None:
    """Say where the index is found; the last word counts."""
    _index[:] = [index]


def similar_to(actor: Actor, title: str) -> list[Similar]:
    """At most five things the actor may see that share telling words with the title; none below twelve characters."""
    if len(title.strip()) < SHORTEST or not _index:
        return []
    question = Question(text=title, filters={"kind": KINDS}, size=MOST)
    try:
        hits = _index[0]().find(question, visible_to=tokens_of(actor)).hits
    except Exception as error:  # a hint must not stand in the way of who writes
        log.warning("no similar things", error=type(error).__name__)
        return []
    return [_similar(hit) for hit in hits]


def _similar(hit: Hit) -> Similar:
    decided = hit.subject.kind in DECIDED
    return Similar(hit.title, hit.url, hit.art, hit.status, decided)
