"""Pages of meetings: what everybody reads, what chair and secretary do, how seats answer."""

from roundtable.meetings.routes.agenda import agenda
from roundtable.meetings.routes.answering import answers
from roundtable.meetings.routes.calendar import calendars
from roundtable.meetings.routes.leading import leading
from roundtable.meetings.routes.linking import links
from roundtable.meetings.routes.public import public

__all__ = ["agenda", "answers", "calendars", "leading", "links", "public"]
