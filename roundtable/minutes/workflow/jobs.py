"""Silence approves by the clock, and working texts end by it; each step may run twice or be killed between."""

import structlog

from kernel.actors import SYSTEM
from kernel.errors import Refusal
from roundtable.minutes.workflow import services

log = structlog.get_logger()


def keep_time() -> None:
    """Approve all minutes whose time is over and that nobody wishes to change; one that refuses holds up no other."""
    for meeting in services.lapsed():
        try:
            services.approve_lapsed(actor=SYSTEM, meeting=meeting)
        except Refusal as refusal:
            log.warning("minutes not approved", meeting=meeting.number, reason=refusal.message)


def forget_working_texts() -> None:
    """Leave of each working text what was approved long ago; a second run finds nothing."""
    for meeting in services.to_truncate():
        services.truncate(actor=SYSTEM, meeting=meeting)
