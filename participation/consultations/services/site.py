"""Districts and categories of the site."""

from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.i18n import lazy
from participation.consultations.models.site import Category, District, Source
from participation.consultations.permissions import can_create


class NumberIsTaken(RuleViolation):
    """A list has each number once."""

    message = lazy("Diese Nummer hat schon ein anderes Thema auf der Liste.")

    def __init__(self) -> None:
        super().__init__(field="number")


rule("uq_categories_source_number", NumberIsTaken)


@transactional
def set_district(*, actor: Actor, key: str, name: str, rank: int) -> District:
    """Make the district known, or rename it."""
    _permit(actor)
    return db.session.merge(District(key=key, name=name, rank=rank))


@transactional
def set_category(
    *, actor: Actor, key: str, source: Source, number: int, title: str, summary: str
) -> Category:
    """Make the category known, or change its words."""
    _permit(actor)
    return db.session.merge(
        Category(key=key, source=source, number=number, title=title, summary=summary)
    )


def _permit(actor: Actor) -> None:
    """Who may create city-wide formats keeps the lists all formats share."""
    if not can_create(actor, None):
        raise NotPermitted
