"""Formats as an actor may see them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import lazyload, selectinload

from kernel import clock
from kernel.actors import SITE, Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from participation.consultations.membership import members_have_pages_of_their_own
from participation.consultations.models.formats import (
    Format,
    FormatMember,
    Phase,
    State,
    Visibility,
)
from participation.consultations.permissions import SEE, can_manage, may

OFFICE_ROLES = ("administration", "evaluator")


def format_for(actor: Actor, slug: str) -> Format:
    """The format at this address; NotFound where the actor may not see it."""
    moved_ends = selectinload(Format.planned_phases).selectinload(Phase.extensions)
    statement = select(Format).where(Format.slug == slug).options(moved_ends)
    return _visible(actor, db.session.scalar(statement))


def format_by_id_for(actor: Actor, format_id: UUID) -> Format:
    """The format with this id; NotFound where the actor may not see it."""
    return _visible(actor, db.session.get(Format, format_id))


def format_to_manage(actor: Actor, slug: str) -> Format:
    """The format at this address for the office that keeps it; others are refused, or find nothing."""
    format_ = format_for(actor, slug)
    if not can_manage(actor, format_):
        raise NotPermitted
    return format_


def _visible(actor: Actor, format_: Format | None) -> Format:
    if format_ is None or not may(actor, SEE, format_, clock.now()):
        raise NotFound
    return format_


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The judge's `see` as a condition on formats, for lists; drafts only for the office in scope."""
    if actor.is_system:
        return true()
    open_to_all = and_(Format.state != State.ENTWURF, Format.visibility != Visibility.INTERN)
    moderated = and_(Format.state != State.ENTWURF, in_office_of(actor, "moderator"))
    return or_(open_to_all, _invited(actor), moderated, in_office_of(actor, *OFFICE_ROLES))


def in_office_of(actor: Actor, *roles: str) -> ColumnElement[bool]:
    """Formats that lie in the scope of one of the actor's roles."""
    scopes = {grant.scope for grant in actor.grants if grant.role in roles}
    if actor.is_system or SITE in scopes:
        return true()
    districts = _named(scopes, "district:")
    ids = [UUID(text) for text in _named(scopes, "format:")]
    return or_(false(), Format.district_key.in_(districts), Format.id.in_(ids))


def _invited(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    members_have_pages_of_their_own()
    formats = select(FormatMember.format_id).where(FormatMember.person_id == actor.person_id)
    return and_(Format.state != State.ENTWURF, Format.id.in_(formats))


def _named(scopes: Collection[str], kind: str) -> list[str]:
    return [scope.removeprefix(kind) for scope in scopes if scope.startswith(kind)]


def address_of(format_: Format) -> str:
    """Its page; made without a request, for mails and search."""
    return f"/beteiligung/{format_.slug}/"


def formats_by_ids(actor: Actor, ids: Collection[str]) -> list[Format]:
    """What the actor may see of these, without their phases: one statement."""
    keys = [UUID(text) for text in ids]
    statement = select(Format).where(Format.id.in_(keys), seen_by(actor))
    return list(db.session.scalars(statement.options(lazyload("*"))))


def formats_with_places(actor: Actor, ids: Collection[str]) -> list[Format]:
    """What the actor may see of these, with their districts: two statements for any number."""
    keys = [UUID(text) for text in ids]
    statement = select(Format).where(Format.id.in_(keys), seen_by(actor))
    options = (lazyload("*"), selectinload(Format.district))
    return list(db.session.scalars(statement.options(*options)))


def all_format_ids() -> Iterable[UUID]:
    """The ids of all formats, in the order they were made."""
    return db.session.scalars(select(Format.id).order_by(Format.id))
