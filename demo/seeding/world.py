"""The demo's things by the keys of its content, once they are stored."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from accounts.people.models import Person
from accounts.people.queries import actor_of
from demo import shapes
from discussion.threads.models import Comment
from kernel.actors import Actor
from kernel.database import db
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
    _proposals: dict[str, UUID] = field(default_factory=dict)
    _comments: dict[str, UUID] = field(default_factory=dict)

    def at(self, moment: shapes.Moment) -> datetime:
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
        slug = self.format_shape(key).slug
        return db.session.scalars(select(Format).where(Format.slug == slug)).one()

    def proposal(self, key: str) -> Proposal:
        """The stored proposal."""
        if key not in self._proposals:
            self._proposals[key] = self._proposal_id(key)
        return db.session.get_one(Proposal, self._proposals[key])

    def _proposal_id(self, key: str) -> UUID:
        wanted = self.proposal_shape(key)
        statement = select(Proposal.id).where(
            Proposal.format_id == self.format(wanted.format).id, Proposal.title == wanted.title
        )
        return db.session.scalars(statement).one()

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

    @cached_property
    def _people(self) -> dict[str, shapes.Person]:
        return {person.key: person for person in (*self.content.people, *self.content.crowd)}
