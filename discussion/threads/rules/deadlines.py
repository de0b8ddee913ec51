"""How long an author may still change what was posted; half-open `[posted, posted + span)`."""

from datetime import datetime, timedelta

UNDO = timedelta(seconds=30)
EDIT = timedelta(minutes=15)


def may_still_undo(posted_at: datetime, at: datetime) -> bool:
    """Whether the comment may be taken back as if it had never been written."""
    return posted_at <= at < posted_at + UNDO


def may_still_edit(posted_at: datetime, at: datetime) -> bool:
    """Whether the text may be corrected; the versions stay visible."""
    return posted_at <= at < posted_at + EDIT
