"""Published results of a format."""

from collections.abc import Sequence

from sqlalchemy import select

from kernel.database import db
from participation.consultations.models.formats import Format
from participation.consultations.models.results import FormatResult


def results_of(format_: Format) -> Sequence[FormatResult]:
    """All results of a format the caller may see, newest first."""
    statement = select(FormatResult).where(FormatResult.format_id == format_.id)
    order = (FormatResult.published_at.desc(), FormatResult.id.desc())
    return db.session.scalars(statement.order_by(*order)).all()
