"""Short ways to make search documents and indexes for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from search_index.port import PUBLIC, Hits, Question, SearchDocument, SearchIndex
from search_index.whoosh_engine.engine import WhooshIndex

EVERYBODY = frozenset({PUBLIC})
OFFICE = frozenset({PUBLIC, "signed-in", "office"})
HIDDEN = frozenset({"office"})
TODAY = date(2026, 5, 1)


def doc(identity: str, title: str = "Titel", body: str = "", **more: Any) -> SearchDocument:
    """A public proposal, unless said otherwise."""
    fields: dict[str, Any] = {
        "kind": "proposal",
        "id": identity,
        "art": "vorschlag",
        "title": title,
        "body": body,
        "audience": EVERYBODY,
        "url": f"/vorschlaege/{identity}",
    }
    return SearchDocument(**(fields | more))


def whoosh_index(root: Path, documents: Iterable[SearchDocument] = ()) -> WhooshIndex:
    """An index built from these documents."""
    index = WhooshIndex(root / "search", today=lambda: TODAY)
    with index.rebuild(seq=1, instance="test") as batch:
        for document in documents:
            batch.put(document)
    return index


@contextmanager
def changing(index: SearchIndex, *, seq: int = 2) -> Iterator[Any]:
    """One more batch."""
    with index.batch(seq=seq, instance="test") as batch:
        yield batch


def ask(index: SearchIndex, text: str = "", *, by: frozenset[str] = EVERYBODY, **more: Any) -> Hits:
    """What a question finds."""
    return index.find(Question(text=text, **more), visible_to=by)


def ids(hits: Hits) -> list[str]:
    """The ids of the hits in their order."""
    return [hit.subject.id for hit in hits.hits]
