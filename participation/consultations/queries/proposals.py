"""Proposals as an actor may see them: lists in keyset pages, each page a constant number of statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import contains_eager, defer, joinedload, lazyload

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from kernel.ids import id_in
from participation.consultations import proposal_judge
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import LOTS, Proposal, ProposalVersion, Signature
from participation.consultations.permissions import SEE
from participation.consultations.queries.formats import address_of as address_of_format
from participation.consultations.queries.formats import format_for, seen_by
from participation.consultations.rules.proposals import Status

PAGE = 20
#: what the column holds; a larger number names no proposal
LARGEST_NUMBER = 2**31 - 1


class Order(StrEnum):
    """How a list is sorted, as addresses say it."""

    NEU = "neu"
    UNTERSTUETZT = "unterstuetzt"
    GELOST = "gelost"


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody wants to see of a format's proposals; `after` is where the last page ended."""

    order: Order = Order.NEU
    category_key: str | None = None
    status: Status | None = None
    #: makes the random order; the same number gives the same order
    seed: int = 1
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of proposals and where the next one begins; None on the last."""

    proposals: Sequence[Proposal]
    after: str | None


def proposal_for(actor: Actor, slug: str, number: int) -> Proposal:
    """The proposal with this number; NotFound where the actor may not see it."""
    format_ = format_for(actor, slug)
    found = proposals_by_numbers(format_, [number])
    if not found or not proposal_judge.may(actor, SEE, found[0], clock.now()):
        raise NotFound
    return found[0]


def proposals_by_numbers(format_: Format, numbers: Collection[int]) -> Sequence[Proposal]:
    """The format's proposals with these numbers, in their order; who may see the format, the caller knows."""
    possible = [number for number in numbers if number <= LARGEST_NUMBER]
    statement = (
        select(Proposal)
        .where(Proposal.format_id == format_.id, Proposal.number.in_(possible))
        .order_by(Proposal.number)
        .options(joinedload(Proposal.category), joinedload(Proposal.district))
    )
    return db.session.scalars(statement).all()


def proposals_by_ids(actor: Actor, ids: Collection[str]) -> Sequence[Proposal]:
    """What the actor may see of these, with the slug of their formats: one statement."""
    keys = [UUID(text) for text in ids]
    statement = (
        select(Proposal)
        .join(Proposal.format)
        .where(Proposal.id.in_(keys), seen_by(actor))
        .options(contains_eager(Proposal.format).options(lazyload("*")), *_light())
    )
    return db.session.scalars(statement).all()


def proposal_by_id(actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal with this id; NotFound where the actor may not see it."""
    found = whole_proposals_by_ids(actor, [str(proposal_id)])
    if not found:
        raise NotFound
    return found[0]


def newest_proposals(
    actor: Actor, *, format_slug: str | None, after: str | None
) -> tuple[Sequence[Proposal], str | None]:
    """A page of what the actor may see, newest first, and the cursor of the next; withdrawn ones say so."""
    statement = (
        select(Proposal)
        .join(Proposal.format)
        .where(seen_by(actor))
        .options(contains_eager(Proposal.format).options(lazyload("*")), *_light())
    )
    if format_slug:
        slug = format_slug.replace(
            "\0", " "
        )  # PostgreSQL takes no text with a NUL; neither stands in a slug
        statement = statement.where(Format.slug == slug)
    if (last := id_in(after)) is not None:
        statement = statement.where(Proposal.id < last)
    rows = db.session.scalars(statement.order_by(Proposal.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else None


def whole_proposals_by_ids(actor: Actor, ids: Collection[str]) -> Sequence[Proposal]:
    """What the actor may see of these with their texts, topics and districts, for search: one statement."""
    keys = [UUID(text) for text in ids]
    statement = (
        select(Proposal)
        .join(Proposal.format)
        .where(Proposal.id.in_(keys), seen_by(actor))
        .options(
            contains_eager(Proposal.format).options(lazyload("*")),
            joinedload(Proposal.category),
            joinedload(Proposal.district),
        )
    )
    return db.session.scalars(statement).all()


def ids_of_all() -> Iterable[UUID]:
    """The ids of all proposals, in the order they were made."""
    return db.session.scalars(select(Proposal.id).order_by(Proposal.id))


def ids_in_format(format_id: UUID) -> Iterable[UUID]:
    """The ids of a format's proposals."""
    return db.session.scalars(select(Proposal.id).where(Proposal.format_id == format_id))


def listed_proposals(format_: Format, filters: Filters) -> Page:
    """A page of the format's proposals; withdrawn ones stand on their own address only."""
    keys = _keys(filters)
    statement = select(Proposal).where(_in_list(format_, filters)).options(*_light())
    if place := _place(filters.after, len(keys)):
        statement = statement.where(tuple_(*keys) < place)
    statement = statement.order_by(*(key.desc() for key in keys)).limit(PAGE + 1)
    rows = db.session.execute(statement.add_columns(*keys)).all()
    shown = [row[0] for row in rows[:PAGE]]
    last = "~".join(str(value) for value in rows[PAGE - 1][1:]) if len(rows) > PAGE else None
    return Page(shown, last)


def count_proposals(format_: Format, filters: Filters) -> int:
    """How many proposals the filters leave."""
    return db.session.scalar(select(func.count()).where(_in_list(format_, filters))) or 0


def versions_of(proposal: Proposal) -> Sequence[ProposalVersion]:
    """All versions, oldest first."""
    statement = select(ProposalVersion).where(ProposalVersion.proposal_id == proposal.id)
    return db.session.scalars(statement.order_by(ProposalVersion.number)).all()


def signature_of(actor: Actor, proposal: Proposal) -> Signature | None:
    """The actor's own signature."""
    if actor.person_id is None:
        return None
    return db.session.get(Signature, (proposal.id, actor.person_id))


def signers_of(proposal_id: UUID) -> Sequence[UUID]:
    """Everybody who supports the proposal; for mails, never for pages."""
    statement = select(Signature.person_id).where(Signature.proposal_id == proposal_id)
    return db.session.scalars(statement.order_by(Signature.person_id)).all()


def address_of(proposal: Proposal) -> str:
    """Its page; made without a request, for mails and search."""
    return f"{address_of_format(proposal.format)}vorschlaege/{proposal.number}"


def _light() -> tuple[Any, ...]:
    """A list shows no text."""
    texts = (Proposal.text, Proposal.text_html)
    return (joinedload(Proposal.category), *(defer(column) for column in texts))


def _in_list(format_: Format, filters: Filters) -> ColumnElement[bool]:
    shown = and_(Proposal.format_id == format_.id, Proposal.withdrawn_at.is_(None))
    if filters.category_key:
        shown = and_(shown, Proposal.category_key == filters.category_key)
    if filters.status:
        shown = and_(shown, Proposal.status == filters.status)
    return shown


def _keys(filters: Filters) -> tuple[ColumnElement[Any], ...]:
    number: ColumnElement[Any] = Proposal.number.expression
    if filters.order is Order.UNTERSTUETZT:
        return (Proposal.signatures.expression, number)
    if filters.order is Order.GELOST:
        return ((Proposal.lot * filters.seed) % LOTS, number)
    return (number,)


def _place(mark: str | None, length: int) -> tuple[int, ...] | None:
    """Where a page begins; a mark that nobody made begins at the start."""
    parts = (mark or "").split("~")
    if len(parts) != length or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    place = tuple(int(part) for part in parts)
    return place if max(place) <= LOTS else None
