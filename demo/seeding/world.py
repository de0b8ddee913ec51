"""The demo's things by the keys of its content, once they are stored."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from accounts.people.models import Person
from accounts.people.queries import actor_of
from demo import shapes
from demo.moments import Moment
from discussion.threads.models import Comment
from kernel.actors import Actor
from kernel.database import Base, db
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal
from participation.voting.models import Vote


@dataclass
class World:
    """The content, the instant its days are counted from, and who stands for the system."""

    content: shapes.Content
    today: datetime
    system: Actor
    _actors: dict[str, Actor] = field(default_factory=dict)
    _formats: dict[str, Format] = field(default_factory=dict)
    _proposals: dict[str, Proposal] = field(default_factory=dict)
    _at_hand: list[object] = field(default_factory=list)
    _comments: dict[str, UUID] = field(default_factory=dict)

    def lay_at_hand(self) -> None:
        """Load what nearly every deed asks for in a few statements, and hold it so that the session keeps it."""
        tables: tuple[type[Base], ...] = (Person, Format, Proposal)
        self._at_hand = [row for table in tables for row in db.session.scalars(select(table))]

    def at(self, moment: Moment) -> datetime:
        """The instant of a moment of the content."""
        return moment.at(self.today)

    def actor(self, key: str) -> Actor:
        """The person as services know them, with the roles they hold."""
        if key not in self._actors:
            self._actors[key] = actor_of(self.named(key).email)
        return self._actors[key]

    def person_id(self, key: str) -> UUID:
        """The id of the person's account."""
        return db.session.scalars(
            select(Person.id).where(Person.email == self.named(key).email)
        ).one()

    def format(self, key: str) -> Format:
        """The stored format."""
        if key not in self._formats:
            slug = self.format_shape(key).slug
            found = db.session.scalars(select(Format).where(Format.slug == slug)).one()
            self._formats[key] = found
        return self._formats[key]

    def proposal(self, key: str) -> Proposal:
        """The stored proposal."""
        if key not in self._proposals:
            wanted = self.proposal_shape(key)
            statement = select(Proposal).where(
                Proposal.format_id == self.format(wanted.format).id, Proposal.title == wanted.title
            )
            self._proposals[key] = db.session.scalars(statement).one()
        return self._proposals[key]

    def keep_comment(self, key: str, comment_id: UUID) -> None:
        """Remember a comment that was just posted."""
        self._comments[key] = comment_id

    def comment_id(self, key: str) -> UUID:
        """The id of the stored comment."""
        if key not in self._comments:
            text = next(found.text for found in self.content.comments if found.key == key)
            statement = select(Comment.id).where(Comment.text == text.strip())
            self._comments[key] = db.session.scalars(statement).one()
        return self._comments[key]

    def vote(self, key: str) -> Vote:
        """The stored vote."""
        slug = next(found.slug for found in self.content.votes if found.key == key)
        return db.session.scalars(select(Vote).where(Vote.slug == slug)).one()

    def named(self, key: str) -> shapes.Person:
        """The person of the content."""
        return self._people[key]

    def format_shape(self, key: str) -> shapes.Format:
        """The format of the content."""
        return next(found for found in self.content.formats if found.key == key)

    def proposal_shape(self, key: str) -> shapes.Proposal:
        """The proposal of the content."""
        return next(found for found in self.content.proposals if found.key == key)

    def district_name(self, key: str | None) -> str:
        """The district as people call it; empty for the whole city."""
        return next((found.name for found in self.content.districts if found.key == key), "")

    @cached_property
    def _people(self) -> dict[str, shapes.Person]:
        return {person.key: person for person in (*self.content.people, *self.content.crowd)}
