"""The deeds around votes; each is one transaction."""

from roundtable.decisions.services.casting import cast_ballot
from roundtable.decisions.services.correcting import DayCorrectionDraft, correct_day
from roundtable.decisions.services.counting import announce_vote, confirm_count, enter_count
from roundtable.decisions.services.preparing import VoteDraft, edit_vote, prepare_vote
from roundtable.decisions.services.releasing import release_day
from roundtable.decisions.services.resolving import move_resolution
from roundtable.decisions.services.running import abort_vote, close_vote, open_vote
from roundtable.decisions.services.tasks import TaskDraft, give_task, move_task

__all__ = [
    "DayCorrectionDraft",
    "TaskDraft",
    "VoteDraft",
    "abort_vote",
    "announce_vote",
    "cast_ballot",
    "close_vote",
    "confirm_count",
    "correct_day",
    "edit_vote",
    "enter_count",
    "give_task",
    "move_resolution",
    "move_task",
    "open_vote",
    "prepare_vote",
    "release_day",
]
