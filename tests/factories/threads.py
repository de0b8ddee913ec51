"""Something to talk about, and comments on it, without any feature above discussion."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from discussion.threads.services.posting import post_comment
from kernel import clock, subjects
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.subjects import ALLOWED, INVISIBLE, Card, Subject, SubjectKind, Verdict
from tests.factories.actors import a_citizen

CLOSED = "Das Gespräch ist abgeschlossen."


@dataclass
class Topic:
    """A subject whose visibility and phase a test sets."""

    subject: Subject
    is_public: bool = True
    is_open: bool = True
    #: in its conversation only these may be heard
    audience: tuple[str, ...] = ("public",)

    def verdict(self, actor: Actor, action: str) -> Verdict:
        """Seen by all or by members of the audience; open to everybody with an account."""
        if not self.is_public and not actor.has("member"):
            return INVISIBLE
        if action == "see":
            return ALLOWED
        if action not in {"comment", "react"}:
            return Verdict(False, "Das geht hier nicht.")
        if not self.is_open:
            return Verdict(False, CLOSED)
        return ALLOWED if actor.signed_in else Verdict(False, "Dazu brauchen Sie ein Konto.")

    @property
    def card(self) -> Card:
        """Its title and page."""
        return Card(self.subject, "Mehr Bänke am Fluss", f"/themen/{self.subject.id}", "Thema")


@contextmanager
def topics() -> Iterator["Topics"]:
    """A kind of subjects that exists for one test."""
    made = Topics()
    subjects.register(SubjectKind("topic", made.describe, made.judge, made.audience))
    try:
        yield made
    finally:
        del subjects._kinds["topic"]


class Topics:
    """The topics of a test."""

    def __init__(self) -> None:
        self.made: dict[str, Topic] = {}

    def create(self, **changes: object) -> Topic:
        """A topic; public and open where nothing else is said."""
        topic = Topic(Subject("topic", str(new_id())), **changes)  # type: ignore[arg-type]
        self.made[topic.subject.id] = topic
        return topic

    def describe(self, actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
        """Cards of the visible ones."""
        seen = [self.made[i] for i in ids if self.judge(actor, "see", i, clock.now()).visible]
        return {topic.subject.id: topic.card for topic in seen}

    def judge(self, actor: Actor, action: str, id_: str, _at: datetime) -> Verdict:
        """The topic's verdict; unknown ones are invisible."""
        topic = self.made.get(id_)
        return topic.verdict(actor, action) if topic else INVISIBLE

    def audience(self, id_: str) -> tuple[str, ...]:
        """As the topic says."""
        return self.made[id_].audience


def a_comment(
    topic: Topic, text: str = "Eine gute Idee.", *, by: Actor | None = None, to: UUID | None = None
) -> UUID:
    """A posted comment by somebody, or a reply to another; its id."""
    author = by or a_citizen()
    return post_comment(actor=author, subject=topic.subject, text=text, parent_id=to)
