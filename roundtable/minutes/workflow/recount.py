"""Versions and publications, read again: every chain holds, every publication is what its fingerprint says."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select

from kernel.database import db
from roundtable.minutes.rules.text import fingerprint
from roundtable.minutes.rules.versions import first_fault
from roundtable.minutes.workflow.frozen import as_sealed
from roundtable.minutes.workflow.models import MinutesVersion, Publication


def version_faults() -> Iterator[str]:
    """A sentence for each chain that is broken and each publication that is another."""
    order = (MinutesVersion.meeting_id, MinutesVersion.number)
    rows = db.session.scalars(select(MinutesVersion).order_by(*order)).all()
    for meeting_id, versions in groupby(rows, key=lambda row: row.meeting_id):
        if number := first_fault([as_sealed(version) for version in versions]):
            yield f"Protokoll {meeting_id}: Fassung {number} ist nicht die, die vorgelegt wurde."
    for row in db.session.scalars(select(Publication).order_by(Publication.id)):
        if fingerprint(row.content) != row.sha256:
            yield f"Protokoll {row.meeting_id}: Veröffentlichung {row.number} ist verändert."
