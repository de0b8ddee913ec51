"""What features make findable: each registers its kinds; the projector asks them for documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from kernel.events import EventRow
from kernel.subjects import Subject
from search_index.port import SearchDocument

T = TypeVar("T")
AT_ONCE = 500

Documents = Callable[[Collection[str]], Mapping[str, SearchDocument]]
Ids = Callable[[], Iterable[str]]
Touch = Callable[[EventRow], Iterable[Subject]]
Dependents = Callable[[Collection[Subject]], Iterable[Subject]]


@dataclass(frozen=True)
class Source:
    """One kind of subject.

    `documents` gives those of these ids that somebody may find, a constant number of statements for any number of
    ids; what it leaves out is removed from the index. `ids` streams the ids of everything that may be found.
    """

    kind: str
    documents: Documents
    ids: Ids


_sources: dict[str, Source] = {}
_touches: dict[str, list[Touch]] = {}
_dependents: list[Dependents] = []


def register(source: Source) -> None:
    """Make a kind findable."""
    _sources[source.kind] = source


def on_event(kind: str, touch: Touch) -> None:
    """Name further subjects whose documents change with an event: a renamed format changes its proposals."""
    touches = _touches.setdefault(kind, [])
    if touch not in touches:
        touches.append(touch)


def on_change(dependents: Dependents) -> None:
    """Name the subjects whose documents tell of others: a comment bears the title of what it is about."""
    if dependents not in _dependents:
        _dependents.append(dependents)


def dependents_of(changed: Collection[Subject]) -> set[Subject]:
    """The subjects whose documents may change with those of these."""
    parts = parts_of(changed)
    return {one for part in parts for find in _dependents for one in find(part)}


def parts_of(things: Iterable[T]) -> Iterator[list[T]]:
    """The things in lists a statement can take."""
    stream = iter(things)
    while part := list(islice(stream, AT_ONCE)):
        yield part


def touched_by(row: EventRow) -> Iterator[Subject]:
    """The findable subjects whose documents this event may have changed."""
    if row.subject_kind in _sources:
        yield row.subject
    for touch in _touches.get(row.kind, ()):
        yield from touch(row)


def sources() -> list[Source]:
    """All kinds, in the order of their names."""
    return [_sources[kind] for kind in sorted(_sources)]


def source_of(kind: str) -> Source | None:
    """The source of a kind; None where nothing of it is findable."""
    return _sources.get(kind)
