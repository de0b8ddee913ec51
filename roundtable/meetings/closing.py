"""What the close of a meeting makes of its agenda: the chair reads it before, the close does it."""

from dataclasses import dataclass

from roundtable.meetings.content import in_order
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.motions import motions_of
from roundtable.meetings.rules.states import ItemState, at_close, undealt


@dataclass(frozen=True)
class Ending:
    """Items of which nobody has said yet what became of them, in the order of the agenda."""

    #: the table has decided on them
    dealt_with: tuple[AgendaItem, ...]
    #: the next meeting is offered them
    postponed: tuple[AgendaItem, ...]


def ending_of(meeting: Meeting) -> Ending:
    """What would become of each item now; one statement.

    A vote without a result, and one on how to go on, deals with nothing.
    """
    decided = {motion.item_id for motion in motions_of(meeting.id) if motion.decides}
    ends = [
        (item, at_close(decided=item.id in decided))
        for item in in_order(meeting, also_dropped=True)
        if undealt(item.status)
    ]
    return Ending(
        dealt_with=tuple(item for item, end in ends if end is ItemState.BERATEN),
        postponed=tuple(item for item, end in ends if end is ItemState.VERTAGT),
    )
