"""The PDF of each publication: printed by the worker, kept for ever."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kernel.clock import BERLIN
from kernel.database import db
from kernel.pdf.kept import Print, keep_prints, print_of
from roundtable.meetings.models import Meeting
from roundtable.minutes.printing import Stamp, as_pdf
from roundtable.minutes.reading.addresses import address_of, site
from roundtable.minutes.workflow.frozen import public_content
from roundtable.minutes.workflow.models import Publication, Withdrawal, counts

KIND = "minutes"
AT_ONCE = 5


def stamp_of(meeting: Meeting, publication: Publication) -> Stamp:
    """What is printed on it."""
    return Stamp(
        n=publication.number,
        day=publication.released_at.astimezone(BERLIN).date(),
        sha256=publication.sha256,
        address=f"{site()}{address_of(meeting, publication.number)}",
    )


def pdf_of(meeting: Meeting, n: int) -> tuple[bytes, str]:
    """Publication n as PDF, with the SHA-256 of the file."""
    statement = select(Publication).where(
        Publication.meeting_id == meeting.id, Publication.number == n
    )
    publication = db.session.scalars(statement).one()
    return print_of(KIND, publication.id, lambda: _printed(meeting, publication))


def print_new() -> int:
    """Print publications that have no print yet; how many. What was withdrawn is not printed any more."""
    statement = (
        select(Publication, Meeting)
        .join(Meeting, Meeting.id == Publication.meeting_id)
        .outerjoin(Print, (Print.kind == KIND) & (Print.of_id == Publication.id))
        .outerjoin(Withdrawal, (Withdrawal.meeting_id == Publication.meeting_id) & counts())
        .where(Print.of_id.is_(None), Withdrawal.meeting_id.is_(None))
        .options(joinedload(Meeting.table))
        .limit(AT_ONCE)
    )
    found = db.session.execute(statement).all()
    return keep_prints(
        KIND,
        [
            (publication.id, partial(_printed, meeting, publication))
            for publication, meeting in found
        ],
    )


def _printed(meeting: Meeting, publication: Publication) -> bytes:
    content = public_content(publication.content)
    return as_pdf(content, stamp_of(meeting, publication), site=site())
