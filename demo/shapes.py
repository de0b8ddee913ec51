"""The shapes of the demo content: frozen values that know keys and days, never rows.

Days are counted from "now", which the caller hands in, so that one vote is always open;
what lies years back has its calendar date. Keys are the files' own words.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from demo.moments import Moment
from demo.table_shapes import Meeting, RoundTable

T = TypeVar("T")


def mixed(items: Iterable[T], *, salt: str, key: Callable[[T], object] = str) -> list[T]:
    """The items in an order that looks random and is the same on every machine."""
    return sorted(items, key=lambda i: hashlib.sha256(f"{salt}|{key(i)}".encode()).digest())


@dataclass(frozen=True, slots=True)
class Category:
    """One field of the volunteering strategy: 8 of the city, 7 of AKTIVOLI."""

    key: str
    source: Literal["stadt", "aktivoli"]
    number: int
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class District:
    """One of the seven Bezirke."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as `flask accounts create` names it; no scope means the whole site."""

    role: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. `demo` holds the words of the one-click sign-in, where offered."""

    key: str
    name: str
    email: str
    district: str | None = None
    office: str | None = None
    card: bool = False
    demo: str | None = None
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a format, as the page shows it."""

    person: str
    role: str
    office: str
    contact: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase `[start, end)`; without end it continues."""

    type: str
    title: str
    start: Moment
    end: Moment | None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a format, in Markdown; interim ones may precede the final one."""

    given: Moment
    final: bool
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """A Beteiligungsformat. No district means stadtweit; `summary` has three sentences."""

    key: str
    slug: str
    blueprint: str
    title: str
    level: str
    summary: str
    description: str
    responsible: Responsible
    deputy: Responsible
    phases: tuple[Phase, ...]
    district: str | None = None
    results: tuple[Result, ...] = ()
    archived: Moment | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An official answer; where something is bought, quantity and unit cost explain the cost.

    One that `waits` is drafted, but the second person has not looked at it.
    """

    status: str
    by: str
    given: Moment
    reason: str
    unit: str | None = None
    unit_cost_cents: int | None = None
    quantity: int | None = None
    waits: bool = False

    @property
    def cost_cents(self) -> int | None:
        """Unit cost × quantity, or nothing where nothing is bought."""
        if self.unit_cost_cents is None or self.quantity is None:
            return None
        return self.unit_cost_cents * self.quantity


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with its answers in order of time; the last one holds the present status."""

    key: str
    format: str
    title: str
    text: str
    category: str
    place: str
    by: str
    written: Moment
    signatures: int
    answers: tuple[Answer, ...]
    district: str | None = None

    @property
    def cost_cents(self) -> int | None:
        """The cost of the newest answer that names one."""
        return next((a.cost_cents for a in reversed(self.answers) if a.cost_cents), None)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under exactly one proposal or format; `reply_to` is another comment's key."""

    key: str
    by: str
    written: Moment
    text: str
    proposal: str | None = None
    format: str | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """So many ballots with the same choices."""

    count: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """A budget vote; its options are proposals. Patterns are the crowd's ballots so far."""

    key: str
    slug: str
    format: str
    title: str
    question: str
    budget_cents: int
    rule: str
    step_cents: int
    comparison: str
    type: str
    effect: str
    electorate: str
    opens: Moment
    closes: Moment
    draw: str
    withdrawal: str
    options: tuple[str, ...]
    patterns: tuple[Pattern, ...]

    def ballots(self) -> tuple[tuple[str, ...], ...]:
        """All ballots in an order that is mixed, but the same on every call."""
        ballots = [(n, p.choices) for p in self.patterns for n in range(p.count)]
        return tuple(choices for _, choices in mixed(ballots, salt=self.slug))


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """An earlier resolution of an invented body."""

    number: str
    body: str
    date: date
    title: str
    wording: str
    source_note: str
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not yet accessible, why, and what helps meanwhile."""

    what: str
    reason: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The Erklärung zur Barrierefreiheit as typed fields."""

    scope: str
    state: str
    stated_on: date
    method: str
    law: str
    gaps: tuple[Gap, ...]
    feedback: str
    feedback_contact: str
    feedback_days: int
    arbitration: str
    arbitration_url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its Markdown text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of running text: an introduction, then sections."""

    title: str
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """The Impressum as typed fields."""

    body: str
    represented_by: str
    address: tuple[str, ...]
    email: str
    phone: str
    responsible_for_content: str
    note: str


@dataclass(frozen=True, slots=True)
class Legal:
    """The pages every visitor may ask for."""

    imprint: Imprint
    accessibility: Accessibility
    privacy: Page
    plain_language: Page
    sign_language: Page
    help: Page


@dataclass(frozen=True, slots=True)
class Content:
    """Everything; `crowd` are card holders who only sign and vote, so demo accounts still can."""

    categories: tuple[Category, ...]
    districts: tuple[District, ...]
    people: tuple[Person, ...]
    crowd: tuple[Person, ...]
    formats: tuple[Format, ...]
    proposals: tuple[Proposal, ...]
    comments: tuple[Comment, ...]
    votes: tuple[Vote, ...]
    archive: tuple[ArchiveRecord, ...]
    tables: tuple[RoundTable, ...]
    meetings: tuple[Meeting, ...]
    legal: Legal

    def signers_of(self, proposal: Proposal) -> tuple[Person, ...]:
        """Who signed: citizens for themselves but never the author, the same ones on every call."""
        everybody = (*self.people, *self.crowd)
        citizens = [p for p in everybody if not (p.grants or p.office) and p.key != proposal.by]
        return tuple(mixed(citizens, salt=proposal.key, key=_key)[: proposal.signatures])


def _key(person: Person) -> str:
    return person.key
