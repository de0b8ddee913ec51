"""The administration makes the public part of approved minutes readable for everybody, and corrects it.

What is released is the text that was looked at, told by its fingerprint: naming may change in between. With the first
release the meeting is concluded in the same transaction, and its resolutions are provisional no more.
"""

from dataclasses import dataclass

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound, NotPermitted
from kernel.events import PUBLIC
from roundtable.meetings.models import Meeting
from roundtable.meetings.services.running import conclude_meeting
from roundtable.minutes.rules.public import PublicContent, names_left, public_part
from roundtable.minutes.rules.states import Facts, public_state
from roundtable.minutes.rules.text import fingerprint
from roundtable.minutes.workflow import letters
from roundtable.minutes.workflow.errors import ReleasedAlready
from roundtable.minutes.workflow.events import MinutesPublished
from roundtable.minutes.workflow.frozen import content_of, public_content, public_text
from roundtable.minutes.workflow.models import Minutes, Publication
from roundtable.minutes.workflow.people import known
from roundtable.minutes.workflow.permissions import can_release
from roundtable.minutes.workflow.services.holding import (
    held,
    last_publication,
    move,
    note,
    version_of,
)


@dataclass(frozen=True)
class Preview:
    """What everybody would read: the public part of the newest version, with today's names."""

    #: of the publication that it would become
    number: int
    content: PublicContent
    #: canonical JSON, and its SHA-256
    text: str
    sha256: str
    #: names that stand in the text though their people have not agreed to be named
    names: tuple[str, ...]
    #: the publication that everybody reads so far
    last: Publication | None

    @property
    def is_public(self) -> bool:
        """Whether everybody reads this very text already."""
        return self.last is not None and self.last.sha256 == self.sha256


def preview_of(meeting: Meeting, minutes: Minutes) -> Preview:
    """The public part as it would be released now; NotFound before there is a version."""
    version = version_of(minutes)
    if version is None:
        raise NotFound
    content, people = content_of(version), known(meeting)
    public = public_part(content, people.levels, people.others)
    text = public_text(public)
    names = tuple(names_left(content, people.levels, people.others))
    last = last_publication(minutes)
    number = last.number + 1 if last else 1
    return Preview(number, public, text, fingerprint(text), names, last)


def known_so_far(meeting: Meeting, minutes: Minutes, preview: Preview) -> PublicContent | None:
    """What a reader compares the preview with: what is public, else the public part of the version before.

    None for the first version. Names as of today, so that only what was written differs.
    """
    if preview.last is not None:
        return public_content(preview.last.content)
    before = version_of(minutes, minutes.number - 1)
    if before is None:
        return None
    people = known(meeting)
    return public_part(content_of(before), people.levels, people.others)


@transactional
def release_minutes(
    *, actor: Actor, meeting: Meeting, number: int, seen_sha256: str, reason: str = ""
) -> Publication:
    """Publish what was looked at as publication `number`; from the second on it is a correction and needs a reason.

    Who submitted the version does not release it. The same release again gets the same publication; a correction that
    would change nothing is refused.
    """
    minutes = held(meeting)
    if not can_release(actor, meeting):
        raise NotPermitted
    last = last_publication(minutes)
    if last and number <= last.number:
        return _same(minutes, number, seen_sha256)
    preview, version = preview_of(meeting, minutes), version_of(minutes)
    first = preview.number == 1
    facts = Facts(
        sha256=preview.sha256,
        seen_sha256=seen_sha256 if number == preview.number else "",
        public_sha256=last.sha256 if last else "",
        submitted_by=str(version.submitted_by) if version else "",
        actor=str(actor.person_id),
        reason=reason,
    )
    move(minutes, public_state(preview.number), facts)
    publication = _published(actor, minutes, preview, "" if first else reason.strip())
    if first:
        conclude_meeting(actor=actor, meeting=meeting)
    letters.published(meeting, publication)
    told = MinutesPublished(publication.number, publication.sha256, publication.reason)
    note(actor, meeting, told, PUBLIC)
    return publication


def _same(minutes: Minutes, number: int, sha256: str) -> Publication:
    """The publication that there is already, where it is what was looked at."""
    statement = select(Publication).where(
        Publication.meeting_id == minutes.meeting_id, Publication.number == number
    )
    found = db.session.scalar(statement)
    if found is None or found.sha256 != sha256:
        raise ReleasedAlready
    return found


def _published(actor: Actor, minutes: Minutes, preview: Preview, reason: str) -> Publication:
    publication = Publication(
        meeting_id=minutes.meeting_id,
        number=preview.number,
        version_number=minutes.number,
        content=preview.text,
        sha256=preview.sha256,
        reason=reason,
        released_by=actor.person_id,
        released_at=clock.now(),
    )
    db.session.add(publication)
    db.session.flush()
    return publication
