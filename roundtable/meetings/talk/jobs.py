"""Working talk does not stay: it is deleted once the minutes are public, or 90 days after the meeting."""

from kernel import clock
from kernel.actors import SYSTEM
from roundtable.meetings.rules.talk import KEPT
from roundtable.meetings.talk import services
from roundtable.meetings.talk.queries import served


def forget_served() -> None:
    """Delete the talk of every meeting that no longer needs it; a second run finds nothing."""
    for meeting in served(clock.now() - KEPT):
        services.forget(actor=SYSTEM, meeting=meeting)
