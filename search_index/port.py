"""The search port: what may be put in, asked and answered, whatever engine stands behind it.

Features hand in `SearchDocument`s, pages ask `Question`s on behalf of an audience. Engines keep the
promises of `SearchIndex`; the one suite in `tests/search/` holds them to it. The database stays the
truth: every index may be thrown away and built again. Not for lists a query can answer exactly.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from kernel.errors import Refusal
from kernel.subjects import Subject

#: Tokens such as `public`, `signed-in`, `table:<id>`; a document is visible if one is shared.
Audience = frozenset[str]
Subjects = frozenset[Subject]
PUBLIC = "public"

#: Facets a question may filter and count by.
FACETS = ("art", "kind", "year", "section", "district", "level", "status", "language")

MAX_PAGE = 50
MAX_SIZE = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document with its own address on the page (`url#anchor`)."""

    anchor: str
    title: str
    text: str


class Place(NamedTuple):
    """A point on earth in degrees."""

    latitude: float
    longitude: float


class Circle(NamedTuple):
    """Everything at most `metres` away from a point."""

    latitude: float
    longitude: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """All the index ever learns about a subject; plain text, no markup.

    `audience` has no default: who may find it is always a decision. Empty means nobody.
    Validity is half open: found for days `valid_from <= day < valid_to`.
    """

    kind: str
    id: str
    #: German word of the page's filter: `vorschlag`, `beschluss`, …
    art: str
    title: str
    audience: Audience
    url: str
    #: Number and short name, searched with the title's weight or more.
    head: str = ""
    #: Title of the whole this belongs to.
    parent: str = ""
    body: str = ""
    passages: tuple[Passage, ...] = ()
    #: Facts beside the text (place, topic, options), searched like it and never read as a part of it.
    facts: tuple[str, ...] = ()
    date: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    #: Gremium or format.
    section: str = ""
    district: str = ""
    level: str = ""
    status: str = ""
    #: Shape of the status's mark, as every list of the feature draws it.
    status_kind: str = "neutral"
    language: str = "de"
    place: Place | None = None
    boost: float = 1.0

    def __post_init__(self) -> None:
        if not 0.5 <= self.boost <= 2:
            raise ValueError("boost is between 0.5 and 2")
        if not self.kind or ":" in self.kind or not self.id:
            raise ValueError("a document needs a kind without colon and an id")

    @property
    def subject(self) -> Subject:
        """The subject this document stands for; an old version has the id `<id>@<version>`."""
        return Subject(self.kind, self.id)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON: equal documents, equal fingerprints."""
        fields = asdict(self) | {"audience": sorted(self.audience)}
        canonical = json.dumps(
            fields, default=str, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class Sort(StrEnum):
    """Order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Mode(StrEnum):
    """Whether one telling word is enough or every word must be met."""

    SOME = "some"
    ALL = "all"


