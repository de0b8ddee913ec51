"""The index of this installation, and questions on behalf of an actor."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import current_app

from kernel import clock
from kernel.actors import Actor, tokens_of
from kernel.app import settings_of
from kernel.subjects import Subject, cards
from search_index.pending import is_far_behind, unsettled
from search_index.port import (
    Audience,
    Hit,
    Hits,
    Question,
    SearchIndex,
    Subjects,
    Suggestion,
    audience,
)

EXTENSION = "search_index"
Engine = Callable[[Path], SearchIndex]
_engine: list[Engine] = []
SIMILAR = 5
SHORTEST_HINT = 12
#: Share of what the same title would score; a word in common is no resemblance.
LEAST_SHARE = 0.12
#: What means something in a question and nothing in a title.
SYNTAX = re.compile(r"""(?<!\S)-+|["*]|(?<=\w):(?!in(?:nen)?\b)""")


def open_with(engine: Engine) -> None:
    """Say which engine opens the index in its folder; features know the port alone."""
    _engine[:] = [engine]


def index() -> SearchIndex:
    """The index of the running application; opened at the first question."""
    app = current_app
    if EXTENSION not in app.extensions:
        folder = settings_of(app).instance / "search"
        app.extensions[EXTENSION] = _engine[0](folder)
    found: SearchIndex = app.extensions[EXTENSION]
    return found


def is_being_built() -> bool:
    """Whether the index is missing, of another version or far behind: nothing is found until the worker is done."""
    return index().state() is None or is_far_behind(index())


def find(actor: Actor, question: Question) -> Hits:
    """What the actor may find, asked once more of the database: a withdrawal hides at once."""
    here = index()
    tokens, without = _sight(actor, here)
    answer = here.find(question, visible_to=tokens, without=without)
    kept = _still_visible(actor, answer.hits)
    return replace(answer, hits=kept, total=answer.total - (len(answer.hits) - len(kept)))


def suggest(actor: Actor, text: str) -> tuple[Suggestion, ...]:
    """How the typed words may go on."""
    here = index()
    tokens, without = _sight(actor, here)
    return here.suggest(text, visible_to=tokens, without=without)


def similar_to_text(actor: Actor, text: str, *, kinds: frozenset[str]) -> list[Hit]:
    """At most five visible things of these kinds that tell much of what this text does; none for a short one."""
    if len(text.strip()) < SHORTEST_HINT:
        return []
    words = SYNTAX.sub(" ", text).strip()[:200]
    question = Question(text=words, filters={"kind": kinds}, size=SIMILAR)
    answer = find(actor, question)
    return [hit for hit in answer.hits if hit.score >= LEAST_SHARE * answer.perfect]


def _sight(actor: Actor, here: SearchIndex) -> tuple[Audience, Subjects]:
    """The actor's tokens and what is left out; no tokens, so nothing at all, where the index is far behind."""
    without = unsettled(here)
    if without is None:
        return frozenset(), frozenset()
    return audience(tokens_of(actor)), without


def _still_visible(actor: Actor, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    visible = cards(actor, {_base(hit.subject) for hit in hits})
    return tuple(hit for hit in hits if _base(hit.subject) in visible)


def _base(subject: Subject) -> Subject:
    """The subject itself where the hit is an old version of it."""
    return Subject(subject.kind, subject.id.partition("@")[0])


def today() -> date:
    """The day whose valid texts are searched."""
    return clock.now().astimezone(clock.BERLIN).date()
