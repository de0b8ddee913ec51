"""Everything with a page is a subject `(kind, id)`; each feature says what its kinds are called and who may do what.

So discussion, links, search, notices and the start page can speak of any feature's things without knowing its tables.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel import kept
from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotFound, NotPermitted, NotSignedIn


@dataclass(frozen=True, order=True, slots=True)
class Subject:
    """The outside name of a thing: its kind (English, one word) and its id as text."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judge's answer: allowed, or why not and from when."""

    allowed: bool
    reason: str = ""
    opens_at: datetime | None = None
    visible: bool = True

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)
INVISIBLE = Verdict(False, visible=False)


@dataclass(frozen=True, slots=True)
class Card:
    """What a list, a link or a notice shows of a subject."""

    subject: Subject
    title: str
    url: str
    word: str
    status: str = ""
    at: datetime | None = None
    #: what came of it, in one line; empty for nothing yet
    outcome: str = ""


#: the mark of a kind that has none of its own
PLAIN = "circle"

Describe = Callable[[Actor, Collection[str]], Mapping[str, Card]]
Judge = Callable[[Actor, str, str, datetime], Verdict]
Audience = Callable[[str], tuple[str, ...]]


def is_uuid(text: str) -> bool:
    """Whether this is a UUID in its one spelling; another spelling would be a second subject for the same thing."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A feature's answer about one kind: cards of what the actor may see (one statement), and its judge.

    `audience` names the tokens that may hear of a subject; a kind whose subjects are public or the office's needs none.
    `is_id` knows the texts that can be an id of the kind: ids come from addresses, and no judge is asked about others.
    `says_whose`: what `describe` and `judge` look up of a person, they say to `kernel.kept`; a page that asks about any
    other kind is made for each person.
    `icon` marks a subject of this kind on a way.
    """

    kind: str
    describe: Describe
    judge: Judge
    audience: Audience | None = None
    is_id: Callable[[str], bool] = is_uuid
    says_whose: bool = False
    icon: str = PLAIN


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind known; a second registration replaces the first."""
    _kinds[kind.kind] = kind


def may(actor: Actor, action: str, subject: Subject, at: datetime) -> Verdict:
    """Ask the judge of the subject's feature; an unknown kind is invisible."""
    kind = _kind_of(subject)
    return kind.judge(actor, action, subject.id, at) if kind else INVISIBLE


def permit(actor: Actor, action: str, subject: Subject, at: datetime) -> None:
    """Let pass what the judge allows; raise NotFound, NotSignedIn or NotPermitted with the judge's reason."""
    verdict = may(actor, action, subject, at)
    if verdict:
        return
    if not verdict.visible:
        raise NotFound
    if not actor.signed_in:
        raise NotSignedIn
    raise NotPermitted(verdict.reason)


def audience_of(subject: Subject, at: datetime) -> tuple[str, ...]:
    """Who may hear of what happens here: the kind's answer; else everybody where visitors see it, or the office."""
    kind = _kind_of(subject)
    if kind and kind.audience:
        return kind.audience(subject.id)
    return ("public",) if may(ANONYMOUS, "see", subject, at).visible else ("office",)


def cards(actor: Actor, subjects: Collection[Subject]) -> dict[Subject, Card]:
    """What the actor may see of these subjects, one statement per kind; the others leave no trace."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        if _kind_of(subject):
            by_kind.setdefault(subject.kind, []).append(subject.id)
    return {
        card.subject: card
        for name, ids in by_kind.items()
        for card in _kinds[name].describe(actor, ids).values()
    }


def _kind_of(subject: Subject) -> SubjectKind | None:
    """The feature's answer; None for an unknown kind, and for what cannot be an id of it."""
    kind = _kinds.get(subject.kind)
    if kind is None or not kind.is_id(subject.id):
        return None
    if not kind.says_whose:
        kept.make_for_each()
    return kind


def icon_of(subject: Subject) -> str:
    """How a subject is marked on a way."""
    kind = _kinds.get(subject.kind)
    return kind.icon if kind else PLAIN


def card_for(actor: Actor, subject: Subject) -> Card:
    """One card, or NotFound where the actor may not see the subject."""
    found = cards(actor, [subject]).get(subject)
    if found is None:
        raise NotFound
    return found
