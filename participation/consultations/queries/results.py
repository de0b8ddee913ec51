"""Published results of a format."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from participation.consultations.models.formats import Format
from participation.consultations.models.results import FormatResult


def results_of(format_: Format) -> Sequence[FormatResult]:
    """All results of a format the caller may see, newest first."""
    statement = select(FormatResult).where(FormatResult.format_id == format_.id)
    order = (FormatResult.published_at.desc(), FormatResult.id.desc())
    return db.session.scalars(statement.order_by(*order)).all()


def results_by_format(format_ids: Collection[UUID]) -> dict[UUID, list[FormatResult]]:
    """All results of these formats, oldest first, in one statement."""
    statement = (
        select(FormatResult)
        .where(FormatResult.format_id.in_(format_ids))
        .order_by(FormatResult.format_id, FormatResult.published_at, FormatResult.id)
    )
    found: dict[UUID, list[FormatResult]] = {}
    for result in db.session.scalars(statement):
        found.setdefault(result.format_id, []).append(result)
    return found
