"""The deeds of a meeting; each is one transaction."""

from roundtable.meetings.services.agenda import (
    ItemDraft,
    add_item,
    drop_item,
    edit_item,
    move_item,
)
from roundtable.meetings.services.answering import (
    Answer,
    RsvpDraft,
    answer_as,
    answer_by_link,
    confirm_deputy,
)
from roundtable.meetings.services.attendance import note_presence
from roundtable.meetings.services.calling import turn_item
from roundtable.meetings.services.inviting import cancel_meeting, invite
from roundtable.meetings.services.planning import MeetingDraft, plan_meeting, replan_meeting
from roundtable.meetings.services.running import (
    close_meeting,
    interrupt_meeting,
    resume_meeting,
    start_meeting,
)

__all__ = [
    "Answer",
    "ItemDraft",
    "MeetingDraft",
    "RsvpDraft",
    "add_item",
    "answer_as",
    "answer_by_link",
    "cancel_meeting",
    "close_meeting",
    "confirm_deputy",
    "drop_item",
    "edit_item",
    "interrupt_meeting",
    "invite",
    "move_item",
    "note_presence",
    "plan_meeting",
    "replan_meeting",
    "resume_meeting",
    "start_meeting",
    "turn_item",
]
