"""The deeds around minutes; each is one transaction that holds the meeting, then its minutes."""

from roundtable.minutes.workflow.services.approving import agree, approve_lapsed, lapsed
from roundtable.minutes.workflow.services.correcting import propose_correction
from roundtable.minutes.workflow.services.holding import last_publication
from roundtable.minutes.workflow.services.objecting import Wish, decide_objection, file_objection
from roundtable.minutes.workflow.services.releasing import (
    Preview,
    known_so_far,
    preview_of,
    release_minutes,
)
from roundtable.minutes.workflow.services.returning import return_minutes
from roundtable.minutes.workflow.services.submitting import submit_minutes
from roundtable.minutes.workflow.services.truncating import to_truncate, truncate
from roundtable.minutes.workflow.services.withdrawing import restore_minutes, withdraw_minutes

__all__ = [
    "Preview",
    "Wish",
    "agree",
    "approve_lapsed",
    "decide_objection",
    "file_objection",
    "known_so_far",
    "lapsed",
    "last_publication",
    "preview_of",
    "propose_correction",
    "release_minutes",
    "restore_minutes",
    "return_minutes",
    "submit_minutes",
    "to_truncate",
    "truncate",
    "withdraw_minutes",
]
