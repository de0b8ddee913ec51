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
from roundtable.meetings.services.carrying import carry_over, suspend_item
from roundtable.meetings.services.inviting import cancel_meeting, invite
from roundtable.meetings.services.linking import link_subject, take_up, unlink_subject
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
    "carry_over",
    "close_meeting",
    "confirm_deputy",
    "drop_item",
    "edit_item",
    "interrupt_meeting",
    "invite",
    "link_subject",
    "move_item",
    "note_presence",
    "plan_meeting",
    "replan_meeting",
    "resume_meeting",
    "start_meeting",
    "suspend_item",
    "take_up",
    "turn_item",
    "unlink_subject",
]
