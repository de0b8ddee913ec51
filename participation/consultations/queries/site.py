"""Districts and categories, in the order of lists."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from participation.consultations.models.site import Category, District
from participation.consultations.permissions import can_create

T = TypeVar("T", District, Category)


def districts() -> Sequence[District]:
    """All districts of the site."""
    return db.session.scalars(select(District).order_by(District.rank, District.key)).all()


def categories() -> Sequence[Category]:
    """All categories of the site, those of the city first."""
    order = (Category.source.desc(), Category.number)
    return db.session.scalars(select(Category).order_by(*order)).all()


def district_to_keep(actor: Actor, key: str | None) -> District | None:
    """The district for who keeps the lists; None without a key, NotFound for an unknown one."""
    return _to_keep(actor, District, key)


def category_to_keep(actor: Actor, key: str | None) -> Category | None:
    """The category for who keeps the lists; None without a key, NotFound for an unknown one."""
    return _to_keep(actor, Category, key)


def _to_keep(actor: Actor, kind: type[T], key: str | None) -> T | None:
    if not can_create(actor, None):
        raise NotPermitted
    if key is None:
        return None
    found = db.session.get(kind, key)
    if found is None:
        raise NotFound
    return found