#: Facet → wanted values: OR inside a facet, AND between facets.
Filters = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to find. No text is an error; empty text means everything visible."""

    text: str = ""
    filters: Filters = field(default_factory=dict)
    #: Facets to count in the answer.
    facets: tuple[str, ...] = ()
    page: int = 1
    size: int = 20
    #: From the answer before; goes on behind its last hit and wins over `page`.
    cursor: str | None = None
    sort: Sort = Sort.RELEVANCE
    mode: Mode = Mode.SOME
    #: The day whose valid texts are searched; none means today.
    as_of: dt.date | None = None
    #: Any of these, if there are some; documents without a place are then left out.
    circles: tuple[Circle, ...] = ()

    def __post_init__(self) -> None:
        if unknown := {*self.filters, *self.facets} - set(FACETS):
            raise ValueError(f"no such facet: {sorted(unknown)}")
        if not (1 <= self.page <= MAX_PAGE and 1 <= self.size <= MAX_SIZE):
            raise ValueError(f"page is 1 to {MAX_PAGE}, size 1 to {MAX_SIZE}")


#: Half-open character ranges `[start, end)` to emphasise.
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A short piece of plain text and where the words asked for stand in it."""

    text: str
    marks: Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One subject found; its best passage speaks."""

    subject: Subject
    art: str
    title: str
    title_marks: Marks
    #: With the passage's anchor, if a passage spoke.
    url: str
    snippet: Snippet
    date: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    section: str
    district: str
    status: str
    status_kind: str
    parent: str
    parent_marks: Marks
    score: float
    #: Further passages that meet the question ("2 weitere Stellen").
    passages_left: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to drop from a question without hits, and how many there are then."""

    #: `filter` (dropped is the facet) or `word` (dropped is the word as typed).
    what: str
    dropped: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The answer to a question. Totals and facets count visible subjects only."""

    total: int
    #: How many of them meet every word.
    total_all_words: int
    hits: tuple[Hit, ...]
    #: Facet → value → count, each facet ignoring its own filter; commonest value first.
    facets: Mapping[str, Mapping[str, int]]
    #: The question with its unknown words corrected; those hits are already in the answer.
    did_you_mean: str | None
    relaxations: tuple[Relaxation, ...]
    #: Where the next page begins; none on the last.
    cursor: str | None
    generation: int
    #: What a document that has just these words as its title would score: a measure for the hits' scores.
    perfect: float
    #: False if some words were left out to answer in time.
    complete: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title (with its address) or a word that goes on from what was typed."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far an index got: written with each batch, atomically with its documents."""

    #: Last event of the outbox whose effect is in the index.
    seq: int
    #: The database this index was made from.
    instance: str
    #: Version of the text analysis, and of the rows, that made it.
    analysis: str
    #: Grows by one with each commit, also over rebuilds.
    generation: int


class NeedsRebuild(Exception):
    """The index is missing, broken or of an older analysis: single changes would make it lie."""


class IndexIsBusy(Exception):
    """Somebody else is writing."""


class SearchIsBusy(Refusal):
    """Too many questions wait already."""

    status = 503
    code = "too_fast"
    message = "Gerade suchen sehr viele Menschen. Bitte versuchen Sie es gleich noch einmal."


class Batch(Protocol):
    """Changes that become visible together; the last word about a subject counts."""

    def put(self, document: SearchDocument) -> None:
        """Make this document the one of its subject."""

    def remove(self, subject: Subject) -> None:
        """Forget the subject and, if it is no old version itself, its old versions."""


class SearchIndex(Protocol):
    """Where documents become findable; doing anything twice equals doing it once.

    Questions may leave out subjects with all their versions (`without`): answers are then as if they were hidden.
    """

    def batch(self, *, seq: int, instance: str) -> AbstractContextManager[Batch]:
        """Write many changes and the new state in one commit; an error in the body undoes all."""

    def rebuild(self, *, seq: int, instance: str) -> AbstractContextManager[Batch]:
        """Build a new index aside and swap it in at the end; questions meet the old until then."""

    def state(self) -> IndexState | None:
        """How far the index got; None if it is missing, broken or of an older analysis."""

    def find(
        self, question: Question, *, visible_to: Audience, without: Subjects = frozenset()
    ) -> Hits:
        """Answer for holders of these tokens; whole batches only, hidden documents move nothing."""

    def suggest(
        self, text: str, *, visible_to: Audience, without: Subjects = frozenset(), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """Titles of visible documents that go on from the text, then words."""

    def fingerprint(self, subject: Subject) -> str | None:
        """Fingerprint of the document the index holds."""

    def fingerprints(self) -> Iterator[tuple[Subject, str]]:
        """What the index holds, sorted by `str(subject)`; a stream over one commit."""

    def purge(self) -> None:
        """Rewrite the files until removed text is in none of them."""

    def close(self) -> None:
        """Let go of files and threads."""


def audience(tokens: Iterable[str]) -> Audience:
    """Tokens as an audience; a string by mistake would be an audience of letters."""
    if isinstance(tokens, str):
        raise TypeError("an audience is a collection of tokens")
    return frozenset(tokens)
