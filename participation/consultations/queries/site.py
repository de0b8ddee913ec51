"""Districts and categories, in the order of lists."""

from collections.abc import Sequence

from sqlalchemy import select

from kernel.database import db
from participation.consultations.models.site import Category, District


def districts() -> Sequence[District]:
    """All districts of the site."""
    return db.session.scalars(select(District).order_by(District.rank, District.key)).all()


def categories() -> Sequence[Category]:
    """All categories of the site, those of the city first."""
    order = (Category.source.desc(), Category.number)
    return db.session.scalars(select(Category).order_by(*order)).all()
