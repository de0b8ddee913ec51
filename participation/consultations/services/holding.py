"""Holds a format until the commit, so that what was checked is still true when it is stored."""

from sqlalchemy import select

from kernel.database import db, locked
from participation.consultations.models.formats import Format, Phase


def hold(format_: Format) -> Format:
    """Lock the format's row and read its phases again: a rival may have moved them while we waited."""
    locked(format_)
    phases = select(Phase).where(Phase.format_id == format_.id)
    db.session.scalars(phases.execution_options(populate_existing=True)).all()
    return format_
